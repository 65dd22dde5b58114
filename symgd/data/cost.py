"""Costs over data: the mean or the sum of one sample's loss."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import sympy
from numpy.typing import NDArray

from symgd.compiling.arrays import compile_raw
from symgd.compiling.namespace import require_evaluable
from symgd.compiling.rays import Along
from symgd.compiling.sums import compile_sums, compile_sums_at_points
from symgd.cost import Cost, in_natural_order, in_real_symbols, in_symbols, read_formula
from symgd.data.columns import Samples, names_in, read_samples
from symgd.data.shares import Batch, Share, block_length, sums_at_points, temporaries
from symgd.errors import SymgdError
from symgd.parsing import read_names
from symgd.points import names_of, read_positive

Floats = NDArray[np.float64]
Names = str | sympy.Symbol | Sequence[str | sympy.Symbol]
Data = Mapping[Any, Any]

#: Stands before a penalty in one sample's formula: a mean has all of it, a sum 1/N for a sample.
SHARE = sympy.Symbol("share of the penalty", real=True)

#: From so many losses on, a quadratic cost is not summed anew at each of many points.
_AT_ONCE = 2**22

#: Letters for the number of a sample, the first that no name takes.
_LETTERS = ("i", "j", "s", "sample")


@dataclass(frozen=True, init=False, repr=False)
class DataCost(Cost):
    r"""A cost :math:`\frac1N\sum_i \ell(p, c_i)`, or the sum alone, over N samples.

    Made by `mean_loss` and `sum_loss`. It is a `Cost` of the parameters p: `expr`, `gradient` and
    `hessian` are formulas with a sum over the samples.

    Attributes
    ----------
    loss : Expr
        One sample's loss, in parameters and columns.
    penalty : Expr
        What was added in the parameters alone, such as ``ridge(0.1, "w")``; 0 without one.
    kind : str
        ``"mean"`` or ``"sum"``.
    samples : Samples
        The columns of the loss.
    max_memory : float
        How many bytes temporary arrays may take.
    """

    loss: sympy.Expr
    penalty: sympy.Expr
    kind: str
    samples: Samples
    max_memory: float

    is_one_formula: ClassVar[bool] = False

    def __init__(
        self,
        loss: sympy.Expr,
        penalty: sympy.Expr,
        kind: str,
        samples: Samples,
        variables: tuple[sympy.Symbol, ...],
        max_memory: float,
    ) -> None:
        for field in ("name", "start", "minima", "source"):
            self._set(field, None)
        self._set("loss", loss)
        self._set("penalty", penalty)
        self._set("kind", kind)
        self._set("samples", samples)
        self._set("variables", variables)
        self._set("max_memory", max_memory)
        self._set("real_expr", in_real_symbols(loss) + SHARE * in_real_symbols(penalty))
        shown = self.whole(self.real_expr)
        self._set("expr", shown.xreplace(self._shown))

    def __add__(self, penalty: sympy.Expr | str | float) -> DataCost:
        """Add a penalty: an expression in the parameters, such as ``ridge(0.1, "w")``."""
        if isinstance(penalty, Cost):
            raise SymgdError(
                f"A cost, {penalty.text}, cannot be added to one over data: add an expression in "
                f'the parameters, such as ridge(0.1, "{self.variables[0]}").'
            )
        added = read_formula(penalty, self.variables)
        known = {symbol.name for symbol in self.variables}
        for symbol in in_natural_order(added.free_symbols):
            if symbol.name not in known:
                raise SymgdError(
                    f"The penalty {added} contains {symbol.name}, which is no parameter of the "
                    f"cost: {names_of(self.variables)}."
                )
        require_evaluable([added], "The penalty")
        return self._with(penalty=self.penalty + in_symbols(added, self.variables))

    __radd__ = __add__

    def on(self, data: Data) -> DataCost:
        """Return the same cost over other data, such as those held out for a test.

        Parameters
        ----------
        data : mapping of symbol or name to array (N,)
            Columns of the same names; others are left alone.

        Returns
        -------
        DataCost
            With the same loss, penalty and parameters.
        """
        missing = [name for name in self.samples.names if name not in names_in(data)]
        if missing:
            raise SymgdError(
                f"The data have no column {', '.join(missing)}, which the loss {self.loss} needs."
            )
        return self._with(samples=read_samples(data, self.samples.names))

    def _with(self, **changes: Any) -> DataCost:
        fields = ("loss", "penalty", "kind", "samples", "variables", "max_memory")
        return DataCost(**{field: getattr(self, field) for field in fields} | changes)

    @property
    def weight(self) -> float:
        """The factor on the sum over all samples."""
        return 1 / len(self.samples) if self.kind == "mean" else 1.0

    @property
    def text(self) -> str:
        """The right side of the formula, with the number of samples."""
        penalty = f" + {sympy.sstr(self.penalty, full_prec=False)}" if self.penalty else ""
        count = len(self.samples)
        samples = f"{count:,} sample{'s' * (count != 1)}"
        return f"{self.kind} of {self.loss} over {samples}{penalty}"

    def __repr__(self) -> str:
        return f"{self.heading} = {self.text}"

    @cached_property
    def _columns(self) -> tuple[sympy.Symbol, ...]:
        return tuple(sympy.Symbol(name, real=True) for name in self.samples.names)

    def whole(self, formula: sympy.Expr) -> sympy.Expr:
        """Return the sum over all samples of one sample's formula."""
        count, columns = len(self.samples), frozenset(self._columns)
        weight = sympy.Rational(1, count) if self.kind == "mean" else sympy.S.One
        terms = sympy.Add.make_args(formula)
        added = [term / SHARE for term in terms if SHARE in term.free_symbols]
        number, rest = sympy.Add(*(t for t in terms if SHARE not in t.free_symbols)).primitive()
        if not rest.free_symbols & columns:
            return weight * count * number * rest + sympy.Add(*added)
        index = self._index
        indexed = {c: sympy.IndexedBase(c.name)[index] for c in columns}
        total = sympy.Sum(rest.xreplace(indexed), (index, 1, count))
        return weight * number * total + sympy.Add(*added)

    @cached_property
    def _index(self) -> sympy.Idx:
        taken = {*self.samples.names, *(symbol.name for symbol in self.variables)}
        return sympy.Idx(next(letter for letter in _LETTERS if letter not in taken))

    @cached_property
    def pointwise(self) -> Share:
        """The cost with its slope over all samples."""
        return self._share((self.real_expr, *self.real_gradient))

    def _share(self, formulas: tuple[sympy.Expr, ...]) -> Share:
        sums = compile_sums(self._numbers, self._columns, formulas)
        return Share(sums, self.samples, self.weight, self._share_value, self._length(formulas))

    @property
    def _numbers(self) -> tuple[sympy.Symbol, ...]:
        return (*self.real_variables, SHARE)

    @property
    def _share_value(self) -> float:
        return 1.0 if self.kind == "mean" else 1 / len(self.samples)

    def _length(self, formulas: tuple[sympy.Expr, ...]) -> int:
        return block_length(self.max_memory, temporaries(formulas) + len(self._columns))

    def batch_maker(self) -> Callable[[Floats], Batch | Share]:
        """Return what makes a table (c, size) the cost over these samples, with its slope."""
        formulas = (self.real_expr, *self.real_gradient)
        sums = compile_sums(self._numbers, self._columns, formulas)
        share, is_mean, names = self._share_value, self.kind == "mean", self.samples.names
        longest = self._length(formulas)

        def make(table: Floats) -> Batch | Share:
            weight = 1 / table.shape[1] if is_mean else 1.0
            if table.shape[1] <= longest:
                return Batch(sums, table, weight, share)
            return Share(sums, Samples(names, table), weight, share, longest)

        return make

    def _terms_along(self, ray: list[Along]) -> list[Any]:
        raw = compile_raw((*self._numbers, *self._columns), (self.real_expr,))
        # A coefficient is an array for each power of the length.
        length = max(1, self._length((self.real_expr,)) // 8)
        totals = Along([0.0])
        for block in self.samples.blocks(length):
            (result,) = raw(*ray, self._share_value, *block)
            terms = (result + Along([0.0])).terms
            totals += Along(np.broadcast_to(term, block.shape[1:]).sum() for term in terms)
        return [term * self.weight for term in totals.terms]

    def _values(self, columns: tuple[Floats, ...]) -> Floats:
        shape = np.broadcast_shapes(*(np.shape(c) for c in columns))
        if math.prod(shape) * len(self.samples) > _AT_ONCE and self._is_quadratic:
            return self._quadratic(np.stack(np.broadcast_arrays(*columns), axis=-1))
        return super()._values(columns)

    @cached_property
    def _is_quadratic(self) -> bool:
        bends = sympy.Tuple(*self._real_curvatures.values())
        return not bends.free_symbols & set(self.real_variables)

    def _quadratic(self, points: Floats) -> Floats:
        """Evaluate a quadratic cost at points (..., n) by its value, slope and Hessian at one.

        That point is the minimum, if there is one, so that small differences do not drown in
        rounding.
        """
        bends = self.hessian_at(np.zeros(self.n))
        here = -np.linalg.pinv(bends) @ self.gradient_at(np.zeros(self.n))
        value, *slope = self.pointwise(here)
        away = points - here
        return value + away @ slope + np.einsum("...i,ij,...j->...", away, bends, away) / 2

    def _evaluate(self, formulas: tuple[sympy.Expr, ...], columns: tuple[Floats, ...]) -> Floats:
        shape = np.broadcast_shapes(*(np.shape(c) for c in columns))
        if shape == ():
            return self._share(formulas)(np.array(columns, dtype=np.float64))
        points = [np.broadcast_to(c, shape).ravel() for c in columns]
        numbers = [*points, np.full(len(points[0]), self._share_value)]
        sums = compile_sums_at_points(self._numbers, self._columns, formulas)
        cells = int(self.max_memory // (8 * (temporaries(formulas) + len(self._columns))))
        found = sums_at_points(sums, numbers, self.samples, len(formulas), max(1, cells))
        return (found * self.weight).reshape(len(formulas), *shape)


def mean_loss(
    loss: sympy.Expr | str,
    data: Data,
    variables: Names | None = None,
    max_memory: float = 64 * 2**20,
) -> DataCost:
    r"""Return the mean of one sample's loss over data, :math:`\frac1N\sum_{i=1}^N \ell(p, c_i)`.

    Parameters
    ----------
    loss : Expr or str
        One sample's loss, in parameters and the columns' names: ``"(w*x + b - y)**2"``.
    data : mapping of symbol or name to array (N,)
        The columns. Arrays are copied; memory maps are read from the disk block by block.
    variables : str, Symbol or sequence of them, optional
        The parameters in order. By default every symbol of the loss that names no column, in
        natural order.
    max_memory : float
        How many bytes temporary arrays may take.

    Returns
    -------
    DataCost
        A Cost of the parameters. The mean of squares is the MSE; `sum_loss` gives their sum, RSS.

    Raises
    ------
    SymgdError
        If columns differ in length, are empty or hold what is no finite number (the row is
        named), or the loss holds a symbol that is neither a parameter nor a column.

    Examples
    --------
    The line y = 2x + 1 fits these three points, and y = 0 misses them by 3, 5 and 7:

    >>> cost = mean_loss("(w*x + b - y)**2", {"x": [1, 2, 3], "y": [3, 5, 7]}, "w b")
    >>> cost
    f(w, b) = mean of (b + w*x - y)**2 over 3 samples
    >>> cost({"w": 2, "b": 1}), round(cost((0, 0)), 6)  # (9 + 25 + 49)/3
    (0.0, 27.666667)
    >>> cost.gradient[1]
    2*Sum(b + w*x[i] - y[i], (i, 1, 3))/3
    """
    return _data_cost("mean", loss, data, variables, max_memory)


def sum_loss(
    loss: sympy.Expr | str,
    data: Data,
    variables: Names | None = None,
    max_memory: float = 64 * 2**20,
) -> DataCost:
    r"""Return the sum of one sample's loss over data, :math:`\sum_{i=1}^N \ell(p, c_i)`.

    Parameters
    ----------
    loss, data, variables, max_memory
        See `mean_loss`.

    Returns
    -------
    DataCost
        A Cost of the parameters; of squares it is the residual sum of squares, RSS.

    Examples
    --------
    >>> cost = sum_loss("(w*x - y)**2", {"x": [1, 2], "y": [3, 5]})
    >>> cost
    f(w) = sum of (w*x - y)**2 over 2 samples
    >>> cost(0), cost.gradient_at(0)  # 9 + 25, and -2*1*3 - 2*2*5
    (34.0, array([-26.]))
    """
    return _data_cost("sum", loss, data, variables, max_memory)


def _data_cost(
    kind: str, loss: sympy.Expr | str, data: Data, variables: Names | None, max_memory: float
) -> DataCost:
    given = names_in(data)
    declared = None if variables is None else read_names(variables)
    known = () if declared is None else (*declared, *map(sympy.Symbol, given))
    formula = read_formula(loss, known)
    used = [name for name in given if name in {s.name for s in formula.free_symbols}]
    free = {symbol for symbol in formula.free_symbols if symbol.name not in used}
    parameters = declared or in_natural_order(free)
    _require_symbols(formula, parameters, used, given)
    require_evaluable([formula], "The loss")
    formula = in_symbols(formula, [*parameters, *map(sympy.Symbol, used)])
    samples = read_samples(data, used)
    memory = read_positive(max_memory, "max_memory")
    return DataCost(formula, sympy.S.Zero, kind, samples, parameters, memory)


def _require_symbols(
    formula: sympy.Expr,
    parameters: tuple[sympy.Symbol, ...],
    used: list[str],
    given: list[str],
) -> None:
    for symbol in parameters:
        if symbol.name in given:
            raise SymgdError(f"{symbol.name} is a parameter and a column of the data: rename one.")
    if not parameters:
        raise SymgdError(
            f"The loss {formula} has no parameter to learn: every symbol in it is a column of the "
            "data."
        )
    if not used:
        raise SymgdError(
            f"The loss {formula} contains no column of the data: they are {', '.join(given)}."
        )
    known = {*used, *(symbol.name for symbol in parameters)}
    for symbol in in_natural_order(formula.free_symbols):
        if symbol.name not in known:
            raise SymgdError(
                f"The loss contains {symbol.name}, which is neither a parameter "
                f"({names_of(parameters)}) nor a column of the data ({', '.join(given)})."
            )
