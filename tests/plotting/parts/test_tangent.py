"""The tangent has the slope of the derivative, and its label stays clear."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from symgd.plotting.parts.tangent import FAR, Tangent

WINDOW = np.array([[-4.0, 4.0], [-2.0, 12.0]])
X = np.array([3.0, 2.4, -1.0, 0.0, 30.0])


@pytest.fixture
def tangent():
    ax = Figure(figsize=(9.6, 5.4)).subplots()
    ax.set(xlim=WINDOW[0], ylim=WINDOW[1])
    samples = np.linspace(-4, 4, 500)
    curve = np.column_stack([samples, samples**2])
    return Tangent(ax, np.column_stack([X, X**2]), 2 * X, WINDOW, curve)


@pytest.mark.parametrize("step", range(4))
def test_the_slope_of_the_line_is_the_derivative(tangent, step):
    tangent.show(step)
    (x0, x1), (y0, y1) = tangent.line.get_data()
    assert (y1 - y0) / (x1 - x0) == pytest.approx(2 * X[step])
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((X[step], X[step] ** 2))


def test_the_label_says_the_slope(tangent):
    tangent.show(2)
    assert tangent.text.get_text() == "slope = −2.000"


def test_lines_look_equally_long_however_steep(tangent):
    lengths = []
    for step in range(4):
        tangent.show(step)
        ends = tangent.line.axes.transData.transform(tangent.line.get_xydata())
        lengths.append(np.hypot(*(ends[1] - ends[0])))
    assert max(lengths) == pytest.approx(min(lengths))


@pytest.mark.parametrize("step", range(4))
def test_the_label_covers_neither_curve_nor_point(tangent, step):
    tangent.show(step)
    box = tangent.text.get_window_extent()
    x = np.linspace(-4, 4, 2000)
    curve = tangent.line.axes.transData.transform(np.column_stack([x, x**2]))
    inside = (curve > [box.x0, box.y0]) & (curve < [box.x1, box.y1])
    assert not inside.all(axis=1).any()
    assert tangent.line.axes.bbox.contains(box.x0, box.y0)
    assert tangent.line.axes.bbox.contains(box.x1, box.y1)


def test_the_label_keeps_off_the_numbers(tangent):
    tangent.show(0)
    first = tangent.text.get_position()
    axes = tangent.line.axes
    point = (axes.transAxes + axes.transData.inverted()).transform(first)
    tangent.avoid([axes.annotate("1", point, (0, 0), textcoords="offset points")])
    tangent.show(0)
    assert tangent.text.get_position() != first


def test_out_of_view_there_is_no_tangent(tangent):
    tangent.show(4)
    assert not any(artist.get_visible() for artist in tangent.artists)
    tangent.show(0)
    assert all(artist.get_visible() for artist in tangent.artists)


def test_normals_point_down_and_away_from_the_slope(tangent):
    normals = tangent.normals()
    assert (normals[:, 1] < 0).all()
    assert normals[3] == pytest.approx([0, -1])
    assert (np.sign(normals[:3, 0]) == [1, 1, -1]).all()
    assert np.linalg.norm(normals, axis=1) == pytest.approx(np.ones(5))


def test_in_narrow_axes_the_label_shrinks_and_stays_inside():
    for width in (0.3, 0.16, 0.1):
        ax = Figure(figsize=(9.6, 5.4), dpi=100).add_axes([0.4, 0.2, width, 0.6])
        ax.set(xlim=(-4, 4), ylim=(-1, 16))
        points = np.array([[3.0, 9.0], [-2.0, 4.0]])
        window = np.array([[-4.0, 4.0], [-1.0, 16.0]])
        narrow = Tangent(ax, points, np.array([6.0, -4e-4]), window, np.empty((0, 2)))
        for step in (0, 1):
            narrow.show(step)
            text, room = narrow.text.get_window_extent(), ax.get_window_extent()
            assert room.x0 - 6 <= text.x0 < text.x1 <= room.x1 + 6


@pytest.mark.parametrize("step", range(4))
def test_the_label_keeps_off_the_current_number(tangent, step):
    tangent.show(step)
    ax = tangent.line.axes
    point = ax.transData.transform((X[step], X[step] ** 2))
    number = point + FAR * tangent.normals()[step] * ax.figure.dpi / 72
    assert not tangent.text.get_window_extent().contains(*number)
