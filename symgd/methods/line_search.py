"""The length of a step along its direction."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import sympy
from numpy.typing import NDArray

from symgd.compiling.arrays import Columns, compile_arrays
from symgd.compiling.namespace import has_scipy
from symgd.cost import Cost
from symgd.errors import SymgdError
from symgd.methods.no_step import NoStepError
from symgd.rules.learning_rates import Backtracking, Exact, LineSearch, Polyak

Floats = NDArray[np.float64]

#: Backtracking gives up where a step no longer moves the point.
SHORTEST = 1e-17


@dataclass(frozen=True)
class Ray:
    r"""A cost along a direction: :math:`\varphi(\alpha) = f(x - \alpha p)`.

    Attributes
    ----------
    cost : Cost
        The cost.
    point, direction : ndarray (n,)
        Where the ray begins, and p, against which it goes.
    value, slope : float
        :math:`\varphi(0)` and :math:`\varphi'(0) = -g^T p`.
    value_at : callable
        The cost at a point, nan or infinite where there is no finite value.
    """

    cost: Cost
    point: Floats
    direction: Floats
    value: float
    slope: float
    value_at: Callable[[Floats], float]

    def __call__(self, length: float) -> float:
        """Return the cost at a length."""
        return self.value_at(self.point - length * self.direction)


def step_length(search: LineSearch, ray: Ray) -> float:
    """Return the length that a line search finds.

    Raises
    ------
    NoStepError
        If it finds none: the ray does not go down, or goes down for ever.
    """
    if ray.slope == 0 and not np.any(ray.direction):
        return 0.0
    if ray.slope >= 0:
        raise NoStepError("the direction does not go down, so the line search finds no descent")
    return _SEARCHES[type(search)](search, ray)


def _backtracking(search: Backtracking, ray: Ray) -> float:
    length = search.initial
    reach = max(float(np.abs(ray.direction).max()), SHORTEST)
    size = max(1.0, float(np.abs(ray.point).max()))
    while length * reach > SHORTEST * size:
        value = ray(length)
        if value <= ray.value + search.decrease * length * ray.slope:
            return length
        length *= search.shrink
    raise NoStepError("no step, however short, makes the cost fall enough: the line search is over")


def _polyak(search: Polyak, ray: Ray) -> float:
    excess = ray.value - search.minimum
    if excess < 0:
        raise NoStepError(
            f"the cost {ray.value:g} is below the minimum {search.minimum:g} that polyak was given"
        )
    length = excess / -ray.slope
    return length if search.max_rate is None else min(length, search.max_rate)


def _exact(search: Exact, ray: Ray) -> float:
    coefficients = _coefficients(ray.cost)
    if coefficients is None:
        return _by_scipy(ray)
    polynomial = coefficients(*ray.point, *ray.direction)
    if not np.all(np.isfinite(polynomial)):
        raise NoStepError("the cost along the ray overflows, so the line search is over")
    roots = np.roots(np.polyder(polynomial))
    lengths = [r.real for r in roots if r.real > 0 and abs(r.imag) <= 1e-7 * abs(r)]
    best = min(lengths, key=ray, default=math.nan)
    if math.isnan(best) or np.trim_zeros(polynomial, "f")[0] < 0:
        raise NoStepError("the cost falls without bound along the ray: it has no minimum there")
    return best


@lru_cache(maxsize=64)
def _coefficients(cost: Cost) -> Columns | None:
    """Compile the coefficients of f(x - αp) as a polynomial in α, highest first.

    Returns
    -------
    callable or None
        ``(x1, ..., xn, p1, ..., pn)`` -> coefficients; None if it is no polynomial.
    """
    length = sympy.Dummy("alpha", real=True)
    ps = [sympy.Dummy(f"p{i}", real=True) for i in range(cost.n)]
    moved = {x: x - length * p for x, p in zip(cost.real_variables, ps, strict=True)}
    along = cost.real_expr.xreplace(moved)
    if not along.is_polynomial(length):
        return None
    polynomial = sympy.Poly(along, length).all_coeffs()
    return compile_arrays((*cost.real_variables, *ps), tuple(polynomial))


def _by_scipy(ray: Ray) -> float:
    if not has_scipy():
        raise SymgdError(
            f"exact() needs SciPy for the cost {ray.cost.expr}, which is no polynomial along the "
            "ray: install it with `python -m pip install scipy`, or write backtracking()."
        )
    from scipy.optimize import minimize_scalar

    def finite(length: float) -> float:
        value = ray(length)
        return value if math.isfinite(value) else math.inf

    bracket = (0.0, 1.0 / max(1.0, -ray.slope))
    best = minimize_scalar(finite, bracket=bracket).x
    if not (best > 0 and finite(best) < ray.value):
        raise NoStepError("no minimum is found along the ray: the line search is over")
    return float(best)


_SEARCHES: dict[type[LineSearch], Callable[..., float]] = {
    Backtracking: _backtracking,
    Exact: _exact,
    Polyak: _polyak,
}
