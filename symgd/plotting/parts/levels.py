"""Heights of the level lines: both a ravine and a bowl must read."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symgd.plotting.parts.windows import finite


def levels(values: ArrayLike, count: int = 14) -> NDArray[np.float64]:
    """Return increasing heights, denser where the cost is low.

    The heights are quantiles of the finite values, at the squares of evenly spaced fractions: over
    a round bowl the area below a height grows with the square of the radius, so its level lines
    are evenly spaced circles, and in a ravine, whose floor is a small part of the area, several
    of the lines follow the floor.

    Parameters
    ----------
    values : array_like
        Costs over the window; nan and infinite ones do not count.
    count : int
        Number of bands between the heights.

    Returns
    -------
    heights : array
        At least two, strictly increasing; the first and last enclose every finite value.
    """
    known = finite(values)
    if not known.size:
        return np.array([0.0, 1.0])
    heights = np.quantile(known, np.linspace(0.0, 1.0, count + 1) ** 2)
    low, high = heights[0], heights[-1]
    least = max(1e-9 * (high - low), 1e-12 * max(abs(low), abs(high)))
    apart = np.concatenate([[True], np.diff(heights) > least])
    if apart.sum() < 2:
        margin = max(0.1 * abs(low), 1.0)
        return np.array([low - margin, high + margin])
    heights = heights[apart]
    heights[-1] = high
    return heights
