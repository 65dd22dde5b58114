"""A model: a formula in inputs and parameters, and what it predicts once they have values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import sympy
from numpy.typing import NDArray
from sympy import Expr, Symbol

from symgd.compiling.arrays import compile_arrays
from symgd.errors import SymgdError
from symgd.models.reading import Columns, Floats, read_columns, read_values
from symgd.points import Point, names_of

if TYPE_CHECKING:
    from symgd.run import Run


@dataclass(frozen=True, repr=False)
class Model:
    r"""A formula that predicts from inputs, as `linear` and its kin make it.

    Attributes
    ----------
    family : str
        The name of the function that made it, such as ``"linear"``.
    formula : Expr or tuple of K Expr
        What is predicted: a number, the probability of class 1, or those of the classes 0 to K-1.
    inputs : tuple of Symbol
        The inputs, in order.
    parameters : tuple of Symbol
        What is to be learnt, in the order of a point.
    weights : tuple of Symbol
        The parameters without the intercepts: what a penalty is put on.
    scores : tuple of Expr
        What classes are told by: one score, or one for each class; of a model that predicts a
        number, its formula.
    classes : int or None
        How many classes it tells apart; None for a model that predicts a number.

    Examples
    --------
    >>> from symgd.models import logistic
    >>> model = logistic("x")
    >>> model
    Model(1/(exp(-b - w*x) + 1), inputs='x', parameters='w, b')
    >>> model.score
    b + w*x
    >>> model.weights
    (w,)
    """

    family: str
    formula: Expr | tuple[Expr, ...]
    inputs: tuple[Symbol, ...]
    parameters: tuple[Symbol, ...]
    weights: tuple[Symbol, ...]
    scores: tuple[Expr, ...]
    classes: int | None = None

    @property
    def score(self) -> Expr:
        """The one score, above 0 for class 1 and below for the other.

        Raises
        ------
        SymgdError
            If the model has a score for each class.
        """
        if len(self.scores) > 1:
            raise SymgdError(
                f"A {self.family} model has {len(self.scores)} scores, one for each class: "
                "write .scores."
            )
        return self.scores[0]

    def predict(self, run_or_point: Run | Point, columns: Columns) -> Floats:
        """Predict one number for each sample, or the probabilities of its classes.

        Parameters
        ----------
        run_or_point : Run, sequence of numbers, or mapping of symbol or name to number
            The parameters' values: where a run ended, numbers in the order of `parameters`, or
            numbers by name. A run is matched by name, in whatever order its variables are.
        columns : mapping of symbol or name to array (N,) or number
            The inputs. A number stands for all samples, columns that are no input are not looked
            at, and N is 1 where all are numbers.

        Returns
        -------
        ndarray, shape (N,) or (N, K)
            The formula's values; for `logistic` the probabilities of class 1, for `softmax` a row
            of K probabilities for each sample. Outside the formula's domain nan.

        Raises
        ------
        SymgdError
            If a parameter has no value, an input has no column, or columns differ in length.

        Examples
        --------
        >>> from symgd.models import linear, softmax
        >>> linear("x").predict([2, 1], {"x": [0, 1, 2], "y": [1, 3, 6]})
        array([1., 3., 5.])
        >>> softmax("x", 2).predict([0, 0, 0, 0], {"x": [3, 4]})
        array([[0.5, 0.5],
               [0.5, 0.5]])
        """
        if isinstance(self.formula, tuple):
            return _shares(self._values(self.scores, run_or_point, columns))
        return self._values((self.formula,), run_or_point, columns)[0]

    def classify(self, run_or_point: Run | Point, columns: Columns) -> NDArray[np.int64]:
        """Tell the class of each sample: the one with the highest probability.

        Parameters
        ----------
        run_or_point : Run, sequence of numbers, or mapping of symbol or name to number
            The parameters' values, as for `predict`.
        columns : mapping of symbol or name to array (N,) or number
            The inputs, as for `predict`.

        Returns
        -------
        ndarray of int, shape (N,)
            For `logistic` 1 where the score is above 0 and else 0; for `softmax` 0 to K-1, the
            first of those that are equally probable.

        Raises
        ------
        SymgdError
            If the model predicts a number and no class, or a score is nan; else as `predict`.

        Examples
        --------
        >>> from symgd.models import logistic
        >>> logistic("x").classify({"w": 2, "b": -6}, {"x": [1, 2, 4, 5]})
        array([0, 0, 1, 1])
        """
        if self.classes is None:
            raise SymgdError(
                f"A {self.family} model predicts numbers, not classes: write .predict, "
                "or take models.logistic or models.softmax."
            )
        scores = self._values(self.scores, run_or_point, columns)
        unknown = np.flatnonzero(np.isnan(scores).any(axis=0))
        if len(unknown):
            raise SymgdError(f"The score of sample {unknown[0]} is nan, which tells no class.")
        return scores.argmax(axis=0) if len(scores) > 1 else (scores[0] > 0).astype(np.int64)

    def _values(
        self, formulas: tuple[Expr, ...], run_or_point: Run | Point, columns: Columns
    ) -> Floats:
        """Evaluate formulas, (m, N)."""
        values = read_values(run_or_point, self.parameters)
        arrays = read_columns(columns, self.inputs)
        symbols = (*self.parameters, *self.inputs)
        real = {symbol: Symbol(symbol.name, real=True) for symbol in symbols}
        evaluate = compile_arrays(tuple(real.values()), tuple(e.xreplace(real) for e in formulas))
        return evaluate(*map(np.asarray, values), *arrays)

    def __repr__(self) -> str:
        return (
            f"Model({self.formula}, inputs={names_of(self.inputs)!r}, "
            f"parameters={names_of(self.parameters)!r})"
        )

    def _repr_latex_(self) -> str:
        if not isinstance(self.formula, tuple):
            left = "p" if self.classes else r"\hat{y}"
            return rf"$\displaystyle {left} = {sympy.latex(self.formula)}$"
        lines = _latex_lines(self.formula)
        return rf"$\displaystyle \begin{{aligned}} {lines} \end{{aligned}}$"


def _latex_lines(formulas: Iterable[Expr]) -> str:
    lines = [rf"p_{{{k}}} &= {sympy.latex(formula)}" for k, formula in enumerate(formulas)]
    return r" \\ ".join(lines)


def _shares(scores: Floats) -> Floats:
    """Return exp(z_k)/Σ exp(z_j) for scores (K, N), as rows (N, K)."""
    with np.errstate(all="ignore"):
        # The highest score becomes 0, so that no exp overflows.
        powers = np.exp(scores - scores.max(axis=0))
        return np.ascontiguousarray((powers / powers.sum(axis=0)).T)
