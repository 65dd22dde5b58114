"""The dial shows one whole run after another."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

import symgd
from symgd import SymgdError, momentum
from symgd.plotting import animate, plot
from symgd.plotting.picture import Picture
from symgd.plotting.views.dial import Dial
from symgd.plotting.views.table import view_of

RATES = [0.05, 0.2, 0.4, 0.49, 0.52]


@pytest.fixture(scope="module")
def turned():
    """Return runs in a ravine; the last learning rate is too large."""
    race = symgd.compare("x**2/10 + 2*y**2", (10, 1.5), RATES, precision=None, max_steps=120)
    return list(race)


@pytest.fixture(scope="module")
def curves():
    return list(symgd.compare("x**2", 3, np.linspace(0.05, 1.1, 12), max_steps=40))


def drawn(runs, step=None):
    view = Dial(runs)
    view.draw(Figure(figsize=(9.6, 5.4)).subplots(), roomy=False)
    view.show(view.still if step is None else step)
    return view


def test_a_frame_is_a_whole_run(turned):
    view = drawn(turned, step=2)
    seen = [trail.line.get_visible() for trail in view.descent.trails]
    assert seen == [False, False, True, False, False]
    assert np.array_equal(view.descent.trails[2].line.get_xydata(), turned[2].path)
    view.show(1)
    assert not view.descent.trails[2].head.get_visible()
    assert np.array_equal(view.descent.trails[1].line.get_xydata(), turned[1].path)


def test_the_label_and_the_outcome_are_written(turned):
    view = drawn(turned, step=2)
    assert view.status.get_text() == "gd, α = 0.4     steps ran out at step 120"
    view.show(0)
    assert view.status.get_text().startswith("gd, α = 0.05 ")


def test_the_cost_of_the_run_is_drawn_over_those_of_all(turned):
    view = drawn(turned, step=3)
    assert np.array_equal(view.fan.line.get_xydata()[:, 1], turned[3].costs)
    (pale,) = view.fan.line.axes.collections
    assert len(pale.get_segments()) == len(turned)
    assert pale.get_alpha() < 0.5


def test_the_knob_stands_at_the_learning_rate(turned):
    view = drawn(turned, step=3)
    assert view.knob.dot.get_xydata().tolist() == [[0.49, 0.0]]
    assert view.knob.dot.axes.get_ylabel() == "α"


def test_a_run_that_flies_away_stretches_neither_window(turned):
    with_it, without = drawn(turned), drawn(turned[:-1])
    for part in ("x", "y"):
        bounds = [getattr(v.status.axes, f"get_{part}lim")() for v in (with_it, without)]
        assert bounds[0] == pytest.approx(bounds[1])
    top = with_it.fan.line.axes.get_ylim()[1]
    assert turned[-1].costs[-1] > top
    assert top < 5 * turned[0].costs[0]


def test_the_window_does_not_depend_on_the_run_shown(curves):
    view = drawn(curves, step=0)
    before = [ax.get_position().bounds for ax in view.status.figure.axes]
    limits = [(ax.get_xlim(), ax.get_ylim()) for ax in view.status.figure.axes]
    view.show(11)
    assert [(ax.get_xlim(), ax.get_ylim()) for ax in view.status.figure.axes] == limits
    assert [ax.get_position().bounds for ax in view.status.figure.axes] == before


def test_a_still_shows_the_run_that_ends_lowest(curves, turned):
    assert Dial(curves).still == np.argmin([run.fun for run in curves])
    assert "α = 0.4 " in drawn(turned).status.get_text()
    assert plot(*curves, view="dial").get_xlabel() == "$x$"


def test_of_equal_ends_the_still_shows_the_shortest_run():
    runs = [
        symgd.gradient_descent("x**2", 0, precision=None, max_steps=steps) for steps in (9, 4, 6)
    ]
    assert Dial(runs).still == 1


def test_the_animation_counts_runs(curves):
    animation = animate(*curves, view="dial")
    assert repr(animation) == "<Animation: dial, 12 runs shown in 12 frames at 10 fps>"
    assert [frame.step for frame in animation.frames] == list(range(12))


def test_a_comparison_has_a_dial_of_any_number_of_runs():
    race = symgd.compare("x**2", 3, np.linspace(0.05, 0.9, 25), max_steps=5)
    assert len(race.animate("dial")) == 25
    with pytest.raises(SymgdError, match="at most 8 runs"):
        race.animate()


def test_one_run_alone_is_drawn_too(bowl):
    assert drawn([bowl]).status.get_text().startswith("gd, α = 0.1")


def test_several_variables_need_a_pair():
    run = symgd.gradient_descent("a**2 + b**2 + c**2", (1, 2, 3), max_steps=3)
    with pytest.raises(SymgdError, match="'dial' does not fit a cost of 3 variables"):
        plot(run, view="dial")
    assert view_of([run], "dial", ("a", "c")).cost.n == 2


@pytest.mark.parametrize("name", ["curves", "turned"])
@pytest.mark.parametrize("style", ["light", "dark"])
def test_frames_equal_full_drawings_in_any_order(name, style, request, full_draw, at):
    picture = Picture(view_of(request.getfixturevalue(name), "dial"), style)
    first = picture.pixels(at(4))
    for step in (2, 0, picture.view.last):
        assert np.array_equal(picture.pixels(at(step)), full_draw(picture, at(step)))
    assert np.array_equal(picture.pixels(at(4)), first)


@pytest.mark.parametrize("size", [(960, 540), (640, 480)])
@pytest.mark.parametrize("name", ["curves", "turned", "betas"])
def test_nothing_reaches_over_the_edge(name, size, request, at):
    if name == "betas":
        rules = [momentum(learning_rate=1e-3, beta=beta) for beta in (0.0, 0.5, 0.9)]
        runs = list(symgd.compare(symgd.gallery.rosenbrock, (-1.2, 1), rules, max_steps=50))
    else:
        runs = request.getfixturevalue(name)
    picture = Picture(view_of(runs, "dial"), size=size)
    for step in (0, 2):
        frame = picture.pixels(at(step))
        edges = [frame[:2], frame[-2:], frame[:, :2], frame[:, -2:]]
        assert all((edge == 255).all() for edge in edges)


def test_the_users_axes_are_shared(turned):
    figure, (left, right) = plt.subplots(1, 2, figsize=(14, 5))
    room = left.get_position()
    plt.sca(right)
    assert plot(*turned, view="dial", ax=left) is left
    assert plt.gca() is right
    for ax in set(figure.axes) - {right}:
        inside = ax.get_position()
        assert room.x0 - 1e-9 <= inside.x0 < inside.x1 <= room.x1 + 1e-9
        assert room.y0 - 1e-9 <= inside.y0 < inside.y1 <= room.y1 + 1e-9


def test_runs_that_all_overflow_can_be_drawn(at):
    runs = list(symgd.compare("x**2", 10, [1.2, 1.5]))
    assert {run.outcome for run in runs} == {symgd.Outcome.DIVERGED}
    picture = Picture(view_of(runs, "dial"))
    assert not np.array_equal(picture.pixels(at(0)), picture.pixels(at(1)))
