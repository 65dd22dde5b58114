"""The GIF in the file: its frames, its pace, and a ground that does not move."""

import io
import struct
import weakref

import numpy as np
import pytest
from PIL import Image, ImageSequence

from symgd.plotting import animate
from symgd.plotting.writers.gif import encode
from symgd.plotting.writers.palette import COLOURS, Palette


def read(path_or_file):
    """Return the frames and durations that a viewer shows."""
    with Image.open(path_or_file) as image:
        pairs = [
            (np.array(frame.convert("RGB")), frame.info["duration"])
            for frame in ImageSequence.Iterator(image)
        ]
    return [frame for frame, _ in pairs], [duration for _, duration in pairs]


def encoded(frames, lengths=None):
    file = io.BytesIO()
    encode(iter(frames), lengths or [10] * len(frames), Palette(frames), file)
    file.seek(0)
    return file


def opaque(pixels):
    return np.dstack([pixels, np.full(pixels.shape[:2], 255)]).astype(np.uint8)


@pytest.fixture(scope="module")
def animation(ravine):
    return animate(ravine, fps=12.5)


@pytest.fixture(scope="module")
def drawn(animation):
    """Return all frames as they are drawn."""
    return np.array(list(animation))[..., :3]


@pytest.fixture(scope="module")
def path(animation, tmp_path_factory):
    return animation.save(tmp_path_factory.mktemp("gif") / "ravine.gif")


def test_frames_size_durations_and_repetition(animation, path):
    frames, lengths = read(path)
    assert len(frames) == len(animation)
    assert frames[0].shape == (540, 960, 3)
    assert lengths == [80] * (len(frames) - 1) + [2000]
    with Image.open(path) as image:
        assert image.info["loop"] == 0
        assert image.format == "GIF"


@pytest.mark.parametrize(("loop", "told"), [(0, 0), (1, None), (2, 1), (65535, 65534)])
def test_it_is_played_as_often_as_asked(bowl, tmp_path, loop, told):
    """The file tells how often it comes again after the first time, and nothing for once."""
    with Image.open(animate(bowl, max_frames=2).save(tmp_path / "a.gif", loop=loop)) as image:
        assert image.info.get("loop") == told
        assert image.n_frames == 2


def test_no_pixel_of_the_ground_changes(drawn, path):
    frames, _ = read(path)
    still = (drawn == drawn[0]).all(axis=(0, 3))
    assert still.mean() > 0.8
    assert all(np.array_equal(frame[still], frames[0][still]) for frame in frames)


def test_what_is_drawn_alike_in_two_frames_stays_alike_in_the_file(drawn, path):
    frames, _ = read(path)
    for k in range(1, len(frames)):
        same = (drawn[k] == drawn[k - 1]).all(axis=2)
        assert np.array_equal(frames[k][same], frames[k - 1][same])


def test_colours_in_the_file_are_those_drawn(drawn, path):
    frames, _ = read(path)
    for shown, meant in zip(frames, drawn, strict=True):
        assert np.abs(shown.astype(int) - meant).mean() < 0.5
        white = (meant == 255).all(axis=2)
        assert (shown[white] == 255).all()


def test_few_colours_are_kept_exactly():
    rng = np.random.default_rng(1)
    colours = rng.integers(0, 256, (COLOURS, 3))
    frames = [opaque(colours[rng.integers(0, COLOURS, (20, 30))]) for _ in range(4)]
    frames.insert(2, frames[1])
    shown, _ = read(encoded(frames))
    assert len(shown) == 5
    assert all(np.array_equal(a, b[:, :, :3]) for a, b in zip(shown, frames, strict=True))


def test_frames_that_are_equal_keep_their_time():
    frame = opaque(np.full((4, 5, 3), 100))
    shown, lengths = read(encoded([frame] * 3, [10, 30, 200]))
    assert len(shown) == 3
    assert lengths == [100, 300, 2000]


def test_frames_are_streamed():
    """While a frame is written, only it and the one before are alive."""
    made = []

    def frames():
        for k in range(20):
            frame = opaque(np.full((8, 8, 3), k))
            made.append(weakref.ref(frame))
            yield frame
            del frame
            assert sum(reference() is not None for reference in made) <= 2

    samples = [opaque(np.full((8, 8, 3), k)) for k in range(20)]
    encode(frames(), [10] * 20, Palette(samples), io.BytesIO())
    assert len(made) == 20


def test_one_frame_makes_a_file():
    shown, _ = read(encoded([opaque(np.full((3, 4, 3), 7))], [200]))
    assert np.array_equal(shown[0], np.full((3, 4, 3), 7))


def test_the_file_begins_and_ends_as_the_specification_says():
    data = encoded([opaque(np.zeros((3, 4, 3)))]).getvalue()
    assert data[:6] == b"GIF89a"
    assert struct.unpack("<HH", data[6:10]) == (4, 3)
    assert data[-1:] == b";"
