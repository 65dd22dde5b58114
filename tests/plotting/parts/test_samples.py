"""The samples as dots: chosen among many, sized by their number."""

import matplotlib.pyplot as plt
import numpy as np

from symgd import mean_loss
from symgd.plotting.parts.samples import Shown, area, bounds, scatter
from symgd.plotting.style import theme


def samples(count):
    x = np.arange(float(count))
    return mean_loss("(w*x - y)**2", {"x": x, "y": 2 * x}).samples


def test_few_samples_are_all_shown():
    shown = Shown(samples(7), ["x"], "y")
    assert len(shown) == 7 and shown.told is None and shown.places == 7
    assert shown.inputs.shape == (1, 7)


def test_many_are_thinned_evenly_with_both_ends():
    shown = Shown(samples(10_001), ["x"], "y", most=11)
    assert shown.inputs[0].tolist() == [1000.0 * k for k in range(11)]
    np.testing.assert_array_equal(shown.target, 2 * shown.inputs[0])
    assert shown.told == "11 of 10,001 samples shown"


def test_bounds_hold_the_values_and_a_constant():
    low, high = bounds(np.array([1.0, 3.0]), 0.1)
    assert low < 1 and high > 3
    low, high = bounds(np.array([2.0, 2.0]), 0.1)
    assert low < 2 < high


def test_dots_shrink_with_their_number_but_stay_visible():
    assert area(10) == area(50) > area(500) > area(2000) > 2


def test_hollow_dots_have_no_fill():
    ax = plt.subplot()
    dots = scatter(ax, np.array([[0.0, 1.0]]), theme().looks[0], 1, filled=False)
    assert len(dots.get_facecolor()) == 0 and len(dots.get_edgecolor()) == 1
