"""The shadow falls straight down on the floor."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from symgd.plotting.parts.shadow import Shadow
from symgd.plotting.style import LIGHT

PATH = np.array([[0.0, 0.0], [1.0, 0.5], [5.0, 0.5]])
WINDOW = np.array([[-1.0, 2.0], [-1.0, 2.0]])
POINTS = np.array([[0.0, 0.0, 3.0], [np.nan] * 3, [np.nan] * 3])


def shadow(look=None):
    ax = Figure().add_subplot(projection="3d")
    return Shadow(ax, POINTS, PATH, WINDOW, -2.0, look)


def test_it_follows_the_path_on_the_floor():
    cast = shadow()
    cast.show(np.array([0, 1]), 1)
    assert np.column_stack(cast.line.get_data_3d()).tolist() == [[0, 0, -2], [1, 0.5, -2]]
    assert np.ravel(cast.dot.get_data_3d()).tolist() == [1, 0.5, -2]


def test_a_line_drops_from_the_point_to_its_shadow():
    cast = shadow()
    cast.show(np.array([0]), 0)
    assert np.column_stack(cast.drop.get_data_3d()).tolist() == [[0, 0, 3], [0, 0, -2]]


def test_a_point_above_the_box_has_a_shadow_and_no_line():
    cast = shadow()
    cast.show(np.array([0, 1]), 1)
    assert np.isnan(cast.drop.get_data_3d()[2][0])


def test_outside_the_window_there_is_none():
    cast = shadow()
    cast.show(np.array([0, 1, 2]), 2)
    assert np.isnan(np.column_stack(cast.dot.get_data_3d())).all()


@pytest.mark.parametrize("look", LIGHT.looks[:2])
def test_one_of_several_has_its_colour_and_marker(look):
    cast = shadow(look)
    assert {artist.get_color() for artist in cast.artists} == {look.colour}
    assert cast.dot.get_marker() == look.marker
