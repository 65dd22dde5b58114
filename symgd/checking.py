"""The exact slope beside finite differences, to see why symgd needs none."""

from __future__ import annotations

import html
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray

from symgd.cost import Cost, as_cost
from symgd.display import Table, number, place
from symgd.errors import SymgdError
from symgd.points import Point, read_points

Floats = NDArray[np.float64]

#: Widths of the differences, from too wide to too narrow.
WIDTHS = (1e-1, 1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12)


@dataclass(frozen=True, eq=False, repr=False)
class GradientCheck:
    r"""Exact and differenced slopes of a cost at one point.

    Attributes
    ----------
    cost : Cost
        The cost.
    point : ndarray (n,)
        Where.
    exact : ndarray (n,)
        The gradient by exact differentiation.
    widths : tuple of m float
        The widths h.
    differences : ndarray (m, n)
        :math:`(f(x + h e_i) - f(x - h e_i)) / 2h`.
    """

    cost: Cost
    point: Floats
    exact: Floats
    widths: tuple[float, ...]
    differences: Floats

    @property
    def errors(self) -> Floats:
        """Largest distance of each width's slopes from the exact ones, (m,)."""
        with np.errstate(invalid="ignore"):
            return np.abs(self.differences - self.exact).max(axis=1)

    def table(self) -> Table:
        """Return the table of widths, slopes and errors."""
        names = [f"∂f/∂{symbol.name}" for symbol in self.cost.variables]
        rows = [("exact", *(number(v, 10) for v in self.exact.tolist()), "")]
        for width, slopes, error in zip(self.widths, self.differences, self.errors, strict=True):
            cells = [number(v, 10) for v in slopes.tolist()]
            rows.append((number(width), *cells, number(float(error), 2)))
        return Table(("width", *names, "error"), tuple(rows))

    @property
    def _heading(self) -> str:
        names = [symbol.name for symbol in self.cost.variables]
        lead = f"Slope of {self.cost.text} at {place(names, self.point.tolist())}"
        # The slope's formula may reach further than the cost: 1/x is finite where log(x) is not.
        return f"{lead}, where the cost has no value" if math.isnan(self.cost(self.point)) else lead

    def __repr__(self) -> str:
        return f"{self._heading}\n{self.table()!r}"

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(self._heading)}</p>{self.table()._repr_html_()}"


def check_gradient(cost: Cost | sympy.Expr | str, point: Point) -> GradientCheck:
    r"""Put the exact slope beside central differences of several widths.

    The error first falls with the width h like :math:`h^2 f'''/6` (truncation), then rises like
    :math:`\varepsilon |f| / h` (cancellation); the exact slope has neither.

    Parameters
    ----------
    cost : Cost, Expr or str
        The cost.
    point : number, sequence of n numbers, or mapping
        One point.

    Returns
    -------
    GradientCheck
        Shows itself as a table.

    Raises
    ------
    SymgdError
        If `point` is not one point of the cost's variables.

    Notes
    -----
    Nocedal and Wright, *Numerical Optimization*, 2nd edition (2006), section 8.1.

    Examples
    --------
    The slope of x³ at 2 is 12, and the central difference is 12 + h²:

    >>> check = check_gradient("x**3", 2)
    >>> check.exact, check.errors[0].round(6)
    (array([12.]), np.float64(0.01))
    """
    cost = as_cost(cost)
    here = read_points(point, cost.variables)
    if here.ndim != 1:
        raise SymgdError("check_gradient takes one point at a time.")
    slopes = [_differences(cost, here, width) for width in WIDTHS]
    return GradientCheck(cost, here, cost.gradient_at(here), WIDTHS, np.array(slopes))


def _differences(cost: Cost, point: Floats, width: float) -> Any:
    """Return the central differences in every direction."""
    shifts = width * np.eye(cost.n)
    with np.errstate(all="ignore"):
        return (cost(point + shifts) - cost(point - shifts)) / (2 * width)
