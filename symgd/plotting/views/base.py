"""What all views have in common: a still ground, and artists that move with the step."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, TypeVar

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator, ScalarFormatter

from symgd.plotting.parts import formula
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import theme
from symgd.run import Run

AnyArtist = TypeVar("AnyArtist", bound=Artist)

# Above titles, frames and legends: what moves is never hidden.
TOP = 100
# A space as wide as a digit: numbers that change keep their place.
WIDE = "\u2007"
# Numbers of a window that is narrower than this part of its place have too many digits.
NARROW = 1e-4


class View(ABC):
    """One way to draw runs; `draw` makes the ground, `show` places what moves.

    Parameters
    ----------
    runs : sequence of Run
        The runs, all of one cost.
    """

    name: ClassVar[str]
    projection: ClassVar[str | None] = None
    #: Whether the ground changes from frame to frame, and is drawn anew.
    turns = False

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = tuple(runs)
        self.cost = self.runs[0].cost
        self.moving: list[Artist] = []

    @staticmethod
    @abstractmethod
    def fits(n: int) -> bool:
        """Tell whether a cost of n variables can be drawn so."""

    @property
    def last(self) -> int:
        """Return the number of the last step of the longest run."""
        return max(run.nit for run in self.runs)

    @property
    def alone(self) -> Run | None:
        """Return the run if it is the only one."""
        return self.runs[0] if len(self.runs) == 1 else None

    def axes(self, figure: Figure) -> Axes:
        """Return axes for this view in an empty figure."""
        return figure.add_subplot(projection=self.projection)

    @abstractmethod
    def draw(self, ax: Axes, roomy: bool) -> None:
        """Draw the ground and make the moving artists.

        Parameters
        ----------
        ax : Axes
            Where to draw.
        roomy : bool
            Whether the space beside the axes is ours, for a legend or a scale.
        """

    @abstractmethod
    def show(self, step: int) -> None:
        """Place the moving artists at a step."""

    def add(self, artist: AnyArtist) -> AnyArtist:
        """Take an artist as a moving one, above all others, and leave it out of the layout."""
        artist.set_zorder(TOP + len(self.moving))
        artist.set_in_layout(False)
        self.moving.append(artist)
        return artist

    def furnish(self, ax: Axes, roomy: bool) -> None:
        """Write title and legend, and let the layout settle, so that the axes know their size."""
        self.head(ax, 0.0, 1.1 * ax.get_window_extent().width)
        self.legend(ax, roomy)
        if roomy:
            ax.figure.canvas.figure.draw_without_rendering()
            self.entitle(ax, 0.0, 0.97 * ax.figure.bbox.width - ax.get_window_extent().x0)

    def head(self, ax: Axes, left: float, room: float) -> None:
        """Write the title, and make the status line under it.

        Parameters
        ----------
        ax : Axes
            What the title stands over.
        left : float
            Where both begin, in parts of the axes.
        room : float
            Width for the title in pixels.
        """
        self.entitle(ax, left, room)
        size = matplotlib.rcParams["font.size"]
        place = {"xycoords": "axes fraction", "textcoords": "offset points"}
        self.status = self.add(ax.annotate("", (left, 1), (0, 0.45 * size), va="baseline", **place))

    def entitle(self, ax: Axes, left: float, room: float) -> None:
        """Write the title into a room of so many pixels, above that of the status line."""
        size = matplotlib.rcParams["font.size"]
        label = self.alone.label if self.alone else None
        text, fitted = formula.title(self.cost, label, room * 72 / ax.figure.dpi, 1.2 * size)
        # A fraction reaches down to the status line, letters do not.
        deeper = max(formula.reach(text, fitted)[1] - 0.35 * size, 0.0)
        ax.set_title(text, loc="left", x=left, fontsize=fitted, pad=1.9 * size + deeper)

    def say(self, step: int) -> None:
        """Write the status line: the step and, for a run alone, its point and cost."""
        parts = [f"step {step}".ljust(len(f"step {self.last}"), WIDE)]
        if self.alone:
            parts += self._numbers(min(step, self.alone.nit))
        if self.hides(step):
            parts = [*(part.rstrip(WIDE) for part in parts), "out of view"]
        self._write("   ".join(parts))

    def _write(self, text: str) -> None:
        """Write the status line, smaller where it would leave the figure."""
        ax, size = self.status.axes, matplotlib.rcParams["font.size"]
        start, _ = ax.transAxes.transform(self.status.xy)
        room = (0.96 * ax.figure.bbox.width - start) * 72 / ax.figure.dpi
        wide = formula.width(text, size)
        self.status.set(text=text, fontsize=size * min(1.0, room / wide))

    def hides(self, step: int) -> bool:
        """Tell whether the run alone is outside the window at a step."""
        return False

    def _numbers(self, step: int) -> list[str]:
        """Return the point, of at most two variables, and the cost."""
        run, names = self.alone, [formula.upright(v) for v in self.cost.variables]
        pairs = zip(names, run.path[step], strict=True) if len(names) <= 2 else []
        digits = 4 if len(names) == 1 else 3
        told = [(name, formula.number(value, digits)) for name, value in pairs]
        told.append(("f", formula.number(run.costs[step], digits)))
        return [f"{name} = {value.ljust(digits + 4, WIDE)}" for name, value in told]

    def legend(self, ax: Axes, roomy: bool) -> None:
        """Name the runs beside the axes or, on the user's own axes, where there is room."""
        if self.alone:
            return
        lines = [
            Line2D([], [], color=look.colour, marker=look.marker, linestyle=look.line)
            for look in theme().looks[: len(self.runs)]
        ]
        labels = [folded(run.label) for run in self.runs]
        place = {"loc": "upper left", "bbox_to_anchor": (1.01, 1.0)} if roomy else {"loc": "best"}
        ax.legend(lines, labels, **place)


def number_axes(ax: Axes, window: Array) -> None:
    """Make the numbers legible: those of a narrow window far from zero tell the difference."""
    # The power or the common part belongs over its numbers: over the axes is the status line.
    ax.yaxis.get_offset_text().set(ha="right", x=-0.01)
    for axis, bounds in zip((ax.xaxis, ax.yaxis), window, strict=True):
        if np.ptp(bounds) < NARROW * np.abs(bounds).max():
            axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
            axis.set_major_formatter(ScalarFormatter(useOffset=True))


def folded(label: str, most: int = 20) -> str:
    """Return a label in lines of about `most` letters, broken after commas and brackets."""
    lines = [""]
    for piece in formula.plain(label).replace("(", "(\0").replace(", ", ", \0").split("\0"):
        if lines[-1] and len(lines[-1]) + len(piece) > most:
            lines.append("")
        lines[-1] += piece
    return "\n".join(line.rstrip() for line in lines)
