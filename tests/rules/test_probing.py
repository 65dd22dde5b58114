"""A rule whose function does with numbers what symbols cannot follow is refused."""

from __future__ import annotations

from typing import Any

import pytest
import sympy

import symgd
from symgd.rules.catalogue import RULES


def first_step_rests(x: Any, g: Any, *, t: Any, learning_rate: float = 0.1) -> Any:
    return x if t == 1 else x - learning_rate * g


def rests_at_a_zero_slope(x: Any, g: Any, *, learning_rate: float = 0.1) -> Any:
    return x + 1 if g == 0 else x - learning_rate * g


def leaves_zero(x: Any, g: Any, *, learning_rate: float = 0.1) -> Any:
    return 1 + 0 * x if x == 0 else x - learning_rate * g


def looks_at_its_point(x: Any, g: Any, v: Any = 0, *, learning_rate: float = 0.1) -> Any:
    v = v + g(x + v)
    return (x if v == 0.3 else x - 2 * learning_rate * v), v


@pytest.mark.parametrize("function", [first_step_rests, rests_at_a_zero_slope, leaves_zero])
def test_a_comparison_that_symbols_do_not_see_is_refused(function):
    with pytest.raises(symgd.SymgdError, match=r"sympy\.Piecewise"):
        symgd.rule(function)()


def test_the_same_by_piecewise_is_accepted_and_followed():
    @symgd.rule
    def waits(x: Any, g: Any, *, t: Any, learning_rate: float = 0.1) -> Any:
        return sympy.Piecewise((x, sympy.Eq(t, 1)), (x - learning_rate * g, True))

    run = symgd.minimize("x**2", 3, waits, precision=None, max_steps=2)
    assert run.path.ravel().tolist() == pytest.approx([3, 3, 2.4])


def test_a_look_ahead_rule_is_tried_with_numbers_too():
    assert symgd.rule(looks_at_its_point)().memory == (("v", 0.0),)


@pytest.mark.parametrize("name", RULES)
def test_the_rules_of_the_catalogue_are_faithful(name):
    family = RULES[name]
    assert family().recurrence.update
    for option, default in family.options.items():
        if isinstance(default, bool):
            assert family(**{option: not default}).recurrence.update
