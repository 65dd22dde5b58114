"""Standardized and centred columns, and the way back."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st
from sympy import exp, symbols

from symgd import Columns, Standardized, SymgdError, centre, standardize

x, y, w = symbols("x y w")
DATA = {"x": [1, 1, 5, 5], "y": [0.0, 10, 20, 30]}
values = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=20)


@given(values)
def test_the_mean_is_0_the_deviation_is_1_and_the_way_back_leads_back(numbers: list[float]) -> None:
    assume(np.std(numbers) > 1e-3)
    scaled = standardize({"x": numbers})
    assert abs(scaled["x"].mean()) < 1e-6
    assert scaled["x"].std() == pytest.approx(1)
    largest = np.abs(numbers).max()
    assert scaled.back(scaled)["x"] == pytest.approx(numbers, abs=1e-12 * largest)
    assert scaled.apply({"x": numbers}) == scaled.columns


@given(values, st.floats(-5, 5), st.floats(-5, 5))
def test_a_formula_gives_in_the_old_units_what_it_gives_in_the_new(
    numbers: list[float], slope: float, intercept: float
) -> None:
    assume(np.std(numbers) > 1)
    scaled = standardize({"x": numbers})
    line = scaled.formula(slope * x + intercept)
    found = [float(line.subs(x, value)) for value in numbers]
    assert found == pytest.approx(slope * scaled["x"] + intercept, abs=1e-4)


def test_named_columns_are_changed_and_the_others_are_not() -> None:
    scaled = standardize(DATA, ["x"])
    assert scaled == standardize(DATA, x) == standardize(DATA, "x")
    assert dict(scaled).keys() == {"x", "y"}
    assert scaled["x"].tolist() == [-1, -1, 1, 1]
    assert scaled[y].tolist() == DATA["y"]
    assert (scaled.means, scaled.scales) == ({"x": 3.0}, {"x": 2.0})
    assert DATA["x"] == [1, 1, 5, 5]


def test_all_columns_are_changed_by_default() -> None:
    scaled = standardize(DATA)
    assert scaled.means == {"x": 3, "y": 15}
    assert scaled.scales["y"] == pytest.approx(np.sqrt(125))  # (225 + 25 + 25 + 225) / 4


def test_centring_leaves_the_scale() -> None:
    centred = centre({"x": [1, 2, 3, 4, 5]})
    assert centred["x"].tolist() == [-2, -1, 0, 1, 2]
    assert (centred.means, centred.scales) == ({"x": 3.0}, {"x": 1.0})
    assert centred.back(centred)["x"].tolist() == [1, 2, 3, 4, 5]
    assert centre({"x": [7, 7]})["x"].tolist() == [0, 0]


def test_centring_brings_the_condition_number_from_70_to_2() -> None:
    # The Hessian of the mean squared error over w and b is 2/N times the matrix of these sums.
    def condition(column: np.ndarray) -> float:
        design = np.column_stack([column, np.ones_like(column)])
        return float(np.linalg.cond(design.T @ design))

    plain = np.arange(1.0, 6)
    assert condition(plain) == pytest.approx(70.27, abs=0.5)
    assert condition(centre({"x": plain})["x"]) == pytest.approx(2)


def test_other_data_are_changed_by_the_same_numbers() -> None:
    scaled = standardize(DATA, "x")
    other = scaled.apply({"x": [3, 7], "z": [1, 2]})
    assert other == Columns({"x": [0, 2], "z": [1, 2]})
    assert scaled.back(other)["x"].tolist() == [3, 7]


def test_where_the_data_are_from_is_kept() -> None:
    data = Columns(DATA, name="shoes", source="Ada")
    assert standardize(data).columns.name == "shoes"
    assert centre(data).apply(data).source == "Ada"


def test_a_formula_is_rewritten_with_its_products_multiplied_out() -> None:
    scaled = standardize(DATA, "x")
    assert scaled.formula(2 * x + w) == x + w - 3
    assert scaled.formula("6*x + 5") == 3 * x - 4
    assert scaled.formula(exp(2 * x)) == exp(x - 3)
    assert scaled.formula(symbols("x", real=True)).free_symbols == {symbols("x", real=True)}
    assert scaled.formula(y) == y


def test_a_line_fitted_in_new_units_is_the_line_fitted_in_the_old() -> None:
    columns = {"x": [1.0, 2, 4, 8], "y": [3.0, 1, 5, 4]}
    scaled = standardize(columns)
    slope, intercept = np.polyfit(scaled["x"], scaled["y"], 1)
    line = sympy.Poly(scaled.formula(slope * x + intercept, of="y"), x)
    found = [float(c) for c in line.all_coeffs()]
    assert found == pytest.approx(np.polyfit(columns["x"], columns["y"], 1))


def test_it_is_a_value() -> None:
    scaled = standardize(DATA)
    assert scaled == pickle.loads(pickle.dumps(scaled))
    assert hash(scaled) == hash(standardize(DATA))
    assert scaled != centre(DATA)
    assert isinstance(scaled, Standardized)


def test_it_shows_the_columns_and_the_numbers() -> None:
    scaled = standardize(DATA, "x")
    assert repr(scaled).splitlines()[-1].split() == ["x", "3", "2"]
    assert scaled._repr_html_().count("<table>") == 2


@pytest.mark.parametrize(
    ("columns", "names", "sentence"),
    [
        ({"x": [2.5, 2.5]}, None, r"The column x is 2\.5 in every row.*names="),
        ({"x": [0.1] * 10}, None, "in every row"),
        ({"x": [1]}, None, "in every row"),
        ({"x": [1e200, -1e200]}, None, "another unit"),
        ({"x": [1e308, 1e308]}, None, "another unit"),
        ({"x": [1e-300, 2e-300]}, None, "another unit"),
        (DATA, ["z"], "no column z; there are x, y"),
        (DATA, ["x", "x"], "x is named twice"),
        (DATA, [], "No column is named; there are x, y"),
        (DATA, 3, "list of columns is wanted"),
        ({"x": [1, float("nan")]}, None, "nan"),
        (3, None, "dictionary of columns is wanted"),
    ],
)
def test_what_cannot_be_standardized_is_refused(columns, names, sentence) -> None:
    with pytest.raises(SymgdError, match=sentence):
        standardize(columns, names)


def test_data_and_columns_that_were_not_standardized_are_refused() -> None:
    scaled = standardize(DATA, "x")
    with pytest.raises(SymgdError, match=r"None of the columns y, z .*; x were"):
        scaled.apply({"y": [1], "z": [2]})
    with pytest.raises(SymgdError, match="The column y was not standardized; x were"):
        scaled.formula("x", of="y")
    with pytest.raises(SymgdError):
        scaled.formula("2x")


@pytest.mark.parametrize(
    "values", [[0.1 + 0.2, 0.3, 0.3], [1e16, 1e16 + 2], [-5, -5.000000000000001]]
)
def test_a_column_that_varies_by_rounding_is_constant(values: list[float]) -> None:
    with pytest.raises(SymgdError, match="in every row, and what does not vary"):
        standardize({"x": values})
