"""The points a run has visited up to the step shown, on flat axes."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from numpy.typing import NDArray

from symgd.plotting.parts.thinning import telling, until
from symgd.plotting.parts.windows import Array, apart, inside, parts, pulled_in
from symgd.plotting.style import Look, theme

# Markers nearer than this part of the window's width cover each other.
CLOSE = 0.012
# Numbers nearer than this part cannot be read.
NUMBER_GAP = 0.045
# Width of a line of many more points than markers, beside other lines.
FINE = 0.4
# Distance of a number from its point, in sizes of a marker.
FAR = 1.9
# From the edges of axes to what lies between them.
INWARD = np.array([[1.0, -1.0], [1.0, -1.0]])
# Only the first iterates are numbered; later ones crowd.
NUMBERED = 10


class Trail:
    """A path that grows step by step: line, markers and the current point.

    Parameters
    ----------
    ax : Axes
        Flat axes.
    points : array (k, 2)
        What is visited, in order.
    window : array (2, 2)
        The bounds of the axes.
    look : Look, optional
        The look of one run among several; without it the colour tells the order.
    joined : bool
        Whether a line joins the points.
    marked : array of int, optional
        The only points with a marker, on a line that is thin as they are few among many.
    """

    def __init__(
        self,
        ax: Axes,
        points: Array,
        window: Array,
        look: Look | None,
        joined: bool = True,
        marked: NDArray[np.intp] | None = None,
    ) -> None:
        self.points = pulled_in(points, window)
        self._hidden = ~inside(points, window)
        gap = CLOSE if look is None else 4 * CLOSE
        self._drawn = telling(parts(self.points, window))
        among = self._drawn if marked is None else marked
        self._marked = among[apart(self.points[among], window, gap)]
        colour = look.colour if look else theme().ink
        style = (look.line if look and marked is None else "-") if joined else "none"
        width = matplotlib.rcParams["lines.linewidth"] * (0.8 if marked is None else FINE)
        self.line = ax.add_line(Line2D([], [], color=colour, linestyle=style, lw=width))
        self.dots, self._ordered = _dots(ax, look, len(points)), look is None
        self.head = ax.add_line(_head(look))
        self._last = len(points) - 1

    def end_at(self, step: int) -> None:
        """Draw the path up to a step only, after which it never returns to the window."""
        self._last = step

    @property
    def artists(self) -> list[Artist]:
        """Return what moves, lowest first."""
        return [self.line, self.dots, self.head]

    def hides(self, step: int) -> bool:
        """Tell whether the current point is outside the window."""
        return bool(self._hidden[min(step, len(self._hidden) - 1)])

    def show(self, step: int) -> None:
        """Show the iterates from the start to a step."""
        step = min(step, self._last)
        self.line.set_data(*self.points[until(self._drawn, step)].T)
        marked = self._marked[: np.searchsorted(self._marked, step, side="right")]
        self.dots.set_offsets(self.points[marked])
        if self._ordered:
            self.dots.set_array(np.log1p(marked))
        self.head.set_data(*self.points[step : step + 1].T)


def _dots(ax: Axes, look: Look | None, count: int) -> PathCollection:
    """Return empty markers, coloured by the order or by the run."""
    size = matplotlib.rcParams["lines.markersize"]
    if look:
        return ax.scatter([], [], s=size**2, marker=look.marker, color=look.colour, linewidths=0)
    return ax.scatter(
        [],
        [],
        s=size**2,
        c=[],
        cmap=theme().order,
        vmin=0,
        vmax=max(np.log1p(count - 1), 1.0),
        edgecolors=theme().ink,
        linewidths=size / 8,
    )


def _head(look: Look | None) -> Line2D:
    """Return the marker of the current point."""
    return Line2D([], [], linestyle="none", **head_style(look))


def head_style(look: Look | None) -> dict[str, object]:
    """Return how the current point of a run is drawn; a white rim would eat up thin markers."""
    size = 1.6 * matplotlib.rcParams["lines.markersize"]
    return {
        "color": look.colour if look else theme().point,
        "marker": look.marker if look else "o",
        "markersize": size,
        "markeredgecolor": theme().ink if look else theme().paper,
        "markeredgewidth": size / 12 if look else size / 8,
    }


class Numbers:
    """The numbers of the first iterates, where they do not overlap.

    Parameters
    ----------
    ax : Axes
        Flat axes.
    trail : Trail
        The points to number.
    window : array (2, 2)
        The bounds of the axes.
    sides : array (k, 2)
        The unit direction in which each number stands beside its point.
    first : int
        The first iterate that gets a number.
    """

    def __init__(self, ax: Axes, trail: Trail, window: Array, sides: Array, first: int = 0) -> None:
        steps = apart(trail.points[:NUMBERED], window, NUMBER_GAP)
        self._steps = steps[steps >= first]
        size = matplotlib.rcParams["legend.fontsize"]
        far = FAR * matplotlib.rcParams["lines.markersize"]
        self.artists = [
            ax.annotate(
                str(k),
                trail.points[k],
                far * sides[k],
                textcoords="offset points",
                ha="center",
                va="center",
                fontsize=size,
                annotation_clip=False,
            )
            for k in self._steps
        ]

    @property
    def numbered(self) -> list[tuple[int, Annotation]]:
        """Return each numbered iterate with its text."""
        return list(zip(self._steps.tolist(), self.artists, strict=True))

    def show(self, step: int) -> None:
        """Show the numbers up to a step."""
        for k, text in self.numbered:
            text.set_visible(k <= step)


def outward(points: Array, window: Array, box: float) -> Array:
    """Return for each point of a path the unit direction away from its neighbours.

    Parameters
    ----------
    points : array (k, 2)
        The path.
    window : array (2, 2)
        The bounds of the axes.
    box : float
        Height of the axes divided by their width.
    """
    scaled = (points - window[:, 0]) / (window[:, 1] - window[:, 0]) * [1.0, box]
    steps = _unit(np.diff(scaled, axis=0))
    back = np.vstack([np.zeros(2), -steps])
    ahead = np.vstack([steps, np.zeros(2)])
    away = -(back + ahead)
    aside = (ahead - back)[:, ::-1] * [-1.0, 1.0]
    straight = np.linalg.norm(away, axis=1, keepdims=True) < 0.2
    return _unit(np.where(straight, aside, away))


def turned_in(
    ax: Axes, points: Array, sides: Array, turns: Sequence[float], far: float = FAR
) -> Array:
    """Return the sides, turned where a number would stand over the edge of the axes.

    Parameters
    ----------
    ax : Axes
        Flat axes, whose size is settled.
    points : array (k, 2)
        What is numbered.
    sides : array (k, 2)
        The unit direction in which each number would stand best.
    turns : sequence of float
        Degrees by which it may be turned instead, the best first.
    far : float
        Distance of the number from its point, in sizes of a marker.
    """
    size = FontProperties(size=matplotlib.rcParams["legend.fontsize"]).get_size_in_points()
    away, scale = far * matplotlib.rcParams["lines.markersize"], ax.figure.dpi / 72
    area, places = ax.get_window_extent(), ax.transData.transform(points)
    room = np.array([[area.x0, area.x1], [area.y0, area.y1]]) + 0.5 * size * scale * INWARD
    angles = np.radians([0.0, *turns])
    turned = np.array([sides @ [[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]] for a in angles])
    free = inside(places + away * scale * turned, room)
    return turned[free.argmax(axis=0), np.arange(len(sides))]


def _unit(vectors: Array) -> Array:
    """Return the vectors with length 1; a zero vector points up."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    safe = np.where(length > 0, length, 1.0)
    return np.where(length > 0, vectors / safe, [0.0, 1.0])
