"""A view drawn once, whose moving artists are laid over its ground for each step."""

from __future__ import annotations

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from numpy.typing import NDArray

from symgd.plotting.style import slides
from symgd.plotting.view import View

# Width and height in pixels.
SIZE = (960, 540)
DPI = 100


class Picture:
    """The frames of a view, in any order.

    Parameters
    ----------
    view : View
        What to draw.
    size : tuple of int
        Width and height in pixels.
    """

    def __init__(self, view: View, size: tuple[int, int] = SIZE) -> None:
        self.view = view
        with slides():
            self.figure = Figure(figsize=(size[0] / DPI, size[1] / DPI), dpi=DPI)
            self.canvas = FigureCanvasAgg(self.figure)
            prepare(view, self.figure)
            self.canvas.draw()
            self.figure.set_layout_engine("none")
            self._ground = self.canvas.copy_from_bbox(self.figure.bbox)

    def frame(self, step: int) -> NDArray[np.uint8]:
        """Return the picture of a step as an array (height, width, 4)."""
        with slides():
            self.canvas.restore_region(self._ground)
            self.view.show(step)
            for artist in self.view.moving:
                artist.axes.draw_artist(artist)
        return np.array(self.canvas.buffer_rgba())


def prepare(view: View, figure: Figure) -> None:
    """Draw the ground of a view on an empty figure; what moves waits to be laid over it."""
    view.draw(view.axes(figure), roomy=True)
    for artist in view.moving:
        artist.set_animated(True)
