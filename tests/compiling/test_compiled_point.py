"""Cost and slope at one point: for floats, and their twin for any number."""

from __future__ import annotations

import math

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from sympy import Abs, Max, Piecewise, cos, exp, log, sin, sqrt

from symgd.compiling.recurrence import compile_point
from symgd.differentiation import gradient

X, Y = sympy.symbols("x y", real=True)


def test_floats_in_and_floats_out():
    evaluate, evaluate_any = compile_point((X, Y), X**2 * Y, gradient(X**2 * Y, (X, Y)))
    assert evaluate(3.0, 2.0) == evaluate_any(np.float64(3), np.float64(2)) == (18.0, 12.0, 9.0)
    assert {type(number) for number in evaluate(3.0, 2.0)} == {float}


def test_constants_are_floats():
    evaluate, _ = compile_point((X,), sympy.Integer(3), (sympy.Integer(0),))
    assert evaluate(1.0) == (3.0, 0.0)
    assert {type(number) for number in evaluate(1.0)} == {float}


def test_long_sums():
    """Python's compiler gives up on one chain of some 3,000 terms; x + x² + … is 1 at 1/2."""
    powers = sympy.Add(*(X**k for k in range(1, 3201)))
    evaluate, _ = compile_point((X,), powers, (powers + X / (1 - X),))
    assert evaluate(0.5) == pytest.approx((1.0, 2.0), rel=1e-12)


def test_deeply_nested_formula():
    formula, value = X, 0.3
    for _ in range(16):
        formula = sqrt(1 + sin(formula) ** 2)
        value = math.sqrt(1 + math.sin(value) ** 2)
    evaluate, _ = compile_point((X,), formula, gradient(formula, (X,)))
    assert evaluate(0.3)[0] == pytest.approx(value, rel=1e-13)


def test_sigmoid_of_a_large_negative_number_is_no_fault():
    """1/(1 + exp(800)) is 0, though math.exp overflows."""
    evaluate, evaluate_any = compile_point((X,), 1 / (1 + exp(-X)), (sympy.Integer(0),))
    with pytest.raises(OverflowError):
        evaluate(-800.0)
    with np.errstate(over="ignore"):
        assert evaluate_any(np.float64(-800))[0] == 0.0


def _grown(inner: st.SearchStrategy[sympy.Expr]) -> st.SearchStrategy[sympy.Expr]:
    functions = [sin, cos, exp, log, sqrt, Abs, lambda u: 1 / u, lambda u: u**3, lambda u: u**-2]
    return (
        st.builds(lambda f, u: f(u), st.sampled_from(functions), inner)
        | st.builds(lambda f, u, v: f(u, v), st.sampled_from([sympy.Add, sympy.Mul]), inner, inner)
        | st.builds(lambda u, v: Piecewise((u, v > 0), (v, True)), inner, inner)
        | st.builds(Max, inner, inner)
    )


EXPRESSIONS = st.recursive(st.sampled_from([X, Y, sympy.Integer(2)]), _grown, max_leaves=8)


@given(EXPRESSIONS, st.floats(-4, 4), st.floats(-4, 4))
def test_floats_and_numpy_agree_or_floats_raise(formula, x, y):
    try:
        evaluate, evaluate_any = compile_point((X, Y), formula, (sympy.Integer(0),) * 2)
        value = evaluate(x, y)[0]
    except (ArithmeticError, ValueError, TypeError):
        return
    with np.errstate(all="ignore"):
        other = evaluate_any(np.float64(x), np.float64(y))[0]
    if not isinstance(value, complex):
        assert value == pytest.approx(float(other), rel=1e-9, nan_ok=True)
