"""The filmstrip shows a run at some of its steps, all in one window."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

import symgd
from symgd import SymgdError
from symgd.plotting import animate, plot
from symgd.plotting.picture import Picture
from symgd.plotting.views.filmstrip import MOST, Filmstrip, chosen
from symgd.plotting.views.table import view_of


def drawn(run, step=None):
    view = Filmstrip([run])
    view.draw(Figure(figsize=(9.6, 5.4)).subplots(), roomy=False)
    view.show(view.last if step is None else step)
    return view


@pytest.mark.parametrize("last", [0, 1, 4, 5, 6, 7, 10, 100, 10_000])
def test_the_steps_are_the_first_and_the_last_and_none_comes_twice(last):
    steps = chosen(last)
    assert len(steps) == min(last + 1, MOST)
    assert steps == sorted(set(steps))
    assert steps[: min(last + 1, 4)] == list(range(min(last + 1, 4)))
    assert steps[-1] == last


def test_each_panel_shows_the_run_up_to_its_step(ravine):
    view = drawn(ravine)
    assert view.steps == [0, 1, 2, 3, 7, 15]
    for panel, step in zip(view.panels, view.steps, strict=True):
        assert np.array_equal(panel.trails[0].line.get_xydata(), ravine.path[: step + 1])
        assert panel.status.get_text() == f"step {step}"


def test_the_panels_share_window_and_size(ravine):
    places = [panel.status.axes for panel in drawn(ravine).panels]
    windows = np.array([[ax.get_xlim(), ax.get_ylim()] for ax in places])
    assert np.allclose(windows, windows[0])
    sizes = np.array([ax.get_window_extent().size for ax in places])
    assert np.allclose(sizes, sizes[0])


def test_only_outer_panels_are_labelled(bowl):
    labels = [panel.status.axes for panel in drawn(bowl).panels]
    assert [ax.yaxis.label.get_visible() for ax in labels] == [True, False, False] * 2
    assert [ax.xaxis.label.get_visible() for ax in labels] == [False] * 3 + [True] * 3


@pytest.mark.parametrize(("last", "columns"), [(0, 1), (1, 2), (2, 3), (3, 2), (4, 3), (5, 3)])
def test_few_steps_make_few_panels(last, columns):
    run = symgd.gradient_descent("x**2", 3, 0.1, precision=None, max_steps=last)
    view = drawn(run)
    lefts = {round(panel.status.axes.get_window_extent().x0) for panel in view.panels}
    assert (len(view.panels), len(lefts)) == (last + 1, columns)


def test_a_curve_has_its_tangent_and_no_label_on_it(bowl):
    for panel in drawn(bowl).panels:
        assert panel.tangent.line.get_visible()
        assert panel.tangent.text not in panel.moving
        assert not any("slope" in text.get_text() for text in panel.status.axes.texts)


def test_a_point_outside_the_window_is_said_to_be(divergent):
    view = drawn(divergent)
    assert view.panels[0].status.get_text() == "step 0"
    assert view.panels[-1].status.get_text().endswith(", out of view")


def test_panels_come_one_by_one(ravine):
    view = drawn(ravine, step=2)
    seen = [panel.status.get_visible() for panel in view.panels]
    assert seen == [True] * 3 + [False] * 3
    view.show(4)
    assert [panel.trails[0].head.get_visible() for panel in view.panels] == [True] * 5 + [False]
    assert repr(animate(ravine, view="strip", fps=1)) == (
        "<Animation: strip, 6 panels shown in 6 frames at 1 fps>"
    )


@pytest.mark.parametrize("name", ["bowl", "ravine"])
def test_frames_equal_full_drawings_in_any_order(name, request, full_draw, at):
    picture = Picture(view_of([request.getfixturevalue(name)], "strip"))
    for step in (5, 0, 3):
        assert np.array_equal(picture.pixels(at(step)), full_draw(picture, at(step)))


@pytest.mark.parametrize("size", [(960, 540), (640, 480)])
@pytest.mark.parametrize("name", ["rosenbrock", "himmelblau", "ravine"])
def test_nothing_reaches_over_the_edge(name, size, at):
    cost = getattr(symgd.gallery, name)
    run = symgd.minimize(cost, cost.start, symgd.momentum(learning_rate=1e-3), max_steps=9)
    frame = Picture(view_of([run], "strip"), size=size).pixels(at(5))
    edges = [frame[:2], frame[-2:], frame[:, :2], frame[:, -2:]]
    assert all((edge == 255).all() for edge in edges)


def test_several_runs_are_refused(rates):
    with pytest.raises(SymgdError, match=r"shows one run, but 3 were given; write plot\(run, "):
        plot(*rates, view="strip")


def test_the_users_axes_have_room_for_it(ravine):
    figure, (left, right) = plt.subplots(1, 2, figsize=(14, 5))
    assert plot(ravine, view="strip", ax=left) is left
    box = left.get_window_extent()
    assert len(left.child_axes) == MOST
    for inner in left.child_axes:
        inside = inner.get_window_extent()
        assert box.x0 - 1 <= inside.x0 < inside.x1 <= box.x1 + 1
        assert box.y0 - 1 <= inside.y0 < inside.y1 <= box.y1 + 1
    figure.draw_without_rendering()
    assert not right.lines


def test_a_question_hides_the_arrows_that_would_answer(bowl, at):
    picture = Picture(view_of([bowl], "strip"))
    assert len(picture.view.ahead) == len(picture.view.steps)
    picture.place(at(2, "Where is it in the next panel?"))
    assert not any(arrow.get_visible() for arrow in picture.view.ahead)


def test_small_panels_have_no_words_at_the_edge(at):
    run = symgd.gradient_descent("x**2", 3, 1.1, max_steps=30)
    picture = Picture(view_of([run], "strip"))
    picture.pixels(at(5))
    assert all(len(leaving.artists) == 1 for p in picture.view.panels for leaving in p.leavings)
