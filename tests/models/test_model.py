"""A model: what it predicts from a run or numbers, and what it refuses."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

import symgd
from symgd import SymgdError
from symgd.models import linear, logistic, polynomial, softmax, tanh_network

LINE = linear("x")
PLANE = linear("x1 x2")
numbers = st.floats(-50, 50)


def fitted() -> symgd.Run:
    """Return a run that ends at w = 2, b = 1, with the variables in natural order: b, w."""
    return symgd.gradient_descent("(w - 2)**2 + (b - 1)**2", start=[0, 0], learning_rate=0.5)


@pytest.mark.parametrize(
    "point",
    [
        [2, 1],
        (2.0, 1.0),
        np.array([2, 1]),
        sympy.Tuple(2, 1),
        {"w": 2, "b": 1},
        {"b": 1, sympy.Symbol("w", real=True): 2},
        {"w": 2, "b": 1, "another": 7},
    ],
)
def test_values_come_in_order_or_by_name(point: Any) -> None:
    assert LINE.predict(point, {"x": [0, 1, 2]}).tolist() == [1, 3, 5]


def test_a_run_is_matched_by_name() -> None:
    run = fitted()
    assert [v.name for v in run.cost.variables] == ["b", "w"]
    assert LINE.predict(run, {"x": [0, 1, 2]}).tolist() == [1, 3, 5]


def test_a_run_with_more_variables_will_do() -> None:
    run = symgd.gradient_descent("(w - 2)**2 + (a - 1)**2", start=[0, 0], learning_rate=0.5)
    assert linear("x", intercept=False).predict(run, {"x": 3}).tolist() == [6]


def test_one_parameter_is_a_number() -> None:
    assert linear("x", intercept=False).predict(3, {"x": [1, 2]}).tolist() == [3, 6]
    assert polynomial(0).predict(np.float64(3), {"x": [1, 2]}).tolist() == [3, 3]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"x1": [1, 2], "x2": [3, 4]}, [32, 43]),
        ({sympy.Symbol("x1"): [1, 2], "x2": np.array([3, 4])}, [32, 43]),
        ({"x1": [1, 2], "x2": 5}, [52, 53]),
        ({"x1": 1, "x2": 3}, [32]),
        ({"x1": [1], "x2": [3], "y": ["other", "length"], 5: None}, [32]),
        ({"x1": [], "x2": []}, []),
    ],
)
def test_columns_are_arrays_or_numbers(columns: Any, expected: list[float]) -> None:
    found = PLANE.predict([1, 10, 1], columns)
    assert found.dtype == np.float64
    assert found.tolist() == expected


def test_a_column_may_be_anything_that_is_an_array() -> None:
    class Series:
        def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
            return np.array([1, 2])

    assert LINE.predict([2, 1], {"x": Series()}).tolist() == [3, 5]


def test_columns_are_left_as_they_are() -> None:
    column = np.array([3.0, 4.0])
    LINE.predict([2, 1], {"x": column})
    assert column.tolist() == [3, 4]


@pytest.mark.parametrize(
    ("point", "sentence"),
    [
        ([1], "The point has 1 coordinate, but the model has 2 parameters: w, b."),
        (3, "The point has 1 coordinate, but the model has 2 parameters: w, b."),
        ({"w": 1}, "The point gives no value for b; the model has 2 parameters: w, b."),
        ([1, "a"], "b of the point is 'a', but a real number is wanted."),
        ({"w": 1, "b": 1j}, "b of the point is 1j, but a real number is wanted."),
        ("w b", "The point is 'w b', but a run, 2 numbers in the order w, b, or a dictionary"),
        ({1, 2}, "The point is {1, 2}, but a run"),
        ({"w": 1, sympy.Symbol("w"): 2, "b": 1}, "The point gives w twice"),
    ],
)
def test_wrong_points_are_refused(point: Any, sentence: str) -> None:
    with pytest.raises(SymgdError) as refusal:
        LINE.predict(point, {"x": [1]})
    assert sentence in str(refusal.value)


def test_a_run_on_other_parameters_is_refused_by_name() -> None:
    with pytest.raises(SymgdError, match=r"The run is in b, w and has no value for w1, w2; the"):
        PLANE.predict(fitted(), {"x1": [1], "x2": [2]})


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (
            {"x1": [1, 2], "y": [3, 4]},
            "columns has no x2: the model's inputs are x1, x2, and columns has x1, y.",
        ),
        ({}, "columns has no x1, x2: the model's inputs are x1, x2, and columns is empty."),
        ({"x1": [1, 2, 3], "x2": [1, 2]}, "The column x1 has 3 values, but x2 has 2: each sample"),
        ({"x1": [1], "x2": [1, 2]}, "The column x1 has 1 value, but x2 has 2: each sample"),
        ({"x1": [[1, 2]], "x2": [1]}, "The column x1 has the shape (1, 2), but one number for"),
        ({"x1": ["a"], "x2": [1]}, "A value of x1 is 'a', but a real number is wanted."),
        ([[1, 2]], 'a dictionary is wanted: {"x1": [1, 2, 3], "x2": [1, 2, 3]}.'),
        ({"x1": [1], sympy.Symbol("x1"): [1], "x2": [1]}, "columns gives x1 twice"),
    ],
)
def test_wrong_columns_are_refused(columns: Any, sentence: str) -> None:
    with pytest.raises(SymgdError) as refusal:
        PLANE.predict([1, 2, 3], columns)
    assert sentence in str(refusal.value)


def test_values_that_are_not_finite_are_mathematics() -> None:
    assert LINE.predict([np.inf, 0], {"x": [1, -1]}).tolist() == [np.inf, -np.inf]
    assert np.isnan(LINE.predict([np.inf, 0], {"x": [0]})).all()
    assert np.isnan(softmax("x", 2).predict([np.nan, 0, 0, 0], {"x": [1]})).all()


@given(arrays(float, 5, elements=numbers), numbers, numbers)
def test_a_line_is_numpys(x: np.ndarray, w: float, b: float) -> None:
    np.testing.assert_allclose(LINE.predict([w, b], {"x": x}), w * x + b, rtol=1e-14, atol=1e-12)


def shares_of(scores: np.ndarray) -> np.ndarray:
    """Return the probabilities for given scores: with x = 0 they are the intercepts."""
    n = len(scores)
    return softmax("x", n).predict([0] * n + scores.tolist(), {"x": 0})[0]


@given(arrays(float, 6, elements=st.floats(-800, 800)))
def test_shares_sum_to_one(scores: np.ndarray) -> None:
    shares = shares_of(scores)
    assert (shares >= 0).all()
    assert shares.sum() == pytest.approx(1, abs=1e-12)


@given(arrays(float, 6, elements=st.floats(-20, 20)))
def test_shares_are_the_formulas_values(scores: np.ndarray) -> None:
    np.testing.assert_allclose(shares_of(scores), np.exp(scores) / np.exp(scores).sum(), rtol=1e-12)


def test_probabilities_stay_finite_for_huge_scores() -> None:
    assert logistic("x").predict([1, 0], {"x": [-1e4, 0, 1e4]}).tolist() == [0, 0.5, 1]
    assert softmax("x", 2).predict([1, -1, 0, 0], {"x": [1e4]}).tolist() == [[1, 0]]


def test_classes_are_whole_numbers() -> None:
    two = logistic("x").classify([1, 0], {"x": [-1, 0, 1]})
    assert two.dtype.kind == "i"
    assert two.tolist() == [0, 0, 1]
    three = softmax("x", 3).classify([-1, 0, 1, 0, 0.5, 0], {"x": [-1, 0, 1]})
    assert three.dtype.kind == "i"
    assert three.tolist() == [0, 1, 2]


@given(arrays(float, 8, elements=numbers), arrays(float, 6, elements=numbers))
def test_the_class_is_the_most_probable(x: np.ndarray, point: np.ndarray) -> None:
    model = softmax("x", 3)
    shares = model.predict(point, {"x": x})
    chosen = model.classify(point, {"x": x})
    assert (shares[np.arange(8), chosen] == shares.max(axis=1)).all()


@pytest.mark.parametrize("model", [LINE, polynomial(2), tanh_network(hidden=1)])
def test_a_regression_tells_no_class(model: symgd.models.Model) -> None:
    with pytest.raises(SymgdError, match=f"A {model.family} model predicts numbers, not classes"):
        model.classify([0] * len(model.parameters), {"x": [1]})


def test_a_score_of_nan_tells_no_class() -> None:
    with pytest.raises(SymgdError, match="The score of sample 1 is nan, which tells no class"):
        logistic("x").classify([1, 0], {"x": [2, np.nan]})


def test_models_are_values() -> None:
    assert linear("x") == linear(sympy.Symbol("x", real=True)) == linear(["x"])
    assert hash(softmax("x", 2)) == hash(softmax("x", 2))
    assert linear("x") != linear("x", intercept=False)
    assert linear("x") != logistic("x")
    with pytest.raises(AttributeError):
        LINE.formula = sympy.Integer(0)


@pytest.mark.parametrize("model", [LINE, softmax("x1 x2", 2), tanh_network()])
def test_a_model_pickles(model: symgd.models.Model) -> None:
    assert pickle.loads(pickle.dumps(model)) == model


def test_the_formula_is_printed() -> None:
    assert repr(LINE) == "Model(b + w*x, inputs='x', parameters='w, b')"
    assert repr(softmax("x", 2)).startswith("Model((exp(b0 + w0*x)/(exp(b0 + w0*x) + ")


@pytest.mark.parametrize(
    ("model", "parts"),
    [
        (LINE, [r"\hat{y} = b + w x"]),
        (polynomial(2), [r"\hat{y} = w_{0} + w_{1} x + w_{2} x^{2}"]),
        (logistic("x"), [r"p = \frac{1}{e^{- b - w x} + 1}"]),
        (softmax("x1 x2", 2), [r"p_{0} &= \frac{e^{b_{0} + w_{0 1} x_{1} + ", r" \\ p_{1} &= "]),
    ],
)
def test_the_formula_is_typeset(model: symgd.models.Model, parts: list[str]) -> None:
    typeset = model._repr_latex_()
    assert all(part in typeset for part in parts)
    assert typeset.startswith(r"$\displaystyle ")
    assert typeset.endswith("$")
    assert typeset.count("{") == typeset.count("}")


def test_there_is_one_score_or_one_for_each_class() -> None:
    assert str(LINE.score) == str(logistic("x").score) == "b + w*x"
    with pytest.raises(SymgdError, match="A softmax model has 3 scores, one for each class"):
        _ = softmax("x", 3).score
