"""Polynomials along a ray, of numbers and of arrays."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symgd.compiling.arrays import compile_raw
from symgd.compiling.rays import Along

x, y, c = sympy.symbols("x y c", real=True)


@pytest.mark.parametrize(
    ("found", "terms"),
    [
        (Along([1, 2]) + 3, [4, 2]),
        (3 + Along([1, 2]), [4, 2]),
        (Along([1, 2]) + Along([0, 0, 5]), [1, 2, 5]),
        (Along([1, 2]) - 3, [-2, 2]),
        (3 - Along([1, 2]), [2, -2]),
        (-Along([1, 2]), [-1, -2]),
        (Along([1, 2]) * Along([3, 4]), [3, 10, 8]),
        (2 * Along([1, 2]), [2, 4]),
        (Along([1, 2]) / 2, [0.5, 1]),
        (Along([1, 1]) ** 3.0, [1, 3, 3, 1]),
        (Along([1, 1]) ** 1, [1, 1]),
    ],
)
def test_arithmetic(found, terms):
    assert found.terms == terms


def test_arrays_stand_for_samples():
    column = np.array([1.0, 2.0])
    product = column * Along([3, 1]) - column
    assert [term.tolist() for term in product.terms] == [[2, 4], [1, 2]]
    assert [t.tolist() for t in (Along([1, 1]) / column).terms] == [[1, 0.5], [1, 0.5]]
    assert (np.float64(2) * Along([1.0, 2.0])).terms == [2, 4]


def test_what_cancels_does_so():
    (result,) = compile_raw((x, y), ((x - y) ** 4 + x,))(Along([1.0, 1.0]), Along([3.0, 1.0]))
    assert result.terms == [17, 1, 0, 0, 0]


@given(st.lists(st.integers(-5, 5), min_size=4, max_size=4), st.floats(-2, 2))
def test_it_is_the_formula_at_the_point_reached(numbers, length):
    formula = 3 * (x * y - c) ** 3 / 4 - x**2 * sympy.exp(c) + y / (1 + c**2) + c
    raw = compile_raw((x, y, c), (formula,))
    a, d, e, k = map(float, numbers)
    (result,) = raw(Along([a, d]), Along([e, k]), 0.5)
    reached = raw(a + length * d, e + length * k, 0.5)[0]
    polynomial = np.polynomial.Polynomial(result.terms)
    assert polynomial(length) == pytest.approx(reached, rel=1e-9, abs=1e-8)
