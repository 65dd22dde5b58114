"""CSV files as classes, spreadsheets and other programs write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from symgd import Columns, SymgdError, read_csv

WANTED = {"x": [1.0, -2.5], "y": [3.0, 4e3]}


@pytest.fixture
def write(tmp_path: Path):
    """Return a function that writes a file and returns its path."""

    def write(content: str | bytes) -> Path:
        path = tmp_path / "a.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.mark.parametrize(
    "content",
    [
        "x,y\n1,3\n-2.5,4e3\n",
        "x;y\n1;3\n-2.5;4e3",
        "x\ty\n1\t3\n-2.5\t4e3",
        "\ufeffx,y\r\n1,3\r\n-2.5,4e3\r\n\r\n\r\n",
        ' x , y\n 1 ,3 \n\n"-2.5" , "4e3"\n   \n',
        "\nx,y\n1,3\n-2.5,4e3\n,\n,\n",
        '"x","y"\n+1.0,3.\n-2.5,"4000"\n',
    ],
)
def test_every_common_way_of_writing_is_read(write, content: str) -> None:
    data = read_csv(write(content))
    assert data == Columns(WANTED)
    assert data.name == "a"


def test_chosen_columns_come_in_the_order_asked_for_and_may_be_renamed(write) -> None:
    path = write('who,"size, EU;",height (cm)\nAda,38,165\nBob,44,182\n')
    assert dict(read_csv(str(path), ["height (cm)"])).keys() == {"height (cm)"}
    data = read_csv(path, {"height (cm)": "y", "size, EU;": "x"})
    assert data == Columns({"y": [165, 182], "x": [38, 44]})


def test_what_is_not_chosen_may_hold_anything(write) -> None:
    path = write(",a,a,x\n1,NA,no,5\n2,,,6\n")
    assert read_csv(path, ["x"]) == Columns({"x": [5, 6]})


@pytest.mark.parametrize("value", ["", "NA", "nan", "N/A", "null", "?"])
def test_a_missing_value_is_refused_with_its_line_and_column(write, value: str) -> None:
    path = write(f"x,y\n1,2\n\n3,{value}\n5,6\n")
    with pytest.raises(SymgdError, match=r"^Line 4 of 'a\.csv' has no value for y") as caught:
        read_csv(path)
    assert (repr(value) in str(caught.value)) is bool(value)


@pytest.mark.parametrize("value", ["red", "1_000", "inf", "3 kg", "0x1F", "1e999"])
def test_what_is_no_number_is_refused_with_the_columns_that_hold_some(write, value: str) -> None:
    path = write(f"x,y\n1,2\n3,{value}\n")
    sentence = rf"^Line 3 of 'a\.csv' has '{value}' for y, .*columns=\['x'\]\.$"
    with pytest.raises(SymgdError, match=sentence):
        read_csv(path)


def test_a_file_without_any_numbers_gives_no_hint_to_choose(write) -> None:
    with pytest.raises(SymgdError, match=r"has 'Ada' for who, which is no number\.$"):
        read_csv(write("who\nAda\n"))


@pytest.mark.parametrize("value", ["1,5", "1.234,5", "-0,5", "1,234.5"])
def test_a_decimal_comma_is_refused_with_the_remedy(write, value: str) -> None:
    with pytest.raises(SymgdError, match=rf"Line 2 .*'{value}' for y: write .* decimal point"):
        read_csv(write(f"x;y\n1;{value}\n"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "is empty"),
        ("\n\n", "is empty"),
        (",,\n,,\n", "is empty"),
        ("x,y\n", r"has names \(x, y\) but no rows"),
        ("1,2\n3,4\n", r"first row of 'a\.csv' holds numbers \(1, 2\)"),
        ("x,y\n1,2\n3\n", "Line 3 .* has 1 value, but there are 2 columns: x, y"),
        ("x,y\n1,5,2,5\n", "has 4 values, .*decimal point"),
        ("x,x\n1,2\n", "two columns called x"),
        ("x,\n1,2\n", r"Column 2 .* has no name.*columns=\['x'\]"),
        (b"\xff\xfex\x00", "no text in UTF-8"),
        ("x\n" + "1" * 200_000, "Line 2 of 'a.csv' cannot be read"),
    ],
)
def test_a_file_that_is_no_table_is_refused(write, content: str | bytes, sentence: str) -> None:
    with pytest.raises(SymgdError, match=sentence):
        read_csv(write(content))


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ("x", r'list of names is wanted, such as columns=\["x", "y"\]'),
        (3, "list of names is wanted"),
        (["x", "z"], r"has no column z; it has x, y"),
        ({"z": "x"}, r"has no column z"),
        (["x", "x"], "would be called x"),
        ({"x": "a", "y": "a"}, "would be called a"),
        ([], "no columns"),
        ({"x": 3}, "neither a name nor a symbol"),
    ],
)
def test_columns_that_cannot_be_chosen_are_refused(write, columns: object, sentence: str) -> None:
    with pytest.raises(SymgdError, match=sentence):
        read_csv(write("x,y\n1,2\n"), columns)


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("no.csv", r"There is no file 'no\.csv' in "),
        (".", "is a folder"),
        ("", "name of a file is wanted"),
        (3, "name of a file is wanted"),
        ("a\0.csv", "cannot be read"),
        ("a" * 300, "cannot be read"),
    ],
)
def test_a_file_that_is_not_there_is_refused(path: object, sentence: str) -> None:
    with pytest.raises(SymgdError, match=sentence):
        read_csv(path)
