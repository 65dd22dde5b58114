"""The shadow that a path in space casts straight down on the floor of the box."""

from __future__ import annotations

import matplotlib
import numpy as np
from mpl_toolkits.mplot3d import Axes3D
from mpl_toolkits.mplot3d.art3d import Line3D

from symgd.plotting.parts.windows import Array, inside
from symgd.plotting.style import Look, theme

# Of the shadow; the path itself is opaque.
OPACITY = 0.4


class Shadow:
    """A pale trail on the floor, and a line from the current point down to it.

    Parameters
    ----------
    ax : Axes
        Axes in space.
    points : array (k, 3)
        The path in space; nan where it is not drawn.
    path : array (k, 2)
        The path.
    window : array (2, 2)
        The bounds of x and y.
    floor : float
        The height of the floor.
    look : Look, optional
        The look of one run among several.
    """

    def __init__(
        self, ax: Axes3D, points: Array, path: Array, window: Array, floor: float, look: Look | None
    ) -> None:
        flat = np.column_stack([path, np.full(len(path), floor)])
        self.points = np.where(inside(path, window)[:, None], flat, np.nan)
        self._above = points
        width = matplotlib.rcParams["lines.linewidth"]
        size = matplotlib.rcParams["lines.markersize"]
        colour = look.colour if look else theme().ink
        dot = {"marker": look.marker if look else "o", "markersize": 0.9 * size}
        pale = {"color": colour, "alpha": OPACITY}
        self.line = ax.add_line(Line3D([], [], [], lw=width, solid_joinstyle="round", **pale))
        drop = {"color": colour, "lw": 0.5 * width, "linestyle": (0, (3, 2))}
        self.drop = ax.add_line(Line3D([], [], [], **drop))
        self.dot = ax.add_line(Line3D([], [], [], **pale, **dot, markeredgewidth=0))
        self.artists = [self.line, self.drop, self.dot]

    def show(self, shown: Array, step: int) -> None:
        """Show the shadow of some points, and of the current one."""
        self.line.set_data_3d(*self.points[shown].T)
        self.drop.set_data_3d(*np.vstack([self._above[step], self.points[step]]).T)
        self.dot.set_data_3d(*self.points[step : step + 1].T)
