"""Quotients of a rule, in which zero divided by zero is zero."""

from __future__ import annotations

import sympy


class Quotient(sympy.Function):
    """a/b, but 0 where both are 0: it stands for a fraction in a rule while that is compiled.

    A rule divides by the size of the slopes that it has seen. With ε = 0 that size is 0 for a
    coordinate whose slope has always been 0, and such a coordinate does not move.
    """

    nargs = 2


def guarded(expression: sympy.Expr) -> sympy.Expr:
    """Return `expression` with a Quotient in the place of every fraction.

    Examples
    --------
    >>> g, s = sympy.symbols("g s", real=True)
    >>> guarded(g / (sympy.sqrt(s) + 1))
    Quotient(g, sqrt(s) + 1)
    """
    if expression.is_Atom:
        return expression
    if expression.is_Mul or expression.is_Pow:
        top, bottom = sympy.fraction(expression, exact=True)
        if not bottom.is_number:
            return Quotient(guarded(top), guarded(bottom))
    return expression.func(*map(guarded, expression.args))
