"""A view drawn once, whose moving artists are laid over its ground for each frame."""

from __future__ import annotations

import textwrap

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.figure import Figure
from matplotlib.text import Text
from numpy.typing import NDArray

from symgd.plotting.frames import Frame
from symgd.plotting.lettering import Canvas
from symgd.plotting.style import slides, theme
from symgd.plotting.views.base import View

# Width and height in pixels.
SIZE = (960, 540)
DPI = 100

Pixels = NDArray[np.uint8]


class Picture:
    """The frames of a view, in any order.

    Parameters
    ----------
    view : View
        What to draw.
    style : str
        The projector style: ``"light"`` or ``"dark"``.
    size : tuple of int
        Width and height in pixels at the ordinary resolution.
    dpi : int
        The resolution in dots per inch; everything grows with it.

    Attributes
    ----------
    figure : Figure
        The ground, and what moves.
    ground : array (height, width, 4)
        The ground alone.
    """

    def __init__(
        self, view: View, style: str = "light", size: tuple[int, int] = SIZE, dpi: int = DPI
    ) -> None:
        self.view, self.style = view, style
        with slides(style):
            self.figure = Figure(figsize=(size[0] / DPI, size[1] / DPI), dpi=dpi)
            self.canvas = Canvas(self.figure)
            prepare(view, self.figure)
            self._question = question_box(self.figure)
            self._draw_ground()
            self.figure.set_layout_engine("none")

    def _draw_ground(self) -> None:
        self.canvas.draw()
        self._ground = self.canvas.copy_from_bbox(self.figure.bbox)
        self.ground: Pixels = np.array(self.canvas.buffer_rgba())

    def ground_at(self, scale: float) -> Pixels:
        """Return the ground in a finer resolution, for a page that is shown large."""
        with slides(self.style):
            self.figure.set_dpi(scale * DPI)
            try:
                self.canvas.draw()
                return np.array(self.canvas.buffer_rgba())
            finally:
                self.figure.set_dpi(DPI)

    @property
    def moving(self) -> list[Artist]:
        """Return what is laid over the ground, lowest first."""
        return [*self.view.moving, self._question]

    def place(self, frame: Frame) -> None:
        """Place everything that moves."""
        with slides(self.style):
            self._place(frame)

    def _place(self, frame: Frame) -> None:
        self.view.present(frame)
        write_question(self._question, frame.question, self.view)
        if self.view.turns:
            self._draw_ground()

    def lay(self, renderer: RendererBase) -> None:
        """Draw what moves, as it was placed, by any renderer."""
        with slides(self.style):
            self._lay(renderer)

    def _lay(self, renderer: RendererBase) -> None:
        for artist in self.moving:
            artist.draw(renderer)

    def pixels(self, frame: Frame) -> Pixels:
        """Return a frame as an array (height, width, 4)."""
        with slides(self.style):
            self._place(frame)
            self.canvas.restore_region(self._ground)
            self._lay(self.canvas.get_renderer())
        return np.array(self.canvas.buffer_rgba())


def prepare(view: View, figure: Figure) -> None:
    """Draw the ground of a view on an empty figure; what moves waits to be laid over it."""
    view.draw(view.axes(figure), roomy=True)
    for artist in view.moving:
        artist.set_animated(True)


def question_box(figure: Figure) -> Text:
    """Return an empty box for a question over the title: who guesses has to see the ground."""
    colours = {"facecolor": theme().ink, "edgecolor": theme().paper, "boxstyle": "round,pad=0.6"}
    text = figure.text(
        0.5,
        0.965,
        "",
        color=theme().paper,
        fontsize=1.4 * matplotlib.rcParams["font.size"],
        ha="center",
        va="top",
        bbox=colours,
        animated=True,
    )
    text.set_in_layout(False)
    return text


def write_question(box: Text, question: str | None, view: View) -> None:
    """Write a question into its box and hide the answer in the view, or hide the box."""
    box.set_visible(question is not None)
    for artist in view.ahead if question is not None else ():
        artist.set_visible(False)
    box.set_text("" if question is None else _folded(question).replace("$", r"\$"))


def _folded(question: str, most: int = 44) -> str:
    """Return a question in lines that fit the figure."""
    return "\n".join(textwrap.wrap(question, most))
