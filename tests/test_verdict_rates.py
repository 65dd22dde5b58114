"""Advice on the learning rate: in numbers, and it works when it is taken."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from symgd import (
    Cost,
    Outcome,
    Run,
    gallery,
    gradient_descent,
    minimize,
    rule,
)
from symgd.verdict import _tidy

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
    ("bound", "tidy"),
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
def test_a_tidy_number_is_1_2_or_5_times_a_power_of_ten(bound: float, tidy: float) -> None:
    assert _tidy(bound) == tidy


@pytest.mark.parametrize(
    ("cost", "start", "rate"), [("x - log(x)", 3, 10), ("x*log(x)", 2, 2), ("asin(x)**2", 0.9, 1)]
)
def test_the_smaller_rate_stays_in_the_domain(cost: str, start: float, rate: float) -> None:
    run = gradient_descent(cost, start, rate)
    assert run.outcome is Outcome.LEFT_DOMAIN
    assert gradient_descent(cost, start, suggested_rate(run)).outcome is not Outcome.LEFT_DOMAIN
