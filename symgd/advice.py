"""What a verdict says of the learning rate: why it is too large, and what to try."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from symgd.conditioning import rescaling
from symgd.curvature import hessians
from symgd.display import number
from symgd.run import Run

Floats = NDArray[np.float64]

#: A slope or a distance this much smaller than the largest on the path counts as small.
SMALL = 1e-3

#: The minimum may be so many last steps away before the sentence says so.
FAR = 100

#: Two costs this close, relatively, differ by rounding alone.
ROUNDING = 1e-12


def counted(count: int, noun: str = "step") -> str:
    """Return a number with its noun, such as ``1,200 steps``."""
    return f"{count:,} {noun}{'s' * (count != 1)}"


def rise(first: float, last: float) -> float:
    """Return how much a cost rose, or 0 where that may be rounding."""
    rise = last - first
    return 0.0 if abs(rise) <= ROUNDING * max(abs(last), abs(first)) else rise


def course(first: float, last: float, what: str = "the cost") -> str:
    """Say how a cost went, in as many digits as the change needs."""
    risen = rise(first, last)
    if risen == 0:
        return f"{what} is still {number(last)}"
    pairs = ((number(first, d), number(last, d)) for d in (4, 7, 10, 17))
    before, after = next(pair for pair in pairs if pair[0] != pair[1])
    return f"{what} {'rose' if risen > 0 else 'fell'} from {before} to {after}"


def smaller_rate(run: Run) -> str:
    """Say that the learning rate is too large, by what measure, and what to try."""
    rate = run.rule.constant_rate
    if rate is None:
        return _smaller_schedule(run)
    lead = f": the learning rate {number(rate)} is too large"
    limit = _rate_limit(run) if run.rule.is_plain else None
    if limit is not None and limit <= rate:
        return (
            f"{lead}, as it should stay below 2/L = {number(limit, 3)} (L = {number(2 / limit, 3)} "
            "is the largest curvature downhill of the start); "
            f"try {number(tidy(0.99 * limit))}{rescaling(run)}"
        )
    half = f"{lead}; try {number(tidy(rate / 2))}"
    if rise(run.costs[0], run.fun) > 0 or run.nit == 0:
        return half
    if run.rule.is_plain:
        return f"{half}, though at a kink, where the slope jumps, that only shortens the steps"
    if run.layout.memory or np.ptp(run.step_sizes[-FAR:]) > SMALL * run.step_sizes[-1]:
        return half
    return f": steps of one length cannot settle; try a falling schedule such as {number(rate)}/t"


def _smaller_schedule(run: Run) -> str:
    """Say which learning rates a schedule gave, and what to try; nothing without a schedule."""
    if not is_scheduled(run):
        return ""
    if run.nit == 0:
        return ": the learning rate of step 1 is too large; start smaller"
    first, last = run.learning_rates[[0, -1]]
    lead = f": the learning rates used go from {number(first)} to {number(last)}"
    if rise(run.costs[0], run.fun) <= 0:
        return f"{lead}; try smaller ones, or a schedule that falls to 0"
    return f"{lead}; {'start smaller' if last <= first else 'let them fall with t'}"


def is_scheduled(run: Run) -> bool:
    """Tell whether the learning rate is a formula in t, which a line search has not."""
    return hasattr(run.rule.learning_rate, "expr")


def _rate_limit(run: Run) -> float | None:
    """Return 2/L with L the largest curvature downhill of the start, or None without one.

    Below 2/L plain descent never raises the cost and so never meets a larger curvature than
    that of the points no higher than the start; L is taken from some of these.
    """
    found = hessians(run, _downhill(run))
    if isinstance(found, str):
        return None
    largest = float(np.linalg.eigvalsh(found).max())
    return 2 / largest if largest > 0 else None


def _downhill(run: Run) -> Floats:
    """Return the start, and points no higher straight down the slope from it, (k, n)."""
    start = run.path[0]
    tried = (
        start - np.exp2(np.arange(1.0, -200.0, -1.0))[:, None] * run.layout.rate * run.gradients[0]
    )
    low = np.flatnonzero(run.cost(tried) <= run.costs[0])
    furthest = tried[low[0]] if low.size else start
    shares = np.linspace(0.0, 2.0, 65)[1:, None]
    between = start + shares * (furthest - start)
    return np.vstack([start[None], between[run.cost(between) <= run.costs[0]]])


def tidy(bound: float) -> float:
    """Return the largest of 1, 2, 5 times a power of ten up to `bound`.

    Examples
    --------
    >>> tidy(0.0845), tidy(1.0), tidy(0.21)
    (0.05, 1.0, 0.2)
    """
    power = math.floor(math.log10(bound))
    tidy = (float(f"{digit}e{power - down}") for down in (0, 1) for digit in (5, 2, 1))
    return next(value for value in tidy if value <= bound)
