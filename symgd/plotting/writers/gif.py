"""Animated GIFs: one palette for all frames, and of each frame only what changed.

The file is laid out as in the GIF89a specification (CompuServe, 1990); Pillow compresses.
The frames are written as they come: Pillow's own writer would keep all of them until the end, and
drops a frame that equals the one before.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from PIL import GifImagePlugin

from symgd.plotting.frames import durations
from symgd.plotting.progress import watched
from symgd.plotting.writers.palette import COLOURS, Palette, Pixels, coded

if TYPE_CHECKING:
    from symgd.plotting.animation import Animation

# The palette entry that is left free stands for "as in the frame before".
UNCHANGED = COLOURS
# The most hundredths of a second that a frame can stay.
LONGEST = 65535


def write(animation: Animation, path: Path, *, loop: int = 0) -> None:
    """Write an animation as a GIF that is played `loop` times, or without end for 0."""
    with open(path, "xb") as file, watched(animation.frames, path.name) as frames:
        samples = [animation.frame(k) for k in sorted({0, len(animation) // 2, len(animation) - 1})]
        lengths = durations(animation.frames, units=100, longest=LONGEST)
        encode(map(animation.picture.pixels, frames), lengths, Palette(samples), file, loop)


def encode(
    frames: Iterable[Pixels], lengths: list[int], palette: Palette, file: BinaryIO, loop: int = 0
) -> None:
    """Write the frames, of each only the rectangle that differs from the frame before."""
    before: Pixels | None = None
    for frame, length in zip(frames, lengths, strict=True):
        if before is None:
            file.write(_header(frame.shape[1], frame.shape[0], palette) + _repetition(loop))
        entries, corner = _changed(before, frame, palette)
        file.write(_control(length))
        for part in GifImagePlugin.getdata(palette.image(entries), corner):
            file.write(part)
        before = frame
    file.write(b";")


def _changed(
    before: Pixels | None, frame: Pixels, palette: Palette
) -> tuple[Pixels, tuple[int, int]]:
    """Return the rectangle that differs, with `UNCHANGED` where it does not, and its corner."""
    codes = coded(frame)
    if before is None:
        return palette.entries(codes.ravel()).reshape(codes.shape), (0, 0)
    differs = codes != coded(before)
    rows = np.flatnonzero(differs.any(axis=1))
    # A frame that equals the one before still takes its time: one pixel of it is enough.
    top, bottom = (rows[0], rows[-1] + 1) if rows.size else (0, 1)
    columns = np.flatnonzero(differs[rows].any(axis=0))
    left, right = (columns[0], columns[-1] + 1) if columns.size else (0, 1)
    part = slice(top, bottom), slice(left, right)
    entries = np.full(differs[part].shape, UNCHANGED, np.uint8)
    if rows.size:
        entries[differs[part]] = palette.entries(codes[differs])
    return entries, (int(left), int(top))


def _header(width: int, height: int, palette: Palette) -> bytes:
    """Return the start of the file: size and palette of 256 colours."""
    size = struct.pack("<HHBBB", width, height, 0b1_111_0_111, 0, 0)
    return b"GIF89a" + size + palette.bytes


def _repetition(loop: int) -> bytes:
    """Return the block that tells how often to play: it counts what follows the first time."""
    if loop == 1:
        return b""
    again = max(loop - 1, 0)
    return b"!\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<H", again) + b"\0"


def _control(length: int) -> bytes:
    """Return the block before a frame: keep what is there, its length, the unchanged entry."""
    keep_and_transparent = 0b000_001_0_1
    return b"!\xf9\x04" + struct.pack("<BHBB", keep_and_transparent, length, UNCHANGED, 0)
