"""What every maker of rows is given."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from symgd.cost import Cost, PointValues
from symgd.layout import Ending
from symgd.rules.rule import Rule

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Setting:
    """One descent to be made.

    Attributes
    ----------
    cost : Cost
        What is descended.
    start : ndarray (n,)
        Where it begins.
    rule : Rule
        What makes the steps.
    clip : float or None
        The most that the gradient's length may be in a step.
    end : callable
        Told why the rows end.
    feed : iterator of PointValues
        What each row takes its cost and slope from, in turn: for plain descent always the cost,
        for batches of data one batch after another. A step sees what the row before it saw.
    """

    cost: Cost
    start: Floats
    rule: Rule
    clip: float | None
    end: Callable[[Ending], None]
    feed: Iterator[PointValues]
