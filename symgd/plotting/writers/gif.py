"""Animated GIFs: one palette for all frames, and of each frame only what changed.

The file is laid out as in the GIF89a specification (CompuServe, 1990); Pillow chooses the
palette, maps the colours and compresses. The frames are written as they come: Pillow's own
writer would keep all of them until the end, and drops a frame that equals the one before.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
from numpy.typing import NDArray
from PIL import GifImagePlugin, Image

from symgd.plotting.frames import durations
from symgd.plotting.progress import watched

if TYPE_CHECKING:
    from symgd.plotting.animation import Animation

Pixels = NDArray[np.uint8]

# So many of the commonest colours, the large even areas, are kept exactly.
EXACT = 96
# One palette entry stands for "as in the frame before".
COLOURS = 255
UNCHANGED = 255
# The most hundredths of a second that a frame can stay.
LONGEST = 65535


def write(animation: Animation, path: Path, *, loop: int = 0) -> None:
    """Write an animation as a GIF that is played `loop` times, or without end for 0."""
    with open(path, "xb") as file, watched(animation.frames, path.name) as frames:
        samples = [animation.frame(k) for k in sorted({0, len(animation) // 2, len(animation) - 1})]
        lengths = durations(animation.frames, units=100, longest=LONGEST)
        encode(map(animation.picture.pixels, frames), lengths, Palette(samples), file, loop)


class Palette:
    """The colours of all frames, chosen from a few of them.

    Parameters
    ----------
    samples : sequence of arrays (height, width, 4)
        Frames that show about all colours there are.
    """

    def __init__(self, samples: Sequence[Pixels]) -> None:
        pixels = np.concatenate([_codes(sample).ravel() for sample in samples])
        found, counts = np.unique(pixels, return_counts=True)
        common = found[np.argsort(-counts, kind="stable")]
        exact = common[: EXACT if len(common) > COLOURS else COLOURS]
        entries = _colours(exact)
        if len(common) > len(exact):
            rest = Image.fromarray(_colours(common[len(exact) :])[None])
            mixed = rest.quantize(COLOURS - EXACT, Image.Quantize.MAXCOVERAGE, kmeans=1)
            entries = np.vstack([entries, np.reshape(mixed.getpalette(), (-1, 3))])
        self.bytes = entries[:COLOURS].astype(np.uint8).tobytes().ljust(3 * 256, b"\0")
        self._image = self.image(np.zeros((1, 1), np.uint8))
        self._entries = np.argsort(exact)
        self._exact = exact[self._entries]

    def image(self, entries: Pixels) -> Image.Image:
        """Return numbers of entries as an image."""
        image = Image.fromarray(entries, mode="P")
        image.putpalette(self.bytes)
        return image

    def entries(self, codes: NDArray[np.uint32]) -> Pixels:
        """Return the number of the entry for each of some pixels, the same for the same colour."""
        image = Image.fromarray(_colours(codes)[None])
        near = np.array(image.quantize(palette=self._image, dither=Image.Dither.NONE))[0]
        # Pillow's search is coarse: it would turn white into a pale grey.
        place = np.searchsorted(self._exact, codes).clip(max=len(self._exact) - 1)
        return np.where(self._exact[place] == codes, self._entries[place], near).astype(np.uint8)

    def mapped(self, frame: Pixels) -> Image.Image:
        """Return a whole frame in the colours of the palette."""
        codes = _codes(frame)
        return self.image(self.entries(codes.ravel()).reshape(codes.shape))


def _codes(pixels: Pixels) -> NDArray[np.uint32]:
    """Return each pixel of a frame as one number."""
    return np.ascontiguousarray(pixels).view(np.uint32)[:, :, 0]


def _colours(codes: NDArray[np.uint32]) -> Pixels:
    """Return numbers as red, green and blue."""
    return np.ascontiguousarray(codes.view(np.uint8).reshape(-1, 4)[:, :3])


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
    codes = _codes(frame)
    if before is None:
        return palette.entries(codes.ravel()).reshape(codes.shape), (0, 0)
    differs = codes != _codes(before)
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
