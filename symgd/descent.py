"""The only loop: rows in, tests and callback, a record out."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Iterator, Sequence
from itertools import count, islice
from typing import Any

import sympy

from symgd import verdict
from symgd.cost import Cost, as_cost
from symgd.errors import SymgdError
from symgd.layout import Ending, Layout, Row
from symgd.points import Point, read_number, read_positive, read_start
from symgd.rules.catalogue import gd
from symgd.rules.hyperparameters import read_hyperparameter
from symgd.rules.learning_rates import Schedule
from symgd.rules.rule import Rule, RuleFamily, as_rule
from symgd.run import Iterate, Outcome, Run
from symgd.steps.rates import require_rates
from symgd.steps.record import Record
from symgd.steps.source import Rows
from symgd.stopping import Below, RowTest, step_below

AnyCost = Cost | sympy.Expr | str
Callback = Callable[..., Any]
Stop = Below | Callable[[Iterate], Any]


class _Default(float):
    """A default that can be told from the same number given by a caller."""


_PRECISION = _Default(1e-6)


def gradient_descent(
    cost: AnyCost,
    start: Point,
    learning_rate: float = 0.1,
    precision: float | None = _PRECISION,
    max_steps: int = 10_000,
    *,
    stop: Stop | Sequence[Stop] | None = None,
    callback: Callback | None = None,
    clip: float | None = None,
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
    return minimize(cost, start, rule, precision, max_steps, stop, callback, clip=clip)


def minimize(
    cost: AnyCost,
    start: Point,
    rule: Rule | RuleFamily,
    precision: float | None = _PRECISION,
    max_steps: int = 10_000,
    stop: Stop | Sequence[Stop] | None = None,
    callback: Callback | None = None,
    *,
    clip: float | None = None,
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
    tests = _read_tests(precision, stop)
    limit = _read_max_steps(max_steps)
    bound = None if clip is None else read_hyperparameter("clip", clip)
    if isinstance(rule.learning_rate, Schedule):
        require_rates(rule.learning_rate, limit)
    rows = Rows(cost, read_start(start, cost.variables), rule, bound)
    watch = _Watch(tests, _read_callback(callback), rows.layout)
    record = Record()
    outcome = _follow(rows, watch, limit, record)
    return Run(
        cost,
        rule,
        outcome,
        rows.layout,
        record.array(),
        rows.ending,
        watch.said,
        verdict.describe,
        bound,
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


def _follow(rows: Rows, watch: _Watch, limit: int, record: Record) -> Outcome:
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
                    return Outcome.CONVERGED
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


class _Watch:
    """The tests and the callback of one run.

    Attributes
    ----------
    shortest_step : float
        Steps below this length stop the run; minus infinity if none does.
    asks : callable or None
        Hands a row to the callback and to the other tests; tells whether one of these fires.
    fired : test or None
        The test that fired, or that was waited for.
    interruption : str or None
        What broke the run off.
    """

    def __init__(self, tests: Sequence[Stop], callback: Callback | None, layout: Layout) -> None:
        lengths = [test for test in tests if isinstance(test, Below) and test.quantity == "step"]
        lengths.sort(key=lambda test: -test.tolerance)
        self.shortest_step = lengths[0].tolerance if lengths else -math.inf
        self.fired: Stop | None = next(iter([*lengths, *tests]), None)
        self.interruption: str | None = None
        self._tests = [test for test in tests if test not in lengths]
        self._row_tests = [_row_test(test, layout) for test in self._tests]
        self._callback = None if callback is None else _on_iterates(callback, layout)
        self.asks = self._ask_all if self._tests or callback is not None else None

    @property
    def said(self) -> Below | str | None:
        """What a record keeps of it: a test of this package, a name, or what broke it off."""
        if self.interruption or self.fired is None or isinstance(self.fired, Below):
            return self.interruption or self.fired
        name = getattr(self.fired, "__name__", "")
        return name if name.isidentifier() else "your test"

    def fires_at_start(self, row: Row) -> bool:
        """Ask the tests that a start can meet: those of this package, not a user's own."""
        pairs = zip(self._tests, self._row_tests, strict=True)
        return self._note([isinstance(test, Below) and fires(row) for test, fires in pairs])

    def _ask_all(self, row: Row) -> bool:
        if self._callback is not None:
            self._callback(row)
        return self._note([fires(row) for fires in self._row_tests])

    def _note(self, answers: list[bool]) -> bool:
        if any(answers):
            self.fired = self._tests[answers.index(True)]
        return any(answers)


def _row_test(test: Stop, layout: Layout) -> RowTest:
    if isinstance(test, Below):
        return test.watch(layout)
    ask = _on_iterates(test, layout)
    return lambda row: _read_answer(ask(row))


def _read_answer(answer: Any) -> bool:
    try:
        return bool(answer)
    except (TypeError, ValueError):
        raise SymgdError(
            f"A stop test returned {answer!r}, but one True or False is wanted, as from "
            "iterate.fun < 1 or (abs(iterate.jac) < 1).all()."
        ) from None


def _on_iterates(function: Callable[[Iterate], Any], layout: Layout) -> Callable[[Row], Any]:
    """Return `function` of an iterate as one of a row; the rows come in order from the first."""
    counter = count(1)
    return lambda row: function(Iterate.of(next(counter), row, layout))


def _read_tests(precision: float | None, stop: Stop | Sequence[Stop] | None) -> list[Stop]:
    if stop is None:
        return [] if precision is None else [step_below(_read_precision(precision))]
    if not (precision is None or isinstance(precision, _Default)):
        raise SymgdError(
            f"precision = {precision} and stop are both given: leave precision out, or put "
            f"step_below({precision}) into stop."
        )
    tests = list(stop) if isinstance(stop, list | tuple) else [stop]
    for test in tests:
        if not callable(test) and not isinstance(test, Below):
            raise SymgdError(
                f"stop holds {test!r}, but a test is wanted: step_below(1e-6), "
                "gradient_below(1e-6), cost_change_below(1e-9) or a function of the iterate."
            )
    return tests


def _read_precision(precision: Any) -> float:
    return read_positive(precision, "precision")


def _read_max_steps(max_steps: Any) -> int:
    steps = read_number(max_steps, "max_steps")
    if not (math.isfinite(steps) and steps >= 0 and steps == int(steps)):
        raise SymgdError(f"max_steps is {max_steps!r}, but a whole number, 0 or above, is wanted.")
    return int(steps)


def _read_callback(callback: Any) -> Callable[[Iterate], Any] | None:
    """Return the callback as a function of the iterate, called by keyword as SciPy does."""
    if callback is None:
        return None
    if not callable(callback):
        raise SymgdError(f"callback is {callback!r}, but a function of the iterate is wanted.")
    try:
        parameters = inspect.signature(callback).parameters
    except (TypeError, ValueError):
        return callback
    if "intermediate_result" in parameters:
        return lambda iterate: callback(intermediate_result=iterate)
    return callback
