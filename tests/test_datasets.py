"""The data sets against the figures that others print for them."""

from __future__ import annotations

import csv
import subprocess
import sys
from importlib.resources import files

import numpy as np
import pytest

import symgd
from symgd import Cost, SymgdError, datasets, gradient_descent

#: Rows, and means as R's summary() and mean() print them.
MEANS = {
    "women": (15, {"height": 65, "weight": 136.7333}),
    "challenger": (23, {"temperature": 69.5652, "failure": 7 / 23}),
    "cars": (50, {"speed": 15.4, "dist": 42.98}),
    "faithful": (272, {"eruptions": 3.487783, "waiting": 70.89706}),
    "galton": (928, {"parent": 68.30819, "child": 68.08847}),
    "iris": (
        150,
        {
            "sepal_length": 5.843333,
            "sepal_width": 3.057333,
            "petal_length": 3.758,
            "petal_width": 1.199333,
            "species": 1,
        },
    ),
    "anscombe": (11, {"x1": 9, "y1": 7.500909, "x2": 9, "y2": 7.500909, "x3": 9, "x4": 9}),
}

#: Slopes and intercepts as R's lm() prints them; Anscombe's own table has 0.500 and 3.00.
LINES = [
    ("cars", "speed", "dist", 3.9324, -17.5791),
    ("women", "height", "weight", 3.45, -87.51667),
    ("faithful", "waiting", "eruptions", 0.075628, -1.874016),
    ("galton", "parent", "child", 0.64629, 23.94153),
    ("anscombe", "x1", "y1", 0.5001, 3.0001),
    ("anscombe", "x2", "y2", 0.5000, 3.0009),
    ("anscombe", "x3", "y3", 0.4997, 3.0025),
    ("anscombe", "x4", "y4", 0.4999, 3.0017),
]


def test_every_data_set_is_there_with_its_origin() -> None:
    assert datasets.names() == tuple(MEANS)
    for name in datasets.names():
        data = datasets.load(name)
        assert data.name == name
        assert all((data.source, data.licence, data.description))
        assert all(part in datasets.__doc__ for part in (data.source, data.licence))


def test_files_and_names_are_the_same() -> None:
    stems = {f.name.removesuffix(".csv") for f in files("symgd.datasets").iterdir()}
    assert {stem for stem in stems if not stem.startswith("__")} == set(datasets.names())


@pytest.mark.parametrize("name", datasets.names())
def test_a_file_is_plain_numbers_below_names(name: str) -> None:
    text = (files("symgd.datasets") / f"{name}.csv").read_text(encoding="ascii")
    header, *rows = csv.reader(text.splitlines())
    assert header == list(datasets.load(name))
    found = np.array([[float(cell) for cell in row] for row in rows]).T
    assert np.array_equal(found, np.array(list(datasets.load(name).values())))


@pytest.mark.parametrize("name", datasets.names())
def test_means_and_rows_are_those_that_r_prints(name: str) -> None:
    rows, means = MEANS[name]
    data = datasets.load(name)
    assert data.n_rows == rows
    for column, mean in means.items():
        assert data[column].mean() == pytest.approx(mean, rel=5e-6)


@pytest.mark.parametrize(("name", "x", "y", "slope", "intercept"), LINES)
def test_fitted_lines_are_those_that_r_prints(name, x, y, slope, intercept) -> None:
    data = datasets.load(name)
    found = np.polyfit(data[x], data[y], 1)
    assert found == pytest.approx([slope, intercept], rel=1e-4)


def test_anscombes_sets_are_alike_in_their_figures() -> None:
    # Anscombe 1973, p. 19: sum of squares of x 110, regression 27.50, residual 13.75, R² 0.667.
    data = datasets.load("anscombe")
    for i in "1234":
        x, y = data[f"x{i}"], data[f"y{i}"]
        slope, intercept = np.polyfit(x, y, 1)
        assert ((x - 9) ** 2).sum() == 110
        assert ((y - intercept - slope * x) ** 2).sum() == pytest.approx(13.75, abs=0.03)
        assert np.corrcoef(x, y)[0, 1] ** 2 == pytest.approx(0.667, abs=1e-3)
    assert data["y1"][6] == 7.24
    assert data["y1"][9] == 4.82  # some copies have 4.81


def test_iris_is_fishers_and_not_the_uci_copy() -> None:
    # The UCI's own iris.names: row 35 is 4.9, 3.1, 1.5, 0.2 and row 38 is 4.9, 3.6, 1.4, 0.1.
    data = datasets.load("iris")
    rows = np.array(list(data.values())).T
    assert rows[34].tolist() == [4.9, 3.1, 1.5, 0.2, 0]
    assert rows[37].tolist() == [4.9, 3.6, 1.4, 0.1, 0]
    assert np.bincount(data["species"].astype(int)).tolist() == [50, 50, 50]
    # R: cor(iris$Petal.Length, iris$Petal.Width) is 0.9628654.
    assert np.corrcoef(data["petal_length"], data["petal_width"])[0, 1] == pytest.approx(
        0.9628654, abs=1e-7
    )


def test_challenger_fits_as_printed() -> None:
    # glm(failure ~ temperature, binomial) over the 23 flights: 15.0429 and -0.2322.
    data = datasets.load("challenger")
    design = np.column_stack([np.ones(data.n_rows), data["temperature"]])
    found = np.zeros(2)
    for _ in range(25):  # Newton's method for the log loss
        p = 1 / (1 + np.exp(-design @ found))
        hessian = design.T @ (design * (p * (1 - p))[:, np.newaxis])
        found += np.linalg.solve(hessian, design.T @ (data["failure"] - p))
    assert found == pytest.approx([15.0429, -0.2322], abs=5e-5)


@pytest.mark.parametrize("name", datasets.names())
def test_columns_can_be_typed_in_a_formula(name: str) -> None:
    for column in datasets.load(name):
        cost = Cost(f"(w*{column} - 1)**2", variables=["w", column])
        assert cost.variables[1].name == column


def test_one_call_gives_data_to_descend_on() -> None:
    data = symgd.datasets.load("cars")
    scaled = symgd.standardize(data)
    w = gradient_descent("w**2 - 2*w*" + repr(float((scaled["speed"] * scaled["dist"]).mean())), 0)
    line = scaled.formula(f"{float(w.x[0])}*speed", of="dist")
    assert float(line.coeff("speed")) == pytest.approx(3.9324, abs=1e-4)


@pytest.mark.parametrize("name", ["car", "", 3, None, "../cars"])
def test_an_unknown_name_is_refused_with_the_known_ones(name: object) -> None:
    with pytest.raises(SymgdError, match=r"There is no data set .*; there are women, .*anscombe"):
        datasets.load(name)


def test_data_are_loaded_only_when_asked_for() -> None:
    program = (
        "import sys, symgd; before = 'symgd.tables' in sys.modules; symgd.datasets.load('cars');"
        "print(before, 'symgd.tables' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.split() == ["False", "True"], done.stderr
