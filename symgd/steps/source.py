"""The rows of one descent, from the maker that suits it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from symgd.compiling.namespace import require_evaluable
from symgd.compiling.recurrence import compile_point
from symgd.cost import Cost
from symgd.layout import Ending, Layout, Row
from symgd.rules.learning_rates import LineSearch, Schedule
from symgd.rules.rule import Rule
from symgd.steps.arrays import array_rows
from symgd.steps.generated import generated_rows
from symgd.steps.pointwise import at_start
from symgd.steps.searched import searched_rows
from symgd.steps.setting import Setting

Floats = NDArray[np.float64]

#: Up to so many variables the whole step is generated; beyond, the rule works on arrays.
MOST_GENERATED = 16


class Rows:
    """The rows of one descent, endless unless a next iterate would not be finite.

    Parameters
    ----------
    cost : Cost
        What is descended.
    start : ndarray, shape (n,)
        Where it begins.
    rule : Rule
        What makes the steps.
    clip : float, optional
        The most that the gradient's length may be in a step.

    Attributes
    ----------
    layout : Layout
        Where a row keeps what.
    ending : Ending or None
        Set when the rows have ended.

    Raises
    ------
    SymgdError
        If the cost or its slope is not finite at the start, or the rule cannot be evaluated.
    """

    def __init__(self, cost: Cost, start: Floats, rule: Rule, clip: float | None = None) -> None:
        step = rule.recurrence
        formulas = [*step.update, *(point for _, point in step.lookaheads)]
        require_evaluable(formulas, f"The rule {rule.name}")
        self.layout = _layout(cost, rule)
        self.ending: Ending | None = None
        make = _maker(cost, rule)
        if make is not generated_rows:  # which asks for the start itself
            code = compile_point(cost.real_variables, cost.real_expr, cost.real_gradient)
            at_start(cost, start.tolist(), *code)
        self._rows = make(Setting(cost, start, rule, clip, self._end))

    def __iter__(self) -> Iterator[Row]:
        return self._rows

    def _end(self, ending: Ending) -> None:
        self.ending = ending


def _maker(cost: Cost, rule: Rule) -> Callable[[Setting], Iterator[Row]]:
    if rule.direction is not None or isinstance(rule.learning_rate, LineSearch):
        return searched_rows
    return generated_rows if cost.n <= MOST_GENERATED else array_rows


def _layout(cost: Cost, rule: Rule) -> Layout:
    rate = rule.learning_rate
    varies = isinstance(rate, Schedule | LineSearch) or rule.direction is not None
    constant = rate if isinstance(rate, float) and not varies else math.nan
    return Layout(cost.n, tuple(name for name, _ in rule.memory), constant, varies)
