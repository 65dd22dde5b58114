"""Windows are finite whatever a run did, and show what matters."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from symgd.plotting.parts import windows

COORDINATES = st.one_of(
    st.floats(-10, 10),
    st.sampled_from([0.0, 1e-300, -1e-12, 1e12, 1e100, -1e150, 1e300, -1e300]),
)


def paths(n):
    return st.integers(1, 30).flatmap(lambda k: arrays(float, (k, n), elements=COORDINATES))


def costs_of(path):
    with np.errstate(over="ignore"):
        return np.sum(path**2, axis=1)


@pytest.mark.parametrize("n", [1, 2])
@given(data=st.data())
def test_windows_are_finite_and_open(n, data):
    some = data.draw(st.lists(paths(n), min_size=1, max_size=3))
    bounds = windows.window(some, [costs_of(path) for path in some])
    assert bounds.shape == (n, 2)
    assert np.isfinite(bounds).all()
    widths = bounds[:, 1] - bounds[:, 0]
    assert (widths > 1e-12 * np.abs(bounds).max(axis=1)).all()
    starts = np.array([path[0] for path in some])
    drawable = starts[np.abs(starts).max(axis=1) <= windows.LIMIT]
    assert windows.inside(drawable, bounds).all()


@given(path=paths(2), box=st.floats(0.2, 2))
def test_equal_scales_only_widen(path, box):
    bounds = windows.window([path], [costs_of(path)])
    wide, equal = windows.equal_scales(bounds, box)
    slack = 1e-9 * np.abs(bounds).max(axis=1)
    assert (wide[:, 0] <= bounds[:, 0] + slack).all()
    assert (wide[:, 1] >= bounds[:, 1] - slack).all()
    if equal:
        width, height = wide[:, 1] - wide[:, 0]
        assert height / width == pytest.approx(box, rel=1e-6)


def test_very_different_scales_are_kept():
    bounds = np.array([[0.0, 1000.0], [0.0, 1.0]])
    wide, equal = windows.equal_scales(bounds, 0.5)
    assert not equal
    assert np.array_equal(wide, bounds)


def test_descent_shows_start_minimum_and_far_side():
    path = 3 * 0.8 ** np.arange(60)[:, None]
    ((low, high),) = windows.window([path], [path[:, 0] ** 2], context=0.6)
    # From 3 to 0, 0.6 times as far beyond 0, and 15 % of the width at each side.
    assert low == pytest.approx(-1.8 - 0.15 * 4.8, rel=1e-4)
    assert high == pytest.approx(3 + 0.15 * 4.8, rel=1e-4)


def test_flight_leaves_the_picture():
    path = 10 * (-1.2) ** np.arange(400.0)[:, None]
    ((low, high),) = windows.window([path], [path[:, 0] ** 2])
    assert -200 < low < -12 < 10 < high < 200


@pytest.mark.parametrize(("factor", "sign"), [(1.2, -1), (-1.2, -1), (-1.2, 1)])
def test_flight_beyond_all_limits_shows_the_first_steps(factor, sign):
    path = factor ** np.arange(1900.0)[:, None]
    ((low, high),) = windows.window([path], [sign * path[:, 0] ** 2], context=0.6)
    assert low < path[:6].min() <= path[:6].max() < high
    # The first step is not a dot.
    assert high - low < 30


def test_flight_that_gathers_speed_shows_the_first_steps():
    # x³ from −1 at a learning rate of 0.1: each step is 0.3·x².
    path = [-1.0]
    while path[-1] > -1e80:
        path.append(path[-1] - 0.3 * path[-1] ** 2)
    ((low, _),) = windows.window([np.array(path)[:, None]], [np.array(path) ** 3])
    assert -12 < low < path[3]


def test_flight_does_not_shrink_the_runs_that_settle():
    calm = 10 * 0.8 ** np.arange(60.0)[:, None]
    wild = 10 * (-1.2) ** np.arange(60.0)[:, None]
    both = windows.window([calm, wild], [calm[:, 0] ** 2, wild[:, 0] ** 2])
    alone = windows.window([calm], [calm[:, 0] ** 2])
    assert np.allclose(both, alone)


def test_before_flight_keeps_runs_that_settle():
    path = 3 * 0.8 ** np.arange(60)[:, None]
    assert len(windows.before_flight(path)) == 60


@pytest.mark.parametrize(
    ("minima", "seen", "unseen"),
    [
        ([(1.6,), (1.2,)], 1.6, 3.0),
        ([(1.2,), (7.0,)], 1.2, 7.0),
        ([(60.0,), (90.0,)], 60.0, 90.0),
        ([(5000.0,)], 1.0, 5000.0),
    ],
)
def test_near_minima_are_included_and_otherwise_the_nearest(minima, seen, unseen):
    path = np.array([[0.0], [1.0]])
    ((_, high),) = windows.window([path], [np.array([1.0, 0.5])], minima)
    assert seen < high < unseen


def test_one_point_gets_a_window_around_it():
    assert windows.window([np.array([[3.0]])], [np.array([9.0])]).mean() == pytest.approx(3)
    ((low, high),) = windows.window([np.array([[1e8]])], [np.array([0.0])])
    assert high - low > 1e6


@given(
    shown=arrays(float, st.integers(0, 9), elements=COORDINATES),
    sampled=arrays(float, 20, elements=COORDINATES | st.sampled_from([np.nan, np.inf, -np.inf])),
)
def test_value_ranges_are_finite_and_hold_the_iterates(shown, sampled):
    low, high = windows.value_range(shown, sampled, below=0.1, above=0.1)
    assert np.isfinite([low, high]).all()
    assert low < high
    known = windows.finite(shown)
    assert ((low <= known) & (known <= high)).all()


def test_a_pole_does_not_stretch_the_value_range():
    x = np.linspace(1e-6, 3, 1001)
    _, high = windows.value_range([1.0, 0.5], 1 / x, below=0, above=0)
    assert high < 3


def test_points_near_the_window_are_not_moved_and_far_ones_keep_their_direction():
    bounds = np.array([[-1.0, 1.0], [-1.0, 1.0]])
    points = np.array([[0.5, -0.25], [300.0, 100.0], [3e250, 1e250]])
    drawn = windows.pulled_in(points, bounds)
    assert np.array_equal(drawn[:2], points[:2])
    assert np.abs(drawn).max() <= 2e4 + 1
    assert drawn[2, 0] / drawn[2, 1] == pytest.approx(3)


def test_points_apart():
    bounds = np.array([[0.0, 1.0], [0.0, 1.0]])
    points = np.array([[0.1, 0], [0.12, 0], [0.5, 0], [7.0, 0], [0.1, 0.3], [0.52, 0.01]])
    assert windows.apart(points, bounds, gap=0.05).tolist() == [0, 2, 4]


@given(
    points=arrays(float, (60, 2), elements=st.floats(-0.125, 1.125, width=16)),
    gap=st.sampled_from([0.03, 0.1, 0.25]),
)
def test_points_apart_are_those_far_from_all_chosen_before(points, gap):
    chosen = []
    for k in np.flatnonzero(((points >= 0) & (points <= 1)).all(axis=1)):
        if all(np.abs(points[k] - points[i]).max() >= gap for i in chosen):
            chosen.append(k)
    bounds = np.array([[0.0, 1.0], [0.0, 1.0]])
    assert windows.apart(points, bounds, gap).tolist() == chosen


def test_paths_that_fly_away_are_not_calm():
    still, wild = np.array([[1.0], [0.5], [0.25]]), np.array([[(-3.0) ** k] for k in range(9)])
    falling, rising = np.array([3.0, 2.0, 1.0]), np.arange(9.0)
    assert windows.calm([wild, still, wild], [rising, falling, rising]) == [1]
    assert windows.calm([wild, wild], [rising, rising]) == [0, 1]
    assert windows.calm([still, still], [falling, falling[::-1]]) == [0]


@pytest.mark.parametrize(
    ("outer", "place"), [((3, 0), (1, 0)), ((0, -5), (0, -1)), ((4, 2), (1, 0.5))]
)
def test_a_way_out_crosses_the_edge(outer, place):
    window = np.array([[-1.0, 1.0], [-1.0, 1.0]])
    found, way = windows.crossing(np.zeros(2), np.array(outer, float), window)
    assert found == pytest.approx(place)
    assert way == pytest.approx(outer)
