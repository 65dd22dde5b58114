"""What all views share."""

from itertools import pairwise

import matplotlib
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import symgd
from symgd.plotting.style import LIGHT, slides, theme
from symgd.plotting.views.base import TOP, folded, over, write
from symgd.plotting.views.table import VIEWS, view_of


@pytest.fixture(params=["curve", "contour", "surface", "cost"])
def drawn(request, bowl, ravine):
    """Each view, drawn in a figure of our own."""
    view = view_of([bowl if request.param == "curve" else ravine], request.param)
    figure = Figure(figsize=(9.6, 5.4))
    FigureCanvasAgg(figure)
    view.draw(view.axes(figure), roomy=True)
    view.show(3)
    return view


def test_what_moves_lies_above_everything_in_a_fixed_order(drawn):
    orders = [artist.get_zorder() for artist in drawn.moving]
    assert orders == sorted(set(orders))
    moving = set(drawn.moving)
    still = [a for a in drawn.status.axes.get_children() if a not in moving]
    assert max(artist.get_zorder() for artist in still) < TOP <= min(orders)


def test_what_moves_does_not_move_the_layout(drawn):
    assert not any(artist.get_in_layout() for artist in drawn.moving)


def test_title_status_and_axes_do_not_overlap_and_fit_the_figure(drawn):
    ax = drawn.status.axes
    ax.figure.draw_without_rendering()
    status = drawn.status.get_window_extent()
    titles = [t for t in (ax.title, ax._left_title, ax._right_title) if t.get_text()]
    (title,) = (t.get_window_extent() for t in titles)
    assert title.y0 > status.y1
    assert status.y0 > ax.get_window_extent().y1
    assert 0 <= title.x0 < title.x1 <= ax.figure.bbox.width
    assert title.y1 <= ax.figure.bbox.height
    assert status.x1 <= ax.figure.bbox.width


def test_status_keeps_its_width_while_the_step_grows(drawn):
    widths = set()
    for step in (0, 9, drawn.last):
        drawn.show(step)
        first = drawn.status.get_text().split("   ")[0]
        widths.add(len(first))
        assert first.strip("\u2007") == f"step {step}"
    assert len(widths) == 1


def test_a_long_status_shrinks_to_fit(drawn):
    size = drawn.status.get_fontsize()
    write([drawn.status], ["x = 1.23×10⁻¹⁰⁰   " * 8])
    assert drawn.status.get_window_extent().x1 <= drawn.status.figure.bbox.width
    drawn.show(3)
    assert drawn.status.get_fontsize() == size


def test_lines_that_belong_together_shrink_together():
    ax = Figure(figsize=(9.6, 5.4), dpi=100).subplots()
    lines = [over(ax, "", up) for up in (0.5, 2.0)]
    write(lines, ["short", "long " * 20], reach=300.0)
    assert lines[0].get_fontsize() == lines[1].get_fontsize()
    assert 270 < lines[1].get_window_extent().width < 330  # small letters are drawn wider
    write(lines, ["short", ""])
    assert lines[0].get_fontsize() == lines[1].get_fontsize() == matplotlib.rcParams["font.size"]


def test_a_part_leaves_title_status_and_legend_to_the_whole(rates):
    whole = view_of(rates, "cost")
    part = view_of(rates[1:], "contour").within(whole, first=1)
    assert part.moving is whole.moving
    assert part.shared == tuple(rates)
    assert part.looks == theme().looks[1:3]
    assert part.alone is None
    ax = Figure(figsize=(9.6, 5.4)).subplots()
    part.draw(ax, roomy=False)
    assert ax.get_legend() is not None
    assert whole.status.axes is ax
    assert not hasattr(part, "status")
    part.show(2)
    assert whole.status.get_text() == ""
    assert part.last == whole.last


def test_title_names_formula_and_rule_of_a_run_alone(drawn):
    title = drawn.status.axes.get_title(loc="left")
    assert "$x^{2}" in title
    assert drawn.alone.label in title


def test_every_view_in_the_table_goes_by_its_name():
    assert all(name == view.name for name, view in VIEWS.items())


def test_status_writes_variables_as_the_axes_do():
    run = symgd.gradient_descent("x_12**2 + lambda**2", (3, 1), max_steps=2)
    view = view_of([run], None)
    ax = Figure().subplots()
    view.draw(ax, roomy=False)
    view.show(0)
    assert {ax.get_xlabel(), ax.get_ylabel()} == {r"$\lambda$", "$x_{12}$"}
    assert r"$\lambda$ = 3.00" in view.status.get_text()
    assert "$x_{12}$ = 1.00" in view.status.get_text()


@pytest.mark.parametrize("text", ["(x - 1)**2", "x**2 + y**2"])
def test_numbers_of_narrow_windows_do_not_overlap(text):
    cost = symgd.Cost(text)
    run = symgd.gradient_descent(cost, (2,) * cost.n, 1e-9, max_steps=50)
    view = view_of([run], None)
    with slides():
        figure = Figure(figsize=(9.6, 5.4))
        FigureCanvasAgg(figure)
        ax = view.axes(figure)
        view.draw(ax, roomy=True)
        figure.draw_without_rendering()
    assert np.ptp(view.window[0]) < 1e-4
    boxes = [label.get_window_extent() for label in ax.get_xticklabels()]
    low, high = ax.bbox.x0, ax.bbox.x1
    shown = sorted((box.x0, box.x1) for box in boxes if low <= (box.x0 + box.x1) / 2 <= high)
    assert len(shown) >= 2
    assert all(end < start for (_, end), (start, _) in pairwise(shown))


def test_long_labels_are_folded():
    assert folded("gd, α = 0.1") == "gd, α = 0.1"
    assert folded("momentum, α = 0.001, β = 0.95") == "momentum,\nα = 0.001, β = 0.95"
    assert folded("costs $5") == r"costs \$5"
    assert max(map(len, folded("adam, " + ", ".join(["a = 1"] * 20)).split("\n"))) <= 21


def test_last_step_is_that_of_the_longest_run(rates):
    view = view_of(rates, "cost")
    assert view.last == 9
    assert view.alone is None
    assert np.isclose(view.cost(rates[0].path[0]), rates[0].costs[0])


def test_runs_point_in_their_own_colours(bowl):
    assert view_of([bowl], None).pointing == [LIGHT.point]
    assert view_of([bowl, bowl], None).pointing == [look.colour for look in LIGHT.looks[:2]]
