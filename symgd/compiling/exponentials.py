"""Sums of exponentials without overflow: by their logarithm, which stays in range."""

from __future__ import annotations

import sympy


class LogSumExp(sympy.Function):
    """log(exp(a) + exp(b) + ...), which is finite wherever a, b, ... are."""


def in_range(expression: sympy.Expr) -> sympy.Expr:
    """Return a formula in which sums of exponentials do not overflow.

    The logistic loss log(1 + exp(u)) and its slope exp(u)/(1 + exp(u)) are ∞ and ∞/∞ from u = 710
    on where they are carried out as written, and so are a softmax's.

    Examples
    --------
    >>> u = sympy.Symbol("u", real=True)
    >>> in_range(sympy.log(1 + sympy.exp(u)))
    LogSumExp(0, u)
    >>> in_range(sympy.exp(u) / (1 + sympy.exp(u)))
    exp(u - LogSumExp(0, u))
    """
    if expression.is_Atom or not expression.has(sympy.exp):
        return expression
    if isinstance(expression, sympy.log):
        return _logarithm(expression.args[0])
    factors = sympy.Mul.make_args(expression)
    if any(_divides_by_sum(factor) for factor in factors):
        known = [_exponent(factor) for factor in factors]
        others = [in_range(f) for f, e in zip(factors, known, strict=True) if e is None]
        return sympy.Mul(*others, sympy.exp(sympy.Add(*(e for e in known if e is not None))))
    return expression.func(*map(in_range, expression.args))


def _logarithm(argument: sympy.Expr) -> sympy.Expr:
    exponents = [_exponent(factor) for factor in sympy.Mul.make_args(argument)]
    if None in exponents:
        return sympy.log(in_range(argument))
    return sympy.Add(*exponents)


def _divides_by_sum(factor: sympy.Expr) -> bool:
    return factor.is_Pow and factor.exp.is_negative is True and _exponent(factor) is not None


def _exponent(factor: sympy.Expr) -> sympy.Expr | None:
    """Return the logarithm of an exponential, or of a whole power of a sum of them."""
    if isinstance(factor, sympy.exp):
        return in_range(factor.args[0])
    base, power = factor.as_base_exp()
    terms = [_exponent_of_term(term) for term in base.args] if base.is_Add else [None]
    if None in terms or not power.is_Integer:
        return None
    return power * LogSumExp(*terms)


def _exponent_of_term(term: sympy.Expr) -> sympy.Expr | None:
    if term == 1:
        return sympy.S.Zero
    return in_range(term.args[0]) if isinstance(term, sympy.exp) else None
