"""The projector style is used, and never left behind."""

import matplotlib
import numpy as np
from matplotlib.colors import to_rgb

from symgd.plotting.style import HEIGHT, LOOKS, ORDER, slides


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
    values = [lightness(ORDER(t)) for t in np.linspace(0, 1, 20)]
    assert (np.diff(values) < 0).all()
    heights = [lightness(HEIGHT(t)) for t in np.linspace(0, 1, 20)]
    assert (np.diff(heights) < 0).all()


def test_runs_stand_out_from_white():
    # A contrast of 1.05 / 0.46 is about 2.3 : 1, which thick lines and big markers need at least.
    assert max(lightness(look.colour) for look in LOOKS) < 0.46
