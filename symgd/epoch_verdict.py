"""The sentence that teaches, for descents through batches, and for the data held out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from symgd.advice import SMALL, counted, course, is_scheduled, rise, tidy
from symgd.conditioning import steady_rate
from symgd.curvature import curvature, hessians
from symgd.display import number
from symgd.run import Outcome, Run
from symgd.stopping import Below

Floats = NDArray[np.float64]

#: From fewer epochs it cannot be told whether the cost has settled, or has begun to rise.
ENOUGH, LATER = 8, 3

#: The steps go to and fro if they lead no farther than this part of their way.
RESTLESS = 0.5

#: They go round in a circle if they lead back to within this part of it.
CIRCLE = 0.01

#: Of the distance at the start exp(−FORGOTTEN) is left where the start is forgotten.
FORGOTTEN = 5.0

#: The held-out cost rises if it is above its lowest by this part.
RISEN = 0.01


def telling(run: Run) -> Callable[[Run], str] | None:
    """Return what writes the sentence of a run through batches, or None where any verdict does."""
    broken = run.outcome is Outcome.STOPPED and run.ending is not None
    return None if not run.in_batches or run.nit == 0 or broken else _TELLERS.get(run.outcome)


def held_out(run: Run) -> str:
    """Return a second sentence, on the data held out, or nothing without such data."""
    costs = run.validation_costs
    if costs is None or len(costs) < 2:
        return ""
    best, last = int(np.argmin(costs)), len(costs) - 1
    lowest, now = number(costs[best], 3), number(costs[-1], 3)
    if _overfits(run, best):
        training = course(run.epoch_costs[best], run.epoch_costs[-1], "that of the training data")
        return (
            f" Overfitting since epoch {best:,}, where the held-out cost was lowest, {lowest}: it "
            f"is now {now}, while {training}."
        )
    where = "" if best == last else f", and was lowest, {lowest}, at epoch {best:,}"
    return f" The cost of the data held out is {now}{where}."


def _overfits(run: Run, best: int) -> bool:
    """Tell whether the held-out cost rises beyond its jitter while the training cost falls."""
    after, training = run.validation_costs[best:], run.epoch_costs
    if len(after) <= LATER or training[-1] >= training[best]:
        return False
    risen = after[-1] - after[0]
    return bool(risen > 2 * np.diff(after).std() and risen > RISEN * abs(after[0]))


def _when(run: Run) -> str:
    """Say after how many epochs and steps."""
    epochs, part = divmod(run.nit, run.epochs.length)
    if part:
        inside = f"{part:,} of {run.epochs.length:,} into epoch {epochs + 1:,}"
        return f"{counted(run.nit)}, {inside},"
    return f"{counted(epochs, 'epoch')} ({counted(run.nit)})"


def _course(run: Run) -> str:
    return course(run.epochs.costs[0], run.fun, "the cost of all data")


def _risen(run: Run) -> bool:
    return rise(run.epochs.costs[0], run.fun) > 0


def _max_steps(run: Run) -> str:
    lead = f"After {_when(run)} {_course(run)}"
    if _risen(run):
        return f"{lead}{_too_large(run)}."
    if _is_settled(run) and _overshoots(run):
        return f"{lead}, and hardly falls any more{_too_large(run)}."
    if _is_settled(run):
        return f"{lead}, and hardly falls any more{_noise_ball(run)}."
    costs = run.epochs.costs
    late = costs[len(costs) // 2 :]
    if len(late) > 1 and late[-1] > 0 and rise(late[0], late[-1]) < 0:
        part = number(100 * (1 - late[-1] / late[0]), 2)
        during = "epoch" if len(late) == 2 else f"{len(late) - 1:,} epochs"
        return f"{lead}, and still falls, by {part} % in the last {during}: try more epochs."
    return f"{lead}, and the slope of all data is {number(run.slopes[-1])}."


def _is_settled(run: Run) -> bool:
    """Tell whether the costs of the later epochs do not fall, though the steps lead to and fro."""
    costs = run.epochs.costs[1:]
    if len(costs) < ENOUGH:
        return False
    late = costs[len(costs) // 2 :]
    half = len(late) // 2
    fall = late[:half].mean() - late[-half:].mean()
    falls = fall > late.std() and fall > SMALL * np.abs(late).mean()
    # A cost that falls by the same factor over and over scatters more than it falls.
    falls = falls or 0 <= np.median(late[-half:]) < 0.5 * np.median(late[:half])
    return bool(not falls and _net(run, len(late)) < RESTLESS)


def _overshoots(run: Run) -> bool:
    """Tell whether steps that see one sample each can raise the loss of this very sample."""
    rate, size = run.rule.constant_rate, run.epochs.batch_size
    limit = steady_rate(run.cost, 1) if rate and run.rule.is_plain and size == 1 else None
    return limit is not None and rate >= limit


def _net(run: Run, epochs: int = 1) -> float:
    """Return how far the steps of the last epochs lead, in parts of their way."""
    last = epochs * run.epochs.length
    way = run.step_sizes[-last:].sum()
    return float(np.linalg.norm(run.x - run.path[-1 - last]) / way) if way else 1.0


def _noise_ball(run: Run) -> str:
    """Say how large the noise ball is, and what would make it smaller."""
    costs = run.epochs.costs[1:]
    late = costs[len(costs) // 2 :]
    between = f"{number(late.min())} and {number(late.max())}"
    hessian = _hessian(run)
    above = ""
    if hessian is not None:
        excess = run.jac @ np.linalg.solve(hessian, run.jac) / 2
        above = f", at the end {number(excess, 2)} above the minimum"
    return (
        f": in the last {len(late):,} epochs it was between {between}{above}, while single steps "
        f"go on (the last is {number(run.step_sizes[-1])}). {_remedy(run, hessian)}"
    )


def _remedy(run: Run, hessian: Floats | None) -> str:
    """Say what would lead nearer: more epochs along a flat valley, less noise at its end."""
    rate, ball = run.rule.constant_rate, "This is the noise ball of the batches"
    if is_scheduled(run):
        used = f"the learning rates used go from {_rates(run)}"
        return f"{ball}: {used}; let them fall farther, or try larger batches"
    if rate is None:
        return f"{ball}: try larger batches"
    known = hessian is not None and run.rule.is_plain
    if known and _is_slow(run, hessian):
        least = number(np.linalg.eigvalsh(hessian)[0], 2)
        return (
            f"The noise of the batches hides a slow way along the flattest direction, whose "
            f"curvature is {least}: try more epochs"
        )
    shrinks = ", and a smaller learning rate makes it smaller"
    if known:
        shrinks = ", and half the learning rate at least about halves what is above the minimum"
    schedule = f"{number(rate)}/(1 + t/{number(tidy(max(run.nit / 10, 1.0)))})"
    return f"{ball}{shrinks}: try a falling schedule such as {schedule}, or larger batches"


def _is_slow(run: Run, hessian: Floats) -> bool:
    """Tell whether the start is not forgotten yet: a step takes 1 − αλ of it, along λ."""
    return run.rule.constant_rate * np.linalg.eigvalsh(hessian)[0] * run.nit < FORGOTTEN


def _hessian(run: Run) -> Floats | None:
    """Return the Hessian of a cost that is quadratic with a minimum, which is the same all over."""
    if not run.cost.is_quadratic or run.cost.penalty != 0:
        return None
    found = hessians(run, run.path[-1:])
    return None if isinstance(found, str) or np.linalg.eigvalsh(found[0])[0] <= 0 else found[0]


def _rates(run: Run) -> str:
    first, last = run.learning_rates[[0, -1]]
    return f"{number(first)} to {number(last)}"


def _too_large(run: Run) -> str:
    """Say that the learning rate is too large, by what measure, and what to try."""
    rate = run.rule.constant_rate
    if rate is None:
        used = "" if run.learning_rates is None else f", with learning rates from {_rates(run)}"
        return f"{used}: try smaller steps or larger batches"
    limit = _limit(run) if run.rule.is_plain else None
    lead = f": the learning rate {number(rate)} is too large"
    if limit is None:
        return f"{lead}; try {number(tidy(rate / 2))}"
    if rate >= limit:
        told, largest = number(limit, 3), f"L = {number(2 / limit, 3)}, the largest curvature of"
        remedy = f"try {number(tidy(0.99 * limit))}"
        if run.epochs.batch_size == 1:
            return (
                f"{lead}, as only below 2/L = {told} does no step raise the loss of its own "
                f"sample ({largest} one sample's loss); {remedy}"
            )
        return (
            f"{lead}, as it should stay below 2/L = {told} ({largest} a batch's cost on average); "
            f"{remedy}"
        )
    return (
        f": at the learning rate {number(rate)} the noise of the batches outweighs what the steps "
        "gain; try a smaller one or larger batches"
    )


def _limit(run: Run) -> float | None:
    """Return 2/L: of one sample's loss, which a step may see, or else of a quadratic cost."""
    if run.epochs.batch_size == 1:
        return steady_rate(run.cost, 1)
    hessian = _hessian(run)
    if hessian is None:
        return None
    share = run.epochs.batch_size / run.epochs.samples if run.cost.kind == "sum" else 1.0
    return float(2 / (share * np.linalg.eigvalsh(hessian)[-1]))


def _converged(run: Run) -> str:
    """Say what the test of the epochs asked for, and how far the minimum may be."""
    lead = f"Converged after {_when(run)}: "
    if not isinstance(run.test, Below):
        return f"{lead}{run.test} said stop."
    asked = f"{_ASKED[run.test.quantity]} fell below {number(run.test.tolerance)}"
    bend = curvature(run)
    if not bend.kind:
        return f"{lead}{asked}, and whether this is a minimum is undecided: {bend.doubt}."
    away = f"by the curvature a {bend.kind} of the cost of all data is"
    return f"{lead}{asked}, and {away} about {number(bend.distance, 2)} away{_round(run)}."


def _round(run: Run) -> str:
    """Say that the steps of an epoch lead round, if they do."""
    if run.nit % run.epochs.length or _net(run) > CIRCLE:
        return ""
    longest = number(run.step_sizes[-run.epochs.length :].max(), 2)
    return (
        f", while the steps inside an epoch, up to {longest} long, lead round and back: a smaller "
        "learning rate or larger batches make this circle smaller"
    )


def _diverged(run: Run) -> str:
    word = "and" if _risen(run) else "but"
    why = _too_large(run) if _risen(run) else ""
    return f"After {_when(run)} {_course(run)}, {word} step {run.nit + 1:,} overflows{why}."


def _stopped(run: Run) -> str:
    slope = number(run.slopes[-1])
    when = _when(run).removesuffix(",")
    return (
        f"Stopped by {run.test} after {when}: {_course(run)}, and the slope of all data is {slope}."
    )


_ASKED = {
    "step": "the way made in an epoch",
    "slope": "the slope of all data",
    "cost change": "the change of the cost of all data in an epoch",
}

_TELLERS = {
    Outcome.CONVERGED: _converged,
    Outcome.MAX_STEPS: _max_steps,
    Outcome.DIVERGED: _diverged,
    Outcome.STOPPED: _stopped,
}
