"""The sheet puts the descent beside its costs, under the numbers of the step."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
import sympy
from matplotlib.figure import Figure

import symgd
from symgd import SymgdError, gallery
from symgd.plotting.picture import Picture
from symgd.plotting.style import slides
from symgd.plotting.views.contour import Contour
from symgd.plotting.views.curve import Curve
from symgd.plotting.views.sheet import Sheet
from symgd.plotting.views.table import view_of


def drawn(*runs, step=None, roomy=False):
    view = Sheet(runs)
    with slides():
        ax = Figure(figsize=(9.6, 5.4)).subplots()
        view.draw(ax, roomy=roomy)
        view.show(view.last if step is None else step)
    return view


def lines(view):
    return [line.get_text() for line in (view.status, view.under, *view.aside)]


def test_the_curve_and_the_contour_stand_beside_the_costs(bowl, ravine):
    for run, kind in ((bowl, Curve), (ravine, Contour)):
        view = drawn(run, step=4)
        assert type(view.descent) is kind
        left, right = view.status.axes, view.aside[0].axes
        assert left.figure.axes == [left, right]
        assert right.get_xlabel() == "step"
        trail = view.descent.trails[0].line.axes.lines
        assert view.descent.trails[0].line in trail
        assert view.costs.lines[0].axes is right
        assert view.costs.lines[0].get_ydata() == pytest.approx(run.costs[:5])


def test_both_pictures_move_together(bowl):
    view = drawn(bowl, step=7)
    assert view.descent.trails[0].head.get_xydata() == pytest.approx(
        np.array([[bowl.path[7, 0], bowl.costs[7]]])
    )
    assert view.costs.heads[0].get_xydata() == pytest.approx(np.array([[7, bowl.costs[7]]]))


def test_the_update_is_told_in_numbers(bowl):
    view = drawn(bowl, step=3)
    assert lines(view) == [
        "$x_{3}$ = 1.920 − 0.1·3.840 = 1.536",
        "step length = 0.3840",
        "step 3\u2007   f = 2.359",
        "|slope| = 3.072",
    ]


def test_each_coordinate_has_its_line(ravine):
    view = drawn(ravine, step=1)
    assert lines(view) == [
        "$x_{1}$ = 10.0 − 0.4·2.00 = 9.20",
        "$y_{1}$ = 1.50 − 0.4·6.00 = −0.900",
        "step 1\u2007   f = 10.08",
        "|slope| = 4.043",
    ]
    view.show(2)
    assert view.under.get_text() == "$y_{2}$ = −0.900 − 0.4·(−3.60) = 0.540"


def test_the_start_has_no_update(bowl, ravine):
    assert lines(drawn(bowl, step=0))[:2] == ["$x_{0}$ = 3.000", ""]
    assert lines(drawn(ravine, step=0))[:2] == ["$x_{0}$ = 10.0", "$y_{0}$ = 1.50"]


def test_other_rules_tell_where_they_are_and_how_far_they_went(ravine):
    run = symgd.minimize(ravine.cost, (10, 1.5), symgd.adam(learning_rate=0.5), max_steps=4)
    assert lines(drawn(run, step=1))[:2] == [
        "$x_{1}$ = 9.50   $y_{1}$ = 1.00",
        "step length = 0.7071",
    ]


def test_clipped_steps_are_not_told_as_plain_ones():
    run = symgd.gradient_descent("x**2", 3, 0.1, max_steps=2, clip=1.0)
    assert lines(drawn(run, step=1))[0] == "$x_{1}$ = 2.900"


def test_a_learning_rate_that_varies_is_told():
    halves = symgd.gd(learning_rate=1 / (2 * sympy.Symbol("t")))
    view = drawn(symgd.minimize("x**2/2", 3, halves, precision=None, max_steps=3), step=2)
    assert lines(view)[0] == "$x_{2}$ = 1.500 − 0.25·1.500 = 1.125"
    assert lines(view)[3] == "|slope| = 1.125   α = 0.25"


def test_a_name_with_an_index_keeps_it():
    run = symgd.gradient_descent("x_1**2", 3, 0.1, max_steps=1)
    assert lines(drawn(run))[0].startswith("$x_{1}$ = 3.000 − 0.1·6.000")


def test_the_lines_do_not_meet_each_other_nor_the_pictures(ravine, bowl, at):
    for run in (ravine, bowl, symgd.gradient_descent(gallery.himmelblau, (0, 0), 0.01)):
        for size in ((960, 540), (640, 480)):
            picture = Picture(view_of([run], "sheet"), size=size)
            for step in (3, run.nit):
                picture.pixels(at(step))
                view = picture.view
                status, under, top, low = (
                    line.get_window_extent() for line in (view.status, view.under, *view.aside)
                )
                left, right = (a.axes.get_window_extent() for a in (view.status, view.aside[0]))
                assert max(status.x1, under.x1) < min(top.x0, low.x0)
                assert status.y0 >= under.y1 - 1 and under.y0 >= left.y1
                assert top.y0 >= low.y1 - 1 and low.y0 >= right.y1
                assert max(top.x1, low.x1) <= size[0]


def test_in_narrow_pictures_the_letters_stay_large(bowl, at):
    hundred = symgd.gradient_descent("x**2", 3, 0.1, precision=None, max_steps=100)
    for run, first in ((bowl, "step 12   f = 0.04250"), (hundred, "f = 3.735×10⁻¹⁹")):
        picture = Picture(view_of([run], "sheet"), size=(640, 480))
        picture.pixels(at(run.nit))
        assert picture.view.aside[0].get_text() == first
        assert min(line.get_fontsize() for line in picture.view.aside) > 11
        assert min(line.get_fontsize() for line in (picture.view.status, picture.view.under)) > 9.5


def test_an_update_too_long_for_a_narrow_picture_gives_way_to_its_result(at):
    run = symgd.gradient_descent("x**2", 3, 0.123456, precision=None, max_steps=49)
    picture = Picture(view_of([run], "sheet"), size=(640, 480))
    told = []
    for step in (2, 49):
        picture.pixels(at(step))
        told.append(lines(picture.view)[0])
    assert told == ["$x_{2}$ = 2.259 − 0.1235·4.519 = 1.701", "$x_{49}$ = 2.771×10⁻⁶"]


def test_several_runs_are_named_once_under_both(bowl):
    runs = symgd.compare("x**2", 3, [0.02, 0.1, 0.9, 0.45], max_steps=12)
    view = drawn(*runs, step=5, roomy=True)
    figure = view.status.axes.figure
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == [run.label for run in runs]
    assert all(ax.get_legend() is None for ax in figure.axes)
    assert view.status.get_text() == "step 5\u2007"
    figure.draw_without_rendering()
    below = legend.get_window_extent().y1
    assert all(ax.get_tightbbox().y0 >= below for ax in figure.axes)


def test_on_given_axes_the_names_stand_inside(bowl):
    runs = symgd.compare("x**2", 3, [0.02, 0.1, 0.9], max_steps=12)
    view = drawn(*runs)
    figure = view.status.axes.figure
    assert figure.legends == []
    assert [ax.get_legend() is not None for ax in figure.axes] == [False, True]
    figure.draw_without_rendering()
    right = figure.axes[1]
    assert right.get_legend().get_window_extent().width < right.get_window_extent().width


def test_more_variables_are_refused():
    run = symgd.gradient_descent("a**2 + b**2 + c**2", (1, 2, 3), max_steps=3)
    with pytest.raises(SymgdError, match="'sheet' does not fit a cost of 3 variables"):
        view_of([run], "sheet")


@pytest.mark.parametrize("many", [False, True])
def test_frames_equal_full_drawings_in_any_order(many, bowl, ravine, rates, full_draw, at):
    for runs in [rates] if many else [[bowl], [ravine]]:
        picture = Picture(view_of(runs, "sheet"))
        for step in (5, 0, 2, picture.view.last):
            assert np.array_equal(picture.pixels(at(step)), full_draw(picture, at(step)))


@pytest.mark.parametrize("size", [(960, 540), (640, 480)])
def test_nothing_reaches_over_the_figure_s_edge(size, bowl, ravine, rates, divergent, at):
    for runs in ([bowl], [ravine], rates, [divergent]):
        frame = Picture(view_of(runs, "sheet"), size=size).pixels(at(6))
        edges = [frame[:2], frame[-2:], frame[:, :2], frame[:, -2:]]
        assert all((edge == 255).all() for edge in edges)


def test_the_contour_and_the_costs_are_equally_high(ravine, at):
    picture = Picture(view_of([ravine], "sheet"))
    picture.pixels(at(3))
    left, right = (ax.get_window_extent() for ax in picture.figure.axes)
    assert left.y1 == pytest.approx(right.y1, abs=1)
    assert left.y0 == pytest.approx(right.y0, abs=0.06 * right.height)


@pytest.mark.parametrize("outside_a_grid", [False, True])
def test_the_room_of_axes_that_are_given_is_shared(outside_a_grid, ravine):
    figure = plt.figure(figsize=(14, 5))
    ax = figure.add_axes([0.1, 0.1, 0.4, 0.7]) if outside_a_grid else figure.add_subplot(1, 2, 1)
    room, before = ax.get_position(), dict(matplotlib.rcParams)
    assert symgd.plot(ravine, view="sheet", ax=ax) is ax
    assert plt.gca() is ax
    assert dict(matplotlib.rcParams) == before
    figure.draw_without_rendering()
    assert len(figure.axes) == 2
    for drawn_on in figure.axes:
        inside = drawn_on.get_position()
        assert room.x0 - 1e-9 <= inside.x0 < inside.x1 <= room.x1 + 1e-9
        assert room.y0 - 1e-9 <= inside.y0 < inside.y1 <= room.y1 + 1e-9


def test_a_start_alone_and_divergence_can_be_drawn(divergent):
    start = symgd.gradient_descent("x**2", 3, max_steps=0)
    for run in (start, divergent):
        view = drawn(run, roomy=True)
        view.status.axes.figure.draw_without_rendering()
    assert lines(view)[3].endswith("out of view")


def test_runs_through_batches_move_together_by_samples(batched):
    view = drawn(*batched, step=30)
    for place, (run, k) in enumerate(zip(batched, (1, 4, 30), strict=True)):
        head = view.descent.trails[place].head.get_xydata()[0]
        assert np.array_equal(head, run.path[k])
        assert view.costs.heads[place].get_ydata()[0] == pytest.approx(run.cost(run.path[k]))
    assert "samples" in view.costs.lines[0].axes.get_xlabel()


def test_the_numbers_of_a_stochastic_step_say_whose_slope_it_is(batched):
    run = batched[1]
    view = drawn(run, step=4)
    assert f"f = {run.cost(run.path[4]):.4g}" in lines(view)[2]
    assert lines(view)[3].startswith("|slope of the batch| = ")
    assert lines(drawn(run))[3].startswith("|slope| = ")


@pytest.mark.parametrize("size", [(960, 540), (640, 480)])
def test_a_long_title_leaves_the_first_picture_its_room(size, at):
    rule = symgd.adam(learning_rate=0.4)
    run = symgd.minimize("x**2/10 + 2*y**2", (-5, -2), rule, precision=None, max_steps=10)
    view = Picture(view_of([run], "sheet"), size=size).view
    left, right = (ax.get_window_extent() for ax in (view._left, view._right))
    assert left.width == pytest.approx(1.2 * right.width, rel=0.02)
    assert left.height == pytest.approx(right.height, rel=0.02)
    labels = [view._right.yaxis.label, *view._right.get_yticklabels()]
    reached = min(label.get_window_extent().x0 for label in labels)
    assert reached - left.x1 < 0.06 * size[0]
    legend = view._left.get_legend().get_window_extent()
    assert left.x0 <= legend.x0 < legend.x1 <= left.x1
    title = view._title.get_window_extent()
    assert view.status.get_window_extent().y1 <= title.y0 < title.y1 <= size[1]
