"""The record of a descent while it is made."""

from __future__ import annotations

import math

import numpy as np
import pytest

from symgd.steps.record import Record, places


@pytest.mark.parametrize("steps", [0, 1, 511, 512, 513, 1500])
def test_a_record_packs_every_row_once(steps: int) -> None:
    record, count = Record(), 0
    record.block().append((math.nan, -1.0))
    for length in record.block_lengths(steps):
        block = record.block()
        for _ in range(length):
            block.append((1.0, float(count)))
            count += 1
    assert record.array()[1:, 1].tolist() == list(range(steps))


def test_rows_may_be_arrays_too() -> None:
    record = Record()
    record.block().extend([np.array([math.nan, 1.0]), np.array([2.0, 3.0])])
    np.testing.assert_array_equal(record.array(), [[math.nan, 1], [2, 3]])


@pytest.mark.parametrize("count", [1, 64, 65, 600, 1500])
def test_rows_written_into_their_places_are_not_copied_until_the_end(count: int) -> None:
    record, empty = Record(), places(3)
    for length in record.block_lengths(count):
        block = record.block()
        for _ in range(length):
            row = next(empty)
            row[:] = len(block), length, count
            block.append(row)
    packed = record.array()
    assert packed.shape == (count, 3)
    assert packed[:, 0].tolist() == [k % 512 for k in range(count)]
    next(empty)[:] = -1
    assert packed.min() >= 0


def test_the_blocks_of_places_grow_up_to_a_bound() -> None:
    empty = places(2**18)
    lengths = {len(next(empty).base) for _ in range(300)}
    assert lengths == {64}
    empty = places(2)
    assert {len(next(empty).base) for _ in range(300)} == {64, 128, 256}
