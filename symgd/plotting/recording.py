"""What is drawn, written down: each outline once, and where and how it was drawn."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_hex
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2DBase, IdentityTransform
from numpy.typing import NDArray

Points = NDArray[np.float64]

# Lengths are counted in tenths of a pixel.
UNITS = 10
# What lies so many pixels away is not seen, and larger numbers would only fill the page.
FAR = 1e5
# Longer paths are hardly met twice: whole lines of text, and paths that grow.
SHORT = 100

CAPS = {"butt": "butt", "round": "round", "projecting": "square"}


class Outline(NamedTuple):
    """The shape of a path, seen from its first point.

    Attributes
    ----------
    codes : tuple of int
        As in `matplotlib.path.Path`, one for each point.
    points : tuple of tuple of int
        Right and down in tenths of a pixel.
    """

    codes: tuple[int, ...]
    points: tuple[tuple[int, int], ...]


class Stamp(NamedTuple):
    """An outline at its place; `x` and `y` are tenths of a pixel from the left and the top."""

    outline: Outline
    style: Style
    x: int
    y: int


@dataclass(frozen=True)
class Style:
    """How an outline is drawn.

    Attributes
    ----------
    fill, stroke : str or None
        Colours as #rrggbbaa.
    width : int
        Of the stroke, in tenths of a pixel like the dashes.
    dashes : tuple of int
        Lengths of dashes and gaps, in turns.
    start : int
        Where in the dashes the stroke begins.
    cap, join : str
        Ends and corners, as a canvas or an SVG image names them.
    clips : tuple of tuple (Outline, int, int)
        Only what is inside all of these is seen; each is an outline and its place.
    """

    fill: str | None
    stroke: str | None
    width: int
    dashes: tuple[int, ...]
    start: int
    cap: str
    join: str
    clips: tuple[tuple[Outline, int, int], ...]


class Recorder(RendererBase):
    """A renderer that keeps what it is told to draw.

    Matplotlib breaks down all but images and shaded triangles to paths, text and formulas too;
    those two and hatching raise `NotImplementedError`.

    Parameters
    ----------
    width, height : int
        Of the picture in pixels.
    dpi : float
        Pixels per inch.
    """

    def __init__(self, width: int, height: int, dpi: float) -> None:
        super().__init__()
        self._size, self._dpi = (width, height), dpi
        self._ruler = RendererAgg(1, 1, dpi)
        self._calls: list[tuple[Stamp, ...]] = []
        self._open: list[Stamp] | None = None
        self._known: dict[tuple[object, ...], tuple[list[Outline], Points]] = {}

    def take(self) -> list[tuple[Stamp, ...]]:
        """Return what was drawn since the last time, lowest first, one entry for each call."""
        calls, self._calls = self._calls, []
        return calls

    def get_canvas_width_height(self) -> tuple[int, int]:
        """Return the size of the picture."""
        return self._size

    def points_to_pixels(self, points: float) -> float:
        """Return how many pixels so many points are."""
        return points * self._dpi / 72

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: bool | str
    ) -> tuple[float, float, float]:
        """Return the size of a text as it is in a picture of pixels."""
        return self._ruler.get_text_width_height_descent(s, prop, ismath)

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
        """Keep the letters of a line of text, as far apart as they are in a picture of pixels."""
        with self._together() as call:
            before = len(call)
            super().draw_text(gc, x, y, s, prop, angle, ismath, mtext)
            if not angle and ismath != "TeX":
                wide = self.get_text_width_height_descent(s, prop, ismath)[0]
                drawn = text_to_path.get_text_width_height_descent(s, prop, ismath)[0]
                ratio = wide / self.points_to_pixels(drawn) if drawn else 1.0
                call[before:] = [_spread(mark, x * UNITS, ratio) for mark in call[before:]]

    def draw_markers(self, *args: object, **kwargs: object) -> None:
        """Keep the markers of a line as one call."""
        with self._together():
            super().draw_markers(*args, **kwargs)

    def draw_path_collection(self, *args: object, **kwargs: object) -> None:
        """Keep the paths of a collection as one call."""
        with self._together():
            super().draw_path_collection(*args, **kwargs)

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Affine2DBase,
        rgbFace: object = None,
    ) -> None:
        """Keep a path; letters that stand side by side are kept one by one, to be found again."""
        if gc.get_hatch():
            raise NotImplementedError("Hatching is not recorded.")
        style = self._style(gc, rgbFace)
        placed = self._placed(path, transform, apart=rgbFace is not None)
        with self._together() as call:
            call.extend(Stamp(outline, style, x, y) for outline, x, y in placed)

    @contextmanager
    def _together(self) -> Iterator[list[Stamp]]:
        """Keep all that is drawn inside the block as one call."""
        if self._open is not None:
            yield self._open
            return
        self._open = []
        try:
            yield self._open
            if self._open:
                self._calls.append(tuple(self._open))
        finally:
            self._open = None

    def _placed(
        self, path: Path, transform: Affine2DBase, apart: bool
    ) -> list[tuple[Outline, int, int]]:
        """Return the outlines of a path and where they are; a marker is not read twice."""
        if not len(path.vertices):
            return []
        matrix = transform.get_matrix() * [[1.0], [-1.0], [1.0]]
        codes = None if path.codes is None else path.codes.tobytes()
        key = (path.vertices.tobytes(), codes, matrix[:2, :2].tobytes(), apart)
        found = self._known.get(key) or _outlines(path, matrix[:2, :2], apart)
        if len(path.vertices) <= SHORT:
            self._known[key] = found
        outlines, firsts = found
        shift = matrix[:2, 2] + [0.0, self._size[1]]
        with np.errstate(all="ignore"):
            places = _units(np.nan_to_num(firsts @ matrix[:2, :2].T + shift))
        return [(outline, *place) for outline, place in zip(outlines, places, strict=True)]

    def _style(self, gc: GraphicsContextBase, face: object) -> Style:
        """Return how the graphics context draws."""
        width = self._length(gc.get_linewidth())
        start, dashes = gc.get_dashes()
        return Style(
            fill=_fill(gc, face),
            stroke=_colour(gc.get_rgb()) if width else None,
            width=width,
            dashes=() if dashes is None else tuple(self._length(part) for part in dashes),
            start=self._length(start or 0.0),
            cap=CAPS[gc.get_capstyle()],
            join=str(gc.get_joinstyle()),
            clips=tuple(self._clips(gc)),
        )

    def _clips(self, gc: GraphicsContextBase) -> Iterator[tuple[Outline, int, int]]:
        """Yield the outlines outside which nothing is seen."""
        box = gc.get_clip_rectangle()
        if box is not None:
            corners = [(box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1)]
            closed = Path([*corners, corners[0]], closed=True)
            yield from self._placed(closed, IdentityTransform(), apart=False)
        path, transform = gc.get_clip_path()
        if path is not None:
            yield from self._placed(path, transform, apart=False)

    def _length(self, points: float) -> int:
        return round(self.points_to_pixels(points) * UNITS)


def _spread(mark: Stamp, origin: float, ratio: float) -> Stamp:
    """Return a stamp at another distance from a place on its left."""
    return mark._replace(x=round(origin + (mark.x - origin) * ratio))


def _fill(gc: GraphicsContextBase, face: object) -> str | None:
    """Return the colour inside, whose opacity the graphics context may set."""
    if face is None:
        return None
    opaque = len(face) == 3 or gc.get_forced_alpha()
    return _colour((*face[:3], gc.get_alpha()) if opaque else face)


def _colour(rgba: object) -> str | None:
    """Return a colour, or None where it cannot be seen."""
    code = to_hex(rgba, keep_alpha=True)
    return None if code.endswith("00") else code


def _outlines(path: Path, matrix: Points, apart: bool) -> tuple[list[Outline], Points]:
    """Return the outlines of a path, and the first point of each as it was given."""
    clean = path.cleaned(remove_nans=True, curves=True, simplify=False)
    kept = clean.codes != Path.STOP
    codes, points = clean.codes[kept], clean.vertices[kept]
    if not len(codes):
        return [], np.empty((0, 2))
    with np.errstate(all="ignore"):
        seen = np.nan_to_num((points - points[0]) @ matrix.T)
    starts = _starts(codes, seen[:, 0]) if apart else np.zeros(1, np.intp)
    lengths = np.diff([*starts, len(codes)])
    relative = seen - np.repeat(seen[starts], lengths, axis=0)
    # Where an outline closes, its point means nothing.
    relative[codes == Path.CLOSEPOLY] = 0.0
    shapes = list(map(tuple, _units(relative)))
    numbers, ends = tuple(codes.tolist()), (starts + lengths).tolist()
    spans = [slice(a, b) for a, b in zip(starts.tolist(), ends, strict=True)]
    return [Outline(numbers[span], tuple(shapes[span])) for span in spans], points[starts]


def _starts(codes: NDArray[np.uint8], across: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return where outlines begin that do not reach above or below the one before."""
    moves = np.flatnonzero(codes == Path.MOVETO)
    # The last point of a closed outline is not drawn.
    drawn = np.where(codes == Path.CLOSEPOLY, np.nan, across)
    left, right = np.fmin.reduceat(drawn, moves), np.fmax.reduceat(drawn, moves)
    separate = np.ones(len(moves), bool)
    low, high = left[0], right[0]
    for k in range(1, len(moves)):
        separate[k] = left[k] > high or right[k] < low
        low = left[k] if separate[k] else min(low, left[k])
        high = right[k] if separate[k] else max(high, right[k])
    return moves[separate]


def _units(lengths: Points) -> list[list[int]]:
    """Return pixels in the units of outlines."""
    # The same letter at another place differs in its last digits: ties should not.
    near = np.round(np.clip(lengths, -FAR, FAR), 6)
    return np.round(near * UNITS).astype(np.int64).tolist()
