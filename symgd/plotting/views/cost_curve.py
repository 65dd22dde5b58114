"""The cost against the step, on an axis where equal factors are equal distances."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from symgd.plotting.parts import formula
from symgd.plotting.parts.heights import heights, known_lowest, limits, number_decades
from symgd.plotting.parts.thinning import drawn, until
from symgd.plotting.parts.trail import head_style
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import theme
from symgd.plotting.views.base import View

# What is said where a run comes to the lowest cost, which is known, or only the lowest seen.
REACHED, SEEN = "reaches the minimum exactly", "lowest cost seen"
# Words that take more than this part of the width are written in two lines.
BROAD = 0.6

Places = NDArray[np.bool_]


class CostCurve(View):
    """The cost of each step; a straight line down is a constant rate."""

    name = "cost"

    @staticmethod
    def fits(n: int) -> bool:
        """Tell that any number of variables will do."""
        return True

    def draw(self, ax: Axes, roomy: bool) -> None:
        """Choose the axis and make the lines."""
        lowest = known_lowest(self.cost)
        costs = [run.costs for run in self.runs]
        raised, scale, offset = heights(costs, lowest)
        ax.set_yscale(scale)
        ax.set(xlim=(0, max(1.03 * self.last, 1)), ylim=limits(raised, scale))
        if scale == "log":
            number_decades(ax)
        ax.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10], integer=True))
        ax.set(xlabel="step", ylabel=f"{formula.call(self.cost)}{offset}")
        ax.grid(True)
        self.furnish(ax, roomy)
        bottom = [lowest_places(cost, value) for cost, value in zip(costs, raised, strict=True)]
        edge = ax.get_ylim()[0]
        self.heights = [np.where(b, edge, value) for b, value in zip(bottom, raised, strict=True)]
        self.kept = [drawn(ax, np.arange(len(values)), values) for values in self.heights]
        self._lines(ax)
        self._reached(ax, bottom, REACHED if lowest is not None else SEEN)

    def _reached(self, ax: Axes, bottom: Sequence[Places], words: str) -> None:
        """Mark where runs first come to the lowest cost, which is at the end of no log axis."""
        first = [int(places.argmax()) if places.any() else None for places in bottom]
        told = sum(step is not None for step in first) == 1
        colours = self.pointing
        self.reached: list[tuple[int, Artist]] = []
        for step, colour in zip(first, colours, strict=True):
            if step is not None:
                self.reached.append((step, self.add(ax.add_line(_floor_mark(ax, step, colour)))))
                if told:
                    text = _floor_words(ax, f"{words} at step {step}", step)
                    self.reached.append((step, self.add(text)))

    def _lines(self, ax: Axes) -> None:
        """Make a growing line for each run, and its last point."""
        self.lines: list[Line2D] = []
        self.heads: list[Line2D] = []
        for look in self.looks:
            line = Line2D([], [], color=theme().ink)
            if look:
                line.set(color=look.colour, linestyle=look.line)
            point = Line2D([], [], **head_style(look))
            self.lines.append(self.add(ax.add_line(line)))
            self.heads.append(self.add(ax.add_line(point)))
            point.set_clip_on(False)

    def show(self, step: int) -> None:
        """Show the costs up to a step."""
        self.say(step)
        for run, values, kept, line, point in zip(
            self.runs, self.heights, self.kept, self.lines, self.heads, strict=True
        ):
            end = min(step, run.nit)
            shown = until(kept, end)
            line.set_data(shown, values[shown])
            point.set_data([end], values[end : end + 1])
        for first, artist in self.reached:
            artist.set_visible(step >= first)


def lowest_places(costs: Array, above: Array) -> Places:
    """Tell where a cost is known, but not above the lowest one, so that it has no height."""
    return np.isfinite(costs) & np.isnan(above)


def _floor_mark(ax: Axes, step: int, colour: str) -> Line2D:
    """Return a mark on the lower edge of the axes that points down."""
    size = 1.8 * matplotlib.rcParams["lines.markersize"]
    look = {"marker": 11, "markersize": size, "color": colour, "markeredgecolor": theme().ink}
    place = {"transform": ax.get_xaxis_transform(), "clip_on": False}
    return Line2D([step], [0.0], linestyle="none", **look, **place)


def _floor_words(ax: Axes, text: str, step: int) -> Annotation:
    """Write words over a mark on the lower edge, towards the middle of the axes."""
    size, gap = matplotlib.rcParams["legend.fontsize"], matplotlib.rcParams["lines.markersize"]
    right, place = step < 0.45 * ax.get_xlim()[1], (step, 0.0)
    room = ax.get_window_extent().width * 72 / ax.figure.dpi
    shift = (1.2 * gap if right else -2.4 * gap, 1.2 * gap)
    if formula.width(text, size) > BROAD * room:
        text = text.replace(" at step", "\nat step")
        if not right:  # A cost that falls to the end leaves the lower left corner free.
            right, place, shift = True, (0.0, 0.0), (1.2 * gap, 1.2 * gap)
    where = {"xycoords": ax.get_xaxis_transform(), "textcoords": "offset points"}
    where |= {"ha": "left" if right else "right", "va": "bottom", "annotation_clip": False}
    where |= {"bbox": theme().behind(0.8, pad=1)}
    return ax.annotate(text, place, shift, color=theme().ink, fontsize=size, **where)
