"""Expressions written as Python: numbers as floats, names invented, branches asked in order."""

from __future__ import annotations

import ast
import math

import pytest
import sympy
from sympy import And, Eq, Heaviside, Integer, Max, Ne, Not, Or, Piecewise, Rational, exp, log, sqrt

from symgd.compiling.namespace import ARRAY, SCALAR
from symgd.compiling.printing import LONGEST_SUM, ArrayPrinter, ScalarPrinter
from symgd.parsing.vocabulary import FUNCTION_CLASSES, SCIPY_CLASSES

X, Y = sympy.symbols("x y", real=True)
NAMES = {X: "p0", Y: "p1"}


def _scalar(expression: sympy.Basic) -> str:
    return ScalarPrinter(NAMES).doprint(expression)


def _array(expression: sympy.Basic) -> str:
    return ArrayPrinter().doprint(expression)


@pytest.mark.parametrize("write", [_scalar, _array])
@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Integer(0), "0.0"),
        (Integer(1), "1.0"),
        (Integer(-1), "-1.0"),
        (Integer(-7), "-7.0"),
        (Integer(10) ** 22, "1e+22"),
        (Integer(17) * 10**307, "1.7e+308"),
        (Integer(10) ** 309, "inf"),
        (-(Integer(10) ** 309), "-inf"),
        (Rational(1, 2), "0.5"),
        (Rational(-1, 3), repr(-1 / 3)),
        (Rational(3 * 10**308, 7), repr(3e307 / 0.7)),
        (Rational(10**400, 3), "inf"),
        (sympy.Float("0.1", 40), "0.1"),
        (sympy.Float("1e-320", 15), "1e-320"),
        (sympy.pi, repr(math.pi)),
        (sympy.E, repr(math.e)),
        (sympy.GoldenRatio, repr((1 + 5**0.5) / 2)),
        (sympy.EulerGamma, "0.5772156649015329"),
        (sympy.Catalan, "0.915965594177219"),
        (sympy.nan, "nan"),
        (sympy.oo, "inf"),
    ],
    ids=str,
)
def test_every_number_is_a_float(write, number, text):
    assert write(number) == text


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (X, "p0"),
        (X**2, "(p0*p0)"),
        (sqrt(X), "sqrt(p0)"),
        (1 / sqrt(X), "(1.0/sqrt(p0))"),
        (1 / X, "(1.0/(p0))"),
        (X**3, "((p0)**(3.0))"),
        (X**Y, "((p0)**(p1))"),
        ((X + 1) ** -2, "((p0 + 1.0)**(-2.0))"),
        (X - Y, "p0 - p1"),
        (2 * X / Y, "2.0*p0/p1"),
        (-X, "-p0"),
        (exp(-X), "exp(-p0)"),
        (Heaviside(X), "Heaviside(p0, 0.5)"),
        (Ne(X, 0), "((p0) != (0.0))"),
        (Eq(X, Y), "((p0) == (p1))"),
        (X >= 1, "((p0) >= (1.0))"),
        (Piecewise((X, X > 0), (Y, True)), "((p0) if ((p0) > (0.0)) else (p1) if True else nan)"),
        (And(X > 0, Y > 0), "(((p0) > (0.0)) and ((p1) > (0.0)))"),
        (Or(X > 0, Y > 0), "(((p0) > (0.0)) or ((p1) > (0.0)))"),
        (Not(X > 0, evaluate=False), "(not ((p0) > (0.0)))"),
        (sympy.ITE(X > 0, Y > 0, Y < 0), "(((p1) > (0.0)) if ((p0) > (0.0)) else ((p1) < (0.0)))"),
    ],
    ids=str,
)
def test_code_for_one_point(expression, text):
    code = _scalar(expression)
    ast.parse(code, mode="eval")
    assert code == text


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (Piecewise((X, X > 0)), "Piecewise(x, ((x) > (0.0)), nan)"),
        (And(X > 0, Y > 0), "And(((x) > (0.0)), ((y) > (0.0)))"),
        (Or(X > 0, Y > 0), "Or(((x) > (0.0)), ((y) > (0.0)))"),
        (Not(X > 0, evaluate=False), "Not(((x) > (0.0)))"),
        (sympy.true, "True"),
        (
            sympy.ITE(X > 0, Y > 0, Y < 0),
            "Piecewise(((y) > (0.0)), ((x) > (0.0)), ((y) < (0.0)))",
        ),
    ],
    ids=str,
)
def test_code_for_arrays(expression, text):
    assert _array(expression) == text


def test_unknown_symbols_have_no_name():
    with pytest.raises(KeyError):
        _scalar(sympy.Symbol("z", real=True))


def test_names_are_invented_for_dummies_too():
    dummy = sympy.Dummy("lambda", real=True)
    assert ScalarPrinter({dummy: "q"}).doprint(dummy + 1) == "q + 1.0"


@pytest.mark.parametrize("function", sorted(FUNCTION_CLASSES | SCIPY_CLASSES, key=str), ids=str)
def test_every_function_is_called_by_a_name_that_both_namespaces_know(function):
    least = function.nargs.args[0] if function.nargs.is_FiniteSet else 2
    call = function(*[X, Y, X + Y][: max(int(least), 1)])
    for code in (_scalar(call), _array(call)):
        called = {n.func.id for n in ast.walk(ast.parse(code)) if isinstance(n, ast.Call)}
        assert called <= SCALAR.keys() & ARRAY.keys()
        assert called


@pytest.mark.parametrize("write", [_scalar, _array])
@pytest.mark.parametrize("kind", [sympy.Add, sympy.Mul])
def test_long_chains_are_bracketed_and_complete(write, kind):
    expression = kind(*(log(X + k) for k in range(1, 1003)))
    tree = ast.parse(write(expression), mode="eval")
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call)]
    assert len(calls) == 1002
    assert _depth(tree) < 2 * LONGEST_SUM


def _depth(tree: ast.AST) -> int:
    """Return the tree's depth without recursion."""
    level, depth = [tree], 0
    while level:
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        depth += 1
    return depth


def test_max_keeps_all_its_arguments():
    assert _scalar(Max(X, Y, 1)).count(",") == 2
