"""A cost at one point: with NumPy's numbers where floats raise."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from symgd import Cost
from symgd.compiling.pointwise import with_any_number


@pytest.mark.parametrize(
    ("function", "values", "overflowed"),
    [
        (lambda x: (x, 2 * x), (3, 6), True),
        (lambda x: (np.exp(1000 * x),), (math.inf,), True),
        (lambda x: (np.log(-x),), (math.nan,), False),
        (lambda x: (1 / (x - 3),), (math.inf,), False),
        (lambda x: (1 / np.exp(1000 * x),), (0,), True),
        (lambda x: (x * math.nan,), (math.nan,), False),
        (lambda x: (x * 1j,), None, False),
        (lambda x: (math.exp(1000),), None, True),
        (lambda x: (math.log(-1),), None, False),
    ],
)
def test_a_fault_is_told_by_its_first_cause(function: Any, values: Any, overflowed: bool) -> None:
    found, cause = with_any_number(function, [3.0])
    assert found == pytest.approx(values, nan_ok=True) if values else found is None
    if values is None or not np.all(np.isfinite(values)):
        assert cause is overflowed


def test_values_and_slope_are_one_array() -> None:
    found = Cost("x**2 + 3*y").pointwise(np.array([2.0, 1.0]))
    assert found.tolist() == [7, 4, 3]


def test_where_there_is_no_value_it_is_not_finite() -> None:
    for cost, where, overflowed in (("log(x)", -1.0, False), ("exp(x)", 1000.0, True)):
        there = Cost(cost).pointwise
        assert not np.isfinite(there(np.array([where]))).all()
        assert there.overflows_at(np.array([where])) is overflowed


def test_the_same_comes_as_floats() -> None:
    assert tuple(Cost("x**2 + 3*y").pointwise.at(2.0, 1.0)) == (7, 4, 3)
