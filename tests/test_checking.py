"""The exact slope beside finite differences: by hand, in theory, and outside the domain."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
import sympy

from symgd.checking import WIDTHS, check_gradient
from symgd.cost import Cost
from symgd.errors import SymgdError

x, y = sympy.symbols("x y")


def test_error_of_a_cubic_is_the_width_squared():
    """((x + h)³ − (x − h)³)/2h = 3x² + h²."""
    check = check_gradient(x**3, 2)
    assert check.exact.tolist() == [12.0]
    assert check.differences[:2, 0].tolist() == pytest.approx([12.01, 12.0001])
    assert check.errors[:2].tolist() == pytest.approx([1e-2, 1e-4], rel=1e-6)
    assert check.widths == WIDTHS


def test_error_falls_by_truncation_and_rises_by_cancellation():
    """Nocedal and Wright (2006), section 8.1: h²|f‴|/6 + ε|f|/h, with some room for rounding."""
    at = 1.5
    check = check_gradient("exp(sin(3*x))", at)
    error = dict(zip(check.widths, check.errors.tolist(), strict=True))
    slope = sympy.exp(sympy.sin(3 * x))
    third = abs(float(slope.diff(x, 3).subs(x, at)))
    value = abs(float(slope.subs(x, at)))
    for width in WIDTHS:
        rounding = 4 * np.finfo(float).eps * (value + abs(check.exact[0])) / width
        assert error[width] <= 1.5 * width**2 * third / 6 + rounding
    assert error[1e-1] > error[1e-2] > error[1e-4]
    assert error[1e-12] > error[1e-6]
    assert min(error, key=error.get) in (1e-4, 1e-6)


def test_every_direction_has_its_own_differences():
    check = check_gradient("x**2 + 3*x*y + 5*y", {"y": 2, x: 1})
    assert check.point.tolist() == [1.0, 2.0]
    assert check.exact.tolist() == [8.0, 8.0]
    assert check.differences.shape == (len(WIDTHS), 2)
    assert np.allclose(check.differences[:5], [8, 8], atol=1e-6)
    assert check.errors.shape == (len(WIDTHS),)


def test_largest_error_of_all_directions_counts():
    check = check_gradient("x + y**3", (0, 1))
    assert check.errors[0] == pytest.approx(0.01)


def test_a_cost_is_taken_as_it_is_and_the_point_is_not_changed():
    cost = Cost("x**2", variables="x")
    point = np.array([3.0])
    check = check_gradient(cost, point)
    assert check.cost is cost
    check.point[0] = 7
    assert point.tolist() == [3.0]


def test_table_of_widths_slopes_and_errors():
    check = check_gradient("x**3 + y", (2, 0))
    table = check.table()
    assert table.header == ("width", "∂f/∂x", "∂f/∂y", "error")
    assert table.rows[0] == ("exact", "12", "1", "")
    assert table.rows[1] == ("0.1", "12.01", "1", "0.01")
    assert [row[0] for row in table.rows[1:]] == [
        "0.1",
        "0.01",
        "0.0001",
        "1e-6",
        "1e-8",
        "1e-10",
        "1e-12",
    ]
    assert repr(check).splitlines()[0] == "Slope of x**3 + y at x = 2, y = 0"
    assert repr(check).endswith(repr(table))
    assert check._repr_html_().endswith(table._repr_html_())


@pytest.mark.parametrize(
    ("formula", "point", "exact"),
    [
        ("log(x)", 0.0, math.inf),
        ("log(x)", -1.0, -1.0),
        ("exp(x)", 1000.0, math.inf),
        ("1/x", 0.0, -math.inf),
        ("x**2", math.inf, math.inf),
        ("x**2", math.nan, math.nan),
    ],
)
def test_outside_the_domain_there_are_no_warnings(formula, point, exact):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check = check_gradient(formula, point)
        assert check.exact.tolist() == pytest.approx([exact], nan_ok=True)
        assert not np.isfinite(check.errors[-1])
        assert "exact" in repr(check)


def test_differences_of_a_kink_have_another_slope_than_the_exact_one():
    check = check_gradient(sympy.Abs(x), 1e-7)
    errors = dict(zip(check.widths, check.errors.tolist(), strict=True))
    assert check.exact.tolist() == [1.0]
    assert errors[1e-1] > 0.99
    assert errors[1e-8] < 1e-6


@pytest.mark.parametrize(
    ("point", "sentence"),
    [
        ([[1, 2], [3, 4]], "check_gradient takes one point at a time"),
        ([1], "The point has 1 coordinate, but the cost has 2 variables: x, y"),
        ({"x": 1}, "The point gives no value for y"),
        ([1, "2"], "A coordinate of the point is '2', but a real number is wanted"),
        (None, "The point is None"),
    ],
)
def test_refusals(point, sentence):
    with pytest.raises(SymgdError, match=f"^{sentence}"):
        check_gradient("x*y", point)


def test_a_point_outside_the_domain_is_told_in_the_heading():
    outside, inside = check_gradient("log(x)", -1), check_gradient("log(x)", 1)
    lead = "Slope of log(x) at x = -1, where the cost has no value"
    assert repr(outside).splitlines()[0] == lead
    assert f"<p>{lead}</p>" in outside._repr_html_()
    assert repr(inside).splitlines()[0] == "Slope of log(x) at x = 1"
