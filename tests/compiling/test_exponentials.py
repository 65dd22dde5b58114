"""Sums of exponentials stay in range, and are the same numbers where they were in range."""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy
from sympy import Abs, Eq, Piecewise, exp, log

from symgd import losses, mean_loss, minimize, models
from symgd.compiling.exponentials import in_range
from symgd.compiling.sums import compile_sums
from symgd.rules.catalogue import gd

u, v = sympy.symbols("u v", real=True)
D = 1 + exp(u)

FORMULAS = [
    log(D),
    exp(u) / D,
    1 / D,
    1 / (1 + exp(-u)),
    exp(u) / D - exp(2 * u) / D**2,
    v * exp(u) / D**2,
    log(exp(u) / D),
    log(1 / (1 + exp(-u))),
    log(exp(u) + exp(v) + exp(-u)),
    exp(v) / (exp(u) + exp(v) + 1),
    log(1 + exp(u)) * exp(v) - v**2 / D,
    Piecewise((log(D), u > 0), (exp(u) / D, True)),
    Abs(log(D) - v) + exp(-u) * v,
    exp(exp(u) / D),
    sympy.sqrt(D) + log(2 + exp(u)) + (1 + exp(u)) ** 2,
    log(1 + u**2) - exp(v),
]


@pytest.mark.parametrize("formula", FORMULAS, ids=str)
def test_the_sum_is_that_of_the_formula(formula):
    columns = np.random.default_rng(1).normal(scale=2, size=(2, 9))
    found = compile_sums((), (u, v), (formula,))((), columns)
    values = sympy.lambdify([u, v], formula)(*columns)
    assert found == pytest.approx([np.sum(values)], rel=1e-12)


@pytest.mark.parametrize("formula", [u**2 * v, exp(u) * v, log(u), exp(u) + exp(v), log(2 + u)])
def test_what_needs_no_change_has_none(formula):
    assert in_range(formula) == formula


@pytest.mark.parametrize(
    ("formula", "far", "near_zero"),
    [
        (log(D), 1000.0, 0.0),
        (exp(u) / D, 1.0, 0.0),
        (1 / (1 + exp(-u)), 1.0, 0.0),
        (log(1 / (1 + exp(-u))), 0.0, -1000.0),
        (exp(-u) / (1 + exp(-u)) ** 2, 0.0, 0.0),
        (log(exp(u) + exp(-u)), 1000.0, 1000.0),
    ],
    ids=str,
)
def test_far_out_the_values_are_finite(formula, far, near_zero):
    sums = compile_sums((), (u,), (formula,))
    with np.errstate(over="raise", invalid="raise"):
        assert sums((), np.array([[1000.0]])) == [far]
        assert sums((), np.array([[-1000.0]])) == [near_zero]


@pytest.mark.parametrize("size", [800.0, 1e5])
def test_a_logistic_loss_far_out(size):
    """log(1 + exp(z)) - y z is z where y = 0 and 0 where y = 1, for large z."""
    cost = mean_loss(losses.log_loss(models.logistic("x"), "y"), {"x": [1, 2], "y": [1, 0]}, "w b")
    assert cost((size, 0)) == pytest.approx(size)
    assert cost.gradient_at((size, 0)).tolist() == [1, 0.5]
    assert cost.gradient_at([[size, 0], [-size, 0]]).tolist() == [[1, 0.5], [-0.5, -0.5]]
    assert cost.hessian_at((size, 0)).tolist() == [[0, 0], [0, 0]]
    run = minimize(cost, (size, 0), gd(learning_rate=size / 2), epochs=3)
    assert run.nit == 3
    assert np.isfinite(run.record[1:]).all()
    assert run.fun < run.costs[0]


def test_a_softmax_far_out():
    b0, b1, b2, y = sympy.symbols("b0 b1 b2 y")
    picked = Piecewise((b0, Eq(y, 0)), (b1, Eq(y, 1)), (b2, True))
    cost = mean_loss(log(exp(b0) + exp(b1) + exp(b2)) - picked, {"y": [1, 2]}, "b0 b1 b2")
    assert cost((1000, 0, 0)) == 1000
    assert cost.gradient_at((1000, 0, 0)).tolist() == [1, -0.5, -0.5]
    assert cost((0, 0, 0)) == pytest.approx(math.log(3))
