"""Curves keep their kinks, jumps, poles and gaps."""

import numpy as np
import pytest
import sympy

from symgd import Cost
from symgd.plotting.parts.sampling import TOP, broken, gaps, sampled

x = sympy.Symbol("x", real=True)


def lines(cost, low, high, bounds):
    """Return the pieces of the curve between its gaps."""
    places, values = broken(cost, *sampled(cost, np.array([low, high]), []), np.array(bounds))
    cuts = np.flatnonzero(np.isnan(values))
    return [part for part in np.split(np.column_stack([places, values]), cuts) if len(part) > 1]


def test_samples_hold_the_known_places():
    places, values = sampled(Cost("x**2"), np.array([0.0, 1.0]), [0.12345, 0.5])
    assert {0.12345, 0.5} <= set(places)
    assert (np.diff(places) > 0).all()
    assert np.array_equal(values, places**2)


def test_only_values_that_are_not_finite_are_gaps():
    # exp overflows beyond 1024·log(2) = 709.78.
    places, values = sampled(Cost("exp(x)"), np.array([0.0, 800.0]), [])
    assert np.array_equal(np.isnan(values), places > 1024 * np.log(2))
    assert np.nanmax(values) == TOP
    (gap,) = gaps(places, values)
    assert gap == pytest.approx((709.78, 800), abs=1)


def test_a_smooth_steep_curve_stays_whole():
    assert len(lines(Cost("exp(20*x)"), 0, 1, (0, 1e8))) == 1


def test_a_kink_stays_whole_and_sharp():
    (piece,) = lines(Cost("abs(x)"), -1, 1, (0, 1))
    assert np.abs(piece[:, 1] - np.abs(piece[:, 0])).max() == 0


@pytest.mark.parametrize("expression", [1 / x, sympy.tan(x + sympy.pi / 2), 1 / (x - sympy.pi / 9)])
def test_the_two_sides_of_a_pole_are_not_joined(expression):
    pieces = lines(Cost(expression), -1, 1, (-5, 5))
    assert len(pieces) == 2
    low, high = (piece[np.abs(piece[:, 1]) < 5] for piece in pieces)
    assert low[:, 0].max() < high[:, 0].min()


def test_a_jump_is_a_gap_at_its_place():
    cost = Cost(sympy.Piecewise((x**2, x < sympy.Rational(1, 3)), (2 * x + 1, True)))
    low, high = lines(cost, -1, 1, (0, 3))
    assert low[-1] == pytest.approx([1 / 3, 1 / 9], abs=1e-9)
    assert high[np.isfinite(high[:, 1])][0] == pytest.approx([1 / 3, 5 / 3], abs=1e-9)


def test_gaps_are_found_at_both_ends():
    places, values = sampled(Cost("sqrt(1 - x**2)"), np.array([-2.0, 2.0]), [])
    (first, second) = gaps(places, values)
    assert first == pytest.approx((-2, -1), abs=0.01)
    assert second == pytest.approx((1, 2), abs=0.01)


def test_no_gap_in_a_whole_curve_nor_at_a_single_point():
    places, values = sampled(Cost("x**2"), np.array([-1.0, 1.0]), [])
    assert gaps(places, values) == []
    assert gaps(*sampled(Cost("1/x"), np.array([-1.0, 1.0]), [])) == []


@pytest.mark.parametrize(("text", "border"), [("sqrt(x)", 0), ("sqrt(0.5 - x)", 0.5)])
def test_a_curve_reaches_the_border_of_its_domain(text, border):
    x, y = sampled(Cost(text), np.array([-1.003, 1.0]), [])
    near = np.abs(x - border) < 1e-9
    assert y[near & np.isfinite(y)].min() == pytest.approx(0, abs=1e-4)
    (gap,) = gaps(x, y)
    assert np.abs(np.array(gap) - border).min() < 1e-9
