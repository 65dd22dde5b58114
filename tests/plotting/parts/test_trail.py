"""The path that grows step by step."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from symgd.plotting.parts.trail import Numbers, Trail, outward, turned_in
from symgd.plotting.style import LIGHT

WINDOW = np.array([[0.0, 1.0], [0.0, 1.0]])
POINTS = np.array([[0.1, 0.1], [0.5, 0.1], [0.5, 0.6], [3.0, 0.6], [0.505, 0.6]])


@pytest.fixture
def ax():
    axes = Figure().subplots()
    axes.set(xlim=(0, 1), ylim=(0, 1))
    return axes


def test_line_markers_and_head_follow_the_step(ax):
    trail = Trail(ax, POINTS, WINDOW, look=None)
    trail.show(2)
    assert np.array_equal(trail.line.get_xydata(), POINTS[:3])
    assert np.array_equal(trail.dots.get_offsets(), POINTS[:3])
    assert np.array_equal(trail.head.get_xydata(), POINTS[2:3])
    trail.show(0)
    assert np.array_equal(trail.line.get_xydata(), POINTS[:1])


def test_colours_run_from_start_to_end(ax):
    trail = Trail(ax, POINTS, WINDOW, look=None)
    trail.show(4)
    values = trail.dots.get_array()
    assert values[0] == 0
    assert (np.diff(values) > 0).all()
    assert values[-1] <= trail.dots.norm.vmax


def test_markers_that_would_cover_each_other_are_left_out(ax):
    trail = Trail(ax, POINTS, WINDOW, look=None)
    trail.show(4)
    assert len(trail.dots.get_offsets()) == 3
    assert len(trail.line.get_xdata()) == 5


def test_points_outside_are_hidden_and_said_so(ax):
    trail = Trail(ax, POINTS, WINDOW, look=None)
    assert [trail.hides(k) for k in range(7)] == [False, False, False, True, False, False, False]


def test_a_run_that_has_ended_stays_at_its_last_point(ax):
    trail = Trail(ax, POINTS, WINDOW, LIGHT.looks[1])
    trail.show(99)
    assert np.array_equal(trail.head.get_xydata(), POINTS[-1:])


def test_each_run_looks_different_even_without_colour():
    assert len({look.colour for look in LIGHT.looks}) == len(LIGHT.looks)
    assert len({look.marker for look in LIGHT.looks}) == len(LIGHT.looks)
    assert len({look.line for look in LIGHT.looks}) == len(LIGHT.looks)


def test_numbers_appear_with_their_step_and_do_not_overlap(ax):
    trail = Trail(ax, POINTS, WINDOW, look=None)
    numbers = Numbers(ax, trail, WINDOW, outward(trail.points, WINDOW, 1.0))
    assert [text.get_text() for text in numbers.artists] == ["0", "1", "2"]
    numbers.show(1)
    assert [text.get_visible() for text in numbers.artists] == [True, True, False]


def test_outward_points_away_from_the_neighbours():
    zigzag = np.array([[0.0, 0.0], [0.2, 0.5], [0.4, 0.0]])
    start, top, end = outward(zigzag, WINDOW, 1.0)
    assert top == pytest.approx([0, 1])
    assert np.dot(start, zigzag[1] - zigzag[0]) < 0
    assert np.dot(end, zigzag[1] - zigzag[2]) < 0


def test_outward_of_straight_and_of_resting_paths():
    straight = np.array([[0.1, 0.1], [0.2, 0.1], [0.3, 0.1]])
    assert np.abs(outward(straight, WINDOW, 1.0)[1]) == pytest.approx([0, 1])
    resting = np.full((3, 2), 0.5)
    assert np.linalg.norm(outward(resting, WINDOW, 1.0), axis=1) == pytest.approx(np.ones(3))


def test_a_path_that_leaves_for_ever_is_drawn_no_farther(ax):
    trail = Trail(ax, POINTS, WINDOW, None)
    trail.end_at(1)
    trail.show(len(POINTS) - 1)
    assert np.array_equal(trail.line.get_xydata(), POINTS[:2])


def test_of_many_points_only_those_told_are_marked_on_a_thin_line(ax):
    points = np.column_stack([np.linspace(0, 1, 200), np.full(200, 0.5)])
    trail, usual = (
        Trail(ax, points, WINDOW, LIGHT.looks[1], marked=marked)
        for marked in (np.array([0, 100, 199]), None)
    )
    trail.show(150)
    assert np.array_equal(trail.dots.get_offsets(), points[[0, 100]])
    assert len(trail.line.get_xdata()) == 151
    assert trail.line.get_linewidth() <= 0.5 * usual.line.get_linewidth()
    assert (trail.line.get_linestyle(), usual.line.get_linestyle()) == ("-", "--")


def test_numbers_that_would_stand_over_the_edge_are_turned(ax):
    (low, high), up = WINDOW[1], np.array([[0.0, 1.0]])
    middle = np.array([[WINDOW[0].mean(), (low + high) / 2]])
    top = np.array([[WINDOW[0].mean(), high - 0.05 * (high - low)]])
    assert turned_in(ax, middle, up, (180.0,)) == pytest.approx(up)
    assert turned_in(ax, top, up, (180.0,)) == pytest.approx(-up)
    assert turned_in(ax, top, up, (90.0, 180.0)) == pytest.approx(np.array([[-1.0, 0.0]]))
