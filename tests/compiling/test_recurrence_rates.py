"""Scheduled learning rates and bounded gradients in the compiled generator."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice

import numpy as np
import pytest
import sympy

from symgd.compiling.recurrence import Compiled, compile_recurrence
from symgd.differentiation import gradient
from symgd.rules.catalogue import gd, nesterov
from symgd.rules.rule import Rule

X, Y = sympy.symbols("x y", real=True)
COST = X**2 + 3 * Y**2 + X * Y


def _slope(point: np.ndarray) -> np.ndarray:
    x, y = point
    return np.array([2 * x + y, 6 * y + x])


def _value(point: np.ndarray) -> float:
    x, y = point
    return x**2 + 3 * y**2 + x * y


def _bounded(slope: np.ndarray, bound: float) -> np.ndarray:
    return slope * min(1.0, bound / np.linalg.norm(slope))


def _compiled(rule: Rule, **kind: bool) -> Compiled:
    return compile_recurrence((X, Y), COST, gradient(COST, (X, Y)), rule.recurrence, **kind)


def _never(*state: float) -> None:
    raise AssertionError(f"floats raised at {state}")


def _rows(code: Compiled, memory: list[float], *numbers: object) -> Iterator[tuple[float, ...]]:
    start = (3.0, -4.0)
    return islice(code.rows(*start, *memory, *code.evaluate(*start), *numbers), 8)


def test_each_step_asks_for_its_learning_rate_once():
    asked = []

    def rate_at(t: float) -> float:
        asked.append(t)
        return 0.1 / t

    rows = list(_rows(_compiled(gd(), scheduled=True), [], math.nan, _never, rate_at))
    assert asked == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]
    assert [row[-1] for row in rows[1:]] == [0.1 / t for t in asked]
    assert math.isnan(rows[0][-1])
    x = np.array([3.0, -4.0])
    for t, row in enumerate(rows[1:], 1):
        step = -0.1 / t * _slope(x)
        x = x + step
        wanted = [np.linalg.norm(step), _value(x), *x, *_slope(x)]
        assert row[:-1] == pytest.approx(wanted, rel=1e-12)


def test_rate_goes_to_its_place_among_the_numbers():
    rule = nesterov(beta=0.5)
    code = _compiled(rule, scheduled=True)
    place = rule.recurrence.rate_place
    numbers = [0.5, 0.5]
    numbers[place] = math.nan
    fixed = [0.5, 0.5]
    fixed[place] = 0.02
    scheduled = list(_rows(code, [0.0, 0.0], *numbers, _never, lambda t: 0.02))
    plain = list(_rows(_compiled(rule), [0.0, 0.0], *fixed, _never))
    assert [row[:-1] for row in scheduled[1:]] == plain[1:]


@pytest.mark.parametrize("bound", [0.5, 3.0, 1e9])
def test_gradient_is_bounded_in_length_and_recorded_whole(bound):
    rows = list(_rows(_compiled(gd(), clipped=True), [], 0.05, bound, _never))
    x = np.array([3.0, -4.0])
    for row in rows[1:]:
        step = -0.05 * _bounded(_slope(x), bound)
        x = x + step
        assert row[0] <= 0.05 * bound * (1 + 1e-14)
        wanted = [np.linalg.norm(step), _value(x), *x, *_slope(x)]
        assert row == pytest.approx(wanted, rel=1e-12)


def test_slopes_elsewhere_are_bounded_too():
    """Nesterov's momentum asks at x + βv: v ← βv − α∇f(x + βv), x ← x + v."""
    rows = list(_rows(_compiled(nesterov(), clipped=True), [0.0, 0.0], 0.05, 0.9, 2.0, _never))
    x, v = np.array([3.0, -4.0]), np.zeros(2)
    for row in rows[1:]:
        v = 0.9 * v - 0.05 * _bounded(_slope(x + 0.9 * v), 2.0)
        x = x + v
        assert row[2:4] == pytest.approx(x, rel=1e-12)
        assert row[6:8] == pytest.approx(v, rel=1e-12)


def test_fallback_gets_rate_and_bound_as_numbers():
    states = []
    code = compile_recurrence(
        (X,), sympy.log(X), (1 / X,), gd().recurrence, scheduled=True, clipped=True
    )

    def again(*state: float) -> None:
        states.append(state)

    rows = list(code.rows(1.0, 0.0, 1.0, math.nan, 9.0, again, lambda t: 2.0))
    assert len(rows) == 1
    assert states == [(1.0, 1.0, 1.0, 2.0, 9.0)]
