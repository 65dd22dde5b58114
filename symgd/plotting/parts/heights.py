"""Costs as heights over an axis: above the lowest one, in factors or as they are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator

from symgd.plotting.parts import windows
from symgd.plotting.parts.windows import Array

# More decades than this need numbers of their own.
MANY = 100


def known_lowest(cost: object) -> float | None:
    """Return the lowest cost among the known minima."""
    if not cost.minima:
        return None
    return min(float(cost(point)) for point in cost.minima)


def heights(costs: Sequence[Array], lowest: float | None) -> tuple[list[Array], str, str]:
    """Return what is drawn, the scale of the axis, and what its label adds.

    Costs above the known lowest are drawn as their difference to it. Without it, positive costs
    are drawn as they are, others as the difference to the lowest seen. What is not positive has
    no place on a logarithmic axis: nan. Where less than a factor of ten is left, the axis is
    linear.

    Parameters
    ----------
    costs : sequence of arrays
        The costs of each run.
    lowest : float or None
        The lowest cost, where it is known.

    Returns
    -------
    heights : list of arrays
        What to draw for each run.
    scale : {"log", "linear"}
        The scale of the axis.
    offset : str
        The end of the axis label, such as " − lowest seen".
    """
    reference, offset = scaling(costs, lowest)
    if reference is None:
        return list(costs), "linear", ""
    return [above(values, reference) for values in costs], "log", offset


def scaling(costs: Sequence[Array], lowest: float | None) -> tuple[float | None, str]:
    """Return what is taken from the costs on a logarithmic axis, and what its label adds.

    Where the axis is linear, that is None.
    """
    every = windows.finite(np.concatenate(costs))
    reference, offset = 0.0, ""
    if lowest is not None and np.isfinite(lowest):
        reference, offset = lowest, " − minimum"
    elif every.size and every.min() <= 0:
        reference, offset = every.min(), " − lowest seen"
    positive = windows.finite(above(np.concatenate(costs), reference))
    if positive.size < 2 or positive.max() < 10 * positive.min():
        return None, ""
    return reference, offset if reference else ""


def above(costs: Array, reference: float) -> Array:
    """Return the positive differences to a reference; nan for what is not above it."""
    return np.where(costs > reference, costs - reference, np.nan)


def number_decades(ax: Axes) -> None:
    """Write the numbers of an axis of very many decades: Matplotlib's own would overflow."""
    low, high = np.log10(ax.get_ylim())
    if high - low > MANY:
        decades = MaxNLocator(6, integer=True).tick_values(low, high)
        ax.yaxis.set_major_locator(FixedLocator(10.0 ** decades[np.abs(decades) <= 300]))
        ax.yaxis.set_minor_locator(NullLocator())


def limits(values: Sequence[Array], scale: str) -> tuple[float, float]:
    """Return the bounds of the cost axis with a margin."""
    every = np.concatenate(values)
    known = windows.finite(every)
    if scale == "log":
        known = every[np.isfinite(every)]
        low, high = np.log10([known.min(), known.max()])
        margin = 0.06 * (high - low)
        return 10 ** max(low - margin, -300.0), 10 ** min(high + margin, 300.0)
    low, high = windows.value_range(known, known, below=0.08, above=0.08)
    return low, high
