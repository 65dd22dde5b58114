"""The sentence for descents through batches: its numbers, and the theory behind its advice."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
import sympy

from symgd import Run, gd, mean_loss, minimize, momentum, signgd, step_below, sum_loss
from symgd.conditioning import steady_rate

T = sympy.Symbol("t")
RNG = np.random.default_rng(3)
X = RNG.normal(size=40)
NOISY = mean_loss("(w*x + b - y)**2", {"x": X, "y": 2 * X + 1 + RNG.normal(size=40)}, "w b")
STEPS = np.arange(1.0, 6.0)
LINE = {"x": STEPS, "y": 2 * STEPS + 1}
EXACT = mean_loss("(w*x + b - y)**2", LINE, "w b")


def descended(cost: Any, rate: Any, start: Any = (0, 0), **sampling: Any) -> Run:
    return minimize(cost, start, gd(learning_rate=rate), rng=0, **{"batch_size": 1} | sampling)


def test_a_noise_ball_is_told_in_numbers_and_not_as_a_rate_that_is_too_large() -> None:
    run = descended(NOISY, 0.02, epochs=40)
    late = run.epoch_costs[-20:]
    assert run.message.startswith("After 40 epochs (1,600 steps) the cost of all data fell from ")
    assert f"in the last 20 epochs it was between {late.min():.4g} and {late.max():.4g}" in (
        run.message
    )
    assert "try a falling schedule such as 0.02/(1 + t/100), or larger batches." in run.message
    assert "too large" not in run.message


def test_what_is_above_the_minimum_is_that_of_least_squares() -> None:
    run = descended(NOISY, 0.02, epochs=40)
    columns = NOISY.samples.as_dict()
    table = np.column_stack([columns["x"], np.ones(40)])
    best = np.linalg.lstsq(table, columns["y"], rcond=None)[0]
    (said,) = re.findall(r"at the end ([0-9.e-]+) above the minimum", run.message)
    assert float(said) == pytest.approx(run.fun - NOISY(best), rel=0.06)


def test_the_advised_schedule_leads_nearer() -> None:
    ball = descended(NOISY, 0.05, epochs=40)
    (rate, over) = re.findall(r"such as ([0-9.]+)/\(1 \+ t/(\d+)\)", ball.message)[0]
    falling = descended(NOISY, float(rate) / (1 + T / int(over)), epochs=40)
    lowest = min(descended(NOISY, 0.2, batch_size=40, epochs=300).costs)
    assert falling.fun - lowest < 0.5 * (ball.epoch_costs[-20:].mean() - lowest)


@pytest.mark.parametrize("rate", [0.2, 0.1, 0.05])
def test_the_noise_ball_has_the_variance_of_theory(rate: float) -> None:
    """X ← x − α(x − c), c drawn with variance σ²: the variance of x becomes ασ²/(2 − α)."""
    centres = np.array([-1.0, 1.0])
    drawn = np.random.default_rng(5).choice(centres, 40_000)
    cost = mean_loss("(x - c)**2/2", {"c": drawn})  # in one epoch each c is a draw of its own
    run = descended(cost, rate, start=0.0, epochs=1)
    theory = rate * drawn.var() / (2 - rate)
    assert run.path[100:].var() == pytest.approx(theory, rel=0.1)


def test_half_the_rate_at_least_about_halves_what_is_above_the_minimum() -> None:
    lowest = min(descended(NOISY, 0.2, batch_size=40, epochs=300).costs)
    above = []
    for rate in (0.08, 0.04, 0.02):
        run = descended(NOISY, rate, epochs=400)
        above.append(NOISY(run.path[4000:]).mean() - lowest)
    assert above[1] < 0.55 * above[0]
    assert above[2] < 0.55 * above[1]


def test_a_slow_way_under_the_noise_is_not_called_a_noise_ball() -> None:
    data = {"x": 0.003 * X, "y": 2 * X + RNG.normal(size=40)}
    run = descended(mean_loss("(w*x + b - y)**2", data, "w b"), 0.05, start=(0, 5), epochs=20)
    assert "The noise of the batches hides a slow way along the flattest direction" in run.message
    assert run.message.endswith("try more epochs.")


def test_a_schedule_is_told_in_the_rates_it_gave() -> None:
    run = descended(NOISY, 0.1 / (1 + T / 1000), epochs=40)
    used = "the learning rates used go from 0.0999 to 0.03846; let them fall farther"
    assert used in run.message


def test_a_cost_that_still_falls_is_told_with_its_pace() -> None:
    run = descended(NOISY, 1e-3, epochs=3)
    before, last = run.epoch_costs[-2:]
    part = f"{100 * (1 - last / before):.2g}"
    assert run.message.endswith(f"still falls, by {part} % in the last epoch: try more epochs.")


def test_samples_that_agree_leave_no_noise() -> None:
    run = descended(EXACT, 0.02, epochs=300)
    assert "noise" not in run.message
    assert "still falls" in run.message
    assert "noise" not in descended(EXACT, 0.02, epochs=3000).message


def test_too_large_a_rate_is_told_by_the_samples_own_curvature() -> None:
    run = descended(EXACT, 0.1, epochs=10)
    # The loss of (x, y) has the Hessian 2(x, 1)(x, 1)ᵀ, whose largest eigenvalue is 2(x² + 1).
    assert steady_rate(EXACT, 1) == pytest.approx(2 / (2 * (5**2 + 1)))
    assert run.message.endswith(
        "the learning rate 0.1 is too large, as only below 2/L = 0.0385 does no step raise the "
        "loss of its own sample (L = 52, the largest curvature of one sample's loss); try 0.02."
    )
    assert descended(EXACT, 0.02, epochs=2000).fun < 1e-12


def test_below_the_limit_no_step_raises_the_cost_of_its_batch() -> None:
    for rate, rises in ((0.99, False), (1.05, True)):
        run = descended(EXACT, rate * steady_rate(EXACT, 1), epochs=20, shuffle=False)
        seen = [{"x": [x], "y": [y]} for x, y in zip(LINE["x"], LINE["y"], strict=True)]
        after = [EXACT.on(seen[k % 5])(run.path[k + 1]) for k in range(run.nit)]
        assert bool((np.array(after) > run.costs[:-1] * (1 + 1e-9)).any()) is rises


def test_a_batch_of_a_sum_bends_as_often_as_it_has_samples() -> None:
    total = sum_loss("(w*x + b - y)**2", LINE, "w b")
    assert steady_rate(total, 2) == pytest.approx(steady_rate(EXACT, 2) / 2)
    message = descended(total, 0.1, batch_size=2, epochs=9).message
    # Of all five samples the largest curvature is 5(12 + √136), and two are in a batch.
    assert f"L = {2 * (12 + 136**0.5):.3g}, the largest curvature of a batch's cost" in message


def test_another_loss_has_no_such_limit() -> None:
    assert steady_rate(mean_loss("(w*x - y)**4", LINE, "w"), 1) is None
    assert steady_rate(mean_loss("Abs(w*x - y)", LINE, "w"), 1) is None
    assert steady_rate(EXACT + 3 * EXACT.variables[0] ** 2, 1) is None


def test_divergence_is_told_in_epochs_and_steps() -> None:
    run = descended(EXACT, 1, epochs=500)
    epochs, part = divmod(run.nit, 5)
    assert (
        f"{part} of 5 into epoch {epochs + 1}" in run.message or f"{epochs} epochs" in run.message
    )
    assert f"and step {run.nit + 1:,} overflows: the learning rate 1 is too large" in run.message


def test_a_start_at_the_minimum_is_not_blamed_on_the_rate() -> None:
    best = descended(NOISY, 0.2, batch_size=40, epochs=300).x
    run = descended(NOISY, 0.02, start=best, epochs=20)
    assert "at the learning rate 0.02 the noise of the batches outweighs what the" in run.message


def test_a_test_asked_once_an_epoch_is_told_so() -> None:
    run = descended(EXACT, 0.02, epochs=5000, precision=1e-6)
    epochs = len(run.epoch_costs) - 1
    assert run.message.startswith(
        f"Converged after {epochs} epochs ({run.nit:,} steps): the way made in an epoch fell below "
        "1e-6, and by the curvature a minimum of the cost of all data is about "
    )
    (said,) = re.findall(r"is about ([0-9.e-]+) away", run.message)
    assert float(said) == pytest.approx(np.linalg.norm(run.x - [2, 1]), rel=0.05)


def test_a_fixed_order_leads_round_in_a_circle() -> None:
    run = descended(NOISY, 0.05, epochs=900, shuffle=False, stop=step_below(1e-9))
    longest = f"{run.step_sizes[-40:].max():.2g}"
    assert f"steps inside an epoch, up to {longest} long, lead round and back" in run.message


def test_a_descent_that_ends_within_an_epoch_says_where() -> None:
    run = descended(NOISY, 0.02, max_steps=57)
    assert run.message.startswith("After 57 steps, 17 of 40 into epoch 2, the cost of all data")

    def stop(iterate: Any) -> None:
        if iterate.k == 57:
            raise StopIteration

    stopped = descended(NOISY, 0.02, epochs=3, callback=stop)
    assert stopped.message.startswith("Stopped by the callback after 57 steps, 17 of 40 into epoch")


def test_rules_with_a_memory_and_without_a_rate_are_told_too() -> None:
    for rule in (momentum(learning_rate=0.02), signgd(learning_rate=0.02)):
        run = minimize(NOISY, (0, 0), rule, batch_size=1, epochs=40, rng=0)
        assert "The noise ball" not in run.message
        assert "halves" not in run.message
        assert run.message.startswith("After 40 epochs (1,600 steps) the cost of all data fell")


def overfitted(batch_size: int) -> Run:
    rng = np.random.default_rng(0)
    seen, other = ({"x": x, "y": x + rng.normal(size=8)} for x in rng.uniform(-1, 1, (2, 8)))
    powers = " + ".join(f"p{k}*x**{k}" for k in range(8))
    cost = mean_loss(f"({powers} - y)**2", seen)
    sampling = {"batch_size": batch_size, "epochs": 3000, "validation": other}
    return minimize(cost, np.zeros(8), gd(learning_rate=0.2), rng=1, **sampling)


@pytest.mark.parametrize("batch_size", [8, 4])
def test_overfitting_is_told_with_the_best_epoch(batch_size: int) -> None:
    run = overfitted(batch_size)
    best = int(np.argmin(run.validation_costs))
    lowest, now = run.validation_costs[best], run.validation_costs[-1]
    told = f"Overfitting since epoch {best:,}, where the held-out cost was lowest, {lowest:.3g}: it"
    assert f" {told} is now {now:.3g}, while that of the training data fell from " in run.message


def test_data_held_out_that_fit_as_well_are_told_without_alarm() -> None:
    run = descended(EXACT, 0.02, epochs=5, validation={"x": [6.0], "y": [13.0]})
    assert "Overfitting" not in run.message
    assert f" The cost of the data held out is {run.validation_costs[-1]:.3g}" in run.message


def test_a_geometric_fall_is_no_noise_ball() -> None:
    for rate, size, epochs in ((0.05, 4, 500), (0.01, 2, 1000)):
        message = descended(EXACT, rate, batch_size=size, epochs=epochs).message
        assert "noise" not in message and "hardly" not in message


def test_one_epoch_more_does_not_change_the_verdict() -> None:
    noise = np.array([0.3, -0.2, 0.1, -0.4, 0.2])
    noisy = mean_loss("(w*x + b - y)**2", {"x": LINE["x"], "y": np.array(LINE["y"]) + noise})
    messages = [descended(noisy, 0.02, batch_size=2, epochs=e).message for e in (400, 401, 402)]
    assert all("noise" in message for message in messages)


def test_larger_batches_near_the_minimum_are_not_told_of_single_samples() -> None:
    x, y = np.random.default_rng(0).normal(size=(2, 20_000))
    run = descended(mean_loss("(w*x + b - y)**2", {"x": x, "y": y}), 0.1, batch_size=1000, epochs=3)
    assert "too large" not in run.message
