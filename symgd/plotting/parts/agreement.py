"""Predictions against what was measured, for any number of inputs."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from symgd.plotting.parts.predicting import Predictor, axis_name
from symgd.plotting.parts.samples import FEW, Shown, area, bounds, dot_style
from symgd.plotting.parts.windows import Array, inside
from symgd.plotting.style import Look, theme
from symgd.run import Run


class Agreement:
    """A dot for each sample, which lies on the diagonal where its prediction is right."""

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

    def frame(self, ax: Axes) -> None:
        """Choose the window, the same both ways, and draw the diagonal."""
        side = bounds(self.shown.target, 0.12)
        self.window = np.array([side, side])
        name = axis_name(self.predictor.prediction.target)
        ax.set(xlim=side, ylim=side, xlabel=f"{name} measured", ylabel=f"{name} predicted")
        ax.grid(True)
        thin = 0.6 * matplotlib.rcParams["lines.linewidth"]
        style = {"color": theme().ink, "ls": "--", "lw": thin}
        self.diagonal = ax.plot(side, side, scalex=False, scaley=False, **style)[0]

    def make(self, ax: Axes) -> list[Artist]:
        """Return what moves, lowest first."""
        count = len(self.shown)
        self.dots = [
            ax.scatter([], [], s=area(count), **dot_style(look, count)) for look in self.looks
        ]
        if self.alone and len(self.shown) <= FEW:
            width = 0.7 * matplotlib.rcParams["lines.linewidth"]
            bars = LineCollection([], colors=theme().pull, linewidths=width)
            self.bars = ax.add_collection(bars, autolim=False)
        return [*([self.bars] if self.bars else []), *self.dots]

    def _points(self, run: Run, step: int) -> Array:
        """Return measured and predicted values (s, 2) of an iterate, as far as they are near."""
        k = min(step, run.nit)
        values = self.predictor.at(run.path[k : k + 1], self.shown.inputs)[0, 0]
        (low, high) = self.window[1]
        values = np.clip(values, low - 10 * (high - low), high + 10 * (high - low))
        return np.column_stack([self.shown.target, values])[np.isfinite(values)]

    def show(self, step: int) -> None:
        """Place the dots and the bars at a step."""
        for run, dots in zip(self.runs, self.dots, strict=True):
            dots.set_offsets(self._points(run, step))
        if self.bars:
            points = self._points(self.alone, step)
            self.bars.set_segments(np.stack([points, points[:, [0, 0]]], axis=1))

    def hides(self, step: int) -> bool:
        """Tell whether all dots of the run alone are outside the window at a step."""
        return bool(self.alone) and not inside(self._points(self.alone, step), self.window).any()

    def told(self, k: int) -> list[str]:
        """Return what else is to be said of an iterate."""
        return []

    @property
    def keys(self) -> list[tuple[Line2D, str]]:
        """Return the classes, for a legend."""
        return []
