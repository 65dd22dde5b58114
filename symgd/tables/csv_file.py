"""Columns of numbers from a CSV file; what is no number is refused with its line and column."""

from __future__ import annotations

import csv
import math
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import sympy

from symgd.display import shortened
from symgd.errors import SymgdError
from symgd.points import counted
from symgd.tables.columns import Columns

#: What files write where a value is missing, in lower case.
MISSING = {"", "na", "n/a", "nan", "null", "none", "?", "-", "."}

Line = tuple[int, list[str]]


def read_csv(
    path: str | os.PathLike[str], columns: Sequence[str] | Mapping[str, str] | None = None
) -> Columns:
    r"""Read columns of numbers from a CSV file.

    Parameters
    ----------
    path : str or PathLike
        The file, in UTF-8. Its first row gives the columns' names; commas, semicolons or tabs
        stand between the values.
    columns : sequence of str, or mapping of str to str, optional
        The columns to keep, in this order; ``{"petal length (cm)": "x"}`` keeps one and calls it
        ``x``. By default all of them under their own names.

    Returns
    -------
    Columns
        Arrays (N,), called like the file.

    Raises
    ------
    SymgdError
        If there is no such file, it is empty, a row is too long or too short, two columns have one
        name, a chosen column is not there, or a value is missing or no number: then with its line
        in the file and its column.

    Notes
    -----
    A loss typed as text can use a column only if its name is a symbol's, such as
    ``petal_length``: rename the others while reading. Blank lines are skipped. Numbers are written
    with a decimal point.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> folder = TemporaryDirectory()
    >>> path = Path(folder.name) / "shoes.csv"
    >>> _ = path.write_text("who,size,height (cm)\nAda,38,165\nBob,44,182\n")
    >>> read_csv(path, columns={"size": "x", "height (cm)": "y"})
    shoes: 2 rows
     x    y
    38  165
    44  182
    >>> folder.cleanup()
    """
    sheet = _read_sheet(path)
    if columns is None:
        columns = sheet.names
        _require_named(sheet)
    new_names = _wanted(columns, sheet)
    arrays = {new: sheet.numbers(old) for old, new in new_names}
    return Columns(arrays, name=Path(path).stem)


@dataclass(frozen=True)
class _Sheet:
    """The text of a file, cell by cell.

    Attributes
    ----------
    file : str
        What a sentence calls the file.
    names : tuple of str
        The first row.
    lines : tuple of (int, list of str)
        The other rows, each with its line in the file.
    """

    file: str
    names: tuple[str, ...]
    lines: tuple[Line, ...]

    def cells(self, name: str) -> list[str]:
        """Return the text of one column."""
        at = self.names.index(name)
        return [cells[at] for _, cells in self.lines]

    def numbers(self, name: str) -> np.ndarray:
        """Return the numbers of one column.

        Raises
        ------
        SymgdError
            If a value is none.
        """
        values = [_number(text) for text in self.cells(name)]
        for (line, _), text, value in zip(self.lines, self.cells(name), values, strict=True):
            if value is None:
                raise SymgdError(f"Line {line} of {self.file} {self._problem(name, text)}.")
        return np.array(values, dtype=np.float64)

    def _problem(self, name: str, text: str) -> str:
        """Say what is wrong with a cell, and what to do."""
        if text.lower() in MISSING:
            found = f", but {text!r}" if text else ""
            return f"has no value for {name}{found}: fill it in, or take that row out"
        if re.fullmatch(r"[+-]?\d[\d.]*,[\d.,]*", text):
            return (
                f"has {text!r} for {name}: write numbers with a decimal point and without "
                "separators of thousands"
            )
        found = f"has {shortened(text, 40)!r} for {name}, which is no number"
        good = [n for n in self.names if n and None not in map(_number, self.cells(n))]
        if not good:
            return found
        return f"{found}: choose the columns of numbers by columns={good}"


def _number(text: str) -> float | None:
    """Return the finite number that a cell holds, or None; 1_000 is one for Python alone."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and "_" not in text else None


def _read_sheet(path: Any) -> _Sheet:
    """Read a file's names and rows.

    Raises
    ------
    SymgdError
        If it cannot be read, holds no rows, has no names, or its rows differ in length.
    """
    text = _text(path)
    file = repr(Path(path).name)
    lines = list(_lines(text, file))
    while lines and not any(lines[-1][1]):
        lines.pop()
    if not lines:
        raise SymgdError(f"{file} is empty: names and then rows of numbers are wanted.")
    (_, names), *rows = lines
    if None not in map(_number, names):
        raise SymgdError(
            f"The first row of {file} holds numbers ({', '.join(names[:4])}), but the columns' "
            "names are wanted there: write them above."
        )
    if not rows:
        raise SymgdError(f"{file} has names ({', '.join(names)}) but no rows below them.")
    for line, cells in rows:
        if len(cells) != len(names):
            raise SymgdError(_ragged(file, line, cells, names))
    return _Sheet(file, tuple(names), tuple(rows))


def _text(path: Any) -> str:
    """Return the text of a file without a byte order mark."""
    if not isinstance(path, str | os.PathLike) or not str(path):
        raise SymgdError(f'The name of a file is wanted, such as "cars.csv", not {path!r:.40}.')
    place = Path(path).expanduser()
    try:
        return place.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise SymgdError(
            f"There is no file {str(path)!r} in {str(Path.cwd())!r}: give its path."
        ) from None
    except IsADirectoryError:
        raise SymgdError(f"{str(path)!r} is a folder: give the name of a file in it.") from None
    except UnicodeDecodeError:
        raise SymgdError(
            f"{place.name!r} is no text in UTF-8: save it as CSV in UTF-8, not as a spreadsheet."
        ) from None
    except (OSError, ValueError) as error:
        raise SymgdError(f"The file {str(path)!r:.60} cannot be read: {error}.") from None


def _lines(text: str, file: str) -> Iterator[Line]:
    """Give the cells of each line that is not blank, with its number in the file."""
    first = next(filter(str.strip, text.split("\n")), "")
    reader = csv.reader(StringIO(text), delimiter=_delimiter(first), skipinitialspace=True)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if cells not in ([], [""]):
                yield reader.line_num, cells
    except csv.Error as error:
        raise SymgdError(f"Line {reader.line_num} of {file} cannot be read: {error}.") from None


def _delimiter(first: str) -> str:
    """Return what stands between the names in the first row: a tab, a semicolon or a comma."""
    outside = re.sub(r'"[^"]*"', "", first)
    return next((mark for mark in "\t;" if mark in outside), ",")


def _ragged(file: str, line: int, cells: Sequence[str], names: Sequence[str]) -> str:
    shown = ", ".join(names[:6]) + (", …" if len(names) > 6 else "")
    sentence = (
        f"Line {line} of {file} has {counted(len(cells), 'value')}, but there are "
        f"{counted(len(names), 'column')}: {shown}."
    )
    if len(cells) > len(names) and all(re.fullmatch(r"[+-]?\d*", cell) for cell in cells):
        sentence += " Write numbers with a decimal point, not with a comma."
    return sentence


def _require_named(sheet: _Sheet) -> None:
    """Refuse a column without a name, where all are to be read."""
    if "" in sheet.names:
        others = [name for name in sheet.names if name]
        raise SymgdError(
            f"Column {sheet.names.index('') + 1} of {sheet.file} has no name: write one in the "
            f"first row, or choose the others by columns={others}."
        )


def _wanted(columns: Any, sheet: _Sheet) -> list[tuple[str, Any]]:
    """Return the names in the file with the names that they get.

    Raises
    ------
    SymgdError
        If a name is not there or stands there twice, or no names were given.
    """
    if isinstance(columns, str | sympy.Symbol) or not isinstance(columns, Sequence | Mapping):
        raise SymgdError(
            f'columns is {columns!r}, but a list of names is wanted, such as columns=["x", "y"].'
        )
    pairs = list(columns.items()) if isinstance(columns, Mapping) else [(n, n) for n in columns]
    for old, new in pairs:
        if old not in sheet.names:
            known = ", ".join(filter(None, sheet.names))
            raise SymgdError(f"{sheet.file} has no column {old}; it has {known}.")
        if sheet.names.count(old) > 1:
            raise SymgdError(f"{sheet.file} has two columns called {old}: rename one in the file.")
        if [name for _, name in pairs].count(new) > 1:
            raise SymgdError(f"Two of the columns would be called {new}: give each its own name.")
    return pairs
