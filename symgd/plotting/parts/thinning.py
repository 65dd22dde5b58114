"""Which points of a long path are enough to draw it."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from symgd.plotting.parts.windows import Array

# Paths of up to so many points are drawn whole.
MOST = 4000


def telling(parts: Array, most: int = MOST) -> NDArray[np.intp]:
    """Return the numbers of the points that draw a path, the first and the last among them.

    Of longer paths these are points at even distances along the path, each with its successor,
    so that a zigzag stays one.

    Parameters
    ----------
    parts : array (k, m)
        The points in parts of the window's sides; what is nan counts as a whole side away.
    most : int
        Up to so many points all are kept, and never more.
    """
    last = len(parts) - 1
    if last < most:
        return np.arange(last + 1)
    with np.errstate(over="ignore", invalid="ignore"):
        steps = np.abs(np.diff(parts, axis=0)).max(axis=1)
    along = np.cumsum(np.fmin(steps, 1.0))
    places = np.linspace(0.0, along[-1], most // 2 - 1)
    kept = np.searchsorted(along, places)
    return np.unique(np.concatenate([[0], kept, kept + 1, [last]]))


def until(kept: NDArray[np.intp], step: int) -> NDArray[np.intp]:
    """Return the kept numbers before a step, and the step itself."""
    return np.append(kept[: np.searchsorted(kept, step)], step)


def drawn(ax: Axes, steps: Array, values: Array) -> NDArray[np.intp]:
    """Return the numbers of the points that draw values (k,) or (k, m) against the step."""
    if len(steps) <= MOST:
        return np.arange(len(steps))
    columns = np.reshape(values, (len(steps), -1)).T
    to_parts = (ax.transScale + ax.transLimits).transform
    return telling(np.hstack([to_parts(np.column_stack([steps, column])) for column in columns]))
