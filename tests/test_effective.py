"""The effective steps and the pulls of recorded runs, against loops by hand."""

import numpy as np
import pytest
import sympy

from symgd import adagrad, adam, gallery, gd, minimize, momentum, nesterov, rmsprop, rule, signgd
from symgd.effective import effective_steps, memory_pulls

COST = gallery.ravine
STEPS = 20


def run_of(bound, cost=COST, start=COST.start, **how):
    return minimize(cost, start, bound, precision=None, max_steps=STEPS, **how)


@pytest.mark.parametrize("bound", [adagrad(learning_rate=0.5), rmsprop(learning_rate=0.05)])
def test_the_rate_over_the_root_of_the_squares(bound):
    run = run_of(bound)
    expected = bound.learning_rate / (np.sqrt(run.state["s"][1:]) + 1e-8)
    assert effective_steps(run) == pytest.approx(expected, rel=1e-12)


def test_the_rate_over_the_root_of_the_corrected_mean_square():
    run = run_of(adam(learning_rate=0.1))
    corrected = run.state["v"][1:] / (1 - 0.999 ** np.arange(1, STEPS + 1)[:, None])
    assert effective_steps(run) == pytest.approx(0.1 / (np.sqrt(corrected) + 1e-8), rel=1e-12)


def test_the_rate_alone_where_nothing_is_divided():
    for bound in (momentum(learning_rate=0.02), nesterov(learning_rate=0.02)):
        assert (effective_steps(run_of(bound)) == 0.02).all()
    assert (effective_steps(run_of(gd(learning_rate=0.02))) == 0.02).all()


def test_slope_and_effective_step_make_the_step_of_adagrad():
    run = run_of(adagrad(learning_rate=0.5), clip=0.3)
    slopes = run.gradients[:-1]
    seen = slopes * np.minimum(1, 0.3 / np.linalg.norm(slopes, axis=1, keepdims=True))
    assert np.diff(run.path, axis=0) == pytest.approx(-effective_steps(run) * seen, rel=1e-9)


def test_slope_and_pull_make_the_step_of_momentum():
    run = run_of(momentum(learning_rate=0.02))
    steps = memory_pulls(run)[:-1] - 0.02 * run.gradients[:-1]
    assert np.diff(run.path, axis=0) == pytest.approx(steps, rel=1e-9)


def test_the_pull_of_nesterov_is_the_velocity_kept():
    run = run_of(nesterov(learning_rate=0.02))
    assert memory_pulls(run) == pytest.approx(0.9 * run.state["v"])


def test_sizes_of_slopes_elsewhere_are_asked_for_there():
    @rule
    def ahead(x, g, v=0, s=0, *, learning_rate=0.1, beta=0.5):
        slope = g(x + beta * v)
        s = s + slope**2
        v = beta * v - learning_rate * slope / sympy.sqrt(s)
        return x + v, v, s

    run = run_of(ahead())
    assert effective_steps(run) == pytest.approx(0.1 / np.sqrt(run.state["s"][1:]))


def test_a_rate_that_varies_is_that_of_each_step():
    run = run_of(momentum(learning_rate=1 / (10 + sympy.Symbol("t"))))
    rates = 1 / (10 + np.arange(1.0, STEPS + 1))
    assert effective_steps(run) == pytest.approx(np.column_stack([rates, rates]))
    assert memory_pulls(run)[:-1] == pytest.approx(-0.9 * rates[:, None] * run.state["v"][:-1])
    assert np.isfinite(memory_pulls(run)).all()


def test_a_coordinate_without_a_slope_has_no_effective_step():
    steps = effective_steps(run_of(adagrad(), start=(3, 0)))
    assert np.isnan(steps[:, 1]).all()
    assert np.isfinite(steps[:, 0]).all()


def test_no_epsilon_and_no_slope_do_not_disturb():
    run = run_of(adam(learning_rate=0.1, epsilon=0), start=(3, 0))
    assert np.isnan(effective_steps(run)[:, 1]).all()
    assert (memory_pulls(run)[:, 1] == 0).all()


def test_a_run_without_steps():
    run = minimize(COST, COST.start, adam(learning_rate=1 / (1 + sympy.Symbol("t"))), max_steps=0)
    assert effective_steps(run).shape == (0, 2)
    assert memory_pulls(run).shape == (1, 2)


def test_what_a_rule_has_not_is_none():
    assert effective_steps(run_of(signgd())) is None
    assert memory_pulls(run_of(adagrad())) is None
