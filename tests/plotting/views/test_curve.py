"""The curve view draws what the run recorded."""

import numpy as np
import pytest
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

import symgd
from symgd.plotting.parts.windows import inside
from symgd.plotting.picture import Picture
from symgd.plotting.style import LIGHT
from symgd.plotting.views.curve import Curve


def drawn(*runs, step=None):
    view = Curve(runs)
    view.draw(Figure(figsize=(9.6, 5.4)).subplots(), roomy=False)
    view.show(view.last if step is None else step)
    return view


def test_the_points_are_the_iterates_on_the_curve(bowl):
    view = drawn(bowl)
    assert np.array_equal(view.trails[0].line.get_xdata(), bowl.path[:, 0])
    assert np.array_equal(view.trails[0].line.get_ydata(), bowl.costs)
    x, y = view.line.get_data()
    inside = np.abs(y) < 10
    assert y[inside] == pytest.approx(x[inside] ** 2)
    assert set(bowl.path[:, 0]) <= set(x)


def test_the_tangent_has_the_recorded_slope(bowl):
    view = drawn(bowl, step=4)
    (x0, x1), (y0, y1) = view.tangent.line.get_data()
    assert (y1 - y0) / (x1 - x0) == pytest.approx(bowl.gradients[4, 0])
    assert view.status.get_text().startswith("step 4")
    assert "x = 1.229" in view.status.get_text()
    assert "f = 1.510" in view.status.get_text()


def test_several_runs_have_no_tangent_but_a_legend():
    runs = [symgd.gradient_descent("x**2", 3, rate, max_steps=8) for rate in (0.1, 0.3)]
    view = drawn(*runs, step=2)
    assert not hasattr(view, "tangent")
    labels = [text.get_text() for text in view.status.axes.get_legend().get_texts()]
    assert labels == [run.label for run in runs]
    assert view.status.get_text() == "step 2"


def test_a_divergent_run_is_finite_and_says_that_it_left(divergent):
    view = drawn(divergent)
    assert np.isfinite(view.window).all()
    assert "out of view" in view.status.get_text()
    view.show(0)
    assert "out of view" not in view.status.get_text()
    assert all(np.isfinite(artist.get_xydata()).all() for artist in view.trails[0].artists[::2])


@pytest.mark.parametrize(("text", "start"), [("-x**2", 1), ("x**3", -1)])
def test_an_unbounded_descent_shows_the_curve_and_the_first_steps(text, start):
    run = symgd.gradient_descent(text, start)
    view = drawn(run)
    assert not any(patch.get_hatch() for patch in view.line.axes.patches)
    assert inside(view.trails[0].points[:4], view.window).all()
    assert len(view.trails[0].dots.get_offsets()) >= 4
    assert np.abs(view.window).max() < 1000


def test_the_power_of_large_costs_stands_off_the_status_line():
    view = drawn(symgd.gradient_descent("1e9*x**2", 3, 1e-10, max_steps=5))
    axes = view.line.axes
    axes.figure.draw_without_rendering()
    power = axes.yaxis.get_offset_text()
    assert power.get_text()
    assert power.get_window_extent().x1 <= view.status.get_window_extent().x0


def test_missing_values_are_hatched_and_named():
    run = symgd.gradient_descent("log(x)", 2, learning_rate=0.1)
    ax = drawn(run).line.axes
    assert any(patch.get_hatch() for patch in ax.patches)
    assert "no finite value here" in [text.get_text() for text in ax.texts]


def test_known_minima_are_starred():
    cost = symgd.Cost("(x - 2)**2", minima=[2], start=0)
    ax = drawn(symgd.gradient_descent(cost, 0, max_steps=5)).line.axes
    stars = [line for line in ax.lines if line.get_marker() == "*"]
    assert np.array_equal(stars[0].get_xydata(), [[2, 0]])


@pytest.mark.parametrize("text", ["3 + 0*x", "abs(x)", "exp(x)", "1/x", "x**4 - 3*x**3 + 2"])
def test_odd_curves_can_be_drawn(text):
    run = symgd.gradient_descent(symgd.Cost(text, ["x"]), 1.5, 0.01, max_steps=20)
    view = drawn(run)
    view.line.figure.draw_without_rendering()
    assert np.isfinite(view.window).all()


def test_start_and_end_are_named_and_the_step_is_told_beside_the_point(bowl):
    view = drawn(bowl)
    assert "start" in [text.get_text() for text in view.line.axes.texts]
    assert view.current.text.get_text() == "end"
    view.show(5)
    assert view.current.text.get_text() == "5"
    assert view.current.text.xy == pytest.approx((bowl.path[5, 0], bowl.costs[5]))


def test_the_step_reaches_along_the_axis_to_the_next_x(bowl):
    view = drawn(bowl, step=4)
    (x, _), (further, _) = view.stepping.arrow._posA_posB
    assert (x, further) == pytest.approx(bowl.path[4:6, 0])
    assert further - x == pytest.approx(-0.1 * bowl.gradients[4, 0])
    assert view.stepping.foot.get_xdata() == [bowl.path[4, 0]]


def test_a_run_that_leaves_has_an_arrow_along_the_curve_and_words():
    run = symgd.gradient_descent("-x**2", 3, learning_rate=0.1, max_steps=40)
    view = drawn(run)
    (leaving,) = view.leavings
    outside = ~inside(view.points[0], view.window)
    assert outside[leaving.step :].all()
    assert not outside[leaving.step - 1]
    arrow, text = leaving.artists
    tail, tip = (view.window[:, 0] + end * np.ptp(view.window, axis=1) for end in arrow._posA_posB)
    assert tip[1] == pytest.approx(-(tip[0] ** 2), rel=1e-3)
    assert np.sign(tip[0] - tail[0]) == np.sign(run.path[leaving.step, 0])
    assert text.get_text() == f"leaves the picture at step {leaving.step}"
    view.show(leaving.step - 1)
    assert not text.get_visible()
    view.show(leaving.step)
    assert text.get_visible()


def test_thin_lines_lead_from_side_to_side_and_out_of_the_picture():
    run = symgd.gradient_descent("x**2", 10, learning_rate=1.1, max_steps=10)
    view = drawn(run)
    line, (leaving,) = view.trails[0].line, view.leavings
    assert line.get_linestyle() == "-"
    assert line.get_linewidth() < view.line.get_linewidth()
    assert line.get_xdata() == pytest.approx(run.path[: leaving.step + 1, 0])
    tip = view.window[:, 0] + leaving.artists[0]._posA_posB[1] * np.ptp(view.window, axis=1)
    inner, outer = view.points[0][leaving.step - 1 : leaving.step + 1]
    assert np.cross([*(tip - inner), 0], [*(outer - inner), 0])[2] == pytest.approx(0, abs=1e-6)


def test_of_a_run_that_climbs_no_iterate_is_missing_before_it_leaves():
    view = drawn(symgd.gradient_descent("x**2", 10, learning_rate=1.1, max_steps=10))
    assert inside(view.points[0][: view.leavings[0].step], view.window).all()


def test_along_one_side_no_line_lies_on_the_curve(bowl):
    assert drawn(bowl).trails[0].line.get_linestyle() == "None"


def test_numbers_and_words_stand_inside_low_axes():
    run = symgd.gradient_descent("x**2", 10, learning_rate=0.2, max_steps=10)
    view = Curve([run])
    ax = Figure(figsize=(3, 1.4)).add_axes((0.1, 0.1, 0.8, 0.6))
    view.draw(ax, roomy=False)
    edge = ax.get_window_extent().y0
    for step in range(1, 11):
        view.show(step)
        ax.figure.draw_without_rendering()
        assert view.current.text.get_window_extent().y0 > edge


def test_a_run_that_stays_has_no_such_arrow(bowl):
    assert drawn(bowl).leavings == []


def test_of_several_the_one_that_leaves_is_told():
    runs = [symgd.gradient_descent("x**2", 3, rate, max_steps=12) for rate in (0.1, 1.2)]
    (leaving,) = drawn(*runs).leavings
    assert leaving.artists[0].get_facecolor() == to_rgba(LIGHT.looks[1].colour)


@pytest.mark.parametrize(
    ("text", "kink"),
    [("abs(x)", 0), ("Max(x, x**2)", 1), ("Abs(x - 1)/2", 1)],
)
def test_kinks_are_not_smoothed(text, kink):
    view = drawn(symgd.gradient_descent(text, 2.5, 0.3, max_steps=12))
    x, y = view.curve.T
    slopes = np.diff(y) / np.diff(x)
    before, after = slopes[x[1:] < kink - 0.02][-1], slopes[x[:-1] > kink + 0.02][0]
    near = slopes[np.abs(x[:-1] - kink) < 0.02]
    between = (near > min(before, after) + 0.1) & (near < max(before, after) - 0.1)
    assert abs(after - before) > 0.5
    assert between.sum() <= 1


def test_a_jump_and_a_pole_are_gaps():
    cost = symgd.Cost("Piecewise((x**2, x > 0), (x**2 + 3, True))")
    jump = drawn(symgd.gradient_descent(cost, 2, 0.6, max_steps=6)).curve
    pole = drawn(symgd.gradient_descent("1/x**2 + x/9", 1, 0.1, max_steps=6)).curve
    tangents = drawn(symgd.gradient_descent("tan(x)", 1, 0.1, max_steps=30)).curve
    for x, y in (jump.T, tangents.T):
        assert np.isnan(y).any()
        assert np.nanmax(np.abs(np.diff(np.where(np.abs(y) < 4, y, np.nan)))) < 1
        assert np.isfinite(x).all()
    assert not np.isnan(pole[pole[:, 0] > 0.01][:, 1]).any()


def test_what_is_laid_over_equals_a_full_draw(full_draw, at):
    run = symgd.gradient_descent("x**2", 3, learning_rate=1.1, max_steps=12)
    picture = Picture(Curve([run]))
    for step in (0, 3, run.nit):
        assert np.array_equal(picture.pixels(at(step)), full_draw(picture, at(step)))


def test_a_start_beyond_what_can_be_drawn_has_no_name():
    view = drawn(symgd.gradient_descent("x**2", 1e120, learning_rate=0.1, max_steps=9))
    view.line.figure.draw_without_rendering()
    assert "start" not in [text.get_text() for text in view.line.axes.texts]
    assert "out of view" in view.status.get_text()


def test_points_and_tangent_of_a_stochastic_run_lie_on_the_curve_of_all_data():
    x = np.arange(1.0, 6.0)
    cost = symgd.mean_loss("(w*x - y)**2", {"x": x, "y": 2 * x + 1})
    run = symgd.minimize(cost, 0, symgd.gd(learning_rate=0.01), batch_size=1, epochs=2, rng=0)
    view = drawn(run, step=3)
    assert view.points[0][:, 1] == pytest.approx(cost(run.path))
    assert (
        f"{cost.gradient_at(run.path[3])[0]:.4g}".replace("-", "−") in view.tangent.text.get_text()
    )
