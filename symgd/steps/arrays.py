"""Rows of arrays: the rule on all coordinates at once, for many variables."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from symgd.compiling.arrays import compile_raw
from symgd.compiling.quotient import guarded
from symgd.layout import Ending, Row
from symgd.rules.learning_rates import Schedule
from symgd.steps.pointwise import Pointwise
from symgd.steps.rates import rate_at
from symgd.steps.setting import Setting

Floats = NDArray[np.float64]


def array_rows(setting: Setting) -> Iterator[Row]:
    """Return the rows of a descent in many variables."""
    cost, rule, x = setting.cost, setting.rule, setting.start
    value_and_slope = Pointwise(cost)
    step = _Step(setting, value_and_slope)
    memory = [np.full(x.shape, value) for _, value in rule.memory]
    here = value_and_slope(x)
    rate = [math.nan] if isinstance(rule.learning_rate, Schedule) else []
    yield _row(math.nan, here, x, memory, rate)
    zeros = np.zeros((2 + len(memory)) * len(x) + 2 + len(rate))
    t = 0.0
    while True:
        t += 1.0
        rate = step.ask_rate(t)
        with np.errstate(all="ignore"):
            for careful in (False, True):
                y, *after = step(x, here[1:], memory, t, careful)
                there = value_and_slope(y)
                row = _row(length(y - x), there, y, after, rate)
                # Zero times infinity or nan is nan: one product asks of all numbers at once.
                if row.dot(zeros) == 0.0:
                    break
            else:
                setting.end(step.ending(y, after))
                return
        x, here, memory = y, there, after
        yield row


def _row(
    size: float, here: Floats, x: Floats, memory: Sequence[Floats], rate: Sequence[float]
) -> Floats:
    return np.concatenate(((size, here[0]), x, here[1:], *memory, rate))


def length(vector: Floats) -> float:
    """Return the Euclidean length, also where its square is no floating-point number."""
    square = float(vector.dot(vector))
    return math.sqrt(square) if 1e-280 < square < math.inf else math.hypot(*vector.tolist())


def clipped(slope: Floats, clip: float | None) -> Floats:
    """Return a gradient shortened to the length that it may have."""
    if clip is None:
        return slope
    size = length(slope)
    return slope * (clip / size) if size > clip else slope


class _Step:
    """The rule's step on arrays, one element for each coordinate."""

    def __init__(self, setting: Setting, value_and_slope: Pointwise) -> None:
        rule, step = setting.rule, setting.rule.recurrence
        # Numbers come before arrays, in the generated products too: -α*g negates one number.
        symbols = (*step.hyperparameters, step.t, step.x, step.g, *step.memory)
        elsewhere = tuple(symbol for symbol, _ in step.lookaheads)
        # A point may ask for the slopes at the points before it.
        self._points = [
            compile_raw((*symbols, *elsewhere[:j]), (guarded(point),))
            for j, (_, point) in enumerate(step.lookaheads)
        ]
        everything = (*symbols, *elsewhere)
        self._quick = compile_raw(everything, step.update)
        # Zero divided by zero is zero in a rule; to ask for it takes longer than the rest.
        self._careful = compile_raw(everything, tuple(map(guarded, step.update)))
        self._numbers = list(rule.constants)
        self._place = rule.rate_place
        schedule = rule.learning_rate
        self._rate_at = rate_at(schedule) if isinstance(schedule, Schedule) else None
        self._value_and_slope, self._clip = value_and_slope, setting.clip
        self._asked: list[Floats] = []
        arrays = {step.x, step.g, *step.memory, *elsewhere}
        self._constant = [m for m, e in enumerate(step.update) if not e.free_symbols & arrays]

    def ask_rate(self, t: float) -> list[float]:
        """Return the rate of step `t`, if there is a schedule to be asked."""
        if self._rate_at is None:
            return []
        self._numbers[self._place] = self._rate_at(t)
        return [self._numbers[self._place]]

    def __call__(
        self, x: Floats, g: Floats, memory: list[Floats], t: float, careful: bool
    ) -> list[Floats]:
        """Return the next point and memory."""
        state = (*self._numbers, t, x, clipped(g, self._clip), *memory)
        slopes: list[Floats] = []
        self._asked = []
        for point in self._points:
            self._asked.append(point(*state, *slopes)[0])
            slopes.append(clipped(self._value_and_slope(self._asked[-1])[1:], self._clip))
        result = (self._careful if careful else self._quick)(*state, *slopes)
        for m in self._constant:
            result[m] = np.full(x.shape, result[m])
        return result

    def ending(self, point: Floats, memory: list[Floats]) -> Ending:
        """Return why there is no next row: the point that the step led to, and its memory."""
        moved = np.array([point, *memory])
        if np.isfinite(moved).all():
            overflowed = self._value_and_slope.overflows_at(point)
        else:
            asked = any(self._value_and_slope.overflows_at(p) for p in self._asked)
            overflowed = asked or bool(np.isinf(moved).any())
        return Ending(overflowed, tuple(point.tolist()))
