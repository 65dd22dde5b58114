"""Formulas spelled for a reader: as plain text with subscripts, and as LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import sympy
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter

from symgd.display import number
from symgd.rules import hyperparameters

Names = Mapping[sympy.Symbol, str]

_SUBSCRIPTS = str.maketrans("0123456789+-k", "₀₁₂₃₄₅₆₇₈₉₊₋ₖ")
_DIGITS = 6


class _BookOrder:
    """Terms in the order of books: the point, memory, slopes, numbers; what is subtracted last."""

    def _as_ordered_terms(self, expr: sympy.Add, order: str | None = None) -> list[sympy.Expr]:
        return sorted(expr.args, key=_place)


def _place(term: sympy.Expr) -> tuple[bool, int]:
    name = term.name if term.is_Symbol else ""
    kinds = (name == "x", name.endswith("_"), not name and not term.is_Number, name == "g")
    rank = kinds.index(True) if any(kinds) else len(kinds) + term.is_Number
    return term.could_extract_minus_sign(), rank


class _TextPrinter(_BookOrder, StrPrinter):
    def __init__(self, names: Names) -> None:
        super().__init__()
        self._names = names

    def _print_Symbol(self, expr: sympy.Symbol) -> str:
        return self._names.get(expr, expr.name)

    def _print_Float(self, expr: sympy.Float) -> str:
        return number(float(expr), _DIGITS)


class _LatexPrinter(_BookOrder, LatexPrinter):
    def __init__(self, names: Names) -> None:
        super().__init__({"symbol_names": dict(names)})

    def _print_Float(self, expr: sympy.Float) -> str:
        return latex_number(float(expr))


def latex_number(value: float) -> str:
    """Return a number in LaTeX, with its exponent as a power of ten."""
    mantissa, mark, exponent = number(value, _DIGITS).partition("e")
    return rf"{mantissa} \cdot 10^{{{exponent}}}" if mark else mantissa


@dataclass(frozen=True)
class Script:
    """How one kind of output spells formulas.

    Attributes
    ----------
    at : callable
        ``(name, index) -> str``: a symbol with its index.
    of : callable
        ``(name, variable, index) -> str``: a memory of one coordinate.
    letter : callable
        ``name -> str``: a hyperparameter or a named value.
    slope : callable
        ``point -> str``: the slope at a point.
    newton : str
        Newton's direction at the point.
    clipped : callable
        ``slope -> str``: the slope, shortened.
    bracketed : callable
        ``text -> str``: text in brackets.
    number : callable
        ``value -> str``.
    formula : callable
        ``(expression, names) -> str``.
    """

    at: Callable[[str, str], str]
    of: Callable[[str, str, str], str]
    letter: Callable[[str], str]
    slope: Callable[[str], str]
    newton: str
    clipped: Callable[[str], str]
    bracketed: Callable[[str], str]
    number: Callable[[float], str]
    formula: Callable[[sympy.Expr, Names], str]


def _text_at(name: str, index: str) -> str:
    return f"{name}{index.translate(_SUBSCRIPTS)}"


def _text_of(name: str, variable: str, index: str) -> str:
    return f"{_text_letter(name)}[{variable}]{index.translate(_SUBSCRIPTS)}"


def _text_letter(name: str) -> str:
    base, _, mark = name.partition("_")
    if mark == "hat":
        return f"{base}\u0302"
    return "μ" + name[2:] if base == "mu" else hyperparameters.letter(name)


def _text_formula(expression: sympy.Expr, names: Names) -> str:
    return _TextPrinter(names).doprint(expression)


def _latex_at(name: str, index: str) -> str:
    return f"{_latex_name(name)}_{{{index}}}"


def _latex_of(name: str, variable: str, index: str) -> str:
    inner = ",".join(filter(None, [_latex_name(variable), index]))
    return f"{_latex_letter(name)}_{{{inner}}}"


def _latex_letter(name: str) -> str:
    if name.endswith("_hat"):
        return sympy.latex(hyperparameters.named_symbol(name))
    return sympy.latex(hyperparameters.symbol(name))


def _latex_name(name: str) -> str:
    """Return a variable's name in LaTeX; one with an index of its own goes into braces."""
    latex = sympy.latex(sympy.Symbol(name))
    return f"{{{latex}}}" if "_" in latex else latex


def _latex_formula(expression: sympy.Expr, names: Names) -> str:
    return _LatexPrinter(names).doprint(expression)


TEXT = Script(
    _text_at,
    _text_of,
    _text_letter,
    lambda point: f"slope({point})",
    "H⁻¹gₖ",
    lambda slope: f"clip({slope})",
    lambda text: f"({text})",
    lambda value: number(value, _DIGITS),
    _text_formula,
)

LATEX = Script(
    _latex_at,
    _latex_of,
    _latex_letter,
    lambda point: rf"\nabla f\left({point}\right)",
    "H_{k}^{-1} g_{k}",
    lambda slope: rf"\operatorname{{clip}}\left({slope}\right)",
    lambda text: rf"\left({text}\right)",
    latex_number,
    _latex_formula,
)
