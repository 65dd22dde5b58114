"""Building expressions step by step, each number checked before SymPy computes with it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import sympy
from sympy import Basic, Expr, S
from sympy.functions.elementary.hyperbolic import HyperbolicFunction

from symgd.errors import SymgdError
from symgd.parsing.facts import (
    NOT_REAL,
    TOO_HIGH,
    TOO_LARGE,
    TOO_SMALL,
    Facts,
    check_power,
    facts_of,
)
from symgd.parsing.screening import check_class, places_below
from symgd.parsing.vocabulary import MAX_EXPONENT, MAX_SPECIAL_ARGUMENT, Function

MAX_DIGITS = 30
MAX_COMPARED = 20
#: Powers of e beyond this exponent are no floats.
MAX_LOGARITHM = 709
#: Powers up to here are expanded, and so many arguments compared, without a noticeable delay.
MAX_EXPANSION = 10

_NO_NUMBERS = (S.ComplexInfinity, S.Infinity, S.NegativeInfinity, S.NaN, S.ImaginaryUnit)
#: Like the special functions, SymPy splits their arguments into real and imaginary parts,
#: however long that takes.
_JUMPS = (sympy.Heaviside, sympy.DiracDelta)
_COMPLEX_PARTS = (sympy.re, sympy.im, sympy.arg, sympy.conjugate)


def _is_slow(expression: Expr) -> bool:
    """Tell whether SymPy would split high powers or nested hyperbolic functions into parts.

    It does so to learn whether they are real, in a time that grows exponentially.
    """
    powers = any(
        power.exp.is_Integer and abs(power.exp) > MAX_EXPANSION and not power.base.is_number
        for power in expression.atoms(sympy.Pow)
    )
    compared = sum(len(each.args) for each in expression.atoms(sympy.Max, sympy.Min))
    inner = (each.args[0] for each in expression.atoms(HyperbolicFunction))
    return powers or compared > MAX_EXPANSION or any(each.has(HyperbolicFunction) for each in inner)


class Arithmetic:
    """Builds one formula and remembers the facts of every part of it.

    Every method returns an expression that `screen` would accept, or raises `SymgdError`.
    """

    def __init__(self) -> None:
        self._known: dict[Basic, Facts] = {}

    def number(self, literal: str) -> Expr:
        """Return a literal exactly if it is whole, else as a float."""
        plain = literal.lower().replace("_", "")
        digits = plain.partition("e")[0].replace(".", "").strip("0")
        if len(digits) > MAX_DIGITS:
            raise SymgdError(f"This number has more than {MAX_DIGITS} digits; round it.")
        value = float(plain)
        if math.isinf(value):
            raise SymgdError(TOO_LARGE)
        if value == 0 and digits:
            raise SymgdError(TOO_SMALL)
        return self._admit(sympy.Integer(int(plain)) if plain.isdigit() else sympy.Float(value))

    def variable(self, name: str) -> Expr:
        """Return the plain symbol of a name that is known to be an identifier."""
        return self._admit(sympy.Symbol(name))

    def constant(self, value: Expr) -> Expr:
        """Return a constant of the vocabulary."""
        return self._admit(value)

    def total(self, terms: Sequence[Expr]) -> Expr:
        """Return the sum; all at once, since a long one would be collected anew at each +."""
        return self._admit(sympy.Add(*terms))

    def product(self, *factors: Expr) -> Expr:
        """Return the product of all factors."""
        return self._admit(sympy.Mul(*factors))

    def inverse(self, divisor: Expr) -> Expr:
        """Return 1/divisor."""
        if divisor.is_number and divisor.is_zero:
            raise SymgdError("This divides by zero.")
        return self.power(divisor, S.NegativeOne)

    def power(self, base: Expr, exponent: Expr) -> Expr:
        """Return base**exponent."""
        check_power(base, self._value(base), self._value(exponent))
        if self._value(base) is not None:
            self._check_exponent(base, exponent)
        is_root = exponent.is_Rational and not exponent.is_Integer
        evaluate = not (is_root and _is_slow(base))
        return self._admit(sympy.Pow(base, exponent, evaluate=evaluate))

    def call(self, function: Function, arguments: Sequence[Expr]) -> Expr:
        """Return the function of its arguments.

        For plain symbols SymPy rewrites Abs(exp(x)) with the real part of x, and takes long to
        learn whether some arguments are real; then the call is kept as it was typed.
        """
        self._check_arguments(function, arguments)
        built = self._admit(self._built(function, arguments))
        if function.special and built.is_number and not built.evalf().is_real:
            raise SymgdError(NOT_REAL)
        return built

    def piecewise(self, pairs: Sequence[tuple[Expr, Basic]]) -> Expr:
        """Return the cases, unsimplified, since SymPy would solve their conditions."""
        if all(condition is S.false for _, condition in pairs):
            raise SymgdError("None of these conditions ever holds.")
        return self._admit(sympy.Piecewise(*pairs, evaluate=False))

    @staticmethod
    def _built(function: Function, arguments: Sequence[Expr]) -> Expr:
        """Return the call, simplified unless that is slow or brings in complex parts."""
        build = function.build
        if not isinstance(build, type) and build is not sympy.sqrt:
            return build(*arguments)
        symbolic = not all(each.is_number for each in arguments)
        splits = symbolic and (function.special or build in _JUMPS)
        many = len(arguments) > MAX_EXPANSION
        if splits or many or any(_is_slow(each) for each in arguments):
            return build(*arguments, evaluate=False)
        built = build(*arguments)
        return build(*arguments, evaluate=False) if built.has(*_COMPLEX_PARTS) else built

    def _check_arguments(self, function: Function, arguments: Sequence[Expr]) -> None:
        """Refuse numbers with an enormous exact value, and too many to compare in pairs."""
        compared = sum(len(m.args) for u in arguments for m in u.atoms(sympy.Max, sympy.Min))
        if function.build in (sympy.Max, sympy.Min) and compared > MAX_COMPARED:
            raise SymgdError(f"More than {MAX_COMPARED} expressions are compared here.")
        for each in arguments:
            if function.special and abs(self._value(each) or 0) > MAX_SPECIAL_ARGUMENT:
                raise SymgdError(
                    f"This function takes numbers from {-MAX_SPECIAL_ARGUMENT} "
                    f"to {MAX_SPECIAL_ARGUMENT} only."
                )
            if function.exponential:
                self._check_exponent(S.Exp1, each)

    def _check_exponent(self, base: Expr, exponent: Expr) -> None:
        """Refuse 2**(n + x) and exp(n·log(2) + x) for huge n, which SymPy takes apart."""
        for term in sympy.Add.make_args(exponent):
            value = self._value(term)
            if value is None:
                continue
            if base is not S.Exp1:
                check_power(base, self._value(base), value)
            elif term.has(sympy.log) and abs(value) > MAX_LOGARITHM:
                raise SymgdError(TOO_LARGE)
            if abs(value) > MAX_EXPONENT and exponent is not term:
                raise SymgdError(TOO_HIGH)

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
