"""The contour view draws what the run recorded, at right angles."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import symgd
from symgd.plotting.parts.windows import LIMIT, inside
from symgd.plotting.views.contour import GENTLE, Contour


def drawn(*runs, step=None, roomy=False):
    view = Contour(runs)
    figure = Figure(figsize=(9.6, 5.4))
    FigureCanvasAgg(figure)
    view.draw(figure.subplots(), roomy=roomy)
    view.show(view.last if step is None else step)
    return view


def test_the_path_is_that_of_the_run(ravine):
    view = drawn(ravine)
    assert np.array_equal(view.trails[0].line.get_xydata(), ravine.path)
    view = drawn(ravine, step=3)
    assert np.array_equal(view.trails[0].line.get_xydata(), ravine.path[:4])


def test_the_arrow_points_against_the_gradient_and_across_the_level_line(ravine):
    view = drawn(ravine, step=2)
    axes = view.arrow.axes
    ends = np.array(view.arrow._posA_posB)
    move = ends[1] - ends[0]
    slope = ravine.gradients[2]
    assert ends[0] == pytest.approx(ravine.path[2])
    assert move @ slope == pytest.approx(-np.linalg.norm(move) * np.linalg.norm(slope))
    axes.apply_aspect()
    level_line = np.array([-slope[1], slope[0]])
    base, along, across = axes.transData.transform([ends[0], ends[0] + level_line, ends[1]])
    assert (along - base) @ (across - base) == pytest.approx(0, abs=1e-6)


def test_no_arrow_on_flat_ground():
    run = symgd.gradient_descent("x**2 + y**2", (1, 1), learning_rate=0.5, max_steps=3)
    view = drawn(run, step=0)
    assert view.arrow.get_visible()
    view.show(1)
    assert not view.arrow.get_visible()


def test_the_arrow_shrinks_where_the_ground_becomes_flat():
    # The slopes are 2·0.8^k·(1, 1).
    run = symgd.gradient_descent("x**2 + y**2", (1, 1), precision=None, max_steps=40)
    view = drawn(run)

    def length(step):
        view.show(step)
        ends = np.array(view.arrow._posA_posB)
        return np.hypot(*(ends[1] - ends[0]))

    assert length(10) == pytest.approx(length(0))
    part = length(36) / length(0)
    assert part == pytest.approx(0.8**36 / GENTLE)
    head = view.arrow.get_mutation_scale()
    view.show(36)
    assert view.arrow.get_mutation_scale() == pytest.approx(part * head)
    assert view.arrow.get_mutation_scale() < 3


def test_levels_increase_over_the_whole_window(ravine):
    view = drawn(ravine)
    assert (np.diff(view.levels) > 0).all()
    assert view.levels[0] <= view.values.min() <= view.values.max() <= view.levels[-1]
    assert np.array_equal(view.lines.levels, view.levels[1:-1])


def test_equal_scales_fill_the_axes(ravine):
    view = drawn(ravine, roomy=True)
    ax = view.arrow.axes
    ax.figure.draw_without_rendering()
    assert ax.get_aspect() == 1
    room, used = ax.get_position(original=True), ax.get_position()
    assert used.width == pytest.approx(room.width, rel=0.05)
    assert used.height == pytest.approx(room.height, rel=0.05)


def test_very_different_scales_are_not_forced_to_be_equal():
    run = symgd.gradient_descent("x**2/1e6 + y**2", (1000, 0.5), learning_rate=0.4, max_steps=20)
    assert drawn(run).arrow.axes.get_aspect() == "auto"


def test_start_minima_and_missing_values_are_marked():
    cost = symgd.Cost("sqrt(x)**3 - 3*x + y**2", minima=[(4, 0)])
    run = symgd.gradient_descent(cost, (0.5, 0.5), learning_rate=0.1, max_steps=40)
    ax = drawn(run).arrow.axes
    texts = [text.get_text() for text in ax.texts]
    assert "start" in texts
    assert any(line.get_marker() == "*" for line in ax.lines)
    assert any(patch.get_hatch() for patch in ax.patches)


def test_large_parts_without_values_are_named():
    run = symgd.gradient_descent("log(x) + y**2", (0.5, 2), learning_rate=0.02)
    texts = [text.get_text() for text in drawn(run).arrow.axes.texts]
    assert "no finite value here" in texts


def test_a_domain_too_narrow_for_the_grid_is_hatched_all_over():
    cost = symgd.Cost("sqrt(1e-12 - (x - y)**2) + x + y")
    view = drawn(symgd.gradient_descent(cost, (1, 1), 0.1, max_steps=3), roomy=True)
    assert view.values.count() == 0
    assert any(patch.get_hatch() for patch in view.arrow.axes.patches)


@pytest.mark.parametrize(("text", "start"), [("-x**2-y**2", (1, 0.5)), ("x**2-y**2", (1, 0.1))])
def test_an_unbounded_descent_shows_the_first_steps(text, start):
    view = drawn(symgd.gradient_descent(text, start))
    assert not view.values.mask.any()
    assert inside(view.trails[0].points[:10], view.window).all()
    assert np.abs(view.window).max() < 100


def test_costs_too_large_for_arithmetic_are_not_called_missing():
    run = symgd.gradient_descent("exp(x) + y**2", (300, 1), 1e-200, max_steps=2)
    view = drawn(run)
    assert view.values.max() == LIMIT
    assert not view.values.mask.any()


def test_runs_from_different_starts_have_no_common_start():
    runs = [symgd.gradient_descent("x**2 + y**2", (k, 1), max_steps=3) for k in (1, 2)]
    assert "start" not in [text.get_text() for text in drawn(*runs).status.axes.texts]


def test_scale_of_heights_only_in_figures_of_our_own(ravine, rates):
    assert not drawn(ravine).arrow.axes.child_axes
    (scale,) = drawn(ravine, roomy=True).arrow.axes.child_axes
    labels = [label.get_text() for label in scale.get_yticklabels()]
    assert len(labels) >= 4
    assert all(label and "." in label for label in labels)
    assert not drawn(*rates, roomy=True).status.axes.child_axes


def test_runs_share_the_picture_and_stay_where_they_ended(rates):
    view = drawn(*rates)
    assert [trail.line.get_linestyle() for trail in view.trails] == ["-", "--", "-."]
    for trail, run in zip(view.trails, rates, strict=True):
        assert np.array_equal(trail.head.get_xydata(), run.path[-1:])


def test_constant_and_divergent_costs_can_be_drawn():
    constant = symgd.Cost("3", ["x", "y"])
    far = symgd.gradient_descent("x**2 + 3*y**2", (1, 1), learning_rate=5, max_steps=500)
    for run in (symgd.gradient_descent(constant, (1, 2)), far):
        view = drawn(run, roomy=True)
        view.status.figure.draw_without_rendering()
        assert np.isfinite(view.window).all()
