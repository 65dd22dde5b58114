"""The map that a rule without memory makes of a line: the next point over the last one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import sympy
from numpy.typing import NDArray

from symgd.compiling.arrays import compile_arrays
from symgd.cost import Cost
from symgd.errors import SymgdError
from symgd.rules.rule import Rule
from symgd.rules.tracing import name_of
from symgd.run import Run

Floats = NDArray[np.float64]

#: So many points are tried for a change of sign.
TRIED = 2001

#: An interval halved so often has no number inside.
HALVINGS = 60

#: What is this small, beside the usual slope or the interval, is rounding.
FIXED = 1e-9

#: Two fixed points nearer than this part of the interval are one.
CLOSE = 1e-6


@dataclass(frozen=True)
class StepMap:
    r"""The map :math:`x \mapsto x - \alpha f'(x)`, or that of another rule without memory.

    Attributes
    ----------
    cost : Cost
        A cost of one variable.
    rule : Rule
        What makes the steps.
    clip : float or None
        The most that a slope counts.
    """

    cost: Cost
    rule: Rule
    clip: float | None = None

    def sample(self, x: Floats) -> Floats:
        """Return the points after one step from each of (k,); nan where there is none."""
        return self._next(x, self._directions(x))

    def fixed_points(self, low: float, high: float) -> Floats:
        """Return the points of an interval that a step leaves where they are, in order.

        They are the points where the slope is 0, if the rule rests there, and those where the
        map crosses the diagonal elsewhere. Of a flat stretch no point is named.
        """
        x = np.linspace(low, high, TRIED)
        flat = np.concatenate([_zeros(self._slopes, x), _zeros(self._bends, x)])
        small = FIXED * np.nanmedian(np.abs(self._slopes(x)))
        flat = flat[(np.abs(self._slopes(flat)) <= small) & (self._next(flat, 0 * flat) == flat)]
        crossing = _zeros(self._way, x)
        crossing = crossing[np.abs(self._way(crossing)) <= FIXED * (high - low)]
        found = np.sort(np.concatenate([flat, crossing]))
        found[np.abs(found) <= FIXED * CLOSE * (high - low)] = 0.0
        return found[np.diff(found, prepend=-np.inf) > CLOSE * (high - low)]

    def steepness(self, x: float) -> float:
        """Return the slope of the map at a fixed point; nan where it jumps.

        Below 1 in size the point attracts its neighbours, and above 1 it drives them away.
        """
        step, point = self.rule.recurrence, np.array([x])
        across, along = (step.update[0].diff(symbol) for symbol in (step.x, step.g))
        if along.has(sympy.DiracDelta, sympy.Derivative):
            return float("nan")
        # Where the slope is 0, Newton's direction f'/f'' has the slope 1.
        bend = self._bends(point) if self.rule.direction is None else np.ones(1)
        parts = [self._evaluated(part, point, np.zeros(1)) for part in (across, along)]
        return float((parts[0] + parts[1] * bend)[0])

    def _slopes(self, x: Floats) -> Floats:
        return self.cost.gradient_at(x[:, None])[:, 0]

    def _bends(self, x: Floats) -> Floats:
        return self.cost.hessian_at(x[:, None])[:, 0, 0]

    def _directions(self, x: Floats) -> Floats:
        """Return what the rule's g is at each point; nan outside the domain of the cost."""
        # The slope 1/x of log(x) has values where the cost has none.
        slopes = np.where(np.isfinite(self.cost.sample(x)), self._slopes(x), np.nan)
        if self.clip is not None:
            slopes = np.clip(slopes, -self.clip, self.clip)
        if self.rule.direction is None:
            return slopes
        with np.errstate(all="ignore"):
            return slopes / self._bends(x)

    def _next(self, x: Floats, g: Floats) -> Floats:
        return self._evaluated(self.rule.recurrence.update[0], x, g)

    def _way(self, x: Floats) -> Floats:
        return self.sample(x) - x

    def _evaluated(self, formula: sympy.Expr, x: Floats, g: Floats) -> Floats:
        """Return a formula of the rule at points with their slopes."""
        step = self.rule.recurrence
        evaluate = compile_arrays((step.x, step.g, *step.hyperparameters), (formula,))
        return evaluate(x, g, *self.rule.constants)[0]


def _zeros(function: Callable[[Floats], Floats], x: Floats) -> Floats:
    """Return where a function changes its sign between points, or is 0 at one of them alone."""
    values = function(x)
    sign = np.sign(values)
    lone = (sign[1:-1] == 0) & (sign[:-2] != 0) & (sign[2:] != 0)
    change = np.flatnonzero(sign[1:] * sign[:-1] < 0)
    low, high, below = x[change], x[change + 1], sign[change]
    for _ in range(HALVINGS):
        middle = low / 2 + high / 2
        same = np.sign(function(middle)) == below
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return np.concatenate([x[1:-1][lone], high])


def step_map(run: Run) -> StepMap:
    """Return the map of a run's rule on its cost.

    Raises
    ------
    SymgdError
        If the cost has several variables, or the next point depends on more than the last one.

    Examples
    --------
    The map of 5x² with the learning rate 0.18 is x ↦ (1 − 0.18·10)x:

    >>> from symgd import gradient_descent
    >>> run = gradient_descent("5*x**2", 10, 0.18)
    >>> step_map(run).sample(np.array([10.0, -1.0])).round(6)
    array([-8. ,  0.8])
    >>> step_map(run).fixed_points(-5.0, 5.0), round(step_map(run).steepness(0.0), 6)
    (array([0.]), -0.8)
    """
    if run.cost.n > 1:
        raise SymgdError(
            f"A map of the line is made by a cost of 1 variable, but this one has {run.cost.n}."
        )
    also = _what_else(run.rule)
    if also:
        raise SymgdError(
            f"A cobweb shows rules whose next point depends on the last one alone, but that of "
            f"{run.rule.name} also depends on {also}; take gd, signgd or newton with a number as "
            "learning rate, such as gd(learning_rate=0.1)."
        )
    return StepMap(run.cost, run.rule, run.clip)


def _what_else(rule: Rule) -> str:
    """Say what a step depends on beside the last point, if on anything."""
    step = rule.recurrence
    if step.memory:
        return f"its memory {name_of(step.memory[0])}"
    if step.lookaheads:
        return "the slope at another point"
    if step.update[0].has(step.t):
        return "the step number"
    if step.rate_place is not None and rule.constant_rate is None:
        return f"its learning rate, {rule.learning_rate}"
    return ""
