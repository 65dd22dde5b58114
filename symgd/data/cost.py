"""Costs over data: the formula, its derivatives and its values."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import sympy
from numpy.typing import NDArray

from symgd.compiling.arrays import compile_arrays, compile_raw
from symgd.compiling.namespace import require_evaluable
from symgd.compiling.rays import Along
from symgd.compiling.sums import compile_sums, compile_sums_at_points
from symgd.cost import Cost, in_natural_order, in_real_symbols, in_symbols, read_formula
from symgd.data.columns import Data, Samples, names_in, read_samples
from symgd.data.shares import Batch, Share, block_length, sums_at_points, temporaries
from symgd.data.writing import total_in_latex
from symgd.display import place
from symgd.errors import SymgdError
from symgd.points import names_of

Floats = NDArray[np.float64]

#: Stands before a penalty in one sample's formula: a mean has all of it, a sum 1/N for a sample.
SHARE = sympy.Symbol("share of the penalty", real=True)

#: From so many losses on, a quadratic cost is not summed anew at each of many points.
_AT_ONCE = 2**22

#: Up to so many parameters the minimum of a quadratic cost is solved for.
_MOST_SOLVED = 50
#: Curvatures this much smaller than the largest may be rounding.
_SINGULAR = 1e-10

#: Letters for the number of a sample, the first that no name takes.
_LETTERS = ("i", "j", "s", "sample")


@dataclass(frozen=True, init=False, repr=False, eq=False)
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
        for field in ("name", "start", "source"):
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

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DataCost) and self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[Any, ...]:
        return self.kind, self.loss, self.penalty, self.variables, self.samples

    @cached_property
    def minima(self) -> tuple[tuple[float, ...], ...] | None:
        """The minimum of a quadratic cost, by the normal equations; None for any other."""
        if self.n > _MOST_SOLVED or not self.is_quadratic:
            return None
        found = np.zeros(self.n)
        bends = self.hessian_at(found)
        least, *_, largest = np.linalg.eigvalsh(bends)[[0, -1]]
        if not least > _SINGULAR * largest:
            return None
        for _ in range(2):  # the second removes the rounding of the first
            found = found - np.linalg.solve(bends, self.gradient_at(found))
        return (tuple(found.tolist()),)

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

    def in_batch(self, size: int) -> DataCost:
        """Return the cost as a step sees it in a batch of so many samples, for its formula."""
        samples = Samples(self.samples.names, self.samples.at(slice(size)))
        share = sympy.Rational(size, len(self.samples)) if self.kind == "sum" else 1
        return self._with(samples=samples, penalty=self.penalty * share)

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

    def latex(self, flat: bool = False) -> str:
        """Return the right side in LaTeX, with the sum over the samples."""
        total = total_in_latex(self._total(in_real_symbols(self.loss)))
        lead = rf"\frac{{1}}{{{len(self.samples)}}} " if self.kind == "mean" else ""
        added = sympy.latex(self.penalty, fold_short_frac=flat) if self.penalty else ""
        sign = "" if not added else " " if added.startswith("-") else " + "
        return lead + total + sign + added

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
        return weight * number * self._total(rest) + sympy.Add(*added)

    def _total(self, formula: sympy.Expr) -> sympy.Sum:
        index = self._index
        indexed = {c: sympy.IndexedBase(c.name)[index] for c in self._columns}
        return sympy.Sum(formula.xreplace(indexed), (index, 1, len(self.samples)))

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

    def remedy_at(self, point: Floats) -> str:
        """Say what to do about a start at which there is no value, and name the first sample."""
        symbols = (*self._numbers, *self._columns)
        loss_at, done = compile_arrays(symbols, (self.real_expr,)), 0
        for block in self.samples.blocks():
            values = loss_at(*point, self._share_value, *block)[0]
            wrong = np.flatnonzero(~np.isfinite(np.broadcast_to(values, block.shape[1:])))
            if len(wrong):
                row = place(self.samples.names, block[:, wrong[0]].tolist())
                return (
                    f"the loss has none for row {done + wrong[0]} ({row}), so choose a start for "
                    "which it has, or leave that sample out"
                )
            done += block.shape[1]
        return super().remedy_at(point)

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
        if math.prod(shape) * len(self.samples) > _AT_ONCE and self.is_quadratic:
            return self._quadratic(np.stack(np.broadcast_arrays(*columns), axis=-1))
        return super()._values(columns)

    @cached_property
    def is_quadratic(self) -> bool:
        """Whether the second derivatives are the same at all parameters."""
        if not self.real_expr.is_polynomial(*self.real_variables):
            return False  # a kink has no curvature beside it
        bends = sympy.Tuple(*self._real_curvatures.values())
        return not bends.free_symbols & set(self.real_variables)

    def _quadratic(self, points: Floats) -> Floats:
        """Evaluate a quadratic cost at points (..., n) by its value, slope and Hessian at one.

        That point is the minimum, where there is one, so that small differences do not drown in
        rounding.
        """
        bends = self.hessian_at(np.zeros(self.n))
        here = np.zeros(self.n) if self.minima is None else np.array(self.minima[0])
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
        cells = 2 * self._length(formulas)
        found = sums_at_points(sums, numbers, self.samples, len(formulas), cells)
        return (found * self.weight).reshape(len(formulas), *shape)
