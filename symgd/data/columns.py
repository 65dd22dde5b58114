"""The samples of a cost: checked columns of one length, looked at block by block."""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray

from symgd.errors import SymgdError

Floats = NDArray[np.float64]
Data = Mapping[Any, Any]

#: Samples in a block: with a few temporaries it stays in the processor's cache.
BLOCK = 8192


@dataclass(frozen=True, eq=False)
class Samples:
    """Columns of one length, a row for each sample.

    Attributes
    ----------
    names : tuple of str
        What the columns are called.
    columns : ndarray (c, N), or tuple of memory maps (N,)
        Their numbers: a copy that cannot be written to, or what stays on the disk.
    """

    names: tuple[str, ...]
    columns: Floats | tuple[Floats, ...]

    def __len__(self) -> int:
        return len(self.columns[0])

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Samples):
            return NotImplemented
        pairs = zip(self.columns, other.columns, strict=False)
        return self.names == other.names and all(
            a is b or np.array_equal(a, b, equal_nan=True) for a, b in pairs
        )

    def __hash__(self) -> int:
        return hash((self.names, len(self)))

    def blocks(self, length: int = BLOCK) -> Iterator[Floats]:
        """Give the samples in order, so many at a time, as tables (c, length)."""
        for start in range(0, len(self), length):
            yield self.at(slice(start, start + length))

    def at(self, rows: NDArray[np.intp] | slice) -> Floats:
        """Return some of the samples as a table (c, number of rows) in memory."""
        if isinstance(self.columns, np.ndarray):
            one_by_one = isinstance(rows, np.ndarray)
            return self.columns.take(rows, axis=1) if one_by_one else self.columns[:, rows]
        table = np.array([column[rows] for column in self.columns], np.float64)
        self._release()
        return table

    def as_dict(self) -> dict[str, Floats]:
        """Return the columns by name."""
        return dict(zip(self.names, self.columns, strict=True))

    def _release(self) -> None:
        """Give pages of memory maps back, which would count as this process's memory."""
        for column in self.columns:
            file = _map_of(column)
            if file is not None and hasattr(mmap, "MADV_DONTNEED"):
                file.madvise(mmap.MADV_DONTNEED)


def read_samples(data: Any, wanted: Sequence[str]) -> Samples:
    """Read the columns that a loss names.

    Parameters
    ----------
    data : mapping of symbol or name to array_like (N,)
        Numbers, a column for each name.
    wanted : sequence of str
        The columns to keep, which must have one length; others are left alone.

    Raises
    ------
    SymgdError
        If `data` is no mapping, a column holds no real numbers, is not one-dimensional or has
        another length, nothing is in it, or a number is missing; the row is named.
    """
    named = _by_name(data)
    columns = {name: _read_column(name, named[name]) for name in wanted}
    _require_one_length(columns)
    used = tuple(columns.values())
    samples = Samples(tuple(wanted), used if any(map(_map_of, used)) else _table(used))
    _require_finite(samples)
    return samples


def _table(columns: Sequence[Floats]) -> Floats:
    table = np.array(columns)
    table.flags.writeable = False
    return table


def names_in(data: Any) -> list[str]:
    """Return the names of the columns."""
    return list(_by_name(data))


def _by_name(data: Any) -> dict[str, Any]:
    if hasattr(data, "to_dict") and hasattr(data, "columns"):
        data = {name: data[name] for name in data.columns}  # a table of pandas
    if not isinstance(data, Mapping):
        raise SymgdError(
            f"The data are an object of type {type(data).__name__}, but columns by name are "
            'wanted, such as {"x": [1, 2, 3], "y": [3, 5, 7]}.'
        )
    named: dict[str, Any] = {}
    for key, column in data.items():
        if not isinstance(key, str | sympy.Symbol):
            raise SymgdError(f"The data name {key!r}, which is neither a symbol nor a name.")
        name = key if isinstance(key, str) else key.name
        if name in named:
            raise SymgdError(f"The data give the column {name} twice.")
        named[name] = column
    if not named:
        raise SymgdError('The data have no column: write them as {"x": [1, 2], "y": [3, 5]}.')
    return named


def _read_column(name: str, values: Any) -> Floats:
    if isinstance(values, np.ndarray) and values.dtype.kind in "fiu" and _map_of(values):
        column = values
    else:
        column = _as_floats(name, values)
    if column.ndim != 1:
        raise SymgdError(
            f"The column {name} has the shape {column.shape}, but one number for each sample is "
            "wanted, shape (N,): write a list, and give each column of a matrix a name of its own."
        )
    return column


def _as_floats(name: str, values: Any) -> Floats:
    try:
        # What a masked array hides is a missing number.
        hidden = np.ma.is_masked(values)
        array = values.astype(object).filled(np.nan) if hidden else np.asarray(values)
    except ValueError:
        raise SymgdError(
            f"The column {name} has rows of different lengths, but one number for each sample is "
            "wanted, shape (N,)."
        ) from None
    if array.dtype.kind not in "fiu":
        array = _as_numbers(name, array)
    return np.asarray(array, dtype=np.float64)


def _as_numbers(name: str, array: NDArray[Any]) -> Floats:
    """Return numbers that came as objects, such as None for a missing one; refuse the rest."""
    if array.dtype.kind == "b":
        return array.astype(np.float64)
    numbers = np.empty(array.shape)
    for place, value in np.ndenumerate(array):
        try:
            if isinstance(value, str | bytes | complex | np.complexfloating):
                raise TypeError
            numbers[place] = np.nan if value is None else float(value)
        except (TypeError, ValueError, OverflowError):
            row, given = place[0] if place else 0, getattr(value, "item", lambda v=value: v)()
            raise SymgdError(
                f"The column {name} holds {given!r} in row {row}, but a number is wanted (the "
                "first row is 0)."
            ) from None
    return numbers


def _require_one_length(columns: dict[str, Floats]) -> None:
    first = next(iter(columns))
    for name, column in columns.items():
        if len(column) != len(columns[first]):
            raise SymgdError(
                f"The columns have different lengths: {first} has {len(columns[first]):,} and "
                f"{name} has {len(column):,}. Each sample needs a number in every column."
            )
    if len(columns[first]) == 0:
        raise SymgdError(f"The column {first} is empty: at least one sample is wanted.")


def _require_finite(samples: Samples) -> None:
    done = 0
    for block in samples.blocks():
        for name, column in zip(samples.names, block, strict=True):
            wrong = np.flatnonzero(~np.isfinite(column))
            if len(wrong):
                row, value = done + int(wrong[0]), column[wrong[0]]
                raise SymgdError(
                    f"The column {name} holds {value:g} in row {row}, but a finite number is "
                    "wanted: leave that sample out of every column (the first row is 0)."
                )
        done += len(block[0])


def _map_of(array: Any) -> mmap.mmap | None:
    """Return the memory map that an array is a part of, if it reads the file itself."""
    while isinstance(array, np.ndarray):
        if isinstance(array, np.memmap) and array.mode == "c":
            return None  # its changes are in memory alone
        array = array.base
    return array if isinstance(array, mmap.mmap) else None
