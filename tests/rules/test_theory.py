"""What theory says of the rules, at every iterate."""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

import symgd
from symgd import minimize
from symgd.rules.catalogue import RULES

ADAPTIVE = ["adagrad", "rmsprop", "adam", "adamax", "nadam", "amsgrad"]
SETTINGS = {"precision": None, "max_steps": 60}


def bowl(small: float, large: float) -> symgd.Cost:
    """Return a quadratic whose curvatures are `small` and `large`."""
    x, y = sympy.symbols("x y")
    return symgd.Cost(sympy.Float(small) * x**2 / 2 + sympy.Float(large) * y**2 / 2)


def test_heavy_ball_s_best_numbers_have_the_rate_that_polyak_gives():
    # Polyak 1964: α = 4/(√L + √μ)², β = ((√L - √μ)/(√L + √μ))², rate √β.
    low, high = 1.0, 25.0
    root = math.sqrt(low) + math.sqrt(high)
    rate, beta = 4 / root**2, ((math.sqrt(high) - math.sqrt(low)) / root) ** 2
    rule = symgd.momentum(learning_rate=rate, beta=beta)
    run = minimize(bowl(low, high), (1, 1), rule, precision=None, max_steps=200)
    distances = np.linalg.norm(run.path, axis=1)
    measured = (distances[200] / distances[100]) ** 0.01
    assert measured == pytest.approx(math.sqrt(beta), rel=0.02)


@given(ratio=st.floats(2, 100), start=st.tuples(st.floats(-5, 5), st.floats(-5, 5)))
def test_nesterov_keeps_its_bound_at_every_iterate(ratio, start):
    # Nesterov 2004, section 2.2: with α = 1/L and β = (√κ - 1)/(√κ + 1) on strong convexity μ,
    # f(y) - f* <= (1 - 1/√κ)^k (f(x0) + μ/2 ‖x0‖²).
    root = math.sqrt(ratio)
    rule = symgd.nesterov(learning_rate=1 / ratio, beta=(root - 1) / (root + 1))
    run = minimize(bowl(1.0, ratio), start, rule, **SETTINGS)
    k = np.arange(len(run))
    first = run.costs[0] + sum(s**2 for s in start) / 2
    assert (run.costs <= (1 - 1 / root) ** k * first * (1 + 1e-9) + 1e-300).all()


@pytest.mark.parametrize("name", ["adam", "amsgrad", "adamax"])
def test_the_first_step_is_the_learning_rate_long_for_a_vanishing_epsilon(name):
    rule = RULES[name](learning_rate=0.01, epsilon=0)
    run = minimize("7*x - y/3 + x*y", (1.0, 2.0), rule, precision=None, max_steps=1)
    assert run.path[1] - run.path[0] == pytest.approx(-0.01 * np.sign(run.gradients[0]))


@pytest.mark.parametrize("name", ADAPTIVE)
@pytest.mark.parametrize("scale", [1e-6, 3.0, 1e8])
def test_without_epsilon_the_scale_of_the_cost_does_not_matter(name, scale):
    rule = RULES[name](learning_rate=0.05, epsilon=0)
    cost = symgd.Cost("(x - 1)**2 + 3*(y + 2)**2 + x*y")
    scaled = symgd.Cost(sympy.Float(scale) * cost.expr, "x y")
    paths = [minimize(c, (3, 1), rule, **SETTINGS).path for c in (cost, scaled)]
    assert paths[1] == pytest.approx(paths[0], rel=1e-6, abs=1e-8)


@given(beta=st.floats(0, 0.95), rate=st.floats(1e-3, 0.05))
def test_forms_of_momentum_make_the_same_path(beta, rate):
    cost, start = symgd.gallery.himmelblau, (0.5, 1.0)
    grad, step, ema = (
        minimize(cost, start, symgd.momentum(learning_rate=r, beta=beta, form=form), **SETTINGS)
        for form, r in (("grad", rate / 10), ("step", rate / 10), ("ema", rate / 10 / (1 - beta)))
    )
    np.testing.assert_allclose(step.path, grad.path[: len(step)], rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(ema.path, grad.path[: len(ema)], rtol=1e-6, atol=1e-9)


def test_nesterov_s_forms_see_the_same_slopes():
    # The x of the form of libraries is the point where the other looks ahead.
    beta, cost = 0.8, bowl(1.0, 9.0)
    ahead = minimize(cost, (3, 2), symgd.nesterov(learning_rate=0.05, beta=beta), **SETTINGS)
    grad = minimize(
        cost, (3, 2), symgd.nesterov(learning_rate=0.05, beta=beta, form="grad"), **SETTINGS
    )
    np.testing.assert_allclose(grad.path, ahead.path + beta * ahead.state["v"], atol=1e-12)


@pytest.mark.parametrize("name", [*ADAPTIVE, "adadelta"])
def test_zero_slope_divided_by_zero_moves_nothing(name):
    cost = symgd.Cost("x**2", "x y")
    run = minimize(cost, (3, 5), RULES[name](epsilon=0, **_rate(name)), **SETTINGS)
    assert run.outcome is symgd.Outcome.MAX_STEPS
    assert (run.path[:, 1] == 5).all()


def _rate(name: str) -> dict[str, float]:
    return {} if name == "adadelta" else {"learning_rate": 0.1}


def test_decoupled_decay_pulls_where_there_is_no_slope():
    rule = symgd.adamw(learning_rate=0.1, epsilon=0, weight_decay=0.5)
    run = minimize(symgd.Cost("x**2", "x y"), (3, 5), rule, **SETTINGS)
    np.testing.assert_allclose(run.path[:, 1], 5 * 0.95 ** np.arange(61), rtol=1e-12)


@pytest.mark.parametrize("epsilon", [0, 1e-8])
def test_centred_second_moment_is_never_negative(epsilon):
    # With a constant slope g the mean square is g² times what the mean is of g: s - m² >= 0.
    rule = symgd.rmsprop(learning_rate=1e-3, centered=True, epsilon=epsilon, rho=0.5)
    run = minimize("1.1*x", 0, rule, precision=None, max_steps=60)
    assert np.isfinite(run.path).all()
    assert run.nit == 60 or run.ending is not None


def test_amsgrad_s_size_and_adagrad_s_sum_never_fall():
    cost = symgd.gallery.rosenbrock
    ams = minimize(cost, (-1.2, 1), symgd.amsgrad(learning_rate=0.05), **SETTINGS)
    ada = minimize(cost, (-1.2, 1), symgd.adagrad(learning_rate=0.5), **SETTINGS)
    assert (np.diff(ams.state["w"], axis=0) >= 0).all()
    assert (np.diff(ada.state["s"], axis=0) >= 0).all()


def test_memory_starts_where_it_is_told_to():
    run = minimize("x**2", 3, symgd.adagrad(s=0.1), max_steps=1)
    assert run.state["s"][:, 0].tolist() == pytest.approx([0.1, 36.1])


def test_memory_of_another_form_is_not_shown():
    assert set(minimize("x**2", 3, symgd.rmsprop, max_steps=1).state) == {"s"}
    assert set(minimize("x**2", 3, symgd.rmsprop(centered=True), max_steps=1).state) == {"s", "m"}


@pytest.mark.parametrize("name", [name for name in RULES if name != "newton"])
def test_same_bits_again_and_from_iterates(name):
    rule, cost = RULES[name](), symgd.gallery.rosenbrock
    once, again = (minimize(cost, (-1.2, 1), rule, **SETTINGS) for _ in range(2))
    assert once.record.tobytes() == again.record.tobytes()
    for iterate, own in zip(symgd.iterates(cost, (-1.2, 1), rule), once, strict=False):
        assert iterate.x.tobytes() == own.x.tobytes()
        assert {k: v.tobytes() for k, v in iterate.state.items()} == {
            k: v.tobytes() for k, v in own.state.items()
        }


T = sympy.Symbol("t")


@pytest.mark.parametrize("name", [name for name in RULES if name != "newton"])
@pytest.mark.parametrize("settings", [{}, {"clip": 1.0}])
@pytest.mark.parametrize("rate", [0.01, 0.1 / sympy.sqrt(T)])
def test_generated_code_and_arrays_agree(name, settings, rate, monkeypatch):
    rule = RULES[name](learning_rate=rate)
    runs = []
    for most in (16, 1):
        monkeypatch.setattr("symgd.steps.source.MOST_GENERATED", most)
        runs.append(minimize("(x - 1)**4 + x*y + y**2", (2, 3), rule, **SETTINGS, **settings))
    np.testing.assert_allclose(runs[1].record, runs[0].record, rtol=1e-9, atol=1e-12)


def test_other_numbers_and_starts_compile_nothing():
    from symgd.compiling.recurrence import compile_recurrence

    cost = symgd.Cost("x**4 + y**2 + x*y")
    minimize(cost, (1, 2), symgd.adam(), max_steps=1)
    before = compile_recurrence.cache_info().misses
    for rate, beta in ((0.1, 0.5), (0.2, 0.8), (0.3, 0.0)):
        minimize(cost, (rate, beta), symgd.adam(learning_rate=rate, beta1=beta), max_steps=1)
    assert compile_recurrence.cache_info().misses == before


@given(rate=st.floats(0.01, 0.3), beta1=st.floats(0, 0.95), beta2=st.floats(0.9, 0.999))
def test_adam_is_the_loop_of_the_paper(rate, beta1, beta2):
    # Kingma & Ba 2014, algorithm 1, on (x - 1)² from 3.
    x, m, v, path = 3.0, 0.0, 0.0, [3.0]
    for t in range(1, 41):
        g = 2 * (x - 1)
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g * g
        x -= rate * (m / (1 - beta1**t)) / (math.sqrt(v / (1 - beta2**t)) + 1e-8)
        path.append(x)
    rule = symgd.adam(learning_rate=rate, beta1=beta1, beta2=beta2)
    run = minimize("(x - 1)**2", 3, rule, precision=None, max_steps=40)
    np.testing.assert_allclose(run.path[:, 0], path, rtol=1e-7, atol=1e-7)
