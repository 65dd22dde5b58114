"""The pale line of the batches, and the dashed one of the data held out."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from symgd.plotting.parts.epoch_lines import MARKS, Batches, HeldOut, every
from symgd.plotting.style import LIGHT

SEEN = np.arange(6) * 10.0
HEIGHTS = np.array([5.0, 3.0, 4.0, 2.0, 1.0, 3.0])


@pytest.fixture
def ax():
    axes = Figure().subplots()
    axes.set(xlim=(0, 60), ylim=(0, 6))
    return axes


def test_a_batch_is_seen_once_its_step_is_made(ax):
    line = Batches(ax, SEEN, HEIGHTS, None)
    for end in (0, 1, 4, 6):
        line.show(end)
        assert line.line.get_xdata().tolist() == SEEN[:end].tolist()
        assert line.line.get_ydata().tolist() == HEIGHTS[:end].tolist()


def test_several_are_paler_in_the_colours_of_their_runs(ax):
    alone, one = (Batches(ax, SEEN, HEIGHTS, look).line for look in (None, LIGHT.looks[1]))
    assert one.get_color() == LIGHT.looks[1].colour
    assert one.get_alpha() < alone.get_alpha() < 0.5


def test_what_is_held_out_is_seen_at_the_ends_of_epochs_with_its_name(ax):
    ends = np.arange(6) * 4
    line = HeldOut(ax, ends, SEEN, HEIGHTS, None, above=True)
    line.show(11)
    assert line.line.get_xdata().tolist() == [0, 10, 20]
    assert line.name.get_text() == "held out"
    assert line.name.xy == (20, 4)
    assert line.name.get_ha() == "right"
    line.show(0)
    assert line.name.xy == (0, 5)
    assert line.name.get_ha() == "left"


def test_the_name_stands_on_the_side_that_is_free(ax):
    above, below = (HeldOut(ax, SEEN, SEEN, HEIGHTS, None, above=side) for side in (True, False))
    for line, side in ((above, "bottom"), (below, "top")):
        line.show(0)
        assert line.name.get_va() == side
        assert (line.name.xyann[1] > 0) is (side == "bottom")


def test_a_name_does_not_stand_on_the_lower_edge(ax):
    line = HeldOut(ax, SEEN, SEEN, np.full(6, 0.5), None, above=False)
    line.show(20)
    assert line.name.get_va() == "bottom"


def test_a_name_without_a_height_is_hidden(ax):
    line = HeldOut(ax, np.arange(2), SEEN[:2], np.array([1.0, np.nan]), None, above=True)
    line.show(1)
    assert not line.name.get_visible()


@pytest.mark.parametrize("count", [1, 2, MARKS, MARKS + 1, 1000])
def test_few_marks_on_a_long_line(count):
    assert len(range(0, count, every(count))) <= MARKS
    assert every(min(count, MARKS)) == 1
