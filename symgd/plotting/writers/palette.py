"""One palette for all frames of an animation; Pillow mixes the colours that it has no room for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]

# One entry of 256 is left free.
COLOURS = 255
# So many of the commonest colours, the large even areas, are kept exactly.
EXACT = 96


class Palette:
    """The colours of all frames, chosen from a few of them.

    Parameters
    ----------
    samples : sequence of arrays (height, width, 4)
        Frames that show about all colours there are.
    """

    def __init__(self, samples: Sequence[Pixels]) -> None:
        pixels = np.concatenate([coded(sample).ravel() for sample in samples])
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
        codes = coded(frame)
        return self.image(self.entries(codes.ravel()).reshape(codes.shape))


def coded(pixels: Pixels) -> NDArray[np.uint32]:
    """Return each pixel of a frame as one number."""
    return np.ascontiguousarray(pixels).view(np.uint32)[:, :, 0]


def _colours(codes: NDArray[np.uint32]) -> Pixels:
    """Return numbers as red, green and blue."""
    return np.ascontiguousarray(codes.view(np.uint8).reshape(-1, 4)[:, :3])
