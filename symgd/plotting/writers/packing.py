"""What was recorded of the frames, packed into few numbers: everything is written once.

A page gets five lists, each of which points into the one before:

- ``shapes``: outlines as in SVG, seen from their first point, in tenths of a pixel;
- ``styles``: fill, stroke, width, dashes, start of the dashes, cap, join, and clips, which are
  outlines at their places;
- ``stamps``: shape, style, x, y and, where not all of the shape is drawn, how many of its commands;
- ``series``: stamps that follow each other;
- ``draws``: a series, how many of its stamps, and how far right and down they are moved.

``frames`` lists the draws of each frame. A path that grows is a beginning of the path that it
becomes, and so are its markers: only the longest is kept.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache
from itertools import pairwise

from matplotlib.path import Path

from symgd.plotting.recording import Outline, Stamp, Style

Calls = Sequence[tuple[Stamp, ...]]
Commands = tuple[Hashable, ...]


class Pool(dict[Hashable, int]):
    """Numbers for values; equal values get the same one."""

    def __missing__(self, value: Hashable) -> int:
        """Give a number to a value that is met for the first time."""
        self[value] = len(self)
        return self[value]


def pack(frames: Sequence[Calls]) -> dict[str, list[object]]:
    """Return what each frame draws as lists of numbers and of outlines.

    Parameters
    ----------
    frames : sequence of sequence of tuple of Stamp
        For each frame what a `Recorder` took.
    """
    shapes, beginnings = shared([commands(s.outline) for f in frames for c in f for s in c])
    styles, stamps, draws = Pool(), Pool(), Pool()

    def stamp(mark: Stamp, left: int, top: int) -> int:
        whole = commands(mark.outline)
        shape, count = beginnings[whole]
        part = () if count == len(shapes[shape]) else (count,)
        style = styles[_style(mark.style)]
        return stamps[(shape, style, mark.x - left, mark.y - top, *part)]

    moved = [
        [(tuple(stamp(mark, c[0].x, c[0].y) for mark in c), c[0].x, c[0].y) for c in calls]
        for calls in frames
    ]
    series, starts = shared([numbers for calls in moved for numbers, _, _ in calls])
    return {
        "frames": [[draws[(*starts[n], x, y)] for n, x, y in calls] for calls in moved],
        "draws": list(draws),
        "series": series,
        "stamps": list(stamps),
        "styles": list(styles),
        "shapes": ["".join(shape) for shape in shapes],
    }


def shared(
    sequences: Sequence[Commands],
) -> tuple[list[Commands], dict[Commands, tuple[int, int]]]:
    """Keep only the sequences that are no beginning of another.

    Returns
    -------
    kept : list of tuple
        The sequences.
    places : dict
        For each sequence given the number of one that begins with it, and its length.

    Examples
    --------
    >>> shared([(1, 2), (1,), (7,), (1, 2, 5)])
    ([(7,), (1, 2, 5)], {(7,): (0, 1), (1, 2, 5): (1, 3), (1, 2): (1, 2), (1,): (1, 1)})
    """
    kept: list[Commands] = []
    places: dict[Commands, tuple[int, int]] = {}
    # In this order all that begin alike follow each other, the longest first.
    for sequence in sorted(set(sequences), reverse=True):
        if not kept or kept[-1][: len(sequence)] != sequence:
            kept.append(sequence)
        places[sequence] = len(kept) - 1, len(sequence)
    return kept, places


def _style(style: Style) -> tuple[object, ...]:
    """Return a style as a page reads it; without a stroke its width does not matter."""
    clips = tuple("".join(commands(*clip)) for clip in style.clips)
    if style.stroke is None:
        return style.fill, None, 0, (), 0, "butt", "miter", clips
    line = style.width, style.dashes, style.start, style.cap, style.join
    return style.fill, style.stroke, *line, clips


@lru_cache(maxsize=4096)
def commands(outline: Outline, x: int = 0, y: int = 0) -> tuple[str, ...]:
    """Return an outline as commands of an SVG path, moved to a place.

    Examples
    --------
    >>> commands(Outline((1, 2, 79), ((0, 0), (30, -12), (0, 0))))
    ('M0 0', 'l30-12', 'z')
    """
    points = [(a + x, b + y) for a, b in outline.points]
    made, k, last, start = [], 0, (0, 0), (0, 0)
    while k < len(points):
        code = outline.codes[k]
        size = Path.NUM_VERTICES_FOR_CODE[code]
        if code == Path.MOVETO:
            made.append(f"M{points[k][0]} {points[k][1]}")
            start = points[k]
        elif code == Path.CLOSEPOLY:
            made.append("z")
        else:
            made.append("lqc"[size - 1] + _relative(points[k : k + size], last))
        k += size
        last = start if code == Path.CLOSEPOLY else points[k - 1]
    return tuple(made)


def _relative(points: Sequence[tuple[int, int]], last: tuple[int, int]) -> str:
    """Return points as seen from the last one, without spaces that a minus makes needless."""
    numbers = [n - last[i] for point in points for i, n in enumerate(point)]
    text = [str(number) for number in numbers]
    gaps = ["" if after.startswith("-") else " " for _, after in pairwise(text)]
    return text[0] + "".join(gap + after for gap, after in zip(gaps, text[1:], strict=True))
