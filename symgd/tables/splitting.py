"""Rows dealt into two parts, such as those to learn from and those to test with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from symgd.errors import SymgdError
from symgd.points import counted, read_generator, read_number
from symgd.tables.columns import Columns, read_columns


def split(
    columns: Mapping[Any, Any],
    fraction: float = 0.75,
    rng: int | np.random.Generator | None = None,
) -> tuple[Columns, Columns]:
    """Deal the rows, in random order, into two parts.

    Parameters
    ----------
    columns : mapping of str or Symbol to array_like (N,)
        The data; they are not changed.
    fraction : float
        The first part's share: it gets ``round(fraction * N)`` rows.
    rng : int or Generator, optional
        The same seed gives the same rows. By default they differ each time.

    Returns
    -------
    tuple of two Columns
        Every row is in one of them, with its values together.

    Raises
    ------
    SymgdError
        If a part would be empty, `rng` is no seed, or the data are no columns.

    Examples
    --------
    >>> data = {"x": [1, 2, 3, 4], "y": [10, 20, 30, 40]}
    >>> train, test = split(data, fraction=0.5, rng=0)
    >>> train.n_rows, test.n_rows
    (2, 2)
    >>> sorted([*train["x"], *test["x"]]) == data["x"]
    True
    >>> bool(all(train["y"] == 10 * train["x"]))
    True
    """
    data = read_columns(columns)
    first = _first_rows(read_number(fraction, "fraction"), data.n_rows)
    order = read_generator(rng).permutation(data.n_rows)
    return _rows(data, order[:first]), _rows(data, order[first:])


def _rows(columns: Columns, order: np.ndarray) -> Columns:
    return columns.with_arrays({name: values[order] for name, values in columns.items()})


def _first_rows(fraction: float, n_rows: int) -> int:
    """Return how many rows the first part gets."""
    if not 0 < fraction < 1:
        raise SymgdError(
            f"fraction is {fraction}, but the first part's share is wanted: a number between 0 "
            "and 1."
        )
    first = round(fraction * n_rows)
    if 0 < first < n_rows:
        return first
    remedy = f"choose one between {1 / n_rows:.2g} and {1 - 1 / n_rows:.2g}"
    if n_rows == 1:
        remedy = "one row cannot be split"
    raise SymgdError(
        f"With the fraction {fraction} of {counted(n_rows, 'row')} the parts have {first} and "
        f"{n_rows - first}: {remedy}."
    )
