"""The WebP in the file: every frame as it was drawn, for its time."""

import weakref

import numpy as np
import pytest
from PIL import Image, ImageSequence

from symgd import SymgdError
from symgd.plotting import animate
from symgd.plotting.writers import webp
from symgd.plotting.writers.webp import CODING, Reel


@pytest.fixture(scope="module")
def animation(ravine):
    return animate(ravine, fps=12.5, max_frames=6)


@pytest.fixture(scope="module")
def path(animation, tmp_path_factory):
    return animation.save(tmp_path_factory.mktemp("webp") / "ravine.webp")


def test_frames_size_durations_and_repetition(animation, path):
    with Image.open(path) as image:
        assert (image.format, image.size) == ("WEBP", (960, 540))
        assert image.info["loop"] == 0
        # The duration is known once the frame is read.
        frames = [frame.copy() for frame in ImageSequence.Iterator(image)]
    lengths = [frame.info["duration"] for frame in frames]
    assert lengths == [80] * (len(animation) - 1) + [2000]


def test_frames_are_as_drawn(animation, path):
    with Image.open(path) as image:
        frames = [np.array(frame.convert("RGB")) for frame in ImageSequence.Iterator(image)]
    for shown, drawn in zip(frames, animation, strict=True):
        assert np.array_equal(shown, drawn[:, :, :3])


def test_a_frame_holds_only_what_changed(animation, path):
    still = path.with_name("still.webp")
    Image.fromarray(animation.frame(0)).save(still, lossless=True)
    assert path.stat().st_size < 3 * still.stat().st_size


def test_it_can_be_played_a_number_of_times(animation, tmp_path):
    with Image.open(animation.save(tmp_path / "a.webp", loop=3)) as image:
        assert image.info["loop"] == 3


def test_one_frame_makes_a_still(ravine, tmp_path):
    alone = animate(ravine, max_frames=2)
    alone.frames = alone.frames[-1:]
    with Image.open(alone.save(tmp_path / "a.webp")) as image:
        assert np.array_equal(np.array(image.convert("RGB")), alone.frame(0)[:, :, :3])


def test_frames_are_streamed(tmp_path):
    """While a frame is written, only it is alive."""
    made = []

    def frames():
        for k in range(20):
            frame = np.full((8, 8, 4), 10 * k, np.uint8)
            made.append(weakref.ref(frame))
            yield frame
            del frame
            assert sum(reference() is not None for reference in made) <= 1

    path = tmp_path / "a.webp"
    Reel(frames(), 20).save(path, save_all=True, duration=100, **CODING)
    with Image.open(path) as image:
        assert image.n_frames == 20
    assert len(made) == 20


def test_a_pillow_without_webp_is_told_in_a_sentence(animation, tmp_path, monkeypatch):
    monkeypatch.setattr(webp.features, "check", lambda _: False)
    with pytest.raises(SymgdError, match=r"built without WebP.*save as \.gif"):
        animation.save(tmp_path / "a.webp")
    assert list(tmp_path.iterdir()) == []
