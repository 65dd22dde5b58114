"""The sentence that teaches, from a finished record: what was seen, and what to try."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from symgd.curvature import Curvature, curvature, hessians, in_direction
from symgd.display import number, place
from symgd.run import Outcome, Run
from symgd.stopping import Below

Floats = NDArray[np.float64]

#: A slope or a distance this much smaller than the largest on the path counts as small.
SMALL = 1e-3

#: The minimum may be so many last steps away before the sentence says so.
FAR = 100

#: Two costs this close, relatively, differ by rounding alone.
ROUNDING = 1e-12


def describe(run: Run) -> str:
    """Return one sentence on how a run ended, with its numbers and what to try."""
    # A curvature may overflow where cost and slope do not.
    with np.errstate(all="ignore"):
        return _TELLERS[run.outcome](run)


def _steps(count: int) -> str:
    return f"{count:,} step{'s' * (count != 1)}"


def _converged(run: Run) -> str:
    bend = curvature(run)
    if _slope_is_large(run, bend):
        slope = number(run.slopes[-1])
        return f"{_fired(run)}, although the slope is still {slope}{_remedy(run, bend)}."
    return f"{_fired(run)}{_nature(run, bend)}."


def _fired(run: Run) -> str:
    """Return what made the descent stop, and when."""
    lead = f"Converged after {_steps(run.nit)}"
    if not isinstance(run.test, Below):
        return f"{lead}: {run.test} said stop"
    if run.nit == 0:
        return f"Converged at the start: the slope there is below {number(run.test.tolerance)}"
    per = " of an epoch" if _sees_batches(run) and run.test.quantity != "slope" else ""
    return f"{lead}: the {run.test.quantity}{per} fell below {number(run.test.tolerance)}"


def _remedy(run: Run, bend: Curvature) -> str:
    """Say how far a flat point may be, and what would lead nearer."""
    distance = f"; a flat point may be about {number(bend.distance, 2)} away" if bend.kind else ""
    if _is_scheduled(run) and run.step_sizes[-1] == run.learning_rates[-1] == 0:
        return f"{distance}: the learning rate of step {run.nit:,} is 0"
    rate = run.rule.constant_rate
    if rate is None or run.step_sizes[-1] >= run.slopes[-1]:
        return f"{distance}; try a smaller precision"
    small = f"the learning rate {number(rate)} makes small steps"
    return f"{distance}: {small}, so try a larger one or a smaller precision"


def _slope_is_large(run: Run, bend: Curvature) -> bool:
    """Tell whether the descent stopped on a tiny step well before a flat point."""
    if run.nit == 0 or run.slopes[-1] <= SMALL * run.slopes.max():
        return False
    if isinstance(run.test, Below) and run.test.quantity == "slope":
        return False
    reach = bend.distance if bend.kind else run.slopes[-1]
    return bool(reach > FAR * run.step_sizes[-1])


def _nature(run: Run, bend: Curvature) -> str:
    """Say whether the end is a minimum, a saddle or a maximum, by the Hessian there."""
    if not bend.kind:
        return f", and whether this is a minimum is undecided: {bend.doubt}"
    away = f"about {number(bend.distance, 2)} away"
    if bend.kind == "minimum" and run.nit and bend.distance > FAR * run.step_sizes[-1]:
        return f", but by the curvature the minimum is still {away}: precision is not accuracy"
    if not _is_near(run, bend.distance):
        return f", and by the curvature a {bend.kind} is {away}"
    if bend.kind == "minimum":
        everywhere = in_direction(run, "every")
        exact = f", to within about {number(bend.distance, 2)}" if bend.distance else ""
        return f", and the curvature is positive{everywhere}, so this is a minimum{exact}"
    if bend.kind == "saddle point":
        along = place([s.name for s in run.cost.variables], bend.downhill.tolist(), 2)
        return (
            f", but this is a saddle point, not a minimum: the cost falls along ({along}), "
            "so start a little to that side"
        )
    return ", but this is a maximum: the cost falls on every side, so start a little aside"


def _is_near(run: Run, distance: float) -> bool:
    """Tell whether a distance is small beside the way that was made, or beside the point."""
    way = float(np.linalg.norm(run.x - run.path[0]))
    return distance <= max(SMALL * way, 1e-6 * max(1.0, float(np.linalg.norm(run.x))))


def _max_steps(run: Run) -> str:
    if run.nit == 0:
        return "No step was made: max_steps is 0, so the record holds the start alone."
    lead = f"After {_steps(run.nit)}"
    if _rise(run) > 0:
        return f"{lead} {_course(run)}{_smaller_rate(run)}."
    if _sees_batches(run):
        return f"{lead} {_course(run)}, and the slope is {number(run.slopes[-1])}{_noise(run)}."
    if _jumps(run):
        last = number(run.step_sizes[-1])
        return (
            f"{lead} the descent still jumps to and fro with steps that no longer shrink (the last "
            f"is {last}){_smaller_rate(run)}."
        )
    return f"{lead} {_course(run)}, and the slope is {number(run.slopes[-1])}{_pace(run)}."


def _rise(run: Run) -> float:
    """Return how much the cost rose from start to end, or 0 where that may be rounding."""
    first = _first_cost(run)
    rise = run.fun - first
    return 0.0 if abs(rise) <= ROUNDING * max(abs(run.fun), abs(first)) else rise


def _first_cost(run: Run) -> float:
    """Return the cost at the start, of all data where the step from there saw a part of them."""
    return float(run.costs[0] if run.epochs is None else run.epochs.costs[0])


def _sees_batches(run: Run) -> bool:
    return run.epochs is not None and run.epochs.length > 1


def _noise(run: Run) -> str:
    """Say what to try where further epochs of batches do not lower the cost."""
    costs = run.epochs.costs
    quarter = len(costs) // 4
    early, late = costs[-2 * quarter : -quarter], costs[-quarter:]
    if quarter < 2 or late.mean() < early.mean() - SMALL * (costs[0] - early.mean()):
        return ""
    rate = run.rule.constant_rate
    schedule = "" if rate is None else f"a falling schedule such as {number(rate)}/t, or "
    return f"; steps that each see a batch keep it moving about there: try {schedule}larger batches"


def _course(run: Run) -> str:
    """Say how the cost went, in as many digits as the change needs."""
    rise = _rise(run)
    if rise == 0:
        return f"the cost is still {number(run.fun)}"
    pairs = ((number(_first_cost(run), d), number(run.fun, d)) for d in (4, 7, 10, 17))
    first, last = next(pair for pair in pairs if pair[0] != pair[1])
    return f"the cost {'rose' if rise > 0 else 'fell'} from {first} to {last}"


def _jumps(run: Run) -> bool:
    """Tell whether the descent turns back and forth without settling."""
    back = min(run.nit // 2, FAR)
    if back == 0:
        return False
    steps = np.diff(run.path[-2 * back - 1 :], axis=0)
    turns = np.sum(steps[1:] * steps[:-1], axis=1) < 0
    sizes = run.step_sizes[-2 * back :]
    shrinks = sizes[back:].sum() <= 0.999 * sizes[:back].sum()
    rises = np.diff(run.costs[-2 * back :]) > ROUNDING * np.abs(run.costs[-2 * back :]).max()
    # With a memory the cost may rise on the way down; with none it is the rate.
    restless = not run.layout.memory and np.mean(rises) > 0.2
    return bool(turns.any() and (restless or (turns.all() and not shrinks)))


def _pace(run: Run) -> str:
    """Say how far the descent is from its end, if its steps shrink at a steady rate."""
    if run.slopes[-1] == 0:
        return ": the descent has come to rest"
    if run.test is None:
        return ""
    last, advice = run.step_sizes[-1], _more(run)
    quarter = run.nit // 4
    if quarter == 0:
        return f"; the last step is {number(last)}: {advice}"
    early, middle = run.step_sizes[-1 - 2 * quarter], run.step_sizes[-1 - quarter]
    if not 0 < last < middle * (1 - 1e-9) < early:
        return f"; the steps do not get shorter (the last is {number(last)}): {advice}"
    if not isinstance(run.test, Below) or run.test.quantity != "step":
        return f"; the last step is {number(last)}: {advice}"
    now, before = math.log(middle / last), math.log(early / middle)
    steps = math.log(last / run.test.tolerance) * quarter / now
    about = "about" if now > 0.9 * before else "more than"
    return (
        f"; the last step is {number(last)}, and at this pace {about} {_rounded(steps)} further "
        f"steps are needed for the precision {number(run.test.tolerance)}: {advice}"
    )


def _more(run: Run) -> str:
    """Say what to try where the descent is on its way."""
    if run.rule.constant_rate is None:
        return "try more steps"
    # Steps that overshoot the valley are not made better by longer ones.
    overshoots = run.gradients[-1] @ run.gradients[-2] < 0
    return f"try more steps or a {'smaller' if overshoots else 'larger'} learning rate"


def _rounded(steps: float) -> str:
    """Return a number of steps in two digits, such as ``3,100``."""
    return f"{float(f'{math.ceil(steps):.2g}'):,.0f}"


def _smaller_rate(run: Run) -> str:
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
            f"try {number(_tidy(0.99 * limit))}"
        )
    half = f"{lead}; try {number(_tidy(rate / 2))}"
    if _rise(run) > 0 or run.nit == 0:
        return half
    if run.rule.is_plain:
        return f"{half}, though at a kink, where the slope jumps, that only shortens the steps"
    if run.layout.memory or np.ptp(run.step_sizes[-FAR:]) > SMALL * run.step_sizes[-1]:
        return half
    return f": steps of one length cannot settle; try a falling schedule such as {number(rate)}/t"


def _smaller_schedule(run: Run) -> str:
    """Say which learning rates a schedule gave, and what to try; nothing without a schedule."""
    if not _is_scheduled(run):
        return ""
    if run.nit == 0:
        return ": the learning rate of step 1 is too large; start smaller"
    first, last = run.learning_rates[[0, -1]]
    lead = f": the learning rates used go from {number(first)} to {number(last)}"
    if _rise(run) <= 0:
        return f"{lead}; try smaller ones, or a schedule that falls to 0"
    return f"{lead}; {'start smaller' if last <= first else 'let them fall with t'}"


def _is_scheduled(run: Run) -> bool:
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
    first = _first_cost(run)
    low = np.flatnonzero(run.cost(tried) <= first)
    furthest = tried[low[0]] if low.size else start
    shares = np.linspace(0.0, 2.0, 65)[1:, None]
    between = start + shares * (furthest - start)
    return np.vstack([start[None], between[run.cost(between) <= first]])


def _tidy(bound: float) -> float:
    """Return the largest of 1, 2, 5 times a power of ten up to `bound`.

    Examples
    --------
    >>> _tidy(0.0845), _tidy(1.0), _tidy(0.21)
    (0.05, 1.0, 0.2)
    """
    power = math.floor(math.log10(bound))
    tidy = (float(f"{digit}e{power - down}") for down in (0, 1) for digit in (5, 2, 1))
    return next(value for value in tidy if value <= bound)


def _diverged(run: Run) -> str:
    if run.nit == 0:
        return f"The first step overflows{_smaller_rate(run)}."
    lead = f"After {_steps(run.nit)} {_course(run)}"
    if _rise(run) > 0:
        return f"{lead}, and step {run.nit + 1:,} overflows{_smaller_rate(run)}."
    if run.slopes[-1] >= run.slopes[0]:
        why = "the cost seems to have no lower bound in this direction"
        return f"{lead}, and step {run.nit + 1:,} overflows: {why}."
    return f"{lead}, but step {run.nit + 1:,} overflows in a part of the cost or of the rule."


def _left_domain(run: Run) -> str:
    names = [symbol.name for symbol in run.cost.variables]
    here, point = place(names, run.x.tolist()), run.ending.point
    rate, remedy = _staying(run), "another start"
    if rate is not None:
        remedy = f"a smaller learning rate, such as {number(rate)}, or {remedy}"
    elif _is_scheduled(run):
        remedy = f"smaller learning rates or {remedy}"
    if not (point and np.all(np.isfinite(point))):
        return f"Step {run.nit + 1:,} has no finite real result from {here}; try {remedy}."
    return (
        f"Step {run.nit + 1:,} would lead from {here} to {place(names, point)}, out of the domain: "
        f"the cost has no finite real value and slope there; try {remedy}."
    )


def _staying(run: Run) -> float | None:
    """Return a smaller rate with which plain descent's next step stays in the domain, if any."""
    rate = run.rule.constant_rate
    for _ in range(20 if rate else 0):
        rate = _tidy(rate / 2)
        point = run.x - rate * run.jac
        if np.isfinite(run.cost(point)) and np.all(np.isfinite(run.cost.gradient_at(point))):
            return rate
    return None


def _stopped(run: Run) -> str:
    if run.ending is not None:
        names = [symbol.name for symbol in run.cost.variables]
        where = place(names, run.x.tolist())
        return f"Stopped after {_steps(run.nit)} at {where}: {run.ending.reason}."
    return (
        f"Stopped by {run.test} after {_steps(run.nit)}: {_course(run)}, and the slope is "
        f"{number(run.slopes[-1])}."
    )


_TELLERS = {
    Outcome.CONVERGED: _converged,
    Outcome.MAX_STEPS: _max_steps,
    Outcome.DIVERGED: _diverged,
    Outcome.LEFT_DOMAIN: _left_domain,
    Outcome.STOPPED: _stopped,
}
