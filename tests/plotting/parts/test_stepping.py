"""The step along the axis and the number of the current point."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from symgd.plotting.parts.stepping import HEIGHT, Current, Stepping
from symgd.plotting.parts.trail import Numbers, Trail

WINDOW = np.array([[0.0, 10.0], [0.0, 1.0]])
POINTS = np.array([[8.0, 0.8], [6.0, 0.5], [5.95, 0.5], [12.0, 0.5], [5.8999, 0.4], [5.9, 0.4]])


@pytest.fixture
def ax():
    axes = Figure(figsize=(9.6, 5.4)).subplots()
    axes.set(xlim=(0, 10), ylim=(0, 1))
    return axes


@pytest.fixture
def stepping(ax):
    return Stepping(ax, POINTS, WINDOW)


def test_the_line_drops_to_the_axis_where_x_is_marked(stepping):
    stepping.show(0)
    assert stepping.drop.get_xydata().tolist() == [[8, 0], [8, 0.8]]
    assert stepping.foot.get_xydata().tolist() == [[8, 0]]
    assert stepping.foot.get_visible()


def test_the_arrow_reaches_from_x_to_the_next_one(stepping):
    stepping.show(0)
    assert stepping.arrow.get_visible()
    assert np.array(stepping.arrow._posA_posB).tolist() == [[8, HEIGHT], [6, HEIGHT]]


def test_the_arrow_to_a_point_outside_ends_at_the_edge(stepping):
    stepping.show(2)
    assert stepping.arrow._posA_posB[1][0] == 10


def test_no_step_is_shorter_than_its_head(stepping):
    stepping.show(0)
    whole = stepping.arrow.get_mutation_scale()
    stepping.show(1)
    assert stepping.arrow.get_visible()
    assert stepping.arrow.get_mutation_scale() < whole


def test_steps_too_short_to_see_have_no_arrow(stepping):
    stepping.show(4)
    assert not stepping.arrow.get_visible()
    assert stepping.drop.get_visible()


def test_the_last_iterate_makes_no_step(stepping):
    stepping.show(5)
    assert not stepping.arrow.get_visible()
    assert stepping.foot.get_visible()


def test_out_of_view_there_is_nothing(stepping):
    stepping.show(3)
    assert not any(artist.get_visible() for artist in stepping.artists)


def current(ax):
    sides = np.tile([0.0, -1.0], (len(POINTS), 1))
    numbers = Numbers(ax, Trail(ax, POINTS, WINDOW, None), WINDOW, sides, first=1)
    return Current(ax, numbers, POINTS, WINDOW, sides), dict(numbers.numbered)


def test_the_number_stands_beside_the_current_point_and_others_make_way(ax):
    label, others = current(ax)
    label.show(1)
    assert label.text.get_text() == "1"
    assert label.text.xy == pytest.approx(POINTS[1])
    assert label.text.get_position()[1] < 0
    assert not others[1].get_visible()
    label.show(2)
    assert label.text.get_text() == "2"
    assert not others[1].get_visible()
    label.show(3)
    assert others[1].get_visible()


def test_the_start_is_named_by_its_caption_and_the_last_point_is_the_end(ax):
    label, _ = current(ax)
    label.show(0)
    assert not label.text.get_visible()
    label.show(5)
    assert label.text.get_text() == "end"
    label.show(3)
    assert not label.text.get_visible()


def test_the_track_is_where_the_arrow_lies(stepping):
    stepping.show(0)
    track = stepping.track()
    assert track[[0, -1], 0].tolist() == [0, 10]
    assert track[:, 1] == pytest.approx(HEIGHT)
