"""The filmstrip: a run at a few of its steps, side by side, for print."""

from __future__ import annotations

import math
from collections.abc import Sequence

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from symgd.plotting.style import sizes
from symgd.plotting.views.base import View
from symgd.plotting.views.contour import Contour
from symgd.plotting.views.curve import Curve
from symgd.run import Run

# The most panels, and how many of them show the first steps.
MOST, FIRST = 6, 4
# Letters, lines and markers are so much smaller than in a picture of its own.
SMALL = 0.72
# Between panels, in parts of the room of all; and over each for its caption, in font sizes.
GAP, CAPTION = 0.02, 1.5


class Panel(View):
    """A picture of a run up to one step, with that written over it and nothing else."""

    worded = False

    def furnish(self, ax: Axes, roomy: bool) -> None:
        """Make the caption, over the axes."""
        gap = 0.35 * matplotlib.rcParams["font.size"]
        place = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "baseline"}
        self.status = self.add(ax.annotate("", (0, 1), (0, gap), **place))

    def say(self, step: int) -> None:
        """Write the caption."""
        self.status.set_text(f"step {step}" + (", out of view" if self.hides(step) else ""))


class CurvePanel(Panel, Curve):
    """The curve in small, without the slope in numbers."""

    def _helpers(self, ax: Axes) -> None:
        """Make the tangent, and take its label away."""
        super()._helpers(ax)
        self.moving.remove(self.tangent.text)
        self.tangent.text.remove()


class ContourPanel(Panel, Contour):
    """The contour in small, without a name for what the first panel shows."""

    def _name_start(self, ax: Axes) -> None:
        """Write nothing."""

    def _name_arrows(self, ax: Axes) -> None:
        """Leave the arrows without names, for which there is no room."""


class Filmstrip(View):
    """Up to six panels that share one window; in an animation they come one by one."""

    name = "strip"
    shows = "panel"
    most = 1
    cumulative = True
    # There is no status line under the title.
    above = 0.3
    pairs = True

    def __init__(self, runs: Sequence[Run]) -> None:
        super().__init__(runs)
        self.steps = chosen(self.runs[0].nit)

    @staticmethod
    def fits(n: int) -> bool:
        """Tell whether there are one or two variables."""
        return n in (1, 2)

    @property
    def last(self) -> int:
        """Return the number of the last panel, which is what a step shows."""
        return len(self.steps) - 1

    def axes(self, figure: Figure) -> Axes:
        """Return axes in whose room `draw` puts the panels."""
        figure.set_layout_engine("none")
        return figure.add_axes(_room(figure, lines=1))

    def draw(self, ax: Axes, roomy: bool) -> None:
        """Draw the panels, and the title over them."""
        ax.set_axis_off()
        self.entitle(ax, 0.0, ax.get_window_extent().width)
        if roomy and "\n" in ax.get_title(loc="left"):
            ax.set_position(_room(ax.figure, lines=2))
        panel = CurvePanel if self.cost.n == 1 else ContourPanel
        self.panels = [panel(self.runs) for _ in self.steps]
        columns = -(-len(self.steps) // rows(len(self.steps)))
        with matplotlib.rc_context(sizes(SMALL)):
            places = divided(ax, len(self.steps))
            for k, place in enumerate(places):
                self.panels[k].draw(place, roomy=False)
                _outer(place, left=k % columns == 0, bottom=k + columns >= len(places))
        for panel in self.panels:
            for artist in panel.moving:
                self.add(artist)
            self.ahead += panel.ahead

    def show(self, step: int) -> None:
        """Show the panels up to one of them."""
        for k, (panel, reached) in enumerate(zip(self.panels, self.steps, strict=True)):
            for artist in panel.moving:
                artist.set_visible(True)
            panel.show(reached)
            if k > step:
                for artist in panel.moving:
                    artist.set_visible(False)


def _room(figure: Figure, lines: int) -> tuple[float, float, float, float]:
    """Return the room of the panels, under a title of so many lines."""
    size = matplotlib.rcParams["font.size"] * figure.dpi / 72
    across, up = size / np.array(figure.bbox.size)
    left, low, high = 4.0 * across, 2.8 * up, 1 - (0.7 + 1.5 * lines) * up
    return left, low, 1 - 0.8 * across - left, high - low


def chosen(last: int) -> list[int]:
    """Return the steps shown: all of a short run; else the first, one on the way, and the last.

    Examples
    --------
    >>> chosen(4), chosen(75)
    ([0, 1, 2, 3, 4], [0, 1, 2, 3, 15, 75])
    """
    if last < MOST:
        return list(range(last + 1))
    # The way slows down: the middle of the factors, not of the steps.
    return [*range(FIRST), round(math.sqrt((FIRST - 1) * last)), last]


def rows(count: int) -> int:
    """Return the number of rows of so many panels."""
    return 1 if count <= 3 else 2


def divided(ax: Axes, count: int) -> list[Axes]:
    """Return so many axes inside the room of others, row by row, with captions over them."""
    down = rows(count)
    columns = -(-count // down)
    letters = matplotlib.rcParams["font.size"] * ax.figure.dpi / 72
    caption = CAPTION * letters / ax.get_window_extent().height
    width, height = (1 - (columns - 1) * GAP) / columns, 1 / down - caption
    return [
        ax.inset_axes([k % columns * (width + GAP), 1 - (k // columns + 1) / down, width, height])
        for k in range(count)
    ]


def _outer(ax: Axes, left: bool, bottom: bool) -> None:
    """Keep the labels at the outer sides only."""
    ax.tick_params(left=left, labelleft=left, bottom=bottom, labelbottom=bottom)
    ax.xaxis.label.set_visible(bottom)
    ax.yaxis.label.set_visible(left)
