"""The record of a descent: its arrays, its table, its file, its pickle."""

from __future__ import annotations

import csv
import math
import pickle
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy

from symgd import Cost, Iterate, Outcome, Run, SymgdError, gd, gradient_descent, minimize, rule

ROSENBROCK = "(1 - x)**2 + 100*(y - x**2)**2"


@rule
def heavy(x: Any, g: Any, v: Any = 0, *, learning_rate: float = 0.001, beta: float = 0.9) -> Any:
    v = beta * v + g
    return x - learning_rate * v, v


@rule
def rateless(x: Any, g: Any) -> Any:
    return x - g / 1000


def descended(**settings: Any) -> Run:
    return minimize(ROSENBROCK, (-1.2, 1), heavy(), **{"max_steps": 100, **settings})


def test_arrays_have_the_shapes_of_the_record() -> None:
    run = descended()
    assert (run.nit, len(run)) == (100, 101)
    assert (run.path.shape, run.gradients.shape) == ((101, 2), (101, 2))
    assert (run.costs.shape, run.slopes.shape) == ((101,), (101,))
    assert (run.step_sizes.shape, run.learning_rates.shape) == ((100,), (100,))
    assert {name: memory.shape for name, memory in run.state.items()} == {"v": (101, 2)}
    assert (run.x.shape, run.jac.shape, type(run.fun)) == ((2,), (2,), float)


def test_arrays_hold_what_they_say() -> None:
    run, cost = descended(), Cost(ROSENBROCK)
    np.testing.assert_allclose(run.costs, cost(run.path), rtol=1e-12)
    np.testing.assert_allclose(run.gradients, cost.gradient_at(run.path), rtol=1e-11)
    np.testing.assert_allclose(run.slopes, np.linalg.norm(run.gradients, axis=1), rtol=1e-14)
    np.testing.assert_allclose(
        run.step_sizes, np.linalg.norm(np.diff(run.path, axis=0), axis=1), rtol=1e-12
    )
    assert set(run.learning_rates) == {0.001}
    assert (run.x, run.jac) == (pytest.approx(run.path[-1]), pytest.approx(run.gradients[-1]))
    assert run.fun == run.costs[-1]


def test_the_slopes_of_huge_and_tiny_gradients_neither_overflow_nor_vanish() -> None:
    for scale in ("1e200", "1e-200"):
        run = gradient_descent(f"{scale}*(3*x + 4*y)", (0, 0), 1e-200, max_steps=0)
        assert run.slopes.tolist() == pytest.approx([5 * float(scale)], rel=1e-15, abs=0)


def test_everything_recorded_is_read_only() -> None:
    run = descended()
    arrays = [run.record, run.path, run.costs, run.gradients, run.step_sizes, run.learning_rates]
    for array in [*arrays, run.x, run.jac, *run.state.values(), run[3].x, run[3].jac]:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0
    with pytest.raises(AttributeError):
        run.outcome = Outcome.STOPPED


def test_a_rule_without_a_learning_rate_has_none_to_tell() -> None:
    run = minimize("x**2", 3, rateless, max_steps=2)
    assert run.learning_rates is None
    assert math.isnan(run[1].learning_rate)


def test_outcomes_have_a_status_and_a_short_repr() -> None:
    assert [outcome.status for outcome in Outcome] == [0, 1, 2, 3, 4]
    assert [outcome.name for outcome in Outcome] == [
        "CONVERGED",
        "MAX_STEPS",
        "DIVERGED",
        "LEFT_DOMAIN",
        "STOPPED",
    ]
    assert repr(Outcome.CONVERGED) == "Outcome.CONVERGED"


# Iterates


def test_an_iterate_is_a_row_with_names() -> None:
    run = descended()
    fifth = run[5]
    assert (fifth.k, fifth.fun, fifth.learning_rate) == (5, run.costs[5], 0.001)
    np.testing.assert_array_equal(fifth.x, run.path[5])
    np.testing.assert_array_equal(fifth.jac, run.gradients[5])
    np.testing.assert_array_equal(fifth.state["v"], run.state["v"][5])
    assert fifth.step_size == run.step_sizes[4]


def test_the_start_has_no_step() -> None:
    assert math.isnan(descended()[0].step_size)
    assert math.isnan(descended()[0].learning_rate)


def test_a_run_is_counted_through_like_a_list() -> None:
    run = descended()
    assert [iterate.k for iterate in run] == list(range(101))
    assert (run[-1].k, run[np.int64(7)].k, run[100].k, run[-101].k) == (100, 7, 100, 0)
    for k in (101, -102):
        with pytest.raises(IndexError, match=f"the iterates 0 to 100, not {k}"):
            run[k]
    for k in (1.0, "1", None, slice(0, 1), slice(0, 50)):
        with pytest.raises(SymgdError, match="is no iterate: write a whole number"):
            run[k]


def test_iterates_are_compared_by_identity() -> None:
    run = descended()
    assert run[0] != run[0]
    assert len({run[0], run[0]}) == 2


def test_the_repr_of_an_iterate_is_short() -> None:
    run = gradient_descent("x**2", 3, max_steps=1)
    assert repr(run[1]) == "Iterate(k=1, x=[2.4], fun=5.76, jac=[4.8], step_size=0.6)"
    many = sympy.symbols("x:9")
    start = repr(gradient_descent(sum(s**2 for s in many), range(9), max_steps=0)[0])
    assert "x=[0, 1, 2, …, 8]" in start


# The table


def test_the_table_has_the_columns_of_the_lecture() -> None:
    table = gradient_descent("x**2", 3, max_steps=2).table()
    assert table.header == ("k", "x", "f", "|slope|", "step")
    assert table.rows == (
        ("0", "3", "9", "6", ""),
        ("1", "2.4", "5.76", "4.8", "0.6"),
        ("2", "1.92", "3.6864", "3.84", "0.48"),
    )


def test_the_table_has_a_column_for_each_variable() -> None:
    assert descended().table().header == ("k", "x", "y", "f", "|slope|", "step")
    many = sympy.symbols("x:9")
    table = gradient_descent(sum(s**2 for s in many), range(9), max_steps=1).table()
    assert table.header == ("k", "x0", "x1", "x2", "x3", "…", "x8", "f", "|slope|", "step")
    assert table.rows[0][1:7] == ("0", "1", "2", "3", "…", "8")


def test_every_so_many_rows_and_always_the_last() -> None:
    rows = descended().table(every=30).rows
    assert [row[0] for row in rows] == ["0", "30", "60", "90", "100"]
    assert len(descended().table(every=1000)) == 2


def test_digits_are_significant_ones() -> None:
    run = gradient_descent("x**2", 1 / 3, max_steps=0)
    assert run.table(digits=3).rows[0][1] == "0.333"
    assert float(run.table(digits=17).rows[0][1]) == 1 / 3


@pytest.mark.parametrize("name", ["every", "digits"])
@pytest.mark.parametrize("value", [0, -1, 1.5, "2", None, True])
def test_every_and_digits_are_whole_numbers(name: str, value: Any) -> None:
    with pytest.raises(SymgdError, match=f"^{name} is .*whole number, 1 or above"):
        descended().table(**{name: value})


# The file


def read(path: Path) -> list[list[str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_the_file_has_every_iterate_in_full_precision(tmp_path: Path) -> None:
    run = descended()
    run.to_csv(tmp_path / "run.csv")
    header, *rows = read(tmp_path / "run.csv")
    assert header == ["k", "x", "y", "cost", "slope", "step_size"]
    assert [row[0] for row in rows] == [str(k) for k in range(101)]
    assert rows[0][-1] == ""
    assert np.array([row[1:5] for row in rows], dtype=float).tolist() == [
        [*x, f, slope] for x, f, slope in zip(run.path.tolist(), run.costs, run.slopes, strict=True)
    ]
    assert [float(row[-1]) for row in rows[1:]] == run.step_sizes.tolist()


def test_names_of_variables_are_quoted_where_a_comma_is_in_them(tmp_path: Path) -> None:
    cost = Cost("x**2", "x")
    run = gradient_descent(cost, 3, max_steps=1)
    run.to_csv(str(tmp_path / "plain.csv"))
    assert (tmp_path / "plain.csv").read_bytes() == (
        b"k,x,cost,slope,step_size\n0,3.0,9.0,6.0,\n1,2.4,5.76,4.8,0.6000000000000001\n"
    )


@pytest.mark.parametrize("name", ["missing/run.csv", "."])
def test_a_place_where_no_file_can_be_is_refused(name: str, tmp_path: Path) -> None:
    run = descended()
    with pytest.raises(SymgdError, match="folder"):
        run.to_csv(tmp_path / name)
    assert list(tmp_path.iterdir()) == []
    assert run.nit == 100


@pytest.mark.parametrize("name", [None, 5, ""])
def test_what_is_no_name_of_a_file_is_refused(name: Any) -> None:
    with pytest.raises(SymgdError, match="name of a file is wanted"):
        descended().to_csv(name)


def test_an_existing_file_survives_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "run.csv"
    file.write_text("precious")
    monkeypatch.setattr(Run, "slopes", property(lambda run: np.array([1.0])))
    with pytest.raises(ValueError, match="zip"):
        descended().to_csv(file)
    assert file.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [file]


def test_an_existing_file_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "run.csv"
    file.write_text("old")
    descended(max_steps=1).to_csv(file)
    assert len(read(file)) == 3
    assert list(tmp_path.iterdir()) == [file]


# Summaries


def test_the_summary_is_short_plain_text() -> None:
    run = gradient_descent("x**2", 3, 0.1, precision=1e-4)
    assert repr(run) == "\n".join(
        [
            run.message,
            "  cost  f(x) = x**2",
            "  rule  gd, α = 0.1",
            " start  x = 3, f = 9",
            "   end  x = 0.000398768, f = 1.59016e-7, |slope| = 0.000798",
            " steps  40",
        ]
    )
    assert run.label == "gd, α = 0.1"


def test_the_summary_of_many_variables_and_a_long_formula_is_shortened() -> None:
    many = sympy.symbols("x:30")
    run = gradient_descent(sum((s - 1) ** 2 for s in many), [0] * 30, max_steps=1)
    assert max(map(len, repr(run).splitlines()[1:])) < 200
    assert "f(x0, x1, …, x29)" in repr(run)
    assert "x0 = 0, x1 = 0, x2 = 0, …, x29 = 0" in repr(run)


def test_a_notebook_gets_the_sentence_the_facts_and_the_table() -> None:
    run = gradient_descent("x**2", 3, max_steps=2)
    page = run._repr_html_()
    assert run.message.replace("'", "&#x27;") in page
    assert page.count("<table>") == 2
    assert "<td>5.76</td>" in page


def test_names_cannot_break_out_of_html() -> None:
    hostile = sympy.Symbol("<script>alert('1')</script>")
    run = gradient_descent(hostile**2, 3, max_steps=1)
    page = run._repr_html_()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


# Pickles and copies


def by_value(iterate: Iterate) -> bool:
    return iterate.fun < 1e-3


@pytest.mark.parametrize(
    "stop", [None, by_value, lambda iterate: iterate.fun < 1e-3], ids=["none", "function", "lambda"]
)
def test_a_run_can_be_pickled(stop: Any) -> None:
    run = minimize(ROSENBROCK, (-1.2, 1), heavy(), stop=stop, max_steps=100)
    assert run.message
    copy = pickle.loads(pickle.dumps(run))
    np.testing.assert_array_equal(copy.record, run.record)
    assert (copy.cost, copy.rule, copy.outcome) == (run.cost, run.rule, run.outcome)
    assert (copy.message, repr(copy)) == (run.message, repr(run))
    assert copy.test == run.test
    with pytest.raises(ValueError, match="read-only"):
        copy.path[0] = 0


def test_runs_that_ended_otherwise_can_be_pickled_too() -> None:
    for cost, start, rate in (("x**2", 10, 1.1), ("log(x)", 1, 0.1)):
        run = gradient_descent(cost, start, rate)
        copy = pickle.loads(pickle.dumps(run))
        assert (copy.outcome, copy.ending, copy.message) == (run.outcome, run.ending, run.message)


def test_a_pickle_leaves_out_what_can_be_computed_again() -> None:
    run = gradient_descent("x**2", 3, max_steps=1)
    assert run.message
    assert run.cost.hessian
    data = pickle.dumps(run)
    assert run.message.encode() not in data
    assert b"Matrix" not in data
    assert pickle.loads(data).message == run.message


def test_the_message_is_written_once() -> None:
    run = gradient_descent("x**2", 3, max_steps=1)
    assert run.message is run.message


def test_runs_in_several_threads_keep_apart() -> None:
    runs: dict[float, Run] = {}

    def descend(rate: float) -> None:
        runs[rate] = gradient_descent(ROSENBROCK, (-1.2, 1), rate, max_steps=3000)

    rates = [0.0001, 0.0003, 0.0005, 0.0008]
    threads = [threading.Thread(target=descend, args=(rate,)) for rate in rates]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for rate in rates:
        again = minimize(ROSENBROCK, (-1.2, 1), gd(learning_rate=rate), max_steps=3000)
        np.testing.assert_array_equal(runs[rate].record, again.record)


# Pictures


def test_a_run_is_drawn_and_animated_by_its_own_methods() -> None:
    import matplotlib.pyplot as plt

    run = gradient_descent("x**2", 3, max_steps=3)
    figure, ax = plt.subplots()
    assert run.plot(ax=ax) is ax
    plt.close(figure)
    assert run.animate(fps=5).frame(0).ndim == 3
