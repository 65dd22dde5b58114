"""Places without finite values are hatched and named."""

import numpy as np
from matplotlib.figure import Figure

from symgd.plotting.parts import blank


def test_the_name_stands_in_the_middle_of_what_is_missing():
    missing = np.zeros((81, 121), dtype=bool)
    missing[:, :60] = True
    x, y = blank.roomiest(missing)
    assert 0.1 < x < 0.4
    assert 0.2 < y < 0.8


def test_nothing_missing_or_too_little_has_no_name():
    missing = np.zeros((81, 121), dtype=bool)
    assert blank.roomiest(missing) is None
    missing[40, 60] = True
    assert blank.roomiest(missing) is None


def test_everything_missing_is_named_in_the_middle():
    place = blank.roomiest(np.ones((81, 121), dtype=bool))
    assert np.abs(place - 0.5).max() < 0.2


def test_the_hatching_lies_under_everything():
    ax = Figure().subplots()
    patch = blank.hatch(ax, (0.25, 0.75))
    assert patch.get_zorder() < 1
    assert patch.get_hatch()
    assert (patch.get_x(), patch.get_width()) == (0.25, 0.5)


def test_the_name_says_what_is_meant():
    ax = Figure().subplots()
    blank.name(ax, 0.5, 0.5)
    assert ax.texts[0].get_text() == "no finite value here"
