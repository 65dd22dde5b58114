"""Predict, error, learn: the line over the data, its residuals, and the step they lead to."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.text import Annotation
from matplotlib.ticker import MaxNLocator

from symgd.errors import SymgdError
from symgd.plotting.frames import Frame
from symgd.plotting.parts import formula
from symgd.plotting.parts.predicting import Predictor
from symgd.plotting.parts.samples import Shown
from symgd.plotting.parts.squares import Squares, squares_in
from symgd.plotting.parts.strip import split
from symgd.plotting.parts.updating import coordinate
from symgd.plotting.style import theme
from symgd.plotting.views.base import View, over, settle, write
from symgd.plotting.views.contour import Contour
from symgd.run import Run

PREDICT, ERROR, LEARN = range(3)
WORDS = ("predict", "error", "learn")
# Between the lines over the axes, in heights of letters.
LINE = 1.5
# Between a heading and its numbers, in heights of letters.
GAP = 0.8


class Plane(Contour):
    """The contour of the cost, with an arrow for the step that is made."""

    learns = True

    def _helpers(self, ax: Axes) -> None:
        """Make the arrow of a step, the ring around where it leads, and the first numbers."""
        super()._helpers(ax)
        size = 1.9 * matplotlib.rcParams["lines.markersize"]
        rim = {"markeredgecolor": theme().slope, "markeredgewidth": size / 6}
        ring = Line2D([], [], marker="o", ls="none", markersize=size, mfc="none", **rim)
        self.ring = self.add(ax.add_line(ring))

    def _point(self, step: int) -> None:
        """Lay the arrow along the next step."""
        points = self.trails[0].points
        is_made = self.learns and step < self.alone.nit
        self.arrow.set_visible(is_made)
        self.ring.set_data(*points[step + 1 : step + 1 + is_made].T)
        if is_made:
            way = self._seen(points[step + 1] - points[step]) * self._across
            self.arrow.set_mutation_scale(min(self._head, max(way, 1e-3)))
            self.arrow.set_positions(points[step], points[step + 1])

    @property
    def _across(self) -> float:
        """Return the width of the axes in points."""
        area = self.arrow.axes.get_window_extent()
        return area.width * 72 / self.arrow.figure.dpi

    def _end(self, ax: Axes) -> None:
        """Leave the last point without a name, as every iterate is in turn the last."""
        self.end = None


class Learn(View):
    """The line over the data, the residuals as squares, and the step on the contour, in turn."""

    name = "learn"
    of_data = True
    most = 1
    phases = 3
    raised = 2 * LINE

    def __init__(self, runs: Sequence[Run]) -> None:
        super().__init__(runs)
        self.predictor = Predictor(self.cost, self.name)
        found = self.predictor.prediction
        if found.kind != "value" or len(found.inputs) != 1:
            raise SymgdError(
                "The view 'learn' draws one prediction over one input, but the loss predicts "
                f"{_told(found.kind)} from {', '.join(found.inputs)}; write view='data' or "
                "view='contour'."
            )
        self.shown = Shown(self.cost.samples, found.inputs, found.target)
        self.plane = Plane(self.runs).within(self)

    @staticmethod
    def fits(n: int) -> bool:
        """Tell whether there are two parameters, whose plane can be drawn."""
        return n == 2

    @property
    def named(self) -> str | None:
        """Return the run, and how many of all samples are shown."""
        return ", ".join(part for part in (super().named, self.shown.told) if part)

    def draw(self, ax: Axes, roomy: bool) -> None:
        """Draw the data at the left and the contour at the right."""
        self.breadth = ax.get_window_extent().width
        self._left, self._right = split(ax, widths=(1.1, 1))
        self.line = Squares(self.runs, (None,), self.predictor, self.shown)
        self.line.frame(ax)
        for axis in (ax.xaxis, ax.yaxis, self._right.xaxis, self._right.yaxis):
            # Ticks that follow the axes' size, as that follows the ticks, never settle.
            axis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
        self.plane.draw(self._right, roomy)
        if roomy:  # The numbers of the window just chosen may be wider.
            settle(ax)
        for artist in self.line.make(ax):
            self.add(artist)

    def furnish(self, ax: Axes, roomy: bool) -> None:
        """Write the title, and make the headings with room for their numbers."""
        super().furnish(self._left, roomy)
        self.headings, self.numbers = [], []
        colours = (theme().point, theme().pull, theme().slope)
        for row, (word, colour) in enumerate(zip(WORDS, colours, strict=True)):
            up = 0.45 + (2 - row) * LINE
            self.headings.append(self.add(_heading(self._left, word, up, colour)))
            self.numbers.append(self.add(_beside(self._left, up)))

    def head(self, ax: Axes, left: float, room: float) -> None:
        """Write the title, and the step over the contour."""
        self.entitle(ax, left, room)
        self.status = self.add(over(self._right, "", 0.45 + self.raised))

    def present(self, frame: Frame) -> None:
        """Show as much of a step as belongs to the frame."""
        self._show(frame.step, LEARN if frame.phase is None else frame.phase)

    def show(self, step: int) -> None:
        """Show all of a step."""
        self._show(step, LEARN)

    def _show(self, step: int, phase: int) -> None:
        k = min(step, self.alone.nit)
        self._say(k)
        self.plane.learns = phase == LEARN
        self.plane.show(k)
        self.line.show(k)
        self.line.errors.set_visible(phase >= ERROR)
        for place, (heading, numbers) in enumerate(zip(self.headings, self.numbers, strict=True)):
            heading.set_visible(place <= phase)
            numbers.set_visible(place <= phase)
            _mark(heading, place == phase)

    def say(self, step: int) -> None:
        """Leave the words to the phases."""

    def _say(self, k: int) -> None:
        """Write the formula of a step, its error, and the update that they lead to."""
        run = self.alone
        step, error = f"step {k}", f"f = {formula.number(self.whole_costs[0][k])}{self._areas}"
        if run.in_batches:
            step += f"   epoch {k // run.epochs.length}"
        if self.line.hides(k):
            step += "   out of view"
        write([self.status], [step])
        told = (self.predictor.written(run.path[k]) or "", error, self._learnt(k))
        for line, text in zip(self.numbers, told, strict=True):
            ends = self.status if line is self.numbers[PREDICT] else None
            write([line], [text or " "], _room(line, ends))

    @property
    def _areas(self) -> str:
        """Return what the squares have to do with the cost, if they are all of it."""
        if not self.line.are_squares or squares_in(self.predictor, self.cost) != 1:
            return ""
        return ", mean area of the squares" if self.cost.kind == "mean" else ", area of all squares"

    def _learnt(self, k: int) -> str:
        """Return what the step does to each parameter."""
        run = self.alone
        if k == run.nit:
            return f"|slope| = {formula.number(run.slopes[k])}, and the run ends"
        return "     ".join(coordinate(run, i, k + 1, 3) for i in range(2))


def _heading(ax: Axes, word: str, up: float, colour: str) -> Annotation:
    """Return the name of a phase over axes."""
    text = over(ax, word, up)
    text.set(weight="bold", color=colour)
    text.set_bbox({"facecolor": colour, "edgecolor": "none", "pad": 2.5})
    return text


def _mark(heading: Annotation, is_now: bool) -> None:
    """Write the name of the phase that is shown in reverse."""
    box = heading.get_bbox_patch()
    box.set_visible(is_now)
    heading.set_color(theme().paper if is_now else box.get_facecolor())


def _beside(ax: Axes, up: float) -> Annotation:
    """Return an empty line over axes, beside the names of the phases."""
    line, size = over(ax, "", up), matplotlib.rcParams["font.size"]
    longest = max(formula.width(word, size) for word in WORDS)
    line.set_position((1.15 * longest + GAP * size, up * size))
    return line


def _room(line: Annotation, neighbour: Annotation | None) -> float:
    """Return how many pixels a line has up to its neighbour or the edge of the figure."""
    ends = _left_of(neighbour) - 20 if neighbour else 0.985 * line.figure.bbox.width
    return ends - _left_of(line)


def _left_of(text: Annotation) -> float:
    """Return where words over axes begin, in pixels."""
    corner, _ = text.axes.transAxes.transform(text.xy)
    return float(corner + text.get_position()[0] * text.figure.dpi / 72)


def _told(kind: str) -> str:
    return {"value": "a number", "score": "one of two classes"}.get(kind, "classes")
