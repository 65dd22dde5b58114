"""A still that stands for an animation where nothing can play, as in print."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

from symgd.plotting.frames import Frame
from symgd.plotting.writers.palette import Palette

if TYPE_CHECKING:
    from symgd.plotting.animation import Animation


def png(animation: Animation) -> bytes:
    """Return the step that stands for all as a PNG, which every notebook and printer reads."""
    pixels = animation.picture.pixels(Frame(animation.view.still, 0.0))
    file = io.BytesIO()
    Palette([pixels]).mapped(pixels).save(file, "PNG", optimize=True)
    return file.getvalue()


def address(animation: Animation) -> str:
    """Return the address of the still, which holds it."""
    return f"data:image/png;base64,{base64.b64encode(png(animation)).decode('ascii')}"
