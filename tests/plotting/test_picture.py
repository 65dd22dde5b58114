"""Frames composed from a ground and moving artists equal full drawings."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from symgd.plotting.picture import Picture
from symgd.plotting.style import slides
from symgd.plotting.views import view_of


def full_draw(picture, step):
    """Return a frame for which everything is drawn anew."""
    with slides():
        picture.view.show(step)
        for artist in picture.view.moving:
            artist.set_animated(False)
        picture.canvas.draw()
        pixels = np.array(picture.canvas.buffer_rgba())
        for artist in picture.view.moving:
            artist.set_animated(True)
    return pixels


@pytest.mark.parametrize("name", ["curve", "contour", "surface", "cost"])
def test_frames_equal_full_drawings_pixel_by_pixel(name, bowl, ravine):
    picture = Picture(view_of([bowl if name == "curve" else ravine], name))
    for step in (7, 0, 3, picture.view.last):
        assert np.array_equal(picture.frame(step), full_draw(picture, step))


@pytest.mark.parametrize("name", ["contour", "surface", "cost"])
def test_frames_of_several_runs_equal_full_drawings(name, rates):
    picture = Picture(view_of(rates, name))
    for step in (6, 2):
        assert np.array_equal(picture.frame(step), full_draw(picture, step))


def test_frames_come_in_any_order_and_do_not_depend_on_it(ravine):
    picture = Picture(view_of([ravine], None))
    first = picture.frame(4)
    picture.frame(9)
    picture.frame(0)
    again = picture.frame(4)
    assert np.array_equal(first, again)
    assert first is not again
    assert not np.array_equal(first, picture.frame(5))


def test_frames_have_the_size_asked_for(bowl):
    assert Picture(view_of([bowl], None)).frame(0).shape == (540, 960, 4)
    small = Picture(view_of([bowl], None), size=(640, 480)).frame(0)
    assert small.shape == (480, 640, 4)
    assert small.dtype == np.uint8
    assert (small[:, :, 3] == 255).all()


def test_neither_pyplot_nor_settings_are_touched(bowl):
    before = dict(matplotlib.rcParams)
    Picture(view_of([bowl], None)).frame(2)
    assert plt.get_fignums() == []
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("size", [(960, 540), (640, 480)])
def test_text_stays_inside_the_figure(bowl, ravine, rates, size):
    for runs, view in (
        ([bowl], "curve"),
        ([ravine], "contour"),
        ([ravine], "surface"),
        (rates, "cost"),
    ):
        frame = Picture(view_of(runs, view), size).frame(5)
        border = np.concatenate([frame[:2].reshape(-1, 4), frame[-2:].reshape(-1, 4)])
        sides = np.concatenate([frame[:, :2].reshape(-1, 4), frame[:, -2:].reshape(-1, 4)])
        assert (border == 255).all()
        assert (sides == 255).all()
