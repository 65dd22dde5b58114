"""Schedules: recorded, checked before the run, and named where they go wrong."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

import symgd
from symgd import SymgdError, gradient_descent

T = sympy.Symbol("t")


@pytest.mark.parametrize(
    "schedule",
    [
        1 / (1 + T / 10),
        sympy.Piecewise((0.5, T < 3), (0.1, True)),
        0.3 * sympy.exp(-T / 5),
        sympy.Rational(1, 4) + 0 * T,
    ],
)
def test_rates_used_are_those_of_the_formula(schedule):
    run = gradient_descent("x**2", 3, schedule, precision=None, max_steps=8)
    expected = [float(schedule.subs(T, k)) for k in range(1, 9)]
    np.testing.assert_allclose(run.learning_rates, expected, rtol=1e-12)
    np.testing.assert_allclose(run.path[1:, 0], 3 * np.cumprod(1 - 2 * np.array(expected)))


def test_any_symbol_named_t_will_do():
    schedule = 1 / (1 + sympy.Symbol("t", integer=True, positive=True))
    assert gradient_descent("x**2", 3, schedule, max_steps=1).learning_rates[0] == 0.5


@pytest.mark.parametrize(
    ("schedule", "sentence"),
    [
        (1 - T / 10, r"is -0\.1 at step t = 11"),
        (1 / (T - 5), r"at step t = 1"),
        (1 / (5 - T), r"is inf at step t = 5"),
        (sympy.log(3 - T), r"at step t = 3"),
    ],
)
def test_the_step_at_which_a_schedule_goes_wrong_is_named(schedule, sentence):
    with pytest.raises(SymgdError, match=sentence):
        gradient_descent("x**2", 3, schedule, max_steps=50)


def test_a_schedule_that_goes_wrong_later_is_no_matter():
    assert gradient_descent("x**2", 3, 1 - T / 10, precision=None, max_steps=10).nit == 10


def test_iterates_are_refused_at_the_step():
    steps = symgd.iterates("x**2", 3, symgd.gd(learning_rate=sympy.Rational(5, 2) - T))
    assert [next(steps).k for _ in range(3)] == [0, 1, 2]
    with pytest.raises(SymgdError, match="at step t = 3"):
        next(steps)


def test_other_symbols_are_refused_by_name():
    with pytest.raises(SymgdError, match="contains y"):
        symgd.gd(learning_rate=T * sympy.Symbol("y"))
