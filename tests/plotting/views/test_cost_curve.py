"""Costs against the step: on a log axis where one is possible."""

import numpy as np
import pytest
from matplotlib.figure import Figure

import symgd
from symgd.plotting.picture import Picture
from symgd.plotting.views.cost_curve import CostCurve, lowest_places, number

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


def test_runs_through_batches_are_drawn_against_the_samples_seen(batched):
    view = drawn(*batched)
    ax = view.lines[0].axes
    assert ax.get_xlabel() == "samples seen (one epoch = 20)"
    assert view.lines[0].get_xdata().tolist() == [20 * k for k in range(9)]
    for run, line, head in zip(batched, view.lines, view.heads, strict=True):
        assert line.get_xdata().tolist() == [20 * k for k in range(len(run.epoch_costs))]
        assert line.get_ydata()[-1] == run.fun
        assert head.get_xydata().tolist() == [[20 * (len(run.epoch_costs) - 1), run.fun]]
    assert np.array_equal(view.lines[1].get_ydata(), batched[1].epoch_costs)


def test_each_batch_is_pale_and_thin_where_its_samples_were_seen(batched):
    view = drawn(*batched)
    assert view.batches[0] is None
    pale, bold = view.batches[1].line, view.lines[1]
    assert pale.get_xdata()[:4].tolist() == [0, 8, 16, 20]
    assert np.array_equal(pale.get_ydata(), batched[1].costs[:-1])
    assert pale.get_linewidth() < 0.5 * bold.get_linewidth()
    assert pale.get_zorder() < view.lines[0].get_zorder()
    assert view.batches[2].line.get_zorder() < pale.get_zorder()  # the more restless lies lower


def test_a_frame_shows_every_run_after_as_many_samples(batched):
    view = drawn(*batched, step=30)
    assert view.status.get_text().strip() == "after 30 samples"
    assert [head.get_xdata().tolist() for head in view.heads] == [[20], [28], [30]]
    assert view.lines[1].get_xdata().tolist() == [0, 20, 28]
    assert view.heads[1].get_ydata()[0] == pytest.approx(batched[1].cost(batched[1].path[4]))
    assert len(view.batches[2].line.get_xdata()) == 30
    assert [len(held.line.get_xdata()) for held in view.held_out] == [2, 2, 2]


def test_a_run_alone_is_shown_step_by_step_with_the_cost_of_all_data(batched):
    run = batched[1]
    view = drawn(run, step=4)
    assert view.status.get_text().startswith("step 4")
    assert f"f = {run.cost(run.path[4]):.3g}" in view.status.get_text()
    assert view.heads[0].get_xdata().tolist() == [28]
    names = [text.get_text() for text in view.lines[0].axes.get_legend().get_texts()]
    assert names == ["all data", "a batch"]


def test_what_is_held_out_is_dashed_and_named_once(batched):
    view = drawn(*batched)
    for run, held in zip(batched, view.held_out, strict=True):
        assert np.array_equal(held.line.get_ydata(), run.validation_costs)
        assert held.line.get_linestyle() == "--"
    assert [held.name.get_text() for held in view.held_out] == ["held out", "", ""]
    assert drawn(batched[0]).held_out[0].name.get_text() == "held out"


def test_descents_that_all_see_all_data_keep_their_steps(batched):
    ax = drawn(batched[0]).lines[0].axes
    assert ax.get_xlabel() == "step"
    assert ax.get_legend() is None


def test_batches_far_from_all_data_do_not_stretch_the_axis():
    x = np.arange(1.0, 6.0)
    cost = symgd.mean_loss("(w*x - y)**2", {"x": x, "y": 2 * x + 1})
    run = symgd.minimize(cost, 0, symgd.gd(learning_rate=0.01), batch_size=1, epochs=30, rng=0)
    low, high = drawn(run).lines[0].axes.get_ylim()
    above = run.epoch_costs - cost(cost.minima[0])
    ratio = above.max() / above.min()
    assert above.min() / low < 10 * ratio**0.06
    assert high / above.max() < 10 * ratio**0.4  # with room for the legend


def test_beside_what_is_held_out_costs_are_drawn_as_they_are(batched):
    assert batched[0].cost.minima
    view = drawn(*batched)
    assert view.lines[0].axes.get_ylabel() == "$f$($w$, $b$)"
    bare = symgd.minimize(
        batched[0].cost, (-1, 3), symgd.gd(learning_rate=0.1), batch_size=1, epochs=3, rng=0
    )
    view = drawn(bare)
    assert view.lines[0].axes.get_ylabel() == "$f$($w$, $b$) − minimum"
    lowest = bare.cost(bare.cost.minima[0])
    assert view.lines[0].get_ydata() == pytest.approx(bare.epoch_costs - lowest)


def test_zero_and_negative_costs_survive():
    exact = symgd.mean_loss("(w*x - y)**2", {"x": [1.0, 1.0, 1.0], "y": [2.0, 2.0, 2.0]})
    below = symgd.mean_loss("(w - c)**4 - 30", {"c": [1.0, 2.0, 3.0]})
    for cost in (exact, below):
        run = symgd.minimize(cost, 0, symgd.gd(learning_rate=0.01), batch_size=1, epochs=4, rng=0)
        view = drawn(run)
        view.lines[0].axes.figure.draw_without_rendering()
        assert np.isfinite(view.lines[0].get_ydata()).all()
        assert np.isfinite(view.lines[0].axes.get_ylim()).all()
    k = int(run.epoch_costs.argmin())
    assert view.reached[1][1].get_text() == f"lowest cost seen after {3 * k} samples"


def test_odd_runs_through_batches_can_be_drawn(batched):
    cost = batched[0].cost
    for settings in ({"max_steps": 0}, {"max_steps": 1}, {"max_steps": 25}):
        run = symgd.minimize(cost, (0, 0), symgd.gd(learning_rate=0.1), batch_size=1, **settings)
        assert drawn(run).heads[0].get_xdata().tolist() == [run.nit]
    wild = symgd.minimize(cost, (0, 0), symgd.gd(learning_rate=9), batch_size=1, epochs=500)
    ax = drawn(wild, batched[1]).lines[0].axes
    ax.figure.draw_without_rendering()
    assert np.isfinite(ax.get_ylim()).all()


def test_millions_of_samples_are_numbered_in_short():
    assert [number(value) for value in (0, 1500, 2e6, 2.5e9)] == ["0", "1,500", "2 M", "2.5 G"]


def test_batches_laid_over_equal_a_full_draw(batched, full_draw, at):
    picture = Picture(CostCurve(batched))
    for step in (30, 160):
        assert np.array_equal(picture.pixels(at(step)), full_draw(picture, at(step)))
