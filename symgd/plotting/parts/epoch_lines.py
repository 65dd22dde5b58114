"""What a run over data adds to its costs: each batch pale, and the data held out dashed."""

from __future__ import annotations

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Annotation

from symgd.plotting.parts.thinning import drawn, until
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import Look, theme

# Opacity and width, beside other lines, of the costs of batches: alone, and of several runs.
PALE, THIN = (0.4, 0.22), 0.3
# A name under a line that is this low, in parts of the axes, would stand on their edge.
LOW = 0.16
# More marks than this on a line cover each other.
MARKS = 24


class Batches:
    """The cost that each step saw, pale and thin.

    Parameters
    ----------
    ax : Axes
        Axes with their limits.
    along, heights : arrays (nit,)
        Where each batch is drawn.
    look : Look, optional
        The look of one run among several.
    """

    def __init__(self, ax: Axes, along: Array, heights: Array, look: Look | None) -> None:
        self.line = ax.add_line(Line2D([], [], **pale_style(look)))
        self._along, self._heights = along, heights
        self._kept = drawn(ax, along, heights)

    def show(self, end: int) -> None:
        """Show the batches of the steps up to an iterate."""
        shown = until(self._kept, end - 1) if end else self._kept[:0]
        self.line.set_data(self._along[shown], self._heights[shown])


class HeldOut:
    """The cost of the data held out, at the ends of the epochs, with its name beside it.

    Parameters
    ----------
    ax : Axes
        Axes with their limits.
    ends : array (epochs + 1,)
        The iterates at which it was noted.
    along, heights : arrays (epochs + 1,)
        Where it is drawn.
    look : Look, optional
        The look of one run among several.
    above : bool
        Whether the name stands over the line.
    """

    def __init__(
        self, ax: Axes, ends: Array, along: Array, heights: Array, look: Look | None, above: bool
    ) -> None:
        colour, size = look.colour if look else theme().slope, matplotlib.rcParams["font.size"]
        self._ends, self._along, self._heights = ends, along, heights
        self.line = ax.add_line(Line2D([], [], color=colour, **held_out_style()))
        self.line.set_markevery(every(len(ends)))
        self.name, self._above, self._gap = _name(ax, colour), above, 0.6 * size

    def show(self, end: int) -> None:
        """Show what was noted up to an iterate, and the name at the last of it."""
        count = int(np.searchsorted(self._ends, end, side="right"))
        self.line.set_data(self._along[:count], self._heights[:count])
        place = self._along[count - 1], self._heights[count - 1]
        ax = self.name.axes
        across, up = ax.transAxes.inverted().transform(ax.transData.transform(place))
        above = self._above or up < LOW
        self.name.xy, self.name.xyann = place, (0, self._gap if above else -self._gap)
        self.name.set(ha="left" if across < 0.25 else "right", va="bottom" if above else "top")
        self.name.set_visible(bool(np.isfinite(place[1])))


def _name(ax: Axes, colour: str) -> Annotation:
    where = {"textcoords": "offset points", "annotation_clip": False}
    where |= {"bbox": theme().behind(0.7, pad=0.5)}
    size = matplotlib.rcParams["legend.fontsize"]
    return ax.annotate("held out", (0, 1), (0, 0), color=colour, fontsize=size, **where)


def pale_style(look: Look | None) -> dict[str, object]:
    """Return how the costs of batches are drawn."""
    width, alpha = THIN * matplotlib.rcParams["lines.linewidth"], PALE[look is not None]
    return {"color": look.colour if look else theme().line, "linewidth": width, "alpha": alpha}


def held_out_style() -> dict[str, object]:
    """Return how the cost of data held out is drawn, in the colour of its run."""
    size = matplotlib.rcParams["lines.markersize"]
    marks = {"marker": "d", "markersize": 0.9 * size, "markerfacecolor": theme().paper}
    return {"linestyle": (0, (4, 1.5)), **marks, "markeredgewidth": size / 5}


def every(count: int) -> int:
    """Return how many points lie between marks that do not cover each other."""
    return max(1, -(-count // MARKS))
