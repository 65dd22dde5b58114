"""The cost against the step or the samples seen; equal factors are equal distances."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from matplotlib.ticker import MaxNLocator
from numpy.typing import NDArray

from symgd.plotting.parts import formula
from symgd.plotting.parts.batches import batch_costs, labels, moments
from symgd.plotting.parts.epoch_lines import Batches, HeldOut, every, pale_style
from symgd.plotting.parts.heights import above, known_lowest, limits, number_decades, scaling
from symgd.plotting.parts.thinning import drawn, until
from symgd.plotting.parts.trail import head_style
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import Look, theme
from symgd.plotting.views.base import View, folded
from symgd.run import Run

# What is said where a run comes to the lowest cost, which is known, or only the lowest seen.
REACHED, SEEN = "reaches the minimum exactly", "lowest cost seen"
# Words that take more than this part of the width are written in two lines.
BROAD = 0.6

# Batches may lie outside the range of the other costs by so many times; what is farther is cut.
BEYOND = 5.0
# Room for a legend over the costs of one run, in parts of the height.
HEAD = 0.16

Places = NDArray[np.bool_]


class CostCurve(View):
    """The cost of each step; a straight line down is a constant rate.

    Runs that went through batches are drawn against the samples seen: the cost of all data with a
    mark at the ends of epochs, and pale the cost of each batch.
    """

    name = "cost"

    @staticmethod
    def fits(n: int) -> bool:
        """Tell that any number of variables will do."""
        return True

    def draw(self, ax: Axes, roomy: bool) -> None:
        """Choose the axis and make the lines."""
        self.along = [moments(run) if self.batched else np.arange(len(run)) for run in self.runs]
        self.stops = [stops(run) for run in self.runs]
        # What is held out may cost less than the least of the data that were learnt from.
        lowest = None if any(map(held_out, self.runs)) else known_lowest(self.cost)
        self._scale(ax, lowest)
        self._name_axes(ax)
        ax.grid(True)
        self.furnish(ax, roomy)
        self.heights = [self._raised(ax, costs) for costs in self.whole_costs]
        self._lines(ax)
        self._reached(ax, REACHED if lowest is not None else SEEN)

    @property
    def batched(self) -> bool:
        """Whether a run went through batches, so that samples are counted."""
        return any(run.in_batches for run in self.runs)

    def _scale(self, ax: Axes, lowest: float | None) -> None:
        """Choose scale and limits by the costs of all data; batches may lie a little outside."""
        told = [costs[at] for costs, at in zip(self.whole_costs, self.stops, strict=True)]
        told += [run.validation_costs for run in self.runs if held_out(run)]
        self.reference, self.offset = scaling(told, lowest)
        scale = "linear" if self.reference is None else "log"
        ax.set_yscale(scale)
        batches = [batch_costs(run) for run in self.runs if run.in_batches]
        told = [self._above(costs) for costs in told]
        low, high = limits([*told, *spread(told, [self._above(b) for b in batches])], scale)
        last = max(along[-1] for along in self.along)
        if self.batched and self.alone and not self.whole:
            high = with_head(low, high, scale)
        ax.set(xlim=(0, max(1.03 * last, 1)), ylim=(low, high))
        if scale == "log":
            number_decades(ax)

    def _above(self, costs: Array) -> Array:
        """Return costs as they are drawn; nan where they have no height."""
        return costs if self.reference is None else above(costs, self.reference)

    def _raised(self, ax: Axes, costs: Array) -> Array:
        """Return costs as they are drawn, the lowest on the lower edge of the axes."""
        raised = self._above(costs)
        return np.where(lowest_places(costs, raised), ax.get_ylim()[0], raised)

    def _name_axes(self, ax: Axes) -> None:
        """Write what is drawn, and number the samples so that millions can be read."""
        ax.xaxis.set_major_locator(MaxNLocator(7, steps=[1, 2, 5, 10], integer=True))
        ax.set(xlabel="step", ylabel=f"{formula.call(self.cost)}{self.offset}")
        if self.batched:
            ax.set_xlabel(_samples_seen(ax, self.runs[0].epochs.samples))
            ax.xaxis.set_major_formatter(number)
            few = 6 if self.alone else 4  # numbers are long, and a legend takes room
            ax.xaxis.set_major_locator(MaxNLocator(few, steps=[1, 2, 2.5, 5, 10], integer=True))

    def _reached(self, ax: Axes, words: str) -> None:
        """Mark where runs first come to the lowest cost, which is at the end of no log axis."""
        first = [self._first_lowest(place) for place in range(len(self.runs))]
        told = sum(k is not None for k in first) == 1
        self.reached: list[tuple[int, Artist]] = []
        for place, (k, colour) in enumerate(zip(first, self.pointing, strict=True)):
            if k is not None:
                time, x = int(self.clock.times[self._first + place][k]), self.along[place][k]
                self.reached.append((time, self.add(ax.add_line(_floor_mark(ax, x, colour)))))
                if told:
                    when = f"after {x:,} samples" if self.batched else f"at step {k}"
                    self.reached.append((time, self.add(_floor_words(ax, f"{words} {when}", x))))

    def _first_lowest(self, place: int) -> int | None:
        """Return the first of the told iterates of a run that has no height, if one has none."""
        costs = self.whole_costs[self._first + place]
        at = self.stops[place]
        lowest = at[lowest_places(costs[at], self._above(costs[at]))]
        return int(lowest[0]) if lowest.size else None

    def _lines(self, ax: Axes) -> None:
        """Make a growing line for each run, and its last point."""
        self.lines: list[Line2D] = []
        self.heads: list[Line2D] = []
        self.batches = self._batches(ax)
        self.kept = [
            at if run.in_batches else drawn(ax, along, values)
            for run, at, along, values in zip(
                self.runs, self.stops, self.along, self.heights, strict=True
            )
        ]
        for run, look in self._looks:
            line = Line2D([], [], **_line_style(run, look))
            point = Line2D([], [], **head_style(look))
            self.lines.append(self.add(ax.add_line(line)))
            self.heads.append(self.add(ax.add_line(point)))
            point.set_clip_on(False)
        self.held_out = self._held_out(ax)

    def _batches(self, ax: Axes) -> list[Batches | None]:
        """Make the pale lines, which lie under all others, the most restless lowest."""
        made: list[Batches | None] = [None] * len(self.runs)
        some = [k for k, run in enumerate(self.runs) if run.in_batches and run.nit]
        for k in sorted(some, key=lambda k: self.runs[k].epochs.batch_size):
            heights = self._raised(ax, batch_costs(self.runs[k]))
            made[k] = Batches(ax, self.along[k][:-1], heights, self.looks[k])
            self.add(made[k].line)
        return made

    def _held_out(self, ax: Axes) -> list[HeldOut | None]:
        """Make the lines of the data held out, each with its name."""
        made: list[HeldOut | None] = []
        for run, along, look in zip(self.runs, self.along, self.looks, strict=True):
            if not held_out(run):
                made.append(None)
                continue
            ends, costs = run.epochs.ends, run.validation_costs
            over = bool(costs[-1] >= run.epoch_costs[-1])
            made.append(HeldOut(ax, ends, along[ends], self._raised(ax, costs), look, over))
            self.add(made[-1].line)
            self.add(made[-1].name)
            if not self.alone:
                made[-1].name.set(color=theme().ink, text="" if any(made[:-1]) else "held out")
        return made

    def legend(self, ax: Axes, roomy: bool) -> None:
        """Name the runs, and beside them the pale lines."""
        if not self.batched:
            super().legend(ax, roomy)
            return
        names = ["all data"] if self.alone else [folded(label) for label in labels(self.runs)]
        lines = [Line2D([], [], **_line_style(r, look)) for r, look in self._looks]
        pale = Line2D([], [], **pale_style(None))
        place = {"loc": "upper left", "bbox_to_anchor": (1.01, 1.0)} if roomy else {"loc": "best"}
        place = {"loc": "upper right", "ncols": 2} if self.alone else place
        ax.legend([*lines, pale], [*names, "a batch"], **place)

    @property
    def _looks(self) -> list[tuple[Run, Look | None]]:
        return list(zip(self.runs, self.looks, strict=True))

    def show(self, step: int) -> None:
        """Show the costs up to a step."""
        self.say(step)
        for place, (along, values) in enumerate(zip(self.along, self.heights, strict=True)):
            end = self.iterate(place, step)
            shown = until(self.kept[place], end)
            self.lines[place].set_data(along[shown], values[shown])
            self.heads[place].set_data(along[end : end + 1], values[end : end + 1])
            for more in (self.batches[place], self.held_out[place]):
                if more:
                    more.show(end)
        for first, artist in self.reached:
            artist.set_visible(step >= first)


def _samples_seen(ax: Axes, count: int) -> str:
    """Return what the axis counts, as long as it fits."""
    size = FontProperties(size=matplotlib.rcParams["axes.labelsize"]).get_size_in_points()
    room = ax.get_window_extent().width * 72 / ax.figure.dpi
    told = (f"samples seen (one epoch = {count:,})", f"samples (epoch = {count:,})")
    return next((text for text in told if formula.width(text, size) <= room), "samples seen")


def with_head(low: float, high: float, scale: str) -> float:
    """Return an upper bound that leaves room for a legend in one line over all costs."""
    if scale == "linear":
        return high + HEAD * (high - low)
    return 10 ** min(np.log10(high) + HEAD * (np.log10(high) - np.log10(low)), 300.0)


def stops(run: Run) -> NDArray[np.intp]:
    """Return the iterates whose cost of all data is told: with batches the ends of epochs."""
    if not run.in_batches:
        return np.arange(len(run))
    return np.unique(np.append(run.epochs.ends, run.nit))


def held_out(run: Run) -> bool:
    """Tell whether the cost of data held out was noted."""
    return run.validation_costs is not None


def spread(told: Sequence[Array], batches: Sequence[Array]) -> list[Array]:
    """Return what batches add to the range of the axis: no more than a factor of `BEYOND`."""
    every, known = np.concatenate(told), np.concatenate([np.empty(0), *batches])
    every, known = every[np.isfinite(every)], known[np.isfinite(known)]
    if not known.size or not every.size:
        return []
    return [np.clip(np.quantile(known, [0.2, 0.995]), every.min() / BEYOND, every.max() * BEYOND)]


def _line_style(run: Run, look: Look | None) -> dict[str, object]:
    """Return how the cost of all data is drawn; with batches its marks are ends of epochs."""
    style: dict[str, object] = {"color": theme().ink}
    if look:
        style = {"color": look.colour, "linestyle": look.line}
    if run.in_batches:
        size = 0.7 * matplotlib.rcParams["lines.markersize"]
        style |= {"marker": look.marker if look else "o", "markersize": size}
        style["markevery"] = every(len(run.epochs.costs))
    return style


def number(value: float, position: int | None = None) -> str:
    """Return a number of samples that is short enough for an axis."""
    for size, letter in ((1e9, " G"), (1e6, " M")):
        if abs(value) >= size:
            return f"{value / size:g}{letter}"
    return f"{value:,.0f}"


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
