"""What is known of a node without evaluating it in SymPy: its size, its depth, its value."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Sequence
from typing import NamedTuple

import sympy
from sympy import Basic

from symgd.errors import SymgdError
from symgd.parsing.vocabulary import (
    CONSTANT_CLASSES,
    MAX_EXPONENT,
    NUMBER_CLASSES,
    SYMBOL_CLASSES,
)

MAX_DEPTH = 100
MAX_SIZE = 1_000_000
#: Exact powers stay below this many bits, far beyond a float and still computed at once.
MAX_BITS = 20_000

TOO_DEEP = f"The formula is nested more than {MAX_DEPTH} levels deep; break it into simpler parts."
TOO_BIG = f"Written out, the formula has more than {MAX_SIZE:,} terms; simplify it."
TOO_LARGE = f"A number here is too large for a float, which ends at {sys.float_info.max:.1e}."
TOO_LONG = "A number here has too many digits to be exact; write a decimal, such as 0.99."
TOO_SMALL = "A number here is not zero, but too small for a float."
NOT_REAL = "A number here has no finite real value."
TOO_HIGH = f"An exponent here is beyond ±{MAX_EXPONENT:,}; use a smaller one."


class Facts(NamedTuple):
    """Size and depth of the tree under a node; its value, None with variables, nan if unknown."""

    size: int
    depth: int
    value: float | None


def _sinc(u: float) -> float:
    return math.sin(u) / u if u else 1.0


def _heaviside(u: float, at_zero: float = 0.5) -> float:
    return float(u > 0) if u else at_zero


def _dirac(u: float, order: float = 0) -> float:
    if u == 0:
        raise ValueError
    return 0.0


def _power(base: float, exponent: float) -> float:
    """Return the power, raising for a pole as for a complex value."""
    result = base**exponent
    if isinstance(result, complex):
        raise ValueError
    return result


_VALUES: dict[type, Callable[..., float]] = {
    sympy.Add: lambda *terms: sum(terms),
    sympy.Mul: lambda *factors: math.prod(factors),
    sympy.Pow: _power,
    sympy.exp: math.exp,
    sympy.log: math.log,
    sympy.sin: math.sin,
    sympy.cos: math.cos,
    sympy.tan: math.tan,
    sympy.cot: lambda u: 1 / math.tan(u),
    sympy.sec: lambda u: 1 / math.cos(u),
    sympy.csc: lambda u: 1 / math.sin(u),
    sympy.asin: math.asin,
    sympy.acos: math.acos,
    sympy.atan: math.atan,
    sympy.acot: lambda u: math.atan(1 / u) if u else math.pi / 2,
    sympy.asec: lambda u: math.acos(1 / u),
    sympy.acsc: lambda u: math.asin(1 / u),
    sympy.atan2: math.atan2,
    sympy.sinh: math.sinh,
    sympy.cosh: math.cosh,
    sympy.tanh: math.tanh,
    sympy.coth: lambda u: 1 / math.tanh(u),
    sympy.sech: lambda u: 1 / math.cosh(u),
    sympy.csch: lambda u: 1 / math.sinh(u),
    sympy.asinh: math.asinh,
    sympy.acosh: math.acosh,
    sympy.atanh: math.atanh,
    sympy.acoth: lambda u: math.atanh(1 / u),
    sympy.asech: lambda u: math.acosh(1 / u),
    sympy.acsch: lambda u: math.asinh(1 / u),
    sympy.sinc: _sinc,
    sympy.Abs: abs,
    sympy.sign: lambda u: float((u > 0) - (u < 0)),
    sympy.Max: max,
    sympy.Min: min,
    sympy.Heaviside: _heaviside,
    sympy.DiracDelta: _dirac,
    sympy.erf: math.erf,
    sympy.erfc: math.erfc,
    sympy.gamma: math.gamma,
    sympy.loggamma: math.lgamma,
    sympy.factorial: lambda u: math.gamma(u + 1),
}


def facts_of(node: Basic, below: Sequence[Facts]) -> Facts:
    """Return the facts of a node, given those of its arguments.

    Parameters
    ----------
    node : Basic
        Of an allowed class.
    below : sequence of Facts
        One for each of ``node.args``.

    Returns
    -------
    Facts
        The value is computed in floats, so that a tower such as 9**(9**9) is met safely.

    Raises
    ------
    SymgdError
        If the tree is too deep or too big, or a number in it is no finite real float.
    """
    size = 1 + sum(each.size for each in below)
    depth = 1 + max((each.depth for each in below), default=0)
    if depth > MAX_DEPTH:
        raise SymgdError(TOO_DEEP)
    if size > MAX_SIZE:
        raise SymgdError(TOO_BIG)
    return Facts(size, depth, _value(node, [each.value for each in below]))


def check_power(base: Basic, value: float | None, exponent: float | None) -> None:
    """Refuse a power that SymPy should not even try to compute.

    Parameters
    ----------
    base : Basic
        What is raised.
    value, exponent : float or None
        The values of base and exponent, None for one that depends on variables.
    """
    if exponent is None:
        return
    if value is None and abs(exponent) > MAX_EXPONENT:
        raise SymgdError(TOO_HIGH)
    if value is not None:
        _guarded(_power, [value, exponent])
    if _bits(base) * abs(exponent) > MAX_BITS:
        raise SymgdError(TOO_LONG)


def _bits(base: Basic) -> int:
    """Return the bits that an exact power of `base` gains with each unit of the exponent."""
    factors = base.args if type(base) is sympy.Mul else (base,)
    rationals = {r for f in factors if f.is_number for r in f.atoms(sympy.Rational)}
    return sum(max(abs(r.p), r.q).bit_length() - 1 for r in rationals if r.p)


def _value(node: Basic, values: list[float | None]) -> float | None:
    """Return the value of a node from those of its arguments."""
    if type(node) in NUMBER_CLASSES:
        return _number(node)
    if type(node) in CONSTANT_CLASSES:
        return float(node)
    if type(node) is sympy.Pow:
        check_power(node.base, *values)
    if type(node) in SYMBOL_CLASSES or None in values:
        return None
    function = _VALUES.get(type(node))
    return _guarded(function, values) if function else math.nan


def _number(node: Basic) -> float:
    """Return a SymPy number as a float, if numerator and denominator are floats too."""
    if node.is_Rational and max(abs(node.p), node.q) > sys.float_info.max:
        raise SymgdError(TOO_LARGE if node.q == 1 else TOO_LONG)
    value = _guarded(float, [node])
    if value == 0 and not node.is_zero:
        raise SymgdError(TOO_SMALL)
    return value


def _guarded(function: Callable[..., float], values: Sequence[float]) -> float:
    """Return the function's value, or refuse with the reason."""
    try:
        value = function(*values)
    except OverflowError:
        raise SymgdError(TOO_LARGE) from None
    except (ValueError, ZeroDivisionError):
        raise SymgdError(NOT_REAL) from None
    if math.isinf(value):
        raise SymgdError(TOO_LARGE)
    return value
