"""A cost over data is a cost in every respect: against NumPy, and against the sum written out."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
import sympy

from symgd import Cost, SymgdError, lasso, mean_loss, ridge, sum_loss

LINE = "(w*x + b - y)**2"
w, b = sympy.symbols("w b")

#: One sample's loss, and the same in NumPy.
LOSSES = {
    LINE: lambda w, b, x, y: (w * x + b - y) ** 2,
    "abs(w*x + b - y)": lambda w, b, x, y: np.abs(w * x + b - y),
    "log(1 + exp(-y*(w*x + b)))": lambda w, b, x, y: np.log1p(np.exp(-y * (w * x + b))),
    "Max(0, 1 - y*(w*x + b)) + b**2/9": lambda w, b, x, y: (
        np.maximum(0, 1 - y * (w * x + b)) + b**2 / 9
    ),
    "(tanh(w*x)*b - y)**2 + sin(w)*x": lambda w, b, x, y: (
        (np.tanh(w * x) * b - y) ** 2 + np.sin(w) * x
    ),
    "Piecewise((w*x**2, x > 0), (b*y, True))": lambda w, b, x, y: np.where(x > 0, w * x**2, b * y),
    "exp(x)*w - 3 + y": lambda w, b, x, y: np.exp(x) * w - 3 + y,
}

MAKERS = {"mean": mean_loss, "sum": sum_loss}


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("shape", [(), (1,), (4,), (2, 3), (0,), (2, 0)])
def test_values_and_derivatives_have_the_shape_of_the_points(scatter, loss, kind, shape):
    cost = MAKERS[kind](loss, scatter, "w b")
    points = np.random.default_rng(1).normal(size=(*shape, 2))
    weigh = np.mean if kind == "mean" else np.sum
    ws, bs = points[..., 0, None], points[..., 1, None]
    expected = weigh(LOSSES[loss](ws, bs, scatter["x"], scatter["y"]), axis=-1)
    values = cost(points)
    assert isinstance(values, float) if shape == () else values.shape == shape
    assert np.allclose(values, expected, rtol=1e-12, atol=1e-12)
    assert cost.gradient_at(points).shape == (*shape, 2)
    assert cost.hessian_at(points).shape == (*shape, 2, 2)
    assert cost.gradient_at(points).dtype == cost.hessian_at(points).dtype == np.float64


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("loss", [name for name in LOSSES if "abs" not in name])
def test_derivatives_agree_with_central_differences(scatter, loss, kind):
    cost = MAKERS[kind](loss, scatter, "w b")
    point, h = np.array([0.7, -0.4]), 1e-5
    steps = h * np.eye(2)
    slope = [(cost(point + s) - cost(point - s)) / (2 * h) for s in steps]
    assert cost.gradient_at(point) == pytest.approx(slope, rel=1e-6, abs=1e-7)
    bend = [(cost.gradient_at(point + s) - cost.gradient_at(point - s)) / (2 * h) for s in steps]
    assert cost.hessian_at(point) == pytest.approx(np.array(bend), rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("loss", LOSSES)
def test_formulas_give_the_numbers(scatter, loss, kind):
    """`expr`, `gradient` and `hessian` are sums over i, which SymPy can carry out."""
    data = {name: column[:3] for name, column in scatter.items()}
    cost = MAKERS[kind](loss, data, "w b") + 0.25 * w**2
    point = {w: 0.7, b: -0.4}

    def carried_out(formula: sympy.Expr) -> float:
        done = formula.doit()
        values = {
            sympy.IndexedBase(name)[i + 1]: float(value)
            for name, column in data.items()
            for i, value in enumerate(column)
        }
        return float(done.subs(values).subs(point))

    here = [point[w], point[b]]
    assert carried_out(cost.expr) == pytest.approx(cost(here), rel=1e-12)
    slopes = [carried_out(slope) for slope in cost.gradient]
    assert slopes == pytest.approx(cost.gradient_at(here), rel=1e-12)
    bends = [carried_out(bend) for bend in cost.hessian]
    assert bends == pytest.approx(cost.hessian_at(here).ravel(), rel=1e-12, abs=1e-14)


def test_formulas_are_sums_over_i(scatter):
    mean, total = (make(LINE, scatter, "w b") for make in (mean_loss, sum_loss))
    assert r"\sum_{i=1}^{10}" in mean._repr_latex_()
    assert mean._repr_latex_() != total._repr_latex_()
    assert all(r"\sum" in sympy.latex(slope) for slope in mean.gradient)
    assert mean.hessian[1, 1] == 2
    assert total.hessian[1, 1] == 20


def test_the_index_is_no_name_that_is_taken():
    data = {"i": [1, 2], "j": [3, 4]}
    cost = mean_loss("(s*i - j)**2", data)
    assert r"\sum_{sample=1}^{2}" in sympy.latex(cost.expr)
    assert cost(0) == 12.5


def test_the_printout_says_mean_or_sum(scatter):
    assert repr(mean_loss(LINE, scatter, "w b")) == (
        "f(w, b) = mean of (b + w*x - y)**2 over 10 samples"
    )
    assert "sum of" in repr(sum_loss(LINE, scatter, "w b"))
    assert repr(mean_loss("(w - y)**2", {"y": [1]})).endswith("over 1 sample")
    many = mean_loss("(w - y)**2", {"y": np.arange(12_345)}) + 2.0
    assert repr(many).endswith("over 12,345 samples + 2.0")


def test_points_by_name_and_on_grids(scatter):
    cost = mean_loss(LINE, scatter, "w b")
    assert cost({"b": 1, w: 2}) == cost((2, 1))
    ws, bs = np.meshgrid([0.0, 1, 2], [0.0, 1])
    assert np.array_equal(cost.sample(ws, bs), cost(np.stack([ws, bs], axis=-1)))
    sparse = cost.sample(*np.meshgrid([0.0, 1, 2], [0.0, 1], sparse=True))
    assert np.array_equal(sparse, cost.sample(ws, bs))
    with pytest.raises(SymgdError, match="2 variables: w, b"):
        cost((1, 2, 3))


def test_one_parameter_is_a_number():
    cost = mean_loss("(w - y)**2", {"y": [1, 3]})
    assert cost(2) == 1
    assert cost.gradient_at(3).tolist() == [2]
    assert cost(np.array([[2.0], [3.0]])).tolist() == [1, 2]


def test_outside_its_domain_a_cost_is_nan_without_a_warning():
    cost = mean_loss("sqrt(w*x)", {"x": [1, 2]})
    assert np.isnan(cost(-1))
    assert np.isnan(cost([[-1], [-2]])).all()
    assert mean_loss("exp(w*x)", {"x": [1, 2]})(1e4) == np.inf


def test_value_equality_hash_and_pickle(scatter):
    cost = mean_loss(LINE, scatter, "w b") + ridge(0.1, "w")
    same = mean_loss(LINE, dict(scatter), "w b") + ridge(0.1, "w")
    assert cost == same
    assert hash(cost) == hash(same)
    cost.hessian_at((1, 2))
    restored = pickle.loads(pickle.dumps(cost))
    assert restored == cost
    assert restored((1, 2)) == cost((1, 2))
    others = [
        mean_loss(LINE, scatter, "w b"),
        sum_loss(LINE, scatter, "w b") + ridge(0.1, "w"),
        mean_loss(LINE, scatter, "b w") + ridge(0.1, "w"),
        mean_loss(LINE, {"x": scatter["x"], "y": scatter["x"]}, "w b") + ridge(0.1, "w"),
        Cost(w**2 + b),
    ]
    assert cost not in others


def test_the_parameters_are_what_names_no_column_in_natural_order():
    data = {"x": [1, 2], "y": [1, 2], "unused": [1, 2]}
    cost = mean_loss("(w10*x + w2 - y)**2", data)
    assert [s.name for s in cost.variables] == ["w2", "w10"]
    assert cost.samples.names == ("x", "y")


def test_a_declared_parameter_that_the_loss_lacks_has_slope_0(scatter):
    cost = mean_loss(LINE, scatter, "w b c")
    assert cost.gradient_at((1, 2, 3))[2] == 0
    assert cost((1, 2, 3)) == mean_loss(LINE, scatter, "w b")((1, 2))


def test_symbols_with_assumptions_are_matched_by_name():
    x, y = sympy.symbols("x y", integer=True)
    p = sympy.Symbol("p", positive=True)
    cost = mean_loss((p * x - y) ** 2, {"x": [1, 2], y: [3, 5]}, p)
    assert cost.variables == (p,)
    assert cost(0) == 17
    assert cost.gradient_at(-1).shape == (1,)


def test_names_of_functions_and_keywords_are_names():
    data = {"lambda": [1.0, 2.0], "exp": [3.0, 5.0]}
    formula = (sympy.Symbol("sum") * sympy.Symbol("lambda") - sympy.Symbol("exp")) ** 2
    cost = mean_loss(formula, data)
    assert cost(0) == 17


# Penalties.


@pytest.mark.parametrize("kind", MAKERS)
def test_a_penalty_is_added_once(scatter, kind):
    bare = MAKERS[kind](LINE, scatter, "w b")
    points = np.random.default_rng(2).normal(size=(5, 2))
    full = bare + ridge(0.5, "w") + lasso(0.25, "w b")
    added = 0.5 * points[:, 0] ** 2 + 0.25 * np.abs(points).sum(axis=1)
    assert full(points) == pytest.approx(bare(points) + added, rel=1e-13)
    slopes = np.stack([points[:, 0], np.zeros(5)], axis=1) + 0.25 * np.sign(points)
    assert full.gradient_at(points) == pytest.approx(bare.gradient_at(points) + slopes, rel=1e-12)
    assert full.hessian_at((1, 1)) - bare.hessian_at((1, 1)) == pytest.approx(np.diag([1, 0]))
    assert bare.penalty == 0
    assert full == 0.5 * w**2 + bare + lasso(0.25, "w b")


def test_numbers_and_text_are_penalties_too(scatter):
    cost = mean_loss(LINE, scatter, "w b")
    assert (cost + 3)((1, 1)) == pytest.approx(cost((1, 1)) + 3)
    assert cost + "w**2" == cost + w**2
    positive = sympy.Symbol("w", positive=True)
    assert cost + positive**2 == cost + w**2


@pytest.mark.parametrize(
    ("penalty", "said"),
    [
        (ridge(1, "q"), r"The penalty q\*\*2 contains q, which is no parameter.*: w, b"),
        (ridge(1, "x"), "contains x, which is no parameter"),
        ("w*q", "q is not among the variables w, b"),
        (None, "NoneType"),
        (float("nan"), "NaN"),
        (Cost("w**2"), r"A cost, w\*\*2, cannot be added.*ridge\(0.1, \"w\"\)"),
        (sympy.Function("h")(w), "h"),
    ],
    ids=str,
)
def test_penalties_that_are_refused(scatter, penalty, said):
    with pytest.raises(SymgdError, match=said):
        mean_loss(LINE, scatter, "w b") + penalty


def test_two_costs_over_data_are_not_added(scatter):
    cost = mean_loss(LINE, scatter, "w b")
    with pytest.raises(SymgdError, match="cannot be added"):
        cost + cost


# The same cost over other data.


def test_on_other_data(scatter):
    cost = sum_loss(LINE, scatter, "w b") + ridge(0.1, "w")
    other = {"x": [1.0], "y": [3.0], "z": ["left alone"]}
    assert cost.on(other) == sum_loss(LINE, other, "w b") + ridge(0.1, "w")
    assert cost.on(other)((2, 2)) == pytest.approx(1.4)
    with pytest.raises(SymgdError, match="no column y, which the loss"):
        cost.on({"x": [1]})
    with pytest.raises(SymgdError, match="x has 1 and y has 2"):
        cost.on({"x": [1], "y": [1, 2]})


# What is refused.


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((LINE, "w"), "b is not among the variables w, x, y"),
        ((LINE, "w b x"), "x is a parameter and a column of the data: rename one"),
        (("x**2",), "has no parameter to learn"),
        (("w**2",), "contains no column of the data: they are x, y"),
        ((3,), "has no parameter"),
        ((LINE, "w w"), "named twice"),
        ((LINE, ""), "no variable"),
        (("foo(x)*w",), "foo is not among the known functions"),
        ((sympy.Function("foo")(w) * sympy.Symbol("x"),), "foo"),
        ((LINE, None, 0), "max_memory is 0, but a finite number above 0"),
        ((LINE, None, "1"), "max_memory is '1', but a real number"),
        (((w * sympy.Symbol("x") - sympy.Symbol("q")) ** 2, "w"), r"q, which is neither a param"),
    ],
    ids=str,
)
def test_losses_that_are_refused(scatter, arguments, said):
    loss, *rest = arguments
    with pytest.raises(SymgdError, match=said):
        mean_loss(loss, scatter, *rest)
