"""The arguments of a descent, read and checked."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Sequence
from typing import Any

from symgd.data.sampling import Sampling
from symgd.errors import SymgdError
from symgd.points import counted, read_number, read_positive
from symgd.run import Iterate
from symgd.stopping import Below, step_below
from symgd.watching import Stop


class DefaultFloat(float):
    """A default that can be told from the same number given by a caller."""


class DefaultInt(int):
    """A default that can be told from the same number given by a caller."""


PRECISION = DefaultFloat(1e-6)
MAX_STEPS = DefaultInt(10_000)


def read_tests(
    precision: float | None, stop: Stop | Sequence[Stop] | None, sampling: Sampling | None
) -> list[Stop]:
    """Return the stop tests; by default there are none where they are asked once an epoch."""
    by_default = isinstance(precision, DefaultFloat)
    if stop is None:
        if precision is None or (by_default and sampling is not None):
            return []
        return [step_below(read_positive(precision, "precision"))]
    if precision is not None and not by_default:
        raise SymgdError(
            f"precision = {precision} and stop are both given: leave precision out, or put "
            f"step_below({precision}) into stop."
        )
    tests = list(stop) if isinstance(stop, list | tuple) else [stop]
    for test in tests:
        if not callable(test) and not isinstance(test, Below):
            raise SymgdError(
                f"stop holds {test!r}, but a test is wanted: step_below(1e-6), "
                "gradient_below(1e-6), cost_change_below(1e-9) or a function of the iterate."
            )
    return tests


def read_limit(max_steps: Any, epochs: Any, sampling: Sampling | None) -> int:
    """Return the most steps to make."""
    if epochs is None:
        return _read_count("max_steps", max_steps)
    if not isinstance(max_steps, DefaultInt):
        raise SymgdError(
            f"epochs = {epochs} and max_steps = {max_steps} are both given: leave one out. An "
            f"epoch has {counted(sampling.steps_per_epoch, 'step')} here."
        )
    return _read_count("epochs", epochs) * sampling.steps_per_epoch


def _read_count(name: str, value: Any) -> int:
    count = read_number(value, name)
    if not (math.isfinite(count) and count >= 0 and count == int(count)):
        raise SymgdError(f"{name} is {value!r}, but a whole number, 0 or above, is wanted.")
    return int(count)


def read_callback(callback: Any) -> Callable[[Iterate], Any] | None:
    """Return the callback as a function of the iterate, called by keyword as SciPy does."""
    if callback is None:
        return None
    if not callable(callback):
        raise SymgdError(f"callback is {callback!r}, but a function of the iterate is wanted.")
    try:
        parameters = inspect.signature(callback).parameters
    except (TypeError, ValueError):
        return callback
    if "intermediate_result" in parameters:
        return lambda iterate: callback(intermediate_result=iterate)
    return callback
