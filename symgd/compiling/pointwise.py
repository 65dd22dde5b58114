"""Expressions at one point: quickly, and with infinities and nan where floats raise."""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Values = tuple[float, ...]


class Pointwise:
    """A cost with its slope, as an array (1 + n,) of a point (n,).

    Parameters
    ----------
    n : int
        The number of variables.
    evaluate, evaluate_any : callable
        ``(x0, ...) -> (f, g0, ...)`` for floats, and its twin for any number.
    """

    def __init__(
        self,
        n: int,
        evaluate: Callable[..., Values],
        evaluate_any: Callable[..., tuple[Any, ...]],
    ) -> None:
        self._width = n + 1
        self._pack = struct.Struct(f"{self._width}d").pack
        self._evaluate, self._evaluate_any = evaluate, evaluate_any

    def __call__(self, point: Floats) -> Floats:
        """Return cost and slope at a point, nan or infinite where they are not finite."""
        here = point.tolist()
        try:
            # The standard library turns a tuple into bytes six times faster than NumPy.
            return np.frombuffer(self._pack(*self._evaluate(*here)))
        except (ArithmeticError, TypeError, ValueError, struct.error):
            found, _ = with_any_number(self._evaluate_any, here)
            return np.array((math.nan,) * self._width if found is None else found)

    def at(self, *point: float) -> Values:
        """Return the same as floats, which may raise."""
        return self._evaluate(*point)

    def overflows_at(self, point: Floats) -> bool:
        """Tell whether a number overflows at a point, which has no finite value or slope."""
        return with_any_number(self._evaluate_any, point.tolist())[1]


def with_any_number(
    function: Callable[..., tuple[Any, ...]], arguments: Sequence[float]
) -> tuple[Values | None, bool]:
    """Evaluate with NumPy's numbers: infinities and nan in the place of exceptions.

    Returns
    -------
    values : tuple of float or None
        None if a function of the standard library raised all the same.
    overflowed : bool
        Whether the first thing that went wrong was an overflow.
    """
    faults: list[str] = []
    with np.errstate(all="call", under="ignore", call=lambda fault, _: faults.append(fault)):
        try:
            values = function(*map(np.float64, arguments))
        except (ArithmeticError, TypeError, ValueError) as error:
            return None, isinstance(error, OverflowError)
    if any(np.iscomplexobj(value) for value in values):
        return None, False
    numbers = tuple(map(float, values))
    # A function with no value there may say so by nan, without a fault.
    overflowed = faults[0] == "overflow" if faults else not any(map(math.isnan, numbers))
    return numbers, overflowed
