"""The sentence that teaches: what was seen, and whether it is a minimum."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
import sympy

from symgd import (
    Cost,
    Outcome,
    cost_change_below,
    gd,
    gradient_below,
    gradient_descent,
    minimize,
    rule,
)
from symgd.verdict import curvature

ROSENBROCK = "(1 - x)**2 + 100*(y - x**2)**2"


@rule
def rateless(x: Any, g: Any) -> Any:
    return x - g / 10


@rule
def overshooting(x: Any, g: Any) -> Any:
    return x - g


@rule
def heavy(x: Any, g: Any, v: Any = 0, *, learning_rate: float = 0.1, beta: float = 0.9) -> Any:
    v = beta * v + g
    return x - learning_rate * v, v


@rule
def forgetful(x: Any, g: Any, v: Any = 1, *, learning_rate: float = 0.1) -> Any:
    return x - learning_rate * g, 10 * v


@rule
def rooted(x: Any, g: Any, *, learning_rate: float = 0.1) -> Any:
    return x - learning_rate * sympy.sqrt(g)


# On the way


def test_a_descent_on_its_way_tells_the_pace() -> None:
    run = gradient_descent("x**2", 3, 0.1, precision=1e-6, max_steps=30)
    assert run.message.startswith(
        "After 30 steps the cost fell from 9 to 1.379e-5, and the slope is"
    )
    (more,) = re.findall(
        r"about (\d+) further steps are needed for the precision 1e-6", run.message
    )
    assert int(more) == gradient_descent("x**2", 3, 0.1, precision=1e-6).nit - 30


def test_the_pace_in_a_valley_is_about_right() -> None:
    run = gradient_descent(ROSENBROCK, (-1.2, 1), 0.001)
    (more,) = re.findall(r"about ([\d,]+) further steps", run.message)
    needed = gradient_descent(ROSENBROCK, (-1.2, 1), 0.001, max_steps=100_000).nit - 10_000
    assert int(more.replace(",", "")) == pytest.approx(needed, rel=0.1)


def test_a_slackening_pace_is_only_a_lower_bound() -> None:
    """On exp(−x) the k-th step is about 1/k, so 1e-6 takes some million steps."""
    run = gradient_descent("exp(-x)", 0, 0.1, max_steps=100)
    (more,) = re.findall(r"at this pace more than ([\d,]+) further steps", run.message)
    assert int(more.replace(",", "")) < 900_000


def test_steps_that_do_not_get_shorter_are_told() -> None:
    run = gradient_descent("2*x + 3", 0, 0.1, max_steps=10)
    assert "the cost fell from 3 to -1, and the slope is 2" in run.message
    assert "the steps do not get shorter (the last is 0.2): try more steps" in run.message


def test_steps_that_overshoot_are_not_to_be_longer() -> None:
    assert gradient_descent("x**2", 3, 0.9, max_steps=20).message.endswith(
        "try more steps or a smaller learning rate."
    )
    assert gradient_descent("x**2", 3, 0.1, max_steps=20).message.endswith(
        "try more steps or a larger learning rate."
    )


def test_one_step_is_too_few_for_a_pace() -> None:
    message = gradient_descent("x**2", 3, 0.1, max_steps=1).message
    assert message == (
        "After 1 step the cost fell from 9 to 5.76, and the slope is 4.8; the last step is 0.6: "
        "try more steps or a larger learning rate."
    )


def test_another_test_than_precision_has_no_pace() -> None:
    run = minimize("x**2", 3, gd, stop=gradient_below(1e-9), max_steps=20)
    assert "; the last step is 0.008647: try more steps" in run.message


def test_without_a_test_there_is_no_advice() -> None:
    run = gradient_descent("x**2", 10, 0.05, precision=None, max_steps=20)
    assert run.message == "After 20 steps the cost fell from 100 to 1.478, and the slope is 2.432."


def test_a_descent_at_rest_says_so() -> None:
    run = gradient_descent("x**2", 0, precision=None, max_steps=5)
    assert run.message == (
        "After 5 steps the cost is still 0, and the slope is 0: the descent has come to rest."
    )


def test_costs_that_differ_late_are_told_in_more_digits() -> None:
    run = gradient_descent("1000 + x**2/1000", 1, 0.1, precision=None, max_steps=1)
    assert "the cost fell from 1000.001 to 1000.0009996" in run.message


def test_no_steps_are_told() -> None:
    assert gradient_descent("x**2", 3, max_steps=0).message.startswith("No step was made")


def test_momentum_that_swings_is_not_told_to_be_slower() -> None:
    run = minimize("x**2/2", 3, heavy(), precision=None, max_steps=60)
    assert np.any(np.diff(run.costs) > 0)
    assert "too large" not in run.message


# Converged


def test_a_minimum_is_told_with_its_distance() -> None:
    run = gradient_descent("(x - 1)**2", 3, 0.1, precision=1e-4)
    assert run.message.startswith("Converged after 39 steps: the step fell below 0.0001, and the ")
    assert "the curvature is positive, so this is a minimum, to within about 0.000" in run.message
    (distance,) = re.findall(r"about ([\d.e-]+\d)\.", run.message)
    assert float(distance) == pytest.approx(run.x[0] - 1, rel=0.05)


def test_a_minimum_that_is_met_exactly_has_no_distance() -> None:
    run = gradient_descent("x**2 + y**2", (3, 4), 0.5)
    assert run.message == (
        "Converged after 2 steps: the step fell below 1e-6, and the curvature is positive in "
        "every direction, so this is a minimum."
    )


def test_a_tiny_step_on_a_large_slope_is_no_minimum() -> None:
    run = gradient_descent("x**2", 3, 1e-9)
    assert run.message == (
        "Converged after 1 step: the step fell below 1e-6, although the slope is still 6; a flat "
        "point may be about 3 away: the learning rate 1e-9 makes small steps, so try a larger one "
        "or a smaller precision."
    )
    run = gradient_descent("-x", 0, 1e-9)
    assert "although the slope is still 1: the learning rate 1e-9 makes small steps" in run.message


def test_a_coarse_precision_is_told_where_the_rate_is_not_small() -> None:
    run = gradient_descent("x**2/1000", 3, 2, precision=0.1)
    assert "so this is a minimum" not in run.message
    run = minimize("x**2/2000", 3, rateless, precision=1e-3)
    assert run.message.endswith("a flat point may be about 3 away; try a smaller precision.")


def test_a_slope_that_was_to_be_small_is_not_called_large() -> None:
    run = minimize("x**2", 3, gd(learning_rate=1e-6), stop=gradient_below(5.99))
    assert run.message.startswith(
        "Converged after 835 steps: the slope fell below 5.99, but by the"
    )


def test_precision_is_not_accuracy() -> None:
    """(x + 5)² with rate 0.001: the last step is 0.002 of the distance."""
    run = gradient_descent("(x + 5)**2", -4.9, 0.001, precision=1e-7)
    assert "but by the curvature the minimum is still about 5e-5 away: precision is" in run.message
    assert run.x[0] + 5 == pytest.approx(5e-5, rel=0.01)


def test_a_minimum_further_away_is_only_pointed_at() -> None:
    run = minimize("x**2", 3, gd, stop=lambda iterate: iterate.k == 4)
    assert run.message == (
        "Converged after 4 steps: your test said stop, and by the curvature a minimum is about "
        "1.2 away."
    )


def test_a_test_of_ones_own_is_named() -> None:
    def small_enough(iterate: Any) -> bool:
        return iterate.fun < 1e-9

    run = minimize("x**2", 3, gd, stop=small_enough)
    assert run.message.startswith("Converged after 52 steps: small_enough said stop, and")


@pytest.mark.parametrize(
    ("stop", "lead"),
    [
        (gradient_below(1e-6), "Converged after 70 steps: the slope fell below 1e-6, and"),
        (cost_change_below(1e-6), "Converged after 35 steps: the cost change fell below 1e-6, and"),
    ],
)
def test_the_test_that_fired_is_named(stop: Any, lead: str) -> None:
    assert minimize("x**2", 3, gd, stop=stop).message.startswith(lead)


def test_a_start_that_is_flat_is_told() -> None:
    run = minimize("x**2", 0, gd, stop=gradient_below(1e-6))
    assert run.message == (
        "Converged at the start: the slope there is below 1e-6, and the curvature is positive, so "
        "this is a minimum."
    )


def test_a_saddle_is_told_with_the_way_down() -> None:
    run = gradient_descent("x**2 - y**2", (1, 0))
    assert run.message == (
        "Converged after 56 steps: the step fell below 1e-6, but this is a saddle point, not a "
        "minimum: the cost falls along (x = 0, y = 1), so start a little to that side."
    )
    aside = gradient_descent("x**2 - y**2", (1, 0.01), max_steps=100)
    assert aside.fun < -1


@pytest.mark.parametrize(
    ("cost", "start"), [("-x**2", 0), ("-(x**2) - y**2", (0, 0)), ("cos(x)", 0)]
)
def test_a_maximum_is_told(cost: str, start: Any) -> None:
    assert gradient_descent(cost, start).message.endswith(
        "but this is a maximum: the cost falls on every side, so start a little aside."
    )


@pytest.mark.parametrize(
    ("cost", "start", "doubt"),
    [
        ("x**4", 0.1, "the curvature vanishes or changes nearby"),
        ("x**3", 0, "the curvature there is zero"),
        ("x**2 + 0*y + y**4", (0, 0), "the curvature there is zero in some direction"),
        ("exp(-x)", 20, "the curvature vanishes or changes nearby"),
        ("abs(x)", 0, "the curvature is not finite there"),
        ("x**1.5", 0, "the curvature is not finite there"),
    ],
)
def test_what_the_hessian_does_not_decide_is_undecided(cost: str, start: Any, doubt: str) -> None:
    run = gradient_descent(cost, start)
    assert run.success
    assert run.message.endswith(f"and whether this is a minimum is undecided: {doubt}.")


def test_the_hessian_of_very_many_variables_is_not_made() -> None:
    symbols = sympy.symbols("x:51")
    run = gradient_descent(sum(s**2 for s in symbols), [1] * 51)
    assert run.message.endswith("undecided: the Hessian is not made for more than 50 variables.")
    run = gradient_descent(sum(s**2 for s in symbols), [1] * 51, 1.5, max_steps=9)
    assert run.message.endswith("the learning rate 1.5 is too large; try 0.5.")


def test_a_hessian_that_only_scipy_could_evaluate_leaves_it_undecided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from symgd.errors import SymgdError

    def refuse(cost: Cost, points: Any) -> Any:
        raise SymgdError("The Hessian of the cost contains polygamma.")

    monkeypatch.setattr(Cost, "hessian_at", refuse)
    run = gradient_descent("x**2", 3)
    assert run.message.endswith("undecided: the Hessian cannot be evaluated here.")
    assert "too large; try 0.5" in gradient_descent("x**2", 3, 1.1, max_steps=5).message


@pytest.mark.parametrize("scale", ["1e-150", "1e-12", "1", "1e12", "1e150"])
def test_the_verdict_does_not_depend_on_the_cost_s_unit(scale: str) -> None:
    rate = 0.1 / float(scale)
    saddle = gradient_descent(f"{scale}*(x**2 - y**2)", (1, 0), rate)
    assert curvature(saddle).kind == "saddle point"
    bowl = gradient_descent(f"{scale}*(x**2 + y**2)", (1, 0), rate)
    assert curvature(bowl).kind == "minimum"


# Other ends


def test_leaving_the_domain_is_told_with_both_places() -> None:
    run = gradient_descent("log(x)", 1, 0.1)
    assert run.message == (
        "Step 6 would lead from x = 0.315444 to x = -0.00156978, out of the domain: the cost has "
        "no finite real value and slope there; try a smaller learning rate, such as 0.05, or "
        "another start."
    )
    assert minimize("log(x)", 0.1, overshooting).message.endswith("there; try another start.")
    steep = gradient_descent("log(x)", 1e-30, 1)
    assert steep.message.endswith("there; try another start.")


def test_a_rule_that_has_no_real_value_is_told() -> None:
    run = minimize("x**2", -3, rooted)
    assert run.outcome is Outcome.LEFT_DOMAIN
    assert run.message.startswith("Step 1 has no finite real result from x = -3; try a smaller")


def test_a_cost_without_a_lower_bound_is_told() -> None:
    run = gradient_descent("x**3", -1, 0.1)
    assert re.fullmatch(
        r"After 12 steps the cost fell from -1 to -2\.488e249, and step 13 overflows: the cost "
        r"seems to have no lower bound in this direction\.",
        run.message,
    )


def test_an_overflow_elsewhere_is_not_blamed_on_the_cost() -> None:
    run = minimize("x**2", 3, forgetful, precision=None)
    assert run.outcome is Outcome.DIVERGED
    assert run.message.endswith("but step 309 overflows in a part of the cost or of the rule.")


def test_an_interruption_is_told() -> None:
    def callback(iterate: Any) -> None:
        raise StopIteration

    assert gradient_descent("x**2", 3, callback=callback).message == (
        "Stopped by the callback after 1 step: the cost fell from 9 to 5.76, and the slope is 4.8."
    )
    assert gradient_descent("x**2", 0, callback=callback).message == (
        "Stopped by the callback after 1 step: the cost is still 0, and the slope is 0."
    )
