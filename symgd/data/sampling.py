"""How a descent goes through its samples: in batches, epoch by epoch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from symgd.cost import Cost, PointValues
from symgd.data.cost import DataCost
from symgd.errors import SymgdError
from symgd.points import read_generator

Floats = NDArray[np.float64]
Rng = int | np.random.Generator | None


@dataclass(frozen=True)
class Sampling:
    """Which samples each step of a descent sees.

    Attributes
    ----------
    cost : DataCost
        The cost over all samples.
    batch_size : int
        Samples in a batch; the last one of an epoch may have fewer.
    shuffle : bool
        Whether each epoch takes the samples in an order of its own.
    rng : Generator
        Where the orders come from.
    validation : DataCost or None
        The same cost over data held out.
    """

    cost: DataCost
    batch_size: int
    shuffle: bool
    rng: np.random.Generator
    validation: DataCost | None

    @property
    def steps_per_epoch(self) -> int:
        """The number of batches in an epoch."""
        return -(-len(self.cost.samples) // self.batch_size)

    @property
    def is_whole(self) -> bool:
        """Whether every step sees all samples."""
        return self.batch_size == len(self.cost.samples)

    def feed(self, steps: int) -> Iterator[PointValues]:
        """Give what so many steps see, one after another, and then the whole cost."""
        if self.is_whole:
            return repeat(self.cost.pointwise)
        return chain(islice(self._batches(), steps), repeat(self.cost.pointwise))

    def _batches(self) -> Iterator[PointValues]:
        samples, size, batch = self.cost.samples, self.batch_size, self.cost.batch_maker()
        for rows in self._orders():
            held = samples.at(rows)
            for start in range(0, held.shape[1], size):
                yield batch(held[:, start : start + size])

    def _orders(self) -> Iterator[NDArray[np.intp] | slice]:
        """Give rows in the order in which they are visited, whole batches that fit in memory."""
        count, samples = len(self.cost.samples), self.cost.samples
        # Two such tables may be held at once, the last one and the next.
        room = int(self.cost.max_memory // (32 * len(samples.names)))
        length = self.batch_size * max(1, room // self.batch_size)
        while True:
            order = self.rng.permutation(count) if self.shuffle else None
            for start in range(0, count, length):
                some = slice(start, min(start + length, count))
                yield some if order is None else order[some]


def read_sampling(
    cost: Cost, batch_size: Any, epochs: Any, shuffle: bool, rng: Rng, validation: Any
) -> Sampling | None:
    """Return how the samples are gone through, or None for a descent that has no epochs.

    Raises
    ------
    SymgdError
        If there are no samples, or the batch is empty or larger than the data.
    """
    shuffles, generator = _read_shuffle(shuffle), read_generator(rng)
    asked = {"batch_size": batch_size, "epochs": epochs, "validation": validation}
    named = [name for name, value in asked.items() if value is not None]
    if not isinstance(cost, DataCost) and rng is not None:
        named.append("rng")
    if not named:
        return None
    if not isinstance(cost, DataCost):
        raise SymgdError(
            f"{named[0]} belongs to a cost over data, and {cost.text} has no samples: write "
            'mean_loss("(w*x + b - y)**2", data).'
        )
    held_out = None if validation is None else cost.on(validation)
    size = _read_batch_size(batch_size, len(cost.samples))
    return Sampling(cost, size, shuffles, generator, held_out)


def _read_batch_size(batch_size: Any, count: int) -> int:
    if batch_size is None:
        return count
    whole = isinstance(batch_size, int | np.integer) and not isinstance(batch_size, bool)
    if not whole or not 1 <= batch_size <= count:
        raise SymgdError(
            f"batch_size is {batch_size!r}, but a whole number from 1 to {count:,}, the number of "
            "samples, is wanted, or None for all of them."
        )
    return int(batch_size)


def _read_shuffle(shuffle: Any) -> bool:
    if not isinstance(shuffle, bool | np.bool_):
        raise SymgdError(f"shuffle is {shuffle!r}, but True or False is wanted.")
    return bool(shuffle)
