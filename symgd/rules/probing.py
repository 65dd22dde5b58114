"""A traced rule tried with numbers, to see whether it says what the function says."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import product
from typing import Any

import sympy

from symgd.errors import SymgdError
from symgd.rules.tracing import Recurrence

#: Where a branch that symbols cannot see is likely: the first step, and a slope or point of zero.
_POINTS, _SLOPES, _STEPS = (0.0, 0.7), (0.0, 0.3, -0.3), (1, 2)


class _NumericSlope(float):
    """A slope as a number, callable for the slope at another point."""

    def __call__(self, point: Any) -> float:
        return _elsewhere(float(point))


def _elsewhere(point: float) -> float:
    return 0.2 + 0.1 * point


def require_faithful(
    function: Callable[..., Any],
    step: Recurrence,
    starts: Mapping[str, float],
    keywords: Mapping[str, Any],
    step_number: str | None,
) -> None:
    """Refuse a rule whose function does not do with numbers what its trace says.

    A comparison such as ``t == 1`` of a symbol is simply false, so that one branch is lost
    without a word.

    Parameters
    ----------
    function : callable
        The rule's function.
    step : Recurrence
        What tracing made of it.
    starts, keywords : mapping
        Values of the memory, and of hyperparameters and options.
    step_number : str or None
        ``"t"`` if the function asks for the step number.

    Raises
    ------
    SymgdError
        If the next point differs for some numbers.
    """
    for x, g, t in product(_POINTS, _SLOPES, _STEPS):
        given = {**starts, **keywords} | ({step_number: t} if step_number else {})
        try:
            said = function(x, _NumericSlope(g), **given)
            said = float(said[0] if isinstance(said, tuple | list) else said)
            traced = _evaluated(step, x, g, t, {**starts, **keywords})
        except (ArithmeticError, AttributeError, TypeError, ValueError):
            # Functions of symbols need not accept numbers, and some numbers have no result.
            continue
        if math.isfinite(said) and not math.isclose(said, traced, rel_tol=1e-9, abs_tol=1e-12):
            raise SymgdError(
                f"The rule {function.__name__} takes different ways for different numbers, as by "
                "`if t == 1`, which symbols cannot follow: write sympy.Piecewise((first, "
                "sympy.Eq(t, 1)), (other, True)) in its formula."
            )


def _evaluated(step: Recurrence, x: float, g: float, t: float, named: Mapping[str, Any]) -> float:
    """Return the traced next point for numbers."""
    values: dict[sympy.Symbol, Any] = {step.x: x, step.g: g, step.t: t}
    values |= {s: named[s.name.removesuffix("_")] for s in step.memory}
    values |= {s: named[s.name.removeprefix("_")] for s in step.hyperparameters}
    for symbol, point in step.lookaheads:
        values[symbol] = _elsewhere(float(point.subs(values)))
    return float(step.update[0].subs(values))
