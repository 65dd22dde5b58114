"""Costs as heights: in factors where that is possible."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import symgd
from symgd.plotting.parts.heights import heights, known_lowest

FALLING = 4.0 ** -np.arange(10.0)


def test_positive_costs_are_drawn_as_they_are():
    (values,), scale, offset = heights([FALLING], None)
    assert np.array_equal(values, FALLING)
    assert (scale, offset) == ("log", "")


def test_with_a_known_minimum_the_distance_to_it_is_drawn():
    (values,), scale, offset = heights([FALLING + 7], 7.0)
    assert values == pytest.approx(FALLING)
    assert (scale, offset) == ("log", " − minimum")


def test_a_minimum_of_zero_needs_no_word():
    assert heights([FALLING], 0.0)[2] == ""


def test_negative_costs_are_drawn_above_the_lowest_seen():
    (values,), scale, offset = heights([FALLING - 7], None)
    assert np.isnan(values[-1])
    assert values[:-1] == pytest.approx((FALLING - FALLING[-1])[:-1])
    assert (scale, offset) == ("log", " − lowest seen")


def test_zeros_have_no_place_on_a_log_axis():
    (values,), scale, _ = heights([np.array([100.0, 1.0, 0.0])], 0.0)
    assert np.isnan(values[-1])
    assert scale == "log"


@pytest.mark.parametrize("costs", [[5.0] * 4, [0.0, 0.0], [3.0], [1.0, 2.0, 1.5]])
def test_less_than_a_factor_of_ten_is_drawn_on_a_linear_axis(costs):
    (values,), scale, offset = heights([np.array(costs)], None)
    assert np.array_equal(values, costs)
    assert (scale, offset) == ("linear", "")


@given(
    st.lists(
        arrays(
            float,
            st.integers(1, 12),
            elements=st.floats(-1e300, 1e300)
            | st.sampled_from([0.0, 5e-324, 1e-300, 1e300, -1e300]),
        ),
        min_size=1,
        max_size=3,
    )
)
def test_log_heights_are_positive(costs):
    values, scale, _ = heights(costs, None)
    assert [len(v) for v in values] == [len(c) for c in costs]
    if scale == "log":
        known = np.concatenate(values)
        assert (known[np.isfinite(known)] > 0).all()


def test_the_lowest_known_minimum_counts():
    cost = symgd.Cost("(x**2 - 1)**2 + x/10", minima=[0.99, -1.01])
    assert known_lowest(cost) == pytest.approx(cost(-1.01))
    assert known_lowest(symgd.Cost("x**2")) is None
