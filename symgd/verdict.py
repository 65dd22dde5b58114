"""The sentence that teaches, from a finished record: what was seen, and what to try."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from symgd import epoch_verdict
from symgd.advice import (
    FAR,
    ROUNDING,
    SMALL,
    counted,
    course,
    is_scheduled,
    rise,
    smaller_rate,
    tidy,
)
from symgd.conditioning import rescaling
from symgd.curvature import Curvature, curvature, in_direction
from symgd.display import number, place
from symgd.run import Outcome, Run
from symgd.stopping import Below

Floats = NDArray[np.float64]

#: A descent crawls if this part of its way, or more, is left.
LEFT = 0.01


def describe(run: Run) -> str:
    """Return one sentence on how a run ended, with its numbers and what to try."""
    # A curvature may overflow where cost and slope do not.
    with np.errstate(all="ignore"):
        told = (epoch_verdict.telling(run) or _TELLERS[run.outcome])(run)
        return told + epoch_verdict.held_out(run)


def _converged(run: Run) -> str:
    bend = curvature(run)
    if _slope_is_large(run, bend):
        slope = number(run.slopes[-1])
        return f"{_fired(run)}, although the slope is still {slope}{_remedy(run, bend)}."
    return f"{_fired(run)}{_nature(run, bend)}."


def _fired(run: Run) -> str:
    """Return what made the descent stop, and when."""
    lead = f"Converged after {counted(run.nit)}"
    if not isinstance(run.test, Below):
        return f"{lead}: {run.test} said stop"
    if run.nit == 0:
        return f"Converged at the start: the slope there is below {number(run.test.tolerance)}"
    return f"{lead}: the {run.test.quantity} fell below {number(run.test.tolerance)}"


def _remedy(run: Run, bend: Curvature) -> str:
    """Say how far a flat point may be, and what would lead nearer."""
    distance = f"; a flat point may be about {number(bend.distance, 2)} away" if bend.kind else ""
    if is_scheduled(run) and run.step_sizes[-1] == run.learning_rates[-1] == 0:
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
        return "No step was made, as none was asked for, so the record holds the start alone."
    lead = f"After {counted(run.nit)}"
    if _rise(run) > 0:
        return f"{lead} {_course(run)}{smaller_rate(run)}."
    if _jumps(run):
        last = number(run.step_sizes[-1])
        return (
            f"{lead} the descent still jumps to and fro with steps that no longer shrink (the last "
            f"is {last}){smaller_rate(run)}."
        )
    slope = number(run.slopes[-1])
    return f"{lead} {_course(run)}, and the slope is {slope}{_pace(run)}{_crawl(run)}."


def _rise(run: Run) -> float:
    return rise(run.costs[0], run.fun)


def _course(run: Run) -> str:
    return course(run.costs[0], run.fun)


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


def _crawl(run: Run) -> str:
    """Say which change of the data would shorten a long way, if a good part of it is left."""
    if not run.rule.is_plain or run.test is None:
        return ""
    left, made = curvature(run).distance, float(np.linalg.norm(run.x - run.path[0]))
    return rescaling(run) if left > LEFT * made else ""


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


def _diverged(run: Run) -> str:
    if run.nit == 0:
        return f"The first step overflows{smaller_rate(run)}."
    lead = f"After {counted(run.nit)} {_course(run)}"
    if _rise(run) > 0:
        return f"{lead}, and step {run.nit + 1:,} overflows{smaller_rate(run)}."
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
    elif is_scheduled(run) or run.in_batches:
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
    for _ in range(20 if rate and not run.in_batches else 0):
        rate = tidy(rate / 2)
        point = run.x - rate * run.jac
        if np.isfinite(run.cost(point)) and np.all(np.isfinite(run.cost.gradient_at(point))):
            return rate
    return None


def _stopped(run: Run) -> str:
    if run.ending is not None:
        names = [symbol.name for symbol in run.cost.variables]
        where = place(names, run.x.tolist())
        return f"Stopped after {counted(run.nit)} at {where}: {run.ending.reason}."
    return (
        f"Stopped by {run.test} after {counted(run.nit)}: {_course(run)}, and the slope is "
        f"{number(run.slopes[-1])}."
    )


_TELLERS = {
    Outcome.CONVERGED: _converged,
    Outcome.MAX_STEPS: _max_steps,
    Outcome.DIVERGED: _diverged,
    Outcome.LEFT_DOMAIN: _left_domain,
    Outcome.STOPPED: _stopped,
}
