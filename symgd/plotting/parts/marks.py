"""Marks that stay: known minima and captions beside points."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.text import Annotation

from symgd.plotting.parts import formula
from symgd.plotting.parts.placing import covered, freest
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


def caption(ax: Axes, text: str, point: Array, wanted: Array, path: Array) -> Annotation:
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
        Places that it should not cover; see `traced`.
    """
    return _written(ax, text, point, *_place(ax, text, point, wanted, path)[:2])


def spare_caption(
    ax: Axes, text: str, point: Array, wanted: Array, path: Array
) -> Annotation | None:
    """Write a word as `caption` does, but only where it covers nothing."""
    place, scale, hidden = _place(ax, text, point, wanted, path)
    return None if hidden else _written(ax, text, point, place, scale)


def best_caption(
    ax: Axes, texts: Sequence[str], point: Array, wanted: Array, path: Array
) -> Annotation:
    """Write as `caption` does that of several texts which covers the least, or the first."""
    found = [(text, *_place(ax, text, point, wanted, path)) for text in texts]
    text, place, scale, _ = min(found, key=lambda one: one[-1])
    return _written(ax, text, point, place, scale)


def _place(
    ax: Axes, text: str, point: Array, wanted: Array, path: Array
) -> tuple[Array, Array, int]:
    """Return the best place, a point of print in parts of the axes, and how much it covers."""
    size, gap = matplotlib.rcParams["font.size"], 1.6 * matplotlib.rcParams["lines.markersize"]
    area = ax.get_window_extent()
    scale = ax.figure.dpi / 72 / np.array([area.width, area.height])
    lines = text.split("\n")
    extent = np.array([max(formula.width(line, size) for line in lines), 1.4 * size * len(lines)])
    sides = SIDES[np.argsort(-SIDES @ wanted / np.linalg.norm(SIDES, axis=1), kind="stable")]
    to_parts = (ax.transData + ax.transAxes.inverted()).transform
    half = extent * scale / 2
    # A long word is pushed inside, off the frame, where it fits.
    least = half + 5 * scale
    places = to_parts(point) + sides * (gap * scale + half)
    places = np.clip(places, least, np.maximum(1 - least, least))
    obstacles = to_parts(path)
    place = freest(places, extent * scale, obstacles)
    return place, scale, int(covered(place[None], extent * scale, obstacles)[0])


def _written(ax: Axes, text: str, point: Array, place: Array, scale: Array) -> Annotation:
    """Write a word at a place given in parts of the axes."""
    at = (ax.transData + ax.transAxes.inverted()).transform(point)
    return ax.annotate(
        text,
        point,
        (place - at) / scale,
        textcoords="offset points",
        color=theme().ink,
        ha="center",
        va="center",
        annotation_clip=False,
        bbox=pale(),
    )


def places(ax: Axes, texts: Sequence[Annotation]) -> Array:
    """Return where words beside points stand, and the places around, in data of the axes."""
    around = np.array([[0, 0], [6, 6], [6, -6], [-6, 6], [-6, -6]])
    offsets = np.reshape([text.get_position() for text in texts], (-1, 1, 2)) + around
    points = ax.transData.transform(np.reshape([text.xy for text in texts], (-1, 2)))
    shown = points[:, None] + offsets * ax.figure.dpi / 72
    return ax.transData.inverted().transform(shown.reshape(-1, 2))


def traced(path: Array, most: int = 40) -> Array:
    """Return places all along the first segments of a path."""
    start, end = path[:-1][:most], path[1:][:most]
    parts = np.linspace(0, 1, 20)[:, None, None]
    return np.vstack([path[:1], (start + parts * (end - start)).reshape(-1, path.shape[1])])
