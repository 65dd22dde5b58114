"""What a row of a record holds: the contract between the makers of rows and their readers.

A row is a flat sequence of floats: the step's length (nan at the start), the cost, the point, the
slope, the rule's memory, and the learning rate of the step (nan at the start) if it varies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

Row = Sequence[float]


@dataclass(frozen=True)
class Layout:
    """Where a row keeps what.

    Attributes
    ----------
    n : int
        Number of variables.
    memory : tuple of str
        Names of the rule's memory.
    rate : float
        The learning rate of every step; nan for a rule without one, or if it varies.
    varies : bool
        Whether rows end with the learning rate of their step.
    """

    n: int
    memory: tuple[str, ...]
    rate: float
    varies: bool = False

    step_size = 0
    cost = 1

    @cached_property
    def point(self) -> slice:
        """The columns of the point."""
        return slice(2, 2 + self.n)

    @cached_property
    def slope(self) -> slice:
        """The columns of the gradient."""
        return slice(2 + self.n, 2 + 2 * self.n)

    def state(self, place: int) -> slice:
        """Return the columns of the memory at `place`."""
        return slice(2 + (2 + place) * self.n, 2 + (3 + place) * self.n)


@dataclass(frozen=True)
class Ending:
    """Why there is no further row: the next iterate would not be finite.

    Attributes
    ----------
    overflowed : bool
        True if a value grew beyond floating-point numbers, False if there is no real value.
    point : tuple of n float
        The next point; where it is finite, the cost or its slope is not.
    reason : str or None
        Why a method found no step, or data held out have no cost, if that is the cause; `point`
        is then where it stood.
    """

    overflowed: bool
    point: tuple[float, ...]
    reason: str | None = None
