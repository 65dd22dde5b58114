"""A run that leaves the picture is told by an arrow at the edge and by words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from matplotlib.figure import Figure

from symgd.plotting.parts.leaving import FEW, exit_of, leavings
from symgd.plotting.parts.windows import inside
from symgd.plotting.style import LIGHT

WINDOW = np.array([[-1.0, 1.0], [-1.0, 1.0]])
AWAY = np.array([[0.0, 0.0], [0.5, 0.5], [3.0, 0.5], [9.0, 0.5]])
BACK = np.array([[0.0, 0.0], [3.0, 0.0], [0.5, 0.0]])
AGAIN = np.array([[0.0, 0.0], [3.0, 0.0], [0.5, 0.0], [0.5, -2.0], [0.5, -9.0]])


@pytest.fixture
def ax():
    axes = Figure(figsize=(9.6, 5.4)).subplots()
    axes.set(xlim=(-1, 1), ylim=(-1, 1))
    return axes


def test_the_exit_is_where_the_path_crosses_the_edge():
    there = exit_of(AWAY, WINDOW)
    assert there.step == 2
    assert there.place == pytest.approx([1, 0.5])
    assert there.way == pytest.approx([2.5, 0])


def test_a_run_that_comes_back_has_not_left():
    assert exit_of(BACK, WINDOW) is None
    assert exit_of(BACK[:1], WINDOW) is None


def test_a_run_that_comes_back_and_leaves_again_is_told_by_the_last_time():
    there = exit_of(AGAIN, WINDOW)
    assert there.step == 3
    assert there.place == pytest.approx([0.5, -1])


@pytest.mark.parametrize("far", [1e150, np.inf])
def test_the_exit_of_a_huge_step_is_finite(far):
    there = exit_of(np.array([[0.0, 0.0], [far, 0.0]]), WINDOW)
    assert there.place == pytest.approx([1, 0])
    assert np.isfinite(there.way).all()


def test_a_step_to_no_number_leads_nowhere():
    assert exit_of(np.array([[0.0, 0.0], [np.nan, 1.0]]), WINDOW) is None


@given(arrays(float, (6, 2), elements=st.floats(-5, 5)))
def test_after_the_exit_the_run_is_never_inside(points):
    there, seen = exit_of(points, WINDOW), inside(points, WINDOW)
    if there:
        assert seen[there.step - 1]
        assert not seen[there.step :].any()
        assert np.abs(there.place).max() == pytest.approx(1)
    else:
        assert seen[-1] or not seen.any()


def test_arrow_and_words_appear_with_the_step(ax):
    (leaving,) = leavings(ax, [exit_of(AWAY, WINDOW)], [LIGHT.point], WINDOW, AWAY)
    arrow, text = leaving.artists
    assert text.get_text() == "leaves the picture at step 2"
    for step, seen in ((1, False), (2, True), (3, True)):
        leaving.show(step)
        assert [arrow.get_visible(), text.get_visible()] == [seen, seen]


def test_the_tip_touches_the_edge_and_the_words_keep_off_the_arrow(ax):
    (leaving,) = leavings(ax, [exit_of(AWAY, WINDOW)], [LIGHT.point], WINDOW, AWAY)
    arrow, text = leaving.artists
    tail, tip = arrow._posA_posB
    assert tip == pytest.approx([1, 0.75])
    assert tail[0] < tip[0]
    box = text.get_window_extent().transformed(ax.transAxes.inverted())
    assert not box.contains(*tip)
    assert not box.contains(*tail)
    assert 0 <= box.x0 < box.x1 <= 1


def test_of_several_that_leave_only_arrows_tell(ax):
    exits = [exit_of(AWAY, WINDOW), None, exit_of(AGAIN, WINDOW)]
    found = leavings(ax, exits, ["red", "green", "blue"], WINDOW, AWAY)
    assert [leaving.step for leaving in found] == [2, 3]
    assert [len(leaving.artists) for leaving in found] == [1, 1]
    assert len(found) > FEW
    assert [leaving.artists[0].get_facecolor() for leaving in found] == [
        (1, 0, 0, 1),
        (0, 0, 1, 1),
    ]


def test_one_of_several_has_its_own_colour_and_words(ax):
    (leaving,) = leavings(ax, [None, exit_of(AWAY, WINDOW)], ["red", "lime"], WINDOW, AWAY)
    assert leaving.artists[0].get_facecolor() == (0, 1, 0, 1)
    assert len(leaving.artists) == 2
