"""What the steps of a run made of slope and memory, in numbers."""

from __future__ import annotations

import numpy as np
import sympy
from numpy.typing import NDArray

from symgd.compiling.arrays import compile_arrays
from symgd.compiling.quotient import guarded
from symgd.rules.effective import effect
from symgd.rules.tracing import name_of
from symgd.run import Run
from symgd.steps.arrays import clipped

Floats = NDArray[np.float64]


def effective_steps(run: Run) -> Floats | None:
    r"""Return the step per unit of slope of every step and coordinate.

    For Adam it is :math:`\alpha/(\sqrt{\hat v} + \varepsilon)`; `symgd.rules.effective.effect`
    tells how it is found for any rule.

    Parameters
    ----------
    run : Run
        The record.

    Returns
    -------
    ndarray (nit, n) or None
        nan for a coordinate that has had no slope yet, so that nothing tells its size; None for a
        rule whose step is not proportional to slopes and their means.

    Examples
    --------
    The sums of squares are 36 and 4 after the first step:

    >>> from symgd import adagrad, minimize
    >>> run = minimize("x**2 + y**2", (3, 1), adagrad(learning_rate=0.6), max_steps=1)
    >>> effective_steps(run).round(6)
    array([[0.1, 0.3]])
    """
    formula = effect(run.rule.recurrence).per_slope
    if formula is None:
        return None
    steps = np.abs(_values(run, formula)[:-1])
    awake = np.logical_or.accumulate(run.gradients[:-1] != 0, axis=0)
    return np.where(np.isfinite(steps) & awake, steps, np.nan)


def memory_pulls(run: Run) -> Floats | None:
    """Return the step that the memory alone would make from every iterate.

    It is what remains of the next step if the slope there counts nothing; sizes of slopes, which
    a step is divided by, are taken as they are.

    Parameters
    ----------
    run : Run
        The record.

    Returns
    -------
    ndarray (nit + 1, n) or None
        None for a rule without a velocity or a mean of slopes.

    Examples
    --------
    The velocity after one step is the slope at the start, 6; half of it is kept:

    >>> from symgd import minimize, momentum
    >>> run = minimize("x**2", 3, momentum(learning_rate=0.1, beta=0.5), max_steps=1)
    >>> memory_pulls(run).round(6)
    array([[-0. ],
           [-0.3]])
    """
    formula = effect(run.rule.recurrence).pull
    return None if formula is None else _values(run, formula)


def _values(run: Run, formula: sympy.Expr) -> Floats:
    """Return a formula of the rule with the numbers of each iterate, (nit + 1, n)."""
    step, t = run.rule.recurrence, np.arange(1.0, len(run) + 1)[:, None]
    known = dict(zip(step.hyperparameters, _constants(run), strict=True))
    known |= {step.t: t, step.x: run.path, step.g: _bounded(run.gradients, run.clip)}
    known |= {symbol: run.state[name_of(symbol)] for symbol in step.memory}
    for symbol, point in step.lookaheads:
        slopes = run.cost.gradient_at(_evaluated(point, known, run.path.shape))
        known[symbol] = _bounded(slopes, run.clip)
    return _evaluated(formula, known, run.path.shape)


def _constants(run: Run) -> list[float | Floats]:
    """Return the hyperparameters; a learning rate that varies is a column."""
    values: list[float | Floats] = list(run.rule.constants)
    if run.layout.varies and run.rule.rate_place is not None:
        # The step after the last is not made, and its rate not known; the last one stands for it.
        rates = run.learning_rates
        values[run.rule.rate_place] = np.append(rates, rates[-1:] if run.nit else np.nan)[:, None]
    return values


def _bounded(slopes: Floats, clip: float | None) -> Floats:
    """Return gradients as the steps saw them."""
    return np.array([clipped(slope, clip) for slope in slopes]) if clip is not None else slopes


def _evaluated(
    formula: sympy.Expr, known: dict[sympy.Symbol, float | Floats], shape: tuple[int, ...]
) -> Floats:
    evaluate = compile_arrays(tuple(known), (guarded(formula),))
    return np.broadcast_to(evaluate(*known.values())[0], shape)
