"""The cost of two variables as a surface in space, and the path on it."""

from __future__ import annotations

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm
from mpl_toolkits.mplot3d.art3d import Line3D

from symgd.plotting import formula, windows
from symgd.plotting.levels import levels
from symgd.plotting.style import HEIGHT, INK, LOOKS, POINT, Look
from symgd.plotting.view import View
from symgd.plotting.windows import Array

SAMPLES = 61


class Surface(View):
    """The surface from above and aside, with the path over it."""

    name = "surface"
    projection = "3d"

    @staticmethod
    def fits(n: int) -> bool:
        """Tell whether there are exactly two variables."""
        return n == 2

    def draw(self, ax: Axes, roomy: bool) -> None:
        """Draw the surface in a window made from the paths."""
        paths, costs = [run.path for run in self.runs], [run.costs for run in self.runs]
        self.window = windows.window(paths, costs, self.cost.minima)
        self._ground(ax)
        self._labels(ax)
        self.legend(ax, roomy)
        self.head(ax)
        self.trails = [lifted(run.path, run.costs, self.window, self.z) for run in self.runs]
        self.lines: list[Line3D] = []
        self.heads: list[Line3D] = []
        for look in [None] if self.alone else LOOKS[: len(self.runs)]:
            line, point = _lines(look)
            self.lines.append(self.add(ax.add_line(line)))
            self.heads.append(self.add(ax.add_line(point)))

    def _ground(self, ax: Axes) -> None:
        """Draw the surface, cut off where it leaves the range of the path."""
        x, y = np.meshgrid(*(np.linspace(*bounds, SAMPLES) for bounds in self.window))
        values = self.cost.sample(x, y)
        shown = [run.costs[windows.inside(run.path, self.window)] for run in self.runs]
        self.z = windows.value_range(np.concatenate(shown), values, below=0.0, above=0.02)
        values = np.where(np.isfinite(values), np.clip(values, *self.z), np.nan)
        heights = levels(values)
        ax.plot_surface(
            x, y, values, cmap=HEIGHT, norm=BoundaryNorm(heights, HEIGHT.N), shade=False,
            rstride=1, cstride=1, edgecolor="#2b5c8a", linewidth=0.25, antialiased=True,
        )  # fmt: skip
        ax.set(xlim=self.window[0], ylim=self.window[1], zlim=self.z)

    def _labels(self, ax: Axes) -> None:
        """Label the axes, with room for large numbers."""
        x, y = (formula.symbol(variable) for variable in self.cost.variables)
        size = matplotlib.rcParams["font.size"]
        ax.set_xlabel(x, labelpad=0.6 * size)
        ax.set_ylabel(y, labelpad=0.6 * size)
        ax.set_zlabel(formula.call(self.cost), labelpad=0.6 * size)
        for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
            axis.set_major_locator(matplotlib.ticker.MaxNLocator(4))
        ax.set_box_aspect((4, 4, 2.6), zoom=1.1)

    def show(self, step: int) -> None:
        """Place the paths at a step."""
        self.say(step)
        for points, line, point in zip(self.trails, self.lines, self.heads, strict=True):
            end = min(step, len(points) - 1)
            line.set_data_3d(*points[: end + 1].T)
            point.set_data_3d(*points[end : end + 1].T)


def lifted(path: Array, costs: Array, window: Array, z: Array) -> Array:
    """Return the path on the surface, shape (k, 3); nan where it is outside the box."""
    points = np.column_stack([path, costs])
    inside = windows.inside(points, np.vstack([window, z]))
    return np.where(inside[:, None], points, np.nan)


def _lines(look: Look | None) -> tuple[Line3D, Line3D]:
    """Return the path and the current point of a run."""
    size = matplotlib.rcParams["lines.markersize"]
    colour, marker = (look.colour, look.marker) if look else (INK, "o")
    line = Line3D(
        [], [], [], color=colour, linestyle=look.line if look else "-",
        marker=marker, markersize=0.6 * size,
    )  # fmt: skip
    point = Line3D(
        [], [], [], color=colour if look else POINT, marker=marker, markersize=1.6 * size,
        linestyle="none", markeredgecolor="white", markeredgewidth=0.2 * size,
    )  # fmt: skip
    return line, point
