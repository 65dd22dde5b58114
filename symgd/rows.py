"""Rows of a record, one for each iterate, from whatever makes steps.

Every maker of steps is an iterator of rows; the loop consumes them and does not ask which.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symgd.compiling.arrays import compile_arrays
from symgd.compiling.recurrence import compile_point, compile_recurrence
from symgd.cost import Cost
from symgd.display import place, shortened
from symgd.errors import SymgdError
from symgd.layout import Ending, Layout, Row
from symgd.rules.rule import Rule

Floats = NDArray[np.float64]

#: Up to so many variables the whole step is generated; beyond, the rule works on arrays.
MOST_GENERATED = 16


class Rows:
    """The rows of one descent, endless unless a next iterate would not be finite.

    Parameters
    ----------
    cost : Cost
        What is descended.
    start : ndarray, shape (n,)
        Where it begins.
    rule : Rule
        What makes the steps.

    Attributes
    ----------
    layout : Layout
        Where a row keeps what.
    ending : Ending or None
        Set when the rows have ended.

    Raises
    ------
    SymgdError
        If the cost or its slope is not finite at the start.
    """

    def __init__(self, cost: Cost, start: Floats, rule: Rule) -> None:
        rate = math.nan if rule.learning_rate is None else rule.learning_rate
        self.layout = Layout(cost.n, tuple(name for name, _ in rule.starts), rate)
        self.ending: Ending | None = None
        make = _generated_rows if cost.n <= MOST_GENERATED else _array_rows
        self._rows = make(cost, start, rule, self._end)

    def __iter__(self) -> Iterator[Row]:
        return self._rows

    def _end(self, ending: Ending) -> None:
        self.ending = ending


class Record:
    """Rows as they come, packed into arrays block by block.

    A float in an array takes a quarter of the memory of one in a tuple, and the garbage collector
    need not look at it.
    """

    _LENGTH = 512

    def __init__(self) -> None:
        self._packed: list[Floats] = []
        self._block: list[Row] = []

    def block(self) -> list[Row]:
        """Pack the rows so far, and return a list for the next ones."""
        if self._block:
            self._packed.append(_packed(self._block))
        self._block = []
        return self._block

    def block_lengths(self, rows: int) -> Iterator[int]:
        """Give the lengths of the blocks that hold so many rows."""
        return (min(self._LENGTH, rows - done) for done in range(0, rows, self._LENGTH))

    def array(self) -> Floats:
        """Return all rows, (number of rows, width)."""
        self.block()
        return np.concatenate(self._packed)


def _packed(rows: Sequence[Row]) -> Floats:
    if not isinstance(rows[0], tuple):
        return np.array(rows)
    width = len(rows[0])
    numbers = np.fromiter(chain.from_iterable(rows), np.float64, len(rows) * width)
    return numbers.reshape(-1, width)


def _generated_rows(
    cost: Cost, start: Floats, rule: Rule, end: Callable[[Ending], None]
) -> Iterator[Row]:
    """Return rows of Python floats from a generator compiled for this cost and rule."""
    symbols, slopes = cost.real_variables, cost.real_gradient
    code = compile_recurrence(symbols, cost.real_expr, slopes, rule.recurrence)
    here = start.tolist()
    first = _at_start(cost, here, code.evaluate, code.evaluate_any)
    memory = [value for _, value in rule.starts for _ in here]
    numbers = [value for _, value in rule.numbers]

    def again(*state: float) -> tuple[float, ...] | None:
        values, overflowed = _with_any_number(code.step_any, state)
        if values is None or not np.all(np.isfinite(values)):
            end(Ending(overflowed, () if values is None else values[2 : 2 + cost.n]))
            return None
        return values

    return code.rows(*here, *memory, *first, *numbers, again)


def _array_rows(
    cost: Cost, start: Floats, rule: Rule, end: Callable[[Ending], None]
) -> Iterator[Row]:
    """Return rows of arrays, for many variables."""
    symbols, slopes = cost.real_variables, cost.real_gradient
    evaluate, evaluate_any = compile_point(symbols, cost.real_expr, slopes)
    _at_start(cost, start.tolist(), evaluate, evaluate_any)

    def value_and_slope(point: Floats) -> tuple[Floats, bool]:
        here = point.tolist()
        try:
            values = evaluate(*here)
            if math.isfinite(sum(values)):
                return np.array(values), True
        except (ArithmeticError, TypeError, ValueError):
            pass
        values, overflowed = _with_any_number(evaluate_any, here)
        return np.full(cost.n + 1, np.nan) if values is None else np.array(values), overflowed

    return _follow(value_and_slope, start, rule, end)


def _follow(
    value_and_slope: Callable[[Floats], tuple[Floats, bool]],
    start: Floats,
    rule: Rule,
    end: Callable[[Ending], None],
) -> Iterator[Row]:
    """Make rows from a function of a point and the rule's step on arrays."""
    step = _ArrayStep(rule)
    x, memory = start, [np.full(start.shape, value) for _, value in rule.starts]
    here, _ = value_and_slope(x)
    yield np.concatenate(([np.nan], here[:1], x, here[1:], *memory))
    t = 0.0
    while True:
        t += 1.0
        y, *memory = step(x, here[1:], memory, t, lambda point: value_and_slope(point)[0][1:])
        here, overflowed = value_and_slope(y)
        with np.errstate(all="ignore"):
            size = np.sqrt(np.sum(np.square(y - x)))
        row = np.concatenate(([size], here[:1], y, here[1:], *memory))
        if not np.all(np.isfinite(row)):
            end(Ending(overflowed or not np.all(np.isfinite(y)), tuple(y.tolist())))
            return
        x = y
        yield row


class _ArrayStep:
    """The rule's step on arrays, one element for each coordinate."""

    def __init__(self, rule: Rule) -> None:
        step = rule.recurrence
        symbols = (step.x, step.g, step.t, *step.memory, *step.hyperparameters)
        self._points = [compile_arrays(symbols, (point,)) for _, point in step.lookaheads]
        elsewhere = tuple(symbol for symbol, _ in step.lookaheads)
        self._update = compile_arrays((*symbols, *elsewhere), step.update)
        self._numbers = [value for _, value in rule.numbers]

    def __call__(
        self,
        x: Floats,
        g: Floats,
        memory: list[Floats],
        t: float,
        slope_at: Callable[[Floats], Floats],
    ) -> Floats:
        """Return the next point and memory, an array (1 + memory, n)."""
        state = (x, g, t, *memory, *self._numbers)
        elsewhere = [slope_at(point(*state)[0]) for point in self._points]
        return self._update(*state, *elsewhere)


def _at_start(
    cost: Cost,
    here: list[float],
    evaluate: Callable[..., tuple[float, ...]],
    evaluate_any: Callable[..., tuple[Any, ...]],
) -> tuple[float, ...]:
    """Evaluate cost and slope at the start, and refuse a start without them."""
    try:
        values = evaluate(*here)
        fine = math.isfinite(sum(values))
    except (ArithmeticError, TypeError, ValueError):
        fine = False
    if fine:
        return values
    values, overflowed = _with_any_number(evaluate_any, here)
    if values is None or not np.all(np.isfinite(values)):
        what = "slope" if values is not None and math.isfinite(values[0]) else "value"
        remedy = "it overflows there" if overflowed else "choose a start inside its domain"
        where = place([symbol.name for symbol in cost.variables], here)
        raise SymgdError(
            f"The cost {shortened(str(cost.expr))} has no finite {what} at the start {where}: "
            f"{remedy}."
        )
    return values


def _with_any_number(
    function: Callable[..., tuple[Any, ...]], arguments: Sequence[float]
) -> tuple[tuple[float, ...] | None, bool]:
    """Evaluate with NumPy's numbers: infinities and nan in the place of exceptions.

    Returns
    -------
    values : tuple of float or None
        None if a function of the standard library raised all the same.
    overflowed : bool
        Whether the first thing that went wrong was an overflow.
    """
    faults: list[str] = []
    with np.errstate(all="call", under="ignore", call=lambda fault, _: faults.append(fault)):
        try:
            values = function(*map(np.float64, arguments))
        except (ArithmeticError, TypeError, ValueError) as error:
            return None, isinstance(error, OverflowError)
    overflowed = not faults or faults[0] == "overflow"
    if any(np.iscomplexobj(value) for value in values):
        return None, False
    return tuple(map(float, values)), overflowed
