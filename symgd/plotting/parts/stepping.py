"""From the current point of a curve down to the axis, along it to the next x, and its number."""

from __future__ import annotations

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from symgd.plotting.parts.trail import NUMBER_GAP, Numbers
from symgd.plotting.parts.windows import Array, inside, parts
from symgd.plotting.style import theme

# Height of the arrow over the axis, in parts of the axes.
HEIGHT = 0.05
# A step shorter than this part of the window's width is not seen.
SHORT = 0.004
# How far the current number and the word at the end stand from their points, in sizes of a marker.
FAR, FARTHEST = 2.1, 2.7
# The head is so much of its mutation scale long; no step is shorter than its head.
HEAD = 0.45


class Stepping:
    """A dashed line from the current point to its x on the axis, and an arrow to the next x.

    Parameters
    ----------
    ax : Axes
        Flat axes, whose size is settled.
    points : array (k, 2)
        The visited points.
    window : array (2, 2)
        The bounds of the axes.
    """

    def __init__(self, ax: Axes, points: Array, window: Array) -> None:
        self._points, self._window = points, window
        self._width = ax.get_window_extent().width * 72 / ax.figure.dpi
        width, size = (
            matplotlib.rcParams["lines.linewidth"],
            matplotlib.rcParams["lines.markersize"],
        )
        self._scale = 2.4 * size
        thin = {"color": theme().ink, "linestyle": (0, (3, 2)), "linewidth": 0.5 * width}
        self.drop = ax.add_line(Line2D([], [], **thin))
        across = ax.get_xaxis_transform()
        foot = {"marker": "o", "markersize": size, "color": theme().point, "clip_on": False}
        self.foot = ax.add_line(Line2D([], [], linestyle="none", transform=across, **foot))
        ends = {"arrowstyle": "-|>", "shrinkA": 0, "shrinkB": 0, "linewidth": 0.8 * width}
        arrow = FancyArrowPatch((0, 0), (0, 0), transform=across, color=theme().point, **ends)
        self.arrow = ax.add_patch(arrow)

    @property
    def artists(self) -> list[Artist]:
        """Return what moves, lowest first."""
        return [self.drop, self.foot, self.arrow]

    def track(self) -> Array:
        """Return places all along the row where the arrow lies."""
        x, (low, high) = np.linspace(*self._window[0], 100), self._window[1]
        return np.column_stack([x, np.full(100, low + HEIGHT * (high - low))])

    def show(self, step: int) -> None:
        """Place line and arrow at a step; outside the window there is nothing to see."""
        x, y = self._points[step]
        seen = bool(inside(self._points[step], self._window))
        self.drop.set_visible(seen)
        self.foot.set_visible(seen)
        self.drop.set_data([x, x], [self._window[1, 0], y])
        self.foot.set_data([x], [0.0])
        self.arrow.set_visible(False)
        if seen and step + 1 < len(self._points):
            self._reach(x, self._points[step + 1, 0])

    def _reach(self, x: float, further: float) -> None:
        """Lay the arrow from x to the next one, or to the window's edge."""
        end = float(np.clip(further, *self._window[0]))
        length = abs(end - x) / np.ptp(self._window[0])
        if length > SHORT:
            self.arrow.set_visible(True)
            self.arrow.set_positions((x, HEIGHT), (end, HEIGHT))
            self.arrow.set_mutation_scale(min(self._scale, length * self._width / HEAD))


class Current:
    """The number of the current step beside its point; numbers too near to it make way.

    Parameters
    ----------
    ax : Axes
        Flat axes.
    numbers : Numbers
        Those of the first iterates.
    points : array (k, 2)
        The visited points.
    window : array (2, 2)
        The bounds of the axes.
    sides : array (k, 2)
        The unit direction in which the number stands beside its point.
    """

    def __init__(
        self, ax: Axes, numbers: Numbers, points: Array, window: Array, sides: Array
    ) -> None:
        self._numbers, self._points, self._window, self._sides = numbers, points, window, sides
        self._scaled = parts(points, window)
        self.text = ax.annotate(
            "",
            points[0],
            (0, 0),
            textcoords="offset points",
            ha="center",
            va="center",
            color=theme().point,
            fontsize=matplotlib.rcParams["legend.fontsize"],
            fontweight="bold",
            annotation_clip=False,
            bbox=theme().behind(0.8, pad=1),
        )

    def show(self, step: int) -> None:
        """Write the number of a step; the start has a caption, and the last is called the end."""
        seen = step > 0 and bool(inside(self._points[step], self._window))
        self.text.set_visible(seen)
        if seen:
            self.text.xy = self._points[step]
            last = step == len(self._points) - 1
            text, far = ("end", FARTHEST) if last else (str(step), FAR)
            self.text.set(text=text, position=_points(far) * self._sides[step])
        for k, text in self._numbers.numbered:
            near = seen and np.abs(self._scaled[k] - self._scaled[step]).max() < NUMBER_GAP
            text.set_visible(k <= step and not near)


def _points(far: float) -> float:
    """Return a distance in sizes of a marker in points of print."""
    return far * matplotlib.rcParams["lines.markersize"]


def place_beside(ax: Axes, points: Array, sides: Array) -> Array:
    """Return where the numbers of the current steps stand, in data of the axes."""
    shown = ax.transData.transform(points) + _points(FAR) * sides * ax.figure.dpi / 72
    return ax.transData.inverted().transform(shown)
