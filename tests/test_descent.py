"""Descents against theory, against figures that others printed, and against loops by hand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symgd import (
    Cost,
    SymgdError,
    gallery,
    gd,
    gradient_descent,
    iterates,
    minimize,
    rule,
)
from symgd.steps import source

ROSENBROCK = "(1 - x)**2 + 100*(y - x**2)**2"
LINE = [(x, 2 * x + 1) for x in range(1, 6)]
SQUARED_ERROR = "+".join(f"(b + {x}*m - {y})**2" for x, y in LINE)
MEAN_SQUARED_ERROR = Cost(f"({SQUARED_ERROR})/5", "b m")

numbers = st.floats(-5, 5, allow_subnormal=False)


@rule
def heavy(x: Any, g: Any, v: Any = 0, *, learning_rate: float = 0.01, beta: float = 0.9) -> Any:
    v = beta * v + g
    return x - learning_rate * v, v


# Theory


@pytest.mark.parametrize("rate", [0.05, 0.2, 0.4, 0.5, 0.9])
@pytest.mark.parametrize("bend", [0.5, 1.0, 2.0])
def test_a_parabola_shrinks_by_one_factor_at_every_step(bend: float, rate: float) -> None:
    """For f = λx²/2 the iterates are x_k = (1 − αλ)^k x_0."""
    run = gradient_descent(f"{bend}*x**2/2", 3, rate, precision=None, max_steps=60)
    k = np.arange(61)
    np.testing.assert_allclose(run.path[:, 0], 3 * (1 - rate * bend) ** k, rtol=1e-13, atol=1e-16)
    np.testing.assert_allclose(run.costs, bend * run.path[:, 0] ** 2 / 2, rtol=1e-13)
    np.testing.assert_allclose(run.gradients, bend * run.path, rtol=1e-13)
    np.testing.assert_allclose(run.step_sizes, rate * run.slopes[:-1], rtol=1e-11, atol=1e-16)


def test_each_coordinate_of_a_diagonal_quadratic_shrinks_by_its_own_factor() -> None:
    run = gradient_descent("x**2/2 + 5*y**2", (4, -3), 0.15, precision=None, max_steps=80)
    factors = 1 - 0.15 * np.array([1, 10])
    expected = np.array([4, -3]) * factors ** np.arange(81)[:, None]
    np.testing.assert_allclose(run.path, expected, rtol=1e-12)


def test_a_rotated_quadratic_shrinks_along_its_axes() -> None:
    """x_k − x* = Q (I − αΛ)^k Qᵀ (x_0 − x*) with the Hessian QΛQᵀ."""
    hessian = sympy.Matrix([[3, 1], [1, 2]])
    target = sympy.Matrix([1, -2])
    point = sympy.Matrix(sympy.symbols("x y"))
    cost = Cost(((point - target).T * hessian * (point - target))[0] / 2)
    run = gradient_descent(cost, (4, 3), 0.3, precision=None, max_steps=50)
    bends, axes = np.linalg.eigh(np.array(hessian, dtype=float))
    offset = axes.T @ (np.array([4, 3]) - np.array([1, -2]))
    expected = (1 - 0.3 * bends) ** np.arange(51)[:, None] * offset @ axes.T + [1, -2]
    np.testing.assert_allclose(run.path, expected, rtol=1e-12)


@settings(max_examples=30)
@given(
    bends=st.tuples(st.floats(0.05, 10), st.floats(0.05, 10)),
    angle=st.floats(0, math.pi),
    minimum=st.tuples(numbers, numbers),
    start=st.tuples(numbers, numbers),
    share=st.floats(0.01, 1),
)
def test_a_convex_quadratic_keeps_the_bound_at_every_step(
    bends: Any, angle: float, minimum: Any, start: Any, share: float
) -> None:
    """f(x_k) − f* ≤ ‖x_0 − x*‖²/(2αk) for α ≤ 1/L: Nesterov, *Lectures* (2018), theorem 2.1.14."""
    x, y = sympy.symbols("x y")
    u = math.cos(angle) * (x - minimum[0]) + math.sin(angle) * (y - minimum[1])
    v = math.cos(angle) * (y - minimum[1]) - math.sin(angle) * (x - minimum[0])
    rate = share / max(bends)
    cost = Cost(bends[0] * u**2 / 2 + bends[1] * v**2 / 2, "x y")
    run = gradient_descent(cost, start, rate, precision=None, max_steps=40)
    k = np.arange(1, 41)
    squared = (start[0] - minimum[0]) ** 2 + (start[1] - minimum[1]) ** 2
    assert np.all(run.costs[1:] <= squared / (2 * rate * k) * (1 + 1e-9) + 1e-12)
    assert np.all(np.diff(run.costs) <= 1e-12)


@pytest.mark.parametrize("rate", [0.001, 0.002])
def test_below_two_over_l_the_cost_never_rises(rate: float) -> None:
    """On Beale's function from (1, 1) the level set stays where the Hessian is below 1/0.0025."""
    run = gradient_descent(gallery.beale, (1, 1), rate, precision=None, max_steps=500)
    bends = np.linalg.eigvalsh(gallery.beale.hessian_at(run.path))
    assert bends.max() < 2 / rate
    assert np.all(np.diff(run.costs) < 0)


# Figures that others printed


def test_a_hundred_steps_down_a_parabola() -> None:
    """x² from 3 with 0.1: 0.8 is multiplied a hundred times."""
    run = gradient_descent("x**2", 3, 0.1, precision=None, max_steps=100)
    assert run.x[0] == 6.111107929003464e-10
    assert gradient_descent("x**2", 3, 0.1, precision=1e-4).nit == 40


@pytest.mark.parametrize("rate", [0.05, 0.2, 1.0, 1.1])
def test_the_dial_of_learning_rates(rate: float) -> None:
    run = gradient_descent("x**2", 10, rate, precision=None, max_steps=20)
    np.testing.assert_allclose(run.path[:, 0], 10 * (1 - 2 * rate) ** np.arange(21), rtol=1e-12)
    assert (run.costs[-1] > run.costs[0]) == (rate > 1)


def test_the_example_of_the_encyclopaedia() -> None:
    """Wikipedia's *Gradient descent* had x⁴ − 3x³ + 2 from 6 with 0.01 and precision 1e-5.

    It printed 2.2499646074278457; the minimum is at 9/4.
    """
    run = gradient_descent("x**4 - 3*x**3 + 2", 6, 0.01, precision=1e-5)
    assert run.x[0] == pytest.approx(2.2499646074278457, rel=1e-13)
    assert run.nit == 70


def test_a_shifted_parabola() -> None:
    """(x + 5)² from 3 with 0.01: x_k + 5 = 8 · 0.98^k, and 0.16 · 0.98^(k−1) < 1e-6 at k = 595."""
    run = gradient_descent("(x + 5)**2", 3, 0.01, precision=1e-6)
    assert run.nit == 1 + math.ceil(math.log(1e-6 / 0.16) / math.log(0.98)) == 595
    assert run.x[0] == pytest.approx(-5 + 8 * 0.98**595, rel=1e-12)


def test_a_line_through_five_points_diverges() -> None:
    """Mean squared error of y = 2x + 1, x = 1..5, from (0, 0) with 0.1."""
    run = gradient_descent(MEAN_SQUARED_ERROR, (0, 0), 0.1, precision=None, max_steps=19)
    assert run.costs[0] == 57.0
    assert run.costs[1] == pytest.approx(106.4, abs=0.05)
    assert run.costs[-1] == pytest.approx(8_036_431.8, abs=0.05)
    largest = np.linalg.eigvalsh(MEAN_SQUARED_ERROR.hessian_at((0, 0)))[-1]
    assert 2 / largest == pytest.approx(0.0845, abs=5e-5)
    assert gradient_descent(MEAN_SQUARED_ERROR, (0, 0), 0.08).x == pytest.approx([1, 2], abs=1e-4)


# Loops by hand


def test_the_path_is_that_of_a_loop_by_hand() -> None:
    run = gradient_descent(ROSENBROCK, (-1.2, 1), 0.001, precision=1e-5, max_steps=2000)
    x, y, step = -1.2, 1.0, math.inf
    path = [(x, y)]
    while step >= 1e-5 and len(path) <= 2000:
        a = x - 0.001 * (-2 * (1 - x) - 400 * x * (y - x**2))
        b = y - 0.001 * (200 * (y - x**2))
        step = math.hypot(a - x, b - y)
        x, y = a, b
        path.append((x, y))
    np.testing.assert_allclose(run.path, path, rtol=1e-12, atol=1e-14)


def test_momentum_by_hand() -> None:
    run = minimize("x**4/4 - x", 2, heavy(), precision=None, max_steps=50)
    x, v, path, memory = 2.0, 0.0, [2.0], [0.0]
    for _ in range(50):
        v = 0.9 * v + (x**3 - 1)
        x = x - 0.01 * v
        path.append(x)
        memory.append(v)
    np.testing.assert_allclose(run.path[:, 0], path, rtol=1e-12)
    np.testing.assert_allclose(run.state["v"][:, 0], memory, rtol=1e-11)


@pytest.mark.parametrize("most", [0, 99])
@pytest.mark.parametrize("update", [gd(learning_rate=0.001), heavy(learning_rate=0.001)])
def test_runs_and_iterates_are_the_same_to_the_last_bit(
    most: int, update: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "MOST_GENERATED", most)
    first, again = (minimize(ROSENBROCK, (-1.2, 1), update, max_steps=1200) for _ in range(2))
    assert first.record.tobytes() == again.record.tobytes()
    for k, iterate in zip(range(1201), iterates(ROSENBROCK, (-1.2, 1), update), strict=False):
        assert iterate.k == k
        assert iterate.x.tobytes() == first.path[k].tobytes()
        assert (iterate.fun, *iterate.jac) == (first.costs[k], *first.gradients[k])


def test_gradient_descent_is_the_plain_rule() -> None:
    plain = minimize(ROSENBROCK, (-1.2, 1), gd(learning_rate=0.001), max_steps=50)
    run = gradient_descent(ROSENBROCK, (-1.2, 1), 0.001, max_steps=50)
    np.testing.assert_array_equal(run.record, plain.record)
    assert run.rule == gd(learning_rate=0.001)


# The start and the cost


@pytest.mark.parametrize(
    "start", [[3, 4], (3.0, 4), np.array([3, 4]), {"y": 4, "x": 3}, {sympy.Symbol("x"): 3, "y": 4}]
)
def test_a_start_may_be_written_in_many_ways(start: Any) -> None:
    assert gradient_descent("x**2 + 2*y**2", start, max_steps=0).path.tolist() == [[3, 4]]


def test_the_start_is_never_changed() -> None:
    start = np.array([3.0, 4.0])
    gradient_descent("x**2 + y**2", start)
    assert start.tolist() == [3, 4]
    assert start.flags.writeable


@pytest.mark.parametrize("cost", [Cost("x**2"), sympy.Symbol("x") ** 2, "x**2"])
def test_a_cost_may_be_written_in_many_ways(cost: Any) -> None:
    assert gradient_descent(cost, 3, max_steps=1).x == pytest.approx([2.4])


@pytest.mark.parametrize(
    ("start", "problem"),
    [
        (3, "start has 1 coordinate, but the cost has 2 variables: x, y"),
        ((1, 2, 3), "start has 3 coordinates"),
        ({"x": 1}, "start gives no value for y"),
        ({"x": 1, "y": 2, "z": 3}, "start gives a value for z"),
        ((1, math.nan), "start has y = nan"),
        ((1, math.inf), "start has y = inf"),
        ((1, 1j), "real number is wanted"),
        ((1, "2"), "real number is wanted"),
        ((1, None), "real number is wanted"),
        ([[1, 2], [3, 4]], r"start has the shape \(2, 2\)"),
    ],
)
def test_a_wrong_start_is_refused(start: Any, problem: str) -> None:
    for descend in (gradient_descent, lambda cost, start: iterates(cost, start, gd)):
        with pytest.raises(SymgdError, match=problem):
            descend("x**2 + y**2", start)
