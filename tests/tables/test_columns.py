"""Columns of numbers: what is read, what is refused, and how they look."""

from __future__ import annotations

import copy
import pickle
from fractions import Fraction

import numpy as np
import pytest
from sympy import Rational, symbols

from symgd import Columns, SymgdError
from symgd.tables.columns import HEAD, MOST_COLUMNS

DATA = Columns({"x": [1, 2, 3], "y": (3.5, 5, 7)}, name="shoes", source="Ada 1843", licence="CC0")


def test_it_is_a_mapping_of_arrays() -> None:
    assert dict(DATA).keys() == {"x", "y"}
    assert list(DATA["y"]) == [3.5, 5, 7]
    assert DATA["x"].dtype == np.float64
    assert (len(DATA), DATA.n_rows) == (2, 3)
    assert DATA.get("z") is None
    assert "z" not in DATA


def test_a_symbol_stands_for_its_name() -> None:
    x = symbols("x", positive=True)
    data = Columns({x: [1, 2]})
    assert list(data) == ["x"]
    assert data[symbols("x")] is data["x"]


def test_what_was_given_is_copied_and_what_is_kept_is_frozen() -> None:
    given = np.array([1.0, 2.0])
    data = Columns({"x": given})
    given[0] = 9
    assert data["x"][0] == 1
    with pytest.raises(ValueError, match="read-only"):
        data["x"][0] = 9
    with pytest.raises(TypeError):
        data.arrays["x"] = given


@pytest.mark.parametrize(
    "values",
    [
        range(1, 4),
        (1, Fraction(2), Rational(3)),
        np.array([1, 2, 3], dtype=np.uint8),
        np.array([1, 2, 3], dtype=object),
        np.ma.masked_array([1, 2, 3], mask=False),
    ],
)
def test_every_list_of_real_numbers_is_read(values: object) -> None:
    assert Columns({"x": values})["x"].tolist() == [1, 2, 3]


@pytest.mark.parametrize("twin", [pickle.loads(pickle.dumps(DATA)), copy.deepcopy(DATA)])
def test_a_copy_is_equal_and_frozen_too(twin: Columns) -> None:
    assert twin == DATA
    assert hash(twin) == hash(DATA)
    assert (twin.name, twin.source, twin.licence) == ("shoes", "Ada 1843", "CC0")
    assert not twin["x"].flags.writeable


def test_other_numbers_or_names_are_not_equal() -> None:
    assert Columns({"x": [1, 2, 3], "y": [3.5, 5, 8]}) != DATA
    assert Columns({"y": [3.5, 5, 7], "x": [1, 2, 3]}) != DATA
    assert DATA != 3


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ([1, 2], "dictionary of columns is wanted"),
        ({}, "no columns"),
        ({"x": []}, "no rows: x"),
        ({"x": [1, 2], "y": [1, 2, 3]}, "x has 2 values, but y has 3"),
        ({"x": [1, float("nan")]}, r"x\[1\] is nan.*leave that row out"),
        ({"x": [1, float("inf")]}, r"x\[1\] is inf"),
        ({"x": np.ma.masked_array([1, 2], mask=[0, 1])}, r"x\[1\] is nan"),
        ({"x": [1, "two"]}, r"x\[1\] is 'two'"),
        ({"x": [1, "2"]}, r"x\[1\] is '2'"),
        ({"x": [1, None]}, r"x\[1\] is None"),
        ({"x": [1, True]}, r"x\[1\] is True"),
        ({"x": np.array([True, False])}, r"x\[0\] is True"),
        ({"x": [1, 2j]}, r"x\[1\] is 2j"),
        ({"x": [10**400]}, r"x\[0\] is too large"),
        ({"x": 3}, "x is no list"),
        ({"x": "abc"}, "x is no list"),
        ({"x": {1, 2}}, "x is no list"),
        ({"x": np.ones((3, 2))}, r"shape \(3, 2\).*a name of its own"),
        ({"x": np.ones((3, 1))}, r"write x\.ravel\(\)"),
        ({"x": [[1, 2], [3, 4]]}, r"shape \(2, 2\)"),
        ({"x": [[1, 2], [3]]}, r"x\[0\] is \[1, 2\]"),
        ({"x": [np.ones(2), np.ones(3)]}, "x"),
        ({3: [1]}, "neither a name nor a symbol"),
        ({"": [1]}, "neither a name nor a symbol"),
        ({"x": [1], symbols("x"): [1]}, "x is given twice"),
    ],
)
def test_what_are_no_columns_is_refused(columns: object, sentence: str) -> None:
    with pytest.raises(SymgdError, match=sentence):
        Columns(columns)


@pytest.mark.parametrize("name", ["z", 3, symbols("z"), None])
def test_a_column_that_is_not_there_is_refused_with_those_that_are(name: object) -> None:
    with pytest.raises(SymgdError, match=r"^There is no column .*; there are x, y\.$"):
        DATA[name]


def test_a_prompt_shows_the_first_rows_and_the_origin() -> None:
    long = Columns({"x": range(100), "y": range(100)}, name="long", source="A", licence="B")
    title, header, *rows, gap, origin = repr(long).splitlines()
    assert (title, origin) == ("long: 100 rows", "A. B.")
    assert header.split() == ["x", "y"]
    assert [row.split() for row in rows] == [[str(k), str(k)] for k in range(HEAD)]
    assert gap.split() == ["…", "…"]
    assert len(long.table()) == 100
    assert repr(Columns({"x": [0.5]})) == "1 row\n  x\n0.5"


def test_a_wide_table_is_narrowed_at_a_prompt_alone() -> None:
    wide = Columns({f"x{i}": [i] for i in range(20)})
    header = repr(wide).splitlines()[1].split()
    assert len(header) == MOST_COLUMNS
    assert header[-2:] == ["…", "x19"]
    assert len(wide.table().header) == 20


def test_a_notebook_shows_rows_and_origin_and_escapes_them() -> None:
    page = Columns({"<b>": range(9)}, name="a&b", source="<i>")._repr_html_()
    assert page.startswith("<p>a&amp;b: 9 rows</p><table>")
    assert page.count("<tr>") == 1 + HEAD + 1
    assert "<small>&lt;i&gt;.</small>" in page
    assert "<b>" not in page
    assert "<small>" not in Columns({"x": [1]})._repr_html_()
