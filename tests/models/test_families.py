"""The families: their formulas, their parameters, and numbers worked out by hand."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from sympy import Symbol, exp, symbols, tanh

from symgd import SymgdError
from symgd.models import Model, linear, logistic, polynomial, softmax, tanh_network

x, x1, x2, w, w1, w2, b = symbols("x x1 x2 w w1 w2 b")
b0, b1, w0, v1, v2, c1, c2 = symbols("b0 b1 w0 v1 v2 c1 c2")
FAMILIES: list[Callable[[Any], Model]] = [
    linear,
    logistic,
    tanh_network,
    lambda inputs: softmax(inputs, 3),
    lambda inputs: polynomial(3, inputs),
]


@pytest.mark.parametrize(
    ("model", "formula", "parameters", "weights"),
    [
        (linear("x"), w * x + b, "w b", "w"),
        (linear("x1 x2"), w1 * x1 + w2 * x2 + b, "w1 w2 b", "w1 w2"),
        (linear([x1, "x2"], intercept=False), w1 * x1 + w2 * x2, "w1 w2", "w1 w2"),
        (linear("x", intercept=False), w * x, "w", "w"),
        (polynomial(2), w0 + w1 * x + w2 * x**2, "w0 w1 w2", "w1 w2"),
        (polynomial(1, "t"), w0 + w1 * Symbol("t"), "w0 w1", "w1"),
        (polynomial(0), w0, "w0", ""),
        (logistic("x"), 1 / (1 + exp(-(w * x + b))), "w b", "w"),
        (logistic("x1 x2"), 1 / (1 + exp(-(w1 * x1 + w2 * x2 + b))), "w1 w2 b", "w1 w2"),
        (tanh_network(hidden=1), b + v1 * tanh(w1 * x + c1), "w1 v1 c1 b", "w1 v1"),
        (
            tanh_network("x", 2),
            b + v1 * tanh(w1 * x + c1) + v2 * tanh(w2 * x + c2),
            "w1 w2 v1 v2 c1 c2 b",
            "w1 w2 v1 v2",
        ),
        (
            tanh_network("x1 x2", 1),
            b + v1 * tanh(Symbol("w1_1") * x1 + Symbol("w1_2") * x2 + c1),
            "w1_1 w1_2 v1 c1 b",
            "w1_1 w1_2 v1",
        ),
    ],
)
def test_the_formulas(model: Model, formula: sympy.Expr, parameters: str, weights: str) -> None:
    assert model.formula == formula
    assert " ".join(p.name for p in model.parameters) == parameters
    assert " ".join(p.name for p in model.weights) == weights


def test_softmax_has_a_formula_for_each_class() -> None:
    model = softmax("x", 2)
    z0, z1 = w0 * x + b0, w1 * x + b1
    assert model.scores == (z0, z1)
    assert model.formula == (exp(z0) / (exp(z0) + exp(z1)), exp(z1) / (exp(z0) + exp(z1)))
    assert model.parameters == (w0, w1, b0, b1)
    assert model.weights == (w0, w1)
    assert model.classes == 2


def test_softmax_numbers_by_class_and_then_by_input() -> None:
    names = [p.name for p in softmax("u v", 3).parameters]
    assert names == ["w0_1", "w0_2", "w1_1", "w1_2", "w2_1", "w2_2", "b0", "b1", "b2"]
    assert sympy.latex(Symbol(names[1])) == "w_{0 2}"


@pytest.mark.parametrize("family", FAMILIES)
def test_symbols_are_plain_and_all_are_named(family: Callable[[Any], Model]) -> None:
    model = family(Symbol("x", positive=True))
    formulas = model.formula if isinstance(model.formula, tuple) else (model.formula,)
    found = set().union(*(formula.free_symbols for formula in formulas))
    assert model.inputs == (x,)
    assert found == {x, *model.parameters}
    assert set(model.weights) < set(model.parameters)
    assert all(symbol == Symbol(symbol.name) for symbol in found)


def test_two_classes_by_softmax_are_the_logistic_model() -> None:
    # p1 = 1/(1 + exp(-(z1 - z0))): Bishop 2006, equations 4.57 and 4.58.
    columns = {"x": np.linspace(-3, 3, 7)}
    shares = softmax("x", 2).predict([0.5, 2, -1, 0.25], columns)
    np.testing.assert_allclose(shares[:, 1], logistic("x").predict([1.5, 1.25], columns))


def test_the_odds_of_passing_an_exam() -> None:
    # Wikipedia, "Logistic regression": hours studied, 1.5046 per hour and -4.0777, and the
    # probabilities that its table prints.
    found = logistic("hours").predict([1.5046, -4.0777], {"hours": [1, 2, 3, 4, 5]})
    np.testing.assert_allclose(found, [0.07, 0.26, 0.61, 0.87, 0.97], atol=0.005)


def test_softmax_of_one_to_four() -> None:
    # Wikipedia, "Softmax function": its example in code.
    scores = [1.0, 2.0, 3.0, 4.0, 1.0, 2.0, 3.0]
    (shares,) = softmax("x", 7).predict([0] * 7 + scores, {"x": 0})
    expected = [0.0236405, 0.0642617, 0.174681, 0.474833, 0.0236405, 0.0642617, 0.174681]
    np.testing.assert_allclose(shares, expected, rtol=1e-5)


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=8), st.integers(-5, 5))
def test_a_polynomial_is_numpys(coefficients: list[int], at: int) -> None:
    model = polynomial(len(coefficients) - 1)
    expected = np.polynomial.Polynomial(coefficients)(at)
    assert model.predict(coefficients, {"x": at}).tolist() == [expected]


def test_a_network_by_hand() -> None:
    found = tanh_network("x1 x2", 2).predict(
        {"w1_1": 1, "w1_2": 2, "w2_1": 0, "w2_2": 1, "v1": 3, "v2": -1, "c1": 0, "c2": 1, "b": 5},
        {"x1": [0, 1], "x2": [0, -1]},
    )
    expected = [5 - math.tanh(1), 5 + 3 * math.tanh(-1) - math.tanh(0)]
    np.testing.assert_allclose(found, expected, rtol=1e-15)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("inputs", ["", [], "x x", "2x", 3, {"x"}])
def test_inputs_that_are_none_are_refused(family: Callable[[Any], Model], inputs: Any) -> None:
    with pytest.raises(SymgdError):
        family(inputs)


@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda: linear("b"), "b"),
        (lambda: linear("x w2"), "w2"),
        (lambda: logistic("w"), "w"),
        (lambda: polynomial(2, "w1"), "w1"),
        (lambda: softmax("b1", 2), "b1"),
        (lambda: tanh_network("v3"), "v3"),
    ],
)
def test_an_input_named_as_a_parameter_is_refused(make: Callable[[], Model], name: str) -> None:
    with pytest.raises(SymgdError, match=f"The input {name} has the name of a parameter"):
        make()


def test_names_that_are_no_parameter_here_are_free() -> None:
    assert linear("x w").parameters == (w1, w2, b)
    assert linear("b", intercept=False).formula == w * b


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: linear(""), "The model has no input: name at least one"),
        (lambda: linear("x", intercept="no"), "intercept is 'no', but True or False is wanted"),
        (lambda: polynomial(1.5), "degree is 1.5, but a whole number from 0 to 1000 is wanted"),
        (lambda: polynomial(-1), "degree is -1, but a whole number from 0"),
        (lambda: polynomial(True), "degree is True, but a real number is wanted"),
        (lambda: polynomial(2, "x1 x2"), "A polynomial has one input, but x1, x2 are 2"),
        (lambda: softmax("x", 1), "classes is 1, but a whole number from 2"),
        (lambda: softmax("x", math.inf), "classes is inf, but a whole number from 2"),
        (lambda: tanh_network("x", 0), "hidden is 0, but a whole number from 1"),
        (lambda: tanh_network("x", 10**6), "hidden is 1000000, but a whole number from 1 to 1000"),
    ],
)
def test_wrong_numbers_are_refused(make: Callable[[], Model], sentence: str) -> None:
    with pytest.raises(SymgdError) as refusal:
        make()
    assert sentence in str(refusal.value)


def test_whole_numbers_may_be_floats() -> None:
    assert polynomial(2.0) == polynomial(np.int64(2)) == polynomial(2)
