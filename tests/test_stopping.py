"""Stop tests: strictly below, on one row after another."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from symgd import SymgdError, cost_change_below, gradient_below, step_below
from symgd.layout import Layout
from symgd.stopping import Below

LAYOUT = Layout(2, (), 0.1)
MAKERS = [step_below, gradient_below, cost_change_below]


def row(step: float = 1.0, cost: float = 1.0, slope: tuple[float, float] = (1.0, 1.0)) -> list:
    return [step, cost, 0.0, 0.0, *slope]


def test_the_step_is_the_first_number_of_a_row() -> None:
    fires = step_below(0.5).watch(LAYOUT)
    assert fires(row(step=0.49))
    assert not fires(row(step=0.5))
    assert not fires(row(step=math.nan))


def test_the_slope_is_the_euclidean_length_of_the_gradient() -> None:
    fires = gradient_below(5).watch(LAYOUT)
    assert not fires(row(slope=(3, 4)))
    assert fires(row(slope=(3, 3.999)))
    assert not fires(row(slope=(1e200, 1e200)))


def test_the_cost_change_is_that_of_the_last_step_either_way() -> None:
    fires = cost_change_below(0.25).watch(LAYOUT)
    assert [fires(row(cost=cost)) for cost in (1, 0.75, 0.5, 0.7, 0.7)] == [
        False,
        False,
        False,
        True,
        True,
    ]


def test_each_run_has_a_cost_change_of_its_own() -> None:
    test = cost_change_below(0.25)
    first, second = test.watch(LAYOUT), test.watch(LAYOUT)
    assert not first(row(cost=1))
    assert not second(row(cost=1))
    assert first(row(cost=1))


@pytest.mark.parametrize("make", MAKERS)
def test_tests_are_values(make: Callable[[float], Below]) -> None:
    assert make(1e-6) == make(1e-6) != make(1e-5)
    assert repr(make(1e-6)) == f"{make.__name__}(1e-06)"


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("tolerance", [0, -1, math.nan, math.inf, None, "1", True, [1], 1j])
def test_a_tolerance_is_a_finite_number_above_0(
    make: Callable[[float], Below], tolerance: Any
) -> None:
    with pytest.raises(SymgdError, match=f"^The tolerance of {make.__name__} is .* wanted"):
        make(tolerance)
