"""Expressions summed over samples: compiled for arrays, products by one pass over them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray

from symgd.compiling.arrays import compile_raw, real_part
from symgd.compiling.exponentials import in_range

Floats = NDArray[np.float64]
Symbols = tuple[sympy.Symbol, ...]
Exprs = tuple[sympy.Expr, ...]

#: A weighted sum of so many columns is one product with the matrix of all columns.
_FEWEST_WEIGHTED = 3

#: A sum of more products than this is added up sample by sample before it is summed.
_MOST_PRODUCTS = 3

_ONE, _ALL = sympy.symbols("one all", real=True)


class Total(sympy.Function):
    """The sum over the samples of a product of two: one pass, and the product is never stored."""


class Totals(sympy.Function):
    """The same at many points, whose numbers are arrays (k, 1)."""


class Weighted(sympy.Function):
    """A weighted sum of columns: the matrix of all columns, and a weight for each."""


@lru_cache(maxsize=64)
def compile_sums(
    parameters: Symbols, columns: Symbols, expressions: Exprs
) -> Callable[[Sequence[Any], Floats], list[Any]]:
    r"""Compile :math:`\sum_i e(p, c_i)` for each expression.

    What does not depend on the samples is computed once.

    Parameters
    ----------
    parameters : tuple of Symbol
        Symbols of numbers.
    columns : tuple of Symbol
        Symbols of arrays, one element for each sample.
    expressions : tuple of m Expr
        What to sum.

    Returns
    -------
    callable
        ``f(numbers, table)`` of the columns (c, N) -> list of m sums, as lambdify leaves them: a
        sum may be complex, and NumPy warns as it does.
    """
    summed = tuple(_weighted(_summed(e, columns, Total), columns) for e in expressions)
    raw = compile_raw((*parameters, *columns, _ALL, _ONE), summed)
    return lambda numbers, table: raw(*numbers, *table, table, _ones(table.shape[1]))


@lru_cache(maxsize=64)
def compile_sums_at_points(
    parameters: Symbols, columns: Symbols, expressions: Exprs
) -> Callable[[Sequence[Floats], Floats], Floats]:
    """Compile the same sums for many points at once.

    Parameters
    ----------
    parameters, columns, expressions
        See `compile_sums`.

    Returns
    -------
    callable
        ``f(numbers, table)`` -> float64 array (m, k), of numbers of the shape (k,).
    """
    raw = compile_raw(
        (*parameters, *columns, _ONE), tuple(_summed(e, columns, Totals) for e in expressions)
    )

    def evaluate(numbers: Sequence[Floats], table: Floats) -> Floats:
        standing = [number[:, np.newaxis] for number in numbers]
        out = np.empty((len(expressions), len(numbers[0])))
        for m, total in enumerate(raw(*standing, *table, _ones(table.shape[1]))):
            out[m] = np.reshape(real_part(total), -1)
        return out

    return evaluate


@lru_cache(maxsize=8)
def _ones(length: int) -> Floats:
    return np.ones(length)


def _summed(expression: sympy.Expr, columns: Symbols, total: type[sympy.Function]) -> sympy.Expr:
    """Return the sum of an expression over the samples, by sums of products."""
    number, rest = in_range(expression).primitive()
    if not rest.free_symbols & set(columns):
        return number * rest * total(_ONE, _ONE)
    parts = [_factors(part, columns) for part in sympy.Add.make_args(rest)]
    if len(parts) > _MOST_PRODUCTS or any(left == _ONE != right for _, left, right in parts):
        parts = [(sympy.S.One, _ONE, rest)]
    return number * sympy.Add(*(factor * total(left, right) for factor, left, right in parts))


def _factors(part: sympy.Expr, columns: Symbols) -> tuple[sympy.Expr, sympy.Expr, sympy.Expr]:
    """Return a product as a number, left and right; what has no two factors is times one."""
    number, rest = part.as_independent(*columns, as_Add=False)
    factors = list(sympy.Mul.make_args(rest))
    if len(factors) > 1:
        bare = next((f for f in factors if f in columns), factors[0])
        factors.remove(bare)
        return number, bare, sympy.Mul(*factors)
    base, exponent = rest.as_base_exp()
    if exponent == 2:
        return number, base, base
    return number, _ONE, _ONE if rest == 1 else rest


def _weighted(expression: sympy.Expr, columns: Symbols) -> sympy.Expr:
    """Put one product with the matrix of columns in the place of each long weighted sum."""
    known = frozenset(columns)

    def split(e: sympy.Expr) -> dict[sympy.Symbol, sympy.Expr]:
        parts = [part.as_independent(*columns, as_Add=False) for part in e.args]
        return {rest: number for number, rest in parts if rest in known}

    def is_long(e: sympy.Basic) -> bool:
        return e.is_Add and len(split(e)) >= _FEWEST_WEIGHTED

    def replaced(e: sympy.Expr) -> sympy.Expr:
        weights = split(e)
        others = e - sympy.Add(*(weight * column for column, weight in weights.items()))
        return others + Weighted(_ALL, *(weights.get(c, sympy.S.Zero) for c in columns))

    return expression.replace(is_long, replaced)
