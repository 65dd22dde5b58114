"""Tests, callbacks and interruptions of a descent in batches, asked once an epoch or each step."""

from __future__ import annotations

import pickle
import warnings

import numpy as np
import pytest
import sympy

import symgd
from symgd import SymgdError, gd, mean_loss, minimize

LINE = "(w*x + b - y)**2"
RNG = np.random.default_rng(5)
X = RNG.normal(size=10)
DATA = {"x": X, "y": 2 * X + 1 + 0.3 * RNG.normal(size=10)}
COST = mean_loss(LINE, DATA, "w b")


def descend(epochs=400, **settings):
    """Descend in batches of 3, four steps an epoch, by falling rates."""
    settings = {"batch_size": 3, "rng": 3} | settings
    return minimize(
        COST, (0, 0), gd(learning_rate=1 / (5 + sympy.Symbol("t"))), epochs=epochs, **settings
    )


def test_precision_is_the_way_between_the_ends_of_an_epoch():
    run = descend(precision=0.05)
    ends = run.path[::4]
    ways = np.linalg.norm(np.diff(ends, axis=0), axis=1)
    assert run.success
    assert run.nit % 4 == 0
    assert ways[-1] < 0.05 <= ways[:-1].min()
    assert run.step_sizes[-1] == pytest.approx(np.linalg.norm(run.path[-1] - run.path[-2]))
    assert "the way made in an epoch fell below 0.05" in run.message


def test_there_is_no_test_by_default():
    assert minimize(COST, (0, 0), gd(learning_rate=1e-9), epochs=5, batch_size=3).nit == 20
    assert minimize(COST, (0, 0), gd(learning_rate=1e-9), epochs=5).nit == 5
    assert minimize(COST, (0, 0), gd(learning_rate=1e-9)).nit == 1


def test_the_slope_is_that_of_all_data():
    run = descend(stop=symgd.gradient_below(0.3))
    slopes = np.linalg.norm(COST.gradient_at(run.path[::4]), axis=1)
    assert slopes[-1] < 0.3 <= slopes[:-1].min()
    assert run.slopes[-1] == pytest.approx(slopes[-1])


def test_the_cost_change_is_that_of_all_data():
    run = descend(stop=symgd.cost_change_below(1e-3))
    changes = np.abs(np.diff(run.epoch_costs))
    assert changes[-1] < 1e-3 <= changes[:-1].min()
    assert len(run.epoch_costs) == run.nit // 4 + 1


def test_a_slope_below_at_the_start_ends_the_run_there():
    best = symgd.newton()
    start = minimize(COST, (0, 0), best).x
    run = minimize(COST, start, gd, batch_size=1, epochs=3, stop=symgd.gradient_below(1e-6))
    assert run.nit == 0
    assert run.success
    assert run.fun == pytest.approx(COST(start))


def test_own_tests_see_the_end_of_an_epoch_and_the_number_of_its_step():
    seen = []

    def low_enough(iterate):
        seen.append(iterate)
        return len(seen) == 3

    run = descend(stop=low_enough)
    assert run.nit == 12
    assert "low_enough" in run.message
    assert [iterate.k for iterate in seen] == [4, 8, 12]
    for iterate in seen:
        assert iterate.x.tolist() == run.path[iterate.k].tolist()
        assert iterate.fun == pytest.approx(COST(iterate.x), rel=1e-13)
        assert iterate.jac == pytest.approx(COST.gradient_at(iterate.x), rel=1e-12)
        way = np.linalg.norm(iterate.x - run.path[iterate.k - 4])
        assert iterate.step_size == pytest.approx(way)


def test_any_of_several_tests_ends_the_run():
    run = descend(stop=[symgd.step_below(1e-9), lambda it: it.k >= 8])
    assert run.nit == 8
    assert run.success


def test_the_callback_sees_every_step_with_its_batch():
    seen = []
    run = descend(epochs=2, callback=seen.append)
    assert [iterate.k for iterate in seen] == list(range(1, 9))
    assert [iterate.fun for iterate in seen[:-1]] == run.costs[1:-1].tolist()
    assert [iterate.x.tolist() for iterate in seen] == run.path[1:].tolist()
    # The last row is told of all data afterwards.
    assert run.fun == pytest.approx(COST(run.x))


@pytest.mark.parametrize("interruption", [StopIteration, KeyboardInterrupt])
def test_an_interruption_within_an_epoch_keeps_the_record(interruption):
    def callback(intermediate_result):
        if intermediate_result.k == 6:
            raise interruption

    run = descend(callback=callback, validation=DATA)
    assert run.outcome is symgd.Outcome.STOPPED
    assert run.nit == 6
    assert len(run.epoch_costs) == len(run.validation_costs) == 2
    assert run.fun == pytest.approx(COST(run.x), rel=1e-13)
    whole = descend(epochs=2)
    assert np.array_equal(run.path, whole.path[:7])


def test_other_errors_of_a_callback_are_the_users():
    def callback(_):
        raise RuntimeError("mine")

    with pytest.raises(RuntimeError, match="mine"):
        descend(callback=callback)


def test_a_test_that_answers_no_truth_value_is_refused():
    with pytest.raises(SymgdError, match="A stop test returned"):
        descend(stop=lambda it: it.x < 1)


def test_numpy_warns_a_users_function_and_not_of_a_step():
    def warned(_):
        return bool(np.log(np.float64(-1)) > 0)

    with pytest.warns(RuntimeWarning, match="invalid value"):
        descend(epochs=1, stop=warned)
    with pytest.warns(RuntimeWarning, match="invalid value"):
        descend(epochs=1, callback=warned)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        wild = minimize(COST, (0, 0), gd(learning_rate=1e200), batch_size=3, epochs=3)
    assert wild.outcome is symgd.Outcome.DIVERGED
    assert np.geterr()["invalid"] == "warn"


def test_a_run_in_batches_pickles():
    run = descend(epochs=3, validation=DATA)
    again = pickle.loads(pickle.dumps(run))
    assert again.validation_costs.tolist() == run.validation_costs.tolist()
    assert again.message == run.message
    assert again.cost == run.cost


def test_the_message_tells_of_all_data():
    run = descend(epochs=3)
    first = symgd.display.number(COST((0, 0)), 4)
    assert f"the cost of all data fell from {first} to " in run.message
    noisy = minimize(COST, (0, 0), gd(learning_rate=0.1), batch_size=1, epochs=60, rng=0)
    assert "noise ball of the batches" in noisy.message
    assert "0.1/(1 + t/50)" in noisy.message
