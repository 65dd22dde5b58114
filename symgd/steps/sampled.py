"""Rows of Python floats whose cost is handed in: the whole data, or one batch after another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from symgd.compiling.pointwise import with_any_number
from symgd.compiling.recurrence import compile_sampled
from symgd.layout import Ending, Row
from symgd.rules.learning_rates import Schedule
from symgd.steps.rates import rate_at
from symgd.steps.setting import Setting


def sampled_rows(setting: Setting) -> Iterator[Row]:
    """Return the rows of a descent over data in few parameters."""
    rule, n, feed = setting.rule, setting.cost.n, setting.feed
    schedule = rule.learning_rate if isinstance(rule.learning_rate, Schedule) else None
    step_any, rows = compile_sampled(
        n, rule.recurrence, scheduled=schedule is not None, clipped=setting.clip is not None
    )
    here, values = setting.start.tolist(), next(feed)
    memory = [value for _, value in rule.memory for _ in here]

    def again(*state: Any) -> tuple[float, ...] | None:
        *numbers, seen, coming = state
        found, overflowed = with_any_number(lambda *given: step_any(*given, seen, coming), numbers)
        if found is not None and np.all(np.isfinite(found)):
            return found
        point = () if found is None else found[2 : 2 + n]
        overflowed = overflowed or (bool(point) and coming.overflows_at(np.array(point)))
        setting.end(Ending(overflowed, point))
        return None

    numbers = [*rule.constants, *([] if setting.clip is None else [setting.clip])]
    extra = [] if schedule is None else [rate_at(schedule)]
    return rows(
        *here, *memory, *values(setting.start).tolist(), *numbers, values, feed, again, *extra
    )
