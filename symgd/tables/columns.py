"""Named columns of numbers, all of one length."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray

from symgd.display import Rows, Table, number
from symgd.errors import SymgdError
from symgd.points import counted, read_number

Floats = NDArray[np.float64]

#: A prompt shows this many rows, and a wide table this many of its columns.
HEAD = 5
MOST_COLUMNS = 8


class NoColumnError(SymgdError, KeyError):
    """A column that is not there; a KeyError too, as `in` and `get` of a mapping want."""

    __str__ = Exception.__str__


@dataclass(frozen=True, eq=False, repr=False)
class Columns(Mapping[str, Floats]):
    """Columns of numbers by name, with what is known of where they are from.

    Parameters
    ----------
    arrays : mapping of str or Symbol to array_like (N,)
        The columns in order; they are copied.
    name : str, optional
        What the data are called.
    source : str, optional
        Where they are from.
    licence : str, optional
        The terms under which they may be passed on.
    description : str, optional
        What was measured, and in which units.

    Raises
    ------
    SymgdError
        If there is no column or no row, the lengths differ, a column has two dimensions, a name is
        given twice, or a value is no finite number.

    Notes
    -----
    This is a mapping from each name to a read-only float64 array (N,): ``data["x"]``,
    ``dict(data)`` and ``for name in data`` do what they do with a dictionary, and a symbol stands
    for its name. Two are equal if their names and numbers are.

    Examples
    --------
    >>> data = Columns({"x": [1, 2, 3], "y": [3, 5, 7]})
    >>> data
    3 rows
    x  y
    1  3
    2  5
    3  7
    >>> data["y"]
    array([3., 5., 7.])
    >>> data.n_rows
    3
    """

    arrays: Mapping[Any, Any]
    name: str | None = None
    source: str | None = None
    licence: str | None = None
    description: str | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.arrays, Mapping):
            raise SymgdError(
                f"The data are {self.arrays!r:.40}, but a dictionary of columns is wanted, such as "
                '{"x": [1, 2], "y": [3, 5]}.'
            )
        named = _by_name(self.arrays)
        arrays = {name: read_column(name, values) for name, values in named.items()}
        _require_rows(arrays)
        object.__setattr__(self, "arrays", MappingProxyType(arrays))

    @property
    def n_rows(self) -> int:
        """The number N of rows."""
        return len(next(iter(self.arrays.values())))

    def __getitem__(self, name: str | sympy.Symbol) -> Floats:
        """Return one column.

        Raises
        ------
        SymgdError
            If there is none of this name; it is a KeyError as well.
        """
        known = name.name if isinstance(name, sympy.Symbol) else name
        if not isinstance(known, str) or known not in self.arrays:
            raise NoColumnError(f"There is no column {known}; there are {', '.join(self.arrays)}.")
        return self.arrays[known]

    def __iter__(self) -> Iterator[str]:
        return iter(self.arrays)

    def __len__(self) -> int:
        return len(self.arrays)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Columns):
            return NotImplemented
        return list(self) == list(other) and all(
            np.array_equal(mine, theirs)
            for mine, theirs in zip(self.values(), other.values(), strict=True)
        )

    def __hash__(self) -> int:
        return hash((tuple(self), self.n_rows))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what it is made from: NumPy forgets that an array is read-only."""
        origin = self.name, self.source, self.licence, self.description
        return Columns, (dict(self.arrays), *origin)

    def with_arrays(self, arrays: Mapping[str, Any]) -> Columns:
        """Return other columns of the same origin."""
        return replace(self, arrays=arrays)

    def table(self, digits: int = 6) -> Table:
        """Return all rows as a table.

        Parameters
        ----------
        digits : int
            Significant digits.

        Returns
        -------
        Table
            ``print`` gives all of it, a prompt shows a long one shortened.
        """
        arrays = list(self.arrays.values())
        return Table(
            tuple(self),
            Rows(self.n_rows, lambda k: tuple(number(float(a[k]), digits) for a in arrays)),
        )

    def _head(self) -> Table:
        """Return the first rows of the first columns and the last."""
        table = self.table()
        rows = table.rows[:HEAD]
        if self.n_rows > HEAD:
            rows = (*rows, tuple("…" for _ in self))
        return Table(_narrow(table.header), tuple(map(_narrow, rows)))

    def _origin(self) -> str:
        """Return source and licence as sentences."""
        return " ".join(f"{part}." for part in (self.source, self.licence) if part)

    def _title(self) -> str:
        rows = counted(self.n_rows, "row")
        return f"{self.name}: {rows}" if self.name else rows

    def __repr__(self) -> str:
        return "\n".join(filter(None, [self._title(), repr(self._head()), self._origin()]))

    def _repr_html_(self) -> str:
        title, origin = html.escape(self._title()), html.escape(self._origin())
        foot = f"<p><small>{origin}</small></p>" if origin else ""
        return f"<p>{title}</p>{self._head()._repr_html_()}{foot}"


def read_columns(data: Any) -> Columns:
    """Read columns from any mapping; columns that are some already are returned as they are."""
    return data if isinstance(data, Columns) else Columns(data)


def chosen(columns: Columns, names: Any) -> tuple[str, ...]:
    """Read the names of some columns; None means all.

    Raises
    ------
    SymgdError
        If one is not there, or is given twice.
    """
    if names is None:
        return tuple(columns)
    if isinstance(names, str | sympy.Symbol):
        names = [names]
    if not isinstance(names, Iterable):
        raise SymgdError(f"names is {names!r}, but a list of columns is wanted, such as ['x'].")
    names = list(names)
    read = [name.name if isinstance(name, sympy.Symbol) else name for name in names]
    for name in read:
        columns[name]
        if read.count(name) > 1:
            raise SymgdError(f"The column {name} is named twice.")
    return tuple(read)


def _by_name(columns: Mapping[Any, Any]) -> dict[str, Any]:
    """Return the columns by name, symbols read as theirs."""
    named: dict[str, Any] = {}
    for key, values in columns.items():
        name = key.name if isinstance(key, sympy.Symbol) else key
        if not isinstance(name, str) or not name:
            raise SymgdError(f"A column is called {name!r}, which is neither a name nor a symbol.")
        if name in named:
            raise SymgdError(f"The column {name} is given twice.")
        named[name] = values
    return named


def read_column(name: str, values: Any) -> Floats:
    """Read one column into a read-only copy of its own.

    Raises
    ------
    SymgdError
        If it has not one dimension, or a value is no finite number.
    """
    array = _as_array(name, values)
    if array.ndim != 1:
        raise SymgdError(_wrong_shape(name, array.shape))
    if array.dtype.kind not in "fiu":
        array = np.array([read_number(v, f"{name}[{i}]") for i, v in enumerate(array.tolist())])
    with np.errstate(over="ignore"):
        numbers = np.array(array, dtype=np.float64)
    bad = np.flatnonzero(~np.isfinite(numbers))
    if bad.size:
        raise SymgdError(
            f"{name}[{bad[0]}] is {numbers[bad[0]]}, but every value must be a finite number: "
            "leave that row out."
        )
    numbers.flags.writeable = False
    return numbers


def _as_array(name: str, values: Any) -> NDArray[Any]:
    if isinstance(values, np.ma.MaskedArray):
        values = values.astype(np.float64).filled(np.nan)
    if isinstance(values, Sequence) and not isinstance(values, str | bytes | range):
        # As objects, or NumPy would make 1 and True, 2 and "two" alike.
        plain = all(type(v) in (int, float) for v in values)
        values = values if plain else _objects(values)
    try:
        return np.asarray(values)
    except (ValueError, OverflowError):
        raise SymgdError(f"{name} is no plain list of numbers.") from None


def _objects(values: Sequence[Any]) -> NDArray[Any]:
    """Return a list as an array of what it holds; lists in it make a second dimension."""
    if any(isinstance(v, Sequence) and not isinstance(v, str | bytes) for v in values):
        return np.array(values, dtype=object)
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def _wrong_shape(name: str, shape: tuple[int, ...]) -> str:
    if not shape:
        return f'{name} is no list: a column is a list of numbers, such as {{"{name}": [1, 2, 3]}}.'
    hint = "give each column a name of its own"
    if len(shape) == 2 and 1 in shape:
        hint = f"write {name}.ravel()"
    return f"{name} has the shape {shape}, but one column of numbers is wanted: {hint}."


def _require_rows(arrays: Mapping[str, Floats]) -> None:
    if not arrays:
        raise SymgdError('The data have no columns: write some, such as {"x": [1, 2, 3]}.')
    (first, array), *others = arrays.items()
    for name, other in others:
        if len(other) != len(array):
            raise SymgdError(
                f"{first} has {counted(len(array), 'value')}, but {name} has {len(other)}: all "
                "columns must be of one length."
            )
    if len(array) == 0:
        raise SymgdError(f"The data have no rows: {', '.join(arrays)} are empty.")


def _narrow(cells: tuple[str, ...]) -> tuple[str, ...]:
    """Return a row of a wide table with its middle left out."""
    if len(cells) <= MOST_COLUMNS:
        return cells
    return (*cells[: MOST_COLUMNS - 2], "…", cells[-1])
