"""A contact sheet: a few frames side by side, for print."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PIL import Image

from symgd.plotting.frames import Frame, thinned
from symgd.plotting.picture import DPI, Picture
from symgd.plotting.style import slides, theme

if TYPE_CHECKING:
    from symgd.plotting.animation import Animation

MOST = 6
# Smaller than on a slide, so that words are larger beside the picture; finer, for paper.
SIZE = (640, 480)
FINER = 2
# Between two pictures, in parts of their width.
GAP = 0.02


def contact_sheet(animation: Animation) -> tuple[Image.Image, int]:
    """Return at most six frames of an animation in rows, and their dots per inch."""
    chosen = _chosen(animation)
    columns = len(chosen) if len(chosen) % 2 else 2
    rows = math.ceil(len(chosen) / columns)
    picture = Picture(animation.view.again(), animation.style, SIZE, FINER * DPI)
    height, width, _ = picture.ground.shape
    gap = round(GAP * width)
    with slides(animation.style):
        paper = theme().paper
    size = columns * (width + gap) - gap, rows * (height + gap) - gap
    sheet = Image.new("RGB", size, paper)
    for k, frame in enumerate(chosen):
        row, column = divmod(k, columns)
        place = column * (width + gap), row * (height + gap)
        sheet.paste(Image.fromarray(picture.pixels(frame)).convert("RGB"), place)
    return sheet, FINER * DPI


def _chosen(animation: Animation) -> list[Frame]:
    """Return frames evenly chosen, both ends kept, that fill their rows; a question would hide.

    The last one is enough where it shows all the others too, and of phases the last.
    """
    whole = (None, animation.view.phases - 1)
    frames = [frame for frame in animation.frames if frame.phase in whole]
    frames = frames[-1:] if animation.view.cumulative else frames
    count = min(len(frames), MOST)
    count -= count == 5
    return [Frame(frames[k].step, 0.0) for k in thinned(len(frames) - 1, count)]
