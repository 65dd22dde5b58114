"""The length of a step along its direction."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.polynomial import Polynomial
from numpy.typing import NDArray

from symgd.compiling.namespace import has_scipy
from symgd.cost import Cost
from symgd.errors import SymgdError
from symgd.methods.no_step import NoStepError
from symgd.rules.learning_rates import Backtracking, Exact, LineSearch, Polyak

Floats = NDArray[np.float64]

# A negative leading coefficient below this part of the largest may be rounding.
_DUST = 1e-15

# A leading one below this part is left out: its roots lie beyond all others.
_NOTHING = 1e-30

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
    # A direction of length one, so that the coefficients can be compared.
    size = float(np.abs(ray.direction).max())
    polynomial = ray.cost.along(ray.point, -ray.direction / size)
    if polynomial is None:
        return _by_scipy(ray)
    polynomial = np.trim_zeros(polynomial, "b")
    if not np.all(np.isfinite(polynomial)):
        raise NoStepError("the cost along the ray overflows, so the line search is over")
    largest = np.abs(polynomial[1:]).max(initial=0.0)
    telling = np.flatnonzero(np.abs(polynomial) > _NOTHING * largest)
    kept = polynomial[: telling.max(initial=0) + 1]
    roots = Polynomial(kept).deriv().roots() / size
    # A multiple root scatters off the real line; what is no minimum is higher than what is.
    best = min((root.real for root in roots if root.real > 0), key=ray, default=math.nan)
    falls = len(kept) == len(polynomial) and kept[-1] < -_DUST * largest
    if math.isnan(best) or falls:
        raise NoStepError("the cost falls without bound along the ray: it has no minimum there")
    if ray(best) > ray.value:
        raise NoStepError("rounding hides the minimum along the ray: the line search is over")
    return best


def _by_scipy(ray: Ray) -> float:
    if not has_scipy():
        raise SymgdError(
            f"exact() needs SciPy for the cost {ray.cost.text}, which is no polynomial along the "
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
