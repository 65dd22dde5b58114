"""The memory view draws the effective steps, the pull of the memory, and the memory itself."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
import sympy
from matplotlib.figure import Figure
from PIL import Image

import symgd
from symgd import SymgdError, adagrad, adam, amsgrad, gallery, momentum, nesterov, rmsprop
from symgd.plotting.picture import Picture
from symgd.plotting.views.memory import MOST, Memory
from symgd.plotting.views.table import view_of

STEPS = 12
BOWL = "a**2 + 3*b**2 + 10*c**2"


def run_of(bound, cost=gallery.ravine, start=gallery.ravine.start, steps=STEPS):
    return symgd.minimize(cost, start, bound, precision=None, max_steps=steps)


def drawn(run, step=None, roomy=False):
    view = Memory([run])
    view.draw(Figure(figsize=(9.6, 5.4)).subplots(), roomy=roomy)
    view.show(view.last if step is None else step)
    return view


def lines_of(strip):
    return np.column_stack([line.get_ydata() for line in strip.lines])


@pytest.mark.parametrize("bound", [adagrad(learning_rate=0.5), rmsprop(learning_rate=0.05)])
def test_the_strip_shows_the_rate_over_the_root_of_the_squares(bound):
    run = run_of(bound)
    (strip,) = drawn(run, step=7).strips
    expected = bound.learning_rate / (np.sqrt(run.state["s"][1:8]) + 1e-8)
    assert lines_of(strip) == pytest.approx(expected, rel=1e-12)
    assert strip.lines[0].get_xdata().tolist() == list(range(1, 8))
    assert strip.heads[1].get_xydata() == pytest.approx(np.array([[7, expected[6, 1]]]))
    assert strip.ax.get_yscale() == "log"
    assert strip.ax.get_title(loc="right") == "step per unit of slope"


def test_the_strip_of_adam_shows_the_rate_over_the_root_of_the_corrected_mean_square():
    run = run_of(adam(learning_rate=0.1))
    (strip,) = drawn(run).strips
    corrected = run.state["v"][1:] / (1 - 0.999 ** np.arange(1, STEPS + 1)[:, None])
    assert lines_of(strip) == pytest.approx(0.1 / (np.sqrt(corrected) + 1e-8), rel=1e-12)


def test_the_strip_of_momentum_is_the_velocity_as_its_step_per_slope_never_changes():
    run = run_of(momentum(learning_rate=0.02))
    (strip,) = drawn(run).strips
    assert np.array_equal(lines_of(strip), run.state["v"])
    assert strip.ax.get_title(loc="right") == "memory v"
    low, high = strip.ax.get_ylim()
    assert sum(low < tick < high for tick in strip.ax.get_yticks()) >= 2


def test_coordinates_differ_in_colour_and_in_line():
    (strip,) = drawn(run_of(adam())).strips
    assert len({line.get_color() for line in strip.lines}) == 2
    assert len({line.get_linestyle() for line in strip.lines}) == 2
    named = [text.get_text() for text in strip.ax.get_legend().get_texts()]
    assert named == ["$x$", "$y$"]


def move_of(arrow):
    ends = np.array(arrow._posA_posB)
    return ends[0], ends[1] - ends[0]


@pytest.mark.parametrize(
    ("bound", "sign"),
    [(momentum(learning_rate=0.02), -1), (nesterov(learning_rate=0.02), 1)],
)
def test_the_arrow_points_where_the_velocity_pulls(bound, sign):
    run = run_of(bound)
    point, move = move_of(drawn(run, step=5).pull.arrow)
    velocity = sign * run.state["v"][5]
    assert point == pytest.approx(run.path[5])
    assert move @ velocity == pytest.approx(np.linalg.norm(move) * np.linalg.norm(velocity))


def test_the_arrow_of_adam_is_the_mean_over_the_size():
    run = run_of(adam(learning_rate=0.1))
    _, move = move_of(drawn(run, step=5).pull.arrow)
    after = 0.999 * run.state["v"][5] + 0.001 * run.gradients[5] ** 2
    pull = -run.state["m"][5] / np.sqrt(after)
    assert move / np.linalg.norm(move) == pytest.approx(pull / np.linalg.norm(pull), rel=1e-4)


def test_there_is_no_arrow_before_there_is_a_velocity():
    view = drawn(run_of(momentum(learning_rate=0.02)), step=0)
    assert not view.pull.arrow.get_visible()
    view.show(1)
    assert view.pull.arrow.get_visible()


def test_the_arrows_differ_in_colour_and_style_and_are_named():
    view = drawn(run_of(adam()))
    against, pull = view.contour.arrow, view.pull.arrow
    assert against.get_edgecolor() != pull.get_edgecolor()
    assert against.get_linestyle() != pull.get_linestyle()
    assert arrow_names(view) == ["against the slope", "pull of the memory"]


def arrow_names(view):
    legends = [ax.get_legend() for ax in view.strips[0].ax.figure.axes]
    return [text.get_text() for legend in legends if legend for text in legend.get_texts()]


def test_a_rule_without_a_velocity_has_no_such_arrow():
    view = drawn(run_of(adagrad()))
    assert view.pull is None
    assert arrow_names(view) == ["against the slope"]


def test_the_path_is_that_of_the_contour():
    run = run_of(momentum(learning_rate=0.02))
    assert np.array_equal(drawn(run, 4).contour.trails[0].line.get_xydata(), run.path[:5])


def test_a_rule_without_an_effective_step_shows_its_memory_instead():
    @symgd.rule
    def lion(x, g, m=0, *, learning_rate=0.1, beta=0.9):
        return x - learning_rate * sympy.sign(beta * m + (1 - beta) * g), beta * m + (1 - beta) * g

    run = run_of(lion())
    view = drawn(run)
    assert lines_of(view.strips[0]) == pytest.approx(run.state["m"])
    assert view.strips[0].ax.get_title(loc="right") == "memory m"
    assert view.pull is not None


def test_other_numbers_of_variables_show_each_memory():
    run = run_of(amsgrad(learning_rate=0.1), BOWL, (1, -1, 2))
    view = drawn(run, step=6)
    assert view.contour is None
    assert [strip.ax.get_ylabel() for strip in view.strips] == ["$m$", "$v$", "$w$"]
    assert lines_of(view.strips[0]) == pytest.approx(run.state["m"][:7])
    assert lines_of(view.strips[1])[1:] == pytest.approx(run.state["v"][1:7])
    assert np.isnan(lines_of(view.strips[1])[0]).all()
    assert [strip.ax.get_yscale() for strip in view.strips] == ["linear", "log", "log"]
    assert arrow_names(view) == ["$a$", "$b$", "$c$"]


def test_one_variable_needs_no_names():
    run = run_of(momentum(), "x**2", 3)
    view = drawn(run)
    assert [len(strip.lines) for strip in view.strips] == [1]
    assert lines_of(view.strips[0]) == pytest.approx(run.state["v"])
    assert len(view.strips[0].ax.figure.axes) == 1
    assert "x = " in view.status.get_text()


def test_of_many_variables_the_first_are_shown_and_it_is_said():
    cost = sum(sympy.Symbol(f"x{i}") ** 2 for i in range(MOST + 3))
    view = drawn(run_of(adagrad(), cost, (1,) * (MOST + 3)))
    assert len(view.strips[0].lines) == MOST
    titles = [ax.get_legend().get_title().get_text() for ax in view.strips[0].ax.figure.axes[1:]]
    assert titles == [f"{MOST} of {MOST + 3}"]


def test_a_rule_without_memory_is_refused_with_the_views_that_fit(bowl, ravine):
    with pytest.raises(SymgdError, match=r"gd keeps nothing; write view='curve' or view='cost'"):
        view_of([bowl], "memory")
    with pytest.raises(SymgdError, match=r"write view='contour' or view='cost'.*momentum\(\)"):
        view_of([ravine], "memory")


def test_several_runs_are_refused():
    runs = [run_of(momentum()), run_of(adam())]
    with pytest.raises(SymgdError, match=r"shows one run, but 2 were given; write plot\(run, "):
        symgd.plot(*runs, view="memory")


@pytest.mark.parametrize(
    "run",
    [
        run_of(momentum(learning_rate=0.02)),
        run_of(adagrad()),
        run_of(amsgrad(learning_rate=0.1), BOWL, (1, -1, 2)),
        run_of(rmsprop(), "x**2", 3),
    ],
    ids=["momentum 2", "adagrad 2", "amsgrad 3", "rmsprop 1"],
)
def test_frames_equal_full_drawings_in_any_order(run, full_draw, at):
    picture = Picture(view_of([run], "memory"))
    for step in (7, 0, 3, picture.view.last):
        assert np.array_equal(picture.pixels(at(step)), full_draw(picture, at(step)))


@pytest.mark.parametrize("size", [(960, 540), (640, 480)])
@pytest.mark.parametrize("name", ["ravine", "rosenbrock", "himmelblau"])
def test_nothing_reaches_over_the_figure_s_edge(name, size, at):
    cost = getattr(gallery, name)
    run = run_of(adam(learning_rate=0.1), cost, cost.start)
    frame = Picture(view_of([run], "memory"), size=size).pixels(at(5))
    edges = [frame[:2], frame[-2:], frame[:, :2], frame[:, -2:]]
    assert all((edge == 255).all() for edge in edges)


@pytest.mark.parametrize(("cost", "start"), [(gallery.ravine, (-5, -2)), (BOWL, (1, -1, 2))])
def test_the_room_of_axes_that_are_given_is_shared(cost, start):
    figure, (left, right) = plt.subplots(1, 2, figsize=(14, 5))
    room = left.get_position()
    plt.sca(right)
    before = dict(matplotlib.rcParams)
    ax = symgd.plot(run_of(adam(learning_rate=0.1), cost, start), view="memory", ax=left)
    assert ax is left
    assert plt.gca() is right
    assert dict(matplotlib.rcParams) == before
    figure.draw_without_rendering()
    for drawn_on in set(figure.axes) - {right}:
        inside = drawn_on.get_position()
        assert room.x0 - 1e-9 <= inside.x0 < inside.x1 <= room.x1 + 1e-9
        assert room.y0 - 1e-9 <= inside.y0 < inside.y1 <= room.y1 + 1e-9


def test_axes_outside_a_grid_are_shared_too():
    figure = plt.figure(figsize=(9, 5))
    ax = figure.add_axes([0.1, 0.1, 0.8, 0.75])
    symgd.plot(run_of(adam(learning_rate=0.1)), view="memory", ax=ax)
    figure.draw_without_rendering()
    strip = ax.figure.axes[1].child_axes[0].get_position()
    assert ax.get_position().x1 < strip.x0 < strip.x1 <= 0.9 + 1e-9


def test_an_animation_is_saved_and_leaves_no_figure(tmp_path):
    animation = symgd.animate(run_of(adam(learning_rate=0.1), steps=4), view="memory")
    path = animation.save(tmp_path / "memory.gif")
    with Image.open(path) as image:
        assert image.n_frames == 5
    assert not np.array_equal(animation.frame(1), animation.frame(4))
    assert plt.get_fignums() == []


def test_no_steps_and_no_slopes_can_be_drawn():
    for start, steps in (((-5, -2), 0), ((0, 0), 3), ((3, 0), 5)):
        view = drawn(run_of(adagrad(), start=start, steps=steps), roomy=True)
        view.strips[0].ax.figure.draw_without_rendering()
        assert np.isfinite([*view.strips[0].ax.get_xlim(), *view.strips[0].ax.get_ylim()]).all()
