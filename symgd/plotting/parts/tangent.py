"""The tangent at the current point of a curve, with its slope in numbers."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from numpy.typing import ArrayLike

from symgd.plotting.parts import formula, windows
from symgd.plotting.parts.placing import beside, freest
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import theme

# Half the length of the tangent, in parts of the window's width.
HALF = 0.16
# Distance of the step's number from its point, in points of print.
FAR = 20.0


class Tangent:
    """A line through the current point, whose slope is the derivative there.

    Parameters
    ----------
    ax : Axes
        Flat axes.
    points : array (k, 2)
        The visited points.
    slopes : array (k,)
        The derivative at each of them.
    window : array (2, 2)
        The bounds of the axes.
    obstacles : array (m, 2)
        Points of the curve, which the label should not cover.
    """

    def __init__(
        self, ax: Axes, points: Array, slopes: Array, window: Array, obstacles: Array
    ) -> None:
        self._points, self._slopes, self._window = points, slopes, window
        self._obstacles = self._parts(obstacles)
        area = ax.get_window_extent()
        size = FontProperties(size=matplotlib.rcParams["legend.fontsize"]).get_size_in_points()
        self._size = size
        self._box = np.array([area.width, area.height])
        self._pixels = ax.figure.dpi / 72
        self.line = ax.add_line(Line2D([], [], color=theme().slope))
        ground = theme().behind(0.8, pad=2)
        place = {"transform": ax.transAxes, "ha": "center", "va": "center"}
        self.text = ax.text(0, 0, "", color=theme().slope, fontsize=size, bbox=ground, **place)

    @property
    def artists(self) -> list[Artist]:
        """Return what moves."""
        return [self.line, self.text]

    def avoid(self, labels: Sequence[Annotation]) -> None:
        """Keep the slope's label off others; each counts as much as a piece of the curve."""
        for label in labels:
            shift = np.array(label.get_position()) * self._pixels / self._box
            place = self._parts(np.array(label.xy)) + shift
            self._obstacles = np.vstack([self._obstacles, np.tile(place, (30, 1))])

    def normals(self) -> Array:
        """Return the unit directions that point down from the curve, as they look."""
        return self._normals(self._slopes)

    def _normals(self, slopes: ArrayLike) -> Array:
        """Return the directions at right angles to slopes, shape (k, 2)."""
        steep = np.clip(np.ravel(slopes) * self._steepness(), -1e6, 1e6)
        return np.column_stack([steep, -np.ones(len(steep))]) / np.hypot(steep, 1.0)[:, None]

    def _steepness(self) -> float:
        """Return how steep a slope of 1 looks."""
        across, up = self._box / (self._window[:, 1] - self._window[:, 0])
        return float(up / across)

    def _parts(self, points: Array) -> Array:
        """Return points in parts of the axes."""
        return (points - self._window[:, 0]) / (self._window[:, 1] - self._window[:, 0])

    def show(self, step: int) -> None:
        """Lay the tangent on the curve; outside the window there is nothing to see."""
        point, slope = self._points[step], self._slopes[step]
        seen = windows.inside(point, self._window)
        for artist in self.artists:
            artist.set_visible(bool(seen))
        if seen:
            width = self._window[0, 1] - self._window[0, 0]
            half = HALF * width / np.hypot(1.0, slope * self._steepness())
            move = half * np.array([1.0, slope])
            self.line.set_data(*np.array([point - move, point + move]).T)
            self._write(point, slope, move)

    def _write(self, point: Array, slope: float, move: Array) -> None:
        """Write the slope where it hides neither the curve nor the tangent."""
        self.text.set_text(f"slope = {formula.number(slope)}")
        wide = formula.width(self.text.get_text(), self._size)
        size = self._size * min(1.0, 0.98 * self._box[0] / (wide * self._pixels))
        self.text.set_fontsize(size)
        taken = np.array([wide * size / self._size, 1.3 * size]) * self._pixels / self._box
        line = self._parts(np.linspace(point - move, point + move, 40))
        drop = self._parts(point) * np.column_stack([np.ones(40), np.linspace(0, 1, 40)])
        places = beside(self._parts(point), taken, -1.0 if slope > 0 else 1.0)
        within = np.clip(places, taken / 2, 1 - taken / 2)
        if not (within == places).all(axis=1).any():
            places = within  # Narrow axes have no room but across the point.
        every = np.vstack([self._obstacles, line, drop, self._beside(point, slope)])
        self.text.set_position(freest(places, taken, every))

    def _beside(self, point: Array, slope: float) -> Array:
        """Return where the number of the current step stands, as often as it counts."""
        across = np.column_stack([np.linspace(-FAR, FAR, 5), np.zeros(5)])
        shifts = (1.15 * FAR * self._normals(slope) + across) * self._pixels / self._box
        return np.repeat(self._parts(point) + shifts, 30, axis=0)
