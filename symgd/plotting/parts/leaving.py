"""Where a run leaves the picture for good: an arrow at the edge, and the step in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch

from symgd.plotting.parts.marks import best_caption, traced
from symgd.plotting.parts.windows import LIMIT, Array, crossing, inside, parts, pulled_in

# Length of the arrow in parts of the axes' width.
LENGTH = 0.06
# More runs than this leave without words, which would stand in each other's way.
FEW = 1


@dataclass(frozen=True)
class Exit:
    """The place where a path crosses the edge of a window for the last time.

    Attributes
    ----------
    step : int
        The first iterate outside after which the run never comes back.
    place : array (n,)
        The crossing.
    way : array (n,)
        The direction in which it goes on.
    """

    step: int
    place: Array
    way: Array


def exit_of(points: Array, window: Array) -> Exit | None:
    """Return where a path (k, n) leaves a window (n, 2) for good.

    A run that comes back and ends inside has not left: None. One that comes back and leaves again
    is told by its last leaving. A step to where there is no number, nan, leads nowhere: None.

    Examples
    --------
    >>> path = np.array([[0.0, 0.0], [5.0, 0.0], [0.0, 0.5], [2.0, 0.5], [4.0, 0.5]])
    >>> exit_of(path, np.array([[-1.0, 1.0], [-1.0, 1.0]]))
    Exit(step=3, place=array([1. , 0.5]), way=array([2., 0.]))
    """
    seen = inside(points, window)
    if seen[-1] or not seen.any():
        return None
    step = int(np.flatnonzero(seen)[-1]) + 1
    outer = np.clip(points[step : step + 1], -LIMIT, LIMIT)
    if np.isnan(outer).any():
        return None
    return Exit(step, *crossing(points[step - 1], pulled_in(outer, window)[0], window))


class Leaving:
    """The arrow of one run, and the words if there are any, in two lines where one has no room.

    Parameters
    ----------
    ax : Axes
        Flat axes, whose size is settled.
    there : Exit
        Where the run leaves.
    window : array (2, 2)
        The bounds of the axes.
    colour : str
        The colour of the run.
    around : array (k, 2), optional
        What the words should not cover; without it there are no words.
    """

    def __init__(
        self, ax: Axes, there: Exit, window: Array, colour: str, around: Array | None
    ) -> None:
        self.step = there.step
        ends = _ends(ax, there, window)
        self.artists: list[Artist] = [ax.add_patch(_arrow(ax, ends, colour))]
        if around is not None:
            taken = np.vstack([around, _margin(ends, window)])
            text = words(self.step)
            lines = text, text.replace(" at", "\nat")
            self.artists.append(best_caption(ax, lines, there.place, -there.way, taken))

    def show(self, step: int) -> None:
        """Show what there is from the step on in which the run leaves."""
        for artist in self.artists:
            artist.set_visible(step >= self.step)


def _ends(ax: Axes, there: Exit, window: Array) -> Array:
    """Return tail and tip of the arrow, shape (2, 2), in parts of the axes."""
    area = ax.get_window_extent()
    tip = parts(there.place, window)
    way = there.way / (window[:, 1] - window[:, 0])
    return np.array([tip - LENGTH * way / np.hypot(way[0], way[1] * area.height / area.width), tip])


def _margin(ends: Array, window: Array) -> Array:
    """Return places on and around the arrow, which words keep off."""
    tail, tip = ends
    along = tail + np.linspace(0, 1, 20)[:, None] * (tip - tail)
    around = along + 0.025 * np.array([[[0, 0]], [[1, 0]], [[-1, 0]], [[0, 2]], [[0, -2]]])
    return window[:, 0] + around.reshape(-1, 2) * (window[:, 1] - window[:, 0])


def words(step: int) -> str:
    """Say when a run leaves."""
    return f"leaves the picture at step {step}"


def leavings(
    ax: Axes,
    exits: Sequence[Exit | None],
    colours: Sequence[str],
    window: Array,
    around: Array | None,
) -> list[Leaving]:
    """Return the arrows of the runs that leave flat axes, with words where these are few.

    Without places to keep off, `around`, there are no words.
    """
    told = sum(there is not None for there in exits) <= FEW
    return [
        Leaving(ax, there, window, colour, around if told else None)
        for there, colour in zip(exits, colours, strict=True)
        if there
    ]


def last_part(path: Array, step: int, most: int = 40) -> Array:
    """Return places all along the segments of a path up to a step."""
    return traced(path[max(step - most, 0) : step + 1], most)


def _arrow(ax: Axes, ends: Array, colour: str) -> FancyArrowPatch:
    """Return an arrow whose head touches the edge."""
    return FancyArrowPatch(
        *ends,
        transform=ax.transAxes,
        arrowstyle="-|>",
        mutation_scale=2.8 * matplotlib.rcParams["lines.markersize"],
        color=colour,
        linewidth=1.2 * matplotlib.rcParams["lines.linewidth"],
        shrinkA=0,
        shrinkB=0,
    )
