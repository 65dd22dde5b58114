"""The surface view lifts the path onto the surface."""

import numpy as np
import pytest
from matplotlib.figure import Figure

import symgd
from symgd.plotting.parts import space
from symgd.plotting.picture import Picture
from symgd.plotting.style import slides
from symgd.plotting.views.surface import Surface, cut, quads, torn


def drawn(*runs, step=None, roomy=False, size=(9.6, 5.4)):
    view = Surface(runs)
    figure = Figure(figsize=size)
    view.draw(view.axes(figure) if roomy else figure.add_subplot(projection="3d"), roomy)
    view.show(view.last if step is None else step)
    return view


def test_the_path_lies_on_the_surface(ravine):
    view = drawn(ravine, step=5)
    line, _, head = view.lines[0]
    x, y, z = line.get_data_3d()
    assert np.array_equal(np.column_stack([x, y]), ravine.path[:6])
    assert np.array_equal(z, ravine.costs[:6])
    assert np.ravel(head.get_data_3d()) == pytest.approx([*ravine.path[5], ravine.costs[5]])


def test_the_shadow_lies_on_the_floor_under_the_path(ravine):
    view = drawn(ravine, step=5)
    (shadow,) = view.shadows
    x, y, z = shadow.line.get_data_3d()
    assert np.array_equal(np.column_stack([x, y]), ravine.path[:6])
    assert (z == view.floor).all()
    assert view.status.axes.get_zlim()[0] == pytest.approx(view.floor)
    ends = np.column_stack(shadow.drop.get_data_3d())
    assert ends[0] == pytest.approx([*ravine.path[5], ravine.costs[5]])
    assert ends[1] == pytest.approx([*ravine.path[5], view.floor])
    assert np.ravel(shadow.dot.get_data_3d()) == pytest.approx(ends[1])


def test_the_shadow_is_paler_than_the_path_and_under_it(ravine):
    view = drawn(ravine)
    (shadow,), (line, _, _) = view.shadows, view.lines[0]
    assert shadow.line.get_alpha() < 1 and line.get_alpha() is None
    assert shadow.line.get_zorder() < line.get_zorder()
    assert {shadow.line, shadow.drop, shadow.dot} <= set(view.moving)


def test_each_run_has_the_shadow_of_its_colour(rates):
    view = drawn(*rates)
    colours = [shadow.line.get_color() for shadow in view.shadows]
    assert colours == [line.get_color() for line, _, _ in view.lines]
    assert len(set(colours)) == 3


def test_outside_the_window_there_is_no_shadow():
    run = symgd.gradient_descent("x**2 - y**2", (2, 0.01), learning_rate=0.1, max_steps=60)
    view = drawn(run)
    assert np.isnan(view.shadows[0].dot.get_data_3d()[0]).all()
    assert np.isnan(view.shadows[0].drop.get_data_3d()).any()


def test_level_lines_lie_on_the_floor_under_the_surface(ravine):
    view = drawn(ravine)
    view.status.figure.draw_without_rendering()
    floor = [each for each in view.status.axes.collections if each is not view.surface]
    heights = np.concatenate([path.vertices for path in floor[0].get_paths()])
    assert len(heights) > 100
    assert floor[0].get_zorder() < view.surface.get_zorder()


def test_no_number_stands_beside_the_room_under_the_surface(ravine):
    view = drawn(ravine)
    ticks = view.status.axes.get_zticks()
    assert len(ticks) >= 2
    assert view.z[0] <= min(ticks) and max(ticks) <= view.z[1]


@pytest.mark.parametrize("size", [(960, 540), (640, 480)])
@pytest.mark.parametrize("name", ["rosenbrock", "himmelblau"])
def test_nothing_reaches_over_the_edge(name, size, at):
    cost = getattr(symgd.gallery, name)
    run = symgd.gradient_descent(cost, cost.start, 1e-3, max_steps=8)
    frame = Picture(Surface([run]), size=size).pixels(at(8))
    edges = [frame[:2], frame[-2:], frame[:, :2], frame[:, -2:]]
    assert all((edge == 255).all() for edge in edges)


def test_the_box_holds_the_path(ravine):
    view = drawn(ravine)
    assert view.z[0] <= ravine.costs.min() <= ravine.costs.max() <= view.z[1]


def test_what_leaves_the_box_is_not_drawn_and_said_so():
    run = symgd.gradient_descent("x**2 - y**2", (2, 0.01), learning_rate=0.1, max_steps=60)
    view = drawn(run)
    assert "out of view" in view.status.get_text()
    assert np.isnan(np.ravel(view.lines[0][2].get_data_3d())).all()
    view.show(3)
    assert "out of view" not in view.status.get_text()


def test_the_cut_reaches_the_ceiling_and_leaves_out_what_is_above():
    values = np.add.outer(np.arange(6.0) ** 2, np.zeros(4))
    kept = cut(values, np.array([0.0, 10.0]))
    assert np.array_equal(kept[:4], values[:4])
    assert (kept[4] == 10).all()
    assert np.isnan(kept[5]).all()


def test_missing_values_are_left_out():
    values = np.array([[1.0, np.nan, 2.0], [1.0, np.inf, 2.0], [1.0, 1.0, 2.0]])
    kept = cut(values, np.array([0.0, 3.0]))
    assert np.array_equal(np.isnan(kept), ~np.isfinite(values))


def test_known_minima_are_starred_above_the_surface():
    cost = symgd.Cost("(x - 1)**2 + y**2 + 1", minima=[(1, 0)])
    ax = drawn(symgd.gradient_descent(cost, (3, 2), max_steps=20)).status.axes
    (star,) = (line for line in ax.lines if line.get_marker() == "*")
    assert np.ravel(star.get_data_3d()) == pytest.approx([1, 0, 1])
    assert star.get_zorder() > max(patch.get_zorder() for patch in ax.collections)


def test_only_whole_cells_are_drawn():
    x, y = np.meshgrid([0.0, 1.0, 2.0], [0.0, 1.0])
    z = np.array([[5.0, 6.0, np.nan], [7.0, 8.0, 9.0]])
    assert quads(x, y, z).tolist() == [[[0, 0, 5], [1, 0, 6], [1, 1, 8], [0, 1, 7]]]


def test_titles_and_legends_stand_at_the_edges_of_the_figure(ravine, rates):
    view = drawn(*rates, roomy=True)
    ax = view.status.axes
    ax.figure.draw_without_rendering()
    assert ax.get_window_extent().x0 > ax.figure.bbox.width * 0.04
    assert view.status.get_window_extent().x0 == pytest.approx(0.03 * ax.figure.bbox.width, abs=2)
    legend = ax.get_legend().get_window_extent()
    assert legend.x1 <= ax.figure.bbox.width
    assert legend.x0 > ax.get_window_extent().x1 - 0.1 * ax.figure.bbox.width


@pytest.mark.parametrize(
    ("size", "name"), [((9.6, 5.4), "freudenstein_roth"), ((6.4, 4.8), "rosenbrock")]
)
def test_titles_of_two_lines_fit_the_figure(size, name):
    run = symgd.gradient_descent(getattr(symgd.gallery, name), (0.5, -2), 1e-4, max_steps=5)
    with slides():
        view = drawn(run, roomy=True, size=size)
    title = view.status.axes._left_title
    assert "\n" in title.get_text()
    assert title.get_window_extent().y1 <= view.status.figure.bbox.height


def test_a_domain_too_narrow_for_the_grid_has_a_path_and_no_surface():
    cost = symgd.Cost("sqrt(1e-12 - (x - y)**2) + x + y")
    view = drawn(symgd.gradient_descent(cost, (1, 1), 0.1, max_steps=3))
    assert not hasattr(view, "surface")
    assert len(view.lines[0][0].get_data_3d()[0]) == 4


@pytest.mark.parametrize("text", ["3 + 0*x*y", "log(x*y)", "abs(x) + 2*abs(y)"])
def test_odd_surfaces_can_be_drawn(text):
    run = symgd.gradient_descent(symgd.Cost(text, ["x", "y"]), (2, 1), 0.1, max_steps=20)
    view = drawn(run)
    view.status.figure.draw_without_rendering()
    assert np.isfinite(view.window).all()
    assert np.isfinite(view.z).all()


def test_colours_tell_the_order_and_the_first_iterates_are_numbered(ravine):
    view = drawn(ravine)
    colours = view.lines[0][1].colours()
    shown = len(view.lines[0][1].get_data_3d()[0])
    assert len(colours) == shown
    lightness = colours[:, :3] @ [0.299, 0.587, 0.114]
    assert (np.diff(lightness) <= 0).all()
    assert lightness[0] - lightness[-1] > 0.3
    texts = {text.get_text(): text for _, text in view.numbers}
    assert "1" in texts
    assert "0" not in texts
    view.show(0)
    assert not texts["1"].get_visible()


def test_start_and_end_are_named(ravine):
    view = drawn(ravine)
    assert "start" in [text.get_text() for text in view.status.axes.texts]
    assert view.end.get_text() == "end"
    assert view.end.get_position_3d() == (*ravine.path[-1], ravine.costs[-1])
    assert view.end.get_visible()
    view.show(3)
    assert not view.end.get_visible()


def test_a_run_that_leaves_has_an_arrow_to_the_wall_and_words():
    run = symgd.gradient_descent("x**2 + 3*y**2", (1, 1), learning_rate=0.4, max_steps=12)
    view = drawn(run)
    (step, arrow), (_, text) = view.leavings
    raised = np.column_stack([run.path, run.costs])
    assert np.isnan(view.trails[0][step:]).all()
    start, wall = np.array(arrow.get_data_3d()).T
    assert start == pytest.approx(raised[step - 1])
    assert np.isclose(wall[:, None], view.box).any()
    assert np.cross(wall - start, raised[step] - start) == pytest.approx(np.zeros(3), abs=1e-9)
    assert text.get_text() == f"leaves the picture at step {step}"
    view.show(step - 1)
    assert not arrow.get_visible()
    assert not text.get_visible()
    view.show(step)
    assert arrow.get_visible()


def test_of_several_that_leave_only_the_arrows_tell():
    runs = [symgd.gradient_descent("x**2 + 2*y**2", (3, 1), r, max_steps=20) for r in (0.6, 0.7)]
    calm = symgd.gradient_descent("x**2 + 2*y**2", (3, 1), 0.1, max_steps=20)
    view = drawn(calm, *runs)
    assert [artist.get_color() for _, artist in view.leavings] == [
        view.lines[k][0].get_color() for k in (1, 2)
    ]


def test_ground_without_values_is_hatched_and_said_so():
    view = drawn(symgd.gradient_descent("log(x) + y**2", (0.5, 2), learning_rate=0.02))
    ax = view.status.axes
    assert any(patch.get_hatch() for patch in ax.collections)
    assert any("no finite value" in text.get_text() for text in ax.texts)


def test_walls_suit_the_style(ravine):
    with slides("dark"):
        ax = drawn(ravine).status.axes
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        assert max(axis.pane.get_facecolor()[:3]) < 0.4


def test_what_is_laid_over_equals_a_full_draw(full_draw, at):
    run = symgd.gradient_descent("x**2 + 3*y**2", (1, 1), learning_rate=0.4, max_steps=12)
    picture = Picture(Surface([run]))
    for step in (3, run.nit):
        assert np.array_equal(picture.pixels(at(step)), full_draw(picture, at(step)))


def test_jumps_are_torn_and_steep_slopes_are_whole():
    x, y = np.meshgrid(np.linspace(-1, 1, 10), np.linspace(-1, 1, 6))
    jump = symgd.Cost("Piecewise((x + y**2, x > 0), (x + 5, True))", ["x", "y"])
    found = torn(jump, np.array([x, y]), jump(np.stack([x, y], axis=-1)))
    assert found.any(axis=0).tolist() == [k == 4 for k in range(9)]
    assert found[:, 4].all()
    steep = symgd.Cost("tanh(20*x) + y", ["x", "y"])
    assert not torn(steep, np.array([x, y]), steep(np.stack([x, y], axis=-1))).any()


def test_torn_cells_are_not_drawn():
    x, y = np.meshgrid([0.0, 1.0, 2.0], [0.0, 1.0])
    cells = quads(x, y, np.ones((2, 3)), np.array([[True, False]]))
    assert cells[:, :, 0].min() == 1


@pytest.mark.parametrize("text", ["1/(x**2 + y**2) + x", "sqrt(9 - x**2 - y**2)"])
def test_high_titles_fit_the_figure_and_stand_off_the_status_line(text):
    with slides():
        view = drawn(symgd.gradient_descent(text, (1, 1), 0.1, max_steps=3), roomy=True)
    title = view.status.axes._left_title.get_window_extent()
    assert title.y1 <= view.status.figure.bbox.height
    assert title.y0 >= view.status.get_window_extent().y1 - 4


@pytest.mark.parametrize("size", [(9.6, 5.4), (12.8, 5.4), (6.4, 4.8)])
def test_one_run_takes_the_width_of_the_slide(ravine, size):
    view = drawn(ravine, roomy=True, size=size)
    ax = view.status.axes
    box, square = space.room(ax), ax.get_window_extent()
    assert box.width > square.width
    assert box.x0 > 0 and box.x1 < ax.figure.bbox.width


def test_a_race_and_the_users_own_axes_keep_the_square(ravine, rates):
    for view in (drawn(*rates, roomy=True), drawn(ravine)):
        ax = view.status.axes
        assert space.room(ax).width == pytest.approx(ax.get_window_extent().width)


def test_nothing_of_a_wide_box_is_cut_off_at_the_square(ravine):
    ax = drawn(ravine, roomy=True).status.axes
    assert not any(artist.get_clip_on() for artist in [*ax.lines, *ax.collections])


def test_a_run_that_ends_where_it_starts_is_named_once():
    view = drawn(symgd.gradient_descent("x**2 + y**2", (0, 0)))
    assert view.end is None
    assert "start" in [text.get_text() for text in view.status.axes.texts]


def test_the_power_of_ten_is_said_in_the_label_of_the_heights():
    run = symgd.gradient_descent("10**7*x**2 + y**2", (3, 1), 1e-8, max_steps=5)
    ax = drawn(run, roomy=True).status.axes
    assert "10^{" in ax.get_zlabel() or "1e" in ax.get_zlabel()
    assert not ax.zaxis.offsetText.get_visible()


def test_small_heights_have_no_power_in_their_label(ravine):
    assert drawn(ravine).status.axes.get_zlabel() == "$f$($x$, $y$)"
