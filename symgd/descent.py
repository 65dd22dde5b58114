"""The only loop: rows in, tests and callback, a record out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import sympy

from symgd import verdict
from symgd.arguments import MAX_STEPS, PRECISION, read_callback, read_limit, read_tests
from symgd.cost import Cost, as_cost
from symgd.data.columns import Data
from symgd.data.sampling import Rng, Sampling, read_sampling
from symgd.errors import SymgdError
from symgd.layout import Ending
from symgd.points import Point, read_start
from symgd.rules.catalogue import gd
from symgd.rules.hyperparameters import read_hyperparameter
from symgd.rules.learning_rates import LineSearch, Schedule
from symgd.rules.rule import Rule, RuleFamily, as_rule
from symgd.run import Iterate, Outcome, Run
from symgd.steps.rates import require_rates
from symgd.steps.record import Record
from symgd.steps.source import Rows
from symgd.watching import Callback, EpochWatch, Stop, Watch

AnyCost = Cost | sympy.Expr | str


def gradient_descent(
    cost: AnyCost,
    start: Point,
    learning_rate: float = 0.1,
    precision: float | None = PRECISION,
    max_steps: int = MAX_STEPS,
    *,
    stop: Stop | Sequence[Stop] | None = None,
    callback: Callback | None = None,
    clip: float | None = None,
    batch_size: int | None = None,
    epochs: int | None = None,
    shuffle: bool = True,
    rng: Rng = None,
    validation: Data | None = None,
) -> Run:
    r"""Run gradient descent, :math:`x_{k+1} = x_k - \alpha \nabla f(x_k)`.

    Parameters
    ----------
    cost : Cost, Expr or str
        What to descend.
    start : number, sequence of n numbers, or mapping
        Where to begin; it is not changed.
    learning_rate : float
        The factor :math:`\alpha` on the slope.
    precision : float or None
        Stop after the step whose length is below this; that step counts. None: never.
    max_steps : int
        The most steps to make; 0 records the start alone.
    stop, callback, clip
        See `minimize`.
    batch_size, epochs, shuffle, rng, validation
        For a cost over data; see `minimize`.

    Returns
    -------
    Run
        The record.

    Raises
    ------
    SymgdError
        If an argument is not what is wanted, or cost and slope are not finite at the start.

    Examples
    --------
    From 3 with rate 0.1 every step takes x² from x to 0.8 x:

    >>> run = gradient_descent("x**2", start=3, learning_rate=0.1, max_steps=2)
    >>> run.path.ravel().round(12).tolist()
    [3.0, 2.4, 1.92]
    """
    rule = gd(learning_rate=learning_rate)
    return minimize(
        cost,
        start,
        rule,
        precision,
        max_steps,
        stop,
        callback,
        clip=clip,
        batch_size=batch_size,
        epochs=epochs,
        shuffle=shuffle,
        rng=rng,
        validation=validation,
    )


def minimize(
    cost: AnyCost,
    start: Point,
    rule: Rule | RuleFamily,
    precision: float | None = PRECISION,
    max_steps: int = MAX_STEPS,
    stop: Stop | Sequence[Stop] | None = None,
    callback: Callback | None = None,
    *,
    clip: float | None = None,
    batch_size: int | None = None,
    epochs: int | None = None,
    shuffle: bool = True,
    rng: Rng = None,
    validation: Data | None = None,
) -> Run:
    """Descend a cost by an update rule.

    Parameters
    ----------
    cost : Cost, Expr or str
        What to descend.
    start : number, sequence of n numbers, or mapping
        Where to begin; it is not changed.
    rule : Rule
        What makes the steps, such as ``gd(learning_rate=0.1)``.
    precision : float or None
        Stop after the step whose length is below this; that step counts. None: never.
    max_steps : int
        The most steps to make; 0 records the start alone.
    stop : test or sequence of tests, optional
        Replaces `precision`: `step_below`, `gradient_below`, `cost_change_below`, or a callable
        of the iterate. Any of several stops the descent.
    callback : callable, optional
        Called after each step as ``callback(intermediate_result=iterate)`` if it has a parameter
        of that name, and as ``callback(iterate)`` otherwise. Raising StopIteration stops the
        descent; the record keeps that step.
    clip : float, optional
        The most that the gradient's length may be in a step; a longer one is shortened to it.
    batch_size : int, optional
        For a cost over data: how many samples a step sees, from 1 (stochastic) over a mini-batch
        to all of them, the default. The last batch of an epoch may have fewer.
    epochs : int, optional
        How often to go through all samples, in the place of `max_steps`.
    shuffle : bool
        Whether each epoch visits the samples in the order ``rng.permutation(N)``; else as given.
    rng : int or numpy Generator, optional
        Where these orders come from; the same number gives the same run, bit by bit.
    validation : mapping of symbol or name to array, optional
        Columns held out: their cost is recorded once an epoch, and no step sees them.

    Returns
    -------
    Run
        The record. Divergence and leaving the domain are outcomes, not errors; Ctrl-C ends the
        descent with the record so far.

    Raises
    ------
    SymgdError
        If an argument is not what is wanted, or cost and slope are not finite at the start.

    Examples
    --------
    >>> run = minimize("(x - 1)**2", 3, gd(learning_rate=0.5))
    >>> run.x, run.nit, run.outcome
    (array([1.]), 2, Outcome.CONVERGED)
    """
    cost, rule = as_cost(cost), as_rule(rule)
    sampling = read_sampling(cost, batch_size, epochs, shuffle, rng, validation)
    _require_batches_fit(rule, sampling)
    tests = read_tests(precision, stop, sampling)
    limit = read_limit(max_steps, epochs, sampling)
    bound = None if clip is None else read_hyperparameter("clip", clip)
    if isinstance(rule.learning_rate, Schedule):
        require_rates(rule.learning_rate, limit)
    feed = None if sampling is None else sampling.feed(limit)
    rows = Rows(cost, read_start(start, cost.variables), rule, bound, feed)
    watch = _watch(tests, read_callback(callback), rows, sampling)
    record = Record()
    with watch.quiet:
        outcome = _follow(rows, watch, limit, record)
    path, seen = watch.finished(record.array(), cost)
    return Run(
        cost,
        rule,
        outcome,
        rows.layout,
        path,
        rows.ending,
        watch.said,
        verdict.describe,
        bound,
        epochs=seen,
    )


def _watch(
    tests: list[Stop], callback: Callback | None, rows: Rows, sampling: Sampling | None
) -> Watch:
    if sampling is None:
        return Watch(tests, callback, rows.layout)
    return EpochWatch(tests, callback, rows, sampling)


def _require_batches_fit(rule: Rule, sampling: Sampling | None) -> None:
    """Refuse batches for what looks at the cost more than once in a step."""
    searches = isinstance(rule.learning_rate, LineSearch) or rule.direction is not None
    if searches and sampling is not None and not sampling.is_whole:
        raise SymgdError(
            f"{rule.label} measures the whole cost in every step, but batch_size is "
            f"{sampling.batch_size}: leave batch_size out, or take a rule such as gd()."
        )


def iterates(cost: AnyCost, start: Point, rule: Rule | RuleFamily) -> Iterator[Iterate]:
    """Give the iterates of a descent one by one, for stepping through by hand.

    Parameters
    ----------
    cost, start, rule
        See `minimize`.

    Returns
    -------
    iterator of Iterate
        The start first. Endless: it ends only where the next iterate would not be finite.

    Examples
    --------
    >>> steps = iterates("x**2", 3, gd(learning_rate=0.1))
    >>> next(steps)
    Iterate(k=0, x=[3], fun=9, jac=[6], step_size=nan)
    >>> next(steps).x
    array([2.4])
    """
    cost = as_cost(cost)
    rows = Rows(cost, read_start(start, cost.variables), as_rule(rule))
    return (Iterate.of(k, row, rows.layout) for k, row in enumerate(rows))


def _follow(rows: Rows, watch: Watch, limit: int, record: Record) -> Outcome:
    """Record rows until a test fires, the steps run out or the rows end."""
    steps = iter(rows)
    shortest, asks = watch.shortest_step, watch.asks
    first = next(steps)
    record.block().append(first)
    try:
        if watch.fires_at_start(first):
            return Outcome.CONVERGED
        for length in record.block_lengths(limit):
            append = record.block().append
            for row in islice(steps, length):
                append(row)
                # Precision is asked here and not by a call, which would cost a tenth of a step.
                if (asks is not None and asks(row)) or row[0] < shortest:
                    return Outcome.CONVERGED if rows.ending is None else _outcome(rows.ending)
            if rows.ending is not None:
                return _outcome(rows.ending)
    except (StopIteration, KeyboardInterrupt) as interruption:
        watch.interruption = _INTERRUPTIONS[type(interruption)]
        return Outcome.STOPPED
    return Outcome.MAX_STEPS


def _outcome(ending: Ending) -> Outcome:
    if ending.reason is not None:
        return Outcome.STOPPED
    return Outcome.DIVERGED if ending.overflowed else Outcome.LEFT_DOMAIN


_INTERRUPTIONS = {StopIteration: "the callback", KeyboardInterrupt: "Ctrl-C"}
