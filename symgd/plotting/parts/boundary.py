"""Classes of two inputs: the samples, and the boundary between the sides that moves over them."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.path import Path

from symgd.plotting.frames import thinned
from symgd.plotting.parts.fitted import classes_of, right
from symgd.plotting.parts.predicting import Predictor, axis_name, stages
from symgd.plotting.parts.samples import Shown, bounds, key, scatter
from symgd.plotting.parts.windows import LIMIT, Array
from symgd.plotting.style import Look, theme
from symgd.run import Run

COLUMNS, ROWS = 150, 100
# Every so many-th place tells how far the boundary has moved.
COARSE = 6
# So many earlier boundaries stay, chosen among so many iterates.
EARLIER, ASKED = 5, 200


class Boundary:
    """Samples by class, the line on which two classes are equal, and its shaded sides."""

    def __init__(
        self,
        runs: Sequence[Run],
        looks: Sequence[Look | None],
        predictor: Predictor,
        shown: Shown,
    ) -> None:
        self.runs, self.looks, self.predictor, self.shown = runs, looks, predictor, shown
        self.alone = runs[0] if looks[0] is None else None
        found = predictor.prediction
        self.classes = np.array(found.classes) if found.classes else classes_of(shown.target)
        self.earlier: list[tuple[int, PathCollection]] = []
        self.fills: list[PathCollection] = []
        self._outliner = Outliner()

    def frame(self, ax: Axes) -> None:
        """Choose the window, and draw the samples of each class."""
        self.window = np.array([bounds(column, 0.08) for column in self.shown.inputs])
        x, y = (axis_name(name) for name in self.predictor.prediction.inputs)
        ax.set(xlim=self.window[0], ylim=self.window[1], xlabel=x, ylabel=y)
        points = self.shown.inputs.T
        for k, label in enumerate(self.classes):
            of_class = points[self.shown.target == label]
            scatter(ax, of_class, self._look(k), self.shown.places, self._is_filled(k))

    def _look(self, k: int) -> Look:
        """Return the look of a class; beside the runs' colours it has none of its own."""
        look = theme().looks[k % len(theme().looks)]
        return look if self.alone else Look(theme().ink, look.marker, look.line)

    def _is_filled(self, k: int) -> bool:
        return self.alone is not None or k % 2 == 0

    def make(self, ax: Axes) -> list[Artist]:
        """Return what moves, lowest first."""
        self.grid = [np.linspace(*self.window[i], size) for i, size in enumerate((COLUMNS, ROWS))]
        self._places = np.array([axis.ravel() for axis in np.meshgrid(*self.grid)])
        wide = 1.2 * matplotlib.rcParams["lines.linewidth"]
        if self.alone:
            self.fills = [
                _outlines(ax, facecolors=self._look(k).colour, alpha=0.2, linewidths=0)
                for k in range(len(self.classes))
            ]
            self._leave(ax, 0.6 * wide)
        self.lines = [
            _outlines(
                ax,
                facecolors="none",
                edgecolors=look.colour if look else theme().ink,
                linestyles=[look.line if look else "-"],
                linewidths=wide,
            )
            for look in self.looks
        ]
        return [*self.fills, *(line for _, line in self.earlier), *self.lines]

    def _leave(self, ax: Axes, width: float) -> None:
        """Make the boundaries of earlier iterates, at even distances along its way."""
        steps = thinned(self.alone.nit, ASKED)
        won = self._margins(self.alone.path[steps], self._places[:, ::COARSE]).argmax(axis=0)
        kept = steps[stages((won[1:] != won[:-1]).mean(axis=1), EARLIER)]
        colours = theme().order(np.log1p(kept) / max(np.log1p(self.alone.nit), 1.0))
        for step, colour in zip(kept.tolist(), colours, strict=True):
            line = _outlines(ax, facecolors="none", edgecolors=[colour], linewidths=width)
            line.set_paths(self._line(self._over(self.alone.path[step])))
            self.earlier.append((step, line))

    def _margins(self, points: Array, inputs: Array) -> Array:
        """Return by how much each class wins, (classes, k, s), at points (k, n), inputs (m, s)."""
        values = np.clip(self.predictor.at(points, inputs), -LIMIT, LIMIT)
        if len(values) == 1:
            kind = self.predictor.prediction.kind
            middle = self.classes.mean() if kind == "value" else 0.0
            return np.array([middle - values[0], values[0] - middle])
        others = [np.delete(values, k, axis=0).max(axis=0) for k in range(len(values))]
        return values - np.array(others)

    def _over(self, point: Array) -> Array:
        """Return the margins (classes, rows, columns) of an iterate all over the window."""
        return self._margins(point[None], self._places).reshape(-1, ROWS, COLUMNS)

    def _line(self, margins: Array) -> list[Path]:
        """Return where two classes are equal; of two classes, the one line that both have."""
        borders = margins[:1] if len(margins) == 2 else margins
        return [path for border in borders for path in self._outliner.line(self.grid, border)]

    def show(self, step: int) -> None:
        """Place the boundaries and the sides at a step."""
        for run, line in zip(self.runs, self.lines, strict=True):
            margins = self._over(run.path[min(step, run.nit)])
            line.set_paths(self._line(margins))
            for fill, margin in zip(self.fills, margins, strict=False):
                fill.set_paths(self._outliner.side(self.grid, margin))
        for reached, line in self.earlier:
            line.set_visible(reached < step)

    def hides(self, step: int) -> bool:
        """Tell whether the boundary of the run alone is outside the window at a step."""
        return bool(self.alone) and not self._line(self._over(self.alone.path[step]))

    def told(self, k: int) -> list[str]:
        """Return how many samples are on the right side."""
        won = self._margins(self.alone.path[k : k + 1], self.shown.inputs)[:, 0]
        # Where classes are equal none is told.
        wins = np.where(won.max(axis=0) > 0, self.classes[won.argmax(axis=0)], np.nan)
        return right(self.shown, wins == self.shown.target)

    @property
    def keys(self) -> list[tuple[Line2D, str]]:
        """Return the classes, for a legend."""
        target = axis_name(self.predictor.prediction.target)
        return [
            (key(self._look(k), self._is_filled(k)), f"{target} = {label:g}".replace("-", "−"))
            for k, label in enumerate(self.classes)
        ]


class Outliner:
    """Finds the level 0 of values on a grid, with axes that nobody sees."""

    def __init__(self) -> None:
        self._ax = Figure().add_subplot()

    def line(self, grid: Sequence[Array], values: Array) -> list[Path]:
        """Return the lines on which the values are 0."""
        if not np.nanmin(values) < 0 < np.nanmax(values):
            return []
        return self._paths(self._ax.contour(*grid, np.ma.masked_invalid(values), [0.0]))

    def side(self, grid: Sequence[Array], values: Array) -> list[Path]:
        """Return the places at which the values are positive."""
        if not np.nanmax(values) > 0:
            return []
        levels = [0.0, 2 * LIMIT]
        return self._paths(self._ax.contourf(*grid, np.ma.masked_invalid(values), levels))

    @staticmethod
    def _paths(made: PathCollection) -> list[Path]:
        made.remove()
        return [path for path in made.get_paths() if len(path.vertices)]


def _outlines(ax: Axes, **style: object) -> PathCollection:
    """Return an empty collection of outlines in the data of the axes."""
    return ax.add_collection(PathCollection([], **style), autolim=False)
