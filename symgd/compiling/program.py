"""Expressions ordered into short statements: shared parts once, long sums in pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import sympy
from sympy.simplify.cse_main import tree_cse
from sympy.utilities.iterables import numbered_symbols

#: Python's compiler gives up on one expression of some 3,000 terms.
LONGEST_SUM = 100


@dataclass(frozen=True)
class Program:
    """Statements to run in order, and the results that they lead to."""

    statements: tuple[tuple[sympy.Symbol, sympy.Expr], ...]
    results: tuple[sympy.Expr, ...]


def straight_line(expressions: Sequence[sympy.Expr], lazy: bool = False) -> Program:
    """Order expressions into short statements.

    Parameters
    ----------
    expressions : sequence of Expr
        What is to be computed, in real symbols.
    lazy : bool
        Keep the inside of every Piecewise where it is. For code that asks conditions first:
        a part taken out of a branch would be evaluated where its condition forbids it.

    Returns
    -------
    Program
        Statements whose targets are plain symbols ``c0, c1, ...``; a cost's own symbols are
        real ones, so the two never meet.
    """
    fresh = numbered_symbols("c")
    hidden: dict[sympy.Expr, sympy.Symbol] = {}
    if lazy:
        expressions = [_hide_piecewise(e, hidden, fresh) for e in expressions]
    shared, results = tree_cse(list(expressions), fresh)
    shown = {symbol: piecewise for piecewise, symbol in hidden.items()}
    program = _with_named_squares(Program(tuple(shared), tuple(results)), fresh)
    return _in_pieces(_mapped(program, lambda e: e.xreplace(shown)) if shown else program, fresh)


def as_cse(expressions: sympy.Basic | Sequence[sympy.Expr]) -> tuple[list, list]:
    """Return `straight_line` in the form that lambdify's ``cse=`` takes."""
    program = straight_line(list(expressions))
    return list(program.statements), list(program.results)


def _mapped(program: Program, change: Callable[[sympy.Expr], sympy.Expr]) -> Program:
    statements = tuple((target, change(e)) for target, e in program.statements)
    return Program(statements, tuple(change(e) for e in program.results))


def _hide_piecewise(
    expression: sympy.Expr, hidden: dict[sympy.Expr, sympy.Symbol], fresh: Iterator[sympy.Symbol]
) -> sympy.Expr:
    """Put a symbol in the place of each outermost Piecewise."""
    if not expression.has(sympy.Piecewise):
        return expression
    if isinstance(expression, sympy.Piecewise):
        return hidden.setdefault(expression, hidden.get(expression) or next(fresh))
    return expression.func(*(_hide_piecewise(a, hidden, fresh) for a in expression.args))


def _with_named_squares(program: Program, fresh: Iterator[sympy.Symbol]) -> Program:
    """Give the base of every square a name: u*u is the same number as u**2, and much quicker."""
    statements: list[tuple[sympy.Symbol, sympy.Expr]] = []

    def is_square(e: sympy.Basic) -> bool:
        return e.is_Pow and e.args[1] == 2 and not e.args[0].is_Atom

    def named(e: sympy.Expr) -> sympy.Expr:
        target = next(fresh)
        statements.append((target, e.args[0]))
        return target**2

    for target, e in program.statements:
        statements.append((target, e.replace(is_square, named)))
    results = tuple(e.replace(is_square, named) for e in program.results)
    return Program(tuple(statements), results)


def _in_pieces(program: Program, fresh: Iterator[sympy.Symbol]) -> Program:
    """Break sums and products of many terms into statements of their own."""
    statements: list[tuple[sympy.Symbol, sympy.Expr]] = []

    def is_long(e: sympy.Basic) -> bool:
        return (e.is_Add or e.is_Mul) and len(e.args) > LONGEST_SUM

    def broken(e: sympy.Expr) -> sympy.Expr:
        parts = []
        for first in range(0, len(e.args), LONGEST_SUM):
            target = next(fresh)
            statements.append((target, e.func(*e.args[first : first + LONGEST_SUM])))
            parts.append(target)
        return e.func(*parts) if len(parts) <= LONGEST_SUM else broken(e.func(*parts))

    for target, e in program.statements:
        statements.append((target, e.replace(is_long, broken)))
    results = tuple(e.replace(is_long, broken) for e in program.results)
    return Program(tuple(statements), results)
