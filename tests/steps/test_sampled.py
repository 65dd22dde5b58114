"""Rows whose cost is handed in one batch after another: what a step sees, and where it ends."""

from __future__ import annotations

from itertools import islice, repeat

import numpy as np
import pytest

from symgd import adam, gd, mean_loss, momentum, nesterov, rule
from symgd.layout import Layout
from symgd.steps.sampled import sampled_rows
from symgd.steps.setting import Setting


class Slope:
    """A straight line of some steepness; it notes where it is asked."""

    def __init__(self, steepness):
        self.steepness, self.asked = steepness, []

    def __call__(self, point):
        """Return value and slope at a point."""
        return np.array(self.at(*point))

    def at(self, *point):
        """Return the same as floats."""
        self.asked.append(tuple(map(float, point)))
        return [self.steepness * sum(point), *(self.steepness for _ in point)]

    def overflows_at(self, point):
        """Tell of an overflow."""
        return bool(np.isinf(point).any())


def descend(made, feed, start=(0.0, 0.0), clip=None):
    """Return an iterator of rows, and the list in which their end is noted."""
    ended = []
    cost = mean_loss("a*x + b*x", {"x": [1.0]}, "a b")
    setting = Setting(cost, np.array(start), made, clip, ended.append, iter(feed))
    return sampled_rows(setting), ended


def test_a_row_has_the_cost_that_its_next_step_sees():
    feed = [Slope(1.0), Slope(10.0), Slope(100.0)]
    rows, _ = descend(gd(learning_rate=1), feed)
    found = np.array(list(islice(rows, 3)))
    layout = Layout(2, (), 1.0)
    assert found[:, layout.point].tolist() == [[0, 0], [-1, -1], [-11, -11]]
    assert found[:, layout.cost].tolist() == [0, -20, -2200]
    assert found[:, layout.slope].tolist() == [[1, 1], [10, 10], [100, 100]]
    assert np.isnan(found[0, 0])
    assert found[1:, 0] == pytest.approx([np.sqrt(2), np.sqrt(200)])


def test_a_look_ahead_asks_the_batch_of_its_step():
    feed = [Slope(1.0), Slope(10.0), Slope(100.0)]
    rows, _ = descend(nesterov(learning_rate=1, beta=0.5), feed)
    list(islice(rows, 3))
    # The batch of a step is asked at the point and ahead of it, and at no other place.
    assert feed[0].asked == [(0, 0), (0, 0)]
    assert feed[1].asked == [(-1, -1), (-1.5, -1.5)]
    assert feed[2].asked == [(-11.5, -11.5)]


def test_each_cost_is_asked_once_a_row():
    feed = [Slope(float(k)) for k in range(1, 6)]
    rows, _ = descend(momentum(learning_rate=0.1), feed)
    list(islice(rows, 5))
    assert [len(values.asked) for values in feed] == [1] * 5


def test_clip_bounds_the_slope_of_every_batch():
    rows, _ = descend(gd(learning_rate=1), repeat(Slope(100.0)), clip=0.5)
    found = np.array(list(islice(rows, 3)))
    assert found[1:, 0] == pytest.approx([0.5, 0.5])


def test_memory_is_kept_between_batches():
    rows, _ = descend(adam(learning_rate=0.1), repeat(Slope(2.0)))
    found = np.array(list(islice(rows, 4)))
    # Adam's steps have the length of the rate where the slope stays the same.
    assert found[1:, 2] == pytest.approx([-0.1, -0.2, -0.3])


@rule
def doubling(x, g, *, learning_rate=1):
    """Jump ten times as far each time: x ← 10x − αg."""
    return 10 * x - learning_rate * g


def test_rows_end_where_a_point_overflows():
    rows, ended = descend(doubling(), repeat(Slope(1.0)), start=(1e300, 1.0))
    assert 5 < len(list(rows)) < 12
    assert ended[0].overflowed


class Wall(Slope):
    """A line without values below -3."""

    def at(self, *point):
        """Return nan below the wall."""
        found = super().at(*point)
        return found if min(point) > -3 else [np.nan] * len(found)


def test_rows_end_where_a_batch_has_no_value():
    rows, ended = descend(gd(learning_rate=1), repeat(Wall(1.0)))
    assert len(list(rows)) == 3
    assert not ended[0].overflowed
    assert ended[0].point == (-3, -3)


class Imaginary(Slope):
    """A line whose values are no real numbers below -3."""

    def at(self, *point):
        """Raise as floats do of what is complex."""
        if min(point) <= -3:
            raise TypeError
        return super().at(*point)

    def overflows_at(self, point):
        """Tell of a point with values that it overflows, as there is nothing else to tell."""
        return True


def test_rows_end_where_a_batch_is_not_real():
    rows, ended = descend(gd(learning_rate=1), repeat(Imaginary(1.0)))
    assert len(list(rows)) == 3
    assert not ended[0].overflowed
