"""A sum over samples in LaTeX, its columns with the number of the sample."""

from __future__ import annotations

import re

import sympy
from sympy.printing.latex import LatexPrinter

#: A word, unlike x, x1 or beta_2, is set upright: slanted letters are factors.
_WORD = re.compile(r"[A-Za-z]{2,}")


def total_in_latex(total: sympy.Expr) -> str:
    r"""Return a sum over samples in LaTeX.

    Examples
    --------
    >>> x1, speed = sympy.IndexedBase("x1"), sympy.IndexedBase("speed")
    >>> w, i = sympy.Symbol("w"), sympy.Idx("i")
    >>> total_in_latex(sympy.Sum(w * x1[i], (i, 1, 5)))
    '\\sum_{i=1}^{5} w \\, x_{1,i}'
    >>> total_in_latex(sympy.Sum(w * speed[i], (i, 1, 5)))
    '\\sum_{i=1}^{5} w \\, \\mathrm{speed}_{i}'
    """
    return _Printer({"mul_symbol": r" \, "}).doprint(total)


class _Printer(LatexPrinter):
    """SymPy's, but for the columns of data."""

    def _print_Indexed(self, expr: sympy.Indexed) -> str:
        name, index = expr.base.name, self._print(expr.indices[0])
        written = self._print(sympy.Symbol(name))
        if _WORD.fullmatch(name) and not written.startswith("\\"):
            written = rf"\mathrm{{{name}}}"
        if "_{" in written:
            return f"{written[:-1]},{index}}}"
        return f"{written}_{{{index}}}"
