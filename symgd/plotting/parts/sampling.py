"""The values of a function of one variable over a window, with its jumps, poles and gaps kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np

from symgd.plotting.parts.windows import LIMIT, Array

SAMPLES = 1001
# Beyond every window, and still fit for arithmetic.
TOP = 10 * LIMIT


class Sampled(Protocol):
    """A cost of one variable, or another function that is sampled like it."""

    def sample(self, x: Array, /) -> Array:
        """Return the values (k,) at places (k,)."""


def sampled(cost: Sampled, bounds: Array, known: Sequence[float]) -> tuple[Array, Array]:
    """Return places over a window, the known ones among them, and the costs there.

    Costs that are not finite are nan; those too large for arithmetic are cut off out of sight.
    """
    x = np.unique(np.concatenate([np.linspace(*bounds, SAMPLES), known]))
    y = cost.sample(x)
    return x, np.where(np.isfinite(y), np.clip(y, -TOP, TOP), np.nan)


def broken(cost: Sampled, x: Array, y: Array, bounds: Array) -> tuple[Array, Array]:
    """Return the curve with a gap, nan, at each jump and pole.

    Where neighbours differ much, halving the distance between them tells a steep slope, whose
    difference shrinks too, from a jump, whose difference stays.

    Parameters
    ----------
    cost : Sampled
        The function.
    x, y : arrays (k,)
        Its samples.
    bounds : array (2,)
        The costs at the window's bottom and top.
    """
    least = 0.03 * (bounds[1] - bounds[0])
    steep = np.abs(np.diff(y)) > least
    low, high, below, above = x[:-1][steep], x[1:][steep], y[:-1][steep], y[1:][steep]
    for _ in range(50):
        middle = low / 2 + high / 2
        value = np.clip(cost.sample(middle), -TOP, TOP)
        left = np.abs(value - below) >= np.abs(above - value)
        low, high = np.where(left, low, middle), np.where(left, middle, high)
        below, above = np.where(left, below, value), np.where(left, value, above)
    jump = ~(np.abs(above - below) < least)
    x = np.concatenate([x, low[jump], (low / 2 + high / 2)[jump], high[jump]])
    y = np.concatenate([y, below[jump], np.full(jump.sum(), np.nan), above[jump]])
    order = np.argsort(x, kind="stable")
    return x[order], y[order]


def gaps(x: Array, y: Array) -> list[tuple[float, float]]:
    """Return the intervals of more than one sample over which there is no finite value."""
    missing = np.concatenate([[False], ~np.isfinite(y), [False]])
    edges = np.flatnonzero(np.diff(missing)).reshape(-1, 2)
    last = len(x) - 1
    return [
        (float(x[max(first - 1, 0)]), float(x[min(stop, last)]))
        for first, stop in edges
        if stop - first > 1
    ]
