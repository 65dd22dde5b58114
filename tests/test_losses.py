"""Losses: their formulas, values by hand, and slopes against what books print."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from sympy import Abs, Expr, Max, Piecewise, Symbol, exp, log, symbols

from symgd import Cost, SymgdError
from symgd.losses import absolute, hinge, huber, log_loss, squared
from symgd.models import linear, logistic, polynomial, softmax, tanh_network

w, x, b, y, p = symbols("w x b y p")
LINE, CURVE, CLASSES = linear("x"), logistic("x"), softmax("x", 3)
ALL = "w b x y"
numbers = st.floats(-20, 20)


def slopes(loss: Expr, point: list[float]) -> list[float]:
    """Return the slope by w, b, x and y."""
    return Cost(loss, ALL).gradient_at(point).tolist()


@pytest.mark.parametrize("prediction", [LINE, w * x + b, "w*x + b"])
def test_a_prediction_is_a_model_an_expression_or_text(prediction: Any) -> None:
    assert squared(prediction) == (w * x + b - y) ** 2
    assert absolute(prediction) == Abs(w * x + b - y)
    assert hinge(prediction) == Max(0, 1 - y * (w * x + b))


def test_a_residual_is_one_sum_and_a_margin_one_product() -> None:
    residual = squared(LINE).base
    assert residual.is_Add
    assert residual + y == LINE.formula
    assert log_loss(CURVE).has(-y * CURVE.score)
    assert hinge(LINE).has(-y * LINE.score)
    assert squared(CURVE).base + y == CURVE.formula


def test_huber_joins_square_and_line() -> None:
    r = w * x + b - y
    assert huber(LINE) == Piecewise((r**2 / 2, Abs(r) <= 1), (Abs(r) - sympy.Rational(1, 2), True))
    assert huber(LINE, delta=2) == Piecewise((r**2 / 2, Abs(r) <= 2), (2 * Abs(r) - 2, True))


def test_log_loss_is_written_with_scores() -> None:
    z = w * x + b
    assert log_loss(CURVE) == log(1 + exp(z)) - y * z
    total, chosen = log(sum(map(exp, CLASSES.scores))), CLASSES.scores
    for k in range(3):
        assert log_loss(CLASSES).subs(y, k) == total - chosen[k]
    assert log_loss("p") == log_loss(p) == -y * log(p) - (1 - y) * log(1 - p)


@pytest.mark.parametrize("loss", [squared, absolute, huber, hinge])
@pytest.mark.parametrize("target", ["t", Symbol("t"), ["t"]])
def test_the_target_has_a_name_of_its_own(loss: Callable[..., Expr], target: Any) -> None:
    assert loss("w*x + y", target).free_symbols == {w, x, y, Symbol("t")}


@pytest.mark.parametrize(
    ("loss", "residual", "value", "slope"),
    [
        (squared, 3, 9, 6),
        (squared, 0, 0, 0),
        (absolute, -3, 3, -1),
        (absolute, 0, 0, 0),
        # Huber 1964: k = 1, both pieces meet at 1/2 with the slope 1.
        (huber, 0.5, 0.125, 0.5),
        (huber, 1, 0.5, 1),
        (huber, -1, 0.5, -1),
        (huber, 3, 2.5, 1),
        (huber, -3, 2.5, -1),
        (huber, 0, 0, 0),
        (lambda m: huber(m, delta=0.5), 3, 1.375, 0.5),
    ],
)
def test_regression_by_hand(loss: Any, residual: float, value: float, slope: float) -> None:
    point = [2, residual, 5, 10]  # w*x + b - y is b
    cost = Cost(loss(LINE), ALL)
    assert cost(point) == value
    assert cost.gradient_at(point).tolist() == [5 * slope, slope, 2 * slope, -slope]


@pytest.mark.parametrize(
    ("target", "score", "value", "slope"),
    [(1, 2, 0, 0), (1, -2, 3, -1), (-1, 0.5, 1.5, 1), (1, 1, 0, -0.5), (-1, -1, 0, 0.5)],
)
def test_hinge_by_hand(target: float, score: float, value: float, slope: float) -> None:
    cost = Cost(hinge(LINE), ALL)
    assert cost([0, score, 3, target]) == value
    assert cost.gradient_at([0, score, 3, target])[:2].tolist() == [3 * slope, slope]


@given(numbers, numbers, numbers, st.sampled_from([0, 1]))
def test_the_slope_of_the_log_loss(wv: float, bv: float, xv: float, yv: int) -> None:
    # Bishop 2006, equation 4.91: (p - y)*x for each weight.
    (probability,) = CURVE.predict([wv, bv], {"x": xv})
    expected = [(probability - yv) * xv, probability - yv]
    np.testing.assert_allclose(
        slopes(log_loss(CURVE), [wv, bv, xv, yv])[:2], expected, rtol=1e-9, atol=1e-12
    )


@given(st.lists(numbers, min_size=6, max_size=6), numbers, st.integers(0, 2))
def test_the_slope_of_the_softmax_loss(point: list[float], xv: float, yv: int) -> None:
    # Bishop 2006, equation 4.109: (p_k - [y = k])*x for each weight.
    cost = Cost(log_loss(CLASSES), [*CLASSES.parameters, x, y])
    (shares,) = CLASSES.predict(point, {"x": xv})
    errors = shares - np.eye(3)[yv]
    found = cost.gradient_at([*point, xv, yv])[:6]
    np.testing.assert_allclose(found, [*errors * xv, *errors], rtol=1e-9, atol=1e-11)


@given(st.floats(-5, 5), st.sampled_from([0, 1]))
def test_both_forms_of_the_log_loss_agree(score: float, target: int) -> None:
    by_score = Cost(log_loss(CURVE), ALL)([0, score, 0, target])
    by_probability = Cost(log_loss(CURVE.formula), ALL)([0, score, 0, target])
    assert by_score == pytest.approx(by_probability, rel=1e-9)
    assert by_score == pytest.approx(-math.log(1 / (1 + math.exp(score if not target else -score))))


def test_a_sure_and_right_model_loses_nothing() -> None:
    # p rounds to 1 there, and log(1 - p) would be infinite.
    assert Cost(log_loss(CURVE), ALL)([0, 40, 0, 1]) == 0
    assert Cost(log_loss(CURVE), ALL)([0, 40, 0, 0]) == 40


def test_a_class_that_is_none_is_nan() -> None:
    cost = Cost(log_loss(CLASSES), [*CLASSES.parameters, x, y])
    assert cost([0] * 7 + [2]) == pytest.approx(math.log(3))
    assert math.isnan(cost([0] * 7 + [3]))


@pytest.mark.parametrize(
    "loss",
    [
        squared(tanh_network(hidden=2)),
        absolute(polynomial(3)),
        huber(linear("x1 x2"), delta=0.3),
        huber("w*log(x) + sqrt(x)"),
        absolute("w*log(x) + sqrt(x)"),
        squared(CURVE),
        log_loss(logistic("x1 x2")),
        log_loss("1/(2 + w**2)"),
        hinge(tanh_network(hidden=1)),
    ],
)
def test_slopes_are_those_of_differences(loss: Expr) -> None:
    cost = Cost(loss)
    point = 0.3 + 0.17 * np.arange(cost.n)
    steps = 1e-6 * np.eye(cost.n)
    measured = (cost(point + steps) - cost(point - steps)) / 2e-6
    np.testing.assert_allclose(cost.gradient_at(point), measured, rtol=1e-6, atol=1e-8)
    assert np.isfinite(cost.hessian_at(point)).all()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: squared(CLASSES), "A softmax model predicts 3 probabilities, and this loss wants"),
        (lambda: huber(CLASSES), "A softmax model predicts 3 probabilities"),
        (lambda: hinge(CLASSES), "A softmax model has 3 scores, and hinge wants one"),
        (lambda: log_loss(LINE), "A linear model predicts a number, and log_loss wants a"),
        (lambda: squared("w*y"), "The prediction w*y holds its own target y: name the target"),
        (lambda: log_loss(logistic("y")), "holds its own target y"),
        (lambda: log_loss(softmax("y", 2)), "holds its own target y"),
        (lambda: hinge("y*w"), "holds its own target y"),
        (lambda: absolute(Symbol("y", real=True)), "holds its own target y"),
        (lambda: squared(LINE, "y z"), "A loss has one target, but y, z are 2."),
        (lambda: squared(LINE, "2y"), "'2y' is no name for a variable"),
        (lambda: huber(LINE, delta=0), "delta is 0, but a finite number above 0 is wanted."),
        (lambda: huber(LINE, delta="d"), "delta is 'd', but a real number is wanted."),
        (lambda: huber("w*cbrt(x)"), "huber takes no prediction with cbrt or Piecewise inside"),
        (lambda: squared("2x"), "write 2*x"),
        (lambda: squared(print), "A Python function was given"),
    ],
)
def test_refusals(make: Callable[[], Expr], sentence: str) -> None:
    with pytest.raises(SymgdError) as refusal:
        make()
    assert sentence in str(refusal.value)
