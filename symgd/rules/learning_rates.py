"""Learning rates that are more than a number: schedules in the step number, and line searches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import sympy

from symgd.errors import SymgdError
from symgd.rules.hyperparameters import read_hyperparameter
from symgd.rules.tracing import T


@dataclass(frozen=True, repr=False)
class Schedule:
    """A learning rate as a formula in the step number t = 1, 2, ...

    Attributes
    ----------
    expr : Expr
        The formula, in the symbol of the step number.
    """

    expr: sympy.Expr

    def __str__(self) -> str:
        return str(self.expr)

    def __repr__(self) -> str:
        return str(self.expr)


class LineSearch:
    """A learning rate that is found anew at each step, by looking along the step's direction."""


@dataclass(frozen=True, repr=False)
class Backtracking(LineSearch):
    """Armijo's rule; see `backtracking`."""

    initial: float
    shrink: float
    decrease: float

    def __str__(self) -> str:
        return f"backtracking from {self.initial:g}"

    def __repr__(self) -> str:
        return (
            f"backtracking(initial={self.initial:g}, shrink={self.shrink:g}, "
            f"decrease={self.decrease:g})"
        )


@dataclass(frozen=True, repr=False)
class Exact(LineSearch):
    """The minimum along the ray; see `exact`."""

    def __str__(self) -> str:
        return "exact line search"

    def __repr__(self) -> str:
        return "exact()"


@dataclass(frozen=True, repr=False)
class Polyak(LineSearch):
    """The length that a known minimum tells; see `polyak`."""

    minimum: float
    max_rate: float | None

    def __str__(self) -> str:
        return f"Polyak's rule, f* = {self.minimum:g}"

    def __repr__(self) -> str:
        bound = "" if self.max_rate is None else f", max_rate={self.max_rate:g}"
        return f"polyak(minimum={self.minimum:g}{bound})"


Rate = float | Schedule | LineSearch


def backtracking(initial: float = 1.0, shrink: float = 0.5, decrease: float = 1e-4) -> Backtracking:
    r"""Shorten each step until the cost falls enough: Armijo's rule.

    Beginning with `initial`, the learning rate is multiplied by `shrink` until

    .. math:: f(x + \alpha d) \le f(x) + c \, \alpha \, \nabla f(x)^T d,

    where d is the step's direction and c is `decrease`.

    Parameters
    ----------
    initial : float
        The first learning rate tried at each step.
    shrink : float
        What it is multiplied by, between 0 and 1.
    decrease : float
        The part c, between 0 and 1, of the fall that the slope promises.

    Notes
    -----
    Nocedal and Wright, *Numerical Optimization*, 2nd edition (2006), algorithm 3.1.

    Examples
    --------
    >>> backtracking(initial=1, shrink=0.5)
    backtracking(initial=1, shrink=0.5, decrease=0.0001)
    """
    return Backtracking(
        read_hyperparameter("initial", initial),
        read_hyperparameter("shrink", shrink),
        read_hyperparameter("decrease", decrease),
    )


def exact() -> Exact:
    r"""Go to the minimum along the ray: :math:`\alpha = \arg\min_{\alpha > 0} f(x + \alpha d)`.

    For a cost that is a polynomial along the ray, the derivative's roots are found from its
    coefficients, which are derived symbolically. Any other cost needs SciPy.

    Notes
    -----
    Nocedal and Wright, *Numerical Optimization*, 2nd edition (2006), equation 3.26 for quadratics.
    """
    return Exact()


def polyak(minimum: float, max_rate: float | None = None) -> Polyak:
    r"""Take the length that a known minimum tells: :math:`\alpha = (f(x) - f^*) / \|g\|^2`.

    Parameters
    ----------
    minimum : float
        The minimum :math:`f^*` of the cost.
    max_rate : float, optional
        The most that the learning rate may be.

    Notes
    -----
    Boris Polyak, *Introduction to Optimization* (1987), section 5.3.
    """
    bound = None if max_rate is None else read_hyperparameter("max_rate", max_rate)
    return Polyak(read_hyperparameter("minimum", minimum), bound)


def read_rate(value: Any) -> Rate:
    """Read a learning rate: a number above 0, a schedule in t, or a line search.

    Raises
    ------
    SymgdError
        If it is none of these.
    """
    if isinstance(value, Schedule | LineSearch):
        return value
    if isinstance(value, sympy.Expr) and value.free_symbols:
        return _schedule(value)
    if any(value is search for search in (backtracking, exact, polyak)):
        example = "polyak(minimum=0)" if value is polyak else f"{value.__name__}()"
        raise SymgdError(f"learning_rate is the function {value.__name__}: write {example}.")
    return read_hyperparameter("learning_rate", value)


def _schedule(expression: sympy.Expr) -> Schedule:
    strangers = sorted(s.name for s in expression.free_symbols if s.name != "t")
    if strangers:
        raise SymgdError(
            f"learning_rate is {expression}, but a schedule is a formula in the step number t "
            f"alone; it contains {', '.join(strangers)}."
        )
    return Schedule(expression.xreplace(dict.fromkeys(expression.free_symbols, T)))
