"""Numbers of a run against the step: a narrow picture of its own, or one beside another."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.gridspec import GridSpec
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator

from symgd.plotting.parts import formula, windows
from symgd.plotting.parts.thinning import drawn, until
from symgd.plotting.parts.trail import head_style
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import theme

# Below this ratio of the largest number to the smallest, powers of ten are too few for an axis.
FEW = 50.0


class Strip:
    """Growing lines, one for each coordinate.

    Parameters
    ----------
    ax : Axes
        Flat axes.
    steps : array (k,)
        The steps, in order.
    values : array (k, m)
        The numbers of each step and coordinate; nan is not drawn.
    log : bool
        Whether equal factors are equal distances; what is not positive is then not drawn.
    ticks : tuple of int
        How many numbers there is room for along each axis.
    """

    def __init__(
        self, ax: Axes, steps: Array, values: Array, log: bool, ticks: tuple[int, int] = (3, 3)
    ) -> None:
        self.ax, self._steps = ax, steps
        self.values = np.where(values > 0, values, np.nan) if log else values
        looks = theme().looks[: values.shape[1]]
        width = matplotlib.rcParams["lines.linewidth"]
        self.lines = [
            ax.add_line(Line2D([], [], color=look.colour, linestyle=look.line, lw=width))
            for look in looks
        ]
        heads = [head_style(look) | {"markersize": 3 * width} for look in looks]
        self.heads = [ax.add_line(Line2D([], [], linestyle="none", **head)) for head in heads]
        ax.set_xlim(0, max(1.06 * steps[-1], 1.0) if len(steps) else 1.0)
        ax.xaxis.set_major_locator(MaxNLocator(ticks[0], steps=[1, 2, 5, 10], integer=True))
        ax.grid(True)
        known = windows.finite(self.values)
        if log:
            _factors(ax, known)
        else:
            ax.set_ylim(*windows.value_range(known, known, below=0.1, above=0.1))
            ax.yaxis.set_major_locator(MaxNLocator(ticks[1], steps=[1, 2, 5, 10]))
        self._kept = drawn(ax, steps, self.values)

    @property
    def artists(self) -> list[Artist]:
        """Return what moves."""
        return [*self.lines, *self.heads]

    def name(self, names: Sequence[str], size: float) -> None:
        """Name the lines above them, where the axes are made taller, in letters of a size."""
        how = {"loc": "upper right", "ncols": 2, "handlelength": 1.6, "columnspacing": 1.2}
        self.ax.legend(self.samples(), names, fontsize=size, **how).set_in_layout(False)
        low, high = self.ax.transScale.transform(np.column_stack([[1, 1], self.ax.get_ylim()]))
        top = self.ax.transScale.inverted().transform(high + 0.25 * (high - low))[1]
        self.ax.set_ylim(top=min(top, 1e300))

    def samples(self) -> list[Line2D]:
        """Return lines for a legend."""
        return [
            Line2D([], [], color=look.colour, linestyle=look.line, marker=look.marker)
            for look in theme().looks[: len(self.lines)]
        ]

    def show(self, step: int) -> None:
        """Show the numbers up to a step."""
        end = int(np.searchsorted(self._steps, step, side="right"))
        shown = until(self._kept, end - 1)[:end]
        for column, line, head in zip(self.values.T, self.lines, self.heads, strict=True):
            line.set_data(self._steps[shown], column[shown])
            head.set_data(self._steps[:end][-1:], column[:end][-1:])


def _factors(ax: Axes, known: Array) -> None:
    """Make an axis of equal factors over positive numbers."""
    ax.set_yscale("log")
    low, high = (known.min(), known.max()) if known.size else (1.0, 1.0)
    few = high < FEW * low
    margin = max(1.5, 3.0 * (low / high) ** 0.5) if few else (high / low) ** 0.08
    ax.set_ylim(max(low / margin, 1e-300), min(high * margin, 1e300))
    if few:
        ax.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: formula.number(value, 1)))
        ax.yaxis.minorticks_off()


def split(
    ax: Axes,
    heights: Sequence[float] = (1,),
    widths: Sequence[float] = (1,),
    gaps: tuple[float, float] = (0.45, 0.25),
) -> list[Axes]:
    """Divide the room of axes among several, of which they themselves are the first.

    Parameters
    ----------
    ax : Axes
        Flat axes.
    heights, widths : sequences of float
        The parts of the rows, or of the columns.
    gaps : tuple of float
        The distance of the columns and of the rows, in parts of their mean size, where no layout
        engine chooses it.
    """
    shape = {"height_ratios": heights, "width_ratios": widths}
    if ax.figure.get_layout_engine() is None:
        shape |= {"wspace": gaps[0], "hspace": gaps[1]}
    figure, spec, size = ax.figure, ax.get_subplotspec(), (len(heights), len(widths))
    current = figure.gca()
    if spec:
        grid = spec.subgridspec(*size, **shape)
        ax.set_subplotspec(grid[0])
        others = [figure.add_subplot(place) for place in list(grid)[1:]]
    else:
        box = ax.get_position(original=True)
        edges = {"left": box.x0, "right": box.x1, "bottom": box.y0, "top": box.y1}
        first, *rest = (place.get_position(figure) for place in GridSpec(*size, **edges, **shape))
        ax.set_position(first)
        others = [figure.add_axes(place) for place in rest]
    figure.sca(current)  # what pyplot draws next goes where it would have gone
    return [ax, *others]
