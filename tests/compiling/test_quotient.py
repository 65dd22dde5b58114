"""Fractions of a rule, in which zero divided by zero is zero."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

from symgd.compiling.arrays import compile_arrays
from symgd.compiling.namespace import SCALAR
from symgd.compiling.printing import ScalarPrinter
from symgd.compiling.quotient import Quotient, guarded

A, B = sympy.symbols("a b", real=True)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (A / B, Quotient(A, B)),
        (A / 2, A / 2),
        (1 / sympy.sqrt(B), Quotient(sympy.Integer(1), sympy.sqrt(B))),
        (A + 2 * A / B, A + Quotient(2 * A, B)),
        (sympy.sqrt(A / B), sympy.sqrt(Quotient(A, B))),
        (sympy.exp(-A), sympy.exp(-A)),
    ],
)
def test_fractions_are_marked_and_nothing_else(formula, expected):
    assert guarded(formula) == expected


def test_arrays_divide_zero_by_zero_to_zero_and_nothing_else():
    divide = compile_arrays((A, B), (guarded(A / B),))
    tops, bottoms = np.array([1.0, 0, 3, -2]), np.array([2.0, 0, 0, 0])
    np.testing.assert_array_equal(divide(tops, bottoms)[0], [0.5, 0, np.inf, -np.inf])


def test_floats_divide_zero_by_zero_to_zero_and_raise_elsewhere():
    code = ScalarPrinter({A: "a", B: "b"}).doprint(guarded(A / B))
    assert eval(code, dict(SCALAR), {"a": 0.0, "b": 0.0}) == 0
    assert eval(code, dict(SCALAR), {"a": 3.0, "b": 2.0}) == 1.5
    with pytest.raises(ZeroDivisionError):
        eval(code, dict(SCALAR), {"a": 1.0, "b": 0.0})
