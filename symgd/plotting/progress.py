"""Telling on a terminal how far a long save is."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from symgd.plotting.frames import Frame

# Saves shorter than this say nothing; longer ones say it this often. In seconds.
PATIENCE = 1.0
PACE = 0.1


@contextmanager
def watched(
    frames: Sequence[Frame],
    name: str,
    stream: TextIO | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[Iterator[Frame]]:
    """Give the frames one by one, and tell on a terminal how many were given.

    Parameters
    ----------
    frames : sequence of Frame
        What is written.
    name : str
        The file's name.
    stream : text file, optional
        Where to tell it, if that is a terminal; by default the standard error.
    clock : function
        What tells the time in seconds.
    """
    stream = stream or sys.stderr
    # A program without a console has no stream at all.
    if stream is None or not stream.isatty():
        yield iter(frames)
        return
    line = _Line(stream, clock)
    try:
        yield line.over(frames, name)
    finally:
        line.write("")


class _Line:
    """One line of a terminal, written over and over."""

    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        self._stream, self._clock = stream, clock
        self._next, self._wide = clock() + PATIENCE, 0

    def over(self, frames: Sequence[Frame], name: str) -> Iterator[Frame]:
        """Yield the frames, and tell which it is now and then."""
        for k, frame in enumerate(frames, 1):
            now = self._clock()
            if now >= self._next:
                self._next = now + PACE
                self.write(f"Writing {name}: frame {k} of {len(frames)}")
            yield frame

    def write(self, text: str) -> None:
        """Replace the line; a text wider than the terminal would begin another."""
        text = text[: shutil.get_terminal_size().columns - 1]
        if text or self._wide:
            self._stream.write("\r" + text.ljust(self._wide) + "\r" * (not text))
            self._stream.flush()
        self._wide = len(text)
