"""Several runs side by side, each in a panel of its own with a word on how it went."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import matplotlib
from matplotlib.axes import Axes
from matplotlib.text import Annotation
from matplotlib.ticker import MaxNLocator

from symgd.manner import manner
from symgd.plotting.parts import formula
from symgd.plotting.parts.batches import labels as named
from symgd.plotting.parts.strip import split
from symgd.plotting.style import sizes
from symgd.plotting.views.base import View, folded, over
from symgd.plotting.views.contour import Contour
from symgd.plotting.views.curve import Curve
from symgd.run import Run

# Number of runs -> rows and columns.
GRIDS = {2: (1, 2), 3: (1, 3), 4: (1, 4), 5: (2, 3), 6: (2, 3), 7: (2, 4), 8: (2, 4)}
# Number of columns -> size of letters and marks, beside those of a picture of one panel.
SCALES = {2: 0.9, 3: 0.8, 4: 0.72}
# Number of columns -> how many numbers there is room for under a panel.
NUMBERS = {2: 5, 3: 4, 4: 3}
# Between the lines over a panel, and under the lowest of them, in heights of letters.
LINE, FOOT = 1.25, 0.4


class Walk(Curve):
    """The curve with lines from point to point: without a tangent they tell the order."""

    joined: ClassVar[bool] = True


class Panels(View):
    """A panel for each run, all with one window, moving together.

    Over each stands what was tried and, once its run has ended, how it went.
    """

    name = "panels"
    fewest = 2

    def __init__(self, runs: Sequence[Run]) -> None:
        super().__init__(runs)
        self.manners = [manner(run) for run in self.runs]
        kind = Walk if self.cost.n == 1 else Contour
        self.parts = [kind([run]).within(self, k) for k, run in enumerate(self.runs)]

    @staticmethod
    def fits(n: int) -> bool:
        """Tell whether there is a picture for a panel."""
        return n in (1, 2)

    def draw(self, ax: Axes, roomy: bool) -> None:
        """Draw the panels in the room of the axes, in smaller letters."""
        rows, self._columns = GRIDS[len(self.runs)]
        self.breadth = ax.get_window_extent().width
        self._normal = {name: matplotlib.rcParams[name] for name in sizes(1.0)}
        with matplotlib.rc_context(sizes(SCALES[self._columns])):
            labels = self._labels(ax)
            room = FOOT + LINE * (1 + max(label.count("\n") for label in labels) + self._stacked)
            self.raised = SCALES[self._columns] * room
            panels = split(ax, (1,) * rows, (1,) * self._columns, (0.1, _gap(ax, rows, room)))
            self.panels = panels[: len(self.runs)]
            for unused in panels[len(self.runs) :]:
                unused.remove()
            self._caption(labels)
            for part, panel in zip(self.parts, self.panels, strict=True):
                _few_numbers(panel, NUMBERS[self._columns])
                part.draw(panel, roomy)
                self._keep_outer(panel)

    def _labels(self, ax: Axes) -> list[str]:
        """Return the labels in lines that fit a panel, and see whether the words fit beside."""
        size = matplotlib.rcParams["font.size"]
        self._room = 0.9 * self.breadth * 72 / ax.figure.dpi / self._columns
        labels = [
            _two_lines(folded(label, int(self._room / (0.6 * size)))) for label in named(self.runs)
        ]
        together = [f"{label}      {how}" for label, how in zip(labels, self.manners, strict=True)]
        self._stacked = any("\n" in t or formula.width(t, size) > self._room for t in together)
        return labels

    def _caption(self, labels: Sequence[str]) -> None:
        """Write what was tried over each panel, and the word that is seen at the end of its run."""
        self.words: list[Annotation] = []
        for panel, label, how in zip(self.panels, labels, self.manners, strict=True):
            over(panel, label, FOOT + LINE * self._stacked).set_va("bottom")
            word = over(panel, how, FOOT, 0.0 if self._stacked else 1.0)
            word.set(weight="bold", ha="left" if self._stacked else "right", va="bottom")
            size = word.get_fontsize()
            bold = 1.1 * formula.width(how, size)
            word.set_fontsize(size * min(1.0, self._room / bold))
            self.words.append(self.add(word))

    def furnish(self, ax: Axes, roomy: bool) -> None:
        """Write title and status line once all panels look like the first, over this."""
        if ax is not self.panels[0]:
            return
        first = {name: getattr(ax, f"get_{name}")() for name in ("xlim", "ylim", "xlabel")}
        for panel in self.panels:
            panel.set(**first)
            self._keep_outer(panel)
        with matplotlib.rc_context(self._normal):
            # The layout would widen the first panel for a long title; it sees a space instead.
            over(ax, " ", self.raised + 1.9).set_fontsize(1.2 * matplotlib.rcParams["font.size"])
            self._title = over(ax, "", self.raised + 1.9)
            self._title.set_in_layout(False)
            super().furnish(ax, roomy)

    def entitle(self, ax: Axes, left: float, room: float) -> None:
        """Write the title over all panels."""
        size = 1.2 * matplotlib.rcParams["font.size"]
        text, fitted = formula.title(self.cost, None, room * 72 / ax.figure.dpi, size)
        self._title.set(text=text, fontsize=fitted)

    def legend(self, ax: Axes, roomy: bool) -> None:
        """Leave out a legend: each panel has its caption."""

    def _keep_outer(self, panel: Axes) -> None:
        """Keep the numbers and names of the axes at the left and the lower edge alone."""
        k = self.panels.index(panel)
        if k % self._columns:
            panel.tick_params(labelleft=False, left=False)
            panel.set_ylabel("")
            panel.yaxis.get_offset_text().set_visible(False)
        if k + self._columns < len(self.panels):
            panel.tick_params(labelbottom=False, bottom=False)
            panel.set_xlabel("")
            panel.xaxis.get_offset_text().set_visible(False)

    def show(self, step: int) -> None:
        """Place what moves in each panel, and say how the runs that have ended went."""
        self.say(step)
        ways = zip(self.runs, self.parts, self.words, strict=True)
        for place, (run, part, word) in enumerate(ways):
            part.show(step)
            word.set_visible(self.iterate(place, step) >= run.nit)


def _gap(ax: Axes, rows: int, room: float) -> float:
    """Return the distance of the rows beside their height, with so many letters between."""
    letters = room * matplotlib.rcParams["font.size"] * ax.figure.dpi / 72
    free = max(ax.get_window_extent().height - (rows - 1) * letters, letters)
    return letters * rows / free


def _few_numbers(panel: Axes, most: int) -> None:
    """Choose few and small numbers, also on axes that were made for a whole picture."""
    for name, axis in (("x", panel.xaxis), ("y", panel.yaxis)):
        axis.set_major_locator(MaxNLocator(most if name == "x" else 4, steps=[1, 2, 5, 10]))
        axis.set_tick_params(labelsize=matplotlib.rcParams[f"{name}tick.labelsize"])
        axis.label.set_size(matplotlib.rcParams["axes.labelsize"])


def _two_lines(label: str) -> str:
    """Return the first two lines of a label; the numbers that matter most come first."""
    lines = label.split("\n")
    return label if len(lines) <= 2 else f"{lines[0]}\n{lines[1]} …"
