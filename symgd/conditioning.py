"""What the curvatures of a cost over data say of columns on other scales, and of one sample."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import sympy
from numpy.typing import NDArray

from symgd.cost import Cost
from symgd.data.cost import DataCost
from symgd.data.prediction import Prediction, prediction_of
from symgd.display import number
from symgd.errors import SymgdError
from symgd.run import Run

Floats = NDArray[np.float64]

#: Hessians of more parameters, or over more samples, are not made for the sake of a sentence.
MOST_PARAMETERS, MOST_SAMPLES = 50, 200_000

#: The same for the Hessian of each sample's loss.
FEW_PARAMETERS, FEW_SAMPLES = 6, 100_000

#: It is worth saying if the condition number falls to this part.
ROUNDER = 0.25


@dataclass(frozen=True)
class Bend:
    """The condition number of a Hessian, and the limit 2/L on the learning rate."""

    condition: float
    limit: float


def rescaling(run: Run) -> str:
    """Say which change of the columns would help plain descent, in numbers; nothing if none would.

    The mildest change is told: columns are centred, or standardized where that is not enough.
    """
    cost, rate = run.cost, run.rule.constant_rate
    if rate is None or not isinstance(cost, DataCost) or cost.n > MOST_PARAMETERS:
        return ""
    found = prediction_of(cost) if len(cost.samples) <= MOST_SAMPLES else None
    if found is None or cost.penalty != 0 or not _keeps_its_fits(cost, found):
        return ""
    before = _bend(cost, run.path[0])
    helping = [] if before is None else list(_helping(run, found, before))
    if not helping:
        return ""
    how, after = helping[0]
    limits = f"2/L from {number(before.limit, 3)} to {number(after.limit, 3)}"
    where = "" if cost.is_quadratic else " at the start"
    return (
        f"; {how.format(', '.join(found.inputs))} would bring the condition number{where} from "
        f"{number(before.condition, 2)} to {number(after.condition, 2)} ({limits}), "
        f"{_what_follows(cost, rate, before)}"
    )


def _what_follows(cost: DataCost, rate: float, before: Bend) -> str:
    if rate < before.limit:
        return "and with a fitting learning rate far fewer steps would do"
    converges = "converge" if cost.is_quadratic else "be below the limit"
    return f"and {number(rate)} would then {converges}"


def _helping(run: Run, found: Prediction, before: Bend) -> Iterator[tuple[str, Bend]]:
    """Give the changes that make the learning rate fit and the valley much rounder."""
    columns, rate = run.cost.samples.as_dict(), run.rule.constant_rate
    centred = {name: columns[name] - np.mean(columns[name]) for name in found.inputs}
    scales = {name: np.std(values) or 1.0 for name, values in centred.items()}
    scaled = {name: values / scales[name] for name, values in centred.items()}
    tried = {
        "centring {} (symgd.centre)": centred,
        "standardizing {} (symgd.standardize)": scaled,
    }
    bends = {how: _bend_on(run, {**columns, **changed}) for how, changed in tried.items()}
    best = min((bend.condition for bend in bends.values() if bend), default=np.inf)
    for how, bend in bends.items():
        near = bend is not None and bend.condition * ROUNDER <= best
        if near and bend.condition <= ROUNDER * before.condition and rate < bend.limit:
            yield how, bend


def _bend_on(run: Run, columns: dict[str, Floats]) -> Bend | None:
    try:
        return _bend(run.cost.on(columns), run.path[0])
    except SymgdError:  # numbers whose squares overflow
        return None


def _bend(cost: DataCost, point: Floats) -> Bend | None:
    """Return what the Hessian at a point says, or None where it is not positive definite."""
    hessian = cost.hessian_at(point)
    if not np.all(np.isfinite(hessian)):
        return None
    bends = np.linalg.eigvalsh(hessian)
    return Bend(bends[-1] / bends[0], 2 / bends[-1]) if bends[0] > 0 else None


def _keeps_its_fits(cost: DataCost, found: Prediction) -> bool:
    """Tell whether a prediction can be the same function again after columns are moved.

    It is a polynomial in the columns with a parameter for each power, and for each that is lower.
    """
    return all(_is_closed(cost, formula, found) for formula in found.formulas)


def _is_closed(cost: DataCost, formula: sympy.Expr, found: Prediction) -> bool:
    try:
        terms = sympy.Poly(formula, *map(sympy.Symbol, found.inputs)).terms()
    except sympy.PolynomialError:
        return False
    powers, factors = {power for power, _ in terms}, [factor for _, factor in terms]
    letters = [factor.free_symbols for factor in factors]
    known = set(cost.variables)
    own = all(len(some) == 1 and some <= known for some in letters)
    linear = own and all(sympy.diff(f, *s).is_number for f, s in zip(factors, letters, strict=True))
    alone = len(set().union(*letters)) == len(letters)
    lower = all(
        (*power[:i], power[i] - 1, *power[i + 1 :]) in powers
        for power in powers
        for i in range(len(power))
        if power[i]
    )
    return bool(linear and alone and lower)


def steady_rate(cost: DataCost, batch_size: int) -> float | None:
    r"""Return :math:`2/\max_i L_i`, below which no step raises the cost of its own batch.

    :math:`L_i` is the largest curvature of one sample's loss, quadratic and convex in the
    parameters; the mean over a batch bends no more, and the sum no more than so many times that.
    None where the loss is of another kind.
    """
    if cost.penalty != 0 or cost.n > FEW_PARAMETERS or len(cost.samples) > FEW_SAMPLES:
        return None
    bends = _curvatures(cost) if cost.is_quadratic else None
    if bends is None or bends.max() <= 0 or bends.min() < -1e-9 * bends.max():
        return None
    return float(2 / bends.max() / (1 if cost.kind == "mean" else batch_size))


def _curvatures(cost: DataCost) -> Floats | None:
    """Return the curvatures of each sample's loss, (N, n), which depend on the columns alone."""
    columns = [sympy.Symbol(name) for name in cost.samples.names]
    samples = np.stack(list(cost.samples.as_dict().values()), axis=-1)
    found = np.empty((len(samples), cost.n, cost.n))
    for place, bend in np.ndenumerate(np.array(sympy.hessian(cost.loss, cost.variables))):
        found[:, *place] = Cost(bend, columns)(samples)
    return np.linalg.eigvalsh(found) if np.isfinite(found).all() else None
