"""The record of a descent: what was done, iterate by iterate, and how it ended."""

from __future__ import annotations

import html
import math
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from symgd.display import Rows, Table, listed, number, place, shortened, write_csv
from symgd.epochs import Epochs
from symgd.errors import SymgdError
from symgd.layout import Ending, Layout, Row
from symgd.points import read_whole

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from symgd.cost import Cost
    from symgd.explanation import Explanation
    from symgd.plotting import Animation
    from symgd.rules.rule import Rule
    from symgd.stopping import Below

Floats = NDArray[np.float64]

#: Variables that get a column each in a table, before the middle ones are left out.
MOST_COLUMNS = 6


class Outcome(Enum):
    """How a descent ended."""

    CONVERGED = "converged"
    MAX_STEPS = "steps ran out"
    DIVERGED = "diverged"
    LEFT_DOMAIN = "left the domain"
    STOPPED = "stopped"

    @property
    def status(self) -> int:
        """The outcome as a number: 0 for CONVERGED."""
        return list(Outcome).index(self)

    def __repr__(self) -> str:
        return f"Outcome.{self.name}"


@dataclass(frozen=True, eq=False)
class Iterate:
    """One iterate of a descent.

    Attributes
    ----------
    k : int
        Its number, 0 at the start.
    x : ndarray (n,)
        The point.
    fun : float
        The cost there.
    jac : ndarray (n,)
        The gradient there.
    step_size : float
        Euclidean length of the step that led here; nan at the start.
    learning_rate : float
        The learning rate of that step; nan at the start and for a rule without one.
    state : dict of str to ndarray (n,)
        The rule's memory after that step.
    """

    k: int
    x: Floats
    fun: float
    jac: Floats
    step_size: float
    learning_rate: float
    state: dict[str, Floats]

    @classmethod
    def of(cls, k: int, row: Row, layout: Layout) -> Iterate:
        """Return the iterate that a row records."""
        values = _frozen(np.array(row, dtype=np.float64))
        return cls(
            k,
            values[layout.point],
            float(values[layout.cost]),
            values[layout.slope],
            float(values[layout.step_size]),
            float(values[-1]) if layout.varies else layout.rate if k else math.nan,
            {name: values[layout.state(m)] for m, name in enumerate(layout.memory)},
        )

    def __repr__(self) -> str:
        return (
            f"Iterate(k={self.k}, x={listed(self.x.tolist())}, fun={self.fun:.6g}, "
            f"jac={listed(self.jac.tolist())}, step_size={self.step_size:.3g})"
        )


@dataclass(frozen=True, eq=False, repr=False)
class Run:
    """The record of a descent, with the names of SciPy's results.

    Attributes
    ----------
    cost : Cost
        What was descended.
    rule : Rule
        What made the steps.
    outcome : Outcome
        How it ended.
    layout : Layout
        Where a row of `record` keeps what.
    record : ndarray (nit + 1, width)
        One row for each iterate; everything below is a view of it.
    ending : Ending or None
        What was not finite, if that is how it ended.
    test : Below, str or None
        The stop test that fired or was waited for, or what interrupted the descent; a user's own
        test by its name, since functions need not pickle.
    tell : callable
        Writes `message` from the finished record.
    clip : float or None
        The most that the gradient's length could be in a step.
    name : str or None
        What the run is called in a legend, if not by its rule.
    epochs : Epochs or None
        What was noted once an epoch, for a cost over data.
    """

    cost: Cost
    rule: Rule
    outcome: Outcome
    layout: Layout
    record: Floats
    ending: Ending | None
    test: Below | str | None
    tell: Callable[[Run], str]
    clip: float | None = None
    name: str | None = None
    epochs: Epochs | None = None

    def __post_init__(self) -> None:
        _frozen(self.record)

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Freeze the record again: pickles forget that an array was read-only."""
        self.__dict__.update(state)
        _frozen(self.record)

    def __getstate__(self) -> dict[str, Any]:
        """Leave what can be computed again out of a pickle."""
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    @property
    def path(self) -> Floats:
        """All iterates, (nit + 1, n)."""
        return self.record[:, self.layout.point]

    @property
    def costs(self) -> Floats:
        """The cost at every iterate, (nit + 1,)."""
        return self.record[:, self.layout.cost]

    @property
    def gradients(self) -> Floats:
        """The gradient at every iterate, (nit + 1, n)."""
        return self.record[:, self.layout.slope]

    @property
    def step_sizes(self) -> Floats:
        """Euclidean length of every step, (nit,)."""
        return self.record[1:, self.layout.step_size]

    @property
    def learning_rates(self) -> Floats | None:
        """The learning rate of every step, (nit,); None for a rule without one."""
        if self.layout.varies:
            return self.record[1:, -1]
        rate = self.layout.rate
        return None if math.isnan(rate) else _frozen(np.full(self.nit, rate))

    @property
    def state(self) -> dict[str, Floats]:
        """The rule's memory at every iterate, name -> (nit + 1, n)."""
        layout = self.layout
        return {name: self.record[:, layout.state(m)] for m, name in enumerate(layout.memory)}

    @property
    def epoch_costs(self) -> Floats | None:
        """The cost of all data at the start and after each epoch; None without data."""
        return None if self.epochs is None else self.epochs.costs

    @property
    def validation_costs(self) -> Floats | None:
        """The cost of the data held out, beside `epoch_costs`; None without such data."""
        return None if self.epochs is None else self.epochs.validation_costs

    @property
    def in_batches(self) -> bool:
        """Whether the steps saw less than all data."""
        return self.epochs is not None and self.epochs.length > 1

    @property
    def slopes(self) -> Floats:
        """Euclidean length of every gradient, (nit + 1,)."""
        scale = np.abs(self.gradients).max(axis=1, initial=0.0)
        safe = np.where(scale > 0, scale, 1.0)
        return scale * np.sqrt(np.sum((self.gradients / safe[:, None]) ** 2, axis=1))

    @property
    def x(self) -> Floats:
        """The last iterate, (n,)."""
        return self.path[-1]

    @property
    def fun(self) -> float:
        """The cost at the last iterate."""
        return float(self.costs[-1])

    @property
    def jac(self) -> Floats:
        """The gradient at the last iterate, (n,)."""
        return self.gradients[-1]

    @property
    def nit(self) -> int:
        """The number of steps made."""
        return len(self.record) - 1

    @property
    def success(self) -> bool:
        """Whether a stop test fired."""
        return self.outcome is Outcome.CONVERGED

    @property
    def status(self) -> int:
        """The outcome as a number: 0 for CONVERGED."""
        return self.outcome.status

    @cached_property
    def message(self) -> str:
        """One sentence on how it ended and what to learn from it."""
        return self.tell(self)

    @property
    def label(self) -> str:
        """The run's name, or the rule with its numbers and batch, as a legend shows it."""
        batch = f", batch {self.epochs.batch_size}" if self.in_batches else ""
        return self.name or self.rule.label + batch

    def __len__(self) -> int:
        return len(self.record)

    def __getitem__(self, k: int) -> Iterate:
        if not isinstance(k, int | np.integer):
            raise SymgdError(f"run[{k!r}] is no iterate: write a whole number.")
        if not -len(self) <= k < len(self):
            raise IndexError(f"The run has the iterates 0 to {self.nit}, not {k}.")
        return Iterate.of(int(k) % len(self), self.record[k], self.layout)

    def __iter__(self) -> Iterator[Iterate]:
        return (self[k] for k in range(len(self)))

    def table(self, every: int = 1, digits: int = 6) -> Table:
        """Return the table of ``k``, the variables, ``f``, ``|slope|`` and ``step``.

        With batches, ``f of batch`` is the cost over the samples that the next step sees, and the
        last row is of all data.

        Parameters
        ----------
        every : int
            Show every so-many-th iterate; the last one is always shown.
        digits : int
            Significant digits.

        Returns
        -------
        Table
            Prints in full; a prompt or a notebook shows a long one shortened.
        """
        every, digits = read_whole(every, "every"), read_whole(digits, "digits")
        columns, slopes = self._columns(), self.slopes

        def cells(row: int) -> tuple[str, ...]:
            k = min(row * every, self.nit)
            point = [number(self.path[k, i], digits) if i >= 0 else "…" for i in columns]
            step = number(self.record[k, 0], digits) if k else ""
            return (str(k), *point, number(self.costs[k], digits), number(slopes[k], digits), step)

        names = [self.cost.variables[i].name if i >= 0 else "…" for i in columns]
        cost = "f of batch" if self.in_batches else "f"
        return Table(
            ("k", *names, cost, "|slope|", "step"), Rows(1 + math.ceil(self.nit / every), cells)
        )

    def _columns(self) -> list[int]:
        """Return the variables that a table shows; -1 stands for those left out."""
        n = self.layout.n
        return list(range(n)) if n <= MOST_COLUMNS else [*range(MOST_COLUMNS - 2), -1, n - 1]

    def to_csv(self, path: str | os.PathLike[str]) -> None:
        """Write every iterate in full precision.

        With batches, cost and slope are those of the batch that the next step sees; the last row
        is of all data.

        The header is k, the variables' names, cost, slope, step_size; slope is the gradient's
        Euclidean length, and the step_size of the start is empty.

        Raises
        ------
        SymgdError
            If the folder does not exist. An existing file is replaced only by a whole one.
        """
        header = ["k", *self._names, "cost", "slope", "step_size"]
        columns = (self.path.tolist(), self.costs.tolist(), self.slopes.tolist())
        steps = self.record[:, self.layout.step_size].tolist()
        rows = (
            [k, *x, f, slope, step]
            for k, (x, f, slope, step) in enumerate(zip(*columns, steps, strict=True))
        )
        write_csv(path, header, rows)

    def plot(self, view: str | None = None, ax: Axes | None = None, **options: Any) -> Axes:
        """Draw the run; see `symgd.plot`, which takes the options too."""
        from symgd.plotting import plot

        return plot(self, view=view, ax=ax, **options)

    def animate(self, view: str | None = None, fps: float = 10, **options: Any) -> Animation:
        """Animate the run; see `symgd.animate`, which takes the options too."""
        from symgd.plotting import animate

        return animate(self, view=view, fps=fps, **options)

    def explain(self, k: int) -> Explanation:
        """Tell step `k`: the rule, the rule with this cost, and this step's numbers.

        Parameters
        ----------
        k : int
            The step, from 1 to `nit`.

        Returns
        -------
        Explanation
            Three groups of lines; formulas in a notebook.

        Raises
        ------
        SymgdError
            If the run has no step `k`.
        """
        from symgd.explanation import explain

        return explain(self, k)

    @property
    def _names(self) -> list[str]:
        return [symbol.name for symbol in self.cost.variables]

    def _facts(self) -> list[tuple[str, str]]:
        """Return what the summary says, as pairs of a heading and a text."""
        first = self.costs[0] if self.epochs is None else self.epochs.costs[0]
        start = f"{place(self._names, self.path[0].tolist())}, f = {number(first, 6)}"
        end = f"{place(self._names, self.x.tolist())}, f = {number(self.fun, 6)}"
        return [
            ("cost", f"{self.cost.heading} = {shortened(self.cost.text)}"),
            ("rule", self.rule.label),
            ("start", start),
            ("end", f"{end}, |slope| = {number(self.slopes[-1], 3)}"),
            ("steps", str(self.nit)),
        ]

    def __repr__(self) -> str:
        return "\n".join([self.message, *(f"{name:>6}  {told}" for name, told in self._facts())])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th>{heading}</th><td style='text-align:left'>{html.escape(text)}</td></tr>"
            for heading, text in self._facts()
        )
        return (
            f"<p><strong>{html.escape(self.message)}</strong></p><table>{rows}</table>"
            f"{self.table()._repr_html_()}"
        )


def _frozen(array: Floats) -> Floats:
    array.flags.writeable = False
    return array
