"""The residuals of a line, drawn as squares whose areas are their squares."""

from __future__ import annotations

import matplotlib
import numpy as np
import sympy
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection

from symgd.data.cost import DataCost
from symgd.plotting.parts.fitted import POINTS, Fitted, line_of
from symgd.plotting.parts.predicting import Predictor
from symgd.plotting.parts.samples import FEW
from symgd.plotting.parts.windows import Array
from symgd.plotting.style import theme


class Squares(Fitted):
    """The line of a run over the samples, and the residuals of the current iterate.

    For a squared loss and few samples each residual is the side of a square, else a bar.
    """

    def make(self, ax: Axes) -> list[Artist]:
        """Return what moves, lowest first, once the axes know their size."""
        self.x = np.linspace(*self.window[0], POINTS)
        width = matplotlib.rcParams["lines.linewidth"]
        area = ax.get_window_extent()
        across, up = np.array([area.width, area.height]) / np.ptp(self.window, axis=1)
        #: A residual of 1 is as long as so much of x.
        self.turned = up / across
        few = len(self.shown) <= FEW
        self.are_squares = few and squares_in(self.predictor, self.alone.cost) > 0
        self.errors = ax.add_collection(self._collection(0.6 * width), autolim=False)
        self.lines = [ax.add_line(line_of(None, 1.2 * width))]
        return [self.errors, *self.lines, *([self.dots] if few else [])]

    def _collection(self, width: float) -> LineCollection | PolyCollection:
        if not self.are_squares:
            return LineCollection([], colors=theme().pull, linewidths=width)
        return PolyCollection(
            [], facecolors=(theme().pull, 0.22), edgecolors=theme().pull, linewidths=width
        )

    def show(self, step: int) -> None:
        """Place the line and the residuals at a step."""
        super().show(step)
        residuals = self._residuals(min(step, self.alone.nit))
        self.errors.set_verts(self._squares(residuals, step) if self.are_squares else residuals)

    def _squares(self, residuals: Array, step: int) -> Array:
        """Return squares (s, 4, 2) on the side of each residual (s, 2, 2) that is off the line."""
        (x, low), (_, high) = residuals.transpose(1, 2, 0)
        side = np.where(self._is_right(x, high - low, step), 1.0, -1.0)
        far = x + side * np.abs(high - low) * self.turned
        corners = [[x, low], [x, high], [far, high], [far, low]]
        return np.array(corners).transpose(2, 0, 1)

    def _is_right(self, x: Array, residual: Array, step: int) -> Array:
        """Tell on which side the line leaves room; beside a level line, towards the middle."""
        k = min(step, self.alone.nit)
        slopes = np.gradient(self._curves(self.alone.path[k : k + 1], self.x)[0], self.x)
        steepness = self.turned * np.interp(x, self.x, slopes)
        is_level = np.abs(steepness) < 1e-3
        return np.where(is_level, x < self.window[0].mean(), steepness * residual > 0)


def squares_in(predictor: Predictor, cost: DataCost) -> float:
    """Return how many squares of the residual a sample's loss is; 0 if it is something else."""
    (formula,) = predictor.prediction.formulas
    residual = formula - sympy.Symbol(predictor.prediction.target)
    times = sympy.cancel(cost.loss / residual**2)
    return float(times) if times.is_number and not cost.penalty else 0.0
