"""A sheet for a lecture: the descent, its cost against the step, and the numbers of this step."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import matplotlib
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.text import Annotation, Text
from matplotlib.ticker import MaxNLocator

from symgd.plotting.parts import formula
from symgd.plotting.parts.batches import labels
from symgd.plotting.parts.strip import split
from symgd.plotting.parts.updating import is_plain, sides
from symgd.plotting.views.base import WIDE, View, folded, over, settle, write
from symgd.plotting.views.contour import Contour
from symgd.plotting.views.cost_curve import CostCurve
from symgd.plotting.views.curve import Curve
from symgd.run import Run

# Between the two lines of numbers over the axes, in heights of letters.
LINE = 1.5

# The step is named before the cost if the line then need not shrink by more than this.
SQUEEZED = 1.4
# An update whose letters would be smaller than this part of the others gives way to its result.
SMALLEST = 0.55
# Between the numbers on the left and those on the right, in pixels.
GAP = 24


class Sheet(View):
    """The curve or the contour beside the cost against the step, moving together.

    Over them stands, for a run alone, the update of this step in numbers.
    """

    name = "sheet"

    def __init__(self, runs: Sequence[Run]) -> None:
        super().__init__(runs)
        kind = Curve if self.cost.n == 1 else Contour
        self.descent = kind(self.runs).within(self)
        self.costs = CostCurve(self.runs).within(self)
        self.raised = LINE if self.alone else 0.0
        self._heading: Annotation | None = None

    @staticmethod
    def fits(n: int) -> bool:
        """Tell whether there is a picture to stand beside the costs."""
        return n in (1, 2)

    def draw(self, ax: Axes, roomy: bool) -> None:
        """Draw both pictures in the room of the axes."""
        self.breadth = ax.get_window_extent().width
        self._left, self._right = split(ax, widths=(1.2, 1))
        for axis in (ax.xaxis, ax.yaxis):
            # Ticks that follow the axes' size, as that follows the ticks, never settle.
            axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
        self.costs.draw(self._right, roomy)
        self._right.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10], integer=True))
        self.descent.draw(ax, roomy)
        if roomy:  # The numbers of the window just chosen may be wider.
            settle(ax)

    def furnish(self, ax: Axes, roomy: bool) -> None:
        """Write title and legend, and make the lines of numbers, for both pictures."""
        if ax is not self._left:
            return
        super().furnish(ax, roomy)
        if self.alone:
            self.under = self.add(over(ax, "", 0.45))
            self.aside = [self.add(over(self._right, "", up)) for up in (0.45 + LINE, 0.45)]

    def heading(self, ax: Axes, text: str, left: float, size: float, pad: float) -> Text:
        """Return the title over both pictures, of which the layout sees the height alone.

        It would widen the first picture up to the middle of a long title.
        """
        lines = "\n".join(" " for _ in text.split("\n"))
        high = max(formula.reach(text, size)[0] / (1.2 * size), 1.0)
        ax.set_title(lines, loc="left", fontsize=1.1 * high * size, pad=pad)
        if self._heading is None:
            self._heading = over(ax, "", 0.0, left)
            self._heading.set_in_layout(False)
        self._heading.set(text=text, fontsize=size, position=(0, pad))
        return self._heading

    def legend(self, ax: Axes, roomy: bool) -> None:
        """Name several runs once: under both pictures or, on the user's own axes, inside."""
        if self.alone:
            return
        if not roomy:
            labels = self._labels(20)
            size = _size() * min(1.0, 0.9 * _points(ax, self._right.bbox.width) / _wide(labels))
            self._right.legend(self.samples(), labels, loc="best", fontsize=size)
            return
        labels = self._labels(36)
        most = max(1, int(_points(ax, ax.figure.bbox.width) / _wide(labels)))
        # As many rows as needed, and no more columns than fill them.
        columns = ceil(len(labels) / ceil(len(labels) / most))
        place = {"loc": "outside lower center", "ncols": columns}
        ax.figure.legend(self.samples(), labels, **place)

    def _labels(self, most: int) -> list[str]:
        return [folded(label, most) for label in labels(self.runs)]

    def hides(self, step: int) -> bool:
        """Tell whether the run alone is outside the window at a step."""
        return self.descent.hides(step)

    def show(self, step: int) -> None:
        """Place what moves in both pictures at a step."""
        self.say(step)
        self.descent.show(step)
        self.costs.show(step)

    def say(self, step: int) -> None:
        """Write the update of this step on the left, and what it led to on the right."""
        if not self.alone:
            super().say(step)
            return
        k = min(step, self.alone.nit)
        left, right = (ax.get_window_extent() for ax in (self._left, self._right))
        room = right.x0 - left.x0 - GAP
        write([self.status, self.under], self._point(k, _points(self._left, room)), room)
        write(self.aside, self._height(k, _points(self._right, right.width)), 1.1 * right.width)

    def _point(self, k: int, room: float) -> list[str]:
        """Return two lines: the coordinates, with their updates where the rule is gd itself."""
        run = self.alone
        parts = [sides(self.alone, i, k, self._digits) for i in range(self.cost.n)]
        told = [" = ".join(part) for part in parts]
        if len(told) == 2 and not is_plain(self.alone):
            told = ["   ".join(told)]
        widest = max(formula.width(text, matplotlib.rcParams["font.size"]) for text in told)
        if is_plain(run) and SMALLEST * widest > room:
            told = [f"{part[0]} = {part[-1]}" for part in parts]
        length = formula.number(run.step_sizes[k - 1]) if k else ""
        return [*told, f"step length = {length}" if k else ""][:2]

    @property
    def _digits(self) -> int:
        return 4 if self.cost.n == 1 else 3

    def _height(self, k: int, room: float) -> list[str]:
        """Return two lines: the step with its cost, and the slope.

        In narrow axes the step, which the coordinates tell too, is left out.
        """
        run = self.alone
        step = f"step {k}".ljust(len(f"step {self.last}"), WIDE)
        cost = f"f = {formula.number(self.whole_costs[0][k])}"
        if formula.width(f"{step}   {cost}", matplotlib.rcParams["font.size"]) <= SQUEEZED * room:
            cost = f"{step}   {cost}"
        name = "slope of the batch" if run.in_batches and k < run.nit else "slope"
        slope = [f"|{name}| = {formula.number(run.slopes[k])}"]
        if k and run.layout.varies:
            slope.append(f"α = {formula.short(run.learning_rates[k - 1])}")
        if self.hides(k):
            slope.append("out of view")
        return [cost, "   ".join(slope)]


def _size() -> float:
    """Return the size of a legend's letters in points."""
    return FontProperties(size=matplotlib.rcParams["legend.fontsize"]).get_size_in_points()


def _wide(labels: Sequence[str]) -> float:
    """Return the width of a column of labels and their lines in points."""
    lines = [line for label in labels for line in label.split("\n")]
    return max(formula.width(line, _size()) for line in lines) + 6 * _size()


def _points(ax: Axes, pixels: float) -> float:
    return pixels * 72 / ax.figure.dpi
