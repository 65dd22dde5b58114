"""What was recorded of the frames, packed into few numbers: everything is written once.

A page gets five lists, each of which points into the one before:

- ``shapes``: outlines as in SVG, seen from their first point, in tenths of a pixel;
- ``styles``: fill, stroke, width, dashes, start of the dashes, cap, join, and clips, which are
  outlines at their places;
- ``stamps``: a shape, its style, and where it is, right and down;
- ``series``: stamps that follow each other;
- ``draws``: a series, and how far right and down it is moved.

``frames`` lists the draws of each frame. A path that grows is a beginning of the path that it
becomes, but for its last point, and so are its markers. Such a shape or series starts with a
pair: the number of the longer one, and how much of it there is.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from matplotlib.path import Path

from symgd.plotting.recording import Outline, Stamp, Style

Calls = Sequence[tuple[Stamp, ...]]
Sequenced = tuple[Hashable, ...]


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
    shapes, shape_of = chained([commands(s.outline) for f in frames for c in f for s in c])
    styles, stamps, draws = Pool(), Pool(), Pool()

    def stamp(mark: Stamp, left: int, top: int) -> int:
        shape, style = shape_of[commands(mark.outline)], styles[_style(mark.style)]
        return stamps[shape, style, mark.x - left, mark.y - top]

    moved = [
        [(tuple(stamp(mark, c[0].x, c[0].y) for mark in c), c[0].x, c[0].y) for c in calls]
        for calls in frames
    ]
    series, series_of = chained([numbers for calls in moved for numbers, _, _ in calls])
    return {
        "frames": [[draws[series_of[n], x, y] for n, x, y in calls] for calls in moved],
        "draws": list(draws),
        "series": series,
        "stamps": list(stamps),
        "styles": list(styles),
        "shapes": [_joined(shape) for shape in shapes],
    }


def chained(sequences: Iterable[Sequenced]) -> tuple[list[Sequenced], dict[Sequenced, int]]:
    """Keep sequences; of one that begins like a longer one, only what it has beyond that.

    Returns
    -------
    kept : list of tuple
        The sequences, or in their place a pair, the number of a longer one and how much of it
        there is, and at most one element more.
    numbers : dict
        For each sequence its number.

    Examples
    --------
    >>> kept, numbers = chained([(1, 2, 7), (1, 2, 5), (3,), (1, 2, 5, 9)])
    >>> kept
    [(1, 2, 5, 9), ((0, 2), 7), ((0, 3),), (3,)]
    >>> numbers[1, 2, 5]
    2
    """
    kept: list[Sequenced] = []
    numbers: dict[Sequenced, int] = {}
    bases: dict[Sequenced, list[Sequenced]] = {}
    for sequence in sorted(dict.fromkeys(sequences), key=len, reverse=True):
        alike = bases.setdefault(sequence[:2], [])
        most = len(sequence) - 1
        base = next((base for base in alike if base[:most] == sequence[:-1]), None)
        numbers[sequence] = len(kept)
        if base is None:
            kept.append(sequence)
            alike.append(sequence)
        else:
            count = most + (base[most : most + 1] == sequence[-1:])
            kept.append(((numbers[base], count), *sequence[count:]))
    return kept, numbers


def _joined(shape: Sequenced) -> str | list[object]:
    """Return the commands of a shape as one text."""
    if isinstance(shape[0], str):
        return "".join(shape)
    return [shape[0], "".join(shape[1:])]


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
