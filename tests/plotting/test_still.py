"""`plot` draws whole runs, on its own figure or on the user's axes."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.figure import Figure

import symgd
from symgd import SymgdError
from symgd.plotting import plot


def line_through(ax, path):
    return [line for line in ax.lines if np.array_equal(line.get_xydata(), path)]


def test_a_figure_of_ours_is_one_that_pyplot_shows(ravine):
    ax = plot(ravine)
    assert plt.get_fignums() == [ax.figure.number]
    assert ax.figure.get_size_inches().tolist() == [9.6, 5.4]
    assert line_through(ax, ravine.path)


def test_the_users_axes_and_settings_are_used(ravine):
    with plt.rc_context({"font.size": 7, "lines.linewidth": 1.0}):
        ax = Figure().subplots()
        assert plot(ravine, ax=ax) is ax
        (line,) = line_through(ax, ravine.path)
    assert line.get_linewidth() == pytest.approx(0.8)
    assert max(text.get_fontsize() for text in ax.texts) <= 8
    assert plt.get_fignums() == []
    assert not ax.figure.axes[1:]


def test_several_pictures_in_one_figure(bowl, ravine):
    figure, (left, right) = plt.subplots(1, 2)
    plot(bowl, ax=left)
    plot(ravine, view="cost", ax=right)
    figure.draw_without_rendering()
    assert left.get_xlabel() == "$x$"
    assert right.get_yscale() == "log"


def test_settings_are_left_as_they_were(ravine):
    before = dict(matplotlib.rcParams)
    plot(ravine)
    plot(ravine, view="surface")
    assert dict(matplotlib.rcParams) == before


def test_a_surface_needs_axes_in_space(ravine):
    with pytest.raises(SymgdError, match=r'plt\.subplot\(projection="3d"\)'):
        plot(ravine, view="surface", ax=Figure().subplots())
    ax = Figure().add_subplot(projection="3d")
    assert plot(ravine, view="surface", ax=ax) is ax


@pytest.mark.parametrize("projection", ["3d", "polar"])
def test_flat_views_need_flat_axes(ravine, projection):
    ax = Figure().add_subplot(projection=projection)
    with pytest.raises(SymgdError, match=r"write ax=plt\.subplot\(\)"):
        plot(ravine, ax=ax)


@pytest.mark.parametrize("ax", [3, "ax", Figure()])
def test_what_is_no_axes_is_refused(ravine, ax):
    with pytest.raises(SymgdError, match=r"plt\.subplot\(\)"):
        plot(ravine, ax=ax)


def test_a_refused_plot_leaves_no_figure(bowl):
    with pytest.raises(SymgdError):
        plot(bowl, view="surface")
    assert plt.get_fignums() == []


def test_a_run_plots_itself(bowl):
    ax = Figure().subplots()
    assert bowl.plot(view="cost", ax=ax) is ax
    assert bowl.plot().get_xlabel() == "$x$"


def test_a_legend_names_the_runs(rates):
    labels = [text.get_text() for text in plot(*rates).get_legend().get_texts()]
    assert labels == [run.label for run in rates]


def test_every_outcome_can_be_drawn():
    runs = [
        symgd.gradient_descent("x**2", 3, max_steps=0),
        symgd.gradient_descent("log(x)", 2, learning_rate=1.0),
        symgd.gradient_descent("exp(x**2)", 1.2, learning_rate=1.0),
        symgd.gradient_descent("x**4", 10, learning_rate=1.0),
    ]
    for run in runs:
        for view in ("curve", "cost"):
            plot(run, view=view).figure.draw_without_rendering()
