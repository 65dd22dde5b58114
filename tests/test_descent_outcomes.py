"""How a descent may end: mathematics never raises, and the record so far is kept."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symgd import (
    Cost,
    Outcome,
    SymgdError,
    gd,
    gradient_descent,
    iterates,
    minimize,
)

ROSENBROCK = "(1 - x)**2 + 100*(y - x**2)**2"
LINE = [(x, 2 * x + 1) for x in range(1, 6)]
SQUARED_ERROR = "+".join(f"(b + {x}*m - {y})**2" for x, y in LINE)
MEAN_SQUARED_ERROR = Cost(f"({SQUARED_ERROR})/5", "b m")

numbers = st.floats(-5, 5, allow_subnormal=False)


@pytest.mark.parametrize(
    ("cost", "start", "rate"),
    [
        ("x**2", 10, 1.1),
        ("x**3", -1, 0.1),
        ("-exp(x)", 0, 0.1),
        ("x**4", 10, 1),
        ("cosh(x)", 3, 1),
        (ROSENBROCK, (-1.2, 1), 0.1),
        (MEAN_SQUARED_ERROR, (0, 0), 0.1),
    ],
)
def test_an_overflow_is_an_outcome(cost: Any, start: Any, rate: float) -> None:
    run = gradient_descent(cost, start, rate)
    assert (run.outcome, run.status, run.success) == (Outcome.DIVERGED, 2, False)
    assert np.all(np.isfinite(run.record[1:]))
    assert len(list(iterates(cost, start, gd(learning_rate=rate)))) == len(run)


@pytest.mark.parametrize(
    ("cost", "start", "rate", "steps"),
    [
        ("log(x)", 0.05, 0.1, 0),
        ("1/x", -1, 1, 0),  # lands on 0 exactly
        ("sqrt(x)", 1, 2, 0),  # lands on 0, where only the slope is infinite
        ("sqrt(x)", 0.01, 0.1, 0),
        ("x - log(x)", 3, 10, 0),
        ("x**1.5", 0.01, 1, 0),
        ("asin(x)", 0.5, 1.5, 0),
        ("x*log(x)", 2, 2, 0),
    ],
)
def test_leaving_the_domain_is_an_outcome(cost: str, start: float, rate: float, steps: int) -> None:
    run = gradient_descent(cost, start, rate)
    assert (run.outcome, run.status, run.nit) == (Outcome.LEFT_DOMAIN, 3, steps)
    assert np.all(np.isfinite(run.record[1:]))


def test_a_run_that_grows_but_stays_finite_is_one_whose_steps_ran_out() -> None:
    run = gradient_descent("x**2", 10, 1.1, max_steps=20)
    assert run.outcome is Outcome.MAX_STEPS
    assert np.all(np.diff(run.costs) > 0)


def test_the_record_may_hold_numbers_whose_sum_overflows() -> None:
    run = gradient_descent("1e300*x", 1e8, 1e-300, precision=None, max_steps=5)
    assert (run.nit, run.outcome) == (5, Outcome.MAX_STEPS)


def test_iterates_are_endless() -> None:
    steps = iterates("x**2", 0, gd)
    assert [next(steps).k for _ in range(2000)][-1] == 1999


def test_hyperparameters_of_a_rule_never_compile_again() -> None:
    from symgd.compiling.recurrence import compile_recurrence

    gradient_descent("x**2 + sin(x)", 3, 0.1, max_steps=1)
    misses = compile_recurrence.cache_info().misses
    for rate, start in ((0.2, 3), (0.1, 4), (0.3, -1)):
        gradient_descent("x**2 + sin(x)", start, rate, max_steps=1)
    minimize("x**2 + sin(x)", 3, gd(learning_rate=0.5), max_steps=1)
    assert compile_recurrence.cache_info().misses == misses


# Anything at all


x, y = sympy.symbols("x y")
leaves = st.sampled_from([x, y, sympy.Integer(2), sympy.Rational(1, 3), sympy.Integer(-1)])
expressions = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.tuples(parts, parts).map(lambda ab: ab[0] + ab[1]),
        st.tuples(parts, parts).map(lambda ab: ab[0] * ab[1]),
        st.tuples(parts, st.integers(-2, 4)).map(lambda ab: ab[0] ** ab[1]),
        st.tuples(
            st.sampled_from([sympy.exp, sympy.log, sympy.sqrt, sympy.sin, sympy.Abs, sympy.atan]),
            parts,
        ).map(lambda fa: fa[0](fa[1])),
    ),
    max_leaves=6,
)


@settings(max_examples=200)
@given(
    expression=expressions,
    start=st.tuples(numbers, numbers),
    rate=st.sampled_from([1e-3, 0.1, 0.7, 3.0, 1e3]),
    precision=st.sampled_from([None, 1e-6, 0.1]),
    max_steps=st.integers(0, 40),
)
def test_mathematics_never_raises(
    expression: Any, start: Any, rate: float, precision: float | None, max_steps: int
) -> None:
    try:
        run = gradient_descent(Cost(expression, [x, y]), start, rate, precision, max_steps)
    except SymgdError:
        return
    assert len(run) == run.nit + 1 <= max_steps + 1
    assert np.all(np.isfinite(run.record[1:]))
    assert np.all(np.isfinite(run.record[0, 1:]))
    assert (run.outcome is Outcome.CONVERGED) is run.success
    assert run.message.endswith(".")
    assert ". " not in run.message
    assert "nan" not in run.message
    assert run.message in repr(run)
    assert "<table>" in run._repr_html_()
    assert len(run.table()) == len(run)
