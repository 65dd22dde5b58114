"""Columns brought to mean 0 and standard deviation 1, with the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray

from symgd.display import Table, number
from symgd.errors import SymgdError
from symgd.parsing import parse, screen
from symgd.tables.columns import Columns, chosen, read_columns

Floats = NDArray[np.float64]
Names = str | sympy.Symbol | Sequence[str | sympy.Symbol]


@dataclass(frozen=True, repr=False)
class Standardized(Mapping[str, Floats]):
    r"""Columns in new units, :math:`z = (x - m)/s`, with the numbers that lead there and back.

    It is a mapping from name to array (N,) as its `columns` are, so it can be handed on as data.

    Attributes
    ----------
    columns : Columns
        The columns in the new units; those that were not named are as they were.
    numbers : tuple of (str, float, float)
        For each column that was changed, its name, the mean m and the scale s.

    Examples
    --------
    >>> scaled = standardize({"x": [1, 3, 5, 7], "y": [0, 0, 1, 1]}, names="x")
    >>> scaled.means, number(scaled.scales["x"])
    ({'x': 4.0}, '2.236')
    >>> scaled.back(scaled)["x"]
    array([1., 3., 5., 7.])
    """

    columns: Columns
    numbers: tuple[tuple[str, float, float], ...]

    @property
    def means(self) -> dict[str, float]:
        """The mean of each column that was changed."""
        return {name: mean for name, mean, _ in self.numbers}

    @property
    def scales(self) -> dict[str, float]:
        """The standard deviation of each column that was changed; 1 where it was only centred."""
        return {name: scale for name, _, scale in self.numbers}

    def __getitem__(self, name: str | sympy.Symbol) -> Floats:
        return self.columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)

    def apply(self, columns: Mapping[Any, Any]) -> Columns:
        """Bring other data into the new units by the same numbers, such as a test set.

        Parameters
        ----------
        columns : mapping of str or Symbol to array_like (M,)
            In the original units. A column that is not there is not missed.

        Returns
        -------
        Columns

        Raises
        ------
        SymgdError
            If these are no columns, or none of them was standardized.
        """
        return self._changed(columns, lambda x, mean, scale: (x - mean) / scale)

    def back(self, columns: Mapping[Any, Any]) -> Columns:
        """Bring data in the new units back to the original ones: :math:`x = s z + m`.

        Parameters
        ----------
        columns : mapping of str or Symbol to array_like (M,)
            In the new units. A column that is not there is not missed.

        Returns
        -------
        Columns

        Raises
        ------
        SymgdError
            If these are no columns, or none of them was standardized.
        """
        return self._changed(columns, lambda z, mean, scale: z * scale + mean)

    def formula(self, expression: sympy.Expr | str, of: str | None = None) -> sympy.Expr:
        r"""Rewrite a formula in the new units as one in the original units.

        Every symbol that is called like a standardized column becomes :math:`(x - m)/s`.

        Parameters
        ----------
        expression : Expr or str
            A formula found with standardized columns, such as a fitted line.
        of : str, optional
            The column that the formula predicts, if that was standardized too: the value is then
            brought back as well, :math:`s f + m`.

        Returns
        -------
        Expr
            With the products multiplied out.

        Raises
        ------
        SymgdError
            If the formula cannot be read, or the column `of` was not standardized.

        Examples
        --------
        The mean of x is 2 and its scale is 2:

        >>> standardize({"x": [0, 4]}).formula("6*x + 5")
        3*x - 1
        """
        text = isinstance(expression, str)
        formula = parse(expression) if text else screen(expression)
        numbers = {name: (_exact(mean), _exact(scale)) for name, mean, scale in self.numbers}
        original = {
            symbol: (symbol - numbers[symbol.name][0]) / numbers[symbol.name][1]
            for symbol in formula.free_symbols
            if symbol.name in numbers
        }
        value = formula.xreplace(original)
        if of is not None:
            if of not in numbers:
                raise SymgdError(f"The column {of} was not standardized; {_list(numbers)} were.")
            mean, scale = numbers[of]
            value = value * scale + mean
        return sympy.expand_mul(value)

    def _changed(
        self, data: Mapping[Any, Any], change: Callable[[Floats, float, float], Floats]
    ) -> Columns:
        columns = read_columns(data)
        changed = {
            name: change(columns[name], mean, scale)
            for name, mean, scale in self.numbers
            if name in columns
        }
        if not changed:
            raise SymgdError(
                f"None of the columns {', '.join(columns)} was standardized; "
                f"{_list(self.means)} were."
            )
        return columns.with_arrays({**columns, **changed})

    def _table(self) -> Table:
        rows = [(n, number(mean, 6), number(scale, 6)) for n, mean, scale in self.numbers]
        return Table(("column", "mean", "scale"), tuple(rows))

    def __repr__(self) -> str:
        return f"{self.columns!r}\n\n{self._table()!r}"

    def _repr_html_(self) -> str:
        return self.columns._repr_html_() + self._table()._repr_html_()


def standardize(columns: Mapping[Any, Any], names: Names | None = None) -> Standardized:
    r"""Bring columns to mean 0 and standard deviation 1.

    .. math:: z_i = \frac{x_i - m}{s}, \qquad
              m = \frac1N \sum_i x_i, \qquad s^2 = \frac1N \sum_i (x_i - m)^2

    Columns in common units make a cost's valley rounder, so that one learning rate suits all
    parameters. The divisor is N: the mean of the :math:`z_i^2` is 1.

    Parameters
    ----------
    columns : mapping of str or Symbol to array_like (N,)
        The data; they are not changed.
    names : sequence of str or Symbol, optional
        The columns to standardize. By default all of them.

    Returns
    -------
    Standardized
        The new columns with the means and scales. `apply` does the same to test data, `back` leads
        back, and `formula` rewrites what was fitted.

    Raises
    ------
    SymgdError
        If a column is constant, or named but not there, or the data are no columns.

    See Also
    --------
    centre : Subtract the means only.

    Examples
    --------
    >>> standardize({"x": [1, 1, 5, 5], "y": [0, 10, 20, 30]}, names=["x"])
    4 rows
     x   y
    -1   0
    -1  10
     1  20
     1  30
    <BLANKLINE>
    column  mean  scale
         x     3      2
    """
    return _scaled(columns, names, _deviation)


def centre(columns: Mapping[Any, Any], names: Names | None = None) -> Standardized:
    r"""Subtract from columns their means, without scaling: :math:`z_i = x_i - m`.

    For a line fitted by least squares this alone makes slope and intercept independent of each
    other.

    Parameters
    ----------
    columns : mapping of str or Symbol to array_like (N,)
        The data; they are not changed.
    names : sequence of str or Symbol, optional
        The columns to centre. By default all of them.

    Returns
    -------
    Standardized
        As from `standardize`, with every scale 1.

    Raises
    ------
    SymgdError
        If a column is named but not there, or the data are no columns.

    Examples
    --------
    >>> centred = centre({"x": [1, 2, 3, 4, 5], "y": [3, 5, 7, 9, 11]}, names="x")
    >>> centred["x"]
    array([-2., -1.,  0.,  1.,  2.])
    >>> centred.formula("2*x + 7")
    2*x + 1
    """
    return _scaled(columns, names, lambda name, values: 1.0)


def _scaled(
    data: Mapping[Any, Any], names: Names | None, scale_of: Callable[[str, Floats], float]
) -> Standardized:
    columns = read_columns(data)
    picked = chosen(columns, names)
    if not picked:
        raise SymgdError(f"No column is named; there are {', '.join(columns)}.")
    numbers = tuple(
        (name, _mean(name, columns[name]), scale_of(name, columns[name])) for name in picked
    )
    result = Standardized(columns, numbers)
    return Standardized(result.apply(columns), numbers)


def _mean(name: str, values: Floats) -> float:
    with np.errstate(over="ignore"):
        mean = float(values.mean())
    if not np.isfinite(mean):
        raise SymgdError(_beyond(name, values))
    return mean


def _deviation(name: str, values: Floats) -> float:
    """Return the standard deviation with the divisor N."""
    low, high = float(values.min()), float(values.max())
    # The last digits of numbers that are all but equal are rounding.
    if high / 2 - low / 2 <= 2 * np.finfo(float).eps * max(-low, high):
        raise SymgdError(
            f"The column {name} is {number(low)} in every row, and what does not vary cannot be "
            "standardized: leave it out by names=[…]."
        )
    with np.errstate(all="ignore"):
        deviation = float(values.std())
    if not 0 < deviation < np.inf:
        raise SymgdError(_beyond(name, values))
    return deviation


def _beyond(name: str, values: Floats) -> str:
    low, high = number(float(values.min())), number(float(values.max()))
    return (
        f"The column {name} runs from {low} to {high}, whose squares no floating-point number "
        "holds: give it in another unit."
    )


def _exact(value: float) -> sympy.Expr:
    """Return a number for a formula, which is easier to read with 3 than with 3.0."""
    return sympy.Integer(int(value)) if value.is_integer() else sympy.Float(value)


def _list(names: Mapping[str, Any]) -> str:
    return ", ".join(names)
