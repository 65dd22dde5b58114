"""Runs that went through batches: the cost of all data, and when each iterate was reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from symgd.plotting.parts.windows import Array
from symgd.plotting.slicing import RunSlice
from symgd.run import Run

# The cost of all data is evaluated at every iterate up to so many losses; beyond, it is that
# of the last epoch's end.
MOST = 30_000_000

# A stochastic path of more steps is a thin line with marks at the ends of epochs alone.
MANY_STEPS = 60


def moments(run: Run) -> Array:
    """Return how many samples were seen before each iterate, or its number without samples."""
    return np.arange(run.nit + 1) if run.epochs is None else run.epochs.seen(run.nit)


def whole_costs(run: Run) -> Array:
    """Return the cost of all data at every iterate, (nit + 1,)."""
    run = run.run if isinstance(run, RunSlice) else run
    if not run.in_batches:
        return run.costs
    ends, known = run.epochs.ends, run.epochs.costs
    if len(run) * run.epochs.samples <= MOST:
        costs = run.cost(run.path)
    else:
        costs = known[np.searchsorted(ends, np.arange(len(run)), side="right") - 1]
    costs[ends], costs[-1] = known, run.fun
    return costs


def whole_gradients(run: Run) -> Array:
    """Return the gradient of the cost of all data at every iterate, (nit + 1, n)."""
    if not run.in_batches:
        return run.gradients
    if len(run) * run.epochs.samples <= MOST:
        return run.cost.gradient_at(run.path)
    ends = np.union1d(run.epochs.ends, run.nit)
    held = np.searchsorted(ends, np.arange(len(run)), side="right") - 1
    return run.cost.gradient_at(run.path[ends])[held]


def batch_costs(run: Run) -> Array:
    """Return the cost that each step saw in its batch, (nit,); a sum is scaled to all samples."""
    costs = run.costs[:-1]
    if run.cost.kind == "mean":
        return costs
    return costs * run.epochs.samples / np.diff(moments(run))


def epoch_ends(run: Run) -> NDArray[np.intp] | None:
    """Return the only iterates of a long stochastic path that are marked, or None for all."""
    return run.epochs.ends if run.in_batches and run.nit > MANY_STEPS else None


def labels(runs: Sequence[Run]) -> list[str]:
    """Return what a legend calls runs; beside batches, one that saw all data says so."""
    mixed = any(run.in_batches for run in runs)
    whole = [mixed and not run.in_batches and run.label == run.rule.label for run in runs]
    return [
        f"{run.label}, all data" if w else run.label for run, w in zip(runs, whole, strict=True)
    ]


@dataclass(frozen=True, eq=False)
class Clock:
    """What a frame of several runs shows of each: as many steps, or as many samples.

    Runs whose batches differ are compared after the same number of samples, as a step of one
    costs as much as many steps of another.

    Attributes
    ----------
    unit : {"step", "sample"}
        What is counted.
    times : tuple of arrays
        When each run reached each of its iterates.
    """

    unit: str
    times: tuple[Array, ...]

    @classmethod
    def of(cls, runs: Sequence[Run]) -> Clock:
        """Return the clock that is fair to the runs of one picture."""
        lengths = {run.epochs.length if run.epochs else 1 for run in runs}
        if len(lengths) > 1:
            return cls("sample", tuple(moments(run) for run in runs))
        return cls("step", tuple(np.arange(run.nit + 1) for run in runs))

    @property
    def last(self) -> int:
        """Return the time at which the last run ends."""
        return int(max(times[-1] for times in self.times))

    @property
    def pictures(self) -> int:
        """Return the number of times at which there is something new to see."""
        return len(np.unique(np.concatenate(self.times)))

    def reached(self, place: int, now: int) -> int:
        """Return the iterate that the run at a place has reached by some time."""
        return int(np.searchsorted(self.times[place], now, side="right")) - 1
