"""What a cost is at points, arrays and grids: shapes, domains, kinks, huge and long formulas."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
import sympy
from sympy import (
    Abs,
    DiracDelta,
    Heaviside,
    ImmutableMatrix,
    Max,
    Min,
    Piecewise,
    Rational,
    Symbol,
    log,
    sign,
)

from symgd.cost import Cost
from symgd.errors import SymgdError

x, y = sympy.symbols("x y")

GRID = np.linspace(-3, 3, 13)

FORMULAS = [
    "x**2 + y",
    "x",
    "y**0 + 3",
    "Max(x, y)",
    "abs(x)*y",
    "Piecewise((x, x > y), (1, True))",
    "Piecewise((1, x > 0), (2, True))",
    "erf(x)*exp(y)",
]


@pytest.mark.parametrize("shape", [(), (1,), (5,), (0,), (2, 3), (2, 0, 3), (1, 1, 1)])
@pytest.mark.parametrize("formula", FORMULAS)
def test_values_have_the_broadcast_shape(formula, shape):
    cost = Cost(formula, variables="x y")
    points = np.full((*shape, 2), 1.5)
    values = np.asarray(cost(points))
    assert (values.shape, values.dtype) == (shape, np.float64)
    slopes = cost.gradient_at(points)
    assert (slopes.shape, slopes.dtype) == ((*shape, 2), np.float64)
    assert slopes.flags.c_contiguous
    hessian = cost.hessian_at(points)
    assert (hessian.shape, hessian.dtype) == ((*shape, 2, 2), np.float64)


@pytest.mark.parametrize("formula", FORMULAS)
def test_many_points_agree_with_one_by_one(formula):
    cost = Cost(formula, variables="x y")
    points = np.array([[0.5, 1.5], [1.5, 0.5], [-1.25, 2.5], [2.0, 2.0]])
    assert cost(points).tolist() == [cost(point) for point in points]
    assert cost.gradient_at(points).tolist() == [cost.gradient_at(p).tolist() for p in points]
    assert np.array_equal(cost.hessian_at(points), [cost.hessian_at(p) for p in points])


def test_one_variable_takes_numbers_and_columns():
    cost = Cost(x**2)
    assert cost(3) == 9.0
    assert cost([3]) == 9.0
    assert cost.gradient_at(3.0).shape == (1,)
    assert cost.hessian_at(3.0).shape == (1, 1)
    assert cost(np.array([[1], [2]])).tolist() == [1.0, 4.0]
    assert cost.gradient_at([[1], [2]]).tolist() == [[2.0], [4.0]]


@pytest.mark.parametrize("method", ["__call__", "gradient_at", "hessian_at"])
@pytest.mark.parametrize(
    "point", [np.zeros(5), [1, 2], {"y": 1}, {}, "1", None, True, 1j, [[1], [2, 3]], {1.0}], ids=str
)
def test_every_method_refuses_what_is_no_point(method, point):
    with pytest.raises(SymgdError, match=r"x|real number|rows|set"):
        getattr(Cost(x**2), method)(point)


def test_sample_on_a_meshgrid():
    cost = Cost(x**2 - y)
    first, second = np.meshgrid(GRID, GRID[:5])
    values = cost.sample(first, second)
    assert values.shape == (5, 13)
    assert np.allclose(values, first**2 - second, rtol=1e-15)


def test_sample_broadcasts_sparse_grids_and_numbers():
    cost = Cost(x**2 - y)
    sparse = cost.sample(*np.meshgrid(GRID, GRID, sparse=True, indexing="ij"))
    full = cost.sample(*np.meshgrid(GRID, GRID, indexing="ij"))
    assert np.array_equal(sparse, full)
    assert cost.sample(GRID, 1).shape == (13,)
    assert cost.sample(2, 1).shape == ()


def test_sample_of_integers_and_lists():
    assert Cost(x**-2).sample([1, 2, 4]).tolist() == [1.0, 0.25, 0.0625]
    assert Cost(x**x).sample(np.array([-2, 2])).tolist() == [0.25, 4.0]


@pytest.mark.parametrize("formula", [3, x, Piecewise((1, x > 0), (2, True))], ids=str)
def test_sample_has_the_broadcast_shape_of_all_axes(formula):
    cost = Cost(formula, variables="x y z")
    values = cost.sample(np.zeros((4, 1, 1)), np.zeros((3, 1)), np.zeros(2))
    assert (values.shape, values.dtype) == ((4, 3, 2), np.float64)


@pytest.mark.parametrize(
    ("axes", "sentence"),
    [
        ([GRID], "sample was given 1 array, but the cost has 2 variables: x, y"),
        ([GRID] * 3, "sample was given 3 arrays"),
        ([GRID, GRID[:5]], r"shapes \(13,\) and \(5,\) do not fit"),
        ([GRID, "abc"], "The array of y is 'abc'"),
        ([GRID, GRID * 1j], "A value of y is "),
    ],
)
def test_sample_refuses_axes_that_do_not_fit(axes, sentence):
    with pytest.raises(SymgdError, match=sentence):
        Cost(x + y).sample(*axes)


def test_input_is_not_changed():
    points = np.array([[1.0, 2.0], [3.0, 4.0]])
    cost = Cost(x)
    Cost(x * y)(points)
    values = cost.sample(points)
    values[...] = 0
    assert points.tolist() == [[1.0, 2.0], [3.0, 4.0]]


def test_contract_of_scipy_minimize():
    """SciPy calls with (n,) arrays and wants a float, (n,) and (n, n)."""
    cost = Cost("(x - 1)**2 + 100*(y - x**2)**2")
    x0 = np.array([-1.0, 2.0])
    value, slope, curvature = cost(x0), cost.gradient_at(x0), cost.hessian_at(x0)
    assert isinstance(value, float)
    assert slope.shape == (2,)
    assert curvature.shape == (2, 2)
    assert np.array_equal(curvature, curvature.T)
    newton = x0 - np.linalg.solve(curvature, slope)
    assert cost(newton) < value
    assert callable(cost)


# The domain.


@pytest.mark.parametrize(
    ("formula", "outside"),
    [
        ("log(x)", -1),
        ("sqrt(x)", -1),
        ("x**0.5", -4),
        ("x**(1/3)", -8),
        ("x**1.5", -4),
        ("asin(x)", 2),
        ("acosh(x)", 0),
        ("x**pi", -1),
        ("sqrt(-1 - x**2)", 1),
        ("sqrt(-x**2)", 3),
        ("(-x**2)**(1/3)", 1),
        ("loggamma(x)", -1),
        ("gamma(x)", -3),
        ("Piecewise((x, x > 0))", -1),
        ("Piecewise((log(x), x < 0), (x, True))", -1),
        ("Max(log(x), 3)", -1),
        ("abs(log(x))", -1),
        ("Heaviside(log(x))", -1),
        ("x*log(x)", 0),
        ("(-2)**x", 0.5),
    ],
)
def test_outside_its_domain_a_cost_is_nan_without_a_warning(formula, outside):
    cost = Cost(formula, variables="x")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value = cost(outside)
        values = cost([[outside], [outside]])
    assert type(value) is float
    assert math.isnan(value)
    assert np.isnan(values).all()


@pytest.mark.parametrize(
    ("formula", "at", "value"),
    [
        ("log(x)", 0, -math.inf),
        ("1/x", 0, math.inf),
        ("exp(x)", 1000, math.inf),
        ("1/(1 + exp(-x))", -800, 0.0),
        ("x**2", 1e200, math.inf),
        ("gamma(x)", 200, math.inf),
        ("DiracDelta(x)", 0, math.inf),
        ("cot(x)", 0, math.inf),
        ("atan(1/x)", 0, math.pi / 2),
        ("0**x", 2, 0.0),
        ("0**x", 0, 1.0),
        ("x**x", 0, 1.0),
        ("sinc(x)", 0, 1.0),
        ("sqrt(-x**2)", 0, 0.0),
    ],
)
def test_poles_and_overflow_are_infinite_without_a_warning(formula, at, value):
    cost = Cost(formula)
    assert cost(at) == value
    assert cost([[at], [at]]).tolist() == [value, value]


@pytest.mark.parametrize("formula", ["log(x)", "1/x", "x**x", "sqrt(x)", "abs(x)/x", "sinc(x)"])
def test_slopes_at_the_edge_of_a_domain_give_no_warning(formula):
    cost = Cost(formula)
    assert not np.isfinite(cost.gradient_at([[0], [0.0]])).any()
    assert cost.hessian_at(0).shape == (1, 1)


def test_a_complex_constant_gives_nan_and_never_a_complex_number():
    positive = Symbol("x", positive=True)
    cost = Cost((-x) ** Rational(1, 3), variables=[positive])
    assert cost(-8) == pytest.approx(2)
    values = cost([[8.0], [-8.0], [0.0]])
    assert values.dtype == np.float64
    assert values.tolist() == pytest.approx([math.nan, 2, 0], nan_ok=True)
    assert cost.gradient_at([[8.0], [-8.0]]).dtype == np.float64


def test_size_of_a_complex_number_is_no_value():
    """|1 + ∛−8| would be √3 with the complex root, which a real cost has not."""
    cost = Cost(Abs(1 + x ** Rational(1, 3)))
    assert math.isnan(cost(-8))
    assert cost([[-8], [8]]).tolist() == pytest.approx([math.nan, 3], nan_ok=True)


def test_real_cube_root_of_text():
    cost = Cost("cbrt(x)")
    assert cost([[-8], [27], [0]]).tolist() == pytest.approx([-2, 3, 0])
    assert cost.gradient_at(-8).tolist() == pytest.approx([1 / 12])


# Kinks, jumps and peaks.


def test_abs_of_a_plain_symbol():
    cost = Cost(Abs(x))
    assert cost.gradient == (sign(x),)
    assert cost.hessian == ImmutableMatrix([[2 * DiracDelta(x)]])
    assert cost.gradient_at([[-2], [0], [3]]).tolist() == [[-1.0], [0.0], [1.0]]
    assert cost.hessian_at([[-2], [3]]).tolist() == [[[0.0]], [[0.0]]]
    assert cost.hessian_at(0).tolist() == [[math.inf]]


def test_abs_of_a_logarithm():
    cost = Cost(Abs(log(x)))
    assert cost.gradient == (sign(log(x)) / x,)
    assert cost.gradient_at([[0.5], [2], [1]]).tolist() == [[-2.0], [0.5], [0.0]]
    assert cost.hessian_at(0.5).tolist() == [[[4.0]]][0]


def test_max_and_min_of_three():
    cost = Cost(Max(x, 2 * y, 1) - Min(x, y, 3))
    points = np.array([[5, 1], [0, 4], [0.25, 0.125]])
    assert cost(points).tolist() == [4.0, 8.0, 0.875]
    assert cost.gradient_at(points).tolist() == [[1.0, -1.0], [-1.0, 2.0], [0.0, -1.0]]
    assert cost.hessian_at(points).tolist() == np.zeros((3, 2, 2)).tolist()


def test_heaviside_and_its_derivatives():
    cost = Cost(Heaviside(x) * x**2)
    assert cost(np.array([[-1], [2]])).tolist() == [0.0, 4.0]
    assert cost.gradient_at([[-1], [2]]).tolist() == [[0.0], [4.0]]
    assert cost.hessian_at([[-1], [2]]).tolist() == [[[0.0]], [[2.0]]]
    assert Cost(Heaviside(x, 1))(0) == 1.0
    assert Cost(Heaviside(x))(0) == 0.5


def test_dirac_delta_away_from_its_peak():
    cost = Cost(DiracDelta(x - 1) + x)
    assert cost.gradient_at([[0], [3]]).tolist() == [[1.0], [1.0]]
    assert cost([[0], [1], [3]]).tolist() == [0.0, math.inf, 3.0]
    assert math.isnan(cost.gradient_at(1)[0])


def test_piecewise_with_joined_conditions_in_arrays():
    inside = (x > 0) & (x < 2) & ~sympy.Eq(x, 1)
    cost = Cost(Piecewise((x**2, inside), (-x, (x < -1) | (x > 5)), (7, True)))
    assert cost([[0.5], [1], [-3], [6], [3], [0]]).tolist() == [0.25, 7.0, 3.0, -6.0, 7.0, 7.0]
    assert cost.gradient_at([[0.5], [-3], [3]]).tolist() == [[1.0], [-1.0], [0.0]]
    assert cost.hessian_at([[0.5], [-3]]).tolist() == [[[2.0]], [[0.0]]]


def test_nested_piecewise():
    inner = Piecewise((log(x), x > 1), (x - 1, True))
    cost = Cost(Piecewise((inner**2, x > 0), (Piecewise((-x, y > 0), (x, True)), True)))
    points = np.array([[math.e, 0], [0.5, 0], [-2, 1], [-2, -1]])
    assert cost(points).tolist() == pytest.approx([1.0, 0.25, 2.0, -2.0])
    slopes = [[2 / math.e, 0], [-1, 0], [-1, 0], [1, 0]]
    assert cost.gradient_at(points) == pytest.approx(np.array(slopes))


def test_condition_of_conditions():
    cost = Cost(Piecewise((x, sympy.ITE(x > 0, y > 0, y < 0)), (10, True)))
    points = [[1, 1], [1, -1], [-1, -1], [-1, 1]]
    assert cost(np.array(points)).tolist() == [1.0, 10.0, -1.0, 10.0]


# Numbers.


def test_huge_numbers_stay_floats():
    cost = Cost(10**200 * x**2)
    assert cost(1e-100) == pytest.approx(1.0)
    assert cost.gradient_at(1e-100).tolist() == pytest.approx([2e100])
    assert cost.gradient_at([[1e-100], [1e200]]).tolist()[1] == [math.inf]


def test_fraction_whose_derivative_has_a_numerator_beyond_all_floats():
    cost = Cost(Rational(15 * 10**307, 7) * x**2)
    assert cost.gradient_at(1e-300).tolist() == pytest.approx([30e7 / 7])


def test_derivative_with_an_integer_beyond_all_floats():
    cost = Cost(-(10**307) * x**100)
    assert cost.gradient_at([[-1.0], [1.0]]).tolist() == [[math.inf], [-math.inf]]


def test_precision_of_floats_in_the_formula_is_kept_and_harmless():
    cost = Cost(sympy.Float("0.1", 50) * x)
    assert cost(1) == 0.1
    assert cost.gradient_at(1).tolist() == [0.1]


def test_fractions_are_rounded_once():
    big = 2**60 + 1
    assert Cost(Rational(big, 3) * x)(1) == big / 3


def test_integer_arguments_do_not_make_integer_arithmetic():
    cost = Cost(x**y)
    assert cost((2, -1)) == 0.5
    assert cost(np.array([[10, 300], [2, -2]])).tolist() == [1e300, 0.25]
