"""A descent of one variable as a cobweb: the map of a step, the diagonal, and the way between."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from symgd.plotting.parts import formula, windows
from symgd.plotting.parts.sampling import broken, sampled
from symgd.plotting.parts.thinning import telling, until
from symgd.plotting.parts.trail import NUMBERED, Numbers, Trail
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import theme
from symgd.plotting.views.base import View, number_axes, over, settle, write
from symgd.run import Run
from symgd.step_map import StepMap, step_map

# Half the length of the tangent at a fixed point, in parts of the window's width.
HALF = 0.1
# The window is at most so many times as wide as high.
WIDEST = 1.6
# Between the lines over the axes, in heights of letters.
LINE = 1.4
# More fixed points are not told by name.
NAMED = 3
# A map this close to the slope 1 or −1 neither attracts nor repels.
NEUTRAL = 1e-9


class Cobweb(View):
    """The next point over the last one, and the staircase of a run between map and diagonal.

    Up or down to the map is a step, and across to the diagonal the new point becomes the old one.
    Where the map crosses the diagonal is a fixed point; it attracts where the map is less steep
    than the diagonal.
    """

    name = "cobweb"

    def __init__(self, runs: Sequence[Run]) -> None:
        super().__init__(runs)
        self._made = [step_map(run) for run in self.runs]

    @staticmethod
    def fits(n: int) -> bool:
        """Tell whether there is exactly one variable."""
        return n == 1

    def draw(self, ax: Axes, roomy: bool) -> None:
        """Draw map and diagonal in a square window made from the paths."""
        self._frame(ax)
        self._ground(ax)
        self._rests(ax)
        if not roomy:
            # A layout still to come may leave the square smaller, and its neighbours near.
            self.breadth = 0.9 * ax.get_window_extent().width
            self.raised = LINE * len(self._named_rests)
        self.furnish(ax, roomy)
        if roomy:
            self._widen(ax)
        self._ways(ax)
        self.trails = [
            Trail(ax, np.column_stack([run.path, run.path]), self.window, look, joined=False)
            for run, look in zip(self.runs, self.looks, strict=True)
        ]
        for artist in (artist for trail in self.trails for artist in trail.artists):
            self.add(artist)
        if self.alone:
            self._number(ax)

    def _frame(self, ax: Axes) -> None:
        """Choose the window, the same for both points, and label the axes."""
        paths, costs = [run.path for run in self.runs], [run.costs for run in self.runs]
        (x,) = windows.window(paths, costs, self.cost.minima, context=0.4)
        self.window = np.array([x, x])
        ax.set(xlim=x, ylim=x, xlabel=self._at("k"))
        ax.set_ylabel(self._at("k+1"), rotation=0, ha="right", va="center")
        ax.set_aspect("equal", anchor="W")
        number_axes(ax, self.window)
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_locator(MaxNLocator(6, steps=[1, 2, 5, 10]))
        ax.grid(True)
        ax.apply_aspect()

    def _at(self, index: str) -> str:
        """Return the point of a step, such as x_k."""
        return formula.indexed(self.cost.variables[0], index)

    def _ground(self, ax: Axes) -> None:
        """Draw the diagonal, and each map once."""
        thin = 0.6 * matplotlib.rcParams["lines.linewidth"]
        fixed = {"scalex": False, "scaley": False}
        self.diagonal = ax.plot(*self.window, color=theme().ink, ls="--", lw=thin, **fixed)[0]
        self.maps: dict[StepMap, Line2D] = {}
        for one, look in zip(self._made, self.looks, strict=True):
            colour = look.colour if len(set(self._made)) > 1 else theme().line
            if one not in self.maps:
                self.maps[one] = ax.plot(*self._curve(one), color=colour, **fixed)[0]

    def _curve(self, one: StepMap) -> tuple[Array, Array]:
        """Return a map as a curve that is broken at its jumps."""
        low, high = self.window[1]
        x, y = broken(one, *sampled(one, self.window[0], ()), self.window[1])
        return x, np.clip(y, low - 10 * (high - low), high + 10 * (high - low))

    def _rests(self, ax: Axes) -> None:
        """Mark the fixed points of each map, and the slopes of the only one there."""
        self.rests: list[tuple[Line2D, str]] = []
        for one in self.maps:
            for x in one.fixed_points(*self.window[0]).tolist():
                slope = one.steepness(x)
                self.rests.append((_mark(ax, x, slope), self._named(x, slope)))
                if len(self.maps) == 1 and np.isfinite(slope):
                    self._tangent(ax, x, slope)

    def _tangent(self, ax: Axes, x: float, slope: float) -> None:
        """Lay a short tangent on the map at a fixed point."""
        half = HALF * np.ptp(self.window[1]) / np.hypot(1.0, slope)
        ends = x + half * np.array([-1.0, 1.0]), x + half * slope * np.array([-1.0, 1.0])
        width = 1.5 * matplotlib.rcParams["lines.linewidth"]
        ax.plot(*ends, color=theme().slope, lw=width, scalex=False, scaley=False)

    def _named(self, x: float, slope: float) -> str:
        """Say where a fixed point is, how steep the map is there, and what that does."""
        place = f"{formula.symbol(self.cost.variables[0])} = {formula.short(x)}"
        if not np.isfinite(slope):
            return f"{place}, at a jump"
        size = abs(slope)
        does = (
            "attracts" if size < 1 - NEUTRAL else "repels" if size > 1 + NEUTRAL else "borderline"
        )
        return f"{place} {does}:\nslope {formula.short(slope)}"

    @property
    def _named_rests(self) -> list[tuple[Line2D, str]]:
        """Return the fixed points that are named: a few, of a run alone."""
        return self.rests if self.alone and len(self.rests) <= NAMED else []

    def legend(self, ax: Axes, roomy: bool) -> None:
        """Name the runs, or the lines and the fixed points of a run alone."""
        if not self.alone:
            super().legend(ax, roomy)
        elif roomy:
            (line,) = self.maps.values()
            named = [(line, self._told()), (self.diagonal, self._unmoved()), *self._named_rests]
            place = {"loc": "upper left", "bbox_to_anchor": (1.03, 1.0), "borderaxespad": 0}
            ax.legend(*zip(*named, strict=True), labelspacing=0.9, handlelength=1.2, **place)
        else:  # Inside, the staircase would hide them.
            for k, (_, name) in enumerate(reversed(self._named_rests)):
                line = over(ax, "", 0.45 + k * LINE)
                write([line], [name.replace("\n", " ")], self._reach)

    def _told(self) -> str:
        """Return the map in a formula, if it is that of gradient descent, or in words."""
        rule = self.alone.rule
        if not rule.is_plain or self.alone.clip is not None:
            return f"one step of {rule.name}"
        x = formula.indexed(self.cost.variables[0], "k")
        return f"{x} − {formula.short(rule.constant_rate)} $f\\,'$({x})"

    def _unmoved(self) -> str:
        return f"{self._at('k+1')} = {self._at('k')}"

    def _widen(self, ax: Axes) -> None:
        """Show more of the map at both sides, as far as the figure has room beside the names."""
        figure, box = ax.figure.bbox, ax.get_window_extent()
        right = ax.get_legend().get_window_extent().x1
        part = np.clip((box.width + 0.98 * figure.width - right) / box.height, 1.0, WIDEST)
        (low, high) = self.window[1]
        half = part * (high - low) / 2
        self.window = np.array([[(low + high) / 2 - half, (low + high) / 2 + half], [low, high]])
        ax.set_xlim(self.window[0])
        for one, line in self.maps.items():
            line.set_data(*self._curve(one))
        settle(ax)

    def _numbers(self, step: int) -> list[str]:
        """Return the point alone: its cost is not in the picture."""
        return super()._numbers(step)[:-1]

    def _ways(self, ax: Axes) -> None:
        """Make a growing staircase for each run."""
        self.stairs: list[Line2D] = []
        self._corners, self._kept = [], []
        width = 0.8 * matplotlib.rcParams["lines.linewidth"]
        for run, look in zip(self.runs, self.looks, strict=True):
            x = np.repeat(run.path[:, 0], 2)
            corners = windows.pulled_in(np.column_stack([x[:-1], x[1:]]), self.window)
            style = {"color": look.colour, "ls": look.line} if look else {"color": theme().point}
            self.stairs.append(self.add(ax.add_line(Line2D([], [], lw=width, **style))))
            self._corners.append(corners)
            self._kept.append(telling(windows.parts(corners, self.window)))

    def _number(self, ax: Axes) -> None:
        """Write the numbers of the first points beside the diagonal, off the staircase."""
        falls = np.diff(self.alone.path[: NUMBERED + 1, 0], append=0.0) <= 0
        sides = np.where(falls[:, None], [-1.0, 1.0], [1.0, -1.0]) / np.sqrt(2.0)
        self.numbers = Numbers(ax, self.trails[0], self.window, sides)
        for artist in self.numbers.artists:
            self.add(artist)

    def hides(self, step: int) -> bool:
        """Tell whether the run alone is outside the window at a step."""
        return self.alone is not None and self.trails[0].hides(step)

    def show(self, step: int) -> None:
        """Place the staircases and the points at a step."""
        self.say(step)
        for run, line, corners, kept, trail in zip(
            self.runs, self.stairs, self._corners, self._kept, self.trails, strict=True
        ):
            line.set_data(*corners[until(kept, 2 * min(step, run.nit))].T)
            trail.show(step)
        if self.alone:
            self.numbers.show(step)


def _mark(ax: Axes, x: float, slope: float) -> Line2D:
    """Mark a fixed point: full where it attracts, hollow where it does not."""
    fill = theme().star if abs(slope) < 1 - NEUTRAL else theme().paper
    size = 1.8 * matplotlib.rcParams["lines.markersize"]
    edge = {"markeredgecolor": theme().ink, "markeredgewidth": size / 8}
    style = {"color": fill, "marker": "o", "markersize": size, "linestyle": "none"}
    return ax.plot([x], [x], **style, **edge, zorder=3, scalex=False, scaley=False)[0]
