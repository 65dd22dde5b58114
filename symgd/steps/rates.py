"""The numbers of a schedule."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from symgd.compiling.arrays import compile_arrays
from symgd.compiling.namespace import require_evaluable
from symgd.errors import SymgdError
from symgd.rules.learning_rates import Schedule
from symgd.rules.tracing import T

#: Steps whose rates are looked at before the first is made.
AHEAD = 1_000_000


def rate_at(schedule: Schedule) -> Callable[[float], float]:
    """Return the learning rate as a function of the step number.

    Raises
    ------
    SymgdError
        When asked for a step at which the rate is negative, infinite or no number.
    """
    require_evaluable([schedule.expr], "The schedule")
    evaluate = compile_arrays((T,), (schedule.expr,))

    def rate(t: float) -> float:
        value = float(evaluate(t)[0])
        if not 0 <= value < np.inf:
            raise SymgdError(_refusal(schedule, t, value))
        return value

    return rate


def require_rates(schedule: Schedule, steps: int) -> None:
    """Refuse a schedule that goes wrong within so many steps, before the first is made."""
    require_evaluable([schedule.expr], "The schedule")
    t = np.arange(1.0, min(steps, AHEAD) + 1)
    rates = compile_arrays((T,), (schedule.expr,))(t)[0]
    wrong = np.flatnonzero(~((rates >= 0) & np.isfinite(rates)))
    if len(wrong):
        raise SymgdError(_refusal(schedule, t[wrong[0]], rates[wrong[0]]))


def _refusal(schedule: Schedule, t: float, value: float) -> str:
    return (
        f"learning_rate = {schedule} is {value:g} at step t = {t:.0f}, but a finite number, 0 or "
        "above, is wanted at every step."
    )
