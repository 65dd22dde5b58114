"""What a descent over data records once an epoch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Epochs:
    """The epochs of a run; in each, every sample is seen once.

    Attributes
    ----------
    costs : ndarray (epochs + 1,)
        The cost of all data at the start and after each whole epoch.
    validation_costs : ndarray (epochs + 1,) or None
        The cost of the data held out, at the same places.
    batch_size : int
        Samples in a batch.
    samples : int
        The number of samples.
    """

    costs: Floats
    validation_costs: Floats | None
    batch_size: int
    samples: int

    def __post_init__(self) -> None:
        self.__setstate__(vars(self))

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Keep copies that cannot be written to: pickles forget that an array was read-only."""
        kept = {"costs": _frozen(state["costs"])}
        if state["validation_costs"] is not None:
            kept["validation_costs"] = _frozen(state["validation_costs"])
        self.__dict__.update(state | kept)

    @property
    def length(self) -> int:
        """The number of steps in an epoch."""
        return -(-self.samples // self.batch_size)

    @property
    def ends(self) -> NDArray[np.intp]:
        """The iterates at which `costs` were taken, (epochs + 1,)."""
        return np.arange(len(self.costs)) * self.length

    def batch_of(self, k: int) -> int:
        """Return how many samples step `k` saw; the last step of an epoch sees those left."""
        left = self.samples - (self.length - 1) * self.batch_size
        return self.batch_size if k % self.length else left

    def seen(self, steps: int) -> NDArray[np.intp]:
        """Return how many samples were seen before each iterate, (steps + 1,)."""
        whole, part = np.divmod(np.arange(steps + 1), self.length)
        return whole * self.samples + part * self.batch_size


def _frozen(costs: Floats) -> Floats:
    copy = np.array(costs)
    copy.flags.writeable = False
    return copy
