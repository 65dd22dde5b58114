"""The tables: every name builds what it says, and every class has a value where it can."""

import math

import pytest
import sympy
from sympy import Symbol

from symgd.errors import SymgdError
from symgd.parsing import parse, screen
from symgd.parsing.vocabulary import (
    ALIASES,
    CONDITION_CLASSES,
    CONSTANTS,
    EXPRESSION_CLASSES,
    FUNCTIONS,
    real_cube_root,
    sigmoid,
)

x = Symbol("x")

AT_HALF = {
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "cot": lambda u: 1 / math.tan(u),
    "sec": lambda u: 1 / math.cos(u),
    "csc": lambda u: 1 / math.sin(u),
    "arcsin": math.asin,
    "arccos": math.acos,
    "arctan": math.atan,
    "acot": lambda u: math.atan(1 / u),
    "sinh": math.sinh,
    "cosh": math.cosh,
    "tanh": math.tanh,
    "coth": lambda u: 1 / math.tanh(u),
    "sech": lambda u: 1 / math.cosh(u),
    "csch": lambda u: 1 / math.sinh(u),
    "arcsinh": math.asinh,
    "artanh": math.atanh,
    "asech": lambda u: math.acosh(1 / u),
    "acsch": lambda u: math.asinh(1 / u),
    "exp": math.exp,
    "ln": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "sqrt": math.sqrt,
    "cbrt": lambda u: u ** (1 / 3),
    "abs": abs,
    "sgn": lambda u: 1.0,
    "sigmoid": lambda u: 1 / (1 + math.exp(-u)),
    "sinc": lambda u: math.sin(u) / u,
    "heaviside": lambda u: 1.0,
    "erf": math.erf,
    "erfc": math.erfc,
    "gamma": math.gamma,
    "lgamma": math.lgamma,
    "factorial": lambda u: math.gamma(1 + u),
}


@pytest.mark.parametrize("name", AT_HALF)
def test_functions_have_the_values_of_the_math_module(name):
    assert float(parse(f"{name}(x)").subs(x, 0.5)) == pytest.approx(AT_HALF[name](0.5), rel=1e-12)


@pytest.mark.parametrize("name", AT_HALF)
def test_screening_finds_a_value_for_every_number(name):
    assert screen(parse(f"{name}(1/2)")) == parse(f"{name}(1/2)")


@pytest.mark.parametrize("name", ["asec", "acsc", "acosh", "acoth"])
def test_inverse_functions_beyond_one(name):
    assert float(parse(f"{name}(3)")) == pytest.approx(float(getattr(sympy, name)(3)))
    with pytest.raises(SymgdError):
        parse(f"{name}(0.5)")


def test_two_arguments_keep_their_order():
    assert parse("arctan2(x, 2)") == sympy.atan2(x, 2)
    assert parse("log(x, 2)") == sympy.log(x) / sympy.log(2)


@pytest.mark.parametrize("alias", ALIASES)
def test_aliases_stand_for_a_function(alias):
    assert FUNCTIONS[alias] is FUNCTIONS[ALIASES[alias]]


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_every_function_is_read_and_passes_the_screening(name):
    arguments = ", ".join("xyz"[: FUNCTIONS[name].least])
    expression = parse(f"{name}({arguments})")
    assert screen(expression) is expression


@pytest.mark.parametrize("name", CONSTANTS)
def test_constants_are_real_numbers(name):
    assert parse(name) is CONSTANTS[name]
    assert math.isfinite(float(CONSTANTS[name]))


def test_conditions_are_no_expressions():
    assert not CONDITION_CLASSES & EXPRESSION_CLASSES


def test_cube_root_of_a_cube_root_is_left_to_the_user():
    with pytest.raises(SymgdError, match="sign"):
        real_cube_root(real_cube_root(x))


def test_sigmoid_is_a_half_at_zero():
    assert sigmoid(sympy.S.Zero) == sympy.S.Half
