"""Exact derivatives on the real numbers, term by term."""

from __future__ import annotations

from collections.abc import Sequence

import sympy
from sympy import Abs, DiracDelta, Expr, Function, Symbol, sign


class _RealAbs(Function):
    """|u| of a real u. SymPy's own derivative of Abs(log(x)) is in re and im."""

    def fdiff(self, argindex: int = 1) -> Expr:
        return _RealSign(self.args[0])


class _RealSign(Function):
    """The sign of a real u; its derivative is zero but for a peak where u jumps over 0."""

    def fdiff(self, argindex: int = 1) -> Expr:
        return 2 * DiracDelta(self.args[0])


def gradient(expression: Expr, symbols: Sequence[Symbol]) -> tuple[Expr, ...]:
    """Differentiate with respect to each symbol.

    A sum is differentiated term by term, each term only by the symbols in it, so that the effort
    grows with the length of the sum and not with its square.

    Parameters
    ----------
    expression : Expr
        A real expression in real symbols.
    symbols : sequence of n Symbol
        What to differentiate by.

    Returns
    -------
    tuple of n Expr
        The partial derivatives, in the symbols' order.

    Examples
    --------
    >>> x, y = sympy.symbols("x y", real=True)
    >>> gradient(x**2 + abs(sympy.log(y)), [x, y])
    (2*x, sign(log(y))/y)
    """
    parts: dict[Symbol, list[Expr]] = {symbol: [] for symbol in symbols}
    for term in sympy.Add.make_args(_real_parts(expression)):
        for symbol in term.free_symbols & parts.keys():
            parts[symbol].append(term.diff(symbol))
    return tuple(_plain_parts(sympy.Add(*terms)) for terms in parts.values())


def second_derivatives(
    slopes: Sequence[Expr], symbols: Sequence[Symbol]
) -> dict[tuple[int, int], Expr]:
    """Differentiate a gradient again: the entries of the Hessian that are not zero.

    Returns
    -------
    dict
        ``{(i, j): expression}`` for i <= j only; the matrix is symmetric.
    """
    entries: dict[tuple[int, int], Expr] = {}
    for i, slope in enumerate(slopes):
        inside = slope.free_symbols
        found = [j for j in range(i, len(symbols)) if symbols[j] in inside]
        partials = gradient(slope, [symbols[j] for j in found])
        entries |= {(i, j): e for j, e in zip(found, partials, strict=True) if e != 0}
    return entries


def _real_parts(expression: Expr) -> Expr:
    """Put real functions in the place of Abs and sign of what SymPy does not know to be real."""
    if not expression.has(Abs, sign):
        return expression
    return expression.replace(
        lambda e: isinstance(e, Abs | sign) and not e.args[0].is_extended_real,
        lambda e: (_RealAbs if isinstance(e, Abs) else _RealSign)(e.args[0]),
    )


def _plain_parts(expression: Expr) -> Expr:
    return expression.replace(_RealAbs, Abs).replace(_RealSign, sign)
