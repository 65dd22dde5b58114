"""The cost of two variables as level lines, and the path across them."""

from __future__ import annotations

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm
from matplotlib.contour import QuadContourSet
from matplotlib.patches import FancyArrowPatch

from symgd.plotting import blank, formula, windows
from symgd.plotting.levels import levels
from symgd.plotting.marks import caption, star
from symgd.plotting.style import HEIGHT, INK, LOOKS, SLOPE
from symgd.plotting.trail import Numbers, Trail, outward
from symgd.plotting.view import View
from symgd.plotting.windows import Array

COLUMNS, ROWS = 241, 161
# Length of the arrow along the negative gradient, in parts of the window's width.
ARROW = 0.11
# Where the slope is this small a part of the first one, its direction is rounding.
FLAT = 1e-5


class Contour(View):
    """Level lines with equal scales, so that each step stands at right angles on its line."""

    name = "contour"

    @staticmethod
    def fits(n: int) -> bool:
        """Tell whether there are exactly two variables."""
        return n == 2

    def draw(self, ax: Axes, roomy: bool) -> None:
        """Draw the level lines in a window made from the paths."""
        self._frame(ax)
        filled = self._ground(ax)
        if roomy and self.alone and len(self.levels) > 2:
            self._scale(ax, filled)
        self.legend(ax, roomy)
        self.head(ax)
        looks = [None] if self.alone else LOOKS
        self.trails = [
            Trail(ax, run.path, self.window, look)
            for run, look in zip(self.runs, looks, strict=False)
        ]
        self._marks(ax)
        for artist in (artist for trail in self.trails for artist in trail.artists):
            self.add(artist)
        if self.alone:
            self._helpers(ax)

    def _frame(self, ax: Axes) -> None:
        """Choose the window and label the axes."""
        paths, costs = [run.path for run in self.runs], [run.costs for run in self.runs]
        area = ax.get_window_extent()
        self.box = area.height / area.width
        wanted = windows.window(paths, costs, self.cost.minima)
        self.window, equal = windows.equal_scales(wanted, self.box)
        if equal:
            ax.set_aspect("equal", anchor="W")
        x, y = (formula.symbol(variable) for variable in self.cost.variables)
        ax.set(xlim=self.window[0], ylim=self.window[1], xlabel=x)
        ax.set_ylabel(y, rotation=0, ha="right", va="center")

    def _ground(self, ax: Axes) -> QuadContourSet:
        """Draw filled bands and lines between them, and hatch where there are no values."""
        x, y = (np.linspace(*bounds, size) for bounds, size in zip(self.window, (COLUMNS, ROWS), strict=True))
        values = self.cost.sample(*np.meshgrid(x, y))
        values = np.ma.masked_where(~(np.abs(values) < windows.LIMIT), values)
        if values.mask.any():
            blank.hatch(ax)
        self.levels = levels(values.compressed())
        norm = BoundaryNorm(self.levels, HEIGHT.N)
        filled = ax.contourf(x, y, values, self.levels, cmap=HEIGHT, norm=norm)
        inner = self.levels[1:-1]
        if inner.size:
            ax.contour(x, y, values, inner, colors="#2b5c8a", linewidths=1.2, linestyles="solid", alpha=0.6)
        place = blank.roomiest(np.ma.getmaskarray(values))
        if place is not None:
            blank.name(ax, *place)
        return filled

    def _scale(self, ax: Axes, filled: QuadContourSet) -> None:
        """Draw the scale of heights beside the axes."""
        beside = ax.inset_axes([1.02, 0, 0.035, 1])
        bar = ax.figure.colorbar(filled, cax=beside, spacing="uniform", drawedges=False)
        heights = self.levels[:: max(1, (len(self.levels) - 1) // 4)]
        bar.set_ticks(heights, labels=[formula.number(height, 3) for height in heights])
        bar.ax.tick_params(length=0)
        bar.ax.minorticks_off()
        bar.set_label(formula.call(self.cost))

    def _marks(self, ax: Axes) -> None:
        """Mark the known minima and the starts."""
        minima = np.reshape(self.cost.minima or (), (-1, 2)).astype(float)
        star(ax, minima[windows.inside(minima, self.window)])
        side = outward(self.trails[0].points, self.window, self.box)[0]
        if all(np.array_equal(run.path[0], self.runs[0].path[0]) for run in self.runs):
            caption(ax, "start", self.runs[0].path[0], side)

    def _helpers(self, ax: Axes) -> None:
        """Make the arrow along the negative gradient, and the first numbers."""
        size = matplotlib.rcParams["lines.markersize"]
        arrow = FancyArrowPatch(
            (0, 0), (0, 0), arrowstyle="-|>", mutation_scale=2.4 * size, color=SLOPE,
            linewidth=matplotlib.rcParams["lines.linewidth"], shrinkA=0, shrinkB=0,
        )  # fmt: skip
        self.arrow = self.add(ax.add_patch(arrow))
        self._flat = FLAT * self._seen(self.alone.gradients[0])
        trail = self.trails[0]
        sides = outward(trail.points, self.window, self.box)
        self.numbers = Numbers(ax, trail, self.window, sides, first=1)
        for artist in self.numbers.artists:
            self.add(artist)

    def _seen(self, vector: Array) -> float:
        """Return how long a vector looks, in widths of the axes."""
        across, up = vector / (self.window[:, 1] - self.window[:, 0])
        return float(np.hypot(across, self.box * up))

    def hides(self, step: int) -> bool:
        """Tell whether the run alone is outside the window at a step."""
        return self.alone is not None and self.trails[0].hides(step)

    def show(self, step: int) -> None:
        """Place the paths and the arrow at a step."""
        self.say(step)
        for trail in self.trails:
            trail.show(step)
        if self.alone:
            self.numbers.show(step)
            self._point(min(step, self.alone.nit))

    def _point(self, step: int) -> None:
        """Lay the arrow along the negative gradient; its length says nothing."""
        point, slope = self.trails[0].points[step], self.alone.gradients[step]
        length = self._seen(slope)
        drawn = self._flat < length < windows.LIMIT and windows.inside(point, self.window)
        self.arrow.set_visible(bool(drawn))
        if drawn:
            self.arrow.set_positions(point, point - ARROW / length * slope)
