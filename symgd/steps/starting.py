"""The cost and slope at a start, which must have them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from symgd.cost import Cost, PointValues
from symgd.display import place, shortened
from symgd.errors import SymgdError

Floats = NDArray[np.float64]


def values_at_start(cost: Cost, start: Floats, values_at: PointValues) -> Floats:
    """Return cost and slope at a start, (1 + n,).

    Raises
    ------
    SymgdError
        If one of them is not finite.
    """
    with np.errstate(all="ignore"):
        found = values_at(start)
    if np.isfinite(found).all():
        return found
    what = "slope" if math.isfinite(found[0]) else "value"
    overflowed = values_at.overflows_at(start)
    remedy = "it overflows there" if overflowed else cost.remedy_at(start)
    where = place([symbol.name for symbol in cost.variables], start.tolist())
    raise SymgdError(
        f"The cost {shortened(cost.text)} has no finite {what} at the start {where}: {remedy}."
    )
