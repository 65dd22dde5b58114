"""Where to write a label: beside its point, off the curve, inside the axes."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symgd.plotting.parts.windows import Array


def beside(point: Array, size: Array, right: float) -> Array:
    """Return centres for a label near a point, the best first, in parts of the axes.

    Parameters
    ----------
    point : array (2,)
        The point.
    size : array (2,)
        Width and height of the label.
    right : {1.0, -1.0}
        The side on which the ground falls away: 1.0 to the right, -1.0 to the left.
    """
    across, up = np.array(size) / 2 + [0.02, 0.03]
    moves = [
        (right * across, up),
        (right * across, -up),
        (-right * across, -up),
        (0.0, up + 0.09),
        (right * across, up + 0.12),
        (0.0, -up - 0.09),
        (-right * across, up),
        (0.0, up + 0.2),
        (right * (across + 0.08), up + 0.3),
    ]
    return point + np.array(moves)


def freest(places: Array, size: Array, obstacles: ArrayLike) -> Array:
    """Return the first of the places where a label covers the fewest obstacles.

    Parameters
    ----------
    places : array (m, 2)
        Centres of the label, in parts of the axes.
    size : array (2,)
        Width and height of the label.
    obstacles : array_like (k, 2)
        Points that should stay visible; those that are nan do not count.
    """
    return places[np.argmin(covered(places, size, obstacles))]


def covered(places: Array, size: Array, obstacles: ArrayLike) -> NDArray[np.intp]:
    """Return how many obstacles a label covers at each place; one outside the axes, very many."""
    half = np.array(size) / 2
    away = np.abs(np.asarray(obstacles)[None] - places[:, None])
    counts = (away < half + 0.01).all(axis=2).sum(axis=1)
    outside = ((places - half < 0) | (places + half > 1)).any(axis=1)
    return counts + 10_000 * outside
