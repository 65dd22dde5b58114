"""Checking an expression that came as an object: known node classes, real finite numbers."""

from __future__ import annotations

import numbers
from collections.abc import Iterator

import sympy
from sympy import Basic, Expr
from sympy.functions.elementary.piecewise import ExprCondPair

from symgd.errors import SymgdError
from symgd.parsing.facts import MAX_DEPTH, TOO_DEEP, Facts, facts_of
from symgd.parsing.names import check_symbol
from symgd.parsing.vocabulary import CONDITION_CLASSES, EXPRESSION_CLASSES, SYMBOL_CLASSES

_INFINITE = "{name} (an infinite or undefined value) is part of the cost; remove it."
_COMPLEX = (
    "{name} belongs to complex numbers, and a cost is real; "
    "declare the symbols as real, such as symbols('x', real=True), or rewrite it."
)
_FLAT = "{name} jumps and has no slope between its jumps; use a smooth function instead."
_UNDONE = "{name} is not carried out yet; call .doit() and give its result."
_MATRIX = "A matrix ({name}) is no cost; a cost is a single number, such as its entry or its norm."
_TRUTH = "An equation or inequality is no cost; give the formula itself, not a comparison."
_CONDITION = "The condition {name} is unknown; join comparisons such as x > 0 by &, | and ~."
_CALLABLE = (
    "A Python function was given; write the formula itself, not a Python function, "
    "such as x**2 with x = symbols('x')."
)

#: For a class or any of its bases, by name, so that rarely used parts of SymPy stay unimported.
_REASONS = {
    "ComplexInfinity": _INFINITE,
    "Infinity": _INFINITE,
    "NegativeInfinity": _INFINITE,
    "NaN": _INFINITE,
    "AccumulationBounds": _INFINITE,
    "ImaginaryUnit": "I is the imaginary unit, and a cost is real; remove it.",
    "re": _COMPLEX,
    "im": _COMPLEX,
    "arg": _COMPLEX,
    "conjugate": _COMPLEX,
    "RoundFunction": _FLAT,
    "Mod": _FLAT,
    "frac": _FLAT,
    "Derivative": _UNDONE,
    "ExprWithLimits": _UNDONE,
    "Limit": _UNDONE,
    "Subs": _UNDONE,
    "MatrixBase": _MATRIX,
    "MatrixExpr": _MATRIX,
    "MatrixElement": _MATRIX,
    "NDimArray": _MATRIX,
    "Relational": _TRUTH,
    "Boolean": _TRUTH,
    "bool": _TRUTH,
    "complex": "A complex number was given, and a cost is real; give a real number.",
    "Symbol": "The symbol {node} is of the class {name}; use a plain Symbol.",
    "Quantity": "The unit {node} is part of the cost; divide by it and give plain numbers.",
    "RandomSymbol": "The random symbol {node} is part of the cost; use a plain Symbol.",
    "AppliedUndef": "The function {name} is undefined; write its formula in place of {name}(...).",
    "Lambda": _CALLABLE,
    "FunctionClass": "The function {called} lacks its argument; write {called}(x).",
    "Poly": "A Poly is no expression; give its .as_expr().",
    "str": "Text was given where an expression is wanted; read it with parse(text).",
}

_ALLOWED = {
    "expression": EXPRESSION_CLASSES,
    "condition": CONDITION_CLASSES,
    "pair": frozenset({ExprCondPair}),
}

Level = dict[tuple[int, str], Basic]


def screen(expression: Expr | float) -> Expr:
    """Return `expression` as it is, if every part of it is known to be safe and computable.

    Parameters
    ----------
    expression : Expr or real number
        The formula of a cost.

    Returns
    -------
    Expr
        The same object; a plain number becomes a SymPy number.

    Raises
    ------
    SymgdError
        Naming the part that has no slope, no finite real value or no known meaning.

    Notes
    -----
    Classes are compared exactly, since a subclass may print itself as anything. Nothing is
    evaluated or built anew, so that an unevaluated 9**(9**9) stays harmless. The walk goes
    level by level and meets a shared part once a level, so neither depth nor sharing hurts.

    Examples
    --------
    >>> x = sympy.Symbol("x")
    >>> screen(x**2 - 4 * x)
    x**2 - 4*x
    >>> screen(0.5)
    0.500000000000000
    """
    expression = _as_node(expression)
    _refuse_twins(_survey(expression))
    return expression


def check_class(node: object, place: str) -> None:
    """Refuse a node whose class is not allowed in its place, which `places_below` tells."""
    if type(node) not in _ALLOWED[place]:
        conditional = place == "condition" and isinstance(node, Basic)
        name = type(node).__name__
        raise SymgdError(_CONDITION.format(name=name) if conditional else _reason(node))
    if type(node) in SYMBOL_CLASSES:
        check_symbol(node)


def places_below(node: Basic) -> list[str]:
    """Return the place of each argument: an expression, a condition or a Piecewise's pair."""
    if type(node) is ExprCondPair:
        return ["expression", "condition"]
    if type(node) is sympy.Piecewise:
        return ["pair"] * len(node.args)
    joined = type(node) in (sympy.And, sympy.Or, sympy.Not, sympy.ITE)
    return ["condition" if joined else "expression"] * len(node.args)


def _as_node(expression: object) -> object:
    """Turn a plain real number into SymPy's, without sympify, which runs code in text."""
    if isinstance(expression, (Basic, bool)):
        return expression
    if isinstance(expression, numbers.Integral):
        return sympy.Integer(int(expression))
    if isinstance(expression, numbers.Rational):
        return sympy.Rational(int(expression.numerator), int(expression.denominator))
    if isinstance(expression, numbers.Real):
        return sympy.Float(float(expression))
    return expression


def _reason(node: object) -> str:
    """Return why a node is refused, by the most special class that has a reason."""
    name = type(node).__name__
    for kind in type(node).__mro__:
        if kind.__name__ in _REASONS:
            reason = _REASONS[kind.__name__]
            return reason.format(name=name, node=getattr(node, "name", name), called=node)
    if isinstance(node, Expr):
        return f"{name} is not among the functions that can be differentiated and computed here."
    if callable(node):
        return _CALLABLE
    return (
        f"A cost is a SymPy expression or text, not an object of type {name}; "
        "write it as x**2 with x = symbols('x')."
    )


def _survey(expression: object) -> Iterator[Basic]:
    """Check every node from the top down, then its facts from the bottom up; return the nodes."""
    levels: list[Level] = [{(id(expression), "expression"): expression}]
    while levels[-1]:
        if len(levels) > MAX_DEPTH:
            raise SymgdError(TOO_DEEP)
        for (_, place), node in levels[-1].items():
            check_class(node, place)
        levels.append(_next_level(levels[-1]))
    below: dict[int, Facts] = {}
    for level in reversed(levels):
        for node in level.values():
            if id(node) not in below:
                below[id(node)] = facts_of(node, [below[id(each)] for each in node.args])
    return (node for level in levels for node in level.values())


def _next_level(level: Level) -> Level:
    """Return the arguments of all nodes, each object once for each place."""
    return {
        (id(each), place): each
        for node in level.values()
        for each, place in zip(node.args, places_below(node), strict=True)
    }


def _refuse_twins(nodes: Iterator[Basic]) -> None:
    """Refuse two different symbols of one name, since points name their coordinates."""
    seen: dict[str, Basic] = {}
    for node in nodes:
        if type(node) in SYMBOL_CLASSES and seen.setdefault(node.name, node) != node:
            pair = f"{sympy.srepr(seen[node.name])} and {sympy.srepr(node)}"
            raise SymgdError(f"Two different symbols have the name {node.name}: {pair}; use one.")
