"""The arrow along which an optimizer's memory pulls, on the contour."""

from __future__ import annotations

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch
from matplotlib.patheffects import withStroke

from symgd.plotting.parts import windows
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import theme
from symgd.plotting.views.contour import ARROW, Contour

SLOPES, PULL = "against the slope", "pull of the memory"
DASHES = (0, (1.6, 0.7))
# Longer than the arrow along the slope: where both point the same way, both heads are seen.
LENGTH = 1.45 * ARROW
# A pull that is this small a part of the strongest one has the direction of rounding.
FAINT = 1e-6


class Pull:
    """An arrow from the current point; its length says nothing.

    Parameters
    ----------
    ax : Axes
        The axes of the contour.
    contour : Contour
        The contour, drawn.
    pulls : array (k, 2)
        The step that the memory alone would make from each point.
    """

    def __init__(self, ax: Axes, contour: Contour, pulls: Array) -> None:
        self._points, self._window = contour.trails[0].points, contour.window
        across, up = (pulls / (self._window[:, 1] - self._window[:, 0])).T
        self._pulls, self._seen = pulls, np.hypot(across, contour.box * up)
        self._least = FAINT * self._seen.max()
        self.arrow = ax.add_patch(FancyArrowPatch((0, 0), (0, 0), **_style()))

    def show(self, step: int) -> None:
        """Lay the arrow at a step; without a pull, or outside the window, there is none."""
        point, pull, length = self._points[step], self._pulls[step], self._seen[step]
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


def name_arrows(ax: Axes, pulls: bool, size: float) -> None:
    """Name the arrows of the contour, in letters of a size, at the top of otherwise empty axes."""
    head = {"marker": ">", "markersize": 1.2 * matplotlib.rcParams["lines.markersize"]}
    slope = Line2D([], [], color=theme().slope, **head)
    pull = Line2D([], [], color=theme().pull, linestyle=DASHES, **head)
    named = {SLOPES: slope} | ({PULL: pull} if pulls else {})
    place = {"loc": "upper right", "borderaxespad": 0, "borderpad": 0, "handlelength": 1.8}
    place |= {"frameon": False, "fontsize": size}
    ax.legend(named.values(), named.keys(), **place).set_in_layout(False)
