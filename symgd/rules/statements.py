"""A rule as the lines that a book prints: memory, named values, and the point last."""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from symgd.rules.tracing import Recurrence


@dataclass(frozen=True)
class Statement:
    """One line: a value, and the formula that it comes from.

    Attributes
    ----------
    target : Symbol
        What the line gives: the next point or memory, or a named value.
    formula : Expr
        In the symbols of the recurrence and the targets of earlier lines.
    """

    target: sympy.Symbol
    formula: sympy.Expr


def following(symbol: sympy.Symbol) -> sympy.Symbol:
    """Return the symbol of the next value of a point or memory."""
    return sympy.Symbol(f"next {symbol.name}", real=True)


def statements(step: Recurrence) -> tuple[Statement, ...]:
    """Return a recurrence line by line.

    Tracing gives each line in full. A line that contains an earlier one gets its target in the
    place of that formula, as the rule's own function does.
    """
    lines = {following(s): e for s, e in zip(step.memory, step.update[1:], strict=True)}
    known = set(lines.values())
    lines |= {sympy.Symbol(name, real=True): e for name, e in step.named if e not in known}
    ordered = sorted(lines.items(), key=lambda line: sympy.count_ops(line[1]))
    done: list[tuple[sympy.Symbol, sympy.Expr]] = []
    result = []
    for target, formula in [*ordered, (following(step.x), step.update[0])]:
        result.append(Statement(target, _folded(formula, done)))
        done.append((target, formula))
    return tuple(_needed(result, {following(s) for s in (step.x, *step.memory)}))


def _folded(formula: sympy.Expr, done: list[tuple[sympy.Symbol, sympy.Expr]]) -> sympy.Expr:
    """Put targets in the place of the formulas that they come from, longest first."""
    for target, part in reversed(done):
        if part.args and not part.is_number:
            formula = formula.subs(part, target)
    return formula


def _needed(lines: list[Statement], wanted: set[sympy.Symbol]) -> list[Statement]:
    """Leave out named values that no later line asks for."""
    asked = set(wanted)
    kept = []
    for line in reversed(lines):
        if line.target in asked:
            asked |= line.formula.free_symbols
            kept.append(line)
    return kept[::-1]
