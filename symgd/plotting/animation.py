"""Runs as moving pictures: to look at, to take frames from, to save."""

from __future__ import annotations

import operator
import os
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
import sympy
from numpy.typing import NDArray

from symgd.display import shortened
from symgd.errors import SymgdError
from symgd.plotting.frames import Frame, frames_of
from symgd.plotting.picture import Picture
from symgd.plotting.playing import play
from symgd.plotting.saving import save
from symgd.plotting.style import read_style
from symgd.plotting.views.base import View
from symgd.plotting.views.table import view_of
from symgd.plotting.views.turning import turned
from symgd.plotting.writers import html as page
from symgd.plotting.writers.stand_in import png
from symgd.run import Run


def animate(
    *runs: Run,
    view: str | None = None,
    fps: float = 10,
    max_frames: int = 200,
    ask: str | None = None,
    pause_at: int | None = None,
    style: str = "light",
    pair: Sequence[sympy.Symbol | str] | None = None,
    turn: float = 0,
) -> Animation:
    """Make a moving picture of runs, one frame for each iterate.

    Parameters
    ----------
    *runs : Run
        One run, or several of the same cost; a run that has ended stays at its last point. Runs
        whose batches differ are shown after the same number of samples, not of steps.
    view : {"curve", "contour", "surface", "cost", ...}, optional
        As in `plot`; the words of the panels are seen once their runs have ended.
    fps : float
        Frames per second, at most 50.
    max_frames : int
        More iterates than this are thinned evenly; the first and the last are kept. A question
        may add two frames.
    ask : str, optional
        A question to the class. The animation stops with it: on a page until a click, in a GIF or
        a film for some seconds.
    pause_at : int, optional
        The step, or the sample if these are counted, before which it stops, so that the answer
        is not seen yet; by default the first.
    style : {"light", "dark"}
        The projector style.
    pair : two symbols or names, optional
        As in `plot`.
    turn : float
        Degrees that the camera goes round a surface, from the first step to the last.

    Returns
    -------
    Animation
        Write ``animation.save("descent.gif")``, ``animation.frame(k)`` or ``animation.show()``; a
        notebook shows it by itself.

    Raises
    ------
    SymgdError
        If there is no run, the runs have different costs, or an argument does not fit.

    Examples
    --------
    >>> from symgd import gradient_descent
    >>> run = gradient_descent("x**2", start=3, precision=None, max_steps=100)
    >>> animate(run, max_frames=5)
    <Animation: curve, 101 iterates shown in 5 frames at 10 fps>
    """
    chosen = turned(view_of(runs, view, pair), turn)
    counted, pictures = _counted(chosen), chosen.pictures
    frames = frames_of(chosen.last, fps, max_frames, ask, pause_at, counted, pictures)
    return Animation(chosen, frames, fps, read_style(style))


class Animation:
    """Frames of one or several runs, made when they are asked for.

    Attributes
    ----------
    view : View
        What is drawn.
    frames : tuple of Frame
        The iterate that each frame shows, and how long.
    fps : float
        Frames per second.
    style : str
        The projector style.
    """

    def __init__(self, view: View, frames: Sequence[Frame], fps: float, style: str) -> None:
        self.view, self.frames, self.fps, self.style = view, tuple(frames), float(fps), style

    def __len__(self) -> int:
        """Return the number of frames."""
        return len(self.frames)

    def __repr__(self) -> str:
        """Return the view, the number of iterates and of frames."""
        return f"<Animation: {self.view.name}, {self._told()} at {self.fps:g} fps>"

    def _told(self) -> str:
        """Say how many iterates, or what else there is, are shown in how many frames."""
        frames = _plural(len(self), "frame")
        if _counted(self.view) == "sample":
            return f"{frames}, all runs after as many samples, up to {self.view.last:,}"
        return f"{_plural(self.view.last + 1, self.view.shows)} shown in {frames}"

    @property
    def caption(self) -> str:
        """Return in words what is shown, for those who do not see it."""
        return f"Animated descent on {shortened(self.view.cost.text, 200)}: {self._told()}."

    @cached_property
    def picture(self) -> Picture:
        """Return the picture that the frames are taken from."""
        return Picture(self.view, self.style)

    def frame(self, k: int) -> NDArray[np.uint8]:
        """Return frame k as an array (height, width, 4) of red, green, blue and opacity.

        Parameters
        ----------
        k : int
            From 0 to ``len(animation) - 1``; negative numbers count from the end.

        Raises
        ------
        SymgdError
            If there is no such frame.
        """
        try:
            frame = self.frames[operator.index(k)]
        except (TypeError, IndexError):
            last = len(self) - 1
            raise SymgdError(
                f"There is no frame {k!r:.40}; the frames are numbered from 0 to {last}."
            ) from None
        return self.picture.pixels(frame)

    def __iter__(self) -> Iterator[NDArray[np.uint8]]:
        """Yield the frames one by one."""
        return (self.frame(k) for k in range(len(self)))

    def save(
        self, path: str | os.PathLike[str], *, loop: int | None = None, pages: str | None = None
    ) -> Path:
        """Write the animation to a file.

        A save that fails leaves nothing behind, and an older file as it was.

        Parameters
        ----------
        path : str or path
            The file; its suffix tells the format. A ``.gif``, ``.webp`` or ``.mp4`` plays by
            itself; the last needs ffmpeg, as ``pip install "symgd[video]"`` brings it. An
            ``.html`` is a page with buttons to play and to step, which needs nothing else. A
            ``.png`` shows at most six frames side by side, for print, and leaves questions out;
            with a place for a number in its name, as in ``"step-{k:03}.png"``, it is one file for
            each frame, from 0. A ``.pdf`` is for LaTeX: ``descent.tex``, written beside
            ``descent.pdf``, has the line that plays it on a slide.
        loop : int, optional
            For .gif and .webp: how often it is played; by default 0, without end.
        pages : {"overlay", "whole"}, optional
            For .pdf: by default the ground on the first page and, on one page for each frame, what
            is laid over it; ``"whole"`` makes each page complete, for any viewer.

        Returns
        -------
        Path
            The file written; of numbered stills the pattern, as it was given.

        Raises
        ------
        SymgdError
            If the suffix is unknown, there is no such folder, or an option does not fit.
        """
        return save(self, path, loop=loop, pages=pages)

    def show(self) -> None:
        """Open a window and play the animation; a notebook shows it in place.

        Raises
        ------
        SymgdError
            If there is no display.
        """
        play(self)

    def _repr_html_(self) -> str:
        """Return the animation as a page inside the page, with buttons to play and to step."""
        return page.inline(self)

    def _repr_png_(self) -> bytes:
        """Return a still, for what shows no page: a notebook as LaTeX, or the Qt console."""
        return png(self)


def _counted(view: View) -> str:
    """Return what a step of the view is called in an argument."""
    return view.clock.unit if view.shows == "iterate" else view.shows


def _plural(count: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{count:,} {noun}" + "s" * (count != 1)
