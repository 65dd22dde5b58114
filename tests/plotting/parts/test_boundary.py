"""Level lines found for the boundary between classes."""

import numpy as np

from symgd.plotting.parts.boundary import Outliner

GRID = [np.linspace(-1, 1, 21), np.linspace(0, 1, 11)]


def test_line_and_side_of_a_plane():
    outliner, values = Outliner(), np.meshgrid(*GRID)[0] - 0.25
    (line,) = outliner.line(GRID, values)
    np.testing.assert_allclose(line.vertices[:, 0], 0.25)
    (side,) = outliner.side(GRID, values)
    assert side.vertices[:, 0].min() == 0.25 and side.vertices[:, 0].max() == 1


def test_where_nothing_changes_there_is_no_line_and_no_warning():
    outliner, zeros = Outliner(), np.zeros((11, 21))
    assert outliner.line(GRID, zeros) == outliner.side(GRID, zeros) == []
    assert outliner.line(GRID, zeros + 1) == []
    assert len(outliner.side(GRID, zeros + 1)) == 1


def test_no_axes_fill_up():
    outliner, values = Outliner(), np.meshgrid(*GRID)[0]
    for _ in range(3):
        outliner.line(GRID, values)
        outliner.side(GRID, values)
    assert not outliner._ax.collections
