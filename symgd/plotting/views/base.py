"""What all views have in common: a still ground, and artists that move with the step."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar, Self, TypeVar

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Annotation, Text
from matplotlib.ticker import MaxNLocator, ScalarFormatter

from symgd.plotting.parts import formula
from symgd.plotting.parts.batches import Clock, labels, whole_costs
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import LIGHT, Look, theme
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
    #: What a step of this view shows.
    shows: ClassVar[str] = "iterate"
    #: The fewest runs that it makes sense for, and the most that can be told apart.
    fewest: ClassVar[int] = 1
    most: ClassVar[float] = len(LIGHT.looks)
    #: Whether its last frame shows all the others too.
    cumulative: ClassVar[bool] = False
    #: Whether there is room for words at the edge where a run leaves.
    worded: ClassVar[bool] = True
    #: Whether it shows two of many variables, if these are chosen.
    pairs: ClassVar[bool] = False
    #: How far the title stands above the axes, in font sizes; between them is the status line.
    above: ClassVar[float] = 1.9
    #: Whether the ground changes from frame to frame, and is drawn anew.
    turns = False
    #: Room between the axes and the status line for lines of our own, in heights of letters.
    raised = 0.0

    def __init__(self, runs: Sequence[Run]) -> None:
        self.runs = tuple(runs)
        self.cost = self.runs[0].cost
        self.moving: list[Artist] = []
        #: What shows where the next point will be, and is hidden while the class is asked.
        self.ahead: list[Artist] = []
        self.whole: View | None = None
        self._first = 0
        #: Width in pixels of the place that several axes share; 0 where one has it all.
        self.breadth = 0.0
        self._reach = math.inf

    def within(self, whole: View, first: int = 0) -> Self:
        """Become a part of another view, which furnishes the axes and says the numbers.

        Parameters
        ----------
        whole : View
            A view of these runs, and perhaps of others that share the window.
        first : int
            The place of the first run among those of the whole.
        """
        self.whole, self._first = whole, first
        self.moving, self.ahead = whole.moving, whole.ahead
        return self

    @staticmethod
    @abstractmethod
    def fits(n: int) -> bool:
        """Tell whether a cost of n variables can be drawn so."""

    @cached_property
    def clock(self) -> Clock:
        """What a step of this view counts, if it shows runs as they go on."""
        return self.whole.clock if self.whole else Clock.of(self.runs)

    @cached_property
    def whole_costs(self) -> list[Array]:
        """The cost of all data at every iterate of each run of the picture."""
        return self.whole.whole_costs if self.whole else [whole_costs(run) for run in self.runs]

    @property
    def last(self) -> int:
        """Return the number of the last step of the longest run."""
        return self.clock.last

    @property
    def pictures(self) -> int:
        """Return how many steps of the picture have something new to show."""
        return self.clock.pictures if self.shows == "iterate" else self.last + 1

    def iterate(self, place: int, step: int) -> int:
        """Return the iterate that one of the runs has reached at a step of the picture."""
        return self.clock.reached(self._first + place, step)

    @property
    def still(self) -> int:
        """Return the step that stands for all in a still picture."""
        return self.last

    def again(self) -> View:
        """Return the same view with nothing drawn, for another figure."""
        return type(self)(self.runs)

    @property
    def shared(self) -> tuple[Run, ...]:
        """Return the runs that the window is made for."""
        return self.whole.runs if self.whole else self.runs

    @property
    def beside_others(self) -> bool:
        """Whether other runs of the picture have axes of their own, and say their part there."""
        return len(self.runs) < len(self.shared)

    @property
    def says_exits(self) -> bool:
        """Whether words tell where a run leaves the picture."""
        return self.worded and not self.beside_others

    @property
    def alone(self) -> Run | None:
        """Return the run if it is the only one of the picture."""
        return self.runs[0] if len(self.shared) == 1 else None

    @property
    def looks(self) -> tuple[Look | None, ...]:
        """Return the look of each run; one alone has none, and shows its order by colour."""
        if self.alone:
            return (None,)
        return theme().looks[self._first : self._first + len(self.runs)]

    @property
    def pointing(self) -> list[str]:
        """Return the colour in which each run points somewhere."""
        return [look.colour if look else theme().point for look in self.looks]

    @property
    def named(self) -> str | None:
        """Return what the title says beside the cost: the run, if it is the only one."""
        return self.alone.label if self.alone else None

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
        if self.whole:
            self.whole.furnish(ax, roomy)
            return
        room = self.breadth or 1.1 * ax.get_window_extent().width
        self._reach = math.inf if roomy else room
        self.head(ax, 0.0, room)
        self.legend(ax, roomy)
        if roomy:
            settle(ax)
            before = self._title.get_text()
            self.entitle(ax, 0.0, 0.97 * ax.figure.bbox.width - ax.get_window_extent().x0)
            if self._title.get_text() != before:  # other lines leave other room
                settle(ax)

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
        self.status = self.add(over(ax, "", 0.45 + self.raised, left))

    def entitle(self, ax: Axes, left: float, room: float) -> None:
        """Write the title into a room of so many pixels, above that of the status line."""
        size = matplotlib.rcParams["font.size"]
        text, fitted = formula.title(self.cost, self.named, room * 72 / ax.figure.dpi, 1.2 * size)
        # A fraction reaches down to the status line, letters do not.
        deeper = max(formula.reach(text, fitted)[1] - 0.35 * size, 0.0)
        pad = (self.above + self.raised) * size + deeper
        self._title = self.heading(ax, text, left, fitted, pad)

    def heading(self, ax: Axes, text: str, left: float, size: float, pad: float) -> Text:
        """Return the title, so many points over the axes."""
        return ax.set_title(text, loc="left", x=left, fontsize=size, pad=pad)

    def say(self, step: int) -> None:
        """Write the status line: the step and, for a run alone, its point and cost."""
        if self.whole:
            return
        parts = [self.time(step).ljust(len(self.time(self.last)), WIDE)]
        if self.alone:
            parts += self._numbers(min(step, self.alone.nit))
        if self.hides(step):
            parts = [*(part.rstrip(WIDE) for part in parts), "out of view"]
        write([self.status], ["   ".join(parts)], self._reach)

    def time(self, step: int) -> str:
        """Return in words where the runs are at a step of the picture."""
        return f"step {step}" if self.clock.unit == "step" else f"after {step:,} samples"

    def hides(self, step: int) -> bool:
        """Tell whether the run alone is outside the window at a step."""
        return False

    def _numbers(self, step: int) -> list[str]:
        """Return the point, of at most two variables, and the cost."""
        run, names = self.alone, [formula.upright(v) for v in self.cost.variables]
        pairs = zip(names, run.path[step], strict=True) if len(names) <= 2 else []
        digits = 4 if len(names) == 1 else 3
        told = [(name, formula.number(value, digits)) for name, value in pairs]
        told.append(("f", formula.number(self.whole_costs[0][step], digits)))
        return [f"{name} = {value.ljust(digits + 4, WIDE)}" for name, value in told]

    def legend(self, ax: Axes, roomy: bool) -> None:
        """Name the runs beside the axes or, on the user's own axes, where there is room."""
        if self.alone:
            return
        names = [folded(label) for label in labels(self.runs)]
        place = {"loc": "upper left", "bbox_to_anchor": (1.01, 1.0)} if roomy else {"loc": "best"}
        ax.legend(self.samples(), names, **place)

    def samples(self) -> list[Line2D]:
        """Return a line for each of several runs, for a legend."""
        return [
            Line2D([], [], color=look.colour, marker=look.marker, linestyle=look.line)
            for look in self.looks
        ]


def settle(ax: Axes) -> None:
    """Let the layout find its place, as axes know their size only then."""
    ax.figure.canvas.figure.draw_without_rendering()


def over(ax: Axes, text: str, up: float, left: float = 0.0) -> Annotation:
    """Write a line over axes, so many heights of letters up."""
    size = matplotlib.rcParams["font.size"]
    place = {"xycoords": "axes fraction", "textcoords": "offset points", "va": "baseline"}
    return ax.annotate(text, (left, 1), (0, up * size), fontsize=size, **place)


def write(lines: Sequence[Annotation], texts: Sequence[str], reach: float = math.inf) -> None:
    """Write lines over axes, all of them smaller where one would leave the figure.

    Parameters
    ----------
    lines : sequence of Annotation
        Made by `over` at the same distance from the left.
    texts : sequence of str
        What to write.
    reach : float
        How long they may be, in pixels.
    """
    ax, size = lines[0].axes, matplotlib.rcParams["font.size"]
    start, _ = ax.transAxes.transform(lines[0].xy)
    room = min(0.96 * ax.figure.bbox.width - start, reach) * 72 / ax.figure.dpi
    wide = max(formula.width(text, size) for text in texts)
    for line, text in zip(lines, texts, strict=True):
        line.set(text=text, fontsize=size * min(1.0, room / wide))


def number_axes(ax: Axes, window: Array) -> None:
    """Make the numbers legible: those of a narrow window far from zero tell the difference."""
    # The power or the common part belongs over its numbers: over the axes is the status line.
    ax.yaxis.get_offset_text().set(ha="right", x=-0.025)
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
