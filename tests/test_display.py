"""Numbers and tables as a person reads them."""

from __future__ import annotations

import json
import pickle
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from symgd.display import MOST_ROWS, Rows, Table, number, place, shortened, write_csv
from symgd.errors import SymgdError


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0, 4, "0"),
        (0.5, 4, "0.5"),
        (1 / 3, 4, "0.3333"),
        (1234567, 3, "1.23e6"),
        (1e-7, 4, "1e-7"),
        (-1.5e-300, 4, "-1.5e-300"),
        (100, 4, "100"),
        (2.0, 17, "2"),
    ],
)
def test_a_number_is_written_in_few_digits(value: float, digits: int, text: str) -> None:
    assert number(value, digits) == text


def test_a_place_gives_each_name_its_value() -> None:
    assert place(["x", "y"], [1.0, -0.25]) == "x = 1, y = -0.25"
    names = [f"x{i}" for i in range(9)]
    assert place(names, range(9)) == "x0 = 0, x1 = 1, x2 = 2, …, x8 = 8"
    assert place(names[:6], range(6)).count("=") == 6


def test_long_text_is_cut_at_the_end() -> None:
    assert shortened("abc", 3) == "abc"
    assert shortened("abcd", 3) == "ab…"


TABLE = Table(("k", "value"), (("0", "1.5"), ("10", "-2")))
LONG = Table(("k", "f"), tuple((str(k), str(k * k)) for k in range(100)))


def test_columns_stand_below_each_other() -> None:
    assert str(TABLE) == " k  value\n 0    1.5\n10     -2"
    assert repr(TABLE) == str(TABLE)
    assert len(TABLE) == 2


def test_an_empty_table_shows_its_header() -> None:
    assert str(Table(("k", "f"), ())) == "k  f"
    assert "<th>k</th>" in Table(("k", "f"), ())._repr_html_()


def test_a_prompt_shows_a_long_table_shortened_and_print_all_of_it() -> None:
    assert len(str(LONG).splitlines()) == 101
    lines = repr(LONG).splitlines()
    assert len(lines) == MOST_ROWS + 2
    assert lines[MOST_ROWS // 2 + 1].split() == ["…", "…"]
    assert lines[1].split() == ["0", "0"]
    assert lines[-1].split() == ["99", "9801"]
    whole = Table(LONG.header, LONG.rows[:MOST_ROWS])
    assert len(repr(whole).splitlines()) == MOST_ROWS + 1


def test_only_the_rows_that_are_shown_are_made() -> None:
    made = []

    def square(k: int) -> tuple[str, ...]:
        made.append(k)
        return str(k), str(k * k)

    table = Table(("k", "f"), Rows(10**6, square))
    assert repr(table).splitlines()[-1].split() == ["999999", "999998000001"]
    assert table._repr_html_().count("<tr>") == MOST_ROWS + 2
    assert len(table) == 10**6
    assert len(made) == 2 * MOST_ROWS


def test_rows_that_are_made_are_like_a_tuple() -> None:
    table = Table(LONG.header, Rows(100, lambda k: (str(k), str(k * k))))
    assert table == LONG
    assert hash(table) == hash(LONG)
    assert str(table) == str(LONG)
    assert (table.rows[-1], table.rows[2:4]) == (LONG.rows[-1], LONG.rows[2:4])
    assert pickle.loads(pickle.dumps(table)) == LONG
    with pytest.raises(IndexError):
        table.rows[100]


def test_html_is_shortened_too_and_escapes_what_is_in_the_cells() -> None:
    page = LONG._repr_html_()
    assert page.count("<tr>") == MOST_ROWS + 2
    hostile = Table(("<b>", "&"), (("<script>", '"'),))._repr_html_()
    assert "<b>" not in hostile
    assert "<script>" not in hostile
    assert "&lt;script&gt;" in hostile


def test_numbers_are_written_in_full_and_nan_as_an_empty_cell(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", ["a, b", "c"], [[1 / 3, float("nan")], [1e-300, -0.0]])
    text = (tmp_path / "a.csv").read_text()
    assert text == '"a, b",c\n0.3333333333333333,\n1e-300,-0.0\n'


def test_a_file_in_a_folder_that_is_missing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SymgdError, match="does not exist"):
        write_csv(tmp_path / "missing" / "a.csv", ["a"], [[1]])


def test_a_file_that_fails_halfway_leaves_nothing(tmp_path: Path) -> None:
    def rows() -> object:
        yield [1.0]
        raise RuntimeError("halfway")

    with pytest.raises(RuntimeError, match="halfway"):
        write_csv(tmp_path / "a.csv", ["a"], rows())
    assert list(tmp_path.iterdir()) == []


# What a notebook shows

SHOWN = {
    "import symgd; symgd.Cost('(x - 2)**2')": ("text/latex", "f(x) = "),
    "symgd.gd(learning_rate=0.1)": ("text/latex", r"\alpha"),
    "run = symgd.gradient_descent('x**2', 3); run": ("text/html", "Converged after 61 steps"),
    "run.table()": ("text/html", "<th>|slope|</th>"),
    "run.animate()": ("text/html", '<iframe title="Animated descent on x**2: 62 iterates'),
}


@pytest.fixture
def kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of a kernel of this very interpreter."""
    folder = tmp_path / "kernels" / "here"
    folder.mkdir(parents=True)
    command = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": command, "display_name": "here", "language": "python"}
    (folder / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    return "here"


def test_a_notebook_shows_formulas_tables_and_animations(kernel: str, tmp_path: Path) -> None:
    cells = [nbformat.v4.new_code_cell(source) for source in SHOWN]
    notebook = nbformat.v4.new_notebook(cells=cells)
    NotebookClient(notebook, kernel_name=kernel, timeout=60).execute()
    for cell, (mime, part) in zip(notebook.cells, SHOWN.values(), strict=True):
        (output,) = cell.outputs
        assert part in output.data[mime]
        assert output.data["text/plain"]
    assert set(output.data) == {"text/plain", "text/html", "image/png"}
