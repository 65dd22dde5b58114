"""How fine a grid of costs is."""

from __future__ import annotations

from symgd.cost import Cost
from symgd.data.cost import DataCost
from symgd.plotting.slicing import CostSlice

# A grid over the parameters may take so many evaluations of a sample's loss, and has at least so
# many lines each way.
MOST, FEWEST = 1e8, 24


def grid_size(cost: Cost | CostSlice, columns: int, rows: int) -> tuple[int, int]:
    """Return how fine a grid of costs is: coarser where there are many samples to sum over.

    A quadratic cost is quick for any number of samples.
    """
    whole = cost if isinstance(cost, Cost) else cost.cost
    if not isinstance(whole, DataCost) or whole.is_quadratic:
        return columns, rows
    part = min(1.0, (MOST / (columns * rows * len(whole.samples))) ** 0.5)
    return max(FEWEST, round(part * columns)), max(FEWEST, round(part * rows))
