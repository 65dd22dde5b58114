"""Frames composed from a ground and moving artists equal full drawings."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest

from symgd.plotting.picture import Picture
from symgd.plotting.views.table import view_of


@pytest.mark.parametrize("name", ["curve", "contour", "surface", "cost"])
def test_frames_equal_full_drawings_pixel_by_pixel(name, bowl, ravine, full_draw, at):
    picture = Picture(view_of([bowl if name == "curve" else ravine], name))
    for step in (7, 0, 3, picture.view.last):
        assert np.array_equal(picture.pixels(at(step)), full_draw(picture, at(step)))


@pytest.mark.parametrize("name", ["contour", "surface", "cost"])
def test_frames_of_several_runs_equal_full_drawings(name, rates, full_draw, at):
    picture = Picture(view_of(rates, name))
    for step in (6, 2):
        assert np.array_equal(picture.pixels(at(step)), full_draw(picture, at(step)))


def test_frames_come_in_any_order_and_do_not_depend_on_it(ravine, at):
    picture = Picture(view_of([ravine], None))
    first = picture.pixels(at(4))
    picture.pixels(at(9))
    picture.pixels(at(0))
    again = picture.pixels(at(4))
    assert np.array_equal(first, again)
    assert first is not again
    assert not np.array_equal(first, picture.pixels(at(5)))


@pytest.mark.parametrize("name", ["contour", "surface"])
def test_a_finer_ground_shows_the_same_and_changes_nothing(name, ravine, at):
    picture = Picture(view_of([ravine], name))
    before = picture.pixels(at(3))
    fine = picture.ground_at(2)
    assert fine.shape == (1080, 1920, 4)
    coarse = fine.reshape(540, 2, 960, 2, 4).mean(axis=(1, 3))
    assert np.abs(coarse - picture.ground).mean() < 4
    assert np.array_equal(picture.pixels(at(3)), before)


def test_frames_have_the_size_asked_for(bowl, at):
    assert Picture(view_of([bowl], None)).pixels(at(0)).shape == (540, 960, 4)
    small = Picture(view_of([bowl], None), size=(640, 480)).pixels(at(0))
    assert small.shape == (480, 640, 4)
    assert small.dtype == np.uint8
    assert (small[:, :, 3] == 255).all()


def test_neither_pyplot_nor_settings_are_touched(bowl, at):
    before = dict(matplotlib.rcParams)
    Picture(view_of([bowl], None)).pixels(at(2))
    assert plt.get_fignums() == []
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("size", [(960, 540), (640, 480)])
def test_text_stays_inside_the_figure(bowl, ravine, rates, size, at):
    for runs, view in (
        ([bowl], "curve"),
        ([ravine], "contour"),
        ([ravine], "surface"),
        (rates, "cost"),
    ):
        frame = Picture(view_of(runs, view), size=size).pixels(at(5))
        border = np.concatenate([frame[:2].reshape(-1, 4), frame[-2:].reshape(-1, 4)])
        sides = np.concatenate([frame[:, :2].reshape(-1, 4), frame[:, -2:].reshape(-1, 4)])
        assert (border == 255).all()
        assert (sides == 255).all()


def test_a_question_lies_over_the_frame_and_goes_again(ravine, full_draw, at):
    picture = Picture(view_of([ravine], None))
    plain = picture.pixels(at(4))
    question = at(4, "Where is it after 3 more steps? What does $x$ cost?")
    asked = picture.pixels(question)
    assert (asked != plain).any(axis=2).mean() > 0.05
    assert np.array_equal(
        asked,
        full_draw(picture, question),
    )
    assert np.array_equal(picture.pixels(at(4)), plain)


@pytest.mark.parametrize("name", ["curve", "contour", "surface", "cost"])
def test_the_dark_style_is_dark(name, bowl, ravine, full_draw, at):
    dark = Picture(view_of([bowl if name == "curve" else ravine], name), "dark")
    frame = dark.pixels(at(3))
    assert frame[..., :3].mean() < 90
    assert np.array_equal(frame, full_draw(dark, at(3)))
    assert matplotlib.rcParams["figure.facecolor"] == "white"


def test_the_ground_is_what_no_frame_changes(ravine, at):
    picture = Picture(view_of([ravine], None))
    differs = (picture.pixels(at(9)) != picture.ground).any(axis=2)
    assert 0 < differs.mean() < 0.2


@pytest.mark.parametrize("name", ["curve", "sheet"])
def test_a_question_hides_the_arrow_to_the_next_point(name, bowl, at):
    picture = Picture(view_of([bowl], name))
    (arrow,) = picture.view.ahead
    picture.place(at(4))
    assert arrow.get_visible()
    picture.place(at(4, "Where is it next?"))
    assert not arrow.get_visible()
    picture.place(at(4))
    assert arrow.get_visible()


def test_a_question_leaves_the_ground_in_sight(ravine, at):
    picture = Picture(view_of([ravine], None))
    picture.pixels(at(4, "Where is it after 3 steps?"))
    box = picture.moving[-1].get_bbox_patch().get_window_extent()
    assert box.y0 > picture.view.status.axes.get_window_extent().y1 - 10
