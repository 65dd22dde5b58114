"""Long paths are drawn by few points, short ones whole."""

import numpy as np
import pytest
from matplotlib.figure import Figure

import symgd
from symgd.plotting.parts.thinning import MOST, telling, until
from symgd.plotting.views.table import view_of


def test_short_paths_are_kept_whole():
    path = np.linspace(0, 1, MOST)[:, None]
    assert np.array_equal(telling(path), np.arange(MOST))


@pytest.mark.parametrize("scale", [0.0, 1e-9, 1.0, 1e300])
def test_long_paths_keep_both_ends_and_few_points(scale):
    path = scale * np.random.default_rng(5).normal(size=(50_000, 2)).cumsum(axis=0)
    kept = telling(path)
    assert kept[0] == 0
    assert kept[-1] == 49_999
    assert len(kept) <= MOST
    assert (np.diff(kept) > 0).all()


def test_a_late_dash_is_drawn_as_finely_as_a_slow_beginning():
    path = np.concatenate([np.linspace(0, 1e-6, 90_000), np.linspace(0, 1, 10_000)])[:, None]
    shown = path[telling(path), 0]
    assert np.diff(shown).max() < 3 / MOST


def test_an_endless_zigzag_stays_one():
    path = (-1.0) ** np.arange(100_001)[:, None]
    assert np.ptp(path[telling(path, 100)][40:60]) == 2


def test_unknown_values_count_as_far_away():
    path = np.zeros((10_000, 1))
    path[5_000] = np.nan
    assert {4_999, 5_000, 5_001} <= set(telling(path))


def test_until_ends_at_the_step():
    assert until(np.array([0, 4, 9]), 4).tolist() == [0, 4]
    assert until(np.array([0, 4, 9]), 6).tolist() == [0, 4, 6]
    assert until(np.array([0, 4, 9]), 0).tolist() == [0]


@pytest.fixture(scope="module")
def long():
    return {
        1: symgd.gradient_descent("x**2", 3, 1e-5, precision=None, max_steps=50_000),
        2: symgd.gradient_descent("x**2 + 3*y**2", (3, 1), 1e-5, precision=None, max_steps=50_000),
    }


@pytest.mark.parametrize(
    ("n", "name"), [(1, "curve"), (2, "contour"), (2, "surface"), (1, "cost"), (2, "cost")]
)
def test_views_of_long_runs_draw_few_points_up_to_the_step(long, n, name):
    view = view_of([long[n]], name)
    ax = view.axes(Figure())
    view.draw(ax, roomy=False)
    for step in (50_000, 33_333):
        view.show(step)
        x = grown(view)
        assert 1000 < len(x) <= MOST
        assert x[-1] == (step if name == "cost" else long[n].path[step, 0])
    assert max(len(line.get_xdata()) for line in ax.lines) < 2 * MOST


def grown(view):
    """Return the first coordinates of the line that grows with the step."""
    if view.name == "surface":
        return view.lines[0][0].get_data_3d()[0]
    line = view.lines[0] if view.name == "cost" else view.trails[0].line
    return line.get_xdata()


def test_the_memory_of_a_long_run_is_drawn_by_few_points():
    rule = symgd.momentum(learning_rate=1e-5)
    run = symgd.minimize("x**2", 3, rule, precision=None, max_steps=50_000)
    view = view_of([run], "memory")
    view.draw(view.axes(Figure()), roomy=False)
    view.show(40_000)
    line = view.strips[0].lines[0]
    assert 1000 < len(line.get_xdata()) <= MOST
    assert line.get_xydata()[-1].tolist() == [40_000, run.state["v"][40_000, 0]]
