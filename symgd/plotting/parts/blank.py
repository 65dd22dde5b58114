"""Places where the cost has no finite value: hatched, and said so."""

from __future__ import annotations

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from symgd.plotting.parts.windows import Array
from symgd.plotting.style import theme

TEXT = "no finite value here"


def hatch(ax: Axes, x: tuple[float, float] = (0.0, 1.0)) -> Rectangle:
    """Hatch a vertical strip of the axes, in parts of their width, under everything else."""
    low, high = x
    colours = {"facecolor": theme().blank, "edgecolor": theme().hatching, "hatch": "//"}
    place = {"transform": ax.transAxes, "zorder": 0}
    patch = Rectangle((low, 0), high - low, 1, linewidth=0, **colours, **place)
    return ax.add_patch(patch)


def name(ax: Axes, x: float, y: float, **how: object) -> None:
    """Say what the hatching means, at a place given in parts of the axes."""
    size = matplotlib.rcParams["legend.fontsize"]
    place = {"ha": "center", "va": "center", "transform": ax.transAxes} | how
    ax.text(x, y, TEXT, color=theme().ink, fontsize=size, bbox=theme().behind(0.85, pad=3), **place)


def roomiest(missing: NDArray[np.bool_]) -> Array | None:
    """Return the place farthest from every known value, in parts of the axes.

    Parameters
    ----------
    missing : array of bool (rows, columns)
        Where there is no finite value, on an even grid; row 0 is at the bottom.

    Returns
    -------
    place : array (2,) or None
        None where there is no room for a word.
    """
    grid = np.stack(np.meshgrid(*(np.linspace(0, 1, 25),) * 2, indexing="xy"), axis=-1)
    rows, columns = (np.linspace(0, size - 1, 25).astype(int) for size in missing.shape)
    coarse = missing[np.ix_(rows, columns)]
    if not coarse.any():
        return None
    empty, known = grid[coarse], grid[~coarse]
    edge = np.minimum(empty, 1 - empty) * [1.0, 3.0]
    room = edge.min(axis=1)
    if known.size:
        apart = np.abs(empty[:, None] - known[None]) * [1.0, 3.0]
        room = np.minimum(room, apart.max(axis=2).min(axis=1))
    # Among equals, the place nearest to the middle.
    best = int(np.argmax(room - 0.01 * np.abs(empty - 0.5).sum(axis=1)))
    return empty[best] if room[best] >= 0.14 else None
