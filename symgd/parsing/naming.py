"""Why a name in a text is no variable or no function, and what was probably meant."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence

from symgd.parsing.vocabulary import CONSTANTS, FUNCTIONS, WITHOUT_SLOPE

CASES = "write Piecewise((x, x > 0), (0, True)) for cases"
_NO_VARIABLES = {
    "e": "write exp(x) for a power of e, and E for the number",
    "I": "a cost is real; write it without I, or declare I as a variable",
    "True": CASES,
    "False": CASES,
    "oo": "write a finite number",
    "zoo": "write a finite number",
    "nan": "write a finite number",
    "inf": "write a finite number",
}
_WANTED = "use known functions, such as exp, log, sqrt, sin, cos, tan, abs, max or min"
#: More letters than this are the name of a function, not of a factor.
_LETTERS_OF_A_FACTOR = 2
_FORMULAS = {
    "relu": "Max(0, {})",
    "softplus": "log(1 + exp({}))",
    "square": "({})**2",
    "log1p": "log(1 + {})",
}
_ELSEWHERE = {"sen": "sin", "tg": "tan", "ctg": "cot", "arctg": "atan", "sine": "sin"}
_PLAIN = [name for name, each in FUNCTIONS.items() if each.least == 1 and not each.special]
#: Longest first, so that log10x is log10(x).
_RUN_TOGETHER = re.compile(
    f"({'|'.join(sorted(_PLAIN, key=len, reverse=True))})([0-9]*)([xyztuvw])"
)


def why_no_variable(name: str, declared: Sequence[str]) -> tuple[str, str] | None:
    """Return the problem and the hint if an undeclared name cannot be a variable, else None."""
    if name in _NO_VARIABLES:
        return f"{name} is not read as a variable.", _NO_VARIABLES[name]
    if found := _RUN_TOGETHER.fullmatch(name):
        function, factor, letter = found.groups()
        call = f"{function}({factor}*{letter})" if factor else f"{function}({letter})"
        problem = f"The function {function} needs its argument in brackets."
        return problem, f"write {call}, or declare {name} as a variable"
    if not declared:
        return None
    near = difflib.get_close_matches(name, declared, n=1)
    hint = f"did you mean {near[0]}" if near else "declare it, or write another name"
    return f"{name} is not among the variables {', '.join(declared[:20])}.", hint


def why_no_function(name: str, declared: Sequence[str], bracket: str) -> tuple[str, str]:
    """Return the problem and the hint for a name before `bracket` that cannot be called."""
    if name in WITHOUT_SLOPE and name not in declared:
        return f"{name} jumps and has no slope.", "use a smooth function"
    product = f"write {name}*{bracket} for a product"
    if name in declared or name in CONSTANTS or (len(name) == 1 and not declared):
        return f"{name} is no function.", product
    is_short = sum(map(str.isalpha, name)) <= _LETTERS_OF_A_FACTOR
    hint = _meant_function(name, bracket) or (product if is_short else _WANTED)
    return f"{name} is not among the known functions.", hint


def _meant_function(name: str, bracket: str) -> str | None:
    """Return the hint at a function that was probably meant, if there is one."""
    if name in _FORMULAS:
        return "write " + _FORMULAS[name].format(bracket[1:-1] or "x")
    plain = unicodedata.normalize("NFKC", name)
    near = difflib.get_close_matches(plain, [*FUNCTIONS, "Piecewise"], n=1)
    found = [_ELSEWHERE[name]] if name in _ELSEWHERE else near
    return f"did you mean {found[0]}(...)" if found else None
