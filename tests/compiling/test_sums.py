"""Sums over samples: whatever the formula, the sum of its values."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

from symgd.compiling.sums import compile_sums, compile_sums_at_points

NAMES = sympy.symbols("w b x y z", real=True)
w, b, x, y, z = NAMES
PARAMETERS, COLUMNS = (w, b), (x, y, z)

FORMULAS = [
    sympy.S.Zero,
    sympy.S.One,
    sympy.Rational(3, 7),
    w,
    w * b + 2,
    x,
    -x / 3,
    x**2,
    2 * w * x**2,
    x * y,
    w * x * y * z,
    x * y + b,
    2 * x + 2 * b - 4,
    (w * x + b - y) ** 2,
    2 * (w * x + b - y) * x,
    2 * b + 2 * w * x - 2 * y,
    w * x + b * y + z,
    (w * x + b * y + z - 1) ** 2,
    x * (w * x + b * y + z - 1),
    w * x + b * y + z + x * y + y * z + 3,
    x * y + y * z + x * z,
    x * y + y * z + x * z + x**2 + w,
    sympy.exp(w * x),
    sympy.exp(x),
    sympy.exp(2 * x) * w,
    sympy.sqrt(x**2 + 1) ** -1,
    1 / (x**2 + b**2),
    sympy.log(1 + sympy.exp(w * x + b)) - y * (w * x + b),
    sympy.Abs(w * x - y),
    sympy.sign(w * x - y) * x,
    sympy.Max(0, 1 - y * (w * x + b)),
    sympy.Piecewise((w * x, x > 0), (b, True)),
    sympy.Piecewise((w, x > 0), (sympy.S.Zero, True)),
    sympy.Heaviside(w * x - y),
    sympy.pi * x + sympy.E,
]


@pytest.fixture(scope="module")
def table():
    return np.random.default_rng(1).normal(size=(3, 11))


def expected(formula, point, table):
    values = sympy.lambdify(NAMES, formula)(*point, *table)
    return np.broadcast_to(values, table.shape[1:]).sum()


@pytest.mark.parametrize("formula", FORMULAS, ids=str)
def test_a_sum_is_the_sum_of_the_values(formula, table):
    sums = compile_sums(PARAMETERS, COLUMNS, (formula,))
    for point in ((0.5, -1.5), (2.0, 3.0)):
        found = sums(point, table)
        assert np.ndim(found[0]) == 0
        assert found == pytest.approx([expected(formula, point, table)], rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("formula", FORMULAS, ids=str)
def test_sums_at_points_are_the_sums_at_each(formula, table):
    points = np.random.default_rng(2).uniform(0.5, 2, size=(4, 2))
    found = compile_sums_at_points(PARAMETERS, COLUMNS, (formula,))(list(points.T), table)
    assert found.shape == (1, 4)
    each = [expected(formula, point, table) for point in points]
    assert found[0] == pytest.approx(each, rel=1e-12, abs=1e-13)


def test_all_at_once_and_one_by_one(table):
    found = compile_sums(PARAMETERS, COLUMNS, tuple(FORMULAS))((0.5, -1.5), table)
    alone = [compile_sums(PARAMETERS, COLUMNS, (f,))((0.5, -1.5), table)[0] for f in FORMULAS]
    assert found == pytest.approx(alone, rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("length", [1, 2, 8192])
def test_any_number_of_samples(length):
    rows = np.random.default_rng(length).normal(size=(3, length))
    found = compile_sums(PARAMETERS, COLUMNS, ((w * x + b - y) ** 2, w, x + y + z))((2, 1), rows)
    error = 2 * rows[0] + 1 - rows[1]
    assert found == pytest.approx([error @ error, 2 * length, rows.sum()], rel=1e-10, abs=1e-11)


def test_views_and_strides_of_a_table(table):
    sums = compile_sums(PARAMETERS, COLUMNS, ((w * x + b * y + z - 1) ** 2, x * y))
    part = table[:, 2:9:2]
    assert sums((1, 2), part) == pytest.approx(sums((1, 2), part.copy()), rel=1e-13)


def test_a_parameter_named_like_a_function():
    names = sympy.symbols("lambda dot", real=True)
    found = compile_sums(names[:1], names[1:], (names[0] * names[1] ** 2,))((3.0,), np.eye(1) * 2)
    assert found == [12]
