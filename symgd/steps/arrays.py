"""Rows of arrays: the rule on all coordinates at once, for many variables."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import partial

import numpy as np
from numpy.typing import NDArray

from symgd.compiling.quotient import guarded
from symgd.compiling.stages import Stages, compile_stages
from symgd.cost import PointValues
from symgd.layout import Ending, Row
from symgd.rules.learning_rates import Schedule
from symgd.steps.rates import rate_at
from symgd.steps.record import places
from symgd.steps.setting import Setting

Floats = NDArray[np.float64]
#: The point (n,), its cost and slope (1 + n,), and each memory (n,).
State = list[Floats]


#: What Python's floats raise where NumPy's numbers become nan or infinite.
FAULTS = (ArithmeticError, TypeError, ValueError)


def array_rows(setting: Setting) -> Iterator[Row]:
    """Return the rows of a descent in many variables."""
    rule, x, step = setting.rule, setting.start, _Step(setting)
    values_at = next(setting.feed)
    state = [x, values_at(x), *(np.full(x.shape, value) for _, value in rule.memory)]
    rate = [math.nan] if isinstance(rule.learning_rate, Schedule) else []
    width = (2 + len(rule.memory)) * len(x) + 2 + len(rate)
    empty, fill = places(width), partial(_fill, np.zeros(width))
    row = next(empty)
    fill(row, math.nan, state, rate)
    yield row
    t = 0.0
    while True:
        t += 1.0
        row, rate = next(empty), step.ask_rate(t)
        seen, values_at = values_at, next(setting.feed)
        with np.errstate(all="ignore"):
            try:
                there = step.quick(state, t, seen, values_at)
                finite = fill(row, length(there[0] - state[0]), there, rate)
            except FAULTS:
                finite = False
            if not finite:
                there = step.careful(state, t, seen, values_at)
                finite = fill(row, length(there[0] - state[0]), there, rate)
        if not finite:
            setting.end(step.ending(state, t, seen, values_at))
            return
        state = there
        yield row


def _fill(zeros: Floats, row: Floats, size: float, state: State, rate: list[float]) -> bool:
    """Write a row, and tell whether all of it is finite."""
    x, here, *memory = state
    np.concatenate(((size, here[0]), x, here[1:], *memory, rate), out=row)
    # Zero times infinity or nan is nan: one product asks of all numbers at once.
    return row.dot(zeros) == 0.0


def length(vector: Floats) -> float:
    """Return the Euclidean length, also where its square is no floating-point number."""
    square = vector.dot(vector).item()  # A complex one cannot be compared, and raises.
    return math.sqrt(square) if 1e-280 < square < math.inf else math.hypot(*vector.tolist())


def clipped(slope: Floats, clip: float | None) -> Floats:
    """Return a gradient shortened to the length that it may have."""
    if clip is None:
        return slope
    size = length(slope)
    return slope * (clip / size) if size > clip else slope


class _Step:
    """The rule's step on arrays, one element for each coordinate."""

    def __init__(self, setting: Setting) -> None:
        rule, step = setting.rule, setting.rule.recurrence
        numbers, arrays = (*step.hyperparameters, step.t), (step.x, step.g, *step.memory)
        elsewhere = tuple(symbol for symbol, _ in step.lookaheads)
        # A point may ask for the slopes at the points before it.
        self._points = [
            compile_stages(numbers, (*arrays, *elsewhere[:j]), (guarded(point),))
            for j, (_, point) in enumerate(step.lookaheads)
        ]
        arrays = (*arrays, *elsewhere)
        self._quick = compile_stages(numbers, arrays, step.update)
        # Zero divided by zero is zero in a rule; to ask for it takes longer than the rest.
        self._careful = compile_stages(numbers, arrays, tuple(map(guarded, step.update)))
        self._numbers = list(rule.constants)
        self._place = rule.rate_place
        schedule = rule.learning_rate
        self._rate_at = rate_at(schedule) if isinstance(schedule, Schedule) else None
        self._clip = setting.clip
        self._asked: list[Floats] = []
        everywhere = set(arrays)
        self._constant = [m for m, e in enumerate(step.update) if not e.free_symbols & everywhere]

    def ask_rate(self, t: float) -> list[float]:
        """Return the rate of step `t`, if there is a schedule to be asked."""
        if self._rate_at is None:
            return []
        self._numbers[self._place] = self._rate_at(t)
        return [self._numbers[self._place]]

    def quick(self, state: State, t: float, seen: PointValues, coming: PointValues) -> State:
        """Return the next point, its cost and slope, and the memory, by floats that may raise."""
        return self._moved(self._quick, state, [*self._numbers, t], seen, coming)

    def careful(self, state: State, t: float, seen: PointValues, coming: PointValues) -> State:
        """Return the same by numbers that never raise, zero divided by zero being zero."""
        numbers = list(map(np.float64, [*self._numbers, t]))
        return self._moved(self._careful, state, numbers, seen, coming)

    def _moved(
        self,
        update: Stages,
        state: State,
        numbers: list[float],
        seen: PointValues,
        coming: PointValues,
    ) -> State:
        x, here, *memory = state
        arrays = [x, clipped(here[1:], self._clip), *memory]
        self._asked = []
        for point in self._points:
            self._asked.append(point(numbers, arrays)[0])
            arrays.append(clipped(seen(self._asked[-1])[1:], self._clip))
        result = update(numbers, arrays)
        for m in self._constant:
            result[m] = np.full(x.shape, result[m])
        return [result[0], coming(result[0]), *result[1:]]

    def ending(self, state: State, t: float, seen: PointValues, coming: PointValues) -> Ending:
        """Return why no row follows a state: what goes wrong first in the step from there."""
        faults: list[str] = []
        with np.errstate(all="call", under="ignore", call=lambda fault, _: faults.append(fault)):
            point, _, *memory = self.careful(state, t, seen, coming)
        if np.isfinite([point, *memory]).all():
            overflowed = coming.overflows_at(point)
        else:
            asked = any(seen.overflows_at(p) for p in self._asked)
            overflowed = asked or faults[:1] == ["overflow"]
        return Ending(overflowed, tuple(point.tolist()))
