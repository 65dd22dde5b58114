"""Newton's method: one step on a quadratic, and outcomes in place of errors."""

from __future__ import annotations

import numpy as np
import pytest

from symgd import Outcome, minimize, newton


def test_one_step_solves_a_quadratic():
    run = minimize("3*(x - 1)**2 + x*y + 2*(y + 4)**2", (7, -9), newton(), max_steps=1)
    assert run.slopes[-1] == pytest.approx(0, abs=1e-12)


def test_damping_shrinks_the_distance_by_its_factor():
    run = minimize("x**2 + 5*y**2", (4, -8), newton(learning_rate=0.25), max_steps=9)
    np.testing.assert_allclose(run.path, np.outer(0.75 ** np.arange(10), (4, -8)), rtol=1e-12)


def test_convergence_is_quadratic_near_a_minimum():
    # For f = x - log(x) the error of Newton's iterates is squared exactly: e ← e².
    run = minimize("x - log(x)", 0.5, newton(), precision=1e-12)
    errors = 1 - run.path[:, 0]
    np.testing.assert_allclose(errors[1:4], errors[:3] ** 2, rtol=1e-9)


@pytest.mark.parametrize(
    ("cost", "start"), [("x + y**2", (1, 1)), ("(x + y)**2", (1, 2)), ("abs(x)", 1.0)]
)
def test_a_singular_hessian_is_an_outcome_that_says_so(cost, start):
    run = minimize(cost, start, newton())
    assert run.outcome is Outcome.STOPPED
    assert run.nit == 0
    assert "singular" in run.message


def test_it_goes_to_a_saddle_and_the_message_tells():
    run = minimize("x**2 - y**2", (3, 2), newton())
    assert run.success
    assert "saddle point" in run.message


def test_a_scheduled_rate_is_recorded():
    import sympy

    run = minimize("x**2", 3, newton(learning_rate=1 / sympy.Symbol("t")), max_steps=3)
    assert run.learning_rates.tolist() == [1, 0.5][: run.nit]
