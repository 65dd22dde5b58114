"""Formulas of numbers and arrays: the numbers first, and the same values all the same."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

from symgd.compiling.stages import compile_stages

A, B, T, X, G = sympy.symbols("a b t x g", real=True)


@pytest.mark.parametrize(
    "expression",
    [
        X - A * G / (1 - B**T),
        -A * B * X * G**2 / (sympy.sqrt(X**2 + 1) * (T + 1)),
        sympy.Piecewise((A * X / T, T > 2), (B, True)),
        sympy.Max(A * B * X, sympy.Abs(G), T / 2),
        A / (B * X),
        A * B + T,
        sympy.Integer(3),
        X,
    ],
    ids=str,
)
def test_the_values_are_those_of_the_formula(expression: sympy.Expr) -> None:
    numbers, x, g = (0.3, 0.9, 2.0), np.array([0.5, -2.0]), np.array([1.5, 4.0])
    (found,) = compile_stages((A, B, T), (X, G), (expression,))(numbers, (x, g))
    given = [
        dict(zip((A, B, T, X, G), (*numbers, *p), strict=True)) for p in zip(x, g, strict=True)
    ]
    wanted = [float(expression.subs(values)) for values in given]
    np.testing.assert_allclose(np.broadcast_to(found, 2), wanted, rtol=1e-15)


def test_numbers_alone_may_raise_as_floats_do_and_never_as_numpys() -> None:
    of_numbers = compile_stages((T,), (X,), (X / (T - 1),))
    with pytest.raises(ZeroDivisionError):
        of_numbers([1.0], [np.ones(2)])
    with np.errstate(all="ignore"):
        assert of_numbers([np.float64(1.0)], [np.ones(2)])[0].tolist() == [np.inf, np.inf]
