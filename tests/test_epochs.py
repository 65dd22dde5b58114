"""The epochs of a run: where they end, and how many samples were seen before."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from symgd import gd, mean_loss, minimize
from symgd.epochs import Epochs


@pytest.mark.parametrize(("size", "length"), [(1, 10), (3, 4), (5, 2), (9, 2), (10, 1)])
def test_the_last_batch_may_be_short(size, length):
    epochs = Epochs(np.zeros(3), None, size, 10)
    assert epochs.length == length
    assert epochs.ends.tolist() == [0, length, 2 * length]
    seen = epochs.seen(2 * length)
    assert seen[epochs.ends].tolist() == [0, 10, 20]
    assert (np.diff(seen) <= size).all()
    assert (np.diff(seen) > 0).all()


def test_samples_seen_within_an_epoch():
    assert Epochs(np.zeros(2), None, 4, 10).seen(5).tolist() == [0, 4, 8, 10, 14, 18]


def test_a_run_knows_its_epochs():
    cost = mean_loss("(w - y)**2", {"y": np.arange(10.0)})
    run = minimize(cost, 0, gd(learning_rate=0.1), batch_size=4, max_steps=5, rng=0)
    assert run.epochs.samples == 10
    assert run.epochs.ends.tolist() == [0, 3]
    assert run.epochs.seen(run.nit).tolist() == [0, 4, 8, 10, 14, 18]
    assert minimize("x**2", 1, gd).epochs is None


def test_the_last_step_of_an_epoch_sees_the_samples_left():
    epochs = Epochs(np.zeros(2), None, 4, 10)
    assert [epochs.batch_of(k) for k in range(1, 7)] == [4, 4, 2, 4, 4, 2]


def test_what_is_recorded_cannot_be_written_to():
    cost = mean_loss("(w - y)**2", {"y": np.arange(10.0)})
    for settings in ({"max_steps": 3}, {"batch_size": 4, "epochs": 2, "validation": {"y": [1]}}):
        run = minimize(cost, 0, gd(learning_rate=0.1), **settings)
        for epochs in (run.epochs, pickle.loads(pickle.dumps(run)).epochs):
            kept = [epochs.costs, epochs.validation_costs]
            assert not any(costs.flags.writeable for costs in kept if costs is not None)
