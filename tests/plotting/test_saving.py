"""Saving writes the whole file or nothing."""

from pathlib import Path

import matplotlib.pyplot as plt
import pytest

from symgd import SymgdError, files
from symgd.plotting import animate, saving


@pytest.fixture
def animation(bowl):
    return animate(bowl, max_frames=2)


def test_the_path_of_the_file_is_returned(animation, tmp_path):
    path = animation.save(str(tmp_path / "a.gif"))
    assert path == tmp_path / "a.gif"
    assert path.read_bytes()[:6] == b"GIF89a"
    assert [file.name for file in tmp_path.iterdir()] == ["a.gif"]


def test_suffixes_in_capitals_and_relative_names(animation, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert animation.save("B.GIF") == Path("B.GIF")
    assert (tmp_path / "B.GIF").exists()


def test_home_is_known(animation, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    animation.save("~/c.gif")
    assert (tmp_path / "c.gif").exists()


@pytest.mark.parametrize("problem", [RuntimeError, KeyboardInterrupt])
def test_a_failed_save_leaves_the_old_file_and_nothing_else(
    animation, tmp_path, monkeypatch, problem
):
    def fails(animation, path):
        path.write_bytes(b"half")
        raise problem

    target = tmp_path / "a.gif"
    target.write_bytes(b"old")
    monkeypatch.setitem(saving.WRITERS, ".gif", fails)
    with pytest.raises(problem):
        animation.save(target)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_an_old_file_is_replaced(animation, tmp_path):
    target = tmp_path / "a.gif"
    target.write_bytes(b"old")
    animation.save(target)
    assert target.read_bytes()[:6] == b"GIF89a"


@pytest.mark.parametrize("name", ["a.jpg", "a", "gif", ".gif", "a.gif.bak"])
def test_unknown_suffixes_are_refused_before_drawing(animation, tmp_path, name, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SymgdError, match=r"those are \.gif"):
        animation.save(name)
    assert "picture" not in vars(animation)
    assert list(tmp_path.iterdir()) == []


def test_missing_folders_are_refused_before_drawing(animation, tmp_path):
    with pytest.raises(SymgdError, match=r"nowhere.* does not exist"):
        animation.save(tmp_path / "nowhere" / "a.gif")
    assert "picture" not in vars(animation)


def test_a_folder_is_no_file(animation, tmp_path):
    (tmp_path / "d.gif").mkdir()
    with pytest.raises(SymgdError, match="is a folder"):
        animation.save(tmp_path / "d.gif")


@pytest.mark.parametrize("path", [None, 3, b"a.gif", ["a.gif"], ""])
def test_what_is_no_name_is_refused(animation, path):
    with pytest.raises(SymgdError, match="name of a file"):
        animation.save(path)


def test_folders_that_cannot_be_written_to_are_refused(animation, tmp_path, monkeypatch):
    monkeypatch.setattr(files.os, "access", lambda *_: False)
    with pytest.raises(SymgdError, match="cannot be written"):
        animation.save(tmp_path / "a.gif")


def test_a_still_is_written_and_no_figure_stays(bowl, tmp_path):
    before = plt.get_fignums()
    path = saving.save_still(bowl, tmp_path / "a.png")
    assert path.read_bytes().startswith(b"\x89PNG")
    assert plt.get_fignums() == before


def test_a_still_of_an_unknown_view_leaves_no_file(bowl, tmp_path):
    with pytest.raises(SymgdError, match="cube"):
        saving.save_still(bowl, tmp_path / "a.png", "cube")
    assert list(tmp_path.iterdir()) == []
