"""A rule's formulas for arrays: what holds of numbers alone is computed before any array is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import sympy
from sympy.utilities.iterables import numbered_symbols, sift

from symgd.compiling.arrays import compile_raw

Symbols = tuple[sympy.Symbol, ...]
Stages = Callable[[Sequence[Any], Sequence[Any]], list[Any]]


@lru_cache(maxsize=256)
def compile_stages(
    numbers: Symbols, arrays: Symbols, expressions: tuple[sympy.Expr, ...]
) -> Stages:
    """Compile expressions of numbers and arrays into a function of both.

    In α·m/(1 − βᵗ) one product asks of all coordinates then, the one with α/(1 − βᵗ), and the
    array comes first in it: NumPy answers ``array * number`` in less time than the reverse.

    Parameters
    ----------
    numbers, arrays : tuple of Symbol
        What the expressions are of.
    expressions : tuple of Expr
        What to evaluate.

    Returns
    -------
    callable
        ``f(numbers, arrays)`` -> list of the values, as lambdify leaves them. Python's floats
        raise where NumPy's numbers become nan or infinite.
    """
    ahead, rest = _without_numbers(frozenset(arrays), expressions)
    first = compile_raw(numbers, tuple(ahead))
    then = compile_raw((*arrays, *ahead.values(), *numbers), rest)
    return lambda given, columns: then(*columns, *first(*given), *given)


def _without_numbers(
    arrays: frozenset[sympy.Symbol], expressions: tuple[sympy.Expr, ...]
) -> tuple[dict[sympy.Expr, sympy.Symbol], tuple[sympy.Expr, ...]]:
    """Put a symbol in the place of each part and each product without arrays."""
    fresh = numbered_symbols("n")
    ahead: dict[sympy.Expr, sympy.Symbol] = {}

    def named(e: sympy.Basic) -> sympy.Basic:
        if not isinstance(e, sympy.Expr):
            return e
        if e not in ahead:
            ahead[e] = next(fresh)
        return ahead[e]

    def replaced(e: sympy.Basic) -> sympy.Basic:
        if e.is_Atom:
            return e
        if not e.free_symbols & arrays:
            return named(e)
        if not e.is_Mul:
            return e.func(*map(replaced, e.args))
        parts = sift(e.args, lambda a: bool(a.free_symbols & arrays))
        factor = sympy.Mul(*parts[False])
        return sympy.Mul(factor if factor.is_Atom else named(factor), *map(replaced, parts[True]))

    rest = tuple(replaced(e) for e in expressions)
    return ahead, rest
