"""Files are written whole or not at all, and what cannot be written is refused at once."""

from __future__ import annotations

import os

import pytest

from symgd import SymgdError
from symgd.files import replacing, replacing_in, writable


def test_a_file_takes_its_place_only_when_it_is_whole(tmp_path):
    target = tmp_path / "a.csv"
    target.write_text("old")
    with replacing(target) as part:
        part.write_text("new")
        assert target.read_text() == "old"
        assert part.suffix == ".csv"
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_the_old_file_alone(tmp_path):
    target = tmp_path / "a.csv"
    target.write_text("old")
    with pytest.raises(RuntimeError), replacing(target) as part:
        part.write_text("half")
        raise RuntimeError
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_several_files_take_their_places_only_when_all_are_whole(tmp_path):
    (tmp_path / "a.csv").write_text("old")
    with replacing_in(tmp_path) as folder:
        (folder / "a.csv").write_text("new")
        (folder / "b.csv").write_text("new")
        assert (tmp_path / "a.csv").read_text() == "old"
        assert not (tmp_path / "b.csv").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.csv"]
    assert (tmp_path / "a.csv").read_text() == "new"


@pytest.mark.parametrize("problem", [RuntimeError, KeyboardInterrupt])
def test_a_failure_among_several_files_leaves_all_the_old_ones(tmp_path, problem):
    (tmp_path / "a.csv").write_text("old")
    with pytest.raises(problem), replacing_in(tmp_path) as folder:
        (folder / "a.csv").write_text("new")
        raise problem
    assert (tmp_path / "a.csv").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_folder_in_the_way_is_refused_before_any_file_is_moved(tmp_path):
    (tmp_path / "b.csv").mkdir()
    with pytest.raises(SymgdError, match=r"b\.csv' is a folder"), replacing_in(tmp_path) as folder:
        (folder / "a.csv").write_text("new")
        (folder / "b.csv").write_text("new")
    assert [path.name for path in tmp_path.iterdir()] == ["b.csv"]


def test_home_and_capital_suffixes_are_understood(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert writable("~/A.GIF", [".gif"]) == tmp_path / "A.GIF"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "name of a file"),
        (3, "name of a file"),
        ("a.xyz", r"does not end in a suffix .* \.gif"),
        ("no/a.gif", "does not exist"),
        ("a\0.gif", "cannot be written"),
        ("a" * 300 + ".gif", "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_refused(name, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SymgdError, match=sentence):
        writable(name, [".gif"])


def test_a_folder_is_no_file(tmp_path):
    (tmp_path / "d.gif").mkdir()
    with pytest.raises(SymgdError, match="is a folder"):
        writable(tmp_path / "d.gif")


def test_a_folder_without_permission_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(SymgdError, match="cannot be written to"):
        writable(tmp_path / "a.gif")
