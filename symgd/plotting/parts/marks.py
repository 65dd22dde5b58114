"""Marks that stay: known minima and captions beside points."""

from __future__ import annotations

import matplotlib
import numpy as np
from matplotlib.axes import Axes

from symgd.plotting.parts import formula
from symgd.plotting.parts.placing import freest
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import theme

SIDES = np.array([(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (1, -1), (-1, 1), (-1, -1)])


def star(ax: Axes, points: Array) -> None:
    """Mark known minima, given as an array (m, 2)."""
    if not len(points):
        return  # An empty line would still ask the layout for room.
    fixed = {"scalex": False, "scaley": False, "clip_on": False}
    ax.plot(*points.T, linestyle="none", **star_style(), **fixed)


def pale() -> dict[str, object]:
    """Return the box behind words that stand on a coloured ground."""
    return theme().behind(0.6, pad=1)


def star_style() -> dict[str, object]:
    """Return how a known minimum is drawn."""
    size = 2.4 * matplotlib.rcParams["lines.markersize"]
    return {
        "color": theme().star,
        "marker": "*",
        "markersize": size,
        "markeredgecolor": theme().ink,
    }


def caption(ax: Axes, text: str, point: Array, wanted: Array, path: Array) -> None:
    """Write a word beside a point, inside the axes and off the path, near a wanted direction.

    Parameters
    ----------
    ax : Axes
        Flat axes.
    text : str
        The word.
    point : array (2,)
        What it names.
    wanted : array (2,)
        The best direction, as it looks.
    path : array (k, 2)
        What it should not cover.
    """
    size, gap = matplotlib.rcParams["font.size"], 1.6 * matplotlib.rcParams["lines.markersize"]
    area = ax.get_window_extent()
    scale = ax.figure.dpi / 72 / np.array([area.width, area.height])
    extent = np.array([formula.width(text, size), 1.4 * size])
    sides = SIDES[np.argsort(-SIDES @ wanted / np.linalg.norm(SIDES, axis=1), kind="stable")]
    to_parts = (ax.transData + ax.transAxes.inverted()).transform
    places = to_parts(point) + sides * (gap + extent / 2) * scale
    place = freest(places, extent * scale, to_parts(traced(path)))
    ax.annotate(
        text,
        point,
        (place - to_parts(point)) / scale,
        textcoords="offset points",
        color=theme().ink,
        ha="center",
        va="center",
        annotation_clip=True,
        bbox=pale(),
    )


def traced(path: Array, most: int = 40) -> Array:
    """Return places all along the first segments of a path."""
    start, end = path[:-1][:most], path[1:][:most]
    parts = np.linspace(0, 1, 20)[:, None, None]
    return np.vstack([path[:1], (start + parts * (end - start)).reshape(-1, path.shape[1])])
