"""The knob's scale is that of what differs among runs."""

import numpy as np
import pytest
import sympy
from matplotlib.figure import Figure

import symgd
from symgd import adam, gd, momentum
from symgd.plotting.parts.knob import Knob, Setting, setting


def runs(rules, start=3.0):
    return list(symgd.compare("x**2", start, rules, max_steps=2))


def test_learning_rates():
    found = setting(runs([0.1, 0.25]))
    assert (found.name, found.values.tolist()) == ("α", [0.1, 0.25])
    assert found.labels == ["gd, α = 0.1", "gd, α = 0.25"]


def test_another_number_of_the_rule():
    found = setting(runs([momentum(learning_rate=0.1, beta=beta) for beta in (0.0, 0.9)]))
    assert (found.name, found.values.tolist()) == ("β", [0.0, 0.9])
    assert found.labels == ["momentum, β = 0", "momentum, β = 0.9"]


def test_starts():
    found = setting(runs([0.1], [[-1.5], [2.0]]))
    assert (found.name, found.values.tolist()) == ("start $x$", [-1.5, 2.0])
    assert found.labels == ["start $x$ = −1.5", "start $x$ = 2"]


@pytest.mark.parametrize(
    "rules",
    [
        [gd(learning_rate=0.1), adam()],
        [momentum(learning_rate=0.1, beta=0.5), momentum(learning_rate=0.2, beta=0.9)],
        [gd(learning_rate=0.1), gd(learning_rate=1 / (1 + sympy.Symbol("t")))],
        [gd(learning_rate=0.1), gd(learning_rate=0.1)],
    ],
    ids=["two rules", "two numbers", "a schedule", "nothing"],
)
def test_what_has_no_scale_is_numbered(rules):
    found = setting(runs(rules))
    assert (found.name, found.values.tolist()) == ("run", [1.0, 2.0])
    assert found.labels == [rule.label for rule in rules]


def test_rules_and_starts_that_both_differ_are_numbered():
    mixed = [*runs([0.1], 3.0), *runs([0.2], 2.0)]
    assert setting(mixed).name == "run"


def knob(values, name="α"):
    values = np.array(values, dtype=float)
    return Knob(Figure().subplots(), Setting(name, values, [""] * len(values)))


@pytest.mark.parametrize(
    ("values", "scale"),
    [
        (np.linspace(0.05, 1.1, 22), "linear"),
        (np.geomspace(1e-4, 1, 9), "log"),
        ([0.001, 0.01, 0.1], "log"),
        ([0.0, 0.5, 0.9], "linear"),
        ([-1, 0.1, 10], "linear"),
        ([0.1], "linear"),
        ([2, 2, 2], "linear"),
    ],
)
def test_the_scale_is_the_one_on_which_values_are_spread_evenly(values, scale):
    ax = knob(values).dot.axes
    assert ax.get_xscale() == scale
    low, high = ax.get_xlim()
    assert low < min(values) <= max(values) < high


def test_the_knob_turns_to_a_run():
    turned = knob([0.3, 0.1, 0.2])
    turned.show(1)
    assert turned.dot.get_xydata().tolist() == [[0.1, 0.0]]
    assert turned.dot.axes.lines[0].get_xdata().tolist() == [0.3, 0.1, 0.2]


def test_runs_are_counted_in_whole_numbers():
    ax = knob([1, 2, 3], "run").dot.axes
    assert all(tick == round(tick) for tick in ax.get_xticks())


def test_a_long_name_is_written_smaller():
    names = ["α", "a_very_long_hyperparameter"]
    sizes = [knob([1, 2], name).dot.axes.yaxis.label.get_fontsize() for name in names]
    assert sizes[1] < 0.5 * sizes[0]


@pytest.mark.parametrize(
    "values", [np.linspace(1e-8, 8e-7, 12), 1e6 + np.linspace(0, 1, 5), [0.0, 5e7]]
)
def test_each_number_of_the_scale_is_whole_and_its_own(values):
    ax = knob(values).dot.axes
    ax.figure.draw_without_rendering()
    labels = [text.get_text() for text in ax.get_xticklabels()]
    assert len(set(labels)) == len(labels) >= 3
    assert ax.xaxis.get_offset_text().get_text() == ""
