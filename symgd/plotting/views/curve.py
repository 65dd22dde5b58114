"""The cost of one variable as a curve, with the tangent at the current point and the step made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import matplotlib
import numpy as np
from matplotlib.axes import Axes

from symgd.plotting.parts import blank, formula, windows
from symgd.plotting.parts.batches import whole_gradients
from symgd.plotting.parts.leaving import Exit, exit_of, last_part, leavings
from symgd.plotting.parts.marks import caption, star, traced
from symgd.plotting.parts.sampling import broken, gaps, sampled
from symgd.plotting.parts.stepping import FARTHEST, Current, Stepping, place_beside
from symgd.plotting.parts.tangent import Tangent
from symgd.plotting.parts.thinning import telling
from symgd.plotting.parts.trail import Numbers, Trail, turned_in
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import Look, theme
from symgd.plotting.views.base import View, number_axes

# The start is named off the numbers of so many iterates.
NEAR = 40
# A move of this part of the window's width is seen as one to the left or to the right.
SEEN = 0.02


class Curve(View):
    """The curve, the visited points on it, and the tangent and the step at the current one."""

    name = "curve"
    #: Whether lines always join the points, and not only those of a run alone that turns back.
    joined: ClassVar[bool] = False

    @staticmethod
    def fits(n: int) -> bool:
        """Tell whether there is exactly one variable."""
        return n == 1

    def draw(self, ax: Axes, roomy: bool) -> None:
        """Draw the curve in a window made from the paths."""
        self._frame(ax)
        self.furnish(ax, roomy)
        self._curve(ax)
        self.trails = [
            self._trail(ax, points, look)
            for points, look in zip(self.points, self.looks, strict=True)
        ]
        if self.alone:
            self._helpers(ax)
        for artist in (artist for trail in self.trails for artist in trail.artists):
            self.add(artist)
        self._leavings(ax)

    def _frame(self, ax: Axes) -> None:
        """Choose the window and label the axes."""
        paths, costs = [run.path for run in self.shared], self.whole_costs
        (x,) = windows.window(paths, costs, self.cost.minima, context=0.6)
        mine = costs[self._first : self._first + len(self.runs)]
        self.points = [
            np.column_stack([run.path, heights])
            for run, heights in zip(self.runs, mine, strict=True)
        ]
        visited = np.vstack([np.column_stack(pair) for pair in zip(paths, costs, strict=True)])
        visited = visited[(x[0] <= visited[:, 0]) & (visited[:, 0] <= x[1])]
        known = visited[telling(windows.parts(visited[:, :1], x[None])), 0]
        self.x, self.y = sampled(self.cost, x, known)
        y = windows.value_range(visited[:, 1], self.y, below=0.18, above=0.08)
        self.window = np.array([x, y])
        ax.set(xlim=x, ylim=y, xlabel=formula.symbol(self.cost.variables[0]))
        ax.set_ylabel(formula.call(self.cost))
        number_axes(ax, self.window)
        ax.grid(True)

    def _curve(self, ax: Axes) -> None:
        """Draw the curve, its known minima, and the strips without values."""
        low, high = self.window[1]
        x, y = broken(self.cost, self.x, self.y, self.window[1])
        y = np.clip(y, low - 10 * (high - low), high + 10 * (high - low))
        self.curve = np.column_stack([x, y])
        self.line = ax.plot(x, y, color=theme().ink, scalex=False, scaley=False)[0]
        self.names = [self._blank(ax, gap) for gap in gaps(self.x, self.y)]
        minima = np.reshape(self.cost.minima or (), (-1, 1)).astype(float)
        stars = np.column_stack([minima[:, 0], self.cost.sample(minima[:, 0])])
        star(ax, stars[windows.inside(stars, self.window)])

    def _blank(self, ax: Axes, gap: tuple[float, float]) -> Array:
        """Hatch a strip without values, and return where its name stands."""
        start, stop = (np.array(gap) - self.window[0, 0]) / np.ptp(self.window[0])
        blank.hatch(ax, (start, stop))
        if stop - start < 0.08:
            return np.empty((0, 2))
        blank.name(ax, (start + stop) / 2, 0.5, rotation=90)
        heights = np.quantile(self.window[1], np.linspace(0.2, 0.8, 30))
        return np.column_stack([np.full(30, np.mean(gap)), heights])

    def _trail(self, ax: Axes, points: Array, look: Look | None) -> Trail:
        """Make the trail of a run; a thin line leads from side to side of a valley."""
        trail = Trail(ax, points, self.window, look, self._joins(points, look))
        if look is None:
            width = 0.5 * matplotlib.rcParams["lines.linewidth"]
            trail.line.set(color=theme().point, linewidth=width)
        return trail

    def _joins(self, points: Array, look: Look | None) -> bool:
        """Tell whether lines join the points: along one side they would lie on the curve."""
        return self.joined or (look is None and turns_back(points, self.window))

    def _helpers(self, ax: Axes) -> None:
        """Make the tangent with its slope, the step along the axis, and the numbers."""
        trail, points = self.trails[0], self.points[0]
        slopes = whole_gradients(self.alone)[:, 0]  # those of a batch touch another curve
        self.stepping = Stepping(ax, points, self.window)
        lines = traced(trail.points[:NEAR]) if self._joins(points, None) else points[:0]
        obstacles = np.vstack([self.curve, *self.names, lines])
        self.tangent = Tangent(ax, points, slopes, self.window, obstacles)
        sides = turned_in(ax, trail.points, self.tangent.normals(), (180.0,), FARTHEST)
        self.numbers = Numbers(ax, trail, self.window, sides, first=1)
        self.current = Current(ax, self.numbers, points, self.window, sides)
        # A word over a number hides more than one across a line.
        numbers = place_beside(
            ax, np.repeat(trail.points[1:NEAR], 20, 0), np.repeat(sides[1:NEAR], 20, 0)
        )
        taken = np.vstack([self.curve, numbers, self.stepping.track(), lines])
        seen = windows.inside(points[0], self.window)  # beyond what can be drawn it is not
        start = [caption(ax, "start", points[0], sides[0], taken)] if seen else []
        self.tangent.avoid([*start, *self.numbers.artists])
        above = [*self.tangent.artists, *self.numbers.artists, self.current.text]
        for artist in [*self.stepping.artists, *above]:
            self.add(artist)
        self.ahead.append(self.stepping.arrow)

    def _leavings(self, ax: Axes) -> None:
        """Make the arrows of the runs that leave: along the line drawn, or along the curve."""
        pairs = zip(self.points, self.looks, strict=True)
        exits = [
            exit_of(points, self.window) if self._joins(points, look) else self._exit(points)
            for points, look in pairs
        ]
        around = self._around_exits(exits) if self.says_exits else None
        self.leavings = leavings(ax, exits, self.pointing, self.window, around)
        self.leavers = [place for place, there in enumerate(exits) if there]
        for trail, there in zip(self.trails, exits, strict=True):
            if there:
                trail.end_at(there.step)
        for artist in (artist for leaving in self.leavings for artist in leaving.artists):
            self.add(artist)

    def _around_exits(self, exits: Sequence[Exit | None]) -> Array:
        """Return the places that the words at the edge do not cover."""
        pairs = zip(self.trails, exits, strict=True)
        lines = [last_part(trail.points, there.step) for trail, there in pairs if there]
        return np.vstack([self.curve, *lines])

    def _exit(self, points: Array) -> Exit | None:
        """Return where the curve leaves the window towards the iterate with which a run leaves."""
        there = exit_of(points, self.window)
        seen = np.flatnonzero(windows.inside(self.curve, self.window))
        if there is None or len(seen) < 2:
            return there
        x = points[there.step, 0]
        last = seen[np.abs(self.curve[seen, 0] - x).argmin()]
        inner = self.curve[last]
        ahead = 1 if x > inner[0] else -1
        # Beyond the last sample the curve goes on as it came.
        curve = np.vstack([self.curve, 2 * self.curve[-1] - self.curve[-2]])
        curve = np.vstack([2 * curve[0] - curve[1], curve])
        outer = curve[last + 1 + ahead]
        if not np.isfinite(outer).all():
            return there
        return Exit(there.step, *windows.crossing(inner, outer, self.window))

    def hides(self, step: int) -> bool:
        """Tell whether the run alone is outside the window at a step."""
        return self.alone is not None and self.trails[0].hides(step)

    def show(self, step: int) -> None:
        """Place the points and the tangent at a step."""
        self.say(step)
        for place, trail in enumerate(self.trails):
            trail.show(self.iterate(place, step))
        if self.alone:
            self.tangent.show(min(step, self.alone.nit))
            self.stepping.show(min(step, self.alone.nit))
            self.current.show(min(step, self.alone.nit))
        for place, leaving in zip(self.leavers, self.leavings, strict=True):
            leaving.show(self.iterate(place, step))


def turns_back(points: Array, window: Array) -> bool:
    """Tell whether a path (k, 2) is seen to move both to the left and to the right.

    Examples
    --------
    >>> window = np.array([[-1.0, 1.0], [0.0, 1.0]])
    >>> turns_back(np.array([[1.0, 1.0], [-0.5, 0.25], [0.25, 0.06]]), window)
    True
    """
    x = windows.parts(windows.pulled_in(points, window), window)[:, 0]
    moves = np.diff(x)
    return bool((moves > SEEN).any() and (moves < -SEEN).any())
