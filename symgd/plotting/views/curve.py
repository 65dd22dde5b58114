"""The cost of one variable as a curve, and the point that moves down it on its tangent."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from matplotlib.axes import Axes

from symgd.plotting.parts import blank, formula, windows
from symgd.plotting.parts.marks import star
from symgd.plotting.parts.sampling import broken, gaps, sampled
from symgd.plotting.parts.tangent import Tangent
from symgd.plotting.parts.thinning import telling
from symgd.plotting.parts.trail import Numbers, Trail
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import theme
from symgd.plotting.views.base import View, number_axes


class Curve(View):
    """The curve, the visited points on it, and the tangent at the current one."""

    name = "curve"
    #: Whether lines join the points from step to step.
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
            Trail(ax, points, self.window, look, self.joined)
            for points, look in zip(self.points, self.looks, strict=True)
        ]
        if self.alone:
            self._helpers(ax)
        for artist in (artist for trail in self.trails for artist in trail.artists):
            self.add(artist)

    def _frame(self, ax: Axes) -> None:
        """Choose the window and label the axes."""
        paths, costs = [run.path for run in self.shared], [run.costs for run in self.shared]
        (x,) = windows.window(paths, costs, self.cost.minima, context=0.6)
        self.points = [np.column_stack([run.path, run.costs]) for run in self.runs]
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

    def _helpers(self, ax: Axes) -> None:
        """Make the tangent with its slope, and the first numbers."""
        trail, slopes = self.trails[0], self.alone.gradients[:, 0]
        obstacles = np.vstack([np.column_stack([self.x, self.y]), *self.names])
        self.tangent = Tangent(ax, self.points[0], slopes, self.window, obstacles)
        self.numbers = Numbers(ax, trail, self.window, self.tangent.normals())
        self.tangent.avoid(self.numbers.artists)
        for artist in [*self.tangent.artists, *self.numbers.artists]:
            self.add(artist)

    def hides(self, step: int) -> bool:
        """Tell whether the run alone is outside the window at a step."""
        return self.alone is not None and self.trails[0].hides(step)

    def show(self, step: int) -> None:
        """Place the points and the tangent at a step."""
        self.say(step)
        for trail in self.trails:
            trail.show(step)
        if self.alone:
            self.numbers.show(step)
            self.tangent.show(min(step, self.alone.nit))
