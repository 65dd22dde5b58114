"""Points as users give them: every legal shape and kind of number, and every refusal."""

from __future__ import annotations

import math
from collections import OrderedDict
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symgd.errors import SymgdError
from symgd.points import (
    counted,
    names_of,
    read_axes,
    read_generator,
    read_number,
    read_points,
    read_positive,
    read_start,
)

X, Y = sympy.symbols("x y")


class _Measured:
    """A number of somebody else's, known by its __float__ alone."""

    def __float__(self) -> float:
        return 2.5


NUMBERS = [
    (3, 3.0),
    (-2.5, -2.5),
    (10**20, 1e20),
    (np.int8(-7), -7.0),
    (np.uint64(2**63), 2.0**63),
    (np.float32(0.5), 0.5),
    (np.float16(0.5), 0.5),
    (np.longdouble(0.25), 0.25),
    (np.array(4), 4.0),
    (np.array(4.5), 4.5),
    (Fraction(1, 4), 0.25),
    (Decimal("0.1"), 0.1),
    (sympy.Integer(5), 5.0),
    (sympy.Rational(1, 3), 1 / 3),
    (sympy.Float("0.1", 30), 0.1),
    (sympy.pi, math.pi),
    (sympy.sqrt(2), math.sqrt(2)),
    (sympy.log(2) * sympy.E, math.e * math.log(2)),
    (_Measured(), 2.5),
]

NO_NUMBERS = [
    "3",
    b"3",
    np.str_("3"),
    None,
    True,
    np.bool_(False),
    np.array(True),
    sympy.true,
    1j,
    complex(1, 0),
    np.complex64(1),
    sympy.I,
    1 + sympy.I,
    X,
    X + 1,
    sympy.zoo,
    sympy.nan,
    object(),
    Decimal("sNaN"),
    np.datetime64("2020-01-01"),
    np.timedelta64(5, "s"),
    np.void(b"abc"),
    lambda: 3,
    float,
]


@pytest.mark.parametrize(("given_number", "value"), NUMBERS)
def test_every_kind_of_real_number_is_read(given_number, value):
    number = read_number(given_number, "it")
    assert type(number) is float
    assert number == value


@pytest.mark.parametrize("value", [math.inf, -math.inf, np.float64("inf"), sympy.oo, -sympy.oo])
def test_infinities_are_numbers(value):
    assert read_number(value, "it") == (math.inf if value > 0 else -math.inf)


@pytest.mark.parametrize("value", [math.nan, np.nan, Decimal("NaN")])
def test_nan_is_a_number(value):
    assert math.isnan(read_number(value, "it"))


@pytest.mark.parametrize("value", NO_NUMBERS, ids=repr)
def test_what_is_no_real_number_is_refused_and_named(value):
    with pytest.raises(SymgdError, match=r"^The thing is .*, but a real number is wanted\.$"):
        read_number(value, "The thing")


@pytest.mark.parametrize("value", [10**400, -(10**400), Fraction(10**400)])
def test_numbers_beyond_all_floats_are_refused(value):
    with pytest.raises(SymgdError, match=r"^The thing is too large for a floating-point number\.$"):
        read_number(value, "The thing")


@pytest.mark.parametrize("value", [0, -1, -0.0, math.nan, math.inf, -math.inf])
def test_only_finite_numbers_above_zero_are_positive(value):
    with pytest.raises(
        SymgdError, match=r"^precision is .*, but a finite number above 0 is wanted"
    ):
        read_positive(value, "precision")


def test_positive_numbers_are_read():
    assert read_positive(5e-324, "precision") == 5e-324
    assert read_positive(Fraction(1, 2), "precision") == 0.5


@pytest.mark.parametrize(
    ("point", "shape"),
    [
        (3, (1,)),
        (np.array(3), (1,)),
        ([3], (1,)),
        ((3,), (1,)),
        (range(1), (1,)),
        ([[1], [2]], (2, 1)),
        (np.zeros((5, 1)), (5, 1)),
        (np.zeros((0, 1)), (0, 1)),
        (np.zeros((2, 3, 1)), (2, 3, 1)),
        ({"x": 3}, (1,)),
        ({X: 3}, (1,)),
        (sympy.Tuple(3), (1,)),
    ],
)
def test_shapes_of_points_of_one_variable(point, shape):
    points = read_points(point, [X])
    assert points.shape == shape
    assert points.dtype == np.float64


@pytest.mark.parametrize(
    "point",
    [
        [1, 2],
        (1, 2.0),
        np.array([1, 2]),
        np.array([1, 2], dtype=np.int8),
        np.array([1, 2], dtype=np.uint16),
        np.array([1, 2], dtype=np.float32),
        np.array([1, Fraction(2)], dtype=object),
        [np.array(1), np.float64(2)],
        [Fraction(1), Decimal(2)],
        sympy.Matrix([1, 2]),
        sympy.Tuple(1, 2),
        range(1, 3),
        {"y": 2, "x": 1},
        {Y: 2, "x": 1},
        {sympy.Symbol("x", real=True): 1, sympy.Symbol("y", positive=True): 2},
        OrderedDict(y=2, x=1),
    ],
    ids=repr,
)
def test_one_point_given_in_every_way(point):
    points = read_points(point, [X, Y])
    assert points.tolist() == [1.0, 2.0]
    assert points.dtype == np.float64


def test_many_points_from_lists_of_lists():
    given_points = [[[1, 2], (3, 4)], np.array([[5, 6], [7, 8]])]
    assert read_points(given_points, [X, Y]).tolist() == [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]


def test_no_points_at_all():
    assert read_points(np.zeros((0, 2)), [X, Y]).shape == (0, 2)
    assert read_points(np.zeros((3, 0, 2)), [X, Y]).shape == (3, 0, 2)


def test_reading_copies():
    given_points = np.array([1.0, 2.0])
    points = read_points(given_points, [X, Y])
    points[0] = 9
    assert given_points.tolist() == [1.0, 2.0]


def test_strange_memory_layouts_are_read():
    wide = np.arange(12.0).reshape(3, 4)
    assert read_points(wide[::-1, ::2], [X, Y]).tolist() == [[8, 10], [4, 6], [0, 2]]
    big_endian = np.array([1, 2], dtype=">f8")
    assert read_points(big_endian, [X, Y]).dtype.isnative


def test_nan_and_infinity_are_coordinates_of_a_point():
    assert np.isnan(read_points([math.nan, 1], [X, Y])[0])
    assert read_points({"x": math.inf, "y": 0}, [X, Y])[0] == math.inf


@pytest.mark.parametrize(
    ("point", "sentence"),
    [
        ([1], "The point has 1 coordinate, but the cost has 2 variables: x, y."),
        (5, "The point has 1 coordinate, but the cost has 2 variables: x, y."),
        ([1, 2, 3], "The point has 3 coordinates, but the cost has 2 variables: x, y."),
        ([], "The point has 0 coordinates, but the cost has 2 variables: x, y."),
        (np.zeros((2, 3)), "The point has 3 coordinates, but the cost has 2 variables: x, y."),
        ({"x": 1}, "The point gives no value for y."),
        ({}, "The point gives no value for x, y."),
        (
            {"x": 1, "y": 2, "z": 3},
            "The point gives a value for z, but the cost has 2 variables: x, y.",
        ),
        ({"x": 1, X: 2, "y": 3}, "The point gives the variable x twice."),
        ({1: 2}, "The point names 1, which is neither a symbol nor a name."),
        ({X + 1: 2}, "The point names x + 1, which is neither a symbol nor a name."),
        ({"x": None, "y": 1}, "x of the point is None, but a real number is wanted."),
        ({"x": [1], "y": 1}, "x of the point is [1], but a real number is wanted."),
        ({1.0, 2.0}, "The point is a set, which has no order: write a list or a dictionary."),
        (
            frozenset([1]),
            "The point is a set, which has no order: write a list or a dictionary.",
        ),
        ([1, None], "A coordinate of the point is None, but a real number is wanted."),
        ([1, "2"], "A coordinate of the point is '2', but a real number is wanted."),
        ([1, True], "A coordinate of the point is True, but a real number is wanted."),
        ([[1, 1j]], "A coordinate of the point is 1j, but a real number is wanted."),
        (np.array([1, 1j]), "A coordinate of the point is (1+0j), but a real number is wanted."),
        (
            np.array([True, False]),
            "A coordinate of the point is True, but a real number is wanted.",
        ),
        (np.array(["a"]), "A coordinate of the point is 'a', but a real number is wanted."),
        ([10**400, 1], "A coordinate of the point is too large for a floating-point number."),
        ([[1, 2], [3]], "The point has rows of different lengths: make them alike."),
        ([[1, 2], 3], "The point has rows of different lengths: make them alike."),
        ("1, 2", "The point is '1, 2', but a real number is wanted."),
        (None, "The point is None, but a real number is wanted."),
    ],
    ids=str,
)
def test_refusals_of_points(point, sentence):
    with pytest.raises(SymgdError) as caught:
        read_points(point, [X, Y])
    assert str(caught.value) == sentence


def test_a_row_for_one_variable_is_told_the_shape_to_write():
    with pytest.raises(SymgdError, match=r"1 variable: x. Write 5 points .* of shape \(5, 1\)."):
        read_points(np.zeros(5), [X])


def test_a_start_is_one_finite_point():
    assert read_start({"y": 2, "x": 1}, [X, Y]).tolist() == [1.0, 2.0]
    assert read_start(3, [X]).tolist() == [3.0]


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        ([[1, 2]], r"start has the shape \(1, 2\), but one point of 2 coordinates .*: x, y"),
        (np.zeros((0, 2)), r"start has the shape \(0, 2\)"),
        ([1, math.nan], "start has y = nan, but every coordinate must be finite"),
        ([-math.inf, 1], "start has x = -inf, but every coordinate must be finite"),
        ({"x": 1, "y": sympy.oo}, "start has y = inf, but every coordinate must be finite"),
        ([1], "start has 1 coordinate, but the cost has 2 variables: x, y"),
        ({"x": 1}, "start gives no value for y"),
        ({"x": 1, "y": "2"}, "y of start is '2', but a real number is wanted"),
        ([1, 2j], "A coordinate of start is 2j, but a real number is wanted"),
        ({1, 2}, "start is a set"),
    ],
)
def test_refusals_of_starts(start, sentence):
    with pytest.raises(SymgdError, match=f"^{sentence}"):
        read_start(start, [X, Y])


def test_axes_keep_their_shapes():
    first, second = read_axes([[[1], [2]], np.array([1, 2, 3])], [X, Y])
    assert (first.shape, second.shape) == ((2, 1), (3,))
    assert first.dtype == second.dtype == np.float64


def test_numbers_are_axes():
    assert [a.shape for a in read_axes([2, Fraction(1, 2)], [X, Y])] == [(), ()]


@pytest.mark.parametrize(
    ("axes", "sentence"),
    [
        ([[1]], "sample was given 1 array, but the cost has 2 variables: x, y"),
        ([], "sample was given 0 arrays"),
        ([[1, 2], [1, 2, 3]], r"Arrays of the shapes \(2,\) and \(3,\) do not fit .*meshgrid"),
        ([[1], [[1], [2, 3]]], "The array of y has rows of different lengths"),
        ([["1"], [1]], "A value of x is '1', but a real number is wanted"),
        ([[1], [None]], "A value of y is None, but a real number is wanted"),
        ([[1], np.array([1j])], "A value of y is 1j, but a real number is wanted"),
        (["1", [1]], "The array of x is '1', but a real number is wanted"),
        ([[True], [1]], "A value of x is True, but a real number is wanted"),
    ],
)
def test_refusals_of_axes(axes, sentence):
    with pytest.raises(SymgdError, match=f"^{sentence}"):
        read_axes(axes, [X, Y])


@given(st.lists(st.floats(width=64), min_size=1, max_size=6))
def test_lists_tuples_arrays_and_mappings_are_the_same_point(values):
    symbols = sympy.symbols(f"v:{len(values)}")
    by_name = {symbol.name: value for symbol, value in zip(symbols, values, strict=True)}
    by_symbol = dict(reversed(list(zip(symbols, values, strict=True))))
    for point in (values, tuple(values), np.array(values), by_name, by_symbol):
        assert np.array_equal(read_points(point, symbols), values, equal_nan=True)


def test_words_of_the_sentences():
    assert [counted(n, "step") for n in (0, 1, 2)] == ["0 steps", "1 step", "2 steps"]
    assert names_of([X, Y]) == "x, y"


@pytest.mark.parametrize("rng", [-1, 0.5, "seed", True, [1], np.random.RandomState(0)])
def test_what_is_no_source_of_randomness_is_refused(rng: object) -> None:
    with pytest.raises(SymgdError, match="a seed is wanted: a whole number from 0"):
        read_generator(rng)


def test_a_generator_is_handed_on_and_a_seed_makes_one() -> None:
    generator = np.random.default_rng(3)
    assert read_generator(generator) is generator
    assert read_generator(np.int64(3)).integers(1000) == np.random.default_rng(3).integers(1000)
