"""Level lines read in bowls and in ravines, and survive any values."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from symgd.plotting.parts.levels import levels, round_heights, roundest


@given(
    arrays(
        float,
        st.integers(0, 60),
        elements=st.floats(allow_nan=True, allow_infinity=True) | st.integers(-3, 3).map(float),
    )
)
def test_levels_increase_and_enclose_what_is_drawn(values):
    heights = levels(values)
    assert len(heights) >= 2
    assert np.isfinite(heights).all()
    assert (np.diff(heights) > 0).all()
    known = np.clip(values[np.isfinite(values)], -1e100, 1e100)
    if known.size:
        slack = 1e-8 * (1 + np.abs(heights).max())
        assert heights[0] <= known.min() + slack
        assert heights[-1] >= known.max() - slack


def test_levels_of_a_round_bowl_are_evenly_spaced_circles():
    x, y = np.meshgrid(*(np.linspace(-1, 1, 401),) * 2)
    values = np.where(np.hypot(x, y) <= 1, x**2 + y**2, np.nan)
    radii = np.sqrt(levels(values, count=10))
    assert np.diff(radii) == pytest.approx(np.full(10, 0.1), abs=0.01)


def test_some_levels_follow_the_floor_of_a_ravine():
    x, y = np.meshgrid(np.linspace(-1.5, 1.5, 201), np.linspace(-0.5, 1.5, 201))
    values = (1 - x) ** 2 + 100 * (y - x**2) ** 2
    assert (levels(values) < 0.02 * values.max()).sum() >= 4


def test_a_constant_lies_between_two_levels():
    low, high = levels(np.full((3, 3), 7.0))
    assert low < 7 < high


@given(arrays(float, st.integers(0, 60), elements=st.floats(allow_nan=True, allow_infinity=True)))
def test_round_heights_lie_on_their_scale_in_order(values):
    heights = levels(values)
    chosen = round_heights(heights)
    slack = 1e-9 * np.abs(heights).max()
    assert 1 <= len(chosen) <= 5
    assert (np.diff(chosen) > 0).all()
    assert heights[0] - slack <= chosen[0]
    assert chosen[-1] <= heights[-1] + slack


@pytest.mark.parametrize(
    ("low", "high", "number"),
    [
        (0.87, 1.3, 1),
        (-2, 5, 0),
        (1990, 2017, 2000),
        (-7.2, -4.1, -5),
        (3.3, 3.3, 3.3),
        (41, 48, 45),
    ],
)
def test_the_roundest_number_has_the_fewest_digits(low, high, number):
    assert roundest(low, high) == pytest.approx(number, rel=1e-12)
