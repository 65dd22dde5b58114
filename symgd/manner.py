"""How a descent went, in one word or two, from its finished record."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from symgd.run import Outcome, Run

Floats = NDArray[np.float64]

#: A slope of this part of the steepest one is as good as none: the descent has arrived.
ARRIVED = 0.02

#: A coordinate counts if its way is this part of the longest way of a coordinate.
COUNTS = 0.2

#: It goes to and fro if it changes sides so often, and this part of its way leads back.
TURNS = 3
BACK = 0.02

#: The longest step of the second half is so many times that of the first where steps grow.
GROWTH = 1.02

#: Two costs this close, relatively, differ by rounding alone.
ROUNDING = 1e-9


def manner(run: Run) -> str:
    r"""Tell how a descent went.

    On a quadratic cost, plain descent multiplies its distance along the curvature :math:`\lambda`
    by :math:`1 - \alpha\lambda` in each step. So with :math:`\alpha L` below 1 it crawls or
    converges without changing sides, between 1 and 2 it oscillates, and beyond 2 it diverges.

    Parameters
    ----------
    run : Run
        The record.

    Returns
    -------
    str
        ``"diverges"`` if it overflowed, or the cost rises above that of the start while the steps
        grow; ``"leaves the domain"``; ``"oscillates"`` if a coordinate changes sides over and
        over, be it that it settles; ``"converges"`` if the slope has fallen to a fiftieth of the
        steepest one seen; ``"crawls"`` if it is still on its way; ``"stays"`` if there is no step.

    Examples
    --------
    >>> from symgd import gradient_descent
    >>> [manner(gradient_descent("x**2", 3, rate, max_steps=20)) for rate in (0.01, 0.2, 0.9, 1.1)]
    ['crawls', 'converges', 'oscillates', 'diverges']
    """
    if run.outcome is Outcome.LEFT_DOMAIN:
        return "leaves the domain"
    with np.errstate(all="ignore"):
        if run.outcome is Outcome.DIVERGED or _grows(run):
            return "diverges"
        if _turns(np.diff(run.path, axis=0)):
            return "oscillates"
        if run.slopes[-1] <= ARRIVED * run.slopes.max():
            return "converges"
    return "crawls" if run.nit else "stays"


def _grows(run: Run) -> bool:
    """Tell whether the cost ends above that of the start, with steps that get longer."""
    half = run.nit // 2
    highest = run.costs[half:].max()
    if highest - run.costs[0] <= ROUNDING * max(abs(highest), abs(run.costs[0])):
        return False
    steps = run.step_sizes
    return bool(half == 0 or steps[half:].max() > GROWTH * steps[:half].max())


def _turns(steps: Floats) -> bool:
    """Tell whether a coordinate that counts goes to and fro."""
    way = np.abs(steps).sum(axis=0)
    return any(_swings(column) for column in steps.T[way > COUNTS * way.max(initial=0.0)])


def _swings(steps: Floats) -> bool:
    """Tell whether the steps of one coordinate change their sign over and over."""
    # What is left of a step after hundreds of others is rounding.
    parts = steps / np.abs(steps).max()
    moved = parts[np.abs(parts) > ROUNDING]
    turns = np.count_nonzero(np.diff(np.sign(moved)))
    ahead, back = moved[moved > 0].sum(), -moved[moved < 0].sum()
    often = turns >= min(TURNS, max(len(moved) - 1, 1))
    return bool(often and min(ahead, back) > BACK * (ahead + back))
