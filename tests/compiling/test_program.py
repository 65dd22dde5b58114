"""Straight-line programs: the same values as the formulas, and nothing out of its branch."""

from __future__ import annotations

import math

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from sympy import Max, Piecewise, Rational, cos, exp, log, sin, sqrt

from symgd.compiling.program import Program, as_cse, straight_line

X, Y = sympy.symbols("x y", real=True)


def _values(program: Program, at: dict[sympy.Symbol, sympy.Expr]) -> list[sympy.Expr]:
    """Run a program exactly, refusing a name that is read before it is given or given twice."""
    known = dict(at)
    for target, expression in program.statements:
        assert target not in known
        assert expression.free_symbols <= known.keys()
        known[target] = expression.xreplace(known)
    assert all(e.free_symbols <= known.keys() for e in program.results)
    return [e.xreplace(known) for e in program.results]


def _same(found: list[sympy.Expr], wanted: list[sympy.Expr]) -> bool:
    pairs = zip(found, wanted, strict=True)
    return all(abs((a - b).evalf(30)) <= 1e-20 * (1 + abs(b.evalf(30))) for a, b in pairs)


AT = {X: Rational(3, 7), Y: Rational(5, 11)}
FORMULAS = [
    [X],
    [sympy.Integer(0), sympy.Integer(3)],
    [X + Y, X + Y],
    [(X + Y) ** 2, (X + Y) ** 3, sin(X + Y)],
    [((X + 1) ** 2 + 3) ** 2],
    [(sin(X) ** 2 + cos(Y) ** 2) ** 2 - (X * Y) ** 2],
    [exp(-((X - Y) ** 2)), (X - Y) * exp(-((X - Y) ** 2))],
    [Max(X, Y) ** 2, Max(X, Y)],
    [X * Y / (1 + X * Y), 1 / (1 + X * Y)],
    [Piecewise((log(X), X > 0), (X**2, True)) ** 2 + log(X)],
    [Piecewise((X, Piecewise((Y, X > 0), (0, True)) > 0), (Y, True))],
    [sqrt(Piecewise((X + Y, X < Y), (Y, True))) * Piecewise((X + Y, X < Y), (Y, True))],
]


@pytest.mark.parametrize("lazy", [False, True])
@pytest.mark.parametrize("formulas", FORMULAS, ids=str)
def test_program_has_the_values_of_its_formulas(formulas, lazy):
    program = straight_line(formulas, lazy)
    assert len(program.results) == len(formulas)
    assert _same(_values(program, AT), [f.xreplace(AT) for f in formulas])


def test_shared_parts_are_computed_once():
    shared = sin(X * Y)
    program = straight_line([shared + X, shared * Y, shared**2])
    assert sum(e.count(sin) for _, e in program.statements) == 1
    assert sum(e.count(sin) for e in program.results) == 0


def test_bases_of_squares_have_names_as_u_times_u_is_written():
    program = straight_line([(X + 1) ** 2 + (Y * X - 2) ** 2])
    (result,) = program.results
    bases = [power.base for power in result.atoms(sympy.Pow)]
    assert len(bases) == 2
    assert all(base.is_Symbol for base in bases)


def test_symbols_of_the_cost_called_like_targets_do_not_meet_them():
    c0, c1 = sympy.symbols("c0 c1", real=True)
    formulas = [(c0 + c1) ** 2, sin(c0 + c1) * c1, (c0 * c1 + 1) ** 2]
    program = straight_line(formulas, lazy=True)
    at = {c0: Rational(2, 3), c1: Rational(1, 5)}
    assert _same(_values(program, at), [f.xreplace(at) for f in formulas])


GUARDED = [
    [Piecewise((log(X), X > 0), (0, True)), Piecewise((1 / X, X > 0), (0, True))],
    [Piecewise((log(X) ** 2, X > 0), (X, True)), Piecewise((log(X) / X, X > 0), (1, True))],
    [Piecewise((sqrt(X) + sqrt(X) ** 3, X > 0), (sqrt(-X) + sqrt(-X) ** 3, True))],
    [Piecewise((1, X < 0), (Piecewise((log(X), X > Y), (log(X) ** 2, True)), True))],
    [exp(Piecewise((log(X), X > 0), (0, True))) + Max(Piecewise((log(X), X > 0), (0, True)), 1)],
    [Piecewise((sympy.Add(*(log(X + k) for k in range(150))), X > 0), (0, True))],
]


@pytest.mark.parametrize("formulas", GUARDED, ids=lambda f: str(f)[:60])
def test_nothing_is_taken_out_of_a_branch(formulas):
    """A logarithm taken out would be evaluated where its condition forbids it."""
    program = straight_line(formulas, lazy=True)
    outside = [*(e for _, e in program.statements), *program.results]
    bare = [e.replace(lambda p: isinstance(p, Piecewise), lambda p: sympy.S.Zero) for e in outside]
    assert not any(e.has(log) or e.atoms(sympy.Pow) - {X**2} for e in bare)


def test_a_part_that_is_needed_outside_anyway_is_shared_outside():
    program = straight_line(
        [log(X) + sin(log(X)), Piecewise((log(X), X > 0), (0, True))], lazy=True
    )
    outside = [e for _, e in program.statements]
    assert [e for e in outside if e == log(X)]


def test_arrays_share_parts_of_branches_too():
    piecewise = Piecewise((log(X) ** 2 + log(X), X > 0), (0, True))
    program = straight_line([piecewise, piecewise + log(X)])
    assert sum(e.count(log) for _, e in program.statements) == 1


def test_cse_of_lambdify_gets_lists_of_pairs_and_results():
    statements, results = as_cse([(X + 1) ** 2, X + 1])
    assert statements == [(statements[0][0], X + 1)]
    assert results == [statements[0][0] ** 2, statements[0][0]]
    assert as_cse(()) == ([], [])


def _grown(inner: st.SearchStrategy[sympy.Expr]) -> st.SearchStrategy[sympy.Expr]:
    return (
        st.builds(lambda f, u: f(u), st.sampled_from([sin, exp, lambda u: u**2]), inner)
        | st.builds(lambda f, u, v: f(u, v), st.sampled_from([sympy.Add, sympy.Mul]), inner, inner)
        | st.builds(lambda u, v: Piecewise((u, v > 0), (v, True)), inner, inner)
    )


EXPRESSIONS = st.recursive(st.sampled_from([X, Y, sympy.Integer(2)]), _grown, max_leaves=8)


@given(st.lists(EXPRESSIONS, min_size=1, max_size=4), st.booleans())
def test_any_formulas_keep_their_values(formulas, lazy):
    at = {X: sympy.Float("0.3127", 40), Y: sympy.Float("-0.4831", 40)}
    found = _values(straight_line(formulas, lazy), at)
    wanted = [f.xreplace(at) for f in formulas]
    assert all(math.isfinite(float(value)) for value in wanted) == all(
        math.isfinite(float(value)) for value in found
    )
    assert _same(found, wanted)
