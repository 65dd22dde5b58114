"""The film in the file: what any player plays, at the animation's pace."""

import re
import struct
import subprocess
import sys

import imageio_ffmpeg
import numpy as np
import pytest

from symgd import SymgdError
from symgd.plotting import animate
from symgd.plotting.writers import mp4
from symgd.plotting.writers.mp4 import even, steady_rate

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()


def told(path):
    """Return what ffmpeg tells about a film."""
    done = subprocess.run([FFMPEG, "-i", path], capture_output=True, text=True, check=False)
    return done.stderr


def frames(path, shape=(540, 960)):
    """Return the frames that a player shows."""
    command = [FFMPEG, "-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
    data = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(data, np.uint8).reshape(-1, *shape, 3)


def boxes(path):
    """Return the names of the outermost boxes of an MP4 file, in order."""
    data, place, names = path.read_bytes(), 0, []
    while place < len(data):
        size, name = struct.unpack(">I4s", data[place : place + 8])
        names.append(name.decode())
        place += size
    return names


@pytest.fixture(scope="module")
def animation(bowl):
    return animate(bowl, max_frames=4, fps=10)


@pytest.fixture(scope="module")
def film(animation, tmp_path_factory):
    return animation.save(tmp_path_factory.mktemp("mp4") / "bowl.mp4")


def test_it_is_coded_as_every_player_reads_it(film):
    assert re.search(
        r"Video: h264 .*yuv420p\(tv, bt709.*\), 960x540.*, 10 fps", told(film).replace("\n", " ")
    )


def test_it_plays_before_it_is_loaded(film):
    names = boxes(film)
    assert names[0] == "ftyp"
    assert names.index("moov") < names.index("mdat")


def test_each_frame_is_shown_for_its_time_as_drawn(animation, film):
    shown = frames(film)
    assert len(shown) == 3 + 20
    for k, drawn in enumerate(animation):
        assert np.abs(shown[k].astype(int) - drawn[:, :, :3]).mean() < 2
    assert np.abs(shown[-1].astype(int) - shown[3]).mean() < 1


def test_colours_stay(animation, film):
    paper = animation.picture.ground[0, 0, :3].astype(int)
    assert np.abs(frames(film)[0][0, 0] - paper).max() <= 2


@pytest.mark.parametrize(("fps", "rate"), [(50, 50), (12.5, 12.5), (5, 5), (4, 8), (0.5, 5)])
def test_slow_animations_become_films_that_play(fps, rate):
    assert steady_rate(fps) == pytest.approx(rate)


def test_a_slow_film_keeps_its_pace(bowl, tmp_path):
    film = animate(bowl, max_frames=3, fps=0.5).save(tmp_path / "slow.mp4")
    assert ", 5 fps" in told(film)
    assert "Duration: 00:00:06.0" in told(film)


def test_a_question_stays_while_the_class_thinks(bowl, tmp_path):
    film = animate(bowl, max_frames=2, ask="Where next?").save(tmp_path / "asked.mp4")
    assert "Duration: 00:00:07.1" in told(film)


def test_a_frame_that_never_ends_is_cut_short(bowl, tmp_path, monkeypatch):
    monkeypatch.setattr(mp4, "LONGEST", 1.0)
    film = animate(bowl, max_frames=2, fps=1e-9).save(tmp_path / "endless.mp4")
    assert "Duration: 00:00:02.0" in told(film)


@pytest.mark.parametrize("shape", [(4, 6), (5, 6), (4, 7), (5, 7)])
def test_odd_edges_are_doubled(shape):
    pixels = np.arange(np.prod(shape) * 4, dtype=np.uint8).reshape(*shape, 4)
    padded = even(pixels)
    assert padded.shape == (shape[0] + shape[0] % 2, shape[1] + shape[1] % 2, 3)
    assert np.array_equal(padded[: shape[0], : shape[1]], pixels[:, :, :3])
    assert np.array_equal(padded[-1, -1], pixels[-1, -1, :3])


def test_names_that_ffmpeg_would_misread_are_files(animation, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("-y.mp4", "100%.x.mp4", "a b.mp4"):
        assert boxes(animation.save(name))[0] == "ftyp"


def test_any_ffmpeg_on_the_path_will_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    monkeypatch.setattr(mp4.shutil, "which", lambda name: f"/somewhere/{name}")
    assert mp4.ffmpeg() == "/somewhere/ffmpeg"


@pytest.mark.parametrize("missing", ["package", "program"])
def test_without_ffmpeg_it_says_what_to_install(bowl, tmp_path, monkeypatch, missing):
    def finds_none():
        raise RuntimeError("No ffmpeg exe could be found.")

    if missing == "package":
        monkeypatch.setitem(sys.modules, "imageio_ffmpeg", None)
    monkeypatch.setattr(imageio_ffmpeg, "get_ffmpeg_exe", finds_none)
    monkeypatch.setattr(mp4.shutil, "which", lambda _: None)
    animation = animate(bowl)
    with pytest.raises(SymgdError, match=r'pip install "symgd\[video\]".*\.gif or \.html'):
        animation.save(tmp_path / "a.mp4")
    assert "picture" not in vars(animation)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["import sys", "import sys; sys.stdin.buffer.read()"])
def test_a_failure_is_told_in_ffmpegs_last_words(animation, tmp_path, monkeypatch, text):
    words = "; sys.stderr.write('Starting.\\nUnknown encoder libx264\\n\\n'); sys.exit(8)"
    command = [sys.executable, "-c", text + words]
    monkeypatch.setattr(mp4, "_options", lambda *_: command[1:])
    monkeypatch.setattr(mp4, "ffmpeg", lambda: command[0])
    target = tmp_path / "a.mp4"
    target.write_bytes(b"old")
    with pytest.raises(SymgdError, match=r"could not write 'a.mp4': Unknown encoder libx264$"):
        animation.save(target)
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_program_that_does_not_start_is_told(animation, tmp_path, monkeypatch):
    monkeypatch.setattr(mp4, "ffmpeg", lambda: str(tmp_path / "no-ffmpeg"))
    with pytest.raises(SymgdError, match="ffmpeg could not be started"):
        animation.save(tmp_path / "a.mp4")
