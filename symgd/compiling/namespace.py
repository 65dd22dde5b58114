"""The numeric meaning of every function a cost may hold, for floats and for arrays."""

from __future__ import annotations

import functools
import importlib.util
import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import sympy

from symgd.errors import SymgdError

Numeric = Callable[..., Any]

#: SymPy class name -> name in scipy.special; the second kind takes its order as an integer.
SCIPY_NAMES = {
    "polygamma": "polygamma",
    "digamma": "digamma",
    "beta": "beta",
    "besselj": "jv",
    "bessely": "yv",
    "besseli": "iv",
    "besselk": "kv",
    "airyai": "airy",
    "airybi": "airy",
    "airyaiprime": "airy",
    "airybiprime": "airy",
    "erfinv": "erfinv",
    "LambertW": "lambertw",
    "Si": "sici",
    "Ci": "sici",
    "Ei": "expi",
    "fresnels": "fresnel",
    "fresnelc": "fresnel",
}

#: Functions of scipy.special that return several values at once: which one is meant.
_PART = {
    "airyai": 0,
    "airyaiprime": 1,
    "airybi": 2,
    "airybiprime": 3,
    "Si": 0,
    "Ci": 1,
    "fresnels": 0,
    "fresnelc": 1,
}


def _sign(x: float) -> float:
    return 1.0 if x > 0 else -1.0 if x < 0 else 0.0 * x


def _heaviside(x: float, at_zero: float = 0.5) -> float:
    return 1.0 if x > 0 else 0.0 if x < 0 else at_zero if x == 0 else math.nan


def _dirac_delta(x: Any, order: float = 0) -> Any:
    """Return 0 away from the peak, and no number (a derivative's peak) or infinity on it."""
    return np.where(x == 0, np.nan if order else np.inf, np.where(np.isnan(x), np.nan, 0.0))[()]


def _sinc(x: float) -> float:
    return math.sin(x) / x if x else 1.0


def _log_gamma(x: float) -> float:
    if x <= 0:
        raise ValueError("loggamma is real for positive numbers only")
    return math.lgamma(x)


def _elementwise(function: Callable[[float], float]) -> Numeric:
    """Return `function` for arrays: nan outside its domain, inf where it overflows."""

    def guarded(x: float) -> float:
        try:
            return function(x)
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return np.vectorize(guarded, otypes=[float])


def _piecewise(*parts: Any) -> Any:
    """Return the first value whose condition holds; parts are value, condition, ..., default."""
    result = parts[-1]
    for value, condition in zip(parts[-3::-2], parts[-2::-2], strict=True):
        result = np.where(condition, value, result)
    return result[()] if isinstance(result, np.ndarray) else result


def _quotient(top: Any, bottom: Any) -> Any:
    """Return top/bottom, and 0 where both are 0."""
    return np.where((top == 0) & (bottom == 0), 0.0, np.divide(top, bottom))[()]


def _totals(left: Any, right: Any) -> Any:
    """Return the sums over the last axis of a product, kept as an axis of one."""
    return np.einsum("...i,...i->...", left, right)[..., np.newaxis]


def _reduced(ufunc: np.ufunc) -> Numeric:
    return lambda *values: functools.reduce(ufunc, values)


def _from_scipy(name: str) -> Numeric:
    """Return the function of scipy.special that evaluates SymPy's `name`."""

    def evaluate(*arguments: Any) -> Any:
        from scipy import special

        value = getattr(special, SCIPY_NAMES[name])(*arguments)
        return np.real_if_close(value[_PART[name]] if name in _PART else value)[()]

    return evaluate


# Functions that both kinds spell alike: reciprocals and their inverses.
def _derived(m: Any) -> dict[str, Numeric]:
    return {
        "cot": lambda x: 1.0 / m.tan(x),
        "sec": lambda x: 1.0 / m.cos(x),
        "csc": lambda x: 1.0 / m.sin(x),
        "coth": lambda x: 1.0 / m.tanh(x),
        "sech": lambda x: 1.0 / m.cosh(x),
        "csch": lambda x: 1.0 / m.sinh(x),
        "acot": lambda x: m.atan(1.0 / x),
        "asec": lambda x: m.acos(1.0 / x),
        "acsc": lambda x: m.asin(1.0 / x),
        "acoth": lambda x: m.atanh(1.0 / x),
        "asech": lambda x: m.acosh(1.0 / x),
        "acsch": lambda x: m.asinh(1.0 / x),
    }


class _NumpyNames:
    """NumPy's functions under the names that math gives them."""

    tan, cos, sin, tanh, cosh, sinh = np.tan, np.cos, np.sin, np.tanh, np.cosh, np.sinh
    atan, acos, asin = np.arctan, np.arccos, np.arcsin
    atanh, acosh, asinh = np.arctanh, np.arccosh, np.arcsinh
    exp, log, sqrt, atan2 = np.exp, np.log, np.sqrt, np.arctan2


_SHARED = [name for name in vars(_NumpyNames) if not name.startswith("_")]
_SCIPY = {name: _from_scipy(name) for name in SCIPY_NAMES}
_CONSTANTS = {"pi": math.pi, "nan": math.nan, "inf": math.inf}

#: Names in generated code for one point: Python floats and the standard library, for speed.
SCALAR: dict[str, Any] = {
    **{name: getattr(math, name) for name in _SHARED},
    **_derived(math),
    **_SCIPY,
    **_CONSTANTS,
    "hypot": math.hypot,
    "Abs": math.fabs,  # abs would make a real number of a complex one
    "sign": _sign,
    "sinc": _sinc,
    "Max": max,
    "Min": min,
    "Heaviside": _heaviside,
    "DiracDelta": lambda x, order=0: float(_dirac_delta(x, order)),
    "erf": math.erf,
    "erfc": math.erfc,
    "gamma": math.gamma,
    "loggamma": _log_gamma,
    "factorial": lambda x: math.gamma(x + 1.0),
}

#: The same names for arrays, with nan and inf where the standard library would raise.
ARRAY: dict[str, Any] = {
    **{name: getattr(_NumpyNames, name) for name in _SHARED},
    **_derived(_NumpyNames),
    **_SCIPY,
    **_CONSTANTS,
    "hypot": lambda *sides: functools.reduce(np.hypot, sides, 0.0),
    "Abs": np.abs,
    "sign": np.sign,
    "sinc": lambda x: np.sinc(x / math.pi),
    "Max": _reduced(np.maximum),
    "Min": _reduced(np.minimum),
    "Heaviside": lambda x, at_zero=0.5: np.heaviside(x, at_zero),
    "DiracDelta": _dirac_delta,
    "erf": _elementwise(math.erf),
    "erfc": _elementwise(math.erfc),
    "gamma": _elementwise(math.gamma),
    "loggamma": _elementwise(_log_gamma),
    "factorial": _elementwise(lambda x: math.gamma(x + 1.0)),
    "Piecewise": _piecewise,
    "And": _reduced(np.logical_and),
    "Or": _reduced(np.logical_or),
    "Not": np.logical_not,
    "Quotient": _quotient,
    "LogSumExp": _reduced(np.logaddexp),
    "Totals": _totals,
    "Weighted": lambda table, *weights: np.dot(np.array(weights), table),
}


def has_scipy() -> bool:
    """Tell whether SciPy is installed, without importing it."""
    return importlib.util.find_spec("scipy") is not None


def require_evaluable(expressions: Iterable[sympy.Basic], what: str) -> None:
    """Refuse what no number can be given to: unknown functions, and SciPy's where it is missing.

    Parameters
    ----------
    expressions : iterable of sympy.Basic
        What is to be compiled.
    what : str
        What they are to the user, such as ``"the cost"`` or ``"its slope"``.

    Raises
    ------
    SymgdError
        If a function in them cannot be evaluated; the sentence names it.
    """
    names = {
        type(node).__name__
        for expression in expressions
        for node in expression.atoms(sympy.Function, sympy.Derivative, sympy.Subs)
    }
    for name in sorted(names - {"Piecewise"} - SCALAR.keys()):
        raise SymgdError(f"{what} contains {name}, which has no numerical value here.")
    for name in sorted(names & SCIPY_NAMES.keys()):
        if not has_scipy():
            raise SymgdError(
                f"{what} contains {name}, which only SciPy can evaluate: install it with "
                "`python -m pip install scipy`, or write the cost without it."
            )
