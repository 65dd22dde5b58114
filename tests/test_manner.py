"""The word for a finished descent, held against the theory of quadratics."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

import symgd
from symgd.manner import ARRIVED, manner

x, y, z = sympy.symbols("x y z")


def after(cost: object, start: object, rate: float, steps: int = 40, **settings: object) -> str:
    run = symgd.gradient_descent(cost, start, rate, precision=None, max_steps=steps, **settings)
    return manner(run)


@pytest.mark.parametrize("curvature", [0.01, 1.0, 700.0])
@pytest.mark.parametrize(
    ("product", "word"),
    [
        (0.01, "crawls"),
        (0.15, "converges"),
        (0.5, "converges"),
        (0.99, "converges"),
        (1.0, "converges"),
        (1.05, "oscillates"),
        (1.5, "oscillates"),
        (1.99, "oscillates"),
        (2.0, "oscillates"),
        (2.05, "diverges"),
        (5.0, "diverges"),
    ],
)
def test_one_variable_goes_by_rate_times_curvature(
    curvature: float, product: float, word: str
) -> None:
    assert after(curvature * x**2 / 2, 3, product / curvature) == word


@pytest.mark.parametrize("steps", [5, 10, 25, 60])
def test_the_border_of_crawling_is_the_slope_that_is_left(steps: int) -> None:
    border = 1 - ARRIVED ** (1 / steps)
    assert after(x**2 / 2, 1, 0.98 * border, steps) == "crawls"
    assert after(x**2 / 2, 1, 1.02 * border, steps) == "converges"


@pytest.mark.parametrize(
    ("product", "word"),
    [(0.1, "crawls"), (0.9, "converges"), (1.4, "oscillates"), (1.9, "oscillates")],
)
def test_in_three_variables_the_largest_curvature_decides(product: float, word: str) -> None:
    assert after(x**2 + 2 * y**2 + 4 * z**2, (1, 1, 1), product / 8) == word


def test_in_two_variables_one_direction_beyond_the_border_is_enough() -> None:
    assert after(x**2 / 2 + 5 * y**2, (1, 1), 0.21) == "diverges"
    assert after(x**2 / 2 + 5 * y**2, (10, 1e-3), 0.25, steps=60) == "diverges"


def test_a_direction_in_which_nothing_is_to_be_gone_does_not_count() -> None:
    assert after(x**2 / 2 + y**2, (1, 1e-3), 0.8) == "converges"


def test_a_zigzag_across_a_tilted_valley_oscillates() -> None:
    valley = (x + y) ** 2 / 20 + 2 * (x - y) ** 2
    assert after(valley, (3, 1), 0.23) == "oscillates"
    assert after(valley, (3, 1), 0.05, steps=400) == "converges"


def test_between_two_points_for_ever_it_oscillates() -> None:
    assert after(symgd.gallery.double_well, 1.2, 1.05, steps=200) == "oscillates"
    assert after(symgd.gallery.double_well, 1.001, 1.05, steps=600) == "oscillates"
    assert after("abs(x)", 1, 0.3) == "oscillates"


def test_momentum_that_swings_through_the_valley_oscillates() -> None:
    ball = symgd.momentum(learning_rate=0.1, beta=0.9)
    assert manner(symgd.minimize("x**2", 3, ball)) == "oscillates"
    heavy = symgd.momentum(learning_rate=4.1, beta=0.9)
    assert manner(symgd.minimize("x**2", 3, heavy, max_steps=60)) == "diverges"


def test_outcomes_come_first() -> None:
    assert after("x**2", 10, 1.1, steps=10_000) == "diverges"
    assert after("log(x)", 1, 2.0) == "leaves the domain"
    assert after("-x**4", 1, 0.1) == "diverges"


def test_along_the_floor_of_a_curved_valley_it_crawls() -> None:
    valley = symgd.gallery.rosenbrock
    assert after(valley, valley.start, 0.001, steps=200) == "crawls"
    assert manner(symgd.minimize(valley, valley.start, symgd.newton())) in (
        "converges",
        "oscillates",
    )


def test_a_leap_over_the_minimum_alone_is_no_oscillation() -> None:
    assert after("x**4 - 3*x**3 + 2", 3, 0.05, steps=30) == "converges"


def test_a_bounded_to_and_fro_beyond_the_border_does_not_diverge() -> None:
    assert after("log(x) + 1/x", 1.5, 3, steps=100) == "oscillates"


def test_at_the_limit_of_rounding_it_has_converged() -> None:
    assert after(symgd.gallery.himmelblau, (1, 0), 0.01, steps=3000) == "converges"
    assert after("x**2", 3, 0.1, steps=10_000) == "converges"


def test_a_tiny_rate_crawls_though_it_counts_as_converged() -> None:
    run = symgd.gradient_descent("x**2", 3, 1e-8)
    assert run.success
    assert manner(run) == "crawls"


def test_no_step_and_no_slope_have_a_word() -> None:
    assert after("x**2", 3, 0.1, steps=0) == "stays"
    assert after("x**2", 0, 0.1, steps=0) == "converges"
    assert after(symgd.Cost("3", "x"), 1, 0.1) == "converges"


def test_steps_of_any_size_are_read() -> None:
    for size in (1e-150, 1e150):
        assert after("x**2", size, 0.9) == "oscillates"


def test_a_single_step_has_a_word() -> None:
    assert after("x**2", 3, 0.1, steps=1) == "crawls"
    assert after("x**2", 3, 1.2, steps=1) == "diverges"


def test_through_batches_the_cost_of_all_data_decides() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=100)
    noisy = {"x": x, "y": 2 * x + rng.normal(size=100)}
    cost, exact = (symgd.mean_loss("(w*x - y)**2", d) for d in (noisy, {"x": x, "y": 2 * x}))

    def through_batches(cost: symgd.Cost, rate: float) -> str:
        run = symgd.gradient_descent(cost, -3, rate, batch_size=1, epochs=10, rng=0)
        return manner(run)

    assert through_batches(cost, 0.0001) == "crawls"
    assert through_batches(cost, 0.05) == "settles in noise"
    assert through_batches(exact, 0.05) == "converges"
    assert through_batches(cost, 2.0) == "diverges"
