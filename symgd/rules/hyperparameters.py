"""The numbers of a rule: which are legal, and the letters that books give them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from numbers import Real
from typing import Any

import sympy

from symgd.errors import SymgdError


@dataclass(frozen=True)
class Range:
    """The legal values of a hyperparameter, in words and as a test."""

    words: str
    holds: Callable[[float], bool]


_ANY = Range("a finite number", lambda value: True)
_POSITIVE = Range("a finite number above 0", lambda value: value > 0)
_NOT_NEGATIVE = Range("a finite number, 0 or above", lambda value: value >= 0)
_BETWEEN = Range("a number between 0 and 1", lambda value: 0 < value < 1)
_FRACTION = Range("a number from 0 up to, but not including, 1", lambda value: 0 <= value < 1)

#: Hyperparameter -> its letter and its range; any other name takes every finite number.
TABLE: dict[str, tuple[str, Range]] = {
    "learning_rate": ("α", _POSITIVE),
    "beta": ("β", _FRACTION),
    "beta1": ("β₁", _FRACTION),
    "beta2": ("β₂", _FRACTION),
    "rho": ("ρ", _FRACTION),
    "epsilon": ("ε", _NOT_NEGATIVE),
    "weight_decay": ("λ", _NOT_NEGATIVE),
    "initial": ("initial", _POSITIVE),
    "shrink": ("shrink", _BETWEEN),
    "decrease": ("decrease", _BETWEEN),
    "max_rate": ("max_rate", _POSITIVE),
    "clip": ("clip", _POSITIVE),
}

#: Hyperparameter -> its symbol in printed equations.
SYMBOLS = {
    "learning_rate": "alpha",
    "beta": "beta",
    "beta1": "beta_1",
    "beta2": "beta_2",
    "rho": "rho",
    "epsilon": "epsilon",
    "weight_decay": "lambda",
}


def letter(name: str) -> str:
    """Return the letter that stands for a hyperparameter in labels, or its own name."""
    return TABLE[name][0] if name in TABLE else name


def symbol(name: str) -> sympy.Symbol:
    """Return the symbol that stands for a hyperparameter in equations."""
    return sympy.Symbol(SYMBOLS.get(name, name), real=True)


def symbols(names: Sequence[str]) -> list[sympy.Symbol]:
    """Return symbols for a rule's hyperparameters, each its own.

    One that is called like a letter already taken, or like the step's index k, gets a prime.
    """
    taken = {"k", *(SYMBOLS[name] for name in names if name in SYMBOLS)}
    return [
        sympy.Symbol(f"{name}'", real=True)
        if name in taken and name not in SYMBOLS
        else symbol(name)
        for name in names
    ]


def named_symbol(name: str) -> sympy.Symbol:
    """Return the symbol of a value that a rule names; ``m_hat`` is printed with a hat."""
    return sympy.Symbol(name.replace("_hat", "hat"), real=True)


def read_hyperparameter(name: str, value: Any) -> float:
    """Read the value of a hyperparameter by the range of its name.

    Raises
    ------
    SymgdError
        If `value` is no number, not finite, or outside the range.
    """
    legal = TABLE[name][1] if name in TABLE else _ANY
    number = _number(value)
    if number is None or not math.isfinite(number) or not legal.holds(number):
        raise SymgdError(f"{name} is {value!r:.40}, but {legal.words} is wanted.")
    return number


def _number(value: Any) -> float | None:
    """Return `value` as a float, or None if it is no real number."""
    if isinstance(value, bool) or not isinstance(value, Real | Decimal | sympy.Expr):
        return None
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None
