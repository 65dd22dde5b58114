"""The optimizer's memory: where it pulls, and what it makes of the slope in each coordinate."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib
import numpy as np
import sympy
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import blended_transform_factory

from symgd.effective import effective_steps, memory_pulls
from symgd.errors import SymgdError
from symgd.plotting.parts import formula
from symgd.plotting.parts.pull import PULL, Pull, name_arrows
from symgd.plotting.parts.strip import Strip, split
from symgd.plotting.parts.windows import Array
from symgd.plotting.views.base import View, settle
from symgd.plotting.views.contour import Contour
from symgd.plotting.views.cost_curve import CostCurve
from symgd.plotting.views.curve import Curve
from symgd.run import Run

STEPS = "step per unit of slope"
# More lines than this cannot be told apart in a strip.
MOST = 6


class Ground(Contour):
    """The contour, whose arrows are named beside it."""

    def _name_arrows(self, ax: Axes) -> None:
        """Leave the names to what stands beside."""


class Memory(View):
    """The memory of one run, step by step.

    For two variables: the path on the contour with the arrow along which the memory pulls, and
    beside it the effective step of each coordinate, which is the factor on the slope or on the
    mean that stands for it: α/(√s + ε) for AdaGrad and RMSProp, α/(√v̂ + ε) for Adam. Where that
    is one number throughout, as the α of momentum is, the memory itself: the velocity. For other
    numbers of variables: each memory against the step.
    """

    name = "memory"
    most = 1

    def __init__(self, runs: Sequence[Run]) -> None:
        super().__init__(runs)
        _check(self.runs)
        self.contour = Ground(self.runs).within(self) if self.cost.n == 2 else None
        self.strips: list[Strip] = []

    @property
    def pull(self) -> Pull | None:
        """Return the arrow of the memory on the contour."""
        return self.contour.pull if self.contour else None

    @staticmethod
    def fits(n: int) -> bool:
        """Tell that any number of variables will do."""
        return True

    def draw(self, ax: Axes, roomy: bool) -> None:
        """Draw the contour and a strip beside it, or strips alone."""
        self.breadth = ax.get_window_extent().width
        if self.contour:
            self._beside(ax, roomy)
        else:
            self._memories(ax)
            self.furnish(ax, roomy)
        for artist in (artist for strip in self.strips for artist in strip.artists):
            self.add(artist)

    def _beside(self, ax: Axes, roomy: bool) -> None:
        """Draw the contour, and beside it a strip under the names of the arrows."""
        ax, right = split(ax, widths=(1.7, 1))
        right.set_axis_off()
        pulls, size = memory_pulls(self.alone) is not None, _fitting(right)
        name_arrows(right, pulls, size)
        self._steps(_under(right, (3 if pulls else 2) * size), size)
        if roomy:
            # Ticks that follow the axes' size, as that follows the ticks, never settle.
            for axis in (ax.xaxis, ax.yaxis):
                axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
        self.contour.draw(ax, roomy)
        if roomy:  # The numbers of the window just chosen may be wider.
            settle(ax)

    def _steps(self, ax: Axes, size: float) -> None:
        """Draw the effective step of each coordinate, or the memory of a rule without one."""
        run, values, log = self.alone, effective_steps(self.alone), True
        steps, title = np.arange(1, len(run)), STEPS
        if values is None or _is_one(values):
            name, values = next(iter(run.state.items()))
            steps, title = np.arange(len(run)), f"memory {formula.plain(name)}"
            log = _is_log(values)
        ax.set_title(title, fontsize=size, loc="right").set_in_layout(False)
        ax.set_xlabel("step")
        self._strip(ax, steps, values, log)
        self.strips[0].name(self._names(), size)

    def _memories(self, ax: Axes) -> None:
        """Draw each memory in a strip of its own, with the names of the coordinates beside."""
        state, steps = self.alone.state, np.arange(len(self.alone))
        ax, *beside = split(ax, widths=(5, 1) if self.cost.n > 1 else (1,))
        panels = split(ax, heights=(1,) * len(state))
        for panel, (name, values) in zip(panels, state.items(), strict=True):
            symbol = formula.symbol(sympy.Symbol(name))
            panel.set_ylabel(symbol, rotation=0, ha="right", va="center")
            self._strip(panel, steps, values, _is_log(values), (7, 6 // len(state)))
            panel.tick_params(labelbottom=panel is panels[-1])
        panels[-1].set_xlabel("step")
        for key in beside:
            self._name_lines(key, panels[0])

    def _strip(self, ax: Axes, steps: Array, values: Array, *how: Any) -> None:
        """Draw the lines of one strip."""
        self.strips.append(Strip(ax, steps, values[:, :MOST], *how))

    def _name_lines(self, ax: Axes, first: Axes) -> None:
        """Name the lines in axes beside the first strip, and say if there are more."""
        ax.set_axis_off()
        shown = self._names()
        title = f"{len(shown)} of {self.cost.n}" if self.cost.n > len(shown) else None
        corner = blended_transform_factory(ax.transAxes, first.transAxes)
        place = {"loc": "upper left", "bbox_to_anchor": (0, 1), "bbox_transform": corner}
        plain = {"borderaxespad": 0, "frameon": False, "handlelength": 2}
        ax.legend(self.strips[0].samples(), shown, title=title, **place, **plain)

    def _names(self) -> list[str]:
        """Return the names of the coordinates shown."""
        return [formula.symbol(variable) for variable in self.cost.variables[:MOST]]

    def hides(self, step: int) -> bool:
        """Tell whether the run is outside the window of the contour at a step."""
        return self.contour is not None and self.contour.hides(step)

    def show(self, step: int) -> None:
        """Place the path, the arrow and the lines at a step."""
        self.say(step)
        if self.contour:
            self.contour.show(step)
        for strip in self.strips:
            strip.show(step)


def _fitting(ax: Axes) -> float:
    """Return the size of letters, in points, that suits the width of axes."""
    size = FontProperties(size=matplotlib.rcParams["legend.fontsize"]).get_size_in_points()
    room = 1.2 * ax.get_window_extent().width * 72 / ax.figure.dpi
    return size * min(1.0, room / (formula.width(PULL, size) + 3 * size))


def _under(ax: Axes, text: float) -> Axes:
    """Return axes inside others, under so many points of text."""
    # Title and labels are still to come, and will take about a quarter of the height.
    room = 0.75 * ax.get_window_extent().height * 72 / ax.figure.dpi
    return ax.inset_axes([0, 0, 1, max(1 - 1.6 * text / room, 0.4)])


def _is_one(values: Array) -> bool:
    """Tell whether there is but one number, which as a line would tell nothing."""
    known = values[np.isfinite(values)]
    return bool(known.size) and np.ptp(known) <= 1e-9 * np.abs(known).max()


def _is_log(values: Array) -> bool:
    """Tell whether numbers, apart from zeros, are positive and spread over factors of ten."""
    known = values[values != 0]
    return bool(known.size and known.min() > 0 and known.max() > 10 * known.min())


def _check(runs: Sequence[Run]) -> None:
    """Refuse a run without a memory."""
    run = runs[0]
    if not run.state:
        fitting = [view.name for view in (Curve, Contour, CostCurve) if view.fits(run.cost.n)]
        choice = " or ".join(f"view={name!r}" for name in fitting)
        raise SymgdError(
            f"The view 'memory' shows what a rule keeps from step to step, but {run.rule.name} "
            f"keeps nothing; write {choice}, or take a rule such as momentum() or adam()."
        )
