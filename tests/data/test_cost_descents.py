"""A cost over data goes the way of the same cost written out as one formula, by every rule."""

from __future__ import annotations

import importlib.util
import pickle

import numpy as np
import pytest
import sympy

import symgd
from symgd import Cost, SymgdError, lasso, losses, mean_loss, minimize, models, ridge, sum_loss
from symgd.data.columns import BLOCK
from symgd.rules import catalogue
from symgd.rules.rule import RuleFamily

LINE = "(w*x + b - y)**2"
w = sympy.Symbol("w")

MAKERS = {"mean": mean_loss, "sum": sum_loss}


def written_out(cost: symgd.DataCost) -> Cost:
    """Return the same cost as one formula with the data in it."""
    names = cost.samples.names
    rows = cost.samples.at(slice(None)).T.tolist()
    total = sum(cost.loss.subs(dict(zip(names, row, strict=True))) for row in rows)
    return Cost(total * cost.weight + cost.penalty, cost.variables)


RULES = [r for r in vars(catalogue).values() if isinstance(r, RuleFamily)]


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_every_rule_goes_the_way_of_the_cost_written_out(scatter, rule, kind):
    cost = MAKERS[kind](LINE, scatter, "w b") + ridge(0.2, "w")
    runs = [
        minimize(c, (0, 0), rule(learning_rate=0.02), max_steps=30)
        for c in (cost, written_out(cost))
    ]
    assert runs[0].nit == runs[1].nit
    assert runs[0].path == pytest.approx(runs[1].path, rel=1e-11, abs=1e-12)
    assert runs[0].costs == pytest.approx(runs[1].costs, rel=1e-11, abs=1e-12)
    assert runs[0].gradients == pytest.approx(runs[1].gradients, rel=1e-9, abs=1e-11)
    assert "x[i]" in str(runs[0].explain(1)) or rule.name == "newton"
    assert rule().substitute(cost)


@pytest.mark.parametrize(
    "rate", [symgd.backtracking(), symgd.exact(), symgd.polyak(minimum=0)], ids=repr
)
def test_line_searches_go_the_way_of_the_cost_written_out(scatter, rate):
    cost = mean_loss(LINE, scatter, "w b")
    rule = catalogue.gd(learning_rate=rate)
    here, there = (minimize(c, (3, -3), rule, max_steps=5) for c in (cost, written_out(cost)))
    assert here.path == pytest.approx(there.path, rel=1e-9)


def test_the_exact_search_finds_the_closed_form(scatter):
    """On a quadratic the best length along the slope is g'g/(g'Hg)."""
    cost = mean_loss(LINE, scatter, "w b") + ridge(0.3, "w")
    run = minimize(cost, (3, -3), catalogue.gd(learning_rate=symgd.exact()), max_steps=6)
    bends = cost.hessian_at((0, 0))
    for g, rate in zip(run.gradients, run.learning_rates, strict=False):
        assert rate == pytest.approx(g @ g / (g @ bends @ g), rel=1e-9)


@pytest.mark.parametrize("count", [1, 5, BLOCK + 1])
def test_the_polynomial_along_a_ray(count):
    rng = np.random.default_rng(4)
    data = {"x": rng.normal(size=count), "y": rng.normal(size=count)}
    cost = sum_loss("(w**2*x + b - y)**2/(1 + x**2) + exp(x)*w", data, "w b") + w**3
    point, direction = np.array([0.5, -1.0]), np.array([0.25, 2.0])
    terms = cost.along(point, direction)
    lengths = np.array([-1, -0.5, 0, 0.5, 1, 2])
    values = cost(point + lengths[:, None] * direction)
    assert np.polynomial.Polynomial(terms)(lengths) == pytest.approx(values, rel=1e-11)


def test_a_cost_that_is_no_polynomial_has_none_along_a_ray(scatter):
    for loss in ("exp(w*x) - y", "abs(w*x - y)", "1/(w + x**2) + y"):
        assert mean_loss(loss, scatter).along(np.ones(1), np.ones(1)) is None
    penalized = mean_loss("(w*x - y)**2", scatter) + lasso(1, "w")
    assert penalized.along(np.ones(1), np.ones(1)) is None


def test_newton_solves_least_squares_in_one_step(scatter):
    cost = sum_loss(LINE, scatter, "w b")
    run = minimize(cost, (9, 9), catalogue.newton(), max_steps=1)
    table = np.column_stack([scatter["x"], np.ones(10)])
    assert run.x == pytest.approx(np.linalg.lstsq(table, scatter["y"])[0], rel=1e-12)


def test_iterates_compare_and_check_gradient(scatter):
    cost = mean_loss(LINE, scatter, "w b")
    steps = symgd.iterates(cost, (0, 0), catalogue.gd(learning_rate=0.1))
    run = minimize(cost, (0, 0), catalogue.gd(learning_rate=0.1), max_steps=3)
    assert [next(steps).fun for _ in range(4)] == run.costs.tolist()
    found = symgd.compare(cost, (0, 0), [catalogue.gd, catalogue.adam], max_steps=3)
    assert [r.nit for r in found] == [3, 3]
    assert found[0].path.tolist() == run.path.tolist()
    assert "mean of (b + w*x - y)**2" in repr(symgd.check_gradient(cost, (1, 1)))


def test_a_run_without_batches_has_an_epoch_for_each_step(scatter):
    run = minimize(mean_loss(LINE, scatter, "w b"), (0, 0), catalogue.gd, max_steps=4)
    assert run.epoch_costs.tolist() == run.costs.tolist()
    assert run.validation_costs is None
    assert pickle.loads(pickle.dumps(run)).epoch_costs.tolist() == run.costs.tolist()


@pytest.mark.parametrize("size", [None, 8])
def test_more_parameters_than_a_generated_step_has(size):
    """Beyond sixteen parameters steps are arrays; Nesterov looks ahead on the same batch."""
    rng = np.random.default_rng(6)
    table, y = rng.normal(size=(20, 17)), rng.normal(size=20)
    names = [f"x{j}" for j in range(17)]
    model = models.linear(names)
    target = sympy.Symbol("y")
    data = dict(zip(names, table.T, strict=True)) | {"y": y}
    cost = mean_loss((model.formula - target) ** 2, data, model.parameters)
    rule = catalogue.nesterov(learning_rate=0.01)
    run = minimize(cost, np.zeros(18), rule, batch_size=size, epochs=2, shuffle=False)
    columns = np.column_stack([table, np.ones(20)])
    x, v = np.zeros(18), np.zeros(18)
    for k in range(run.nit):
        rows = np.arange(20)[k % run.epochs.length * run.epochs.batch_size :][: size or 20]
        part = columns[rows]
        error = part @ x - y[rows]
        assert run.costs[k] == pytest.approx(error @ error / len(rows), rel=1e-12)
        assert run.gradients[k] == pytest.approx(2 * part.T @ error / len(rows), abs=1e-12)
        ahead = part @ (x + 0.9 * v) - y[rows]
        v = 0.9 * v - 0.01 * 2 * part.T @ ahead / len(rows)
        x = x + v
        assert run.path[k + 1] == pytest.approx(x, abs=1e-13)
    assert run.fun == pytest.approx(cost(x), rel=1e-12)


@pytest.mark.skipif(importlib.util.find_spec("scipy") is None, reason="SciPy is not installed")
def test_scipy_takes_it(scatter):
    from scipy import optimize

    cost = mean_loss(LINE, scatter, "w b")
    found = optimize.minimize(
        cost, (0, 0), jac=cost.gradient_at, hess=cost.hessian_at, method="trust-exact"
    )
    table = np.column_stack([scatter["x"], np.ones(10)])
    assert found.x == pytest.approx(np.linalg.lstsq(table, scatter["y"])[0], rel=1e-6)


def test_a_start_without_a_value_names_the_sample_that_has_none():
    model = models.softmax("x", 2)
    data = {"x": [1.0, 2.0, 3.0], "y": [0, 1, 2]}
    cost = mean_loss(losses.log_loss(model), data, model.parameters)
    said = (
        r"the loss has none for row 2 \(x = 3, y = 2\), so choose a start .* leave that sample out"
    )
    with pytest.raises(SymgdError, match=said):
        minimize(cost, np.zeros(4), symgd.gd)
