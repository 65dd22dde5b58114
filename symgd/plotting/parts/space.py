"""Marks of a path in space: points in the order's colours, words beside points, an arrow out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgb
from matplotlib.markers import MarkerStyle
from matplotlib.transforms import (
    Affine2D,
    Bbox,
    BboxTransformFrom,
    ScaledTranslation,
    Transform,
)
from mpl_toolkits.mplot3d import proj3d
from mpl_toolkits.mplot3d.art3d import Line3D, Poly3DCollection, Text3D
from numpy.typing import NDArray

from symgd.plotting.parts import formula
from symgd.plotting.parts.leaving import Exit
from symgd.plotting.parts.marks import SIDES, pale
from symgd.plotting.parts.placing import covered, freest
from symgd.plotting.parts.trail import NUMBER_GAP, NUMBERED, outward
from symgd.plotting.parts.windows import Array, apart
from symgd.plotting.style import theme

# So many shades tell the order.
SHADES = 24
REMARK = "hatched:\nno finite value"


class Dots(Line3D):
    """Markers whose colour tells the order, in one artist that Matplotlib does not sort by depth.

    Parameters
    ----------
    last : int
        The number of the last iterate.
    """

    def __init__(self, last: int) -> None:
        size = 0.8 * matplotlib.rcParams["lines.markersize"]
        super().__init__([], [], [], linestyle="none", marker="o", markersize=size)
        self.set_markeredgecolor(theme().ink)
        self.set_markeredgewidth(size / 8)
        self._end, self._order = max(np.log1p(last), 1.0), theme().order
        self._points, self._shades = np.empty((0, 3)), np.empty(0, int)

    def place(self, points: Array, steps: NDArray[np.intp]) -> None:
        """Set the points (k, 3) and the steps they belong to."""
        self._points = points
        self._shades = np.round(np.log1p(steps) / self._end * SHADES).astype(int)
        self.set_data_3d(*points.T)

    def colours(self) -> Array:
        """Return the colour of each point, shape (k, 4)."""
        return self._order(self._shades / SHADES)

    def draw(self, renderer: RendererBase) -> None:
        """Draw the points of each shade, the first iterates lowest."""
        for shade in np.unique(self._shades):
            self.set_data_3d(*self._points[self._shades == shade].T)
            self.set_markerfacecolor(self._order(shade / SHADES))
            super().draw(renderer)
        self.set_data_3d(*self._points.T)


class Onward(Line3D):
    """A line to the wall through which a run leaves, with an arrow's head there.

    Parameters
    ----------
    start : array (3,)
        The last point inside.
    there : Exit
        Where the run leaves.
    colour : str
        The colour of the run.
    """

    def __init__(self, start: Array, there: Exit, colour: str) -> None:
        width, size = (
            matplotlib.rcParams["lines.linewidth"],
            matplotlib.rcParams["lines.markersize"],
        )
        ends = np.array([start, there.place]).T
        super().__init__(*ends, color=colour, linewidth=0.8 * width, markersize=1.7 * size)
        self.set_markevery([1])

    def draw(self, renderer: RendererBase) -> None:
        """Turn the head as the line is seen, and draw both."""
        x, y, _ = proj3d.proj_transform(*self.get_data_3d(), self.axes.get_proj())
        (ax, ay), (bx, by) = self.axes.transData.transform(np.column_stack([x, y]))
        turn = Affine2D().rotate(np.arctan2(by - ay, bx - ax) - np.pi / 2)
        self.set_marker(MarkerStyle("^", transform=turn))
        super().draw(renderer)


def seen(ax: Axes, points: Array) -> Array:
    """Return points (k, 3) as they are seen, in parts of the room."""
    return BboxTransformFrom(room(ax)).transform(_pixels(ax, points))


def room(ax: Axes) -> Bbox:
    """Return the pixels of the axes and of the box in them, which may be the larger."""
    limits = (ax.get_xlim(), ax.get_ylim(), ax.get_zlim())
    corners = Bbox.null()
    corners.update_from_data_xy(_pixels(ax, np.array(list(product(*limits)))))
    return Bbox.union([ax.get_window_extent(), corners])


def _pixels(ax: Axes, points: Array) -> Array:
    x, y, _ = proj3d.proj_transform(*np.reshape(points, (-1, 3)).T, ax.get_proj())
    return ax.transData.transform(np.column_stack([x, y]))


def word(ax: Axes, text: str, point: Array, obstacles: Array, spare: bool = False) -> Text3D | None:
    """Write a word beside a point, off obstacles given as they are seen.

    Parameters
    ----------
    ax : Axes
        Axes in space.
    text : str
        The word.
    point : array (3,)
        What it names.
    obstacles : array (k, 2)
        What it should not cover, in parts of the room.
    spare : bool
        Whether it is left out where it would cover something.
    """
    size, gap = matplotlib.rcParams["font.size"], 1.6 * matplotlib.rcParams["lines.markersize"]
    scale = ax.figure.dpi / 72 / room(ax).size
    extent = np.array([formula.width(text, size), 1.4 * size])
    sides = SIDES[[2, 6, 4, 0, 1, 3, 5, 7]] * (gap + extent / 2)
    places = seen(ax, point) + sides * scale
    place = freest(places, extent * scale, obstacles)
    if spare and covered(place[None], extent * scale, obstacles).any():
        return None
    return _written(ax, text, point, (place - seen(ax, point)[0]) / scale, bbox=pale())


def _written(ax: Axes, text: str, point: Array, offset: Array, **how: object) -> Text3D:
    """Write centred text at so many points of print from a place in space."""
    shift = ScaledTranslation(*offset / 72, ax.figure.dpi_scale_trans)
    centre = {"ha": "center", "va": "center", "color": theme().ink}
    return ax.text(*point, text, transform=ax.transData + shift, **centre, **how)


def numbers(ax: Axes, points: Array) -> list[tuple[int, Text3D]]:
    """Write the numbers of the first iterates (k, 3) after the start, where they do not overlap."""
    flat, whole = seen(ax, points[: NUMBERED + 1]), np.array([[0.0, 1.0], [0.0, 1.0]])
    sides = outward(flat, whole, room(ax).height / room(ax).width)
    far, size = (
        1.6 * matplotlib.rcParams["lines.markersize"],
        matplotlib.rcParams["legend.fontsize"],
    )
    chosen = apart(flat[:NUMBERED], whole, NUMBER_GAP)
    return [
        (int(k), _written(ax, str(k), points[k], far * sides[k], fontsize=size))
        for k in chosen
        if k > 0
    ]


def standing(ax: Axes, texts: Sequence[tuple[int, Text3D]]) -> Array:
    """Return where numbers stand, as they are seen, in parts of the room."""
    origin = np.zeros((1, 2))
    places = [np.empty((0, 2))]
    for _, text in texts:
        shift = text.get_transform().transform(origin) - ax.transData.transform(origin)
        places.append(seen(ax, text.get_position_3d()) + shift / room(ax).size)
    return np.vstack(places)


def floor(cells: Array) -> Poly3DCollection:
    """Return hatched ground (m, 4, 3) where there is no surface over it."""
    colours = {"facecolor": theme().blank, "edgecolor": theme().hatching, "hatch": "xx"}
    return Poly3DCollection(cells, linewidths=0, **colours)


def explain(ax: Axes, text: str, corner: Transform) -> None:
    """Write a remark in the lower left corner of what a transform covers."""
    size = matplotlib.rcParams["legend.fontsize"]
    how = {"ha": "left", "va": "bottom", "fontsize": size, "color": theme().ink}
    ax.text2D(0.02, 0.03, text, transform=corner, **how)


def panes(ax: Axes) -> None:
    """Colour the walls."""
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_pane_color((*to_rgb(theme().blank), 0.4))


def along(points: Array, most: int = 60) -> Sequence[Array]:
    """Return places all along the first and last segments of a path in space."""
    parts = np.linspace(0, 1, 12)[:, None, None]
    ends = [points[: most + 1], points[-most - 1 :]]
    return [(part[:-1] + parts * np.diff(part, axis=0)).reshape(-1, 3) for part in ends]
