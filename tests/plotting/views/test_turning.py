"""The camera goes round the surface."""

import numpy as np
import pytest

import symgd
from symgd import SymgdError
from symgd.plotting import animate
from symgd.plotting.parts import space
from symgd.plotting.picture import Picture
from symgd.plotting.views.surface import AZIMUTH
from symgd.plotting.views.table import view_of
from symgd.plotting.views.turning import turned


@pytest.fixture
def picture(ravine):
    return Picture(animate(ravine, view="surface", turn=90).view)


def test_the_camera_turns_evenly_from_the_first_step_to_the_last(picture, at):
    last = picture.view.last
    for step in (last, 0, 5):
        picture.place(at(step))
        assert picture.figure.axes[0].azim == pytest.approx(AZIMUTH + 90 * step / last)


def test_frames_equal_full_drawings_in_any_order(picture, full_draw, at):
    first = picture.pixels(at(7))
    for step in (3, 0, picture.view.last):
        assert np.array_equal(picture.pixels(at(step)), full_draw(picture, at(step)))
    assert np.array_equal(picture.pixels(at(7)), first)


def test_the_layout_stays_while_it_turns(picture, at):
    places = []
    for step in (0, 6, picture.view.last):
        picture.place(at(step))
        ax = picture.figure.axes[0]
        places.append([*ax.get_position().bounds, ax.title.get_position()[0]])
        places[-1] += picture.view.status.get_window_extent().p0.tolist()
    assert places[0] == places[1] == places[2]


@pytest.mark.parametrize("size", [(960, 540), (640, 480)])
def test_nothing_reaches_over_the_edge_all_the_way_round(ravine, size, at):
    picture = Picture(turned(view_of([ravine], "surface"), 360), size=size)
    for step in range(picture.view.last + 1):
        frame = picture.pixels(at(step))
        edges = [frame[:2], frame[-2:], frame[:, :2], frame[:, -2:]]
        assert all((edge == 255).all() for edge in edges)


def test_a_run_of_one_iterate_stands_still(ravine, at):
    run = symgd.gradient_descent(ravine.cost, (3, 1), max_steps=0)
    picture = Picture(turned(view_of([run], "surface"), 45))
    picture.place(at(0))
    assert picture.figure.axes[0].azim == AZIMUTH


def test_no_turn_is_the_plain_surface(ravine):
    plain = view_of([ravine], "surface")
    assert turned(plain, 0) is plain
    assert not plain.turns
    assert animate(ravine, view="surface", turn=-30).view.turns


def test_a_fresh_copy_turns_as_far(ravine):
    view = animate(ravine, view="surface", turn=np.float64(30)).view
    again = view.again()
    assert again is not view
    assert (again.turn, again.runs) == (30.0, view.runs)


@pytest.mark.parametrize("view", ["contour", "cost"])
def test_flat_views_do_not_turn(ravine, view):
    with pytest.raises(SymgdError, match=f"'{view}' is flat; write view='surface' too"):
        animate(ravine, view=view, turn=90)


@pytest.mark.parametrize("turn", ["90", None, np.nan, np.inf, True, 1j, [90]])
def test_what_is_no_angle_is_refused(ravine, turn):
    with pytest.raises(SymgdError, match="how many degrees"):
        animate(ravine, view="surface", turn=turn)


def test_a_turning_box_keeps_its_square_and_the_label_off_the_numbers(picture, at):
    picture.pixels(at(0))
    ax = picture.figure.axes[0]
    assert ax.zaxis.labelpad > 0.5 * ax.zaxis.label.get_size()
    assert space.room(ax).width == pytest.approx(ax.get_window_extent().width)
