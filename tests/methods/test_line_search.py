"""Line searches: what they promise holds at every recorded step."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

import symgd
from symgd import Outcome, SymgdError, minimize


def test_backtracking_keeps_armijo_s_condition_at_every_step():
    rule = symgd.gd(learning_rate=symgd.backtracking(initial=2, shrink=0.3, decrease=0.2))
    run = minimize(symgd.gallery.rosenbrock, (-1.2, 1), rule, max_steps=300)
    rates, slopes = run.learning_rates, run.slopes[:-1]
    assert (run.costs[1:] <= run.costs[:-1] - 0.2 * rates * slopes**2 * (1 - 1e-9)).all()
    tries = np.log(rates / 2) / np.log(0.3)
    assert tries == pytest.approx(np.round(tries), abs=1e-9)


@given(st.floats(0.5, 50), st.floats(-5, 5), st.floats(-5, 5))
def test_exact_is_the_formula_of_quadratics(curvature, x, y):
    # α = gᵀg / gᵀHg: Nocedal & Wright 2006, equation 3.26.
    cost = symgd.Cost(sympy.Float(curvature) * sympy.Symbol("x") ** 2 / 2 + sympy.Symbol("y") ** 2)
    run = minimize(cost, (x, y), symgd.gd(learning_rate=symgd.exact()), max_steps=1)
    g = run.gradients[0]
    if g @ g > 1e-200:
        expected = (g @ g) / (curvature * g[0] ** 2 + 2 * g[1] ** 2)
        assert run.learning_rates[0] == pytest.approx(expected, rel=1e-9)


def test_exact_finds_the_lowest_point_along_a_ray_with_two_valleys():
    cost = symgd.gallery.tilted_double_well
    run = minimize(cost, 3, symgd.gd(learning_rate=symgd.exact()), max_steps=1)
    lengths = np.linspace(0, 4 * run.learning_rates[0], 20_001)
    along = cost((3 - lengths * run.gradients[0, 0])[:, None])
    assert run.fun <= along.min() + 1e-9


def test_exact_without_scipy_is_refused_by_name(monkeypatch):
    monkeypatch.setattr("symgd.methods.line_search.has_scipy", lambda: False)
    with pytest.raises(SymgdError, match="needs SciPy"):
        minimize("sqrt(x**2 + 1)", 3, symgd.gd(learning_rate=symgd.exact()))


def test_polyak_s_rate_is_the_excess_over_the_squared_slope():
    rule = symgd.gd(learning_rate=symgd.polyak(minimum=1))
    run = minimize("x**2 + y**2 + 1", (3, 4), rule, precision=None, max_steps=20)
    # On ‖x‖² + 1 the rate is ‖x‖²/(2‖x‖)² = 1/4, and every step halves the point.
    np.testing.assert_allclose(run.learning_rates, 0.25, rtol=1e-9)
    np.testing.assert_allclose(run.path, np.outer(0.5 ** np.arange(21), (3, 4)), rtol=1e-9)


def test_polyak_s_rate_is_bounded_if_asked():
    rule = symgd.gd(learning_rate=symgd.polyak(minimum=0, max_rate=0.1))
    assert (minimize("x**2", 3, rule, max_steps=9).learning_rates == 0.1).all()


def test_a_cost_below_the_stated_minimum_ends_the_run_and_says_so():
    run = minimize("x**2", 3, symgd.gd(learning_rate=symgd.polyak(minimum=10)))
    assert run.outcome is Outcome.STOPPED
    assert "below the minimum 10" in run.message


def test_newton_s_direction_uphill_ends_a_line_search():
    run = minimize("x**4 - x**2", 0.1, symgd.newton(learning_rate=symgd.backtracking()))
    assert run.outcome is Outcome.STOPPED
    assert "does not go down" in run.message


@pytest.mark.parametrize("name", ["momentum", "adam", "nesterov", "signgd"])
def test_rules_other_than_gd_and_newton_take_no_line_search(name):
    with pytest.raises(SymgdError, match="line search"):
        getattr(symgd, name)(learning_rate=symgd.exact())


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: symgd.backtracking(shrink=1), "shrink"),
        (lambda: symgd.backtracking(initial=0), "initial"),
        (lambda: symgd.backtracking(decrease=-1), "decrease"),
        (lambda: symgd.polyak(minimum=float("nan")), "minimum"),
        (lambda: symgd.polyak(minimum=0, max_rate=0), "max_rate"),
        (lambda: symgd.gd(learning_rate=symgd.exact), r"write exact\(\)"),
    ],
)
def test_numbers_out_of_range_are_refused_by_name(make, word):
    with pytest.raises(SymgdError, match=word):
        make()
