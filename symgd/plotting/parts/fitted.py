"""A prediction from one input as a line over the samples, with its earlier places."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from symgd.plotting.frames import thinned
from symgd.plotting.parts.predicting import Predictor, axis_name, stages
from symgd.plotting.parts.samples import FEW, Shown, bounds, scatter
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import Look, theme
from symgd.run import Run

# Places at which a curve is evaluated.
POINTS = 240
# So many earlier lines stay, chosen among so many iterates.
EARLIER, ASKED = 7, 400
# Lines are drawn up to so many heights outside the window.
BEYOND = 10.0
# The first line is shown if it is no farther from the samples than this part of their height.
NEAR = 0.8


class Fitted:
    """The line of each run over the samples of one input and its target.

    A run alone leaves the lines of some earlier iterates, coloured by their order, and has a bar
    from each sample to its line where the samples are few.
    """

    def __init__(
        self,
        runs: Sequence[Run],
        looks: Sequence[Look | None],
        predictor: Predictor,
        shown: Shown,
    ) -> None:
        self.runs, self.looks, self.predictor, self.shown = runs, looks, predictor, shown
        self.alone = runs[0] if looks[0] is None else None
        self.bars: LineCollection | None = None
        self.earlier: list[tuple[int, Line2D]] = []

    def frame(self, ax: Axes) -> None:
        """Choose the window, and draw the samples."""
        x, y = self.shown.inputs[0], self.shown.target
        self.window = np.array([bounds(x, 0.06), bounds(self._heights_shown(), 0.12)])
        found = self.predictor.prediction
        ax.set(xlim=self.window[0], ylim=self.window[1], xlabel=axis_name(found.inputs[0]))
        upright = len(found.target) == 1
        ax.set_ylabel(axis_name(found.target), rotation=0 if upright else 90)
        ax.grid(True)
        self.dots = scatter(ax, np.column_stack([x, y]), None, self.shown.places)

    def _heights_shown(self) -> Array:
        """Return the targets, and those ends of the first lines that are not far from them."""
        x, y = self.shown.inputs, self.shown.target
        ends = np.array([[x.min(), x.max()]])
        starts = np.array([run.path[0] for run in self.runs])
        first = self.heights(starts, ends[0]).ravel()
        reach = NEAR * np.ptp(y)
        near = (y.min() - reach <= first) & (first <= y.max() + reach)
        return np.concatenate([y, first[near]])

    def make(self, ax: Axes) -> list[Artist]:
        """Return what moves, lowest first."""
        self.x = np.linspace(*self.window[0], POINTS)
        wide = 1.2 * matplotlib.rcParams["lines.linewidth"]
        self.lines = [ax.add_line(line_of(look, wide)) for look in self.looks]
        # Few samples lie over the lines, which else would hide them.
        dots = [self.dots] if len(self.shown) <= FEW else []
        if not self.alone:
            return [*self.lines, *dots]
        self._leave(ax, 0.7 * wide)
        if len(self.shown) <= FEW:
            style = {"colors": theme().pull, "linewidths": 0.6 * wide}
            self.bars = ax.add_collection(LineCollection([], **style), autolim=False)
        bars = [self.bars] if self.bars else []
        return [*(line for _, line in self.earlier), *bars, *self.lines, *dots]

    def _leave(self, ax: Axes, width: float) -> None:
        """Make the lines of earlier iterates, at even distances along the way of the line."""
        steps = thinned(self.alone.nit, ASKED)
        curves = self._curves(self.alone.path[steps], self.x[:: POINTS // 12])
        parts = np.abs(np.diff(curves, axis=0)) / np.ptp(self.window[1])
        kept = steps[stages(np.fmin(np.nan_to_num(parts), 1.0).max(axis=1), EARLIER)]
        colours = theme().order(np.log1p(kept) / max(np.log1p(self.alone.nit), 1.0))
        for step, colour, y in zip(
            kept.tolist(), colours, self._curves(self.alone.path[kept], self.x), strict=True
        ):
            line = Line2D(self.x, y, color=colour, lw=width, alpha=0.8)
            self.earlier.append((step, ax.add_line(line)))

    def _curves(self, points: Array, x: Array) -> Array:
        """Return the lines (k, s) of iterates (k, n) at places x (s,), within drawable bounds."""
        low, high = self.window[1]
        beyond = BEYOND * (high - low)
        return np.clip(self.heights(points, x), low - beyond, high + beyond)

    def heights(self, points: Array, x: Array) -> Array:
        """Return the predictions (k, s) of iterates (k, n) at places x (s,)."""
        return self.predictor.at(points, x[None])[0]

    def show(self, step: int) -> None:
        """Place the lines and the bars at a step."""
        for run, line in zip(self.runs, self.lines, strict=True):
            k = min(step, run.nit)
            line.set_data(self.x, self._curves(run.path[k : k + 1], self.x)[0])
        for reached, line in self.earlier:
            line.set_visible(reached < step)
        if self.bars:
            self.bars.set_segments(self._residuals(min(step, self.alone.nit)))

    def _residuals(self, k: int) -> Array:
        """Return the ways (s, 2, 2) from the samples to the line of an iterate."""
        x, y = self.shown.inputs[0], self.shown.target
        ends = self._curves(self.alone.path[k : k + 1], x)[0]
        known = np.isfinite(ends)
        return np.array([[x, y], [x, ends]])[:, :, known].transpose(2, 0, 1)

    def hides(self, step: int) -> bool:
        """Tell whether the line of the run alone is outside the window at a step."""
        if not self.alone:
            return False
        k = min(step, self.alone.nit)
        low, high = self.window[1]
        line = self._curves(self.alone.path[k : k + 1], self.x)[0]
        # A steep line passes between two of the places.
        return not (np.nanmin(line, initial=high) < high and np.nanmax(line, initial=low) > low)

    def told(self, k: int) -> list[str]:
        """Return what else is to be said of an iterate."""
        return []

    @property
    def keys(self) -> list[tuple[Line2D, str]]:
        """Return the classes, for a legend."""
        return []


def line_of(look: Look | None, width: float) -> Line2D:
    """Return an empty line for the current iterate of a run."""
    style = {"color": look.colour, "ls": look.line} if look else {"color": theme().point}
    return Line2D([], [], lw=width, **style)


class Chance(Fitted):
    """The curve 1/(1 + exp(−score)) between two labels, and where it changes sides."""

    def frame(self, ax: Axes) -> None:
        """Choose the window, and draw the samples at their labels."""
        self.labels = classes_of(self.shown.target)
        super().frame(ax)
        ax.set_yticks(self.labels)

    def make(self, ax: Axes) -> list[Artist]:
        """Return what moves, lowest first."""
        style = {"linewidths": 0.6 * matplotlib.rcParams["lines.linewidth"], "linestyles": "--"}
        colours = [look.colour if look else theme().ink for look in self.looks]
        self.sides = [
            ax.add_collection(LineCollection([], colors=colour, **style), autolim=False)
            for colour in colours
        ]
        return [*self.sides, *super().make(ax)]

    def heights(self, points: Array, x: Array) -> Array:
        """Return the curves (k, s) of iterates (k, n) at places x (s,)."""
        low, high = self.labels
        # The logistic function, written so that it does not overflow.
        return low + (high - low) * (0.5 + 0.5 * np.tanh(super().heights(points, x) / 2))

    def show(self, step: int) -> None:
        """Place the curves, and a line where each score is 0."""
        super().show(step)
        for run, side in zip(self.runs, self.sides, strict=True):
            k = min(step, run.nit)
            zeros = crossings(self.x, self.predictor.at(run.path[k : k + 1], self.x[None])[0, 0])
            side.set_segments([[(x, self.window[1, 0]), (x, self.window[1, 1])] for x in zeros])

    def told(self, k: int) -> list[str]:
        """Return how many samples are on the right side."""
        scores = self.predictor.at(self.alone.path[k : k + 1], self.shown.inputs)[0, 0]
        return right(self.shown, (scores > 0) == (self.shown.target == self.labels[1]))


def crossings(x: Array, values: Array) -> Array:
    """Return where values change their sign, between the places x.

    Examples
    --------
    >>> crossings(np.array([0.0, 1.0, 2.0]), np.array([-1.0, 3.0, 3.0]))
    array([0.25])
    """
    values = np.clip(values, -1e100, 1e100)
    k = np.flatnonzero(np.sign(values[:-1]) * np.sign(values[1:]) < 0)
    return x[k] + (x[k + 1] - x[k]) * values[k] / (values[k] - values[k + 1])


def classes_of(target: Array) -> Array:
    """Return two labels, the lower first, also where only one of 0 and 1, or −1 and 1, is seen."""
    seen = np.unique(target)
    if len(seen) == 1:
        seen = np.array([-1.0, 1.0]) if seen[0] == -1 else np.array([0.0, 1.0])
    return seen


def right(shown: Shown, hits: Array) -> list[str]:
    """Return how many samples are told right, if all are shown."""
    return [] if shown.told else [f"{int(hits.sum())} of {len(shown)} right"]
