"""The part of the plane that a picture shows: finite, whatever the run did."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]

# Squares and products of coordinates stay finite up to here.
LIMIT = 1e100
# Iterates farther from the best one than this many first distances leave the picture.
REACH = 2.0
# A known minimum farther away than this many widths of the path is not shown.
FARTHEST = 200.0
# Beyond this ratio of the scales, equal scales would squeeze the path into a line.
WORST_RATIO = 30.0


def window(
    paths: Sequence[Array],
    costs: Sequence[Array],
    minima: Sequence[Sequence[float]] | None = None,
    context: float = 0.25,
    pad: float = 0.15,
) -> Array:
    """Return the lower and upper bound of each coordinate, shape (n, 2).

    Beside runs that settle, a run that flies away or ends higher than it began does not count: it
    leaves the picture.

    Parameters
    ----------
    paths, costs : sequences of arrays (k, n) and (k,)
        The iterates of each run and their costs.
    minima : sequence of points, optional
        Known minima; those near the paths are included, and the nearest one unless it is so far
        away that the path would become a dot.
    context : float
        Part of the distance from the start that is also shown beyond the best iterate.
    pad : float
        Part of the width that is added at each side.
    """
    shown = [(paths[i], costs[i]) for i in calm(paths, costs)]
    low, high = _bounds(shown, context)
    near = _near(minima, low, high)
    starts = [_drawable(path[:1])[0] for path in paths]
    low, high = np.min([low, *near, *starts], axis=0), np.max([high, *near, *starts], axis=0)
    width = _widths(low, high)
    centre = low / 2 + high / 2
    half = width * (0.5 + pad)
    return np.column_stack([centre - half, centre + half])


def _bounds(runs: Sequence[tuple[Array, Array]], context: float) -> tuple[Array, Array]:
    """Return the corners of the box around the iterates shown."""
    lows, highs = [], []
    for path, costs in runs:
        best, shown = near_best(path, costs)
        beyond = context * np.abs(shown[0] - best)
        lows.append(np.minimum(shown.min(axis=0), best - beyond))
        highs.append(np.maximum(shown.max(axis=0), best + beyond))
    return np.min(lows, axis=0), np.max(highs, axis=0)


def calm(paths: Sequence[Array], costs: Sequence[Array]) -> list[int]:
    """Return the numbers of the paths that do not fly away or end higher; of all, if all do."""
    pairs = enumerate(zip(paths, costs, strict=True))
    settled = [
        i
        for i, (path, cost) in pairs
        if len(before_flight(path)) == len(path) and cost[-1] <= cost[0]
    ]
    return settled or list(range(len(paths)))


def near_best(path: Array, costs: Array) -> tuple[Array, Array]:
    """Return the iterate of lowest cost, and the iterates within reach of it.

    Of a run that only climbs, all up to the last one within reach: it goes from side to side, and
    none in between should be missing.
    """
    path = _drawable(before_flight(path))
    costs = costs[: len(path)]
    k = np.argmin(np.where(np.isfinite(costs), costs, np.inf))
    first = np.linalg.norm(path[1:2] - path[0], axis=1)
    scale = max(np.linalg.norm(path[0] - path[k]), *first, 0.0)
    within = np.linalg.norm(path - path[k], axis=1) <= REACH * scale
    return path[k], path[: np.flatnonzero(within)[-1] + 1] if k == 0 else path[within]


def before_flight(path: Array) -> Array:
    """Return the iterates before the steps outgrow the first ones, if they grow to the end."""
    # Halves, whose differences do not overflow.
    steps = np.abs(np.diff(path / 2, axis=0)).max(axis=1)
    if len(steps) < 3 or steps.argmax() < len(steps) - 1:
        return path
    quiet = steps / 5 <= steps[:3].max()
    return path if quiet.all() else path[: quiet.argmin() + 1]


def _drawable(points: Array) -> Array:
    """Shorten the points that are too far for arithmetic, in the same direction."""
    size = np.abs(points).max(axis=1, keepdims=True)
    return points * (LIMIT / np.maximum(size, LIMIT))


def _near(minima: ArrayLike | None, low: Array, high: Array) -> Array:
    """Return the known minima less than half a width away from the box, but at least one."""
    points = np.reshape(minima or (), (-1, len(low))).astype(float)
    away = np.maximum(np.maximum(low - points, points - high), 0.0) / _widths(low, high)
    distance = away.max(axis=1)
    return points[distance <= min(FARTHEST, max(0.5, distance.min(initial=np.inf)))]


def _widths(low: Array, high: Array) -> Array:
    """Return widths that can be drawn, also where the path does not move."""
    width = high - low
    size = np.maximum(np.abs(low), np.abs(high))
    moved = width > 1e-9 * size + 1e-100
    still = width[moved].max() if moved.any() else 2.0
    return np.where(moved, width, np.maximum(still, 0.2 * size))


def equal_scales(window: Array, box: float) -> tuple[Array, bool]:
    """Widen one side so that both coordinates have the same scale.

    Parameters
    ----------
    window : array (2, 2)
        Bounds of x and y.
    box : float
        Height of the axes divided by their width.

    Returns
    -------
    window : array (2, 2)
        The bounds to show.
    equal : bool
        False where the scales are too different, and the window is left as it was.
    """
    width, height = window[:, 1] - window[:, 0]
    ratio = height / width / box
    if not 1 / WORST_RATIO <= ratio <= WORST_RATIO:
        return window, False
    growth = np.array([max(ratio, 1.0), max(1 / ratio, 1.0)])
    centre = window.mean(axis=1)
    half = (window[:, 1] - window[:, 0]) / 2 * growth
    return np.column_stack([centre - half, centre + half]), True


def value_range(shown: ArrayLike, sampled: ArrayLike, below: float, above: float) -> Array:
    """Return the bounds of the cost axis, which a pole does not stretch.

    The costs of the iterates shown and the middle of the sampled costs decide; the samples may
    exceed them by a third of their range.

    Parameters
    ----------
    shown : array_like
        Costs of the iterates in the window.
    sampled : array_like
        Costs all over the window; only the finite ones count.
    below, above : float
        Parts of the range left empty under and over the costs.
    """
    shown, sampled = finite(shown), finite(sampled)
    middle = np.quantile(sampled, [0.1, 0.6]) if sampled.size else np.empty(0)
    core = np.concatenate([shown, middle])
    low, high = (core.min(), core.max()) if core.size else (0.0, 0.0)
    slack = (high - low) / 3
    if sampled.size:
        low = min(low, max(sampled.min(), low - slack))
        high = max(high, min(sampled.max(), high + slack))
    width = _widths(np.array([low]), np.array([high]))[0]
    centre = low / 2 + high / 2
    return np.array([centre - (0.5 + below) * width, centre + (0.5 + above) * width])


def finite(values: ArrayLike) -> Array:
    """Return the finite values, flat and within the drawable limit."""
    values = np.ravel(np.asarray(values, dtype=float))
    return np.clip(values[np.isfinite(values)], -LIMIT, LIMIT)


def inside(points: Array, window: Array) -> NDArray[np.bool_]:
    """Tell which points lie in the window."""
    return ((points >= window[:, 0]) & (points <= window[:, 1])).all(axis=-1)


def crossing(inner: Array, outer: Array, window: Array) -> tuple[Array, Array]:
    """Return where the straight way from a point inside to one outside meets the edge, and it."""
    way = outer - inner
    edge = np.where(way > 0, window[:, 1], window[:, 0])
    moves = way != 0
    part = ((edge - inner)[moves] / way[moves]).min(initial=1.0)
    return inner + part * way, way


def pulled_in(points: Array, window: Array, reach: float = 1e4) -> Array:
    """Draw far points nearer to the window, in the same direction, so that lines can be drawn."""
    centre = window.mean(axis=1)
    away = _drawable(points) - centre
    farness = np.abs(away / (window[:, 1] - window[:, 0])).max(axis=1, keepdims=True)
    nearer = centre + away * (reach / np.maximum(farness, reach))
    return np.where(farness > reach, nearer, points)


def apart(points: Array, window: Array, gap: float) -> NDArray[np.intp]:
    """Return the numbers of points in the window, each at least `gap` away from the ones before.

    Parameters
    ----------
    points : array (k, 2)
        The points, in order.
    window : array (2, 2)
        The bounds; distances are measured in parts of its sides.
    gap : float
        The least distance.
    """
    numbers = np.flatnonzero(inside(points, window))
    scaled = parts(points[numbers], window)
    # A square as wide as the gap has room for one chosen point: its neighbours are all to ask.
    taken: dict[tuple[int, int], tuple[float, float]] = {}
    chosen = []
    for k, (x, y) in zip(numbers, scaled.tolist(), strict=True):
        column, row = int(x / gap), int(y / gap)
        around = (taken.get((column + i, row + j)) for i in (-1, 0, 1) for j in (-1, 0, 1))
        if all(max(abs(x - there[0]), abs(y - there[1])) >= gap for there in around if there):
            taken[column, row] = x, y
            chosen.append(k)
    return np.array(chosen, dtype=np.intp)


def parts(points: Array, window: Array) -> Array:
    """Return points in parts of the window's sides."""
    return (points - window[:, 0]) / (window[:, 1] - window[:, 0])
