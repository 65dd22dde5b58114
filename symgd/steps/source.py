"""The rows of one descent, from the maker that suits it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from symgd.compiling.namespace import require_evaluable
from symgd.cost import Cost, PointValues
from symgd.layout import Ending, Layout, Row
from symgd.rules.learning_rates import LineSearch, Schedule
from symgd.rules.rule import Rule
from symgd.steps.arrays import array_rows
from symgd.steps.generated import generated_rows
from symgd.steps.sampled import sampled_rows
from symgd.steps.searched import searched_rows
from symgd.steps.setting import Setting
from symgd.steps.starting import values_at_start

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
    feed : iterator of PointValues, optional
        What each row takes its cost and slope from, if not from the whole cost.

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

    def __init__(
        self,
        cost: Cost,
        start: Floats,
        rule: Rule,
        clip: float | None = None,
        feed: Iterator[PointValues] | None = None,
    ) -> None:
        step = rule.recurrence
        formulas = [*step.update, *(point for _, point in step.lookaheads)]
        require_evaluable(formulas, f"The rule {rule.name}")
        self.layout = _layout(cost, rule)
        self.ending: Ending | None = None
        make = _maker(cost, rule)
        if make is not generated_rows:  # which asks for the start itself
            values_at_start(cost, start, cost.pointwise)
        self._rows = make(Setting(cost, start, rule, clip, self._end, feed or _always(cost)))

    def __iter__(self) -> Iterator[Row]:
        return self._rows

    def _end(self, ending: Ending) -> None:
        self.ending = ending


def _always(cost: Cost) -> Iterator[PointValues]:
    while True:
        yield cost.pointwise


def _maker(cost: Cost, rule: Rule) -> Callable[[Setting], Iterator[Row]]:
    if rule.direction is not None or isinstance(rule.learning_rate, LineSearch):
        return searched_rows
    if cost.n > MOST_GENERATED:
        return array_rows
    return generated_rows if cost.is_one_formula else sampled_rows


def _layout(cost: Cost, rule: Rule) -> Layout:
    rate = rule.learning_rate
    varies = isinstance(rate, Schedule | LineSearch) or rule.direction is not None
    constant = rate if isinstance(rate, float) and not varies else math.nan
    return Layout(cost.n, tuple(name for name, _ in rule.memory), constant, varies)
