"""The cost of two variables as a surface in space, and the path on it."""

from __future__ import annotations

from typing import ClassVar

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, to_rgb
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from mpl_toolkits.mplot3d.art3d import Line3D, Poly3DCollection
from numpy.typing import NDArray

from symgd.cost import Cost
from symgd.plotting.parts import formula, space, windows
from symgd.plotting.parts.leaving import FEW, exit_of, words
from symgd.plotting.parts.levels import levels
from symgd.plotting.parts.marks import star_style
from symgd.plotting.parts.sampling import halved
from symgd.plotting.parts.shadow import Shadow
from symgd.plotting.parts.space import Dots
from symgd.plotting.parts.thinning import telling, until
from symgd.plotting.parts.trail import head_style
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import Look, theme
from symgd.plotting.views.base import View

SAMPLES = 61
# The floor lies so many ranges of cost under the surface, so that the shadow is seen apart.
DEPTH = 0.45
# Where the camera stands, in degrees.
ELEVATION, AZIMUTH = 28.0, -60.0
# Sides of the box.
BOX = (4.4, 4.4, 3.4)
# How much longer the first side is at most, where one run has the width of the slide to itself.
STRETCH = 1.7
# Markers nearer than this part of the window's width cover each other.
CLOSE = 0.03
# Neighbours that differ by more than this part of the heights are on a steep slope or a jump.
STEEP = 0.05


class Surface(View):
    """The surface from above and aside, with the path over it."""

    name = "surface"
    pairs = True
    projection = "3d"
    #: How far the square stands left of the middle, which leaves the scale of heights its room.
    aside: ClassVar[float] = 0.06

    @staticmethod
    def fits(n: int) -> bool:
        """Tell whether there are exactly two variables."""
        return n == 2

    def draw(self, ax: Axes, roomy: bool) -> None:
        """Draw the surface in a window made from the paths."""
        paths, costs = [run.path for run in self.runs], self.whole_costs
        self.window = windows.window(paths, costs, self.cost.minima)
        self._ground(ax, roomy)
        self._labels(ax)
        self._shape(ax, roomy)
        if roomy:
            self._furnish_around(ax)
        else:
            self.furnish(ax, roomy)
        self.box = np.vstack([self.window, self.z])
        self.trails = [
            lifted(path, heights, self.box) for path, heights in zip(paths, costs, strict=True)
        ]
        self.kept = [telling(windows.parts(path, self.window)) for path in paths]
        self.marked = [
            kept[windows.apart(path[kept], self.window, CLOSE)]
            for path, kept in zip(paths, self.kept, strict=True)
        ]
        self._shadows(ax)
        self.lines = [
            tuple(self.add(ax.add_line(line)) for line in _lines(look, self.last))
            for look in self.looks
        ]
        self._marks(ax)
        self._leavings(ax)
        # What is drawn may reach over the edges of the square.
        for artist in ax.get_children():
            artist.set_clip_on(False)

    def _shadows(self, ax: Axes) -> None:
        """Make the shadows of the paths; they lie under all paths."""
        self.shadows = [
            Shadow(ax, points, run.path, self.window, self.floor, look)
            for points, run, look in zip(self.trails, self.runs, self.looks, strict=True)
        ]
        for artist in (artist for shadow in self.shadows for artist in shadow.artists):
            self.add(artist)

    def _ground(self, ax: Axes, roomy: bool) -> None:
        """Draw the surface, cut off where it leaves the range of the path."""
        x, y = np.meshgrid(*(np.linspace(*bounds, SAMPLES) for bounds in self.window))
        values = self.cost.sample(x, y)
        pairs = zip(self.runs, self.whole_costs, strict=True)
        shown = [costs[windows.inside(run.path, self.window)] for run, costs in pairs]
        self.z = windows.value_range(np.concatenate(shown), values, below=0.02, above=0.02)
        self.floor = self.z[0] - DEPTH * np.ptp(self.z)
        heights = cut(values, self.z)
        cells = quads(x, y, heights, torn(self.cost, np.array([x, y]), heights))
        # In the order of their depth the lines would lie over the surface in places.
        ax.computed_zorder = False
        self._blank(ax, x, y, ~np.isfinite(values), roomy)
        if len(cells):
            self._level_lines(ax, x, y, values)
            self._cover(ax, cells)
        ax.set(xlim=self.window[0], ylim=self.window[1], zlim=(self.floor, self.z[1]))
        ax.view_init(ELEVATION, AZIMUTH)
        space.panes(ax)

    def _cover(self, ax: Axes, cells: Array) -> None:
        """Draw the cells of the surface, over the lines on the floor."""
        norm = BoundaryNorm(levels(cells[:, :, 2]), theme().height.N)
        colours = theme().height(norm(cells[:, :, 2].mean(axis=1)))
        edges = {"edgecolors": (*to_rgb(theme().line), 0.4), "linewidths": 0.3}
        self.surface = Poly3DCollection(cells, facecolors=colours, zorder=2, **edges)
        ax.add_collection3d(self.surface)

    def _level_lines(self, ax: Axes, x: Array, y: Array, values: Array) -> None:
        """Draw level lines on the floor, under the surface."""
        heights = levels(values)
        known = np.ma.masked_invalid(np.clip(values, -windows.LIMIT, windows.LIMIT))
        style = {"colors": theme().line, "linestyles": "solid", "alpha": 0.5, "linewidths": 1}
        if len(heights) > 2:
            ax.contour(x, y, known, heights[1:-1], zdir="z", offset=self.floor, zorder=1, **style)

    def _blank(self, ax: Axes, x: Array, y: Array, missing: NDArray[np.bool_], roomy: bool) -> None:
        """Hatch the floor where the cost has no finite value, and say so."""
        holes = quads(x, y, np.where(missing, self.floor, np.nan))
        if len(holes):
            ax.add_collection3d(space.floor(holes))
            place = ax.figure.transSubfigure if roomy else ax.transAxes
            space.explain(ax, space.REMARK, place)

    def _labels(self, ax: Axes) -> None:
        """Label the axes, with room for large numbers."""
        names = [*(formula.symbol(variable) for variable in self.cost.variables)]
        pad = 0.6 * matplotlib.rcParams["font.size"]
        ax.set_xlabel(names[0], labelpad=pad)
        ax.set_ylabel(names[1], labelpad=pad)
        for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
            axis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
        heights = ax.zaxis.get_major_locator().tick_values(*self.z)
        heights = heights[(heights >= self.z[0]) & (heights <= self.z[1])]
        ax.set_zticks(heights)
        ax.set_zlabel(" ".join([formula.call(self.cost), _power(ax, heights)]).rstrip())

    def _shape(self, ax: Axes, roomy: bool) -> None:
        """Choose the sides and the size of the box, which may be wider than its square."""
        square, figure = ax.get_window_extent().width, ax.figure.bbox.width
        stretch = np.clip(0.8 * figure / square, 1.0, STRETCH) if roomy and self.alone else 1.0
        self._box(ax, stretch, 1 + 0.35 * (stretch - 1))

    def _box(self, ax: Axes, stretch: float, zoom: float) -> None:
        """Stretch the first side of the box, and put the numbers of the heights beside it."""
        ax.set_box_aspect((stretch * BOX[0], *BOX[1:]), zoom=zoom)
        # Matplotlib stretches the room of the numbers with the box.
        size = matplotlib.rcParams["font.size"]
        ax.tick_params(axis="z", pad=(0.4 - 0.5 * (stretch - 1)) * size)
        ax.zaxis.labelpad = (1.08 - 1.0 * (stretch - 1)) * size

    def _marks(self, ax: Axes) -> None:
        """Mark the known minima, the start and the end, above the surface."""
        minima = np.reshape(self.cost.minima or (), (-1, 2)).astype(float)
        stars = lifted(minima, self.cost(minima), self.box)
        ax.add_line(Line3D(*stars.T, linestyle="none", zorder=50, **star_style()))
        points = self.trails[0]
        self.numbers = space.numbers(ax, points) if self.alone else []
        known = [space.seen(ax, places) for places in [*space.along(points), stars]]
        taken = np.vstack([*known, space.standing(ax, self.numbers)])
        if all(np.array_equal(trail[0], points[0], equal_nan=True) for trail in self.trails):
            space.word(ax, "start", points[0], taken).set_zorder(50)
        self.end = None
        moved = not np.array_equal(points[-1], points[0])
        if self.alone and moved and not self.hides(self.last):
            self.end = space.word(ax, "end", points[-1], taken, spare=True)
        for text in [*(text for _, text in self.numbers), self.end]:
            if text:
                self.add(text)

    def _leavings(self, ax: Axes) -> None:
        """Make the arrows of the runs that leave, with words where only one does."""
        pairs = zip(self.runs, self.whole_costs, strict=True)
        raised = [np.column_stack([run.path, costs]) for run, costs in pairs]
        exits = [exit_of(points, self.box) for points in raised]
        found = [
            (place, there, points, colour)
            for place, (there, points, colour) in enumerate(
                zip(exits, raised, self.pointing, strict=True)
            )
            if there
        ]
        self.leavings: list[tuple[int, Artist]] = []
        for place, there, points, colour in found:
            time = int(self.clock.times[place][there.step])
            onward = space.Onward(points[there.step - 1], there, colour)
            self.leavings.append((time, self.add(ax.add_line(onward))))
            if len(found) <= FEW:
                near = space.seen(ax, np.vstack(space.along(points[: there.step])))
                text = space.word(ax, words(there.step), there.place, near)
                self.leavings.append((time, self.add(text)))

    def axes(self, figure: Figure) -> Axes:
        """Return a square for the surface: Matplotlib draws space in squares only."""
        figure.set_layout_engine("none")
        return figure.add_axes(self._square(figure, lines=1), projection=self.projection)

    def _square(self, figure: Figure, lines: float) -> tuple[float, float, float, float]:
        """Return the place of the square under a title of so many lines."""
        width, height = figure.bbox.width, figure.bbox.height
        size = matplotlib.rcParams["font.size"] * figure.dpi / 72
        side = min(height - (3.1 + 1.6 * lines) * size, width)
        left = (width - side) / 2 - self.aside * width if self.alone else 0.05 * width
        return left / width, 1.2 * size / height, side / width, side / height

    def _lines_of(self, title: str) -> float:
        """Return how many lines a title takes; fractions and roots are higher than one."""
        size = matplotlib.rcParams["font.size"]
        above, below = formula.reach(title, 1.2 * size)
        more = max(above - 1.2 * size, 0.0) + max(below - 0.35 * size, 0.0)
        return 1 + title.count("\n") + more / (1.6 * size)

    def _furnish_around(self, ax: Axes) -> None:
        """Write title and legend at the edges of the figure, not of the square."""
        room = 0.94 * ax.figure.bbox.width
        self.entitle(ax, 0.0, room)
        ax.set_position(self._square(ax.figure, self._lines_of(ax.get_title(loc="left"))))
        left, _ = ax.transAxes.inverted().transform((0.03 * ax.figure.bbox.width, 0))
        self.head(ax, left, room)
        self.legend(ax, roomy=True)
        if ax.get_legend():
            ax.get_legend().set_loc("upper right")
            ax.get_legend().set_bbox_to_anchor((0.99, 0.85), ax.figure.transSubfigure)

    def show(self, step: int) -> None:
        """Place the paths at a step."""
        self.say(step)
        parts = zip(self.trails, self.kept, self.marked, self.lines, self.shadows, strict=True)
        for place, (points, kept, marked, (line, dots, point), shadow) in enumerate(parts):
            end = self.iterate(place, step)
            shadow.show(until(kept, end), end)
            line.set_data_3d(*points[until(kept, end)].T)
            shown = marked[marked <= end]
            if self.alone:
                dots.place(points[shown], shown)
            else:
                dots.set_data_3d(*points[shown].T)
            point.set_data_3d(*points[end : end + 1].T)
        for time, artist in [*self.numbers, *self.leavings]:
            artist.set_visible(step >= time)
        if self.end:
            self.end.set_visible(step >= self.last)

    def hides(self, step: int) -> bool:
        """Tell whether the run alone is outside the window at a step."""
        point = self.trails[0][min(step, len(self.trails[0]) - 1)]
        return self.alone is not None and bool(np.isnan(point).any())


def cut(values: Array, z: Array) -> Array:
    """Return heights cut off at the bounds; nan beyond the first samples outside."""
    kept = (values >= z[0]) & (values <= z[1])
    near = np.pad(kept, 1)
    rows, columns = kept.shape
    edge = np.zeros_like(kept)
    for down in range(3):
        for along in range(3):
            edge |= near[down : down + rows, along : along + columns]
    return np.where(edge & np.isfinite(values), np.clip(values, *z), np.nan)


def quads(x: Array, y: Array, z: Array, torn: NDArray[np.bool_] | None = None) -> Array:
    """Return the cells (m, 4, 3) of a grid whose corners all have a height, without torn ones."""
    grid = np.stack([x, y, z], axis=-1)
    corners = [grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1]]
    cells = np.stack(corners, axis=2)
    whole = np.isfinite(cells).all(axis=(2, 3))
    return cells[whole if torn is None else whole & ~torn]


def torn(cost: Cost, places: Array, z: Array) -> NDArray[np.bool_]:
    """Tell over which cells of a grid the cost jumps: a wall there would be made up.

    Parameters
    ----------
    cost : Cost
        The cost of two variables.
    places : array (2, rows, columns)
        The grid.
    z : array (rows, columns)
        The heights drawn.
    """
    found = np.zeros([size - 1 for size in z.shape], bool)
    least = STEEP * (np.nanmax(z, initial=0.0) - np.nanmin(z, initial=0.0))
    for axis in (0, 1):
        ends = np.moveaxis(places, axis + 1, 1), np.moveaxis(z, axis, 0)
        steep = np.abs(np.diff(ends[1], axis=0)) > least
        low, high = (ends[0][:, part][:, steep] for part in (slice(None, -1), slice(1, None)))
        below, above = (ends[1][part][steep] for part in (slice(None, -1), slice(1, None)))
        _, (below, above) = halved(cost, (low, high), (below, above))
        jumps = np.zeros_like(steep)
        jumps[steep] = np.abs(above - below) > least
        jumps = np.moveaxis(jumps, 0, axis)
        found |= jumps[:, :-1] | jumps[:, 1:] if axis == 0 else jumps[:-1] | jumps[1:]
    return found


def lifted(path: Array, costs: Array, box: Array) -> Array:
    """Return the path on the surface, shape (k, 3); nan where it is outside the box (3, 2)."""
    points = np.column_stack([path, costs])
    return np.where(windows.inside(points, box)[:, None], points, np.nan)


def _power(ax: Axes, heights: Array) -> str:
    """Take the power of ten off the scale of heights, where it would lie on the label."""
    numbers = ax.zaxis.get_major_formatter()
    numbers.set_locs(heights)
    ax.zaxis.offsetText.set_visible(False)
    return numbers.get_offset()


def _lines(look: Look | None, last: int) -> tuple[Line3D, Line3D, Line3D]:
    """Return the path, its markers and the current point of a run."""
    width, size = matplotlib.rcParams["lines.linewidth"], matplotlib.rcParams["lines.markersize"]
    colour = look.colour if look else theme().ink
    line = Line3D([], [], [], color=colour, linestyle=look.line if look else "-", lw=0.8 * width)
    dots: Line3D = Dots(last)
    if look:
        marks = {"marker": look.marker, "markersize": 0.8 * size, "linestyle": "none"}
        dots = Line3D([], [], [], color=colour, **marks)
    point = Line3D([], [], [], linestyle="none", **head_style(look))
    return line, dots, point
