"""Stars and captions."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from symgd.plotting.parts.marks import caption, places, spare_caption, star, traced


@pytest.fixture
def ax():
    axes = Figure(figsize=(9.6, 5.4)).subplots()
    axes.set(xlim=(0, 1), ylim=(0, 1))
    return axes


def test_stars_stand_on_the_minima(ax):
    star(ax, np.array([[0.2, 0.3], [0.5, 0.6]]))
    assert np.array_equal(ax.lines[0].get_xydata(), [[0.2, 0.3], [0.5, 0.6]])
    assert ax.lines[0].get_marker() == "*"


def test_no_minimum_no_star(ax):
    star(ax, np.empty((0, 2)))
    assert not ax.lines


@pytest.mark.parametrize("side", [(1, 0), (-1, 0), (0, 1), (0, -1), (0.6, 0.8)])
@pytest.mark.parametrize(
    "point", [(0.01, 0.01), (0.99, 0.01), (0.99, 0.99), (0.5, 0.99), (0.5, 0.5)]
)
def test_captions_stay_inside_and_off_the_point(ax, point, side):
    caption(ax, "start", np.array(point), np.array(side), np.array([point]))
    box = ax.texts[0].get_window_extent()
    assert ax.bbox.x0 <= box.x0
    assert box.x1 <= ax.bbox.x1
    assert ax.bbox.y0 <= box.y0
    assert box.y1 <= ax.bbox.y1
    assert not box.contains(*ax.transData.transform(point))


def test_captions_take_the_wanted_side_where_there_is_room(ax):
    middle = np.array([0.5, 0.5])
    caption(ax, "start", middle, np.array([-0.9, 0.1]), middle[None])
    assert ax.texts[0].get_window_extent().x1 < ax.transData.transform((0.5, 0.5))[0]


def test_captions_keep_off_the_path(ax):
    middle = np.array([0.5, 0.5])
    path = np.array([middle, [0.3, 0.5]])
    caption(ax, "start", middle, np.array([-1, 0]), traced(path))
    box = ax.texts[0].get_window_extent()
    places = ax.transData.transform(traced(path))
    assert not any(box.contains(*place) for place in places)


def test_a_path_is_traced_along_its_first_segments():
    path = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    places = traced(path, most=1)
    assert places[:, 0].max() == 1
    assert (places[:, 1] == 0).all()
    assert np.diff(places[1:, 0]).max() == pytest.approx(1 / 19)
    assert traced(path[:1]).tolist() == [[0, 0]]


def test_a_spare_caption_is_left_out_where_there_is_no_room(ax):
    middle, wanted = np.array([0.5, 0.5]), np.array([1.0, 0.0])
    full = np.random.default_rng(1).uniform(0, 1, (5000, 2))
    assert spare_caption(ax, "end", middle, wanted, full) is None
    assert not ax.texts
    assert spare_caption(ax, "end", middle, wanted, middle[None]).get_text() == "end"


def test_places_of_numbers_are_where_they_stand(ax):
    text = ax.annotate("1", (0.5, 0.5), (10, -20), textcoords="offset points")
    ax.figure.draw_without_rendering()
    x, y = ax.transData.transform(places(ax, [text])[0])
    assert (x, y) == pytest.approx(
        ax.transData.transform((0.5, 0.5)) + np.array([10, -20]) * ax.figure.dpi / 72
    )
    assert places(ax, []).shape == (0, 2)


def test_a_long_caption_at_the_edge_is_pushed_inside():
    axes = Figure(figsize=(3.5, 3)).subplots()
    axes.set(xlim=(0, 1), ylim=(0, 1))
    bottom = np.array([0.5, 0.0])
    text = caption(axes, "a caption of some length", bottom, np.array([0, 1]), bottom[None])
    box = text.get_window_extent()
    assert axes.bbox.x0 <= box.x0 < box.x1 <= axes.bbox.x1
