"""The samples of a cost over data, as dots."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.lines import Line2D

from symgd.data.columns import Samples
from symgd.plotting.frames import thinned
from symgd.plotting.parts import windows
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import Look, theme

# More samples than this are thinned, and dots that move are fewer.
MOST, MOVING = 2000, 500
# Up to so many samples each gets a bar for its residual.
FEW = 60
# Dots grow smaller from so many on.
SPARSE = 90
# The largest dot, where samples coincide, has so many diameters of one that is alone.
LARGEST = 3.0


class Shown:
    """The samples that a picture shows, evenly chosen among all.

    Parameters
    ----------
    samples : Samples
        All of them.
    inputs : sequence of str
        The columns from which the target is predicted.
    target : str
        The column that is predicted.
    most : int
        How many there is room for.

    Attributes
    ----------
    inputs : array (m, s)
        The inputs of those shown.
    target : array (s,)
        Their targets.
    """

    def __init__(
        self, samples: Samples, inputs: Sequence[str], target: str, most: int = MOST
    ) -> None:
        table = samples.at(thinned(len(samples) - 1, most))
        columns = dict(zip(samples.names, table, strict=True))
        self.inputs: Array = np.array([columns[name] for name in inputs])
        self.target: Array = columns[target]
        self.all = len(samples)

    def __len__(self) -> int:
        return len(self.target)

    @cached_property
    def places(self) -> int:
        """Return how many of them are different."""
        return np.unique(np.vstack([self.inputs, self.target]), axis=1).shape[1]

    @property
    def told(self) -> str | None:
        """Return how many of all samples these are, if they are not all."""
        if len(self) == self.all:
            return None
        return f"{len(self):,} of {self.all:,} samples shown"


def bounds(values: Array, margin: float) -> Array:
    """Return the bounds of an axis over values, with parts of the range left empty around."""
    return windows.value_range(values, values, below=margin, above=margin)


def area(count: int) -> float:
    """Return the area of a dot among so many, in square points."""
    part = min(1.0, max(SPARSE / count, 0.08))
    return float(part * matplotlib.rcParams["lines.markersize"] ** 2)


def scatter(
    ax: Axes, points: Array, look: Look | None, total: int, filled: bool = True
) -> PathCollection:
    """Draw dots at points (s, 2); where several coincide the area tells how many.

    Parameters
    ----------
    ax : Axes
        Flat axes, whose bounds stay.
    points : array (s, 2)
        The samples.
    look : Look or None
        The colour and marker of a class; None for samples without classes.
    total : int
        How many places with dots there are, which tells their size.
    filled : bool
        Whether the dots are full.
    """
    places, counts = np.unique(points, axis=0, return_counts=True)
    style = dot_style(look, total, filled)
    sizes = area(total) * np.minimum(counts, np.maximum(1, LARGEST**2 * counts / counts.max()))
    return ax.scatter(*places.T, s=sizes, zorder=2, **style)


def dot_style(look: Look | None, total: int, filled: bool = True) -> dict[str, object]:
    """Return how a dot among so many is drawn."""
    colour = look.colour if look else theme().line
    rim = theme().paper if filled else colour
    return {
        "marker": look.marker if look else "o",
        "facecolors": colour if filled else "none",
        "edgecolors": rim,
        "linewidths": area(total) ** 0.5 / (15 if filled else 5),
    }


def key(look: Look, filled: bool = True) -> Line2D:
    """Return a dot of a class, for a legend."""
    size = 0.9 * matplotlib.rcParams["lines.markersize"]
    fill = look.colour if filled else "none"
    rim = {"markeredgecolor": look.colour, "markerfacecolor": fill}
    return Line2D([], [], linestyle="none", marker=look.marker, markersize=size, **rim)
