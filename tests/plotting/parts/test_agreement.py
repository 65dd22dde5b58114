"""Predicted against measured values."""

import matplotlib.pyplot as plt
import numpy as np

import symgd
from symgd import mean_loss
from symgd.plotting.parts.agreement import Agreement
from symgd.plotting.parts.predicting import Predictor
from symgd.plotting.parts.samples import Shown

DATA = {"a": [0.0, 1, 2, 3], "c": [1.0, 0, 2, 1], "y": [1.0, 2, 5, 7]}
COST = mean_loss("(u*a + v*c - y)**2", DATA)


def agreement(rate, steps):
    run = symgd.gradient_descent(COST, (0, 0), rate, precision=None, max_steps=steps)
    predictor = Predictor(COST, "data")
    shape = Agreement([run], (None,), predictor, Shown(COST.samples, ["a", "c"], "y"))
    ax = plt.subplot()
    shape.frame(ax)
    shape.make(ax)
    return run, shape


def test_bars_reach_from_the_dots_to_the_diagonal():
    run, shape = agreement(0.05, 10)
    shape.show(10)
    ends = np.array(shape.bars.get_segments())
    np.testing.assert_allclose(ends[:, 0], shape.dots[0].get_offsets())
    np.testing.assert_allclose(ends[:, 1, 0], ends[:, 1, 1])
    np.testing.assert_allclose(ends[:, 0, 1], run.x @ [DATA["a"], DATA["c"]])


def test_window_stays_with_the_data_where_a_run_diverges():
    run, shape = agreement(1.0, 300)
    assert np.ptp(shape.window) < 20
    assert not shape.hides(0) or shape.window[0, 0] > 0
    shape.show(run.nit)
    assert shape.hides(run.nit)
