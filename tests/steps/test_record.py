"""The record of a descent while it is made."""

from __future__ import annotations

import math

import numpy as np
import pytest

from symgd.steps.record import Record


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
