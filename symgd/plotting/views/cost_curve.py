"""The cost against the step, on an axis where equal factors are equal distances."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from symgd.plotting.parts import formula, windows
from symgd.plotting.parts.thinning import drawn, until
from symgd.plotting.parts.trail import head_style
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import theme
from symgd.plotting.views.base import View


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
        self.heights, scale, offset = heights([run.costs for run in self.runs], lowest)
        ax.set_yscale(scale)
        ax.set(xlim=(0, max(1.03 * self.last, 1)), ylim=limits(self.heights, scale))
        ax.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10], integer=True))
        ax.set(xlabel="step", ylabel=f"{formula.call(self.cost)}{offset}")
        ax.grid(True)
        self.furnish(ax, roomy)
        self.kept = [drawn(ax, np.arange(len(values)), values) for values in self.heights]
        self._lines(ax)

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


def known_lowest(cost: object) -> float | None:
    """Return the lowest cost among the known minima."""
    if not cost.minima:
        return None
    return min(float(cost(point)) for point in cost.minima)


def heights(costs: Sequence[Array], lowest: float | None) -> tuple[list[Array], str, str]:
    """Return what is drawn, the scale of the axis, and what its label adds.

    Costs above the known lowest are drawn as their difference to it. Without it, positive costs
    are drawn as they are, others as the difference to the lowest seen. What is not positive has
    no place on a logarithmic axis: nan. Where less than a factor of ten is left, the axis is
    linear.

    Parameters
    ----------
    costs : sequence of arrays
        The costs of each run.
    lowest : float or None
        The lowest cost, where it is known.

    Returns
    -------
    heights : list of arrays
        What to draw for each run.
    scale : {"log", "linear"}
        The scale of the axis.
    offset : str
        The end of the axis label, such as " − lowest seen".
    """
    reference, offset = scaling(costs, lowest)
    if reference is None:
        return list(costs), "linear", ""
    return [above(values, reference) for values in costs], "log", offset


def scaling(costs: Sequence[Array], lowest: float | None) -> tuple[float | None, str]:
    """Return what is taken from the costs on a logarithmic axis, and what its label adds.

    Where the axis is linear, that is None.
    """
    every = windows.finite(np.concatenate(costs))
    reference, offset = 0.0, ""
    if lowest is not None and np.isfinite(lowest):
        reference, offset = lowest, " − minimum"
    elif every.size and every.min() <= 0:
        reference, offset = every.min(), " − lowest seen"
    positive = windows.finite(above(np.concatenate(costs), reference))
    if positive.size < 2 or positive.max() < 10 * positive.min():
        return None, ""
    return reference, offset if reference else ""


def above(costs: Array, reference: float) -> Array:
    """Return the positive differences to a reference; nan for what is not above it."""
    return np.where(costs > reference, costs - reference, np.nan)


def limits(values: Sequence[Array], scale: str) -> tuple[float, float]:
    """Return the bounds of the cost axis with a margin."""
    known = windows.finite(np.concatenate(values))
    if scale == "log":
        low, high = np.log10([known.min(), known.max()])
        margin = 0.06 * (high - low)
        return 10 ** max(low - margin, -300.0), 10 ** min(high + margin, 300.0)
    low, high = windows.value_range(known, known, below=0.08, above=0.08)
    return low, high
