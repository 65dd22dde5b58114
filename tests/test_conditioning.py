"""Which change of the data makes a valley rounder: in numbers, and it works when it is taken."""

from __future__ import annotations

import numpy as np
import pytest

from symgd import (
    Outcome,
    centre,
    datasets,
    gradient_descent,
    mean_loss,
    minimize,
    momentum,
    standardize,
)
from symgd.conditioning import rescaling

X = np.arange(1.0, 6.0)
LINE = {"x": X, "y": 2 * X + 1}
SQUARE = "(w*x + b - y)**2"


def test_the_line_of_the_course_diverges_for_want_of_centring() -> None:
    run = gradient_descent(mean_loss(SQUARE, LINE, "w b"), (0, 0), 0.1, None, max_steps=19)
    assert run.message.endswith(
        "should stay below 2/L = 0.0845 (L = 23.7 is the largest curvature downhill of the start); "
        "try 0.05; centring x (symgd.centre) would bring the condition number from 70 to 2 "
        "(2/L from 0.0845 to 0.5), and 0.1 would then converge."
    )


def test_the_numbers_are_those_of_the_hessians() -> None:
    before = np.linalg.eigvalsh([[22, 6], [6, 2]])  # 2·mean of x², x and 1
    after = np.linalg.eigvalsh([[4, 0], [0, 2]])
    assert before[1] / before[0] == pytest.approx(70, rel=1e-3)
    assert 2 / before[1] == pytest.approx(0.0845, abs=5e-5)
    assert (after[1] / after[0], 2 / after[1]) == (2, 0.5)


def test_the_advice_leads_to_the_minimum() -> None:
    centred = mean_loss(SQUARE, centre(LINE, names="x"), "w b")
    assert gradient_descent(centred, (0, 0), 0.1).success
    cars = datasets.load("cars")
    loss = "(w*speed + b - dist)**2"
    run = gradient_descent(mean_loss(loss, cars, "w b"), (0, 0), 0.4)
    assert run.outcome is Outcome.DIVERGED
    assert "standardizing speed (symgd.standardize) would bring" in run.message
    assert run.message.endswith("to 1), and 0.4 would then converge.")
    scaled = mean_loss(loss, standardize(cars, names="speed"), "w b")
    assert gradient_descent(scaled, (0, 0), 0.4).success


def test_a_crawl_is_told_too_but_no_descent_that_has_arrived() -> None:
    cost = mean_loss(SQUARE, LINE, "w b")
    crawl = gradient_descent(cost, (0, 0), 0.01, max_steps=19)
    assert crawl.message.endswith("with a fitting learning rate far fewer steps would do.")
    arrived = gradient_descent(cost, (0, 0), 0.08, 1e-12, max_steps=500)
    assert not arrived.success
    assert "centring" not in arrived.message


@pytest.mark.parametrize(
    ("loss", "data"),
    [
        (SQUARE, {"x": X - 3, "y": X}),  # centred already
        ("(w*x + v*z - y)**2", {"x": X, "z": X**2, "y": X}),  # no intercept: another model
        ("(a*x**2 + b - y)**2", {"x": X, "y": X}),  # no linear term
        ("(w*x + w - y)**2", {"x": X, "y": X}),  # one parameter for two powers
        ("(tanh(w*x + b) - y)**2", {"x": X, "y": X}),
        ("(w - x)**2", {"x": X}),  # nothing is predicted from columns
    ],
)
def test_nothing_is_said_where_it_would_not_help(loss: str, data: dict) -> None:
    run = gradient_descent(mean_loss(loss, data), np.zeros(mean_loss(loss, data).n), 0.5, None, 5)
    assert rescaling(run) == ""


def test_nothing_is_said_of_other_costs_penalties_and_rates_that_stay_too_large() -> None:
    cost = mean_loss(SQUARE, LINE, "w b")
    assert rescaling(gradient_descent("x**2 + 70*y**2", (1, 1), 0.1, None, 5)) == ""
    assert rescaling(gradient_descent(cost + 0.1 * cost.variables[0] ** 2, (0, 0), 0.1)) == ""
    assert rescaling(gradient_descent(cost, (0, 0), 1.5, None, 5)) == ""
    swinging = minimize(cost, (0, 0), momentum(learning_rate=0.01), max_steps=9)
    assert "centring" not in swinging.message


def test_a_polynomial_keeps_its_fits_when_its_powers_are_whole() -> None:
    cubic = mean_loss("(a + b*x + c*x**2 + d*x**3 - y)**2", LINE)
    run = gradient_descent(cubic, (0, 0, 0, 0), 1e-3, None, max_steps=5)
    assert "ing x (symgd." in rescaling(run)


def test_of_another_loss_only_the_start_is_told() -> None:
    labels = np.where(X > 3, 1.0, -1.0)
    cost = mean_loss("log(1 + exp(-s*(w*x + b)))", {"x": 10 * X, "s": labels}, "w b")
    assert not cost.is_quadratic
    said = rescaling(gradient_descent(cost, (0, 0), 0.1, None, max_steps=5))
    assert "would bring the condition number at the start from" in said
    assert said.endswith("and 0.1 would then be below the limit")
