"""Animated GIFs: one palette for all frames, and of each frame only what changed.

The file is laid out as in the GIF89a specification (CompuServe, 1990); Pillow chooses the
palette, maps the colours and compresses. The frames are written as they come: Pillow's own
writer would keep all of them until the end, and drops a frame that equals the one before.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import GifImagePlugin, Image

if TYPE_CHECKING:
    from symgd.plotting.animation import Animation

Pixels = NDArray[np.uint8]

# One palette entry stands for "as in the frame before".
COLOURS = 255
UNCHANGED = 255
# The last frame stays this long, in hundredths of a second.
HOLD = 200
LONGEST = 65535


def write(animation: Animation, path: Path) -> None:
    """Write an animation as a GIF that repeats without end."""
    with open(path, "xb") as file:
        samples = [animation.frame(k) for k in sorted({0, len(animation) // 2, len(animation) - 1})]
        encode(animation, durations(len(animation), animation.fps), palette(samples), file)


def durations(count: int, fps: float) -> list[int]:
    """Return how long each frame stays, in hundredths of a second.

    The end of each frame is rounded, not its length, so that the whole keeps its pace.

    Examples
    --------
    >>> durations(4, 30)
    [3, 4, 3, 200]
    """
    ends = [round(100 * k / fps) for k in range(count + 1)]
    lengths = [min(end - start, LONGEST) for start, end in zip(ends[:-1], ends[1:], strict=True)]
    return [*lengths[:-1], max(lengths[-1], HOLD)]


def palette(samples: list[Pixels]) -> Image.Image:
    """Return an image whose palette serves all frames, made from a few of them."""
    stacked = Image.fromarray(np.concatenate(samples)[:, :, :3])
    return stacked.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=1)


def encode(
    frames: Iterable[Pixels], lengths: list[int], colours: Image.Image, file: BinaryIO
) -> None:
    """Write the frames, of each only the rectangle that differs from the frame before."""
    before: Pixels | None = None
    for frame, length in zip(frames, lengths, strict=True):
        if before is None:
            height, width = frame.shape[:2]
            file.write(_header(width, height, colours))
        block, corner = _changed(before, frame, colours)
        file.write(_control(length))
        for part in GifImagePlugin.getdata(block, corner):
            file.write(part)
        before = frame
    file.write(b";")


def _changed(
    before: Pixels | None, frame: Pixels, colours: Image.Image
) -> tuple[Image.Image, tuple[int, int]]:
    """Return the rectangle that differs, with `UNCHANGED` where it does not, and its corner."""
    if before is None:
        return _indexed(frame, colours), (0, 0)
    differs = frame.view(np.uint32)[:, :, 0] != before.view(np.uint32)[:, :, 0]
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    # A frame that equals the one before still takes its time: one pixel of it is enough.
    top, bottom = (rows[0], rows[-1] + 1) if rows.size else (0, 1)
    left, right = (columns[0], columns[-1] + 1) if columns.size else (0, 1)
    part = slice(top, bottom), slice(left, right)
    entries = np.array(_indexed(frame[part], colours))
    entries[~differs[part]] = UNCHANGED
    return _with_palette(entries, colours), (int(left), int(top))


def _indexed(pixels: Pixels, colours: Image.Image) -> Image.Image:
    """Return pixels as entries of the palette, the same entry for the same colour."""
    image = Image.fromarray(np.ascontiguousarray(pixels[:, :, :3]))
    return image.quantize(palette=colours, dither=Image.Dither.NONE)


def _with_palette(entries: Pixels, colours: Image.Image) -> Image.Image:
    """Return entries of the palette as an image."""
    image = Image.fromarray(entries, mode="P")
    image.putpalette(colours.getpalette())
    return image


def _header(width: int, height: int, colours: Image.Image) -> bytes:
    """Return the start of the file: size, palette of 256 colours, repetition without end."""
    entries = bytes(colours.getpalette()).ljust(3 * 256, b"\0")[: 3 * 256]
    size = struct.pack("<HHBBB", width, height, 0b1_111_0_111, 0, 0)
    repeat = b"!\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<H", 0) + b"\0"
    return b"GIF89a" + size + entries + repeat


def _control(length: int) -> bytes:
    """Return the block before a frame: keep what is there, its length, the unchanged entry."""
    keep_and_transparent = 0b000_001_0_1
    return b"!\xf9\x04" + struct.pack("<BHBB", keep_and_transparent, length, UNCHANGED, 0)
