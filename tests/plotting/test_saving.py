"""Saving writes the whole file or nothing."""

from pathlib import Path

import matplotlib.pyplot as plt
import pytest

from symgd import SymgdError, files
from symgd.plotting import animate, progress, saving
from symgd.plotting.views.curve import Curve


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


@pytest.mark.parametrize("suffix", list(saving.WRITERS))
@pytest.mark.parametrize("problem", [RuntimeError, KeyboardInterrupt])
def test_a_failed_save_leaves_the_old_file_and_nothing_else(
    bowl, tmp_path, monkeypatch, suffix, problem
):
    def fails(self, step):
        if step == bowl.nit:
            raise problem
        show(self, step)

    show = Curve.show
    monkeypatch.setattr(Curve, "show", fails)
    target = tmp_path / f"a{suffix}"
    target.write_bytes(b"old")
    with pytest.raises(problem):
        animate(bowl, max_frames=3).save(target)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("suffix", [suffix for suffix in saving.WRITERS if suffix != ".png"])
def test_a_long_save_tells_how_far_it_is(animation, tmp_path, monkeypatch, capsys, suffix):
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    monkeypatch.setattr(progress, "PACE", 0.0)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    animation.save(tmp_path / f"a{suffix}")
    told = capsys.readouterr().err
    assert told.startswith(f"\rWriting a{suffix}: frame 1 of 2\rWriting a{suffix}: frame 2 of 2")
    assert told.endswith("\r")


def test_a_save_without_a_terminal_says_nothing(animation, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    animation.save(tmp_path / "a.gif")
    assert capsys.readouterr() == ("", "")


def test_an_option_of_another_format_is_refused_before_drawing(animation, tmp_path):
    with pytest.raises(SymgdError, match=r"loop=2 is for \.gif and \.webp, not for \.mp4"):
        animation.save(tmp_path / "a.mp4", loop=2)
    with pytest.raises(SymgdError, match=r"pages='whole' is for \.pdf, not for \.gif"):
        animation.save(tmp_path / "a.gif", pages="whole")
    assert "picture" not in vars(animation)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["s-{k:03}.gif", "s-%d.mp4", "{k}.pdf"])
def test_only_stills_are_numbered(animation, tmp_path, name):
    with pytest.raises(SymgdError, match=r"pattern for numbered stills.*\.png'"):
        animation.save(tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_an_old_file_is_replaced(animation, tmp_path):
    target = tmp_path / "a.gif"
    target.write_bytes(b"old")
    animation.save(target)
    assert target.read_bytes()[:6] == b"GIF89a"


@pytest.mark.parametrize("name", ["a.jpg", "a", "gif", ".gif", "a.gif.bak"])
def test_unknown_suffixes_are_refused_before_drawing(animation, tmp_path, name, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SymgdError, match=r"those are \.gif, .*\.webp\."):
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
