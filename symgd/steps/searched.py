"""Rows of line searches and of Newton's direction."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from symgd.layout import Ending, Row
from symgd.methods.line_search import Ray, step_length
from symgd.methods.newton import newton_direction
from symgd.methods.no_step import NoStepError
from symgd.rules.learning_rates import LineSearch, Schedule
from symgd.steps.arrays import clipped, length
from symgd.steps.rates import rate_at
from symgd.steps.setting import Setting

Floats = NDArray[np.float64]


def searched_rows(setting: Setting) -> Iterator[Row]:
    """Return the rows of a descent whose direction or length is not found per coordinate."""
    x, step = setting.start, _Step(setting)
    value_and_slope = step.value_and_slope
    here = value_and_slope(x)
    yield np.concatenate(([math.nan], here[:1], x, here[1:], [math.nan]))
    t = 0.0
    while True:
        t += 1.0
        try:
            direction, rate = step(x, here, t)
        except NoStepError as error:
            setting.end(Ending(False, tuple(x.tolist()), str(error)))
            return
        with np.errstate(all="ignore"):
            y = x - rate * direction
            here = value_and_slope(y)
            row = np.concatenate(([length(y - x)], here[:1], y, here[1:], [rate]))
        if not np.isfinite(row).all():
            overflowed = not np.isfinite(y).all() or value_and_slope.overflows_at(y)
            setting.end(Ending(overflowed, tuple(y.tolist())))
            return
        x = y
        yield row


class _Step:
    """Direction and length of a step."""

    def __init__(self, setting: Setting) -> None:
        self._cost = setting.cost
        self._newton = setting.rule.direction == "newton"
        self._clip = setting.clip
        self.value_and_slope = setting.cost.pointwise
        rate = setting.rule.learning_rate
        self._search = rate if isinstance(rate, LineSearch) else None
        self._rate_at = rate_at(rate) if isinstance(rate, Schedule) else lambda t: rate

    def __call__(self, x: Floats, here: Floats, t: float) -> tuple[Floats, float]:
        """Return the direction p and the length α of the step x - αp."""
        slope = here[1:]
        direction = clipped(slope, self._clip)
        if self._newton:
            direction = newton_direction(self._cost, x, direction)
        if self._search is None:
            return direction, self._rate_at(t)
        down = -float(slope @ direction)
        ray = Ray(self._cost, x, direction, float(here[0]), down, self._value_at)
        return direction, step_length(self._search, ray)

    def _value_at(self, point: Floats) -> float:
        return float(self.value_and_slope(point)[0])
