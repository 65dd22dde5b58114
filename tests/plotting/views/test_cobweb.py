"""The cobweb draws the map of a step, the diagonal, the staircase and the fixed points."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

import symgd
from symgd import SymgdError, gallery, gd, newton
from symgd.plotting.picture import Picture
from symgd.plotting.style import theme
from symgd.plotting.views.cobweb import Cobweb
from symgd.plotting.views.table import view_of


@pytest.fixture(scope="module")
def spiral():
    return symgd.gradient_descent("5*x**2", 10, 0.18, precision=None, max_steps=12)


@pytest.fixture(scope="module")
def well():
    return symgd.gradient_descent(gallery.double_well, 0.05, 0.9, precision=None, max_steps=20)


def drawn(*runs, step=None, roomy=False):
    view = Cobweb(runs)
    view.draw(Figure(figsize=(9.6, 5.4)).subplots(), roomy=roomy)
    view.show(view.last if step is None else step)
    return view


def words(view):
    return [text.get_text() for text in view.status.axes.texts]


def test_the_map_is_the_point_less_rate_times_slope(well):
    (line,) = drawn(well).maps.values()
    x, y = line.get_data()
    assert y == pytest.approx(x - 0.9 * (x**3 - x), abs=1e-12)


def test_the_map_of_newton_is_that_of_newton():
    run = symgd.minimize(gallery.double_well, 1.4, newton(), max_steps=4)
    (line,) = drawn(run).maps.values()
    x, y = line.get_data()
    near = (x > 1) & (x < 1.4)
    assert y[near] == pytest.approx((x - (x**3 - x) / (3 * x**2 - 1))[near], abs=1e-12)


def test_the_staircase_goes_between_map_and_diagonal(spiral):
    view = drawn(spiral, step=3)
    x = spiral.path[:, 0]
    corners = [[x[0], x[0]], [x[0], x[1]], [x[1], x[1]], [x[1], x[2]], [x[2], x[2]]]
    corners += [[x[2], x[3]], [x[3], x[3]]]
    assert view.stairs[0].get_xydata() == pytest.approx(np.array(corners))
    assert view.trails[0].head.get_xydata() == pytest.approx(x[3:4, None] * [1, 1])


def test_the_points_are_numbered_as_they_come(spiral):
    view = drawn(spiral, step=2)
    seen = [text.get_text() for text in view.numbers.artists if text.get_visible()]
    assert seen == ["0", "1", "2"]
    placed = [text.xy for text in view.numbers.artists[:3]]
    assert np.array(placed) == pytest.approx(spiral.path[:3] * [1, 1])


def test_the_diagonal_and_the_axes_have_equal_scales(spiral):
    for roomy in (False, True):
        view = drawn(spiral, roomy=roomy)
        ax = view.status.axes
        ax.figure.draw_without_rendering()
        x, y = view.diagonal.get_data()
        assert np.array_equal(x, y)
        assert ax.get_aspect() == 1
        box, (width, height) = (
            ax.get_window_extent(),
            np.ptp([ax.get_xlim(), ax.get_ylim()], axis=1),
        )
        assert box.height / height == pytest.approx(box.width / width, rel=1e-6)


def test_the_axes_are_named_after_the_points():
    ax = drawn(symgd.gradient_descent("w**2", 3, max_steps=3)).status.axes
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$w_{k}$", "$w_{k+1}$")


def test_fixed_points_are_marked_and_their_slopes_told(well):
    view = drawn(well, roomy=True)
    assert [mark.get_xdata()[0] for mark, _ in view.rests] == pytest.approx([0, 1])
    fills = [mark.get_markerfacecolor() for mark, _ in view.rests]
    assert fills == [theme().paper, theme().star]
    assert [name for _, name in view.rests] == [
        "$x$ = 0 repels:\nslope 1.9",
        "$x$ = 1 attracts:\nslope −0.8",
    ]
    legend = [text.get_text() for text in view.status.axes.get_legend().get_texts()]
    assert legend[0] == "$x_{k}$ − 0.9 $f\\,'$($x_{k}$)"
    assert legend[1] == "$x_{k+1}$ = $x_{k}$"
    assert legend[2:] == [name for _, name in view.rests]


def test_the_tangent_at_a_fixed_point_has_the_slope_of_the_map(spiral):
    (line,) = (ln for ln in drawn(spiral).status.axes.lines if ln.get_color() == theme().slope)
    (x0, x1), (y0, y1) = line.get_data()
    assert (y1 - y0) / (x1 - x0) == pytest.approx(1 - 0.18 * 10)


def test_on_given_axes_the_fixed_points_stand_over_them(spiral):
    view = drawn(spiral)
    assert view.status.axes.get_legend() is None
    assert "$x$ = 0 attracts: slope −0.8" in words(view)


@pytest.mark.parametrize(
    ("cost", "rule", "told"),
    [
        ("5*x**2", gd(learning_rate=0.2), "borderline:\nslope −1"),
        ("5*x**2", gd(learning_rate=0.21), "repels:\nslope −1.1"),
        ("x**3", gd(learning_rate=0.1), "borderline:\nslope 1"),
        ("x**2", symgd.signgd(learning_rate=0.3), ", at a jump"),
    ],
)
def test_the_kind_of_a_fixed_point(cost, rule, told):
    run = symgd.minimize(cost, 1, rule, precision=None, max_steps=6)
    assert next(name for _, name in drawn(run).rests).endswith(told)


def test_several_runs_have_their_maps_and_staircases():
    runs = symgd.compare("5*x**2", 10, [0.02, 0.1, 0.18], max_steps=4)
    view = drawn(*runs, roomy=True)
    assert len(view.maps) == len(view.stairs) == 3
    colours = [line.get_color() for line in view.maps.values()]
    assert colours == [line.get_color() for line in view.stairs]
    assert len(view.status.axes.get_legend().get_texts()) == 3


def test_several_starts_share_one_map():
    view = drawn(*symgd.compare(gallery.double_well, [[1.5], [0.2]], gd(learning_rate=0.3)))
    assert len(view.maps) == 1
    assert len(view.stairs) == 2


def test_rules_with_a_memory_are_refused_with_those_that_fit(bowl, ravine):
    fast = symgd.minimize("x**2", 3, symgd.momentum(), max_steps=3)
    with pytest.raises(SymgdError, match=r"memory v; take gd, signgd or newton"):
        view_of([bowl, fast], "cobweb")
    with pytest.raises(SymgdError, match="does not fit a cost of 2 variables"):
        view_of([ravine], "cobweb")


def test_frames_equal_full_drawings_in_any_order(well, full_draw, at):
    for runs in ([well], symgd.compare("5*x**2", 10, [0.02, 0.205], max_steps=7).runs):
        picture = Picture(view_of(runs, "cobweb"))
        for step in (5, 0, 2, picture.view.last):
            assert np.array_equal(picture.pixels(at(step)), full_draw(picture, at(step)))


@pytest.mark.parametrize("style", ["light", "dark"])
@pytest.mark.parametrize("size", [(960, 540), (640, 480)])
def test_nothing_reaches_over_the_figure_s_edge(size, style, spiral, well, divergent, at):
    for runs in ([spiral], [well], [divergent], [spiral, spiral]):
        picture = Picture(view_of(runs, "cobweb"), style, size)
        frame = picture.pixels(at(6))
        edges = [frame[:2], frame[-2:], frame[:, :2], frame[:, -2:]]
        paper = picture.ground[0, 0]
        assert all((edge == paper).all() for edge in edges)


def test_a_run_that_flies_away_stays_drawable(divergent):
    view = drawn(divergent)
    assert view.status.get_text().endswith("out of view")
    assert np.isfinite(view.stairs[0].get_xydata()).all()
    low, high = view.status.axes.get_xlim()
    assert low < 0 < 10 < high < 1e3


def test_a_start_alone_and_a_pole_can_be_drawn():
    for cost, steps in (("x**2", 0), ("log(x)", 20), ("1/x", 5), ("3 + 0*x + x", 3)):
        run = symgd.gradient_descent(symgd.Cost(cost, "x"), 1, 0.3, max_steps=steps)
        view = drawn(run, roomy=True)
        view.status.axes.figure.draw_without_rendering()
        assert np.isfinite(view.status.axes.get_xlim()).all()


def test_given_axes_are_used_and_settings_kept(spiral):
    before = dict(plt.rcParams)
    _, ax = plt.subplots()
    assert symgd.plot(spiral, view="cobweb", ax=ax) is ax
    assert dict(plt.rcParams) == before
