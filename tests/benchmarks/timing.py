"""Timing of functions side by side."""

from __future__ import annotations

import math
import time
from collections.abc import Callable


def best_of(rounds: int, *functions: Callable[[], object]) -> list[float]:
    """Return the shortest time of each function in seconds, run in turn on a noisy machine."""
    times = [math.inf] * len(functions)
    for _ in range(rounds):
        for i, function in enumerate(functions):
            begin = time.perf_counter()
            function()
            times[i] = min(times[i], time.perf_counter() - begin)
    return times
