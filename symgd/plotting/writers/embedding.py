"""Images written into a page."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, features

from symgd.plotting.writers.palette import Palette


def addresses(
    images: Iterable[NDArray[np.uint8]], samples: Sequence[NDArray[np.uint8]]
) -> Iterator[str]:
    """Return images (height, width, 4) as addresses that hold them, in one palette for all.

    Parameters
    ----------
    images : iterable of arrays
        The images.
    samples : sequence of arrays
        Some of them, in which about all colours are.
    """
    palette = Palette(samples)
    return (_address(palette.mapped(image)) for image in images)


def _address(image: Image.Image) -> str:
    """Return an image as a data address: as WebP, a quarter smaller, where Pillow can write it."""
    kind = "webp" if features.check("webp") else "png"
    file = io.BytesIO()
    if kind == "webp":
        image.convert("RGB").save(file, "WEBP", lossless=True)
    else:
        image.save(file, "PNG", optimize=True)
    coded = base64.b64encode(file.getvalue()).decode("ascii")
    return f"data:image/{kind};base64,{coded}"
