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
    """A cost, or another function that is sampled like one."""

    def sample(self, *coordinates: Array) -> Array:
        """Return the values at places, in the shape of the coordinates."""


def sampled(cost: Sampled, bounds: Array, known: Sequence[float]) -> tuple[Array, Array]:
    """Return places over a window, the known ones among them, and the costs there.

    Costs that are not finite are nan; those too large for arithmetic are cut off out of sight.
    """
    x = np.unique(np.concatenate([np.linspace(*bounds, SAMPLES), known]))
    x = np.union1d(x, _borders(cost, x))
    return x, _drawable(cost, x)


def _drawable(cost: Sampled, *coordinates: Array) -> Array:
    """Return costs that can be drawn, and nan for those that are not finite."""
    values = cost.sample(*coordinates)
    return np.where(np.isfinite(values), np.clip(values, -TOP, TOP), np.nan)


def _borders(cost: Sampled, x: Array) -> Array:
    """Return the last places with a finite cost beside gaps of more than one place."""
    known = np.isfinite(cost.sample(x))
    wide = np.pad(~known[:-1] & ~known[1:], 1)
    ends = np.flatnonzero((known[:-1] != known[1:]) & (wide[:-2] | wide[2:]))
    inner = np.where(known[ends], x[ends], x[ends + 1])
    outer = np.where(known[ends], x[ends + 1], x[ends])
    for _ in range(40):
        middle = inner / 2 + outer / 2
        seen = np.isfinite(cost.sample(middle))
        inner, outer = np.where(seen, middle, inner), np.where(seen, outer, middle)
    return inner


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
    ends = (x[:-1][steep], x[1:][steep]), (y[:-1][steep], y[1:][steep])
    (low, high), (below, above) = halved(cost, *ends)
    jump = ~(np.abs(above - below) < least)
    x = np.concatenate([x, low[jump], (low / 2 + high / 2)[jump], high[jump]])
    y = np.concatenate([y, below[jump], np.full(jump.sum(), np.nan), above[jump]])
    order = np.argsort(x, kind="stable")
    return x[order], y[order]


def halved(
    cost: Sampled, ends: tuple[Array, Array], values: tuple[Array, Array]
) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """Return each stretch shrunk around where the cost changes most, and the costs at its ends.

    Parameters
    ----------
    cost : Cost
        The cost of n variables.
    ends : two arrays (k,) or (n, k)
        Where the stretches begin and end.
    values : two arrays (k,)
        The costs there.
    """
    (low, high), (below, above) = ends, values
    for _ in range(50):
        middle = low / 2 + high / 2
        value = np.clip(cost.sample(*np.atleast_2d(middle)), -TOP, TOP)
        left = np.abs(value - below) >= np.abs(above - value)
        low, high = np.where(left, low, middle), np.where(left, middle, high)
        below, above = np.where(left, below, value), np.where(left, value, above)
    return (low, high), (below, above)


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
