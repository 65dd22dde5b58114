"""Runs side by side: by rules, by learning rates, by starts."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

import symgd
from symgd import SymgdError, compare


@pytest.fixture(scope="module")
def race():
    rules = [symgd.gd(learning_rate=0.4), symgd.momentum(learning_rate=0.4, beta=0.5), symgd.adam]
    return compare(symgd.gallery.ravine, (-5, 2), rules, max_steps=300)


def test_runs_are_those_of_minimize_in_order(race):
    alone = symgd.minimize(
        symgd.gallery.ravine, (-5, 2), symgd.gd(learning_rate=0.4), max_steps=300
    )
    assert race[0].record.tobytes() == alone.record.tobytes()
    assert [run.rule.name for run in race] == ["gd", "momentum", "adam"]
    assert len(race) == len(race.runs) == len(race.seconds) == 3


def test_table_has_a_row_for_each_run(race):
    table = race.table()
    assert table.header == ("run", "steps", "outcome", "f", "distance", "ms")
    for row, run, seconds in zip(table.rows, race, race.seconds, strict=True):
        assert row[:3] == (run.label, str(run.nit), run.outcome.value)
        assert float(row[3]) == pytest.approx(run.fun, rel=1e-3)
        assert float(row[4]) == pytest.approx(abs(complex(*run.x)), rel=1e-3)
        assert float(row[5]) == pytest.approx(1000 * seconds, rel=0.01)


def test_distance_is_left_out_where_no_minimum_is_known():
    assert "distance" not in compare("x**2", 3, [0.1]).table().header


def test_numbers_are_learning_rates():
    race = compare("x**2", 10, [0.05, 0.2, 1.1], max_steps=20)
    assert [run.rule.learning_rate for run in race] == [0.05, 0.2, 1.1]


def test_several_starts_need_one_rule_and_name_the_runs():
    race = compare("x**4 - x**2", [[1], [-2], [0.1]], symgd.gd)
    assert [run.label for run in race] == ["from x = 1", "from x = -2", "from x = 0.1"]
    assert [run.path[0, 0] for run in race] == [1, -2, 0.1]


@pytest.mark.parametrize(
    ("start", "rules", "sentence"),
    [
        ([[1], [2]], [0.1, 0.2], "several starts"),
        ([1, 2, 3], [0.1], "3 coordinates"),
        (3, [], "rules is empty"),
        (3, ["adam"], "'adam'"),
        (3, [True], "True"),
    ],
)
def test_misuse_is_told_in_sentences(start, rules, sentence):
    with pytest.raises(SymgdError, match=sentence):
        compare("x**2", start, rules)


def test_it_shows_itself_and_pickles(race):
    assert repr(race).startswith("f(x, y) = x**2/10 + 2*y**2")
    assert "<table>" in race._repr_html_()
    assert [run.label for run in pickle.loads(pickle.dumps(race))] == [r.label for r in race]


def test_pictures_have_a_line_and_a_label_for_each_run(race):
    import matplotlib.pyplot as plt

    ax = race.plot("cost")
    labels = [text.get_text().replace("\n", " ") for text in ax.figure.findobj(plt.Text)]
    for run in race:
        assert any(run.label in label for label in labels)
    plt.close(ax.figure)
    assert race.animate("cost").frames[-1].step == max(run.nit for run in race)


def test_every_run_sees_the_same_batches():
    cost = symgd.mean_loss("(w*x - y)**2", {"x": [1, 2, 3, 4], "y": [3, 5, 6, 9]})
    for settings in ({}, {"rng": np.random.default_rng(3)}, {"rng": 5}):
        pair = compare(cost, 0, [0.01, 0.01], batch_size=1, epochs=2, **settings)
        assert pair[0].path.tobytes() == pair[1].path.tobytes()
