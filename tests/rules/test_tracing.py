"""Tracing: a rule's function run once on symbols."""

from __future__ import annotations

import cProfile
import math
import types
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy

from symgd.errors import SymgdError
from symgd.rules.tracing import G, Recurrence, T, X, trace

RATE = 0.1


def traced(function: Callable[..., Any], memory: str = "", numbers: str = "a") -> Recurrence:
    return trace(function, tuple(memory.split()), tuple(numbers.split()), {}, None)


def test_the_update_is_the_formula_in_the_symbols_of_the_step() -> None:
    step = traced(lambda x, g, *, a: x - a * g)
    assert step.update == (X - step.hyperparameters[0] * G,)
    assert (step.memory, step.lookaheads) == ((), ())


def test_memory_is_updated_in_the_order_of_the_signature() -> None:
    def function(x: Any, g: Any, v: Any, s: Any, *, a: Any) -> Any:
        return x - a * v / s, v + g, s + g**2

    step = traced(function, "v s")
    (v, s), (a,) = step.memory, step.hyperparameters
    assert step.update == (X - a * v / s, v + G, s + G**2)


def test_the_step_number_is_a_symbol_wherever_it_stands_in_the_signature() -> None:
    def before(x: Any, g: Any, t: Any, v: Any = 0, *, a: Any) -> Any:
        return x - a * v / t, v + g

    def keyword(x: Any, g: Any, v: Any = 0, *, t: Any, a: Any) -> Any:
        return x - a * v / t, v + g

    steps = [trace(f, ("v",), ("a",), {}, "t") for f in (before, keyword)]
    assert steps[0].update == steps[1].update
    assert T in steps[0].update[0].free_symbols


def test_options_are_handed_over_as_they_are() -> None:
    def function(x: Any, g: Any, *, a: Any, uphill: bool, form: str) -> Any:
        return x + a * g if uphill and form == "plain" else x - a * g

    up = trace(function, (), ("a",), {"uphill": True, "form": "plain"}, None)
    down = trace(function, (), ("a",), {"uphill": True, "form": "other"}, None)
    assert up.update[0] - X == X - down.update[0]


def test_a_slope_elsewhere_is_a_symbol_with_its_point() -> None:
    def function(x: Any, g: Any, v: Any, *, a: Any) -> Any:
        v = v - a * g(x + v)
        return x + v, v

    step = traced(function, "v")
    ((symbol, point),) = step.lookaheads
    assert point == X + step.memory[0]
    assert step.update[1] == step.memory[0] - step.hyperparameters[0] * symbol


def test_a_slope_elsewhere_may_ask_for_the_slope_and_for_another_one() -> None:
    step = traced(lambda x, g, *, a: x - a * g(x - a * g(x - a * g)))
    (first, near), (second, far) = step.lookaheads
    a = step.hyperparameters[0]
    assert (near, far) == (X - a * G, X - a * first)
    assert step.update == (X - a * second,)


def test_parameters_called_like_the_symbols_of_the_step_are_kept_apart() -> None:
    def function(x: Any, g: Any, g1: Any, t: Any = 0, *, a: Any) -> Any:
        return x - a * g(x + g1) + t, g1, t + g1

    step = trace(function, ("g1", "t"), ("a",), {}, None)
    assert len({X, G, T, *step.memory, step.lookaheads[0][0]}) == 6


@pytest.mark.parametrize(
    ("value", "formula"), [(0, sympy.Integer(0)), (0.5, sympy.Float(0.5)), (X, X)]
)
def test_numbers_are_formulas_too(value: Any, formula: sympy.Expr) -> None:
    assert traced(lambda x, g, *, a: value).update == (formula,)


def test_a_list_will_do_for_a_tuple() -> None:
    assert traced(lambda x, g, v, *, a: [x - a * v, v + g], "v").update[1].has(G)


@pytest.mark.parametrize(("memory", "given"), [("v", 1), ("v s", 1), ("", 2)])
def test_the_wrong_number_of_values_is_refused_with_the_line_to_write(
    memory: str, given: int
) -> None:
    def wrong(x: Any, g: Any, v: Any = 0, s: Any = 0, *, a: Any) -> Any:
        return (x,) * given

    line = ", ".join(["return x - learning_rate * g", *memory.split()])
    with pytest.raises(SymgdError, match=f"wrong returns {given} value") as refusal:
        traced(wrong, memory)
    assert f"`{line}`" in str(refusal.value)


def test_an_unknown_name_is_told() -> None:
    without_globals = types.FunctionType((lambda x, g, *, a: x - RATE * g).__code__, {})
    with pytest.raises(SymgdError, match="uses an unknown name: name 'RATE' is not defined"):
        traced(without_globals)


@pytest.mark.parametrize(
    "function",
    [
        lambda x, g, *, a: x - a * math.sqrt(g),
        lambda x, g, *, a: x - a * np.sqrt(g),
        lambda x, g, *, a: x - a * g if g > 0 else x,
        lambda x, g, *, a: x - a * max(g, 0),
        lambda x, g, *, a: x - a * g.mean(),
        lambda x, g, *, a: x - a * g[0],
    ],
)
def test_what_works_on_numbers_alone_is_told_with_what_to_write(
    function: Callable[..., Any],
) -> None:
    with pytest.raises(SymgdError, match=r"with symbols.*sympy\.sqrt\(s\).*instead of if"):
        traced(function)


def test_a_rule_without_return_is_told_what_is_missing() -> None:
    with pytest.raises(SymgdError, match="end it with `return`"):
        traced(lambda x, g, *, a: None)


@pytest.mark.parametrize("value", ["x", X > 0, (X,)])
def test_what_is_no_formula_is_refused(value: Any) -> None:
    with pytest.raises(SymgdError, match="but a formula in x and g is wanted"):
        traced(lambda x, g, *, a: (value,))


@pytest.mark.parametrize(
    "function",
    [
        lambda x, g, *, a: x - g / 0,
        lambda x, g, *, a: x - sympy.sqrt(-2) * g,
        lambda x, g, *, a: x - math.nan * g,
        lambda x, g, *, a: x - math.inf * g,
        lambda x, g, *, a: x - a * g(x + sympy.I),
    ],
)
def test_what_is_no_real_number_is_refused(function: Callable[..., Any]) -> None:
    with pytest.raises(SymgdError, match="no real number: look for a division by zero"):
        traced(function)


@pytest.mark.parametrize(
    "function",
    [
        lambda x, g, *, a: x - sympy.Symbol("rate") * g,
        lambda x, g, *, a: x - a * g(x + sympy.Symbol("rate")),
    ],
)
def test_a_symbol_from_outside_is_refused_by_name(function: Callable[..., Any]) -> None:
    with pytest.raises(SymgdError, match="uses the symbol rate from outside"):
        traced(function)


def test_a_rule_can_be_traced_while_a_profiler_watches() -> None:
    profiler = cProfile.Profile()
    profiler.enable()
    try:
        step = traced(lambda x, g, *, a: x - a * g)
        sorted([])
    finally:
        profiler.disable()
    assert len(step.update[0].free_symbols) == 3
    assert any("sorted" in str(entry.code) for entry in profiler.getstats())
