"""The panels show each run by itself, in one window, with a word on how it went."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

import symgd
from symgd import SymgdError, gallery
from symgd.plotting.picture import Picture
from symgd.plotting.style import slides, theme
from symgd.plotting.views.panels import GRIDS, Panels
from symgd.plotting.views.table import view_of

RATES = (0.01, 0.02, 0.1, 0.3, 0.5, 0.8, 0.9, 1.1)


@pytest.fixture(scope="module")
def line():
    return symgd.compare("x**2", 3, RATES, precision=None, max_steps=12).runs


@pytest.fixture(scope="module")
def plane():
    rules = [
        symgd.gd(learning_rate=0.05),
        symgd.momentum(learning_rate=0.02),
        symgd.adam(learning_rate=0.2),
        symgd.rmsprop(learning_rate=0.1),
    ]
    ravine = gallery.ravine
    return symgd.compare(ravine, ravine.start, rules * 2, precision=None, max_steps=8).runs


def drawn(runs, step=None, roomy=False):
    view = Panels(runs)
    with slides():
        view.draw(Figure(figsize=(9.6, 5.4)).subplots(), roomy=roomy)
        view.show(view.last if step is None else step)
    return view


def captions(view):
    return [panel.texts[k].get_text() for panel in view.panels for k in (0, 1)]


def test_each_run_has_a_panel_with_its_label_and_its_word(line):
    runs = [line[k] for k in (0, 3, 6, 7)]
    assert captions(drawn(runs)) == [
        *("gd, α = 0.01", "crawls"),
        *("gd, α = 0.3", "converges"),
        *("gd, α = 0.9", "oscillates"),
        *("gd, α = 1.1", "diverges"),
    ]


def test_leaving_the_domain_is_said():
    runs = symgd.compare("log(x) + 1/x", 1.5, [0.1, 10], max_steps=20)
    assert captions(drawn(runs))[-1] == "leaves the domain"


def test_each_panel_shows_its_own_run_in_its_own_look(line, plane):
    for runs, of in (
        (line[:3], lambda run: np.column_stack([run.path, run.costs])),
        (plane[:3], lambda run: run.path),
    ):
        view = drawn(runs, step=5)
        for run, part, look in zip(runs, view.parts, theme().looks, strict=False):
            (trail,) = part.trails
            assert trail.line.get_xydata() == pytest.approx(of(run)[:6])
            assert trail.line.get_color() == look.colour
            assert trail.line.get_linestyle() not in ("None", "")


def test_the_window_is_shared(line, plane):
    for runs, roomy in ((line, False), (plane[:3], False), (plane[:3], True)):
        panels = drawn(runs, roomy=roomy).panels
        for bounds in ("xlim", "ylim"):
            values = np.array([getattr(panel, f"get_{bounds}")() for panel in panels])
            assert np.ptp(values, axis=0) == pytest.approx([0, 0], abs=1e-6)


@pytest.mark.parametrize("count", [2, 3, 5, 8])
def test_numbers_stand_at_the_left_and_below_alone(count, line):
    view = drawn(line[:count])
    rows, columns = GRIDS[count]
    assert (rows - 1) * columns < count <= rows * columns
    view.panels[0].figure.draw_without_rendering()
    for k, panel in enumerate(view.panels):
        left, lowest = k % columns == 0, k + columns >= count
        assert bool(panel.get_ylabel()) is left
        assert bool(panel.get_xlabel()) is lowest
        shown = [t.label1.get_visible() for t in panel.yaxis.get_major_ticks()]
        assert all(shown) if left else not any(shown)
        shown = [t.label1.get_visible() for t in panel.xaxis.get_major_ticks()]
        assert all(shown) if lowest else not any(shown)
    assert len(panel.figure.axes) == count


def test_a_word_is_seen_once_its_run_has_ended():
    runs = symgd.compare("x**2", 3, [0.1, 0.5], max_steps=6)
    view = drawn(runs, step=1)
    assert [run.nit for run in runs] == [6, 2]
    assert [word.get_visible() for word in view.words] == [False, False]
    view.show(2)
    assert [word.get_visible() for word in view.words] == [False, True]
    view.show(6)
    assert [word.get_visible() for word in view.words] == [True, True]


def test_a_long_label_is_cut_after_its_first_numbers(plane):
    labels = captions(drawn(plane))[::2]
    assert labels[0] == "gd, α = 0.05"
    assert labels[2] == "adam, α = 0.2,\nβ₁ = 0.9, …"
    assert max(label.count("\n") for label in labels) == 1


@pytest.mark.parametrize("size", [(960, 540), (640, 480)])
@pytest.mark.parametrize("count", [2, 3, 4, 6, 8])
def test_captions_fit_and_nothing_reaches_over_the_edge(count, size, line, plane, at):
    for runs in (line[-count:], plane[:count]) if count in (3, 8) else (line[-count:],):
        picture = Picture(view_of(runs, "panels"), size=size)
        frame = picture.pixels(at(99))
        edges = [frame[:2], frame[-2:], frame[:, :2], frame[:, -2:]]
        assert all((edge == 255).all() for edge in edges)
        panels = picture.view.panels
        boxes = [panel.get_window_extent() for panel in panels]
        for panel, box in zip(panels, boxes, strict=True):
            label, word = (panel.texts[k].get_window_extent() for k in (0, 1))
            assert min(label.y0, word.y0) >= box.y1
            assert not label.overlaps(word) or label.y0 >= word.y1 - 2
            others = [other for other in boxes if other is not box]
            assert not any(text.overlaps(other) for text in (label, word) for other in others)
            assert word.x1 <= size[0]
        assert min(box.height for box in boxes) > 0.13 * size[1]


def test_all_letters_are_legible(line):
    for count in (2, 8):
        view = drawn(line[:count], roomy=True)
        for panel in view.panels:
            ticks = [*panel.get_xticklabels(), *panel.get_yticklabels()]
            assert min(text.get_fontsize() for text in [*panel.texts[:2], *ticks]) >= 11


def test_the_title_stands_over_all_and_moves_no_panel():
    long = "(x**2 + x - 11)**2 + (x + x**2 - 7)**2 + cos(x)*sin(x)"
    runs = symgd.compare(long, 3, [0.0001, 0.0002, 0.0003, 0.0004], max_steps=5)
    view = drawn(runs, roomy=True)
    view.panels[0].figure.draw_without_rendering()
    title, *boxes = (a.get_window_extent() for a in (view._title, *view.panels))
    assert title.y0 > view.status.get_window_extent().y1
    assert title.x1 <= view.panels[0].figure.bbox.width
    gaps = np.diff([box.x0 for box in boxes])
    assert gaps == pytest.approx(gaps.mean(), abs=1)


def test_frames_equal_full_drawings_in_any_order(line, plane, full_draw, at):
    for runs in (line[:3], plane[:2]):
        picture = Picture(view_of(runs, "panels"))
        for step in (5, 0, 2, picture.view.last):
            assert np.array_equal(picture.pixels(at(step)), full_draw(picture, at(step)))


def test_one_run_is_refused_with_what_to_write(bowl):
    with pytest.raises(SymgdError, match=r"write compare\(cost, start, \[0.01, 0.1, 0.5\]\)"):
        symgd.plot(bowl, view="panels")


def test_more_variables_are_refused():
    runs = symgd.compare("a**2 + b**2 + c**2", (1, 2, 3), [0.1, 0.2], max_steps=3)
    with pytest.raises(SymgdError, match="'panels' does not fit a cost of 3 variables"):
        runs.plot("panels")


@pytest.mark.parametrize("count", [3, 8])
def test_the_room_of_axes_that_are_given_is_shared(count, line):
    figure, (left, right) = plt.subplots(1, 2, figsize=(14, 6))
    room, before = left.get_position(), dict(matplotlib.rcParams)
    plt.sca(right)
    assert symgd.plot(*line[:count], view="panels", ax=left) is left
    assert plt.gca() is right
    assert dict(matplotlib.rcParams) == before
    figure.draw_without_rendering()
    panels = [ax for ax in figure.axes if ax is not right]
    assert len(panels) == count
    for panel in panels:
        inside = panel.get_position()
        assert room.x0 - 1e-9 <= inside.x0 < inside.x1 <= room.x1 + 1e-9
        assert room.y0 - 1e-9 <= inside.y0 < inside.y1 <= room.y1 + 1e-9
        caption = panel.texts[0].get_window_extent()
        assert not any(caption.overlaps(p.get_window_extent()) for p in panels)


def test_runs_that_fly_away_and_starts_alone_can_be_drawn(divergent):
    start = symgd.gradient_descent("x**2", 10, max_steps=0)
    view = drawn([divergent, start], roomy=True)
    view.panels[0].figure.draw_without_rendering()
    assert captions(view)[1::2] == ["diverges", "stays"]


def test_an_animation_is_named_after_its_view(line):
    animation = symgd.animate(*line[:2], view="panels", max_frames=5)
    assert repr(animation) == ("<Animation: panels, 13 iterates shown in 5 frames at 10 fps>")
    assert not np.array_equal(animation.frame(0), animation.frame(4))
    assert plt.get_fignums() == []


def test_a_run_that_leaves_its_panel_is_told_by_its_word_and_an_arrow(at):
    runs = symgd.compare("x**2", 10, [0.3, 1.2], max_steps=40)
    view = view_of(list(runs), "panels")
    Picture(view).pixels(at(40))
    (leaving,) = view.parts[1].leavings
    assert len(leaving.artists) == 1
    assert leaving.artists[0].get_visible()
