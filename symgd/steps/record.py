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
        self._count = 0

    def block(self) -> list[Row]:
        """Pack the rows so far, and return a list for the next ones."""
        if self._block:
            self._count += len(self._block)
            first, *others = _packed(self._block)
            goes_on = bool(self._packed) and self._packed[-1] is first
            self._packed += others if goes_on else [first, *others]
        self._block = []
        return self._block

    def block_lengths(self, rows: int) -> Iterator[int]:
        """Give the lengths of the blocks that hold so many rows."""
        return (min(self._LENGTH, rows - done) for done in range(0, rows, self._LENGTH))

    def array(self) -> Floats:
        """Return all rows, (number of rows, width)."""
        self.block()
        return np.concatenate(self._packed)[: self._count]


def places(width: int) -> Iterator[Floats]:
    """Give empty rows of arrays to be filled in turn, one after another in growing blocks."""
    length, most = 64, max(64, _LARGEST // width)
    while True:
        yield from np.empty((length, width))
        length = min(2 * length, most)


# Numbers in a block of rows.
_LARGEST = 2**22


def _packed(rows: Sequence[Row]) -> list[Floats]:
    """Return the rows in arrays; the last may have places left."""
    if isinstance(rows[0], tuple):
        width = len(rows[0])
        numbers = np.fromiter(chain.from_iterable(rows), np.float64, len(rows) * width)
        return [numbers.reshape(-1, width)]
    if rows[0].base is None:
        return [np.array(rows)]
    # Rows from `places` are packed already.
    return list({id(row.base): row.base for row in rows}.values())
