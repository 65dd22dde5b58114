"""SymPy expressions written as Python, for floats (`ScalarPrinter`) or arrays (`ArrayPrinter`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import sympy
from sympy.printing.pycode import PythonCodePrinter

from symgd.compiling.quotient import Quotient

#: Python's compiler gives up on one chain of some 3,000 terms.
LONGEST_SUM = 100


class _Printer(PythonCodePrinter):
    """Every number as a float, every function by its SymPy name, looked up in a namespace."""

    def __init__(self, settings: dict[str, Any] | None = None) -> None:
        super().__init__({"fully_qualified_modules": False, **(settings or {})})

    def _print_Number(self, expr: sympy.Number | sympy.NumberSymbol) -> str:
        # Python's integers grow without bound and are slower than floats beside floats.
        return repr(float(expr))

    _print_Integer = _print_Rational = _print_Float = _print_Number
    _print_NumberSymbol = _print_Pi = _print_Exp1 = _print_Number

    def _print_Add(self, expr: sympy.Add, order: str | None = None) -> str:
        if len(expr.args) <= LONGEST_SUM:
            return super()._print_Add(expr, order)
        return " + ".join(self._bracketed(expr))

    def _print_Mul(self, expr: sympy.Mul) -> str:
        if len(expr.args) <= LONGEST_SUM:
            return super()._print_Mul(expr)
        return "*".join(self._bracketed(expr))

    def _bracketed(self, expr: sympy.Expr) -> Iterator[str]:
        """Write a long sum or product in parts that keep the tree shallow."""
        for first in range(0, len(expr.args), LONGEST_SUM):
            yield f"({self._print(expr.func(*expr.args[first : first + LONGEST_SUM]))})"

    def _print_Pow(self, expr: sympy.Pow, rational: bool = False) -> str:
        base, exponent = expr.args
        if exponent == 2 and base.is_Symbol:
            return f"({self._print(base)}*{self._print(base)})"
        if exponent == sympy.Rational(1, 2):
            return f"sqrt({self._print(base)})"
        if exponent == -sympy.Rational(1, 2):
            return f"(1.0/sqrt({self._print(base)}))"
        if exponent == -1:
            return f"(1.0/({self._print(base)}))"
        return f"(({self._print(base)})**({self._print(exponent)}))"

    def _print_Function(self, expr: sympy.Function) -> str:
        return f"{type(expr).__name__}({', '.join(map(self._print, expr.args))})"

    _print_Max = _print_Min = _print_sign = _print_Abs = _print_sinc = _print_Function
    _print_Heaviside = _print_log = _print_loggamma = _print_Function
    _print_fresnels = _print_fresnelc = _print_Function

    def _print_NaN(self, expr: sympy.Expr) -> str:
        return "nan"

    def _print_BooleanAtom(self, expr: sympy.Basic) -> str:
        return repr(bool(expr))

    _print_BooleanTrue = _print_BooleanFalse = _print_BooleanAtom

    def _print_Relational(self, expr: sympy.core.relational.Relational) -> str:
        return f"(({self._print(expr.lhs)}) {expr.rel_op} ({self._print(expr.rhs)}))"


class ScalarPrinter(_Printer):
    """Code for one point: Piecewise asks its conditions first, as Python's ``if`` does.

    Parameters
    ----------
    names : mapping of Symbol to str
        What each symbol is called in the code. All names are invented, so that a variable
        called ``lambda`` or ``sin`` cannot break it.
    """

    def __init__(self, names: Mapping[sympy.Basic, str]) -> None:
        super().__init__()
        self._names = names

    def _print_Symbol(self, expr: sympy.Symbol) -> str:
        return self._names[expr]

    _print_Dummy = _print_Symbol

    def _print_Quotient(self, expr: Quotient) -> str:
        top, bottom = map(self._print, expr.args)
        # A zero bottom is passed on only under a zero top; else Python raises.
        return f"(({top})/{bottom} if {bottom} or ({top}) else 0.0)"

    def _print_Piecewise(self, expr: sympy.Piecewise) -> str:
        parts = [f"({self._print(value)}) if {self._print(when)} else" for value, when in expr.args]
        return f"({' '.join(parts)} nan)"

    def _print_And(self, expr: sympy.And) -> str:
        return "(" + " and ".join(map(self._print, expr.args)) + ")"

    def _print_Or(self, expr: sympy.Or) -> str:
        return "(" + " or ".join(map(self._print, expr.args)) + ")"

    def _print_Not(self, expr: sympy.Not) -> str:
        return f"(not {self._print(expr.args[0])})"

    def _print_ITE(self, expr: sympy.ITE) -> str:
        when, then, otherwise = map(self._print, expr.args)
        return f"({then} if {when} else {otherwise})"


class ArrayPrinter(_Printer):
    """Code for arrays: every branch is evaluated, and a condition picks elements."""

    def _print_Piecewise(self, expr: sympy.Piecewise) -> str:
        parts = [f"{self._print(value)}, {self._print(when)}" for value, when in expr.args]
        return f"Piecewise({', '.join(parts)}, nan)"

    _print_And = _print_Or = _print_Not = _print_Quotient = _Printer._print_Function
    _print_Totals = _print_Weighted = _Printer._print_Function

    def _print_Total(self, expr: sympy.Function) -> str:
        # The method takes two thirds of the time that the function takes.
        left, right = map(self._print, expr.args)
        return f"({left}).dot({right})"

    def _print_ITE(self, expr: sympy.ITE) -> str:
        when, then, otherwise = map(self._print, expr.args)
        return f"Piecewise({then}, {when}, {otherwise})"
