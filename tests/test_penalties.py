"""Penalties: their formulas, and the minima that they move."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import Abs, Expr, Rational, Symbol, symbols

from symgd import Cost, SymgdError, gradient_descent
from symgd.models import linear, polynomial
from symgd.penalties import lasso, ridge

w, w1, w2 = symbols("w w1 w2")
both = pytest.mark.parametrize("penalty", [ridge, lasso])


@pytest.mark.parametrize("parameters", ["w1 w2", "w1, w2", ["w1", w2], (w1, w2)])
def test_the_formulas(parameters: Any) -> None:
    assert ridge(3, parameters) == 3 * w1**2 + 3 * w2**2
    assert lasso(3, parameters) == 3 * Abs(w1) + 3 * Abs(w2)


def test_a_models_weights_leave_its_intercept_out() -> None:
    assert ridge(1, linear("x").weights) == w**2
    assert lasso(1, polynomial(2).weights) == Abs(w1) + Abs(w2)


def test_exact_numbers_stay_exact() -> None:
    assert ridge(Rational(1, 3), "w") == w**2 / 3
    assert str(ridge(0.1, w)) == "0.1*w**2"


@both
def test_nothing_weighs_nothing(penalty: Callable[..., Expr]) -> None:
    assert penalty(0, "w1 w2") == penalty(0.0, "w") == 0


def test_a_symbol_stays_the_users() -> None:
    real = Symbol("w", real=True)
    assert lasso(2, real) == 2 * Abs(real)


@given(st.floats(0, 10), st.floats(-9, 9))
def test_the_slopes(lam: float, at: float) -> None:
    assert Cost(ridge(lam, "w"), "w").gradient_at(at)[0] == pytest.approx(2 * lam * at)
    sign = math.copysign(1, at) if at else 0
    assert Cost(lasso(lam, "w"), "w").gradient_at(at)[0] == pytest.approx(lam * sign)


def test_ridge_shrinks_least_squares_by_its_formula() -> None:
    # y = 2x at x = 1, 2: w = Σxy/(Σx² + λ) = 10/(5 + 5).
    cost = (w - 2) ** 2 + (2 * w - 4) ** 2 + ridge(5, "w")
    run = gradient_descent(cost, start=0, learning_rate=0.05)
    assert run.x[0] == pytest.approx(1, abs=1e-8)


def test_lasso_shifts_a_parabola_by_its_weight() -> None:
    # Soft thresholding (Tibshirani 1996, section 2.2): (w - 3)²/2 + |w| is least at 3 - 1.
    run = gradient_descent((w - 3) ** 2 / 2 + lasso(1, "w"), start=5, learning_rate=0.5)
    assert run.x[0] == pytest.approx(2, abs=1e-5)


@both
@pytest.mark.parametrize(
    ("lam", "parameters", "sentence"),
    [
        (-0.1, "w", "lam is -0.1, but a finite number, 0 or above, is wanted."),
        (math.inf, "w", "lam is inf, but a finite number"),
        (math.nan, "w", "lam is nan, but a finite number"),
        ("0.1", "w", "lam is '0.1', but a real number is wanted."),
        (Symbol("a"), "w", "lam is a, but a real number is wanted."),
        (True, "w", "lam is True, but a real number is wanted."),
        (1, [], "A penalty needs at least one parameter"),
        (1, "", "A penalty needs at least one parameter"),
        (1, "w w", "The variable w is named twice"),
        (1, {"w"}, "Variables need an order"),
    ],
)
def test_refusals(penalty: Callable[..., Expr], lam: Any, parameters: Any, sentence: str) -> None:
    with pytest.raises(SymgdError) as refusal:
        penalty(lam, parameters)
    assert sentence in str(refusal.value)
