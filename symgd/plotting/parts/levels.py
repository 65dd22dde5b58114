"""Heights of the level lines: both a ravine and a bowl must read."""

from __future__ import annotations

import math

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


def round_heights(heights: NDArray[np.float64], count: int = 5) -> NDArray[np.float64]:
    """Return up to `count` short numbers, evenly spread over a scale of evenly spaced heights.

    Examples
    --------
    >>> round_heights(np.array([0.00007, 0.21, 1.11, 2.84, 5.92])).tolist()
    [0.02, 0.2, 1.0, 3.0, 5.5]
    """
    places = np.linspace(0.0, 1.0, len(heights))
    spread = np.linspace(0.0, 1.0, count)
    near = 0.2 / (count - 1)
    ends = [np.clip([place - near, place + near], 0.0, 1.0) for place in spread]
    found = [roundest(*np.interp(end, places, heights)) for end in ends]
    return np.unique(found)


def roundest(low: float, high: float) -> float:
    """Return a number of few digits from low to high.

    Examples
    --------
    >>> roundest(0.87, 1.3), roundest(-2, 5), roundest(1990, 2017)
    (1.0, 0.0, 2000.0)
    """
    if low <= 0 <= high:
        return 0.0
    power = math.floor(math.log10(max(high - low, 1e-300))) + 1
    steps = [digits * 10.0**exponent for exponent in (power, power - 1) for digits in (5, 2, 1)]
    found = (math.ceil(low / step) * step for step in steps[2:])
    return next((number for number in found if number <= high), float(high))
