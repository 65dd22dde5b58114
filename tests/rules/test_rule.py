"""Rules: a textbook line with its numbers bound."""

from __future__ import annotations

import functools
import inspect
import pickle
from collections.abc import Callable
from typing import Any

import pytest
import sympy

from symgd import SymgdError, gd, rule
from symgd.rules.rule import Rule, as_rule


@rule
def ball(x: Any, g: Any, v: Any = 0, *, learning_rate: float = 0.1, beta: float = 0.9) -> Any:
    """Momentum: v ← βv + g;  x ← x − αv."""
    v = beta * v + g
    return x - learning_rate * v, v


@rule
def look(x: Any, g: Any, v: Any = 0, *, learning_rate: float = 0.1, beta: float = 0.9) -> Any:
    """Nesterov: v ← βv − αg(x + βv);  x ← x + v."""
    v = beta * v - learning_rate * g(x + beta * v)
    return x + v, v


@rule
def chosen(x: Any, g: Any, *, t: Any, rate: float = 1, uphill: bool = False, by: str = "t") -> Any:
    step = rate * g / (t if by == "t" else 1)
    return x + step if uphill else x - step


def test_the_signature_tells_memory_numbers_and_options() -> None:
    assert ball.starts == {"v": 0.0}
    assert ball.numbers == {"learning_rate": 0.1, "beta": 0.9}
    assert chosen.options == {"uphill": False, "by": "t"}
    assert (ball.step_number, chosen.step_number) == (None, "t")


def test_numbers_options_and_starting_values_are_bound_by_name() -> None:
    bound = ball(beta=0.5, v=2)
    assert bound.starts == (("v", 2.0),)
    assert bound.numbers == (("learning_rate", 0.1), ("beta", 0.5))
    assert chosen(uphill=True).options == (("uphill", True), ("by", "t"))


def test_help_shows_what_may_be_written() -> None:
    assert list(inspect.signature(ball).parameters) == ["learning_rate", "beta", "v"]
    assert "v ← βv + g" in ball.__doc__
    assert ball.__name__ == ball.name == "ball"
    assert repr(gd).startswith("<rule gd(*, learning_rate=0.1")


def test_rules_of_the_same_numbers_are_equal() -> None:
    assert ball(beta=0.5) == ball(beta=0.5)
    assert hash(ball(beta=0.5)) == hash(ball(beta=0.5))
    assert ball(beta=0.5) != ball(beta=0.4)
    assert chosen(uphill=True) != chosen()


def test_the_label_and_the_repr_give_the_numbers() -> None:
    assert ball(beta=0.5).label == "ball, α = 0.1, β = 0.5"
    assert repr(ball(beta=0.5)) == "ball(v=0.0, learning_rate=0.1, beta=0.5)"
    assert repr(chosen(by="k")) == "chosen(rate=1.0, uphill=False, by='k')"


def test_the_learning_rate_is_none_where_there_is_none() -> None:
    assert gd(learning_rate=0.3).learning_rate == 0.3
    assert chosen().learning_rate is None


def test_equations_give_memory_first_in_the_letters_of_books() -> None:
    x, v, g = (sympy.Symbol(f"{name}_{{k}}", real=True) for name in "xvg")
    alpha, beta = sympy.symbols("alpha beta", real=True)
    memory, point = ball().equations
    assert str(memory.lhs) == "v_{k+1}"
    assert memory.rhs == beta * v + g
    assert str(point.lhs) == "x_{k+1}"
    in_full = point.rhs.subs(memory.lhs, memory.rhs)
    assert sympy.expand(in_full - (x - alpha * (beta * v + g))) == 0


def test_equations_show_where_a_slope_is_taken() -> None:
    memory, _ = look().equations
    assert r"\beta v_{k} + x_{k}" in sympy.latex(memory.rhs)


def test_the_step_number_counts_from_one() -> None:
    k = sympy.Symbol("k")
    assert chosen().equations[0].rhs.subs(k, 0).has(k) is False
    assert (k + 1) in sympy.preorder_traversal(chosen().equations[0].rhs)


def test_latex_is_display_mathematics() -> None:
    latex = ball()._repr_latex_()
    assert latex.startswith("$\\displaystyle")
    assert latex.endswith("$")
    for part in (r"\alpha", r"\beta", "x_{k+1}", "v_{k+1}"):
        assert part in latex


def test_the_recurrence_is_traced_once_for_all_numbers() -> None:
    assert ball(beta=0.5).recurrence is ball(learning_rate=2, v=3).recurrence
    assert chosen(uphill=True).recurrence is not chosen().recurrence


def test_rules_can_be_pickled() -> None:
    for original in (gd(learning_rate=0.3), ball(beta=0.5), chosen(uphill=True)):
        assert original.recurrence.update
        assert pickle.loads(pickle.dumps(original)) == original
    assert pickle.loads(pickle.dumps(gd)) is gd


def test_a_family_will_do_for_its_default_numbers() -> None:
    assert as_rule(gd) == gd()
    assert as_rule(gd(learning_rate=2)) == gd(learning_rate=2)
    assert isinstance(as_rule(gd), Rule)


@pytest.mark.parametrize("given", [None, "gd", 0.1, lambda x, g: x - g])
def test_anything_else_is_no_rule(given: Any) -> None:
    with pytest.raises(SymgdError, match=r"an update rule is wanted, such as gd\(learning_rate"):
        as_rule(given)


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SymgdError, match="ball has no hyperparameter lr; it has learning_rate, "):
        ball(lr=0.1)
    with pytest.raises(SymgdError, match="it has none"):
        rule(lambda x, g: x - g)(lr=0.1)


def test_a_number_without_a_name_is_refused_with_what_to_write() -> None:
    with pytest.raises(SymgdError, match=r"Write the names of gd's numbers: gd\(learning_rate=0.1"):
        gd(0.1)


@pytest.mark.parametrize(("name", "value"), [("beta", 1), ("learning_rate", 0), ("v", "a")])
def test_a_number_outside_its_range_is_refused(name: str, value: Any) -> None:
    with pytest.raises(SymgdError, match=f"^{name} is "):
        ball(**{name: value})


@pytest.mark.parametrize(("name", "value"), [("uphill", 1), ("uphill", "yes"), ("by", True)])
def test_an_option_of_another_kind_is_refused(name: str, value: Any) -> None:
    wanted = "text" if name == "by" else "True or False"
    with pytest.raises(SymgdError, match=f"{name} is {value!r}, but {wanted} is wanted"):
        chosen(**{name: value})


@pytest.mark.parametrize(
    ("function", "problem"),
    [
        (lambda y, g: y, "must begin with x and g"),
        (lambda: 0, "must begin with x and g"),
        (lambda x, g, v: (x, v), "v of the rule <lambda> has no value: write v=0"),
        (lambda x, g, *, a: x, r"a of the rule <lambda> has no value.*\*, a=0.9 for a number"),
        (lambda x, g, *v: x, r"takes \*v: name each parameter"),
        (lambda x, g, **numbers: x, r"takes \*\*numbers: name each parameter"),
        (lambda x, g, *, learning_rate=-1: x, "learning_rate is -1"),
        (lambda x, g, v=None: (x, v), "v is None"),
    ],
)
def test_a_signature_that_says_too_little_is_refused(
    function: Callable[..., Any], problem: str
) -> None:
    with pytest.raises(SymgdError, match=problem):
        rule(function)


@pytest.mark.parametrize("given", [5, "gd", None, functools.partial(max, 1), print])
def test_a_rule_is_made_of_a_function_alone(given: Any) -> None:
    with pytest.raises(SymgdError, match="rule makes an update rule of a function"):
        rule(given)


def test_a_mistake_in_the_function_shows_where_the_rule_is_used_at_the_latest() -> None:
    @rule
    def short(x: Any, g: Any, v: Any = 0, *, learning_rate: float = 0.1) -> Any:
        return x - learning_rate * v

    with pytest.raises(SymgdError, match="short returns 1 value, but"):
        assert short().recurrence.update
