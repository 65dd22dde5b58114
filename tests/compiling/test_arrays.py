"""Expressions compiled for arrays: shapes, real parts, silence, and the same values as floats."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
import sympy
from sympy import Abs, Max, Min, Piecewise, Rational, exp, log, sin, sqrt

from symgd.compiling.arrays import compile_arrays, real_part

X, Y = sympy.symbols("x y", real=True)


@pytest.mark.parametrize(
    ("shapes", "broadcast"),
    [
        ([(), ()], ()),
        ([(3,), ()], (3,)),
        ([(3, 1), (4,)], (3, 4)),
        ([(0,), (1,)], (0,)),
        ([(2, 1, 0), (3, 1)], (2, 3, 0)),
    ],
)
def test_result_has_the_broadcast_shape_also_where_no_variable_counts(shapes, broadcast):
    evaluate = compile_arrays(
        (X, Y), (sympy.Integer(2), X, X + Y, Piecewise((1, X > 0), (0, True)))
    )
    out = evaluate(*(np.ones(shape) for shape in shapes))
    assert out.shape == (4, *broadcast)
    assert out.dtype == np.float64


def test_no_expressions_at_all():
    assert compile_arrays((X,), ())(np.ones(3)).shape == (0, 3)


def test_integers_and_lists_are_read_as_floats():
    out = compile_arrays((X, Y), (X**Y,))([2, 10], np.array([-1, 308]))
    assert out.tolist() == [[0.5, 1e308]]


def test_arguments_are_left_alone():
    columns = np.array([1.0, 2.0])
    out = compile_arrays((X,), (X,))(columns)
    out[...] = 7
    assert columns.tolist() == [1.0, 2.0]


def test_variables_are_told_apart_by_their_place():
    v0, v1, c0 = sympy.symbols("v0 v1 c0", real=True)
    out = compile_arrays((v1, c0, v0), (v0 + 10 * v1 + 100 * c0 * (v1 + v0) ** 2,))(1.0, 2.0, 3.0)
    assert out.tolist() == [3 + 10 + 3200]


@pytest.mark.parametrize("name", ["lambda", "sin", "Max", "v0", "a b", "numpy", "__class__"])
def test_names_of_variables_do_not_reach_the_code(name):
    symbol = sympy.Symbol(name, real=True)
    out = compile_arrays((symbol, Y), (sin(symbol) * Max(symbol, Y),))(2.0, 1.0)
    assert out[0] == pytest.approx(2 * math.sin(2))


def test_shared_parts_and_squares_change_no_value():
    shared = X + Y**2 + exp(X * Y)
    expressions = (shared**2, sqrt(shared) / shared, (shared**2 + 1) ** 2, sin(shared) ** 3)
    x, y = np.linspace(0.1, 1, 7), np.linspace(-1, 1, 7)
    u = x + y**2 + np.exp(x * y)
    wanted = [u**2, 1 / np.sqrt(u), (u**2 + 1) ** 2, np.sin(u) ** 3]
    assert np.allclose(compile_arrays((X, Y), expressions)(x, y), wanted, rtol=1e-14)


@pytest.mark.parametrize(
    ("expression", "values"),
    [
        (sqrt(X), [math.nan, 0, 2]),
        (X ** Rational(1, 3), [math.nan, 0, 4 ** (1 / 3)]),
        (log(X), [math.nan, -math.inf, math.log(4)]),
        (1 / X, [-0.25, math.inf, 0.25]),
        (X**-2, [1 / 16, math.inf, 1 / 16]),
        (1 / sqrt(X), [math.nan, math.inf, 0.5]),
        (sqrt(-(X**2)), [math.nan, 0, math.nan]),
        ((-1) ** Rational(1, 3) * X, [math.nan, 0, math.nan]),
        (exp(X * 1000), [0, 1, math.inf]),
        (Piecewise((log(X), X > 0), (X, X < 0)), [-4, math.nan, math.log(4)]),
        (Abs(log(X)), [math.nan, math.inf, math.log(4)]),
        (Max(log(X), 0), [math.nan, 0, math.log(4)]),
        (Min(X, 2, X**2), [-4, 0, 2]),
    ],
    ids=str,
)
def test_outside_the_domain_there_is_nan_and_no_warning(expression, values):
    evaluate = compile_arrays((X,), (expression,))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        out = evaluate(np.array([-4.0, 0.0, 4.0]))[0]
        single = [float(evaluate(at)[0]) for at in (-4.0, 0.0, 4.0)]
    assert out == pytest.approx(values, nan_ok=True)
    assert single == pytest.approx(values, nan_ok=True)


def test_users_own_error_settings_are_left_alone():
    with np.errstate(divide="raise", invalid="raise"):
        compile_arrays((X,), (1 / X + log(X),))(np.zeros(2))
        assert np.geterr()["divide"] == "raise"


def test_conditions_joined_negated_and_nested():
    condition = sympy.ITE(X > 0, sympy.Ne(Y, 1), sympy.Or(Y > 2, sympy.Not(sympy.Eq(X, -1))))
    out = compile_arrays((X, Y), (Piecewise((5, condition), (6, True)),))
    x, y = np.array([1.0, 1.0, -1.0, -1.0, -2.0]), np.array([1.0, 0.0, 3.0, 0.0, 0.0])
    assert out(x, y)[0].tolist() == [6, 5, 5, 6, 5]


def test_constant_condition():
    always = Piecewise((X, sympy.true), evaluate=False)
    assert compile_arrays((X,), (always,))(np.array([1.0, 2.0])).tolist() == [[1.0, 2.0]]


def test_long_sums_and_products_in_and_out_of_branches():
    """Python's compiler gives up on one chain of some 3,000 terms."""
    n = 3500
    total = sympy.Add(*(X**k for k in range(1, n + 1)))
    branch = Piecewise((total, X < 2), (0, True), evaluate=False)
    factors = sympy.Mul(*(X + k for k in range(1, 151)))
    out = compile_arrays((X,), (total, branch, factors))(np.array([0.5, 1.0]))
    assert out[:2] == pytest.approx(np.array([[1.0, n], [1.0, n]]), rel=1e-13)
    assert out[2, 1] == pytest.approx(math.factorial(151), rel=1e-12)


def test_compiled_code_is_kept_and_bounded():
    first = compile_arrays((X,), (X**7,))
    assert compile_arrays((X,), (X**7,)) is first
    assert compile_arrays((X,), (X**7.0,)) is not first
    assert compile_arrays.cache_info().maxsize is not None


def test_real_part():
    assert real_part(3.0) == 3.0
    assert real_part(3 + 0j) == 3.0
    assert math.isnan(real_part(3 + 1j))
    mixed = real_part(np.array([1 + 0j, 1 + 1j, complex(math.inf, 0)]))
    assert np.array_equal(mixed, [1, math.nan, math.inf], equal_nan=True)
    column = np.array([1.0, 2.0])
    assert real_part(column) is column
