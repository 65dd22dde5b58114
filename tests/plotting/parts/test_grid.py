"""How fine a grid of costs is."""

import numpy as np

import symgd
from symgd import gd, losses, mean_loss, minimize, models
from symgd.plotting.parts.grid import grid_size

DATA = {"x": [1.0, 2, 3, 4], "y": [3.0, 5, 6, 9]}
COST = mean_loss("(w*x - y)**2", DATA)


def test_grids_are_coarser_over_many_samples_of_a_loss_that_is_no_polynomial(ravine):
    x = np.linspace(-1, 1, 50_000)
    logistic = losses.log_loss(models.logistic("x"))
    assert grid_size(mean_loss(logistic, {"x": x, "y": x > 0}), 240, 160) == (55, 37)
    few = mean_loss(logistic, {"x": x[:9], "y": x[:9] > 0})
    line = mean_loss("(w*x + b - y)**2", {"x": x, "y": x})
    for cost in (few, line, ravine.cost):
        assert grid_size(cost, 240, 160) == (240, 160)


def test_slices_of_data_costs_are_drawn():
    data = DATA | {"a": [0.0, 1, 0, 1]}
    cost = mean_loss("(w*x + v*a + b - y)**2", data)
    run = minimize(cost, (0, 0, 0), gd(learning_rate=0.01), batch_size=2, epochs=1, rng=0)
    assert symgd.plot(run, view="contour", pair=("w", "v")).get_xlabel() == "$w$"
