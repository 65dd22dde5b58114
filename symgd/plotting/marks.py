"""Marks that stay: known minima and captions beside points."""

from __future__ import annotations

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from symgd.plotting.style import INK, STAR
from symgd.plotting.windows import Array


def star(ax: Axes, points: Array) -> None:
    """Mark known minima, given as an array (m, 2)."""
    if not len(points):
        return  # An empty line would still ask the layout for room.
    size = 2.4 * matplotlib.rcParams["lines.markersize"]
    ax.plot(
        *points.T, color=STAR, marker="*", markersize=size, markeredgecolor=INK, linestyle="none",
        scalex=False, scaley=False, clip_on=False,
    )  # fmt: skip


def caption(ax: Axes, text: str, point: ArrayLike, side: Array) -> None:
    """Write a word beside a point, on the side of a unit direction."""
    size = matplotlib.rcParams["lines.markersize"]
    place = (ax.transData + ax.transAxes.inverted()).transform(point)
    across, up = side
    if abs(place[0] + 0.1 * across - 0.5) > 0.4:
        across, up = 0.0, np.copysign(1.0, up if abs(up) > 0.3 else 0.5 - place[1])
    ax.annotate(
        text, point, (1.6 * size * across, 1.6 * size * up), textcoords="offset points", color=INK,
        ha="left" if across > 0.35 else "right" if across < -0.35 else "center",
        va="bottom" if up > 0.35 else "top" if up < -0.35 else "center",
        annotation_clip=True,
    )  # fmt: skip
