"""The arrow along which an optimizer's memory pulls, on the contour."""

from __future__ import annotations

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from matplotlib.patheffects import withStroke

from symgd.plotting.parts import formula, windows
from symgd.plotting.parts.placing import freest
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import theme

SLOPES, PULL = "against the slope", "pull of the memory"
DASHES = (0, (1.6, 0.7))
# Longer than the arrow along the slope: where both point the same way, both heads are seen.
LENGTH = 0.16
# A pull that is this small a part of the strongest one has the direction of rounding.
FAINT = 1e-6


class Pull:
    """An arrow from the current point; its length says nothing.

    Parameters
    ----------
    ax : Axes
        The axes of the contour.
    points : array (k, 2)
        The visited points.
    window : array (2, 2)
        The bounds of the axes.
    box : float
        Height of the axes divided by their width.
    pulls : array (k, 2)
        The step that the memory alone would make from each point.
    """

    def __init__(self, ax: Axes, points: Array, window: Array, box: float, pulls: Array) -> None:
        self._points, self._window = points, window
        across, up = (pulls / (window[:, 1] - window[:, 0])).T
        self.pulls, self._seen = pulls, np.hypot(across, box * up)
        self._least = FAINT * self._seen.max()
        self.arrow = ax.add_patch(FancyArrowPatch((0, 0), (0, 0), **_style()))

    def show(self, step: int) -> None:
        """Lay the arrow at a step; without a pull, or outside the window, there is none."""
        point, pull, length = self._points[step], self.pulls[step], self._seen[step]
        drawn = self._least < length < windows.LIMIT and windows.inside(point, self._window)
        self.arrow.set_visible(bool(drawn))
        if drawn:
            self.arrow.set_positions(point, point + LENGTH / length * pull)


def _style() -> dict[str, object]:
    """Return how the arrow is drawn: in dashes, on a white rim."""
    width, size = matplotlib.rcParams["lines.linewidth"], matplotlib.rcParams["lines.markersize"]
    ends = {"shrinkA": 0, "shrinkB": 0, "arrowstyle": "-|>", "mutation_scale": 2.4 * size}
    ends |= {"capstyle": "butt", "joinstyle": "miter"}  # round ends would close the gaps
    rim = [withStroke(linewidth=2.4 * width, foreground=theme().paper)]
    dashes = {"linewidth": 1.3 * width, "linestyle": DASHES, "path_effects": rim}
    return ends | {"color": theme().pull} | dashes


def samples(pulls: bool) -> dict[str, Line2D]:
    """Return the names of the arrows on a contour, each with a line for a legend."""
    head = {"marker": ">", "markersize": 1.2 * matplotlib.rcParams["lines.markersize"]}
    slope = Line2D([], [], color=theme().slope, **head)
    pull = Line2D([], [], color=theme().pull, linestyle=DASHES, **head)
    return {SLOPES: slope} | ({PULL: pull} if pulls else {})


def name_arrows(ax: Axes, pulls: bool, size: float) -> None:
    """Name the arrows of the contour, in letters of a size, at the top of otherwise empty axes."""
    named = samples(pulls)
    place = {"loc": "upper right", "borderaxespad": 0, "borderpad": 0, "handlelength": 1.8}
    place |= {"frameon": False, "fontsize": size}
    ax.legend(named.values(), named.keys(), **place).set_in_layout(False)


def name_inside(ax: Axes, path: Array) -> None:
    """Name both arrows in the corner that a path, in parts of the axes, leaves free."""
    letters = FontProperties(size=matplotlib.rcParams["legend.fontsize"])
    named, size = samples(pulls=True), 0.8 * letters.get_size_in_points()
    room = 0.94 * ax.get_window_extent().width * 72 / ax.figure.dpi
    size *= min(1.0, room / (formula.width(PULL, size) + 4.5 * size))
    place = {"borderaxespad": 0.4, "borderpad": 0.3, "handlelength": 2.0, "labelspacing": 0.3}
    legend = ax.legend(named.values(), named.keys(), loc="upper right", fontsize=size, **place)
    legend.set_in_layout(False)
    ax.figure.canvas.figure.draw_without_rendering()
    box = legend.get_window_extent()
    extent = np.array([box.width, box.height]) / ax.get_window_extent().size
    corners = np.array([[1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]])
    best = freest(corners + (0.5 - corners) * (extent + 0.04), extent, path)
    legend.set_loc(
        f"{'upper' if best[1] > 0.5 else 'lower'} {'right' if best[0] > 0.5 else 'left'}"
    )
    frame = legend.get_frame()
    legend.set_frame_on(True)
    frame.set(facecolor=theme().paper, edgecolor="none", alpha=0.75)
