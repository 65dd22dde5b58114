"""What is asked of the rows of a descent: the stop tests, the callback, the epochs."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symgd.cost import Cost
from symgd.data.cost import DataCost
from symgd.data.sampling import Sampling
from symgd.epochs import Epochs
from symgd.errors import SymgdError
from symgd.layout import Ending, Layout, Row
from symgd.run import Iterate
from symgd.steps.source import Rows
from symgd.stopping import Below, RowTest

Floats = NDArray[np.float64]
Callback = Callable[..., Any]
Stop = Below | Callable[[Iterate], Any]


class Watch:
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
    quiet : context manager
        In which the steps are to be made.
    """

    quiet: AbstractContextManager[Any] = nullcontext()

    def __init__(
        self,
        tests: Sequence[Stop],
        callback: Callback | None,
        layout: Layout,
        steps_between_tests: int = 1,
    ) -> None:
        lengths = [test for test in tests if isinstance(test, Below) and test.quantity == "step"]
        lengths.sort(key=lambda test: -test.tolerance)
        self.shortest_step = lengths[0].tolerance if lengths else -math.inf
        self.fired: Stop | None = next(iter([*lengths, *tests]), None)
        self.interruption: str | None = None
        self._tests = [test for test in tests if test not in lengths]
        self._row_tests = [_row_test(test, layout, steps_between_tests) for test in self._tests]
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

    def finished(self, record: Floats, cost: Cost) -> tuple[Floats, Epochs | None]:
        """Return the record as it is kept, and what was noted once an epoch."""
        if not isinstance(cost, DataCost):
            return record, None
        count = len(cost.samples)
        return record, Epochs(record[:, Layout.cost], None, count, count)


class EpochWatch(Watch):
    """The same, but the tests are asked once an epoch, of all data.

    Parameters
    ----------
    tests, callback
        See `Watch`; the callback is called after each step.
    rows : Rows
        What is watched; they are told to end where the cost of all data is not finite.
    sampling : Sampling
        How long an epoch is, and what is held out.
    """

    def __init__(
        self, tests: Sequence[Stop], callback: Callback | None, rows: Rows, sampling: Sampling
    ) -> None:
        # Steps ignore NumPy's warnings, for what is not finite is an outcome; a user's functions
        # get them as they are outside.
        self.quiet, outside = np.errstate(all="ignore"), np.errstate(**np.geterr())
        tests = [test if isinstance(test, Below) else outside(test) for test in tests]
        callback = None if callback is None else outside(callback)
        super().__init__(tests, callback, rows.layout, sampling.steps_per_epoch)
        self._rows, self._sampling = rows, sampling
        self._least, self.shortest_step = self.shortest_step, -math.inf
        self._costs: list[float] = []
        self._validation: list[float] = []
        self._k, self._length, self._last = 0, sampling.steps_per_epoch, np.empty(0)
        self.asks = self._ask_in_turn

    def fires_at_start(self, row: Row) -> bool:
        """Note the costs at the start, and ask the tests that it can meet."""
        whole = self._noted(row)
        if self._rows.ending is not None:
            raise SymgdError(
                "The cost of the validation data has no finite value at the start: choose another "
                "start, or leave out the samples for which it has none."
            )
        return super().fires_at_start(whole)

    def _ask_in_turn(self, row: Row) -> bool:
        self._k += 1
        if self._callback is not None:
            self._callback(row)
        return self._k % self._length == 0 and self._ask_epoch(row)

    def _ask_epoch(self, row: Row) -> bool:
        whole = self._noted(row)
        if self._rows.ending is not None:
            return True
        fired = self._note([fires(whole) for fires in self._row_tests])
        return fired or whole[Layout.step_size] < self._least

    def _noted(self, row: Row) -> Row:
        """Note the costs of all data, and return the row of the epoch with these."""
        layout, whole = self._rows.layout, np.array(row, dtype=np.float64)
        point = whole[layout.point]
        here = self._sampling.cost.pointwise(point)
        whole[layout.cost], whole[layout.slope] = here[0], here[1:]
        if self._k:
            whole[layout.step_size] = math.hypot(*(point - self._last))
        self._last = point
        held_out = self._sampling.validation
        there = np.zeros(1) if held_out is None else held_out.pointwise(point)
        if not (np.isfinite(here).all() and np.isfinite(there[0])):
            self._rows.ending = self._broken(point, bool(np.isfinite(here).all()))
            return whole
        self._costs.append(float(here[0]))
        self._validation.append(float(there[0]))
        return whole

    def _broken(self, point: Floats, trained: bool) -> Ending:
        """Say why an epoch has no costs: by the data trained on, or only by those held out."""
        if trained:
            reason = "the cost of the validation data has no finite value there"
            return Ending(False, tuple(point.tolist()), reason)
        overflows = self._sampling.cost.pointwise.overflows_at(point)
        return Ending(overflows, tuple(point.tolist()))

    def finished(self, record: Floats, cost: Cost) -> tuple[Floats, Epochs | None]:
        """Return the record with the last cost and slope of all data, and the epochs' costs."""
        sampling = self._sampling
        held_out = None if sampling.validation is None else np.array(self._validation)
        size, count = sampling.batch_size, len(sampling.cost.samples)
        return self._with_whole_end(record), Epochs(np.array(self._costs), held_out, size, count)

    def _with_whole_end(self, record: Floats) -> Floats:
        layout = self._rows.layout
        while True:
            here = self._sampling.cost.pointwise(record[-1, layout.point])
            record[-1, layout.cost], record[-1, layout.slope] = here[0], here[1:]
            # The start has finite values: the search ends there at the latest.
            if np.isfinite(here).all():
                return record
            record = record[:-1]


def _row_test(test: Stop, layout: Layout, every: int) -> RowTest:
    if isinstance(test, Below):
        return test.watch(layout)
    ask = _on_iterates(test, layout, every)
    return lambda row: _read_answer(ask(row))


def _read_answer(answer: Any) -> bool:
    try:
        return bool(answer)
    except (TypeError, ValueError):
        raise SymgdError(
            f"A stop test returned {answer!r}, but one True or False is wanted, as from "
            "iterate.fun < 1 or (abs(iterate.jac) < 1).all()."
        ) from None


def _on_iterates(
    function: Callable[[Iterate], Any], layout: Layout, every: int = 1
) -> Callable[[Row], Any]:
    """Return `function` of an iterate as one of a row; the rows come so many steps apart."""
    counter = count(every, every)
    return lambda row: function(Iterate.of(next(counter), row, layout))
