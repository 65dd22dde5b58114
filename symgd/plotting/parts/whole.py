"""The cost of all samples along a run, also of one that sees a batch at each step."""

from __future__ import annotations

import numpy as np

from symgd.cost import Cost
from symgd.data.cost import DataCost
from symgd.plotting.parts.windows import Array
from symgd.plotting.slicing import CostSlice
from symgd.run import Run

# A grid over the parameters may take so many evaluations of a sample's loss, and has at least so
# many lines each way.
MOST, FEWEST = 1e8, 24


def in_batches(run: Run) -> bool:
    """Tell whether the costs of a run are those of batches."""
    return run.epochs is not None and run.epochs.length > 1


def full_cost(run: Run, k: int) -> float:
    """Return the cost of all samples at an iterate."""
    return float(run.cost(run.path[k]) if in_batches(run) else run.costs[k])


def full_costs(run: Run) -> Array:
    """Return the cost of all samples at every iterate, (nit + 1,)."""
    return np.asarray(run.cost.sample(*run.path.T)) if in_batches(run) else run.costs


def grid_size(cost: Cost | CostSlice, columns: int, rows: int) -> tuple[int, int]:
    """Return how fine a grid of costs is: coarser where there are many samples to sum over.

    Sums of polynomials in the parameters are quick for any number of samples.
    """
    whole = cost if isinstance(cost, Cost) else cost.cost
    if not isinstance(whole, DataCost) or whole.loss.is_polynomial(*whole.variables):
        return columns, rows
    part = min(1.0, (MOST / (columns * rows * len(whole.samples))) ** 0.5)
    return max(FEWEST, round(part * columns)), max(FEWEST, round(part * rows))
