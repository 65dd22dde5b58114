"""The contour view draws what the run recorded, at right angles."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure

import symgd
from symgd.plotting.parts.windows import LIMIT, inside
from symgd.plotting.picture import Picture
from symgd.plotting.style import LIGHT, slides
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
    assert all(1 <= len(label.replace(".", "").strip("0")) <= 2 for label in labels)
    assert not drawn(*rates, roomy=True).status.axes.child_axes


def test_nearly_equal_heights_have_different_numbers_on_the_scale():
    run = symgd.gradient_descent("1000 + x**2/10**4 + y**2/10**4", (1, 1), 100, max_steps=5)
    (scale,) = drawn(run, roomy=True).arrow.axes.child_axes
    labels = [label.get_text() for label in scale.get_yticklabels()]
    assert len(labels) >= 4
    assert len(set(labels)) == len(labels)


def test_the_name_of_the_upward_axis_stands_off_its_numbers(ravine):
    ax = drawn(ravine, roomy=True).arrow.axes
    ax.figure.draw_without_rendering()
    numbers = [label.get_window_extent().x0 for label in ax.get_yticklabels()]
    assert ax.yaxis.label.get_window_extent().x1 < min(numbers) - 8


def test_the_words_at_the_edge_stand_off_the_numbers():
    run = symgd.gradient_descent("x**2/10 + 2*y**2", (-5, -2), learning_rate=0.6, max_steps=20)
    view = Contour([run])
    with slides():
        figure = plt.figure()
        view.draw(view.axes(figure), roomy=True)
        view.show(view.last)
    words = view.leavings[0].artists[1]
    assert words.get_text() == "leaves the picture\nat step 5"
    figure.draw_without_rendering()
    box = words.get_window_extent()
    assert not any(box.overlaps(text.get_window_extent()) for text in view.numbers.artists)


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


def test_the_end_is_named_at_the_end_and_off_star_and_path():
    run = symgd.gradient_descent(symgd.gallery.himmelblau, (0, 0), 0.01, max_steps=40)
    view = drawn(run, roomy=True)
    assert view.end.get_text() == "end"
    assert view.end.xy == pytest.approx(run.path[-1])
    assert view.end.get_visible()
    box = view.end.get_window_extent()
    assert not any(box.contains(*view.end.axes.transData.transform(p)) for p in run.path)
    assert not box.contains(*view.end.axes.transData.transform((3, 2)))
    view.show(39)
    assert not view.end.get_visible()


@pytest.mark.parametrize("steps", [0, 12])
def test_no_end_where_a_run_does_not_move_or_leaves(steps):
    run = symgd.gradient_descent("x**2 + 3*y**2", (1, 1), learning_rate=0.4, max_steps=steps)
    assert drawn(run).end is None


def test_a_run_that_leaves_has_an_arrow_at_the_edge_and_words():
    run = symgd.gradient_descent("x**2 + 3*y**2", (1, 1), learning_rate=0.4, max_steps=12)
    view = drawn(run)
    (leaving,) = view.leavings
    seen = inside(run.path, view.window)
    assert seen[leaving.step - 1]
    assert not seen[leaving.step :].any()
    texts = [text.get_text() for text in view.arrow.axes.texts if text.get_visible()]
    assert f"leaves the picture at step {leaving.step}" in texts
    assert "out of view" in view.status.get_text()
    view.show(leaving.step - 1)
    assert not any(artist.get_visible() for artist in leaving.artists)


def test_of_several_only_arrows_in_their_colours_tell():
    rates = (0.1, 0.6, 0.7)
    runs = [symgd.gradient_descent("x**2 + 2*y**2", (3, 1), r, max_steps=20) for r in rates]
    view = drawn(*runs)
    colours = [leaving.artists[0].get_facecolor() for leaving in view.leavings]
    assert colours == [to_rgba(look.colour) for look in LIGHT.looks[1:3]]
    assert [len(leaving.artists) for leaving in view.leavings] == [1, 1]


def test_a_rule_with_a_velocity_has_its_arrow_and_both_are_named():
    run = symgd.minimize(
        symgd.gallery.ravine, (-4, 1.3), symgd.momentum(learning_rate=0.05), max_steps=20
    )
    view = drawn(run, step=6)
    tail, tip = np.array(view.pull.arrow._posA_posB)
    assert tail == pytest.approx(run.path[6])
    assert np.arctan2(*(tip - tail)) == pytest.approx(np.arctan2(*-run.state["v"][6]))
    names = [text.get_text() for text in view.arrow.axes.get_legend().get_texts()]
    assert names == ["against the slope", "pull of the memory"]
    view.show(0)
    assert not view.pull.arrow.get_visible()


def test_rules_without_a_velocity_have_one_arrow_and_no_legend(ravine):
    view = drawn(ravine)
    assert view.pull is None
    assert view.arrow.axes.get_legend() is None
    run = symgd.minimize(symgd.gallery.ravine, (-4, 1.3), symgd.adagrad(), max_steps=5)
    assert drawn(run).pull is None


def test_the_names_of_the_arrows_keep_off_the_path():
    run = symgd.minimize("x**2 + y**2", (1, 1), symgd.momentum(learning_rate=0.1), max_steps=9)
    view = drawn(run, roomy=True)
    ax = view.arrow.axes
    ax.figure.draw_without_rendering()
    box = ax.get_legend().get_window_extent()
    assert not any(box.contains(*place) for place in ax.transData.transform(run.path))


def test_what_is_laid_over_equals_a_full_draw(full_draw, at):
    run = symgd.minimize("x**2 + 3*y**2", (1, 1), symgd.momentum(learning_rate=1.0), max_steps=12)
    picture = Picture(Contour([run]))
    for step in (2, run.nit):
        assert np.array_equal(picture.pixels(at(step)), full_draw(picture, at(step)))


def test_paths_through_batches_race_by_the_samples_seen(batched):
    view = drawn(*batched, step=30)
    ends = [trail.head.get_xydata()[0] for trail in view.trails]
    for run, k, end in zip(batched, (1, 4, 30), ends, strict=True):
        assert np.array_equal(end, run.path[k])
    assert view.status.get_text().strip() == "after 30 samples"


def test_a_long_stochastic_path_has_marks_at_epochs_and_no_numbers(batched):
    view = drawn(batched[2])
    assert len(view.trails[0].dots.get_offsets()) <= 5
    assert view.numbers.artists == []
    assert drawn(batched[1]).numbers.artists


def test_the_cost_told_of_a_batch_is_that_of_all_data(batched):
    run = batched[2]
    told = drawn(run, step=7).status.get_text()
    assert f"f = {run.cost(run.path[7]):.3g}" in told


def test_a_stochastic_run_that_leaves_does_so_at_its_own_step(batched):
    wild = symgd.minimize(
        batched[0].cost, (-1, 3), symgd.gd(learning_rate=0.9), batch_size=1, epochs=2, rng=0
    )
    view = drawn(batched[0], wild)
    (leaving,) = view.leavings
    assert view.leavers == [1]
    shown = {}
    for step in (leaving.step - 1, leaving.step):  # one sample a step
        view.show(step)
        shown[step] = leaving.artists[0].get_visible()
    assert list(shown.values()) == [False, True]


def test_a_start_beyond_what_can_be_drawn_has_no_name():
    run = symgd.gradient_descent("x**2 + y**2", (1e120, 1), learning_rate=0.1, max_steps=9)
    ax = drawn(run, roomy=True).arrow.axes
    ax.figure.draw_without_rendering()
    assert "start" not in [text.get_text() for text in ax.texts]


def test_the_words_of_one_run_do_not_hide_the_end_of_another():
    rules = [symgd.momentum(learning_rate=0.6, beta=beta) for beta in (0, 0.25, 0.5)]
    runs = symgd.compare("x**2/10 + 2*y**2", (-5, -2), rules, precision=None, max_steps=10)
    with slides():
        figure = plt.figure()
        view = Contour(runs)
        ax = view.axes(figure)
        view.draw(ax, roomy=True)
        view.show(view.last)
        figure.draw_without_rendering()
    (leaving,) = view.leavings
    box = leaving.artists[1].get_window_extent()
    marked = [ax.transData.transform(run.path) for run in runs[1:]]
    assert not any(box.contains(*place) for places in marked for place in places)
