"""Why a name in a text is no variable or no function, and what was probably meant."""

from __future__ import annotations

import difflib
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
_ELSEWHERE = {"sen": "sin", "tg": "tan", "ctg": "cot", "arctg": "atan", "sine": "sin"}


def why_no_variable(name: str, declared: Sequence[str]) -> tuple[str, str] | None:
    """Return the problem and the hint if an undeclared name cannot be a variable, else None."""
    if name in _NO_VARIABLES:
        return f"{name} is not read as a variable.", _NO_VARIABLES[name]
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
    near = difflib.get_close_matches(name, [*FUNCTIONS, "Piecewise"], n=1)
    found = [_ELSEWHERE[name]] if name in _ELSEWHERE else near
    hint = f"did you mean {found[0]}(...)" if found else product
    return f"{name} is not among the known functions.", hint
