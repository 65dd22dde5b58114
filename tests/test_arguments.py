"""Arguments of a descent over data: epochs in the place of max_steps."""

from __future__ import annotations

import pytest

from symgd import SymgdError, gd, mean_loss, minimize, step_below

COST = mean_loss("(w - y)**2", {"y": [1.0, 2.0, 4.0, 8.0, 16.0]})


def refusal(**settings) -> str:
    with pytest.raises(SymgdError) as caught:
        minimize(COST, 0, gd, **settings)
    return str(caught.value)


def test_epochs_count_steps():
    assert minimize(COST, 0, gd, epochs=3).nit == 3
    assert minimize(COST, 0, gd, epochs=3, batch_size=2).nit == 9
    assert minimize(COST, 0, gd, epochs=2.0, batch_size=1).nit == 10


@pytest.mark.parametrize("steps", [7, 10_000])
def test_epochs_and_max_steps_are_not_both_given(steps):
    said = refusal(epochs=2, max_steps=steps, batch_size=2)
    assert f"epochs = 2 and max_steps = {steps} are both given: leave one out" in said
    assert "An epoch has 3 steps here" in said
    assert "An epoch has 1 step here" in refusal(epochs=2, max_steps=steps)


@pytest.mark.parametrize("epochs", [-1, 1.5, float("inf"), float("nan")])
def test_epochs_are_a_whole_number(epochs):
    assert f"epochs is {epochs}, but a whole number, 0 or above" in refusal(epochs=epochs)


@pytest.mark.parametrize("epochs", [True, "3", [3]])
def test_epochs_are_a_number(epochs):
    assert f"epochs is {epochs!r}, but a real number" in refusal(epochs=epochs)


def test_precision_and_stop_are_not_both_given():
    said = refusal(epochs=2, precision=1e-3, stop=step_below(1e-4))
    assert "precision = 0.001 and stop are both given" in said
    assert "precision is -1" in refusal(epochs=2, precision=-1)


def test_precision_given_is_kept_over_data():
    run = minimize(COST, 0, gd(learning_rate=0.25), precision=1e-3, epochs=100)
    assert run.success
    assert run.step_sizes[-1] < 1e-3 <= run.step_sizes[-2]
