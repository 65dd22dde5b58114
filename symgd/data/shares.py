"""A cost over samples evaluated: sums in blocks, for the whole data or for a share of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import add
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray

from symgd.compiling.arrays import real_part
from symgd.data.columns import BLOCK, Samples

Floats = NDArray[np.float64]
Sums = Callable[[Sequence[Any], Floats], Any]


class _Weighted:
    """A weighted sum over some samples, of a point."""

    __slots__ = ("_samples", "_share", "_sums", "_weight")

    def __init__(self, sums: Sums, samples: Any, weight: float, share: float) -> None:
        self._sums, self._samples, self._weight, self._share = sums, samples, weight, share

    def __call__(self, point: Floats) -> Floats:
        """Return the sums at a point: value and slope, (1 + n,)."""
        with np.errstate(all="ignore"):
            found = np.array(self._totals((*point, self._share)))
        if found.dtype != np.float64:
            found = np.asarray(real_part(found), dtype=np.float64)
        return found * self._weight

    def at(self, *point: float) -> list[float]:
        """Return the same as floats; a complex sum raises TypeError."""
        weight = self._weight
        return [float(total) * weight for total in self._totals((*point, self._share))]

    def _totals(self, numbers: tuple[float, ...]) -> list[Any]:
        return self._sums(numbers, self._samples)

    _sums_afresh = _totals

    def overflows_at(self, point: Floats) -> bool:
        """Tell whether the first thing that goes wrong at a point is an overflow."""
        faults: list[str] = []
        with np.errstate(all="call", under="ignore", call=lambda fault, _: faults.append(fault)):
            found = self._sums_afresh((*point, self._share))
        return faults[0] == "overflow" if faults else not np.isnan(found).any()


class Batch(_Weighted):
    """A cost over samples that are held in arrays, with its slope.

    Its `at` leaves it to the caller to silence NumPy, once for a whole descent.

    Parameters
    ----------
    sums : callable
        The sums of one sample's loss and slopes, as compiled.
    samples : ndarray (c, number of samples)
        The columns.
    weight : float
        The factor on the sums: 1/N for a mean.
    share : float
        How much of the penalty belongs to a sample.
    """

    __slots__ = ()


class Share(_Weighted):
    """A cost over samples that are looked at block by block, with its slope.

    Parameters
    ----------
    sums, weight, share
        See `Batch`.
    samples : Samples
        Over which samples.
    length : int
        Samples in a block.
    """

    __slots__ = ("_last", "_length")

    def __init__(
        self, sums: Sums, samples: Samples, weight: float, share: float, length: int
    ) -> None:
        super().__init__(sums, samples, weight, share)
        self._length = length
        # A record asks for the same point once for a row and once for the end of an epoch.
        self._last: tuple[tuple[float, ...], list[Any]] = ((), [])

    def _totals(self, numbers: tuple[float, ...]) -> list[Any]:
        if self._last[0] != numbers:
            with np.errstate(all="ignore"):
                self._last = (numbers, self._sums_afresh(numbers))
        return self._last[1]

    def _sums_afresh(self, numbers: tuple[float, ...]) -> list[Any]:
        blocks = self._samples.blocks(self._length)
        total = self._sums(numbers, next(blocks))
        for block in blocks:
            total = list(map(add, total, self._sums(numbers, block)))
        return total


@lru_cache(maxsize=64)
def temporaries(expressions: tuple[sympy.Expr, ...]) -> int:
    """Return about how many arrays the sums of expressions need at once, at most."""
    shared, results = sympy.cse(expressions, optimizations=[], order="none")
    return 4 + len(shared) + 2 * len(results)


def block_length(most: float, width: int) -> int:
    """Return how many samples a block may have, with so many arrays in so many bytes."""
    return max(1, min(BLOCK, int(most // (8 * width))))


def sums_at_points(
    sums: Sums, points: Sequence[Floats], samples: Samples, size: int, cells: int
) -> Floats:
    """Return the sums of `size` expressions at k points, (size, k).

    Parameters
    ----------
    sums : callable
        As compiled.
    points : sequence of n arrays (k,)
        The coordinates of the points.
    samples : Samples
        Over which samples.
    size : int
        The number of expressions.
    cells : int
        How many numbers a temporary array may have: points times samples.
    """
    count = len(points[0])
    length = min(len(samples), BLOCK, cells)
    several = max(1, cells // length)
    found = np.zeros((size, count))
    with np.errstate(all="ignore"):
        for block in samples.blocks(length):
            for start in range(0, count, several):
                some = slice(start, start + several)
                found[:, some] += sums([c[some] for c in points], block)
    return found
