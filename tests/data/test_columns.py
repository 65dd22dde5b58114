"""The columns of a cost over data: what is read, copied, left on the disk, and refused."""

from __future__ import annotations

import pickle
import tracemalloc
from fractions import Fraction

import numpy as np
import pytest
import sympy

from symgd import SymgdError, gradient_descent, mean_loss, minimize
from symgd.data.columns import BLOCK, read_samples
from symgd.rules.catalogue import gd

LINE = "(w*x + b - y)**2"
TWO = np.array([1.0, 2.0])


def refusal(data: object, loss: str = LINE) -> str:
    with pytest.raises(SymgdError) as caught:
        mean_loss(loss, data, "w b")
    return str(caught.value)


@pytest.mark.parametrize(
    "column",
    [
        [1, 2],
        (1, 2),
        range(1, 3),
        np.array([1, 2], np.int8),
        np.array([1, 2], np.uint64),
        np.array([1, 2], np.float16),
        np.array([1, 2], ">f4"),
        np.array([1, 2], object),
        np.array([1, 9, 2, 9])[::2],
        [Fraction(1), sympy.Integer(2)],
        [np.float32(1), True + 1],
        np.ma.array([1.0, 2.0]),
    ],
    ids=repr,
)
def test_numbers_of_any_kind_become_floats(column):
    samples = read_samples({"x": column, "y": TWO}, ["x", "y"])
    assert samples.at(slice(None)).dtype == np.float64
    assert samples.at(slice(None)).tolist() == [[1, 2], [1, 2]]


def test_truth_values_are_classes():
    cost = mean_loss("(w - y)**2", {"y": [True, False, True]})
    assert cost(0) == pytest.approx(2 / 3)


def test_symbols_and_names_are_the_same_column():
    x, y = sympy.symbols("x y", positive=True)
    assert mean_loss(LINE, {x: TWO, "y": TWO}) == mean_loss(LINE, {"x": TWO, y: TWO})


def test_arrays_are_copied_and_cannot_be_written_to():
    x, y = TWO.copy(), np.array([3.0, 5.0])
    cost = mean_loss(LINE, {"x": x, "y": y}, "w b")
    x[:] = 100
    assert cost((2, 1)) == 0
    with pytest.raises(ValueError, match="read-only"):
        cost.samples.columns[0][0] = 7
    with pytest.raises(ValueError, match="read-only"):
        cost.samples.as_dict()["x"][0] = 7


def test_columns_that_the_loss_does_not_name_are_left_alone():
    cost = mean_loss(LINE, {"x": TWO, "species": ["a", "b"], "y": TWO, "other": [1, 2, 3]}, "w b")
    assert cost.samples.names == ("x", "y")


@pytest.mark.parametrize("length", [1, 2, 5, 7])
def test_blocks_give_every_sample_once_and_in_order(length):
    samples = read_samples({"x": range(7), "y": range(7, 14)}, ["x", "y"])
    blocks = list(samples.blocks(length))
    assert all(block.shape[1] <= length for block in blocks)
    assert np.concatenate(blocks, axis=1).tolist() == [list(range(7)), list(range(7, 14))]


def test_rows_are_picked_in_the_order_asked_for():
    samples = read_samples({"x": [10, 11, 12]}, ["x"])
    assert samples.at(np.array([2, 0])).tolist() == [[12, 10]]
    assert samples.at(slice(1, None)).tolist() == [[11, 12]]


def test_samples_are_equal_by_their_numbers():
    one, same = (read_samples({"x": [1, 2]}, ["x"]) for _ in range(2))
    other = read_samples({"x": [1, 3]}, ["x"])
    named = read_samples({"z": [1, 2]}, ["z"])
    assert one == same
    assert hash(one) == hash(same)
    assert one not in (other, named, 3)


# What is refused, in the user's words.


def test_columns_of_different_lengths_are_both_named():
    said = refusal({"x": np.zeros(1200), "y": [1, 2]})
    assert "x has 1,200 and y has 2" in said


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"x": [], "y": []}, "x is empty: at least one sample"),
        ({}, "have no column"),
        ({"x": [1, np.nan, 3], "y": [1, 2, 3]}, "x holds nan in row 1"),
        ({"x": [1, 2, 3], "y": [1, 2, -np.inf]}, "y holds -inf in row 2"),
        ({"x": [1, None], "y": [1, 2]}, "x holds nan in row 1"),
        ({"x": np.ma.array([1, 2], mask=[0, 1]), "y": [1, 2]}, "x holds nan in row 1"),
        ({"x": ["a", "b"], "y": [1, 2]}, "x holds 'a' in row 0, but a number"),
        ({"x": ["1", "2"], "y": [1, 2]}, "x holds '1' in row 0, but a number"),
        ({"x": [1, "b"], "y": [1, 2]}, "x holds '1' in row 0, but a number"),
        ({"x": [1j, 2], "y": [1, 2]}, "x holds 1j in row 0"),
        ({"x": [10**400, 2], "y": [1, 2]}, "in row 0, but a number"),
        ({"x": np.array(["2020-01-01", "2020-01-02"], "M8[D]"), "y": [1, 2]}, "2020"),
        ({"x": {1, 2}, "y": [1, 2]}, r"x holds {1, 2} in row 0"),
        ({"x": iter([1, 2]), "y": [1, 2]}, "list_iterator"),
        ({"x": np.eye(2), "y": [1, 2]}, r"x has the shape \(2, 2\).*a name of its own"),
        ({"x": 5, "y": 3}, r"x has the shape \(\).*write a list"),
        ({"x": [[1], [2, 3]], "y": [1, 2]}, "x has rows of different lengths"),
        ({3: TWO, "y": TWO}, "name 3, which is neither a symbol nor a name"),
        ({"x": TWO, sympy.Symbol("x"): TWO, "y": TWO}, "give the column x twice"),
        ([1, 2], r'type list, but columns by name.*{"x": \[1, 2, 3\]'),
        (None, "type NoneType"),
        ("x", "type str"),
        (np.eye(2), "type ndarray"),
    ],
    ids=str,
)
def test_data_that_cannot_be_read_are_refused(data, said):
    with pytest.raises(SymgdError, match=said):
        mean_loss(LINE, data, "w b")


def test_the_row_is_counted_over_all_blocks():
    x = np.ones(2 * BLOCK + 5)
    x[2 * BLOCK + 3] = np.nan
    assert f"row {2 * BLOCK + 3}" in refusal({"x": x, "y": np.ones(len(x))})


# Tables with columns by name, such as those of pandas.


class Table:
    """What a data frame shows of itself."""

    def __init__(self, **columns: object) -> None:
        self._columns = columns
        self.columns = list(columns)

    def to_dict(self) -> dict[str, object]:
        """Return what is no dictionary of columns."""
        return {"x": "by row"}

    def __getitem__(self, name: str) -> object:
        return self._columns[name]


def test_a_table_gives_its_columns():
    cost = mean_loss(LINE, Table(x=[1, 2], y=[3, 5], name=["a", "b"]), "w b")
    assert cost((2, 1)) == 0
    assert cost.on(Table(x=[1], y=[4]))((2, 1)) == 1


# Memory maps.


@pytest.fixture
def stored(tmp_path):
    """Return a function that stores numbers in a file and maps it."""

    def store(numbers, dtype, mode="r"):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.bin"
        array = np.asarray(numbers, dtype)
        array.tofile(path)
        return np.memmap(path, dtype, mode, shape=array.shape)

    return store


@pytest.mark.parametrize("mode", ["r", "r+", "c"])
@pytest.mark.parametrize("dtype", ["int32", "float32", "float64", ">f8"])
def test_a_memory_map_gives_what_an_array_gives(stored, dtype, mode):
    rng = np.random.default_rng(3)
    x, y = (rng.integers(-9, 9, 2 * BLOCK + 11).astype(float) for _ in range(2))
    held = mean_loss(LINE, {"x": x, "y": y}, "w b")
    mapped = mean_loss(LINE, {k: stored(v, dtype, mode) for k, v in [("x", x), ("y", y)]}, "w b")
    points = rng.normal(size=(3, 2))
    assert mapped(points).tolist() == held(points).tolist()
    assert mapped.gradient_at(points).tolist() == held.gradient_at(points).tolist()
    assert mapped.hessian_at((1, 2)).tolist() == held.hessian_at((1, 2)).tolist()
    paths = [
        minimize(cost, (0, 0), gd(learning_rate=0.001), batch_size=1000, epochs=2, rng=1).path
        for cost in (held, mapped)
    ]
    assert np.array_equal(*paths)
    assert mapped == held


@pytest.mark.parametrize("mode", ["r", "r+"])
def test_memory_maps_are_not_copied(stored, mode):
    x = stored([1, 2, 3], "int32", mode)
    samples = read_samples({"x": x, "y": stored([1, 2, 3], "float32")}, ["x", "y"])
    assert samples.columns[0] is x
    assert len(samples) == 3


def test_columns_of_a_mapped_matrix_are_not_copied(stored):
    table = stored([[1, 3], [2, 5], [3, 7]], "float32")
    cost = mean_loss(LINE, {"x": table[:, 0], "y": table[:, 1]}, "w b")
    assert all(np.shares_memory(column, table) for column in cost.samples.columns)
    assert cost((2, 1)) == 0
    assert cost((0, 0)) == pytest.approx(83 / 3)


def test_changes_of_a_private_map_are_kept(stored):
    """Mode "c" keeps changes in memory alone, which giving pages back would lose."""
    x = stored([1.0, 2.0], "float64", "c")
    x[:] = [3, 4]
    cost = mean_loss("(w - x)**2", {"x": x, "y": TWO})
    assert cost(3) == 0.5
    assert x.tolist() == [3, 4]


def test_changes_of_a_shared_map_are_kept(stored):
    x = stored([1.0, 2.0], "float64", "r+")
    x[:] = [3, 4]
    assert mean_loss("(w - x)**2", {"x": x})(3) == 0.5
    assert x.tolist() == [3, 4]


def test_arrays_beside_a_map_are_used_as_they_are(stored):
    cost = mean_loss(LINE, {"x": stored([1, 2], "int16"), "y": [3, 5]}, "w b")
    assert cost((2, 1)) == 0


def test_a_missing_number_in_a_map_is_found(stored):
    x = np.ones(BLOCK + 9, "float32")
    x[BLOCK + 4] = np.nan
    said = refusal({"x": stored(x, "float32"), "y": np.ones(len(x))})
    assert f"x holds nan in row {BLOCK + 4}" in said


def test_a_mapped_cost_pickles_with_its_numbers(stored):
    cost = mean_loss(LINE, {"x": stored([1, 2], "int32"), "y": [3, 5]}, "w b")
    assert pickle.loads(pickle.dumps(cost)) == cost


def test_a_memory_map_is_never_held_in_memory(tmp_path):
    count, most = 500_000, 2**20
    maps = {}
    for name in "xy":
        maps[name] = np.memmap(tmp_path / name, dtype=np.float64, mode="w+", shape=(count,))
        maps[name][:] = np.linspace(0, 1, count)
    steps = {"learning_rate": 0.1, "max_steps": 2}
    few = mean_loss("(w*x + b - y)**2", {"x": [0.0, 1.0], "y": [0.0, 1.0]}, max_memory=most)
    gradient_descent(few, (0, 0), **steps)  # compiles
    tracemalloc.start()
    try:
        cost = mean_loss("(w*x + b - y)**2", maps, max_memory=most)
        gradient_descent(cost, (0, 0), **steps)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < most < maps["x"].nbytes
