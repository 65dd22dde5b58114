"""Rows as they come, packed into arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from symgd.layout import Row

Floats = NDArray[np.float64]


class Record:
    """Rows as they come, packed into arrays block by block.

    A float in an array takes a quarter of the memory of one in a tuple, and the garbage collector
    need not look at it.
    """

    _LENGTH = 512

    def __init__(self) -> None:
        self._packed: list[Floats] = []
        self._block: list[Row] = []

    def block(self) -> list[Row]:
        """Pack the rows so far, and return a list for the next ones."""
        if self._block:
            self._packed.append(_packed(self._block))
        self._block = []
        return self._block

    def block_lengths(self, rows: int) -> Iterator[int]:
        """Give the lengths of the blocks that hold so many rows."""
        return (min(self._LENGTH, rows - done) for done in range(0, rows, self._LENGTH))

    def array(self) -> Floats:
        """Return all rows, (number of rows, width)."""
        self.block()
        return np.concatenate(self._packed)


def _packed(rows: Sequence[Row]) -> Floats:
    if not isinstance(rows[0], tuple):
        return np.array(rows)
    width = len(rows[0])
    numbers = np.fromiter(chain.from_iterable(rows), np.float64, len(rows) * width)
    return numbers.reshape(-1, width)
