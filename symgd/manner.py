"""How a descent went, in one word or two, from its finished record."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from symgd.run import Outcome, Run

Floats = NDArray[np.float64]

#: A slope of this part of the steepest one, and a way ahead of this part of that made, is arrived.
ARRIVED = 0.05

#: A coordinate counts if its way is this part of the longest way of a coordinate.
COUNTS = 0.2

#: It goes to and fro if it turns so often with steps of this part of the longest one, or turns
#: at every step, and if this part of its way leads back.
TURNS, SEEN = 3, 0.01
BACK = 0.02

#: Steps grow if the longest of the later half is so many times that of the earlier one.
GROWTH = 1.02

#: Costs of all data that vary by less than this part of what they have fallen lie still.
QUIET = 1e-3

#: What is this small beside the largest of its kind is rounding.
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
        over, be it that it settles; ``"converges"`` if the slope has fallen to a twentieth of the
        steepest one seen, and at its pace less than a twentieth of the distance made is left;
        ``"crawls"`` if it is still on its way; ``"stays"`` if there is no step. Through batches
        also ``"settles in noise"``: the cost of all data no longer falls and does not lie still.

    Examples
    --------
    >>> from symgd import gradient_descent
    >>> [manner(gradient_descent("x**2", 3, rate, max_steps=20)) for rate in (0.01, 0.2, 0.9, 1.1)]
    ['crawls', 'converges', 'oscillates', 'diverges']
    """
    if run.outcome is Outcome.LEFT_DOMAIN:
        return "leaves the domain"
    with np.errstate(all="ignore"):
        if run.in_batches and run.nit:
            return _through_batches(run)
        if run.outcome is Outcome.DIVERGED or _grows(run):
            return "diverges"
        if _turns(np.diff(run.path, axis=0)):
            return "oscillates"
        if run.slopes[-1] <= ARRIVED * run.slopes.max() and _is_near(run):
            return "converges"
    return "crawls" if run.nit else "stays"


def _through_batches(run: Run) -> str:
    """Judge by the cost of all data once an epoch: single steps turn as their batches differ."""
    costs = run.epochs.costs
    late = costs[len(costs) // 2 :]
    if run.outcome is Outcome.DIVERGED or late[-1] > costs[0]:
        return "diverges"
    fallen = costs[0] - late.min()
    if len(late) < 2 or late[0] - late[-1] > ARRIVED * fallen:
        return "crawls"
    return "converges" if np.ptp(late) <= QUIET * fallen else "settles in noise"


def _grows(run: Run) -> bool:
    """Tell whether the cost ends above that of the start, with steps that get longer."""
    half = run.nit // 2
    highest = run.costs[half:].max()
    if highest - run.costs[0] <= ROUNDING * max(abs(highest), abs(run.costs[0])):
        return False
    steps = run.step_sizes
    return half == 0 or (_outgrow(steps) and _outgrow(steps[half:]))


def _outgrow(steps: Floats) -> bool:
    """Tell whether the later half of some steps is longer than the earlier one."""
    half = len(steps) // 2
    return bool(half == 0 or steps[half:].max() > GROWTH * steps[:half].max())


def _is_near(run: Run) -> bool:
    """Tell whether the steps, as fast as they shrink, lead but little farther."""
    steps, made = run.step_sizes, float(np.linalg.norm(run.x - run.path[0]))
    if run.nit < 2 or steps[-1] <= ROUNDING * made:
        return True
    quarter = max(1, run.nit // 4)
    ratio = (steps[-1] / steps[-1 - quarter]) ** (1 / quarter)
    return bool(ratio < 1 and steps[-1] * ratio / (1 - ratio) <= ARRIVED * made)


def _turns(steps: Floats) -> bool:
    """Tell whether a coordinate that counts goes to and fro."""
    way = np.abs(steps).sum(axis=0)
    return any(_swings(column) for column in steps.T[way > COUNTS * way.max(initial=0.0)])


def _swings(steps: Floats) -> bool:
    """Tell whether the steps of one coordinate change their sign over and over."""
    parts = steps / np.abs(steps).max()
    ahead, back = parts[parts > 0].sum(), -parts[parts < 0].sum()
    moved, seen = (parts[np.abs(parts) > least] for least in (ROUNDING, SEEN))
    always = len(moved) > 1 and _turned(moved) == len(moved) - 1
    return bool((always or _turned(seen) >= TURNS) and min(ahead, back) > BACK * (ahead + back))


def _turned(steps: Floats) -> int:
    """Return how often the sign changes."""
    return np.count_nonzero(np.diff(np.sign(steps)))
