"""The dial: whole runs one after another, as a learning rate or a start is turned up."""

from __future__ import annotations

import math
from collections.abc import Sequence

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from symgd.plotting.parts.fan import Fan
from symgd.plotting.parts.knob import Knob, setting
from symgd.plotting.parts.strip import split
from symgd.plotting.views.base import View, write
from symgd.plotting.views.contour import Contour
from symgd.plotting.views.curve import Curve
from symgd.run import Run


class Whole(View):
    """A picture of many runs, of which one is shown at a time, with all of its path."""

    alone = None

    @property
    def looks(self) -> tuple[None, ...]:
        """Return no looks: colours tell the order, for there is one run at a time."""
        return (None,) * len(self.runs)

    def _leavings(self, ax: Axes) -> None:
        """Leave it to the line under the title how a run ended."""

    def show(self, k: int) -> None:
        """Show run k."""
        for place, trail in enumerate(self.trails):
            for artist in trail.artists:
                artist.set_visible(place == k)
        self.trails[k].show(self.runs[k].nit)


class WholeCurve(Whole, Curve):
    """The curve, and one run on it."""


class WholeContour(Whole, Contour):
    """The contour, and one run on it."""


class Dial(View):
    """The path of one run, its cost among those of the others, and where it is in their range."""

    name = "dial"
    shows = "run"
    most = math.inf
    pairs = True
    # The run is named under the title, and changes.
    alone = None

    def __init__(self, runs: Sequence[Run]) -> None:
        super().__init__(runs)
        self.setting = setting(self.runs)
        kind = WholeCurve if self.cost.n == 1 else WholeContour
        self.descent = kind(self.runs).within(self)

    @staticmethod
    def fits(n: int) -> bool:
        """Tell whether there are one or two variables."""
        return n in (1, 2)

    @property
    def last(self) -> int:
        """Return the number of the last run, which is what a step shows."""
        return len(self.runs) - 1

    @property
    def still(self) -> int:
        """Return the number of the run that ends at the lowest cost, the shortest of several."""
        ends = [(run.fun, run.nit) for run in self.runs]
        return ends.index(min(ends))

    def axes(self, figure: Figure) -> Axes:
        """Return axes that `draw` puts in their place: a layout engine finds none for three."""
        figure.set_layout_engine("none")
        return figure.add_subplot()

    def draw(self, ax: Axes, roomy: bool) -> None:
        """Draw the scale, the costs of all runs, and the curve or the contour."""
        ax, beside, below = _placed(ax) if roomy else _divided(ax)
        self.knob, self.fan = Knob(below, self.setting), Fan(beside, self.runs)
        self.descent.draw(ax, roomy)
        for artist in [*self.fan.artists, *self.knob.artists]:
            self.add(artist)

    def show(self, step: int) -> None:
        """Show the run of that number."""
        for part in (self.descent, self.fan, self.knob):
            part.show(step)
        self.say(step)

    def legend(self, ax: Axes, roomy: bool) -> None:
        """Draw no legend: one run is shown at a time."""

    def say(self, step: int) -> None:
        """Write which run it is and how it ended, in larger letters than usual."""
        with matplotlib.rc_context({"font.size": 1.2 * matplotlib.rcParams["font.size"]}):
            write(
                [self.status], ["     ".join([self.setting.labels[step], _ending(self.runs[step])])]
            )


def _divided(ax: Axes) -> list[Axes]:
    """Divide the room of axes among the picture, the costs beside it, and the scale below."""
    ax, below = split(ax, heights=(12, 1))
    return [*split(ax, widths=(1.6, 1)), below]


def _placed(ax: Axes) -> list[Axes]:
    """Place the same three in a figure of ours, with room for their numbers."""
    figure = ax.figure
    across, up = matplotlib.rcParams["font.size"] * figure.dpi / 72 / np.array(figure.bbox.size)
    low, high = 5.9 * up, 1 - 3.6 * up
    room = 1 - 10.6 * across
    left, right = 4.9 * across, 1 - 0.8 * across - room / 3
    ax.set_position((left, low, 2 * room / 3, high - low))
    beside = figure.add_axes((right, low, room / 3, high - low))
    below = figure.add_axes((left, 2.1 * up, 1 - 0.8 * across - left, 0.5 * up))
    figure.sca(ax)
    return [ax, beside, below]


def _ending(run: Run) -> str:
    """Return how and when a run ended."""
    return f"{run.outcome.value} at step {run.nit:,}"
