"""Formulas and numbers as text for titles, labels and status lines."""

from __future__ import annotations

import math
from functools import cache, lru_cache

import sympy
from matplotlib.font_manager import FontProperties
from matplotlib.mathtext import MathTextParser
from matplotlib.textpath import text_to_path

from symgd.cost import Cost
from symgd.plotting.slicing import CostSlice

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


def short(value: float) -> str:
    """Return a number in up to four digits, without zeros at its end.

    Examples
    --------
    >>> short(-0.1), short(2e-9)
    ('−0.1', '2.000×10⁻⁹')
    """
    if value and not 1e-3 <= abs(value) < 1e4:
        return number(value)
    return f"{value + 0.0:.4g}".replace("-", "−")


def plain(text: str) -> str:
    """Return text that matplotlib draws as it is, dollar signs included."""
    return text.replace("$", r"\$")


def symbol(variable: sympy.Symbol) -> str:
    """Return a variable's name as a formula, or as text where it cannot be one."""
    return _math(sympy.latex(variable)) or plain(str(variable))


def indexed(variable: sympy.Symbol, index: str) -> str:
    """Return a variable of a step, such as x_k; one with an index of its own keeps both."""
    written = sympy.latex(variable)
    if "_" in written:
        written = f"({written})"
    return _math(f"{written}_{{{index}}}") or f"{plain(str(variable))} ({index})"


def step_of(variable: sympy.Symbol, k: int) -> str:
    """Return a variable after k steps, such as x₃, or as it is if it has an index of its own."""
    return symbol(variable) if "_" in sympy.latex(variable) else indexed(variable, str(k))


def upright(variable: sympy.Symbol) -> str:
    """Return a variable's name for running text: letters as they are, the others as a formula."""
    name, written = str(variable), symbol(variable)
    return name if written == f"${name}$" else written


def call(cost: Cost | CostSlice) -> str:
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


def formulas(cost: Cost | CostSlice) -> list[str]:
    """Return the ways to name the cost in a title, the fullest first."""
    named = [plain(cost.name)] if cost.name else []
    written = []
    if cost.expr.count_ops() <= LONGEST:
        formula = _math(cost.latex(flat=True)) or plain(cost.text)
        written = [f"{call(cost)} = {formula}"]
    return [way + _held(cost) for way in [*written, *named, call(cost)]]


def _held(cost: Cost | CostSlice) -> str:
    """Return which variables are held, and where, as it follows the name of a slice."""
    if isinstance(cost, Cost):
        return ""
    whose = f" (end of {cost.whose})" if cost.whose else ""
    if len(cost.held) > 2:
        return f", {len(cost.held)} others held{whose}"
    values = [f"{upright(name)} = {number(value, 3)}" for name, value in cost.held.items()]
    return f", {', '.join(values)} held{whose}"


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


def title(cost: Cost | CostSlice, label: str | None, room: float, size: float) -> tuple[str, float]:
    """Return the title that fits, and its font size.

    Parameters
    ----------
    cost : Cost or CostSlice
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
