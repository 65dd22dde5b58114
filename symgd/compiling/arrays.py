"""Expressions compiled for arrays of points by lambdify."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import sympy
from numpy.typing import NDArray

from symgd.compiling.namespace import ARRAY
from symgd.compiling.printing import ArrayPrinter
from symgd.compiling.program import as_cse

Columns = Callable[..., NDArray[np.float64]]


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
    # A variable may be called like a function or a keyword; these names are invented.
    names = dict(zip(variables, sympy.symbols(f"v:{len(variables)}", real=True), strict=True))
    raw = sympy.lambdify(
        list(names.values()),
        [e.xreplace(names) for e in expressions],
        modules=[ARRAY],
        printer=ArrayPrinter,
        cse=as_cse,
    )

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
