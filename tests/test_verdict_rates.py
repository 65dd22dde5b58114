"""Advice on the learning rate: in numbers, and it works when it is taken."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
import sympy

from symgd import (
    Cost,
    Outcome,
    Run,
    gallery,
    gradient_descent,
    minimize,
    momentum,
    polyak,
    rule,
    signgd,
)
from symgd.advice import tidy

T = sympy.Symbol("t")
ROSENBROCK = "(1 - x)**2 + 100*(y - x**2)**2"
LINE = [(x, 2 * x + 1) for x in range(1, 6)]
MEAN_SQUARED_ERROR = Cost(f"({'+'.join(f'(b + {x}*m - {y})**2' for x, y in LINE)})/5", "b m")


@rule
def rateless(x: Any, g: Any) -> Any:
    return x - g / 10


@rule
def overshooting(x: Any, g: Any) -> Any:
    return x - g


def suggested_rate(run: Run) -> float:
    (rate,) = re.findall(r"(?:try|such as) ([0-9.e-]*\d)", run.message)
    return float(rate)


def test_the_line_through_five_points_is_told_in_numbers() -> None:
    run = gradient_descent(MEAN_SQUARED_ERROR, (0, 0), 0.1, precision=None, max_steps=19)
    assert run.message == (
        "After 19 steps the cost rose from 57 to 8.036e6: the learning rate 0.1 is too large, as "
        "it should stay below 2/L = 0.0845 (L = 23.7 is the largest curvature downhill of the "
        "start); try 0.05."
    )
    assert gradient_descent(MEAN_SQUARED_ERROR, (0, 0), 0.05).success


def test_a_divergence_tells_the_step_that_overflows() -> None:
    run = gradient_descent("x**2", 10, 1.1)
    assert run.message.startswith("After 1,933 steps the cost rose from 100 to 1.302e308, and step")
    assert "step 1,934 overflows: the learning rate 1.1 is too large" in run.message
    assert "2/L = 1 (L = 2 " in run.message
    assert suggested_rate(run) == 0.5


def test_a_rate_at_the_limit_is_not_below_it() -> None:
    run = gradient_descent("x**2", 10, 1.0, precision=None, max_steps=20)
    assert run.message.startswith(
        "After 20 steps the descent still jumps to and fro with steps that no longer shrink (the "
        "last is 20): the learning rate 1 is too large, as it should stay below 2/L = 1 "
    )


def test_a_first_step_that_overflows_is_told() -> None:
    run = gradient_descent("x**4", 1e10, 1e60)
    assert run.message.startswith("The first step overflows: the learning rate 1e60 is too large")
    assert gradient_descent("x**4", 1e10, suggested_rate(run)).outcome is not Outcome.DIVERGED


@pytest.mark.parametrize("rate", [10, 1, 0.1, 0.01, 0.001])
@pytest.mark.parametrize("cost", gallery.costs().values(), ids=lambda cost: cost.name)
def test_the_suggested_rate_works_over_the_whole_gallery(cost: Cost, rate: float) -> None:
    run = gradient_descent(cost, cost.start, rate, precision=None, max_steps=200)
    if "is too large" in run.message:
        other = suggested_rate(run)
        assert other < rate
        again = gradient_descent(cost, cost.start, other, precision=None, max_steps=200)
        assert again.outcome is not Outcome.DIVERGED
        assert again.fun < again.costs[0] or "2/L" not in run.message


@pytest.mark.parametrize(
    ("cost", "start", "rate"),
    [
        ("sqrt(x**2 + 1)", 2, 3),
        ("x*log(x)", 2, 1),
        ("cosh(x)", 3, 1),
        ("x**4", 2, 0.5),
        (ROSENBROCK, (-1.2, 1), 0.1),
    ],
)
def test_the_suggested_rate_leads_to_a_minimum(cost: str, start: Any, rate: float) -> None:
    run = gradient_descent(cost, start, rate, max_steps=1000)
    again = gradient_descent(cost, start, suggested_rate(run), max_steps=100_000)
    assert again.success
    assert np.all(np.diff(again.costs) <= 1e-12)


def test_a_kink_is_named_where_the_curvature_explains_nothing() -> None:
    run = gradient_descent("abs(x)", 1, 0.3, max_steps=100)
    assert "the last is 0.3): the learning rate 0.3 is too large; try 0.1, though" in run.message
    assert run.message.endswith("at a kink, where the slope jumps, that only shortens the steps.")
    again = gradient_descent("abs(x)", 1, suggested_rate(run), max_steps=100)
    assert again.step_sizes[-1] == pytest.approx(0.1)


@pytest.mark.parametrize("cost", ["x**2", "abs(x)"])
def test_steps_of_one_length_are_told_to_fall(cost: str) -> None:
    run = minimize(cost, 0.1, signgd(learning_rate=0.15), max_steps=50)
    assert run.message == (
        "After 50 steps the descent still jumps to and fro with steps that no longer shrink (the "
        "last is 0.15): steps of one length cannot settle; try a falling schedule such as 0.15/t."
    )
    again = minimize(cost, 0.1, signgd(learning_rate=0.15 / T), max_steps=50)
    assert abs(again.x[0]) < 0.15 / 50


def test_a_memory_is_not_blamed_on_a_kink() -> None:
    run = minimize("abs(x)", 0.1, momentum(learning_rate=0.2, beta=1e-9), max_steps=50)
    assert run.message.endswith("the learning rate 0.2 is too large; try 0.1.")


@pytest.mark.parametrize(
    ("rate", "end"),
    [
        (3 / T, "from 9 to 900: the learning rates used go from 3 to 1; start smaller."),
        (T, "from 9 to 2025: the learning rates used go from 1 to 3; let them fall with t."),
    ],
    ids=str,
)
def test_a_schedule_is_told_in_the_rates_it_gave(rate: sympy.Expr, end: str) -> None:
    """On x² a step multiplies x by 1 − 2α: here by −5, −2, −1, and by −1, −3, −5."""
    assert gradient_descent("x**2", 3, rate, max_steps=3).message == (
        f"After 3 steps the cost rose {end}"
    )


def test_a_schedule_that_does_not_fall_far_enough_is_told() -> None:
    run = minimize("x**2", 0.1, signgd(learning_rate=0.15 + T**-9), max_steps=50)
    assert run.message.endswith(
        "the learning rates used go from 1.15 to 0.15; try smaller ones, or a schedule that falls "
        "to 0."
    )


def test_a_schedule_that_overflows_or_leaves_the_domain_at_once_is_told() -> None:
    assert gradient_descent("x**4", 1e10, 1e60 / T).message == (
        "The first step overflows: the learning rate of step 1 is too large; start smaller."
    )
    assert gradient_descent("log(x)", 3, 10 / T).message.endswith(
        "there; try smaller learning rates or another start."
    )


def test_a_learning_rate_of_zero_is_told() -> None:
    run = gradient_descent("x**2", 3, T - 1)
    assert run.message == (
        "Converged after 1 step: the step fell below 1e-6, although the slope is still 6; a flat "
        "point may be about 3 away: the learning rate of step 1 is 0."
    )


def test_a_line_search_gets_no_advice_on_schedules() -> None:
    run = gradient_descent("x**2", 3, polyak(minimum=-100), max_steps=1)
    assert "rose" in run.message
    assert "learning rate" not in run.message


def test_a_rule_without_a_rate_gets_no_advice_on_rates() -> None:
    for run in (
        minimize("x**2", 3, overshooting, max_steps=20),
        minimize("x**4", 30, overshooting),
        minimize("x**4", 30, overshooting, max_steps=2),
        minimize("log(x)", 0.1, overshooting),
        minimize("x**2", 3, rateless, max_steps=5),
        minimize("x**2", 3, rateless, precision=1e-3),
    ):
        assert "learning rate" not in run.message
        assert "None" not in run.message


@pytest.mark.parametrize(
    ("bound", "wanted"),
    [
        (0.0845, 0.05),
        (1.0, 1.0),
        (0.99, 0.5),
        (0.21, 0.2),
        (4999, 2000),
        (1e-9, 1e-9),
        (7e-300, 5e-300),
    ],
)
def test_a_tidy_number_is_1_2_or_5_times_a_power_of_ten(bound: float, wanted: float) -> None:
    assert tidy(bound) == wanted


@pytest.mark.parametrize(
    ("cost", "start", "rate"), [("x - log(x)", 3, 10), ("x*log(x)", 2, 2), ("asin(x)**2", 0.9, 1)]
)
def test_the_smaller_rate_stays_in_the_domain(cost: str, start: float, rate: float) -> None:
    run = gradient_descent(cost, start, rate)
    assert run.outcome is Outcome.LEFT_DOMAIN
    assert gradient_descent(cost, start, suggested_rate(run)).outcome is not Outcome.LEFT_DOMAIN
