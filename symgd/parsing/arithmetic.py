"""Building expressions step by step, each number checked before SymPy computes with it."""

from __future__ import annotations

from collections.abc import Sequence

import sympy
from sympy import Basic, Expr, S

from symgd.errors import SymgdError
from symgd.parsing.facts import NOT_REAL, TOO_LARGE, Facts, check_power, facts_of
from symgd.parsing.screening import check_class, places_below
from symgd.parsing.vocabulary import MAX_SPECIAL_ARGUMENT, Function

MAX_DIGITS = 30
#: Powers of e beyond this exponent are no floats.
MAX_LOGARITHM = 709

_NO_NUMBERS = (S.ComplexInfinity, S.Infinity, S.NegativeInfinity, S.NaN, S.ImaginaryUnit)


class Arithmetic:
    """Builds one formula and remembers the facts of every part of it.

    Every method returns an expression that `screen` would accept, or raises `SymgdError`.
    """

    def __init__(self) -> None:
        self._known: dict[Basic, Facts] = {}

    def number(self, literal: str) -> Expr:
        """Return a literal exactly if it is whole, else as a float."""
        mantissa = literal.lower().partition("e")[0].replace(".", "").replace("_", "")
        if len(mantissa.strip("0")) > MAX_DIGITS:
            raise SymgdError(f"This number has more than {MAX_DIGITS} digits; round it.")
        if literal.replace("_", "").isdigit():
            # Any longer literal is beyond a float, and slow to read.
            return self._admit(sympy.Integer(int(literal)) if len(mantissa) < 400 else S.Infinity)
        value = sympy.Float(float(literal))
        if value == 0 and mantissa.strip("0"):
            raise SymgdError("This number is too small for a float.")
        return self._admit(value)

    def total(self, terms: Sequence[Expr]) -> Expr:
        """Return the sum; all at once, since a long one would be collected anew at each +."""
        return self._admit(sympy.Add(*terms))

    def product(self, left: Expr, right: Expr) -> Expr:
        """Return left·right."""
        return self._admit(sympy.Mul(left, right))

    def quotient(self, left: Expr, right: Expr) -> Expr:
        """Return left/right."""
        if right.is_zero:
            raise SymgdError("This divides by zero.")
        return self.product(left, self.power(right, S.NegativeOne))

    def power(self, base: Expr, exponent: Expr) -> Expr:
        """Return base**exponent."""
        check_power(base, self._value(base), self._value(exponent))
        if self._value(base) is not None:
            self._check_logarithms(exponent)
        return self._admit(sympy.Pow(base, exponent))

    def call(self, function: Function, arguments: Sequence[Expr]) -> Expr:
        """Return the function of its arguments.

        For plain symbols SymPy rewrites Abs(exp(x)) with the real part of x; then the call is
        kept as it was typed.
        """
        self._check_arguments(function, arguments)
        built = function.build(*arguments)
        try:
            return self._admit(built)
        except SymgdError:
            numeric = all(self._value(each) is not None for each in arguments)
            if numeric or not isinstance(function.build, type):
                raise
            return self._admit(function.build(*arguments, evaluate=False))

    def piecewise(self, pairs: Sequence[tuple[Expr, Basic]]) -> Expr:
        """Return the cases, unsimplified, since SymPy would solve their conditions."""
        if all(condition is S.false for _, condition in pairs):
            raise SymgdError("None of these conditions ever holds.")
        return self._admit(sympy.Piecewise(*pairs, evaluate=False))

    def _check_arguments(self, function: Function, arguments: Sequence[Expr]) -> None:
        """Refuse numbers of which SymPy would compute an enormous exact value."""
        for each in arguments:
            if function.special and abs(self._value(each) or 0) > MAX_SPECIAL_ARGUMENT:
                raise SymgdError(
                    f"This function takes numbers from {-MAX_SPECIAL_ARGUMENT} "
                    f"to {MAX_SPECIAL_ARGUMENT} only."
                )
            if function.exponential:
                self._check_logarithms(each)

    def _check_logarithms(self, exponent: Expr) -> None:
        """Refuse exp(n·log(2) + x) for huge n, which SymPy turns into 2**n·exp(x)."""
        for term in sympy.Add.make_args(exponent):
            if term.is_number and term.has(sympy.log) and abs(float(term)) > MAX_LOGARITHM:
                raise SymgdError(TOO_LARGE)

    def _value(self, expression: Expr) -> float | None:
        """Return the value of an expression, None if it has variables."""
        return self._learn(expression, "expression").value

    def _admit(self, expression: Expr) -> Expr:
        """Return an expression after checking all that was new in it."""
        if expression.is_number and expression.has(*_NO_NUMBERS):
            raise SymgdError(NOT_REAL)
        self._learn(expression, "expression")
        return expression

    def _learn(self, node: Basic, place: str) -> Facts:
        """Return the facts of a node, from memory where it has been met."""
        if node not in self._known:
            check_class(node, place)
            below = zip(node.args, places_below(node), strict=True)
            self._known[node] = facts_of(node, [self._learn(*each) for each in below])
        return self._known[node]

    def variable(self, name: str) -> Expr:
        """Return the plain symbol of a name that is known to be an identifier."""
        return self._admit(sympy.Symbol(name))

    def constant(self, value: Expr) -> Expr:
        """Return a constant of the vocabulary."""
        return self._admit(value)
