"""The costs of many runs share axes that the wild ones do not stretch."""

import numpy as np
import pytest
from matplotlib.figure import Figure

import symgd
from symgd.plotting.parts.fan import Fan


def fan(rates, cost="x**2", start=3, steps=40):
    runs = list(symgd.compare(cost, start, rates, precision=None, max_steps=steps))
    return runs, Fan(Figure().subplots(), runs)


def test_the_strong_line_is_the_run_s():
    runs, drawn = fan([0.1, 0.3])
    drawn.show(1)
    assert np.array_equal(drawn.line.get_xydata()[:, 1], runs[1].costs)
    assert drawn.head.get_xydata()[0] == pytest.approx([40, runs[1].fun])


def test_a_run_that_flies_away_leaves_at_the_top():
    runs, drawn = fan([0.1, 1.4], steps=30)
    low, high = drawn.line.axes.get_ylim()
    assert runs[1].fun > 1e3 * high
    assert runs[0].fun > low
    assert high > 9


def test_runs_that_all_fly_away_are_seen():
    runs, drawn = fan([1.3, 1.4], steps=30)
    assert drawn.line.axes.get_ylim()[1] > runs[0].fun


def test_a_cost_at_its_minimum_leaves_at_the_bottom():
    runs, drawn = fan([0.1, 0.5])
    assert runs[1].costs[1] == 0
    drawn.show(1)
    heights = drawn.line.get_ydata()
    assert 0 < heights[1] < drawn.line.axes.get_ylim()[0]


def test_costs_that_differ_little_have_an_even_scale():
    runs, drawn = fan([1e-4, 2e-4], "x**2 + 1000", steps=5)
    assert drawn.line.axes.get_yscale() == "linear"
    drawn.show(0)
    assert np.array_equal(drawn.line.get_ydata(), runs[0].costs)


def test_a_wild_run_does_not_choose_the_scale():
    _, drawn = fan([1e-4, 1.5], "x**2 + 1000", steps=20)
    assert drawn.line.axes.get_yscale() == "linear"


def test_runs_without_a_step_are_points():
    _, drawn = fan([0.1], steps=0)
    drawn.show(0)
    assert drawn.head.get_xydata().tolist() == [[0.0, 9.0]]
