"""The map of a rule without memory, its fixed points and its steepness there."""

from __future__ import annotations

import numpy as np
import pytest
from sympy import Symbol, exp

import symgd
from symgd import SymgdError, rule
from symgd.step_map import StepMap, step_map


def map_of(cost: object, bound: object, start: float = 0.3, **settings: object) -> StepMap:
    return step_map(symgd.minimize(cost, start, bound, max_steps=1, **settings))


@pytest.mark.parametrize(
    "bound",
    [symgd.gd(learning_rate=0.2), symgd.signgd(learning_rate=0.05), symgd.newton()],
    ids=str,
)
@pytest.mark.parametrize("clip", [None, 0.1])
def test_the_run_follows_the_map(bound: object, clip: float | None) -> None:
    run = symgd.minimize(
        "x**4/4 - x**2/2 + x/9", 1.4, bound, precision=None, max_steps=9, clip=clip
    )
    assert step_map(run).sample(run.path[:-1, 0]) == pytest.approx(run.path[1:, 0], rel=1e-12)


def test_of_a_quadratic_the_map_is_a_line_of_slope_one_minus_rate_times_curvature() -> None:
    for rate in (0.02, 0.1, 0.2, 0.21):
        line = map_of("5*(x - 2)**2", symgd.gd(learning_rate=rate))
        (fixed,) = line.fixed_points(-7.3, 9.1)
        assert fixed == pytest.approx(2, abs=1e-14)
        assert line.steepness(fixed) == pytest.approx(1 - 10 * rate, abs=1e-12)


def test_all_flat_points_are_fixed_and_the_curvature_tells_their_kind() -> None:
    well = map_of("x**4/4 - x**2/2", symgd.gd(learning_rate=0.9))
    fixed = well.fixed_points(-1.7, 1.6)
    assert fixed == pytest.approx([-1, 0, 1], abs=1e-14)
    assert [well.steepness(x) for x in fixed] == pytest.approx([-0.8, 1.9, -0.8])


def test_a_slope_that_touches_zero_is_a_fixed_point_too() -> None:
    shelf = map_of("(x - 1)**3", symgd.gd(learning_rate=0.1))
    assert shelf.fixed_points(-1.3, 2.9) == pytest.approx([1], abs=1e-9)
    assert shelf.steepness(1.0) == 1


def test_newton_attracts_at_every_flat_point() -> None:
    newton = map_of("x**4/4 - x**2/2", symgd.newton(learning_rate=0.75), start=1.4)
    assert newton.fixed_points(-1.7, 1.6) == pytest.approx([-1, 0, 1], abs=1e-12)
    assert newton.steepness(1.0) == newton.steepness(0.0) == 0.25


def test_steps_of_one_length_rest_at_the_minimum_and_jump_there() -> None:
    jump = map_of("(x - 1)**2", symgd.signgd(learning_rate=0.3))
    assert jump.fixed_points(-1.7, 2.6) == pytest.approx([1], abs=1e-14)
    assert np.isnan(jump.steepness(1.0))


def test_a_rule_of_one_s_own_may_rest_elsewhere() -> None:
    @rule
    def decay(x, g, *, learning_rate=0.1, weight=0.5):
        return x - learning_rate * (g + weight * x)

    pulled = map_of("(x - 1)**2", decay())
    (fixed,) = pulled.fixed_points(-1, 3)
    assert fixed == pytest.approx(2 / 2.5)
    assert pulled.steepness(fixed) == pytest.approx(1 - 0.1 * 2.5)


def test_poles_and_flat_stretches_are_no_fixed_points() -> None:
    assert map_of("log(x)", symgd.gd()).fixed_points(-1, 3).size == 0
    assert map_of("1/x**2", symgd.gd()).fixed_points(-1, 3).size == 0
    assert map_of(symgd.Cost("3", "x"), symgd.gd()).fixed_points(-1, 3).size == 0


def test_outside_the_domain_there_is_no_next_point() -> None:
    after = map_of("log(x)", symgd.gd(learning_rate=0.5)).sample(np.array([-1.0, 2.0]))
    assert np.isnan(after[0])
    assert after[1] == 1.75


@rule
def fading(x, g, t, *, learning_rate=0.1):
    """Shrink the steps with their number."""
    return x - learning_rate * g * exp(-t)


@pytest.mark.parametrize(
    ("bound", "reason"),
    [
        (symgd.momentum(), "momentum also depends on its memory v; take gd, signgd or newton"),
        (symgd.adam(), "its memory m"),
        (fading(), "the step number"),
        (symgd.gd(learning_rate=1 / Symbol("t")), "its learning rate, 1/t"),
        (symgd.gd(learning_rate=symgd.backtracking()), "its learning rate, backtracking"),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_rules_that_need_more_than_the_last_point_are_refused(bound: object, reason: str) -> None:
    with pytest.raises(SymgdError, match=reason):
        map_of("x**2", bound)


def test_a_rule_that_looks_ahead_is_refused() -> None:
    @rule
    def extragradient(x, g, *, learning_rate=0.1):
        return x - learning_rate * g(x - learning_rate * g)

    with pytest.raises(SymgdError, match="extragradient also depends on the slope at another"):
        map_of("x**2", extragradient())


def test_several_variables_are_refused() -> None:
    with pytest.raises(SymgdError, match="this one has 2"):
        map_of("x**2 + y**2", symgd.gd(), start=(1, 2))
