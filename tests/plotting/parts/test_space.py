"""Marks of a path in space."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

from symgd.plotting.parts.leaving import Exit
from symgd.plotting.parts.space import Dots, Onward, along, floor, numbers, seen, standing, word
from symgd.plotting.style import DARK, slides, theme

POINTS = np.array([[0.1, 0.1, 0.9], [0.5, 0.2, 0.6], [0.9, 0.3, 0.5], [0.9, 0.31, 0.5]])


@pytest.fixture
def ax():
    figure = Figure(figsize=(5, 5))
    FigureCanvasAgg(figure)
    axes = figure.add_subplot(projection="3d")
    axes.set(xlim=(0, 1), ylim=(0, 1), zlim=(0, 1))
    return axes


def test_dots_have_the_colours_of_their_steps(ax):
    dots = Dots(last=30)
    ax.add_line(dots)
    dots.place(POINTS, np.array([0, 3, 10, 30]))
    colours = dots.colours()
    assert colours[0] == pytest.approx(theme().order(0.0))
    assert colours[-1] == pytest.approx(theme().order(1.0))
    ax.figure.canvas.draw()
    assert pytest.approx(POINTS) == np.array(dots.get_data_3d()).T


def test_dots_are_drawn_in_several_colours(ax):
    ax.set_axis_off()
    dots = ax.add_line(Dots(last=3))
    dots.place(POINTS[:3], np.array([0, 1, 3]))
    ax.figure.canvas.draw()
    pixels = np.array(ax.figure.canvas.buffer_rgba())[:, :, :3].astype(int)
    for colour in dots.colours():
        assert (np.abs(pixels - 255 * colour[:3]).max(axis=2) < 3).sum() > 5


def test_places_are_as_they_are_drawn(ax):
    (line,) = ax.plot(*POINTS.T)
    ax.figure.canvas.draw()
    drawn = (ax.transData + ax.transAxes.inverted()).transform(line.get_xydata())
    assert seen(ax, POINTS) == pytest.approx(drawn)


def test_the_arrow_turns_as_its_line_is_seen(ax):
    there = Exit(1, np.array([1.0, 0.1, 0.9]), np.array([1.0, 0.0, 0.0]))
    onward = ax.add_line(Onward(POINTS[0], there, "red"))
    ax.figure.canvas.draw()
    (x0, y0), (x1, y1) = ax.transData.transform(onward.get_xydata())
    path = onward._marker.get_path().transformed(onward._marker.get_transform())
    way = np.array([x1 - x0, y1 - y0]) / np.hypot(x1 - x0, y1 - y0)
    tip = path.vertices[(path.vertices @ way).argmax()]
    assert tip == pytest.approx(np.hypot(*tip) * way)


def test_words_stand_beside_their_point_and_off_obstacles(ax):
    taken = seen(ax, np.vstack(along(POINTS)))
    text = word(ax, "start", POINTS[0], taken)
    ax.figure.canvas.draw()
    assert text.get_position_3d() == tuple(POINTS[0])
    (place,) = standing(ax, [(0, text)])
    assert 0.01 < np.hypot(*(place - seen(ax, POINTS[0])[0])) < 0.25


def test_a_spare_word_is_left_out_where_there_is_no_room(ax):
    full = np.random.default_rng(1).uniform(-0.5, 1.5, (20000, 2))
    assert word(ax, "end", POINTS[0], full, spare=True) is None
    assert word(ax, "end", POINTS[0], full).get_text() == "end"


def test_first_iterates_are_numbered_where_they_do_not_overlap(ax):
    assert [(k, text.get_text()) for k, text in numbers(ax, POINTS)] == [(1, "1"), (2, "2")]


def test_no_number_has_no_place(ax):
    assert standing(ax, []).shape == (0, 2)


def test_the_floor_is_hatched_in_the_colours_of_the_style(ax):
    with slides("dark"):
        patch = ax.add_collection3d(floor(np.eye(4, 3)[None]))
    assert patch.get_hatch()
    assert patch.get_facecolor()[0] == pytest.approx(to_rgba(DARK.blank))


def test_a_path_is_traced_along_both_ends():
    first, last = along(POINTS, most=1)
    assert first[0] == pytest.approx(POINTS[0])
    assert last[-1] == pytest.approx(POINTS[-1])
    assert first[:, 0].max() == pytest.approx(0.5)
