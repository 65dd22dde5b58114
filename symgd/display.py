"""Numbers and tables as a person reads them: in a terminal, in a notebook, in a file."""

from __future__ import annotations

import csv
import html
import math
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from symgd.files import replacing, writable

#: Longer tables show their first and last rows only, unless they are printed.
MOST_ROWS = 30


def number(value: float, digits: int = 4) -> str:
    """Return a number in few digits, without the exponent's padding.

    Examples
    --------
    >>> number(8036431.8, 3), number(0.5), number(1e-7)
    ('8.04e6', '0.5', '1e-7')
    """
    mantissa, mark, exponent = f"{value:.{digits}g}".partition("e")
    return mantissa + (f"e{int(exponent)}" if mark else "")


def place(names: Sequence[str], values: Sequence[float], digits: int = 6) -> str:
    """Return a point as ``x = 1, y = 2``, with its middle left out where it is long."""
    pairs = [f"{n} = {number(v, digits)}" for n, v in zip(names, values, strict=True)]
    return ", ".join(pairs if len(pairs) <= 6 else [*pairs[:3], "…", pairs[-1]])


def listed(values: Iterable[float]) -> str:
    """Return numbers in square brackets, with their middle left out where there are many."""
    cells = [number(v, 6) for v in values]
    return f"[{', '.join(cells if len(cells) <= 6 else [*cells[:3], '…', cells[-1]])}]"


def shortened(text: str, longest: int = 120) -> str:
    """Return text of at most `longest` characters."""
    return text if len(text) <= longest else text[: longest - 1] + "…"


@dataclass(frozen=True, eq=False)
class Rows(Sequence[tuple[str, ...]]):
    """Rows that are made when they are looked at, for a long table is seldom read whole.

    Attributes
    ----------
    size : int
        How many there are.
    make : callable
        Returns the cells of the row with a number from 0.
    """

    size: int
    make: Callable[[int], tuple[str, ...]]

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, place: Any) -> Any:
        found = range(self.size)[place]
        return self.make(found) if isinstance(found, int) else tuple(map(self.make, found))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows | tuple) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the cells, without what they are made from."""
        return tuple, (tuple(self),)


@dataclass(frozen=True)
class Table:
    """A table of text: ``print`` gives all of it, a prompt shows a long one shortened.

    Attributes
    ----------
    header : tuple of str
        The columns' names.
    rows : sequence of tuple of str
        The cells.
    """

    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.rows)

    def _shortened(self) -> Sequence[tuple[str, ...]]:
        if len(self.rows) <= MOST_ROWS:
            return self.rows
        half = MOST_ROWS // 2
        gap = tuple("…" for _ in self.header)
        return (*self.rows[:half], gap, *self.rows[-half:])

    def _text(self, rows: Iterable[tuple[str, ...]]) -> str:
        lines = [self.header, *rows]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join("  ".join(map(str.rjust, line, widths)).rstrip() for line in lines)

    def __str__(self) -> str:
        return self._text(self.rows)

    def __repr__(self) -> str:
        return self._text(self._shortened())

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(cell)}</th>" for cell in self.header)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
            for row in self._shortened()
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def write_csv(
    path: str | os.PathLike[str], header: Sequence[str], rows: Iterable[Sequence[float]]
) -> None:
    """Write numbers in full precision; nan is an empty cell."""
    with replacing(writable(path)) as part, part.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([["" if math.isnan(v) else v for v in row] for row in rows])
