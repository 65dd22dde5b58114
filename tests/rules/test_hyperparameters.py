"""Hyperparameters: one table of legal values, and the letters of books."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy

from symgd.errors import SymgdError
from symgd.rules.hyperparameters import letter, read_hyperparameter, symbol

FRACTIONS = ["beta", "beta1", "beta2", "rho"]


@pytest.mark.parametrize(
    "value",
    [
        0.25,
        np.float32(0.25),
        np.float64(0.25),
        Fraction(1, 4),
        Decimal("0.25"),
        sympy.Rational(1, 4),
        sympy.cos(sympy.pi / 3) / 2,
    ],
)
def test_every_real_number_is_read_as_a_float(value: object) -> None:
    number = read_hyperparameter("learning_rate", value)
    assert type(number) is float
    assert number == pytest.approx(0.25, rel=1e-15)


def test_whole_numbers_become_floats() -> None:
    assert type(read_hyperparameter("learning_rate", 1)) is float


@pytest.mark.parametrize(
    "value",
    [
        "0.1",
        b"1",
        None,
        True,
        np.bool_(True),
        1j,
        np.complex128(1),
        sympy.I,
        sympy.Symbol("a"),
        [0.1],
        np.array([0.1]),
        math.nan,
        math.inf,
        10**400,
    ],
)
def test_anything_else_is_refused_by_name_with_what_is_wanted(value: object) -> None:
    with pytest.raises(SymgdError, match=r"^learning_rate is .*finite number above 0 is wanted"):
        read_hyperparameter("learning_rate", value)


@pytest.mark.parametrize("name", FRACTIONS)
def test_fractions_lie_from_0_to_below_1(name: str) -> None:
    assert read_hyperparameter(name, 0) == 0
    assert read_hyperparameter(name, 0.999) == 0.999
    for value in (-0.1, 1, 1.5):
        with pytest.raises(SymgdError, match=f"{name} is {value}, but a number from 0 up to"):
            read_hyperparameter(name, value)


def test_a_learning_rate_is_above_0_and_epsilon_may_be_0() -> None:
    assert read_hyperparameter("epsilon", 0) == 0
    with pytest.raises(SymgdError, match="epsilon is -1e-08, but a finite number, 0 or above"):
        read_hyperparameter("epsilon", -1e-8)
    for rate in (0, -0.1):
        with pytest.raises(SymgdError, match=f"learning_rate is {rate}"):
            read_hyperparameter("learning_rate", rate)


def test_other_names_take_every_finite_number() -> None:
    assert read_hyperparameter("friction", -3) == -3
    with pytest.raises(SymgdError, match="friction is nan, but a finite number is wanted"):
        read_hyperparameter("friction", math.nan)


def test_letters_and_symbols_are_those_of_books() -> None:
    assert [letter(name) for name in ("learning_rate", "beta1", "friction")] == [
        "α",
        "β₁",
        "friction",
    ]
    assert symbol("learning_rate") == sympy.Symbol("alpha", real=True)
    assert symbol("friction") == sympy.Symbol("friction", real=True)
