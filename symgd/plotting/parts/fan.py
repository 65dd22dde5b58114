"""The costs of many runs against the step: all of them pale, and one strong."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from symgd.plotting.parts import formula, windows
from symgd.plotting.parts.heights import above, known_lowest, limits, number_decades, scaling
from symgd.plotting.parts.thinning import drawn
from symgd.plotting.parts.trail import head_style
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import theme
from symgd.run import Run

# Of the lines behind.
OPACITY = 0.35


class Fan:
    """Lines of which one at a time is strong.

    Parameters
    ----------
    ax : Axes
        Flat axes.
    runs : sequence of Run
        The runs; those that fly away or end higher do not stretch the axes.
    """

    def __init__(self, ax: Axes, runs: Sequence[Run]) -> None:
        paths, costs = [run.path for run in runs], [run.costs for run in runs]
        calm = [runs[i] for i in windows.calm(paths, costs)]
        offset = self._scale(ax, runs, [run.costs for run in calm])
        ax.set_xlim(0, max(1.05 * max(run.nit for run in calm), 1))
        ax.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10], integer=True))
        ax.set(xlabel="step", ylabel=f"{formula.call(runs[0].cost)}{offset}")
        ax.grid(True)
        self._lines(ax)

    def _scale(self, ax: Axes, runs: Sequence[Run], calm: Sequence[Array]) -> str:
        """Choose the axis of costs from those of the calm runs and of all starts."""
        leading = [*calm, *(run.costs[:1] for run in runs)]
        reference, offset = scaling(leading, known_lowest(runs[0].cost))
        self.heights = [run.costs for run in runs]
        if reference is None:
            ax.set_ylim(limits(leading, "linear"))
            return offset
        ax.set_yscale("log")
        low, high = limits([above(costs, reference) for costs in leading], "log")
        ax.set_ylim(low, high)
        number_decades(ax)
        # What is not above the reference leaves the axes at the bottom: a line ends there.
        self.heights = [np.maximum(costs - reference, 1e-3 * low) for costs in self.heights]
        return offset

    def _lines(self, ax: Axes) -> None:
        """Draw the pale lines, and make the strong one."""
        width = matplotlib.rcParams["lines.linewidth"]
        steps = [np.arange(len(values)) for values in self.heights]
        kept = [drawn(ax, *pair) for pair in zip(steps, self.heights, strict=True)]
        self.points = [
            np.column_stack([numbers, values[numbers]])
            for numbers, values in zip(kept, self.heights, strict=True)
        ]
        pale = {"colors": theme().line, "alpha": OPACITY, "linewidths": 0.6 * width}
        ax.add_collection(LineCollection(self.points, **pale), autolim=False)
        self.line = ax.add_line(Line2D([], [], color=theme().ink, lw=width))
        self.head = ax.add_line(Line2D([], [], linestyle="none", **head_style(None)))

    @property
    def artists(self) -> list[Artist]:
        """Return what moves."""
        return [self.line, self.head]

    def show(self, k: int) -> None:
        """Draw run k strongly."""
        self.line.set_data(*self.points[k].T)
        self.head.set_data(*self.points[k][-1:].T)
