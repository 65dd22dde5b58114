"""Which iterates an animation shows, for how long, and where it stops to ask."""

from __future__ import annotations

import math
import numbers
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np
from numpy.typing import NDArray

from symgd.errors import SymgdError

FASTEST = 50
# The last frame stays this long, and a question this long where nobody can click, in seconds.
HOLD = 2.0
THINKING = 5.0


@dataclass(frozen=True)
class Frame:
    """One picture of an animation.

    Attributes
    ----------
    step : int
        The number of the iterate shown.
    seconds : float
        How long it stays.
    question : str or None
        What the class is asked before the next frame is shown.
    """

    step: int
    seconds: float
    question: str | None = None


def frames_of(
    last: int,
    fps: float,
    max_frames: int,
    ask: str | None,
    pause_at: int | None,
    shows: str = "step",
    pictures: int | None = None,
) -> tuple[Frame, ...]:
    """Return the frames of an animation of the steps from 0 to `last`.

    The question comes before step `pause_at` is seen: the answer is not given away. A step may
    show something else, such as a run, or a sample: of many samples there are fewer `pictures`.

    Raises
    ------
    SymgdError
        If an argument is not what `symgd.animate` wants.
    """
    pause = 1.0 / read_rate(fps)
    most = _count(max_frames)
    steps = thinned(last, most if pictures is None else min(most, pictures)).tolist()
    asked = _asked(last, ask, pause_at, shows)
    if asked is None:
        return (*(Frame(step, pause) for step in steps[:-1]), Frame(last, max(pause, HOLD)))
    steps = sorted({*steps, asked, max(asked - 1, 0)})
    question = Frame(max(asked - 1, 0), THINKING, ask)
    before = [Frame(step, pause) for step in steps if step < question.step]
    after = [Frame(step, pause) for step in steps if step > question.step]
    if after:
        after[-1] = Frame(last, max(pause, HOLD))
    return (*before, question, *after)


def thinned(last: int, most: int) -> NDArray[np.intp]:
    """Return at most so many of the numbers from 0 to last, evenly spread, both ends kept."""
    return np.linspace(0, last, min(last + 1, most)).round().astype(np.intp)


def durations(frames: Sequence[Frame], units: int, longest: int | None = None) -> list[int]:
    """Return how long each frame stays, in whole parts of a second.

    The end of each frame is rounded, not its length, so that the whole keeps its pace.

    Parameters
    ----------
    frames : sequence of Frame
        The frames.
    units : int
        Parts of a second to count in.
    longest : int, optional
        The most that can be written.

    Examples
    --------
    >>> durations([Frame(0, 1 / 30), Frame(1, 1 / 30), Frame(2, 1 / 30), Frame(3, 2.0)], 100)
    [3, 4, 3, 200]
    """
    ends = [0, *(round(units * end) for end in accumulate(frame.seconds for frame in frames))]
    return [min(end - start, longest or end) for start, end in pairwise(ends)]


def at_even_pace(frames: Sequence[Frame], fps: float) -> list[Frame]:
    """Return the frames for a player that gives each the same time; those that stay come again."""
    return [frame for frame in frames for _ in range(max(1, round(frame.seconds * fps)))]


def _asked(last: int, ask: str | None, pause_at: int | None, shows: str) -> int | None:
    """Return the step before which the question is asked, checked."""
    if ask is None:
        if pause_at is not None:
            raise SymgdError(
                f"pause_at is {pause_at!r:.40}, but there is no question; "
                'write ask="Where is it after 3 steps?" too.'
            )
        return None
    if not isinstance(ask, str) or not ask.strip():
        raise SymgdError(
            f'ask is the question to the class, such as "Where is it next?", but it is {ask!r:.40}.'
        )
    step = min(1, last) if pause_at is None else pause_at
    first = min(1, last)  # Before the start there is nothing to see.
    if not _is_number(step) or step != math.floor(step) or not first <= step <= last:
        raise SymgdError(
            f"pause_at is the {shows} to stop before, a whole number from {first} to {last}, "
            f"but {step!r:.40} was given."
        )
    return int(step)


def read_rate(fps: float) -> float:
    """Return the frames per second, checked."""
    if not _is_number(fps) or not 0 < fps <= FASTEST:
        raise SymgdError(
            f"fps is the number of frames per second, above 0 and at most {FASTEST}, "
            f"but {fps!r:.40} was given."
        )
    return float(fps)


def _count(most: int) -> int:
    """Return the largest number of frames, checked."""
    if not _is_number(most) or most != math.floor(most) or most < 2:
        raise SymgdError(
            f"max_frames is a whole number of frames, at least 2, but {most!r:.40} was given."
        )
    return int(most)


def _is_number(value: object) -> bool:
    """Tell whether a value is a finite real number and no bool."""
    real = isinstance(value, numbers.Real) and not isinstance(value, (bool, np.bool_))
    return real and math.isfinite(value)
