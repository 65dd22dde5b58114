"""A canvas that draws each letter once and lays it where it comes again.

Half the time of a frame goes into letters that were in the frame before. Only pictures drawn on
this canvas are concerned: the artists are Matplotlib's own, and other renderers draw them as ever.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from typing import Any, NamedTuple

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from numpy.typing import NDArray

# Words stay whole, for their letters move together; numbers are made of few digits.
PIECES = re.compile(r"[^\s\d]+|.", re.DOTALL)
# FreeType places letters by so many parts of a pixel.
PARTS = 64
# The most letters kept, some megabytes.
MOST = 1000


class Letter(NamedTuple):
    """A piece of text as an image; its origin is `left` and `bottom` pixels inside."""

    image: NDArray[np.uint8]
    left: int
    bottom: int


class Lettering(RendererAgg):
    """Matplotlib's renderer of pixels, with a memory for letters."""

    def __init__(self, width: float, height: float, dpi: float) -> None:
        super().__init__(width, height, dpi)
        self._letters: OrderedDict[tuple[Any, ...], Letter | None] = OrderedDict()
        self._advances: dict[tuple[str, int], float] = {}
        self._sizes: dict[tuple[str, int, bool], tuple[float, float, float]] = {}

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: FontProperties,
        angle: float,
        ismath: bool | str = False,
        mtext: Text | None = None,
    ) -> None:
        """Draw one line of text; formulas, turned and pale letters are left to Matplotlib."""
        if ismath or angle or gc.get_alpha() != 1 or not gc.get_antialiased():
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            return
        font, colour = hash(prop), tuple(gc.get_rgb())
        up, above = divmod(round(PARTS * (self.height - y)), PARTS)
        for piece in PIECES.findall(s):
            along, after = divmod(round(PARTS * x), PARTS)
            letter = self._letter((piece, font, colour, after, above), prop)
            if letter:
                self.draw_image(gc, along - letter.left, up - letter.bottom, letter.image)
            x += self._advance(piece, font, prop)

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | str
    ) -> tuple[float, float, float]:
        """Measure one line of text: a line of numbers by its pieces, which come again."""
        pieces = [] if ismath else PIECES.findall(s)
        if len(pieces) < 2:
            return self._measured(s, hash(prop), prop, ismath)
        font = hash(prop)
        sizes = [self._measured(piece, font, prop, False) for piece in pieces]
        along = sum(self._advance(piece, font, prop) for piece in pieces[:-1])
        _, heights, descents = zip(*sizes, strict=True)
        above = max(height - descent for height, descent in zip(heights, descents, strict=True))
        return along + sizes[-1][0], above + max(descents), max(descents)

    def _measured(
        self, s: str, font: int, prop: FontProperties, ismath: bool | str
    ) -> tuple[float, float, float]:
        """Return width, height and descent of a piece, measured once."""
        key = s, font, bool(ismath)
        if key not in self._sizes:
            if len(self._sizes) >= MOST:
                self._sizes.clear()
            self._sizes[key] = super().get_text_width_height_descent(s, prop, ismath)
        return self._sizes[key]

    def _advance(self, piece: str, font: int, prop: FontProperties) -> float:
        """Return how far the next piece stands from this one."""
        key = piece, font
        if key not in self._advances:
            texts = (f"|{piece}|", "||")
            long, short = (
                RendererAgg.get_text_width_height_descent(self, text, prop, False)[0]
                for text in texts
            )
            self._advances[key] = long - short
        return self._advances[key]

    def _letter(self, key: tuple[Any, ...], prop: FontProperties) -> Letter | None:
        """Return the image of a piece, so many parts of a pixel beside and above a whole one."""
        if key not in self._letters:
            piece, _, colour, after, above = key
            wide = self._measured(piece, hash(prop), prop, False)[0]
            margin = int(prop.get_size_in_points() * self.dpi / 72) + 4
            sheet = RendererAgg(int(wide) + 2 * margin, 3 * margin, self.dpi)
            gc = sheet.new_gc()
            gc.set_foreground(colour, isRGBA=True)
            place = margin + after / PARTS, 2 * margin - above / PARTS
            sheet.draw_text(gc, *place, piece, prop, 0.0)
            self._letters[key] = _cut(np.asarray(sheet.buffer_rgba()), margin, 2 * margin)
        self._letters.move_to_end(key)
        if len(self._letters) > MOST:
            self._letters.popitem(last=False)
        return self._letters[key]


def _cut(image: NDArray[np.uint8], column: int, row: int) -> Letter | None:
    """Return what is inked of a sheet, with its origin; None where there is nothing."""
    inked = image[:, :, 3] > 0
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    if not rows.size:
        return None
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    # Matplotlib draws images from the lowest row up.
    drawn = np.array(image[top:bottom, left:right][::-1])
    return Letter(drawn, column - int(left), int(bottom) - row)


class Canvas(FigureCanvasAgg):
    """A canvas of pixels that remembers letters."""

    def get_renderer(self) -> Lettering:
        """Return the renderer, another one only when the figure's size has changed."""
        size = (*self.figure.bbox.size, self.figure.dpi)
        known = getattr(self, "renderer", None)
        if known is None or (known.width, known.height, known.dpi) != size:
            self.renderer = Lettering(*size)
        return self.renderer
