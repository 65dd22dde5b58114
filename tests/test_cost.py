"""The cost: its derivatives, its refusals, and the value that it is."""

from __future__ import annotations

import dataclasses
import math
import pickle
import sys
import types
from importlib.machinery import ModuleSpec

import numpy as np
import pytest
import sympy
from sympy import Abs, Dummy, ImmutableMatrix, Symbol, exp

from symgd.cost import Cost, as_cost
from symgd.errors import ParseError, SymgdError

x, y = sympy.symbols("x y")
real_x = Symbol("x", real=True)


@pytest.fixture
def without_scipy(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy", None)


@pytest.fixture
def with_scipy(monkeypatch):
    """Put a stand-in in SciPy's place: a few of its functions, as far as the tests ask."""
    special = types.ModuleType("scipy.special")
    special.jv = lambda order, at: 10 * at + order
    special.polygamma = lambda order, at: order + at
    special.airy = lambda at: (at + 1.0, at + 2.0, at + 3.0, at + 4.0)
    special.lambertw = lambda at: np.where(at < 0, at + 1j, at + 0j)
    package = types.ModuleType("scipy")
    package.special = special
    package.__spec__ = ModuleSpec("scipy", None)
    monkeypatch.setitem(sys.modules, "scipy", package)
    monkeypatch.setitem(sys.modules, "scipy.special", special)


def test_a_cost_by_hand():
    cost = Cost((x - 2) ** 2 + 3 * y**2 + x * y)
    assert cost.variables == (x, y)
    assert cost.gradient == (2 * x + y - 4, x + 6 * y)
    assert cost.hessian == ImmutableMatrix([[2, 1], [1, 6]])
    assert cost((5, 1)) == 17.0
    assert cost.gradient_at((5, 1)).tolist() == [7.0, 11.0]
    assert cost.hessian_at((5, 1)).tolist() == [[2.0, 1.0], [1.0, 6.0]]
    assert cost.n == 2


def test_derivatives_are_of_the_promised_types():
    cost = Cost("x**2*y")
    assert isinstance(cost.gradient, tuple)
    assert isinstance(cost.hessian, ImmutableMatrix)
    assert cost.gradient == (2 * x * y, x**2)
    assert type(cost((1, 2))) is float


# Refusals.


@pytest.mark.parametrize(
    ("formula", "variables", "sentence"),
    [
        (sympy.Integer(5), None, r"The cost 5 has no variable: write one.*variables=\"x\""),
        ("3 + 4", None, "has no variable"),
        (x * y, "x", r"The cost contains y, which is none of its variables: x\. .*\.subs"),
        (x, "y", "contains x, which is none of its variables: y"),
        ("x*y", "x", "y is not among the variables x"),
        (x, [], "There is no variable"),
        (x, "x x", "The variable x is named twice"),
        (x, [x, real_x], "The variable x is named twice"),
        (sympy.I * x, None, "imaginary unit"),
        (sympy.zoo + x, None, "infinite or undefined"),
        (sympy.oo, "x", "infinite or undefined"),
        (sympy.nan, "x", "infinite or undefined"),
        (sympy.Function("h")(x), None, "The function h is undefined"),
        (sympy.Integral(exp(-(x**2)), x), None, r"\.doit\(\)"),
        (sympy.floor(x), None, "floor jumps"),
        (x > 0, None, "comparison"),
        (sympy.Matrix([x]), None, "matrix"),
        (None, "x", "not an object of type NoneType"),
        ([x], None, "not an object of type list"),
        (lambda x: x, None, "Python function"),
        (1j, "x", "complex"),
        (True, "x", "comparison"),
        (math.nan, "x", "infinite or undefined"),
        (sympy.Symbol("A", commutative=False), None, "non-commutative"),
        (Abs(sympy.Symbol("z", imaginary=True)), "z", "not real"),
    ],
    ids=str,
)
def test_refusals(formula, variables, sentence):
    with pytest.raises(SymgdError, match=sentence):
        Cost(formula, variables)


def test_unreadable_text_is_a_parse_error():
    with pytest.raises(ParseError) as caught:
        Cost("2x")
    assert caught.value.position == 1


def test_a_slope_without_a_numerical_value_is_refused_by_name(without_scipy):
    cost = Cost(sympy.gamma(x))
    assert cost(4) == 6.0
    with pytest.raises(SymgdError, match=r"The slope of the cost contains polygamma.*pip install"):
        cost.gradient_at(4)


def test_functions_whose_slopes_are_elementary_need_no_scipy(without_scipy):
    cost = Cost(sympy.erf(x) * y)
    assert cost.gradient_at((0, 1)).tolist() == pytest.approx([2 / math.sqrt(math.pi), 0])
    assert cost.hessian_at((0, 1))[0, 1] == pytest.approx(2 / math.sqrt(math.pi))


@pytest.mark.parametrize("function", [sympy.besselj(0, x), sympy.airyai(x), sympy.LambertW(x)])
def test_what_only_scipy_evaluates_is_refused_before_the_run(without_scipy, function):
    name = type(function).__name__
    with pytest.raises(SymgdError, match=f"The cost contains {name}, which only SciPy can evalua"):
        Cost(function)


def test_a_slope_by_the_order_of_a_bessel_function_is_refused(with_scipy):
    cost = Cost(sympy.besselj(y, x))
    with pytest.raises(SymgdError, match="contains Derivative, which has no numerical value"):
        _ = cost.gradient


def test_scipy_evaluates_what_it_has(with_scipy):
    assert Cost(sympy.besselj(2, x))(0.5) == 7.0
    assert Cost(sympy.airybi(x))(np.zeros((2, 1))).tolist() == [3.0, 3.0]
    assert Cost(sympy.LambertW(x))([[1.0], [2.0]]).tolist() == [1.0, 2.0]
    assert Cost(sympy.gamma(x)).gradient_at(3).tolist() == [6.0]  # Γ(3)·(0 + 3) here


def test_complex_values_of_scipy_are_nan(with_scipy):
    values = Cost(sympy.LambertW(x))([[1.0], [-1.0]])
    assert values.tolist()[0] == 1.0
    assert math.isnan(values[1])


# The value that a cost is.


def test_costs_are_equal_by_value():
    one, other = Cost("x**2 + y"), Cost(x**2 + y, variables=(x, y))
    assert one == other
    assert hash(one) == hash(other)
    assert {one: 1}[other] == 1
    _ = one.hessian
    assert one == other


@pytest.mark.parametrize(
    "other",
    [
        Cost("x**2 + y", variables="y x"),
        Cost("x**2 + y", variables="x y z"),
        Cost("x**2 + y", name="bowl"),
        Cost("x**2 + y", start=(1, 2)),
        Cost("x**2 - y"),
        Cost("x**2.0 + y"),
        Cost(real_x**2 + y),
    ],
    ids=repr,
)
def test_different_costs_are_unequal(other):
    assert Cost("x**2 + y") != other


def test_cost_and_its_expression_are_not_equal():
    assert Cost(x) != x


def test_a_cost_is_frozen():
    cost = Cost(x**2)
    with pytest.raises(dataclasses.FrozenInstanceError):
        cost.name = "other"


@pytest.mark.parametrize("symbol", [x, real_x, Dummy("x"), Symbol("lambda")], ids=sympy.srepr)
def test_pickles_keep_the_value_and_leave_out_what_can_be_computed(symbol):
    cost = Cost(symbol**2 + Abs(symbol), name="n", start=1, minima=[0], source="here")
    fresh = pickle.dumps(cost)
    value, _ = cost(-3), cost.hessian
    assert len(pickle.dumps(cost)) == len(fresh)
    again = pickle.loads(pickle.dumps(cost))
    assert again == cost
    assert again(-3) == value == 12.0
    assert again.hessian == cost.hessian


def test_what_a_gallery_entry_knows():
    cost = Cost("x*y", name="saddle", start={"y": 2, "x": 1}, minima=[(0, 0), [1, 2]], source="me")
    assert (cost.name, cost.start, cost.source) == ("saddle", (1.0, 2.0), "me")
    assert cost.minima == ((0.0, 0.0), (1.0, 2.0))
    assert Cost("x", start=3).start == (3.0,)
    assert Cost("x", minima=[3, 4]).minima == ((3.0,), (4.0,))
    assert Cost("x", minima=np.array([[3.0]])).minima == ((3.0,),)
    assert Cost("x", minima=[]).minima == ()
    bare = Cost("x")
    assert (bare.name, bare.start, bare.minima, bare.source) == (None, None, None, None)


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        ({"start": [1]}, "start has 1 coordinate, but the cost has 2 variables: x, y"),
        ({"start": [[1, 2]]}, r"start has the shape \(1, 2\)"),
        ({"start": [1, math.nan]}, "start has y = nan, but every coordinate must be finite"),
        ({"start": "12"}, "start is '12', but a real number is wanted"),
        ({"minima": [1, 2]}, "A point of minima has 1 coordinate, but the cost has 2 variables"),
        ({"minima": [[1, math.inf]]}, "A point of minima has y = inf"),
        ({"minima": 5}, "minima is 5, but a list of points is wanted"),
        ({"minima": "12"}, "minima is '12', but a list of points is wanted"),
        ({"minima": {"x": 1, "y": 2}}, "minima is .*, but a list of points is wanted"),
    ],
)
def test_refusals_of_what_is_known(known, sentence):
    with pytest.raises(SymgdError, match=f"^{sentence}"):
        Cost("x*y", **known)


def test_as_cost_takes_costs_expressions_text_and_passes_a_cost_through():
    cost = Cost(x**2)
    assert as_cost(cost) is cost
    assert as_cost(x**2) == as_cost("x^2") == cost
    with pytest.raises(SymgdError, match="no variable"):
        as_cost(3)


def test_a_cost_shows_itself():
    cost = Cost("x**2 + y", name="bowl")
    assert repr(cost) == "Cost(x**2 + y, variables='x, y', name='bowl')"
    assert repr(Cost(x)) == "Cost(x, variables='x')"
    assert cost._repr_latex_() == r"$\displaystyle f(x, y) = x^{2} + y$"


@pytest.mark.parametrize(
    ("n", "heading"),
    [(1, "f(x0)"), (4, "f(x0, x1, x2, x3)"), (5, "f(x0, x1, …, x4)"), (9, "f(x0, x1, …, x8)")],
)
def test_heading_lists_few_variables(n, heading):
    assert Cost(0, variables=sympy.symbols(f"x:{n}")).heading == heading
