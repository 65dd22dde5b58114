"""Rows of Python floats, from a generator compiled for the cost and the rule."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from symgd.compiling.pointwise import Pointwise, with_any_number
from symgd.compiling.recurrence import compile_recurrence
from symgd.layout import Ending, Row
from symgd.rules.learning_rates import Schedule
from symgd.steps.rates import rate_at
from symgd.steps.setting import Setting
from symgd.steps.starting import values_at_start


def generated_rows(setting: Setting) -> Iterator[Row]:
    """Return the rows of a descent in few variables."""
    cost, rule, n = setting.cost, setting.rule, setting.cost.n
    schedule = rule.learning_rate if isinstance(rule.learning_rate, Schedule) else None
    code = compile_recurrence(
        cost.real_variables,
        cost.real_expr,
        cost.real_gradient,
        rule.recurrence,
        scheduled=schedule is not None,
        clipped=setting.clip is not None,
    )
    here = setting.start.tolist()
    values_at = Pointwise(n, code.evaluate, code.evaluate_any)
    first = values_at_start(cost, setting.start, values_at).tolist()
    memory = [value for _, value in rule.memory for _ in here]

    def again(*state: float) -> tuple[float, ...] | None:
        values, overflowed = with_any_number(code.step_any, state)
        if values is None or not np.all(np.isfinite(values)):
            setting.end(Ending(overflowed, () if values is None else values[2 : 2 + n]))
            return None
        return values

    numbers = [*rule.constants, *([] if setting.clip is None else [setting.clip])]
    extra = [] if schedule is None else [rate_at(schedule)]
    return code.rows(*here, *memory, *first, *numbers, again, *extra)
