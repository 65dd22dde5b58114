"""The variables of a cost: their order, their matching by name, names that break code."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
import sympy
from sympy import Abs, Dummy, Symbol, exp, log, sign, sin, sqrt

from symgd.cost import Cost
from symgd.errors import SymgdError

x, y = sympy.symbols("x y")
real_x = Symbol("x", real=True)


@pytest.mark.parametrize(
    ("names", "ordered"),
    [
        ("x10 x2 x1", "x1 x2 x10"),
        ("b a2 a10 a1 B", "B a1 a2 a10 b"),
        ("x_10 x_9 y1 x", "x x_9 x_10 y1"),
        ("x2y10 x2y9 x10y1", "x2y9 x2y10 x10y1"),
        ("x1 x01 x001", "x001 x01 x1"),
        ("alpha beta α x", "alpha beta x α"),
    ],
)
def test_variables_are_in_natural_order(names, ordered):
    cost = Cost(sympy.Add(*sympy.symbols(names)))
    assert " ".join(symbol.name for symbol in cost.variables) == ordered


def test_declared_variables_decide_the_order():
    cost = Cost(x - y, variables=[y, x])
    assert cost.variables == (y, x)
    assert cost((1, 5)) == 4.0
    assert cost.gradient_at((1, 5)).tolist() == [-1.0, 1.0]


@pytest.mark.parametrize("variables", ["y x", "y, x", ["y", "x"], ("y", x), (y, x), [y, "x"]])
def test_variables_as_names_and_as_symbols(variables):
    assert Cost(x - y, variables=variables).variables == (y, x)


def test_a_single_symbol_is_a_variable():
    assert Cost(x**2, variables=x).variables == (x,)


def test_a_variable_that_the_formula_lacks_has_no_slope():
    cost = Cost(x**2, variables="x y")
    assert cost.gradient == (2 * x, 0)
    assert cost.gradient_at((3, 7)).tolist() == [6.0, 0.0]
    assert cost.hessian_at((3, 7)).tolist() == [[2.0, 0.0], [0.0, 0.0]]


@pytest.mark.parametrize("formula", [0, 7, -2.5, Fraction(1, 4), sympy.pi, "3/4"])
def test_constant_costs_with_declared_variables(formula):
    cost = Cost(formula, variables="x y")
    value = 0.75 if formula == "3/4" else float(formula)
    assert cost((1, 2)) == value
    assert cost(np.zeros((4, 2))).tolist() == [value] * 4
    assert cost.gradient == (0, 0)
    assert cost.gradient_at(np.zeros((4, 2))).tolist() == [[0.0, 0.0]] * 4
    assert cost.hessian_at(np.zeros((4, 2))).tolist() == [[[0.0] * 2] * 2] * 4
    assert cost.hessian == sympy.zeros(2, 2)


def test_plain_formula_and_real_variable_are_matched_by_name():
    cost = Cost(x**2, variables=[real_x])
    assert cost.gradient == (2 * real_x,)
    assert cost.expr == real_x**2
    assert cost.gradient_at(3).tolist() == [6.0]


def test_real_formula_and_named_variable_are_matched_by_name():
    cost = Cost(Abs(real_x), variables="x")
    assert cost.variables == (x,)
    assert cost.gradient == (sign(x),)
    assert cost.gradient_at(-2).tolist() == [-1.0]


@pytest.mark.parametrize("assumption", ["real", "positive", "integer", "nonzero", "rational"])
def test_assumptions_change_no_value(assumption):
    declared = Symbol("x", **{assumption: True})
    cost = Cost(Abs(x) + sin(sympy.pi * x) + sqrt(x**2), variables=[declared])
    assert cost.variables == (declared,)
    assert cost(-0.5) == pytest.approx(0.0, abs=1e-15)
    assert cost.gradient_at(-0.25).tolist() == pytest.approx([-2 + math.pi * math.sqrt(0.5)])


def test_text_with_a_positive_variable_is_real_text():
    assert Cost("abs(x)", variables=[Symbol("x", positive=True)])(-2) == 2.0


def test_dummies_are_variables():
    u = Dummy("u")
    cost = Cost(u**3)
    assert cost.variables == (u,)
    assert cost.gradient == (3 * u**2,)
    assert cost({"u": 2}) == cost({u: 2}) == cost({Symbol("u"): 2}) == 8.0
    assert Cost(u**3, variables="u").expr == Symbol("u") ** 3


@pytest.mark.parametrize(
    "twin", [real_x, Symbol("x", positive=True), Dummy("x"), Dummy("x", real=True)], ids=sympy.srepr
)
def test_two_symbols_of_one_name_are_refused(twin):
    with pytest.raises(SymgdError, match=r"Two different symbols have the name x: .*; use one"):
        Cost(x**2 + twin)


def test_two_dummies_of_one_name_are_refused():
    with pytest.raises(SymgdError, match="Two different symbols have the name u"):
        Cost(Dummy("u") * Dummy("u"))


def test_shown_gradient_is_in_the_users_symbols():
    for symbol in (x, real_x, Symbol("x", positive=True), Dummy("x")):
        cost = Cost(symbol**3 + log(symbol))
        assert cost.gradient[0].free_symbols == {symbol}
        assert cost.hessian.free_symbols == {symbol}


# Each as f(first, second) = first² + 3·second, so that a name that means something else in the
# generated code (a constant, a function, a word of Python) gives other numbers or none.
AWKWARD = [
    *("lambda", "pi", "sin", "E", "I", "S", "N", "O", "Q", "e", "None", "True", "abs", "exp"),
    *("λ", "θ", "x_1", "x1", "x01", "_", "__", "v", "v0", "v1", "t", "c0", "f", "g0", "x0", "y0"),
    *("nan", "inf", "Max", "Piecewise", "Abs", "sqrt", "hypot", "again", "size", "self", "numpy"),
    *("_Dummy_1", "x0_", "for", "class", "print", "__import__", "ñ", "变量", "a b", "x-y"),
]


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_names_of_symbols_keep_their_meaning(name):
    awkward, other = Symbol(name), Symbol("other")
    cost = Cost(awkward**2 + 3 * other + sin(awkward) * exp(-other), variables=[awkward, other])
    wanted = 4 + 15 + math.sin(2) * math.exp(-5)
    assert cost((2, 5)) == pytest.approx(wanted, rel=1e-15)
    assert cost({name: 2, "other": 5}) == cost({awkward: 2, other: 5}) == cost((2, 5))
    slope = [4 + math.cos(2) * math.exp(-5), 3 - math.sin(2) * math.exp(-5)]
    assert cost.gradient_at((2, 5)).tolist() == pytest.approx(slope, rel=1e-15)
    assert cost.gradient[0].free_symbols == {awkward, other}


@pytest.mark.parametrize(
    "name", ["lambda", "pi", "sin", "E", "I", "S", "N", "e", "λ", "θ", "x_1", "gamma", "beta", "v0"]
)
def test_awkward_names_in_text_keep_their_meaning(name):
    cost = Cost(f"{name}**2 + 3*other", variables=[name, "other"])
    assert cost.variables == (Symbol(name), Symbol("other"))
    assert cost((2, 5)) == 19.0
    assert cost.gradient_at({name: 2, "other": 5}).tolist() == [4.0, 3.0]


def test_all_awkward_names_together():
    symbols = [Symbol(name) for name in AWKWARD]
    cost = Cost(sympy.Add(*(k * s**2 for k, s in enumerate(symbols, 1))), variables=symbols)
    assert cost.gradient_at(np.ones(cost.n)).tolist() == [2.0 * k for k in range(1, cost.n + 1)]


def test_symbols_called_like_the_compilers_own_do_not_meet_them():
    v1, v0 = sympy.symbols("v1 v0", real=True)
    cost = Cost(v1 - 10 * v0, variables=[v1, v0])
    assert cost((1, 2)) == -19.0


def test_constants_are_constants_unless_declared():
    assert Cost("pi*x")(1) == math.pi
    assert Cost("pi*x", variables="pi x")((2, 3)) == 6.0
