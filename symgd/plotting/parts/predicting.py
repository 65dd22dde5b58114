"""What a cost over data predicts, at any iterate and for any inputs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import sympy

from symgd.cost import Cost
from symgd.data.cost import DataCost
from symgd.data.prediction import prediction_of
from symgd.errors import SymgdError
from symgd.plotting.parts.formula import letters, plain, symbol, with_words
from symgd.plotting.parts.windows import Array

# Digits of a parameter in a formula.
DIGITS = 3
# Formulas of more operations than this are not written out.
LONGEST = 24


class Predictor:
    """The formulas that a loss compares with the target, ready to be evaluated.

    Parameters
    ----------
    cost : object
        What is descended; anything but a cost over data is refused.
    view : str
        The name of the view that asks, for a refusal.

    Attributes
    ----------
    prediction : Prediction
        The formulas, the target and the inputs.

    Raises
    ------
    SymgdError
        If the cost has no data, or no prediction is found in its loss.
    """

    def __init__(self, cost: object, view: str) -> None:
        if not isinstance(cost, DataCost):
            raise SymgdError(
                f"The view {view!r} draws samples, but this cost has no data; make it with "
                'mean_loss("(w*x + b - y)**2", {"x": [1, 2, 3], "y": [3, 5, 7]}).'
            )
        found = prediction_of(cost)
        if found is None:
            raise SymgdError(
                f"The view {view!r} finds no prediction in the loss {cost.loss!s:.60}; write the "
                "loss with prediction - target in it, as in (w*x + b - y)**2, or take "
                'losses.log_loss(models.logistic("x")).'
            )
        self.prediction, self._parameters = found, cost.variables
        inputs = [sympy.Symbol(name) for name in found.inputs]
        self._formulas = [Cost(each, [*cost.variables, *inputs]) for each in found.formulas]

    def at(self, points: Array, inputs: Array) -> Array:
        """Return the predictions (formulas, points, samples) of points (k, n), inputs (m, s)."""
        columns = [*points.T[:, :, None], *inputs[:, None, :]]
        shape = len(points), inputs.shape[1]
        values = [np.broadcast_to(each.sample(*columns), shape) for each in self._formulas]
        return np.array(values)

    def written(self, point: Array) -> str | None:
        """Return the one formula with the numbers of an iterate; None if it is long, or several."""
        formula, *others = self.prediction.formulas
        if others or formula.count_ops() > LONGEST:
            return None
        pairs = zip(self._parameters, point.tolist(), strict=True)
        numbers = {name: sympy.Float(value, DIGITS) for name, value in pairs}
        target = self.prediction.target
        left = r"\mathrm{score}" if self.prediction.kind == "score" else letters(target)
        if left == target:
            left = rf"\hat{{{target}}}"
        return with_words(formula.xreplace(numbers), self.prediction.inputs, f"{left} = ")


def axis_name(name: str) -> str:
    """Return a column's name beside an axis: a letter as a formula, a word as it is."""
    return symbol(sympy.Symbol(name)) if len(name.rstrip("0123456789")) == 1 else plain(name)


def stages(changes: Sequence[float] | Array, most: int) -> Array:
    """Return at most so many places at even distances along a way, the first among them.

    Parameters
    ----------
    changes : array (k,)
        How long each piece of the way is.
    most : int
        The most places; the end is none of them.

    Examples
    --------
    >>> stages([4, 2, 1, 1], most=4).tolist()
    [0, 1, 2]
    """
    along = np.concatenate([[0.0], np.cumsum(changes)])
    return np.unique(np.searchsorted(along, np.linspace(0, along[-1], most + 1)[:-1]))
