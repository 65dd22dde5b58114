"""Formulas in HTML: what a notebook sets by itself, a page is told to."""

from __future__ import annotations

import html
from typing import Any

import sympy
from sympy.core._print_helpers import Printable

from symgd import Cost
from symgd.explanation import Explanation
from symgd.rules.rule import Rule


def show_as_formulas() -> None:
    """Give SymPy's expressions, costs, rules and explanations an HTML form for this build."""
    Printable._repr_html_ = _of_expression
    for kind in (Cost, Rule, Explanation):
        kind._repr_html_ = _of_latex


def _of_expression(expression: Any) -> str:
    return formula(sympy.latex(expression))


def _of_latex(value: Any) -> str:
    return formula(value._repr_latex_().strip("$"))


def formula(latex: str) -> str:
    """Return LaTeX as an element in which MathJax sets it."""
    return f'<div class="math formula">\\[{html.escape(latex, quote=False)}\\]</div>'
