"""The palette keeps the common colours, and has something near for the others."""

import numpy as np
import pytest

from symgd.plotting import animate
from symgd.plotting.writers.palette import COLOURS, EXACT, Palette, coded


def opaque(pixels):
    return np.dstack([pixels, np.full(pixels.shape[:2], 255)]).astype(np.uint8)


def seen(palette, frame):
    """Return a frame in the colours of a palette."""
    return np.array(palette.mapped(frame).convert("RGB")).astype(int)


@pytest.fixture
def crowd():
    """Return a frame of many colours, of which the large even areas hold the first few."""
    rng = np.random.default_rng(1)
    colours = rng.permutation(256**3)[:600]
    colours = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)
    counts = np.where(np.arange(600) < EXACT, 20, 1)
    return opaque(np.repeat(colours, counts, axis=0)[None])


def test_few_colours_are_kept_exactly():
    rng = np.random.default_rng(1)
    colours = rng.integers(0, 256, (COLOURS, 3))
    frame = opaque(colours[rng.integers(0, COLOURS, (20, 30))])
    assert np.array_equal(seen(Palette([frame]), frame), frame[:, :, :3])


def test_of_many_colours_the_commonest_are_kept_exactly(crowd):
    even = crowd[:, : 20 * EXACT]
    palette = Palette([crowd])
    assert np.array_equal(seen(palette, even), even[:, :, :3])
    assert not np.array_equal(seen(palette, crowd), crowd[:, :, :3])


def test_the_same_colour_has_the_same_entry_and_the_last_one_stays_free(crowd):
    codes = coded(crowd).ravel()
    entries = Palette([crowd]).entries(codes)
    assert len(set(zip(codes.tolist(), entries.tolist(), strict=True))) == 600
    assert entries.max() < COLOURS


def test_all_samples_are_looked_at():
    frames = [opaque(np.full((3, 4, 3), value)) for value in (7, 90, 201)]
    palette = Palette(frames)
    assert all(np.array_equal(seen(palette, frame), frame[:, :, :3]) for frame in frames)
    assert len(palette.bytes) == 768


def test_a_frame_of_an_animation_looks_alike(ravine):
    frame = animate(ravine).frame(0)
    shown = seen(Palette([frame]), frame)
    white = (frame == 255).all(axis=2)
    assert np.abs(shown - frame[:, :, :3]).mean() < 0.5
    assert white.any()
    assert (shown[white] == 255).all()
