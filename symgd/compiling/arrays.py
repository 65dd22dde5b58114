"""Expressions compiled for arrays of points by lambdify."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray

from symgd.compiling.namespace import ARRAY
from symgd.compiling.printing import ArrayPrinter
from symgd.compiling.program import as_cse

Columns = Callable[..., NDArray[np.float64]]


@lru_cache(maxsize=256)
def compile_raw(
    variables: tuple[sympy.Symbol, ...], expressions: tuple[sympy.Expr, ...]
) -> Callable[..., list[Any]]:
    """Compile expressions into one function of n broadcastable arrays, as lambdify leaves it.

    A constant ignores the arrays' shape, a result may be complex, and NumPy warns as it does.
    """
    # A variable may be called like a function or a keyword; these names are invented.
    names = {s: sympy.Symbol(f"a{i:05d}", real=True) for i, s in enumerate(variables)}
    return sympy.lambdify(
        list(names.values()),
        [e.xreplace(names) for e in expressions],
        modules=[ARRAY],
        printer=ArrayPrinter,
        cse=as_cse,
    )


@lru_cache(maxsize=256)
def compile_arrays(
    variables: tuple[sympy.Symbol, ...], expressions: tuple[sympy.Expr, ...]
) -> Columns:
    """Compile expressions into one function of n broadcastable arrays.

    Parameters
    ----------
    variables : tuple of n Symbol
        The real symbols, in order.
    expressions : tuple of m Expr
        What to evaluate.

    Returns
    -------
    callable
        ``f(a1, ..., an)`` -> float64 array ``(m, ...)`` of the broadcast shape. Outside an
        expression's real domain the result is nan; no warning is given.
    """
    raw = compile_raw(variables, expressions)

    def evaluate(*columns: NDArray[np.float64]) -> NDArray[np.float64]:
        columns = tuple(np.asarray(c, dtype=np.float64)[()] for c in columns)
        shape = np.broadcast_shapes(*(np.shape(c) for c in columns))
        out = np.empty((len(expressions), *shape))
        with np.errstate(all="ignore"):
            for m, value in enumerate(raw(*columns)):
                out[m] = real_part(value)
        return out

    return evaluate


def real_part(value: object) -> object:
    """Return real numbers as they are, and nan for those with an imaginary part."""
    if not np.iscomplexobj(value):
        return value
    return np.where(np.imag(value) == 0, np.real(value), np.nan)
