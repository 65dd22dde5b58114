"""Runs through batches: the cost of all data, and a clock that is fair."""

import numpy as np
import pytest

import symgd
from symgd.plotting.parts import batches
from symgd.plotting.parts.batches import (
    Clock,
    batch_costs,
    epoch_ends,
    labels,
    whole_costs,
    whole_gradients,
)
from symgd.plotting.slicing import sliced


def test_the_cost_of_all_data_is_that_of_the_epochs_and_of_the_end(batched):
    for run in batched:
        costs = whole_costs(run)
        assert len(costs) == len(run)
        assert costs[run.epochs.ends] == pytest.approx(run.epoch_costs)
        assert costs[3] == pytest.approx(run.cost(run.path[3]))


def test_of_very_many_losses_the_last_known_cost_is_told(batched, monkeypatch):
    monkeypatch.setattr(batches, "MOST", 0)
    run = batched[1]
    held = whole_costs(run)
    assert held[:3].tolist() == [run.epoch_costs[0]] * 3
    assert held[3] == run.epoch_costs[1]
    assert held[-1] == run.fun


def test_runs_without_batches_keep_their_costs(bowl, batched):
    assert whole_costs(bowl) is not None
    assert np.array_equal(whole_costs(bowl), bowl.costs)
    assert np.array_equal(whole_costs(batched[0]), batched[0].costs)


def test_a_slice_has_the_costs_of_its_run():
    data = {"x": [1.0, 2, 3], "z": [1.0, 0, 2], "y": [3.0, 5, 7]}
    cost = symgd.mean_loss("(u*x + v*z + w - y)**2", data)
    run = symgd.minimize(
        cost, (0, 0, 0), symgd.gd(learning_rate=0.01), batch_size=1, epochs=2, rng=0
    )
    (flat,) = sliced([run], ("u", "w"))
    assert np.array_equal(whole_costs(flat), whole_costs(run))


def test_a_batch_of_a_sum_is_scaled_to_all_samples():
    data = {"x": np.arange(1.0, 6.0), "y": np.arange(3.0, 13.0, 2.0)}
    seen = {"batch_size": 2, "epochs": 2, "rng": 0}
    rule = symgd.gd(learning_rate=0.001)
    mean = symgd.minimize(symgd.mean_loss("(w*x - y)**2", data), 0, rule, **seen)
    assert np.array_equal(batch_costs(mean), mean.costs[:-1])
    total = symgd.minimize(symgd.sum_loss("(w*x - y)**2", data), 0, rule, **seen)
    assert batch_costs(total)[0] == pytest.approx(total.costs[0] * 5 / 2)
    assert batch_costs(total)[2] == pytest.approx(total.costs[2] * 5)  # the last batch has one


def test_labels_tell_all_data_from_batches(batched, bowl):
    assert labels(batched) == [
        "gd, α = 0.1, all data",
        "gd, α = 0.1, batch 8",
        "gd, α = 0.1, batch 1",
    ]
    assert labels([bowl]) == ["gd, α = 0.1"]
    assert labels(batched[:1]) == ["gd, α = 0.1"]


def test_a_long_path_is_marked_at_the_ends_of_epochs_alone(batched):
    assert epoch_ends(batched[0]) is None
    assert epoch_ends(batched[1]) is None
    assert epoch_ends(batched[2]).tolist() == [0, 20, 40, 60, 80]


def test_the_clock_counts_samples_where_batches_differ(batched):
    clock = Clock.of(batched)
    assert (clock.unit, clock.last) == ("sample", 160)
    assert [clock.reached(0, now) for now in (0, 19, 20, 39, 40, 160)] == [0, 0, 1, 1, 2, 8]
    # Batches of 8, 8 and 4 samples end after 8, 16 and 20.
    assert [clock.reached(1, now) for now in (7, 8, 15, 16, 19, 20, 27, 28, 160)] == [
        0,
        1,
        1,
        2,
        2,
        3,
        3,
        4,
        15,
    ]
    assert [clock.reached(2, now) for now in (0, 7, 80, 160)] == [0, 7, 80, 80]


def test_no_run_is_ahead_of_the_samples_it_has_seen(batched):
    clock = Clock.of(batched)
    for now in range(clock.last + 1):
        for place, run in enumerate(batched):
            k = clock.reached(place, now)
            seen = run.epochs.seen(run.nit)
            assert seen[k] <= now
            assert k == run.nit or seen[k + 1] > now


def test_the_clock_counts_steps_otherwise(batched, rates):
    for runs in (rates, batched[:1], batched[2:], [batched[2], batched[2]]):
        clock = Clock.of(runs)
        assert clock.unit == "step"
        assert clock.last == max(run.nit for run in runs)
        assert clock.pictures == clock.last + 1
        assert clock.reached(0, clock.last) == runs[0].nit


def test_the_slope_of_all_data_is_that_of_the_cost(batched, bowl):
    assert np.array_equal(whole_gradients(bowl), bowl.gradients)
    run = batched[2]
    assert whole_gradients(run)[-1] == pytest.approx(run.jac)
    assert whole_gradients(run)[3] == pytest.approx(run.cost.gradient_at(run.path[3]))


def test_of_very_many_losses_the_last_known_slope_is_told(batched, monkeypatch):
    monkeypatch.setattr(batches, "MOST", 0)
    run = batched[1]
    held, ends = whole_gradients(run), run.epochs.ends
    assert held[ends] == pytest.approx(run.cost.gradient_at(run.path[ends]))
    assert np.array_equal(held[ends[1]], held[ends[1] + 1])
    assert held[-1] == pytest.approx(run.jac)
