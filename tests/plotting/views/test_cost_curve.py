"""Costs against the step: on a log axis where one is possible."""

import numpy as np
from matplotlib.figure import Figure

import symgd
from symgd.plotting.picture import Picture
from symgd.plotting.views.cost_curve import CostCurve, lowest_places

FALLING = 4.0 ** -np.arange(10.0)


def drawn(*runs, step=None):
    view = CostCurve(runs)
    view.draw(Figure(figsize=(9.6, 5.4)).subplots(), roomy=False)
    view.show(view.last if step is None else step)
    return view


def test_the_line_is_the_record(bowl):
    view = drawn(bowl, step=6)
    assert np.array_equal(view.lines[0].get_xdata(), np.arange(7))
    assert np.array_equal(view.lines[0].get_ydata(), bowl.costs[:7])
    assert view.heads[0].get_xydata().tolist() == [[6, bowl.costs[6]]]
    assert view.lines[0].axes.get_yscale() == "log"


def test_runs_of_different_length(rates):
    view = drawn(*rates)
    assert [len(line.get_xdata()) for line in view.lines] == [10, 5, 10]


def test_any_number_of_variables():
    run = symgd.gradient_descent("a**2 + 2*b**2 + 3*c**2 + 4*d**2", (1, 2, 3, 4), max_steps=5)
    view = drawn(run)
    assert view.lines[0].axes.get_ylabel() == "$f$($a$, …, $d$)"
    assert "a =" not in view.status.get_text()
    assert "f =" in view.status.get_text()


def test_divergent_constant_and_empty_runs_can_be_drawn(divergent):
    constant = symgd.gradient_descent(symgd.Cost("3", ["x"]), 1)
    nothing = symgd.gradient_descent("x**2", 3, max_steps=0)
    for run in (divergent, constant, nothing):
        ax = drawn(run).lines[0].axes
        ax.figure.draw_without_rendering()
        assert np.isfinite([*ax.get_xlim(), *ax.get_ylim()]).all()


def test_a_run_that_reaches_the_minimum_runs_along_the_lower_edge_and_says_so():
    cost = symgd.Cost("x**2 - 4", minima=[0])
    run = symgd.gradient_descent(cost, 3, 0.3, max_steps=60, precision=None)
    view = drawn(run)
    first = int(np.argmax(run.costs == -4))
    edge = view.lines[0].axes.get_ylim()[0]
    shown = view.lines[0].get_ydata()
    assert (shown[first:] == edge).all()
    assert (shown[:first] > edge).all()
    assert view.heads[0].get_ydata() == [edge]
    (_, mark), (_, text) = view.reached
    assert mark.get_xydata().tolist() == [[first, 0]]
    assert text.get_text() == f"reaches the minimum exactly at step {first}"
    view.show(first - 1)
    assert not mark.get_visible()
    assert not text.get_visible()


def test_the_lowest_cost_seen_is_told_where_no_minimum_is_known():
    view = drawn(symgd.gradient_descent("x**4 - 3*x**3", 4, 0.01, max_steps=60))
    assert view.reached[1][1].get_text() == f"lowest cost seen at step {view.last}"


def test_in_narrow_axes_the_words_take_two_lines():
    run = symgd.gradient_descent("x**4 - 3*x**3", 4, 0.01, max_steps=60)
    view = CostCurve([run])
    view.draw(Figure(figsize=(4.0, 5.4)).subplots(), roomy=False)
    words = view.reached[1][1]
    assert words.get_text() == f"lowest cost seen\nat step {view.last}"
    assert words.xy[0] == 0 and words.get_ha() == "left"


def test_of_several_that_reach_it_marks_in_their_colours_tell():
    cost = symgd.Cost("x**2 + y**2", minima=[(0, 0)])
    rates = ((0.1, (3, 1)), (0.5, (3, 1)), (0.5, (1, 2)))
    view = drawn(*(symgd.gradient_descent(cost, x, rate, max_steps=9) for rate, x in rates))
    assert [step for step, _ in view.reached] == [1, 1]
    assert [mark.get_color() for _, mark in view.reached] == [
        line.get_color() for line in view.lines[1:]
    ]


def test_missing_costs_are_not_called_the_lowest():
    costs, above = np.array([1.0, np.nan, 0.0]), np.array([1.0, np.nan, np.nan])
    assert lowest_places(costs, above).tolist() == [False, False, True]


def test_costs_beyond_all_numbers_of_matplotlib_stay_in_view(divergent):
    view = drawn(divergent)
    ax = view.lines[0].axes
    ax.figure.draw_without_rendering()
    assert ax.get_ylim()[1] >= 0.99e300
    labels = [label for label in ax.get_yticks() if ax.get_ylim()[0] < label < ax.get_ylim()[1]]
    assert len(labels) >= 4


def test_what_is_laid_over_equals_a_full_draw(full_draw, at):
    cost = symgd.Cost("x**2 - 4", minima=[0])
    run = symgd.gradient_descent(cost, 3, 0.3, max_steps=60, precision=None)
    picture = Picture(CostCurve([run]))
    for step in (5, 60):
        assert np.array_equal(picture.pixels(at(step)), full_draw(picture, at(step)))
