"""The projector style is used, and never left behind."""

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from symgd import SymgdError
from symgd.plotting.style import DARK, LIGHT, read_style, slides, theme


def lightness(colour):
    """Relative luminance as in WCAG 2.1."""
    parts = np.array(to_rgb(colour))
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def test_settings_are_those_of_the_slides_inside_only():
    before = dict(matplotlib.rcParams)
    with slides():
        assert matplotlib.rcParams["font.size"] >= 16
        assert matplotlib.rcParams["xtick.labelsize"] >= 16
        assert matplotlib.rcParams["lines.linewidth"] >= 2.5
        width, height = matplotlib.rcParams["figure.figsize"]
        assert width / height == 16 / 9
    assert dict(matplotlib.rcParams) == before


def test_the_users_other_settings_stay():
    with matplotlib.rc_context({"font.family": "serif"}), slides():
        assert matplotlib.rcParams["font.family"] == ["serif"]


def test_the_order_reads_in_grey_too():
    for colours, sign in ((LIGHT, -1), (DARK, 1)):
        values = [lightness(colours.order(t)) for t in np.linspace(0, 1, 20)]
        assert (sign * np.diff(values) > 0).all()
        heights = [lightness(colours.height(t)) for t in np.linspace(0, 1, 20)]
        assert (sign * np.diff(heights) > 0).all()


def contrast(one, other):
    """Contrast as in WCAG 2.1, from 1 to 21."""
    low, high = sorted([lightness(one), lightness(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_runs_words_and_marks_stand_out_from_the_paper(colours):
    assert contrast(colours.ink, colours.paper) > 12
    # Thick lines and big markers need about 2 : 1 at least, words in colour 4.5 : 1.
    assert min(contrast(look.colour, colours.paper) for look in colours.looks) > 2
    for colour in (colours.slope, colours.pull):
        assert contrast(colour, colours.paper) > 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_end_of_a_path_stands_out_from_all_ground(colours):
    for height in (0.0, 0.5, 1.0):
        assert contrast(colours.order(1.0), colours.height(height)) > 4


def test_the_theme_follows_the_ground_that_matplotlib_is_set_to():
    assert theme() is LIGHT
    with slides("dark"):
        assert theme() is DARK
    with matplotlib.style.context("dark_background"):
        assert theme() is DARK
    with matplotlib.rc_context({"axes.facecolor": "none"}):
        assert theme() is LIGHT


@pytest.mark.parametrize("style", ["blue", 3, None])
def test_an_unknown_style_is_refused_with_the_known_ones(style):
    with pytest.raises(SymgdError, match="style='light' or style='dark'"):
        read_style(style)


def test_a_style_inside_itself_or_another_is_left_again():
    before = dict(matplotlib.rcParams)
    with slides("dark"):
        dark = dict(matplotlib.rcParams)
        with slides("dark"):
            assert dict(matplotlib.rcParams) == dark
        with slides("light"):
            assert theme() is LIGHT
        assert theme() is DARK
        assert matplotlib.rcParams["font.size"] == dark["font.size"]
    assert dict(matplotlib.rcParams) == before
