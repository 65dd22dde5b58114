"""PDF of vectors and text: the ground once and what moves over it, or whole pages."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib
from matplotlib.backends.backend_pdf import PdfFile, RendererPdf

from symgd.plotting.picture import DPI, Picture
from symgd.plotting.progress import watched
from symgd.plotting.style import slides
from symgd.plotting.writers import beamer

if TYPE_CHECKING:
    from symgd.plotting.animation import Animation

# The unit of a PDF is the point.
POINTS = 72
# Fonts whole, as TrueType: sharper on a projector, and searched and copied like any text.
_SETTINGS = {"pdf.fonttype": 42, "pdf.use14corefonts": False}


def write(animation: Animation, path: Path, *, pages: str = "overlay") -> None:
    """Write an animation as a PDF for LaTeX, with what plays it, or with whole pages alone."""
    ground = pages == "overlay" and not animation.view.turns
    with watched(animation.frames, path.name) as frames, _opened(path) as file:
        book = _Book(animation, file)
        if ground:
            book.page(ground=True, moving=False)
        for frame in frames:
            book.picture.place(frame)
            book.page(ground=not ground, moving=True)
        file.finalize()
    if pages == "overlay":
        beamer.write_beside(path, animation.frames, animation.fps, ground)


@contextmanager
def _opened(path: Path) -> Iterator[PdfFile]:
    """Give a file to write pages to."""
    with matplotlib.rc_context(_SETTINGS), _quiet(logging.getLogger("fontTools")):
        file = PdfFile(path, metadata={"Creator": "symgd"})
        try:
            yield file
        finally:
            file.close()


@contextmanager
def _quiet(logger: logging.Logger) -> Iterator[None]:
    """Let errors through alone: fontTools warns of the dates in Matplotlib's own fonts."""
    before = logger.level
    logger.setLevel(max(before, logging.ERROR))
    try:
        yield
    finally:
        logger.setLevel(before)


class _Book:
    """The pages of an animation."""

    def __init__(self, animation: Animation, file: PdfFile) -> None:
        self.picture = Picture(animation.view.again(), animation.style, dpi=POINTS)
        self._file = file

    def page(self, ground: bool, moving: bool) -> None:
        """Add a page with the ground, with what moves as it was placed, or with both."""
        width, height = self.picture.figure.get_size_inches()
        self._file.newPage(width, height)
        renderer = RendererPdf(self._file, 2 * DPI, height, width)
        if ground:
            with slides(self.picture.style):
                self.picture.figure.draw(renderer)
        if moving:
            self.picture.lay(renderer)
        renderer.finalize()
