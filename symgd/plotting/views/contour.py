"""The cost of two variables as level lines, and the path across them."""

from __future__ import annotations

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import BoundaryNorm
from matplotlib.patches import FancyArrowPatch
from matplotlib.text import Annotation

from symgd.effective import memory_pulls
from symgd.plotting.parts import blank, formula, windows
from symgd.plotting.parts.batches import epoch_ends
from symgd.plotting.parts.leaving import exit_of, last_part, leavings
from symgd.plotting.parts.levels import levels, round_heights
from symgd.plotting.parts.marks import caption, places, spare_caption, star, traced
from symgd.plotting.parts.pull import LENGTH, Pull, name_inside
from symgd.plotting.parts.trail import NUMBERED, Numbers, Trail, outward, turned_in
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import theme
from symgd.plotting.views.base import View, number_axes

COLUMNS, ROWS = 240, 160
# Length of the arrow along the negative gradient, in parts of the window's width.
ARROW = 0.11
# Below this part of the steepest slope in view the arrow is shorter: the ground is all but flat.
GENTLE = 5e-3
# Below this part there is none: the direction is rounding.
FLAT = 1e-4


class Contour(View):
    """Level lines with equal scales, so that each step stands at right angles on its line."""

    name = "contour"
    pairs = True

    @staticmethod
    def fits(n: int) -> bool:
        """Tell whether there are exactly two variables."""
        return n == 2

    def draw(self, ax: Axes, roomy: bool) -> None:
        """Draw the level lines in a window made from the paths."""
        self._frame(ax)
        self._settle(ax, roomy)
        self._ground(ax)
        self.trails = [
            Trail(ax, run.path, self.window, look, marked=epoch_ends(run))
            for run, look in zip(self.runs, self.looks, strict=True)
        ]
        self._marks(ax)
        for artist in (artist for trail in self.trails for artist in trail.artists):
            self.add(artist)
        self.pull: Pull | None = None
        if self.alone:
            self._memory(ax)
            self._helpers(ax)
        self._name_start(ax)
        self._leavings(ax)
        self._end(ax)

    def _frame(self, ax: Axes) -> None:
        """Choose the window and label the axes."""
        paths = [run.path for run in self.shared]
        self.wanted = windows.window(paths, self.whole_costs, self.cost.minima)
        x, y = (formula.symbol(variable) for variable in self.cost.variables)
        ax.set_xlabel(x)
        # Nearer to the numbers it would read as a difference: y −0.5.
        pad = 0.7 * matplotlib.rcParams["font.size"]
        ax.set_ylabel(y, rotation=0, ha="right", va="center", labelpad=pad)

    def _settle(self, ax: Axes, roomy: bool) -> None:
        """Choose the window and the scale of heights, once the room of the axes is known."""
        self._fill(ax)
        # A part leaves its side to other parts.
        scale = self._scale(ax) if roomy and self.alone and not self.whole else None
        self.furnish(ax, roomy)
        if self._fill(ax):
            ax.set_aspect("equal", anchor="NW" if self.whole else "W")
        if scale:  # The first only took its room; now the heights are known.
            scale.remove()
            self._scale(ax)

    def _fill(self, ax: Axes) -> bool:
        """Widen the window to equal scales that fill the room of the axes, if they are near."""
        _, _, width, height = ax.get_position(original=True).bounds
        figure = ax.figure.bbox
        self.box = (height * figure.height) / (width * figure.width)
        self.window, equal = windows.equal_scales(self.wanted, self.box)
        ax.set(xlim=self.window[0], ylim=self.window[1])
        number_axes(ax, self.window)
        self._sample()
        return equal

    def _sample(self) -> None:
        """Take the costs on a grid over the window, and choose the level lines."""
        self.grid = [np.linspace(*self.window[i], size) for i, size in enumerate((COLUMNS, ROWS))]
        values = self.cost.sample(*np.meshgrid(*self.grid))
        drawable = np.clip(values, -windows.LIMIT, windows.LIMIT)
        self.values = np.ma.masked_where(~np.isfinite(values), drawable)
        self.levels = levels(self.values.compressed())

    def _ground(self, ax: Axes) -> None:
        """Draw filled bands and lines between them, and hatch where there are no values."""
        if self.values.count():
            bands = theme().height
            norm = BoundaryNorm(self.levels, bands.N)
            ax.contourf(*self.grid, self.values, self.levels, cmap=bands, norm=norm)
        if len(self.levels) > 2:
            style = {"colors": theme().line, "linestyles": "solid", "alpha": 0.6}
            width = 0.4 * matplotlib.rcParams["lines.linewidth"]
            inner = self.levels[1:-1]
            self.lines = ax.contour(*self.grid, self.values, inner, linewidths=width, **style)
        missing = np.ma.getmaskarray(self.values)
        if missing.any():
            blank.hatch(ax)
        place = blank.roomiest(missing)
        if place is not None:
            blank.name(ax, *place)

    def _scale(self, ax: Axes) -> Axes | None:
        """Draw the scale of heights beside the axes, unless there is but one."""
        if len(self.levels) == 2:
            return None
        beside = ax.inset_axes([1.02, 0, 0.035, 1])
        # A norm of its own: sharing one makes the bar forget its labels when the bands are drawn.
        bands = theme().height
        colours = ScalarMappable(BoundaryNorm(self.levels, bands.N), bands)
        bar = ax.figure.colorbar(colours, cax=beside, spacing="uniform", drawedges=False)
        heights = round_heights(self.levels)
        labels = [formula.short(height) for height in heights]
        if len(set(labels)) < len(labels):
            labels = [formula.number(height, 10) for height in heights]
        bar.set_ticks(heights, labels=labels)
        bar.ax.tick_params(length=0)
        bar.ax.minorticks_off()
        bar.set_label(formula.call(self.cost))
        return beside

    def _marks(self, ax: Axes) -> None:
        """Mark the known minima."""
        minima = np.reshape(self.cost.minima or (), (-1, 2)).astype(float)
        star(ax, minima[windows.inside(minima, self.window)])

    def _name_start(self, ax: Axes) -> None:
        """Write beside the start what it is, if all runs share it."""
        points = self.trails[0].points
        if self.beside_others or self.trails[0].hides(0):
            return  # Where others stand beside, each would say it again.
        if all(np.array_equal(trail.points[0], points[0]) for trail in self.trails):
            side = outward(points[:2], self.window, self.box)[0]
            caption(ax, "start", points[0], side, np.vstack([traced(points), *self._numbered(ax)]))

    def _numbered(self, ax: Axes) -> list[Array]:
        """Return the places of numbers; a word over one hides more than one across a line."""
        return [np.repeat(places(ax, self.numbers.artists), 10, axis=0)] if self.alone else []

    def _end(self, ax: Axes) -> None:
        """Name the last point of a run alone, if it is seen and there is room."""
        self.end: Annotation | None = None
        if not self.alone or not self.alone.nit or self.trails[0].hides(self.last):
            return
        points = self.trails[0].points[-40:]
        side = outward(points, self.window, self.box)[-1]
        self.end = spare_caption(ax, "end", points[-1], side, self._taken(ax, points))
        if self.end:
            self.add(self.end)

    def _leavings(self, ax: Axes) -> None:
        """Make the arrows of the runs that leave."""
        exits = [exit_of(trail.points, self.window) for trail in self.trails]
        pairs = zip(self.trails, exits, strict=True)
        paths = [
            last_part(trail.points, there.step) if there else traced(trail.points)
            for trail, there in pairs
        ]
        start = self.trails[0].points[:1]
        around = np.vstack([*paths, start, *self._numbered(ax)]) if self.says_exits else None
        self.leavings = leavings(ax, exits, self.pointing, self.window, around)
        self.leavers = [place for place, there in enumerate(exits) if there]
        for trail, there in zip(self.trails, exits, strict=True):
            if there:
                trail.end_at(there.step)
        for artist in (artist for leaving in self.leavings for artist in leaving.artists):
            self.add(artist)

    def _memory(self, ax: Axes) -> None:
        """Make the arrow along which the rule's memory pulls, under that along the slope."""
        pulls = memory_pulls(self.alone) if self.alone.state else None
        if pulls is not None:
            self.pull = Pull(ax, self.trails[0].points, self.window, self.box, pulls)
            self.add(self.pull.arrow)
            self._name_arrows(ax)

    def _name_arrows(self, ax: Axes) -> None:
        """Say which arrow is which, where the path leaves room."""
        name_inside(ax, windows.parts(traced(self.trails[0].points, 400), self.window))

    def _helpers(self, ax: Axes) -> None:
        """Make the arrow along the negative gradient, and the first numbers."""
        self._head = 2.4 * matplotlib.rcParams["lines.markersize"]
        arrow = FancyArrowPatch(
            (0, 0),
            (0, 0),
            arrowstyle="-|>",
            mutation_scale=self._head,
            color=theme().slope,
            linewidth=matplotlib.rcParams["lines.linewidth"],
            shrinkA=0,
            shrinkB=0,
        )
        self.arrow = self.add(ax.add_patch(arrow))
        trail = self.trails[0]
        slopes = self._seen(self.alone.gradients[windows.inside(trail.points, self.window)])
        self._steepest = windows.finite(slopes).max(initial=0.0)
        early = trail.points[: NUMBERED + 1]
        sides = outward(early, self.window, self.box)
        sides = turned_in(ax, early, sides, (90.0, -90.0, 180.0))
        first = 1 if epoch_ends(self.alone) is None else NUMBERED  # no marker, no number
        self.numbers = Numbers(ax, trail, self.window, sides, first)
        for artist in self.numbers.artists:
            self.add(artist)

    def _seen(self, vectors: Array) -> Array:
        """Return how long vectors (..., 2) look, in widths of the axes."""
        across, up = (vectors / (self.window[:, 1] - self.window[:, 0])).T
        return np.hypot(across, self.box * up)

    def _taken(self, ax: Axes, points: Array) -> Array:
        """Return the places around the end of a path that are not free for a word."""
        minima = np.reshape(self.cost.minima or (), (-1, 2)).astype(float)
        across, up = 0.015 * np.ptp(self.window, axis=1)
        around = np.array([[0, 0], [across, up], [-across, up], [across, -up], [-across, -up]])
        stars = (minima[:, None] + around).reshape(-1, 2)
        numbers = places(ax, self.numbers.artists)
        ways = [-self.alone.gradients[-1:], *([self.pull.pulls[-1:]] if self.pull else [])]
        reach = [LENGTH * way / (self._seen(way) or np.inf) for way in ways]
        arrows = points[-1] + np.linspace(0, 1, 20)[:, None, None] * np.vstack(reach)
        return np.vstack([traced(points), stars, numbers, arrows.reshape(-1, 2)])

    def hides(self, step: int) -> bool:
        """Tell whether the run alone is outside the window at a step."""
        return self.alone is not None and self.trails[0].hides(step)

    def show(self, step: int) -> None:
        """Place the paths and the arrow at a step."""
        self.say(step)
        for place, trail in enumerate(self.trails):
            trail.show(self.iterate(place, step))
        for place, leaving in zip(self.leavers, self.leavings, strict=True):
            leaving.show(self.iterate(place, step))
        if self.alone:
            self.numbers.show(step)
            self._point(min(step, self.alone.nit))
        if self.pull:
            self.pull.show(step)
        if self.end:
            self.end.set_visible(step >= self.last)

    def _point(self, step: int) -> None:
        """Lay the arrow along the negative gradient; only on flat ground it is shorter."""
        point, slope = self.trails[0].points[step], self.alone.gradients[step]
        length = self._seen(slope)
        steep = FLAT * self._steepest < length < windows.LIMIT
        drawn = steep and windows.inside(point, self.window)
        self.arrow.set_visible(bool(drawn))
        if drawn:
            part = min(1.0, length / (GENTLE * self._steepest))
            self.arrow.set_mutation_scale(part * self._head)
            self.arrow.set_positions(point, point - part * ARROW / length * slope)
