"""Formulas and numbers as text for titles, labels and status lines."""

from __future__ import annotations

import math
from functools import cache, lru_cache

import sympy
from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import MathTextParser
from matplotlib.textpath import text_to_path

from symgd.cost import Cost

# Smaller titles are not legible from the last row.
SMALLEST = 14.0
# A title shrinks so far before its second half moves to a second line.
SQUEEZE = 0.85
# Formulas of more operations than this are not even tried.
LONGEST = 80

_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def number(value: float, digits: int = 4) -> str:
    """Return a number as one writes it on a blackboard.

    Examples
    --------
    >>> number(-1.28)
    '−1.280'
    >>> number(6.111107929003464e-10)
    '6.111×10⁻¹⁰'
    """
    if value == 0 or not math.isfinite(value):
        return f"{value + 0.0:g}".replace("-", "−")
    if 1e-3 <= abs(value) < 10 ** (digits + 1):
        whole = abs(value) >= 10 ** (digits - 1)
        text = f"{value:.0f}" if whole else f"{value:#.{digits}g}".rstrip(".")
        return text.replace("-", "−")
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return mantissa.replace("-", "−") + "×10" + str(int(exponent)).translate(_SUPERSCRIPTS)


def plain(text: str) -> str:
    """Return text that matplotlib draws as it is, dollar signs included."""
    return text.replace("$", r"\$")


def symbol(variable: sympy.Symbol) -> str:
    """Return a variable's name as a formula, or as text where it cannot be one."""
    return _math(sympy.latex(variable)) or plain(str(variable))


def upright(variable: sympy.Symbol) -> str:
    """Return a variable's name for running text: letters as they are, the others as a formula."""
    name, written = str(variable), symbol(variable)
    return name if written == f"${name}$" else written


def call(cost: Cost) -> str:
    """Return the cost's left-hand side, such as f(x, y), with at most three variables named."""
    names = [symbol(variable) for variable in cost.variables]
    if len(names) > 3:
        names = [names[0], "…", names[-1]]
    return f"$f$({', '.join(names)})"


@cache
def _math(latex: str) -> str | None:
    """Return the formula for matplotlib, or None where matplotlib cannot draw it."""
    # Matplotlib's growing bars are shorter than the letters between them.
    latex = latex.replace(r"\left|", "|").replace(r"\right|", "|")
    text = f"${latex}$"
    if "$" in latex:
        return None
    try:
        MathTextParser("path").parse(text)
    except (ValueError, KeyError):
        return None
    return text


def formulas(cost: Cost) -> list[str]:
    """Return the ways to name the cost in a title, the fullest first."""
    named = [plain(cost.name)] if cost.name else []
    if cost.expr.count_ops() > LONGEST:
        return [*named, call(cost)]
    written = _math(sympy.latex(cost.expr, fold_short_frac=True)) or plain(str(cost.expr))
    return [f"{call(cost)} = {written}", *named, call(cost)]


def width(text: str, size: float) -> float:
    """Return the width of one line of text in points, at most a hair too large."""
    if _is_math(text):
        return _measured(text, size, True)
    # Numbers change from frame to frame, and their letters do not.
    return sum(_measured(letter, size, False) for letter in text.replace(r"\$", "$"))


@lru_cache(maxsize=4096)
def _measured(text: str, size: float, is_math: bool) -> float:
    """Return the width of a text, measured as a whole."""
    font = FontProperties(size=size)
    return text_to_path.get_text_width_height_descent(text, font, is_math)[0]


def reach(text: str, size: float) -> tuple[float, float]:
    """Return how far lines of text reach above the base of the first and below that of the last.

    In points; fractions and roots reach farther than letters.
    """
    font, lines = FontProperties(size=size), text.split("\n")
    first, last = (
        text_to_path.get_text_width_height_descent(line, font, _is_math(line))
        for line in (lines[0], lines[-1])
    )
    return first[1] - first[2], last[2]


def _is_math(text: str) -> bool:
    """Tell whether matplotlib reads dollar signs in the text as formulas."""
    return "$" in text.replace(r"\$", "")


def title(cost: Cost, label: str | None, room: float, size: float) -> tuple[str, float]:
    """Return the title that fits, and its font size.

    Parameters
    ----------
    cost : Cost
        What is descended.
    label : str or None
        The rule, named after the formula or, where there is no room, under it.
    room : float
        Width of the title in points.
    size : float
        Largest font size.
    """
    smallest = min(SMALLEST, size)
    for formula in formulas(cost):
        wide = width(formula, size)
        together = wide + width(_after(label), size) if label else wide
        if together <= room / SQUEEZE:
            return formula + (_after(label) if label else ""), min(size, size * room / together)
        if wide <= room * size / smallest:
            below = f"\n{plain(label)}" if label else ""
            widest = max(wide, width(below[1:], size))
            return formula + below, max(smallest, min(size, size * room / widest))
    return formula, smallest


def _after(label: str) -> str:
    """Return the label as it follows a formula on the same line."""
    return f"     {plain(label)}"
