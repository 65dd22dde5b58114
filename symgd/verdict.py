"""The sentence that teaches, from a finished record: what was seen, and what to try."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from symgd.display import number, place
from symgd.errors import SymgdError
from symgd.points import counted
from symgd.run import Outcome, Run
from symgd.stopping import Below

Floats = NDArray[np.float64]

#: Hessians of more variables are not made for the sake of a sentence.
MOST_VARIABLES = 50

#: A slope this much smaller than the largest on the path counts as small.
SMALL_SLOPE = 1e-3

#: The minimum may be so many last steps away before the sentence says so.
FAR = 100


def describe(run: Run) -> str:
    """Return one sentence on how a run ended, with its numbers and what to try."""
    return _TELLERS[run.outcome](run)


def _converged(run: Run) -> str:
    lead = f"Converged after {counted(run.nit, 'step')}: {_fired(run)}"
    bend = curvature(run)
    if _slope_is_large(run, bend):
        return f"{lead}, although the slope is still {number(run.slopes[-1])}{_remedy(run, bend)}."
    return f"{lead}{_nature(run, bend)}."


def _fired(run: Run) -> str:
    """Return what made the descent stop."""
    if not isinstance(run.test, Below):
        return f"{getattr(run.test, '__name__', 'your test')} said stop"
    return f"the {run.test.quantity} fell below {number(run.test.tolerance)}"


def _remedy(run: Run, bend: Curvature) -> str:
    """Say how far a flat point may be, and what would lead nearer."""
    distance = f"; a flat point may be about {number(bend.distance, 2)} away" if bend.kind else ""
    rate = run.rule.learning_rate
    if rate is None or run.step_sizes[-1] >= run.slopes[-1]:
        return f"{distance}; try a smaller precision"
    small = f"the learning rate {number(rate)} makes small steps"
    return f"{distance}: {small}, so try a larger one or a smaller precision"


def _slope_is_large(run: Run, bend: Curvature) -> bool:
    """Tell whether the descent stopped on a tiny step well before a flat point."""
    if run.nit == 0 or run.slopes[-1] <= SMALL_SLOPE * run.slopes.max():
        return False
    if isinstance(run.test, Below) and run.test.quantity == "slope":
        return False
    reach = bend.distance if bend.kind else run.slopes[-1]
    return bool(reach > FAR * run.step_sizes[-1])


def _nature(run: Run, bend: Curvature) -> str:
    """Say whether the end is a minimum, a saddle or a maximum, by the Hessian there."""
    if bend.kind == "minimum" and run.nit and bend.distance > FAR * run.step_sizes[-1]:
        far = number(bend.distance, 2)
        return f", but the minimum may still be about {far} away: precision is not accuracy"
    if bend.kind == "minimum":
        return ", and the curvature there is positive, so this is a minimum"
    if bend.kind == "saddle":
        along = place([s.name for s in run.cost.variables], bend.downhill.tolist(), 2)
        return (
            f", but this is a saddle point, not a minimum: the cost falls along ({along}), "
            "so start a little to that side"
        )
    if bend.kind == "maximum":
        return (
            ", but this is a maximum: the slope is zero and the cost falls on every side, "
            "so start a little aside"
        )
    return f", and whether this is a minimum is undecided: {bend.doubt}"


@dataclass(frozen=True)
class Curvature:
    """What the Hessian at the end of a run tells.

    Attributes
    ----------
    kind : str
        ``"minimum"``, ``"saddle"``, ``"maximum"``, or empty where it is undecided.
    doubt : str
        Why it is undecided.
    distance : float
        Length of Newton's step: about how far the flat point is.
    downhill : ndarray (n,)
        The direction of the least curvature.
    """

    kind: str
    doubt: str = ""
    distance: float = math.nan
    downhill: Floats | None = None


def curvature(run: Run) -> Curvature:
    """Tell a minimum from a saddle or a maximum by the Hessian at the end.

    A Hessian decides only where it is not singular at the flat point itself. Newton's step
    leads close to that point: where the curvature changes much along it, nothing is decided.
    """
    hessian = _hessian(run, run.x)
    if isinstance(hessian, str):
        return Curvature("", hessian)
    bends, directions = np.linalg.eigh(hessian)
    if np.abs(bends).min() <= 1e-10 * max(1.0, np.abs(bends).max()) * _unit(bends):
        return Curvature("", "the curvature is zero in some direction")
    newton = -directions @ ((directions.T @ run.jac) / bends)
    there = _hessian(run, run.x + newton)
    if isinstance(there, str) or not _alike(bends, np.linalg.eigvalsh(there)):
        return Curvature("", "the curvature vanishes or changes nearby")
    kind = "minimum" if bends[0] > 0 else "maximum" if bends[-1] < 0 else "saddle"
    return Curvature(kind, "", float(np.linalg.norm(newton)), directions[:, 0])


def _unit(bends: Floats) -> float:
    """Return 1, or the scale of a cost whose curvatures are all tiny."""
    return min(1.0, float(np.abs(bends).max()))


def _alike(bends: Floats, nearby: Floats) -> bool:
    return bool(np.all(np.abs(nearby - bends) <= 0.25 * np.abs(bends)))


def _hessian(run: Run, point: Floats) -> Floats | str:
    """Return the Hessian at a point, or why there is none."""
    if run.layout.n > MOST_VARIABLES:
        return f"the Hessian is not made for more than {MOST_VARIABLES} variables"
    try:
        hessian = run.cost.hessian_at(point)
    except SymgdError:
        return "the Hessian cannot be evaluated here"
    if not np.all(np.isfinite(hessian)):
        return "the curvature is not finite there"
    return hessian


def _max_steps(run: Run) -> str:
    if run.nit == 0:
        return "No step was made: max_steps is 0, so the record holds the start alone."
    lead = f"After {counted(run.nit, 'step')}"
    first, last = number(run.costs[0]), number(run.fun)
    if run.fun > run.costs[0]:
        return f"{lead} the cost rose from {first} to {last}{_smaller_rate(run)}."
    if _jumps(run):
        return (
            f"{lead} the steps still jump to and fro and no longer shrink (the last is "
            f"{number(run.step_sizes[-1])}){_smaller_rate(run)}."
        )
    return (
        f"{lead} the cost fell from {first} to {last}, and the slope is "
        f"{number(run.slopes[-1])}{_pace(run)}."
    )


def _jumps(run: Run) -> bool:
    """Tell whether the last steps turn back and forth without getting shorter."""
    if run.nit < 4:
        return False
    steps = np.diff(run.path[-5:], axis=0)
    turns = np.sum(steps[1:] * steps[:-1], axis=1) < 0
    sizes = run.step_sizes[-4:]
    return bool(turns.all() and sizes[2:].sum() > 0.999 * sizes[:2].sum())


def _pace(run: Run) -> str:
    """Say how far the descent is from its end, if its steps shrink at a steady rate."""
    if run.slopes[-1] == 0:
        return ": the descent has come to rest"
    if run.test is None:
        return ""
    back = min(10, run.nit - 1)
    last, earlier = run.step_sizes[-1], run.step_sizes[-1 - back]
    if back < 1 or not 0 < last < earlier:
        return ": try more steps or a larger learning rate"
    if not isinstance(run.test, Below) or run.test.quantity != "step":
        return f"; the last step is {number(last)}: try more steps or a larger learning rate"
    more = math.log(run.test.tolerance / last) * back / math.log(last / earlier)
    return (
        f"; the last step is {number(last)}, and at this pace about {_rounded(more)} more "
        f"are needed for the precision {number(run.test.tolerance)}: "
        "try more steps or a larger learning rate"
    )


def _rounded(steps: float) -> str:
    """Return a number of steps in two digits, such as ``3,100``."""
    return f"{float(f'{math.ceil(steps):.2g}'):,.0f}"


def _smaller_rate(run: Run) -> str:
    """Say that the learning rate is too large, by what measure, and what to try."""
    rate = run.rule.learning_rate
    if rate is None:
        return ""
    limit = _rate_limit(run)
    if limit is None or limit >= rate:
        return f": the learning rate {number(rate)} is too large; try {number(_tidy(rate / 2))}"
    return (
        f": the learning rate {number(rate)} is too large, above 2/L = {number(limit, 3)}, where "
        f"L = {number(2 / limit, 3)} is the largest curvature at the start; "
        f"try {number(_tidy(limit * (1 - 1e-9)))}"
    )


def _rate_limit(run: Run) -> float | None:
    """Return 2/L, with L the largest curvature at the start: plain descent's limit there."""
    hessian = _hessian(run, run.path[0])
    if isinstance(hessian, str):
        return None
    largest = float(np.linalg.eigvalsh(hessian)[-1])
    return 2 / largest if largest > 0 else None


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
    first, last = run.costs[0], run.fun
    lead = f"After {counted(run.nit, 'step')} the cost "
    end = f", and step {run.nit + 1} overflows"
    if last < first:
        return (
            f"{lead}fell from {number(first)} to {number(last)}{end}: "
            "the cost seems to have no lower bound in this direction."
        )
    if run.nit == 0:
        return f"The first step overflows{_smaller_rate(run)}."
    return f"{lead}rose from {number(first)} to {number(last)}{end}{_smaller_rate(run)}."


def _left_domain(run: Run) -> str:
    names = [symbol.name for symbol in run.cost.variables]
    where = "nowhere"
    if run.ending is not None and np.all(np.isfinite(run.ending.point)):
        where = place(names, run.ending.point)
    rate = run.rule.learning_rate
    remedy = "" if rate is None else f"; try a learning rate below {number(rate)}"
    here = place(names, run.x.tolist())
    return (
        f"Step {run.nit + 1} would lead from {here} to {where}, where the cost has no finite "
        f"real value and slope: it leaves the domain{remedy}, or start elsewhere."
    )


def _stopped(run: Run) -> str:
    return (
        f"Stopped by {run.test} after {counted(run.nit, 'step')}: the cost went from "
        f"{number(run.costs[0])} to {number(run.fun)}, and the slope is {number(run.slopes[-1])}."
    )


_TELLERS = {
    Outcome.CONVERGED: _converged,
    Outcome.MAX_STEPS: _max_steps,
    Outcome.DIVERGED: _diverged,
    Outcome.LEFT_DOMAIN: _left_domain,
    Outcome.STOPPED: _stopped,
}
