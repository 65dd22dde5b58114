"""Expressions ordered into short statements, shared parts computed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import sympy
from sympy.simplify.cse_main import tree_cse
from sympy.utilities.iterables import numbered_symbols

from symgd.compiling.quotient import Quotient


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
    program = _with_names(Program(tuple(shared), tuple(results)), fresh)
    return _mapped(program, lambda e: e.xreplace(shown)) if shown else program


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


def _with_names(program: Program, fresh: Iterator[sympy.Symbol]) -> Program:
    """Give names to what the printed code says twice.

    That is the base of a square, since u*u is the same number as u**2 and much quicker, and the
    bottom of a Quotient, which is asked whether it is zero.
    """
    statements: list[tuple[sympy.Symbol, sympy.Expr]] = []

    def is_square(e: sympy.Basic) -> bool:
        return e.is_Pow and e.args[1] == 2 and not e.args[0].is_Atom

    def is_unnamed(e: sympy.Basic) -> bool:
        return isinstance(e, Quotient) and not e.args[1].is_Symbol

    def name(e: sympy.Expr) -> sympy.Symbol:
        target = next(fresh)
        statements.append((target, e))
        return target

    def named(e: sympy.Expr) -> sympy.Expr:
        e = e.replace(is_square, lambda square: name(square.args[0]) ** 2)
        return e.replace(is_unnamed, lambda q: Quotient(q.args[0], name(q.args[1])))

    for target, e in program.statements:
        statements.append((target, named(e)))
    results = tuple(named(e) for e in program.results)
    return Program(tuple(statements), results)
