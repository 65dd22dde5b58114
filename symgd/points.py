"""Points as a user gives them, read into float64 arrays."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import sympy
from numpy.typing import NDArray

from symgd.errors import SymgdError

Point = float | Sequence[float] | NDArray[np.float64] | Mapping[Any, float]


def names_of(variables: Sequence[sympy.Symbol]) -> str:
    """Return the variables' names as a sentence lists them."""
    return ", ".join(symbol.name for symbol in variables)


def counted(n: int, noun: str) -> str:
    """Return a number with its noun: ``1 step``, ``2 steps``."""
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def read_number(value: Any, what: str) -> float:
    """Read one real number; nan and infinities are numbers here.

    Raises
    ------
    SymgdError
        If `value` is text, complex, a truth value, None or anything else that is no real number.
    """
    if isinstance(value, np.ndarray) and value.ndim == 0:
        value = value[()]
    real_symbolic = isinstance(value, sympy.Expr) and value.is_number and value.is_extended_real
    is_flag = isinstance(value, bool | np.bool_)
    try:
        if real_symbolic or (_is_real_number(value) and not is_flag):
            return float(value)
    except OverflowError:
        raise SymgdError(f"{what} is too large for a floating-point number.") from None
    except (TypeError, ValueError):
        pass  # a date and a signalling nan have a __float__ that fails
    raise SymgdError(f"{what} is {value!r}, but a real number is wanted.")


def _is_real_number(value: Any) -> bool:
    """Tell whether `value` converts to a float and is meant as a number."""
    text_or_complex = isinstance(value, str | bytes | complex | np.complexfloating | sympy.Basic)
    return hasattr(value, "__float__") and not text_or_complex and np.ndim(value) == 0


def read_positive(value: Any, what: str) -> float:
    """Read a number that must be finite and above zero."""
    number = read_number(value, what)
    if not 0 < number < math.inf:
        raise SymgdError(f"{what} is {value!r}, but a finite number above 0 is wanted.")
    return number


def read_whole(value: Any, what: str) -> int:
    """Read a whole number, 1 or above."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer) or value < 1:
        raise SymgdError(f"{what} is {value!r}, but a whole number, 1 or above, is wanted.")
    return int(value)


def read_generator(rng: Any) -> np.random.Generator:
    """Return the source of randomness that a seed, a generator or None means.

    Raises
    ------
    SymgdError
        If it is none of these.
    """
    whole = isinstance(rng, int | np.integer) and not isinstance(rng, bool) and rng >= 0
    if whole or rng is None or isinstance(rng, np.random.Generator):
        return np.random.default_rng(rng)
    raise SymgdError(
        f"rng is {rng!r:.40}, but a seed is wanted: a whole number from 0, a NumPy Generator or "
        "None."
    )


def read_points(
    point: Any, variables: Sequence[sympy.Symbol], what: str = "The point"
) -> NDArray[np.float64]:
    """Read one point or many.

    Parameters
    ----------
    point : number, array_like (n,) or (..., n), or mapping
        A bare number is a point of one variable.
    variables : sequence of n Symbol
        The cost's variables, in order.
    what : str
        What the sentence of a refusal calls it.

    Returns
    -------
    ndarray, shape (..., n)
        A copy.
    """
    if isinstance(point, Mapping):
        return _from_mapping(point, variables, what)
    if isinstance(point, set | frozenset):
        raise SymgdError(f"{what} is a set, which has no order: write a list or a dictionary.")
    array = np.array(_read_array(point, what, f"A coordinate of {_inside(what)}"))
    if array.ndim == 0:
        array = array[np.newaxis]
    if array.shape[-1] != len(variables):
        raise SymgdError(_wrong_shape(array.shape, variables, what))
    return array


def _read_array(values: Any, what: str, part: str) -> NDArray[np.float64]:
    """Read numbers of any nesting; `part` is what the sentence of a refusal calls one of them."""
    if isinstance(values, np.ndarray) and values.dtype.kind in "fiu":
        return np.asarray(values, dtype=np.float64)
    numbers = _numbers(values, what, part)
    try:
        return np.array(numbers, dtype=np.float64)
    except ValueError:
        raise SymgdError(f"{what} has rows of different lengths: make them alike.") from None


def _inside(what: str) -> str:
    """Return `what` as it stands inside a sentence."""
    return what[0].lower() + what[1:]


def _numbers(value: Any, what: str, part: str) -> Any:
    """Read every number in nested sequences."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    if isinstance(value, Sequence | sympy.Tuple | sympy.MatrixBase) and not isinstance(
        value, str | bytes
    ):
        return [_numbers(v, part, part) for v in value]
    return read_number(value, what)


def read_axes(
    axes: Sequence[Any], variables: Sequence[sympy.Symbol]
) -> tuple[NDArray[np.float64], ...]:
    """Read one array for each variable, of shapes that broadcast.

    Raises
    ------
    SymgdError
        If there are too few or too many, their shapes do not fit, or one holds no real numbers.
    """
    if len(axes) != len(variables):
        raise SymgdError(
            f"sample was given {counted(len(axes), 'array')}, but {_wanted(variables)}."
        )
    names = [symbol.name for symbol in variables]
    arrays = tuple(
        _read_array(array, f"The array of {name}", f"A value of {name}")
        for array, name in zip(axes, names, strict=True)
    )
    try:
        np.broadcast_shapes(*(a.shape for a in arrays))
    except ValueError:
        shapes = " and ".join(str(a.shape) for a in arrays)
        raise SymgdError(
            f"Arrays of the shapes {shapes} do not fit together: make a grid of them with "
            "np.meshgrid."
        ) from None
    return arrays


def _wanted(variables: Sequence[sympy.Symbol]) -> str:
    return f"the cost has {counted(len(variables), 'variable')}: {names_of(variables)}"


def _wrong_shape(shape: tuple[int, ...], variables: Sequence[sympy.Symbol], what: str) -> str:
    given = f"{what} has {counted(shape[-1], 'coordinate')}, but {_wanted(variables)}."
    if len(variables) == 1 and len(shape) == 1 and shape[0] > 1:
        given += f" Write {shape[0]} points of one variable as an array of shape ({shape[0]}, 1)."
    return given


def _from_mapping(
    point: Mapping[Any, Any], variables: Sequence[sympy.Symbol], what: str
) -> NDArray[np.float64]:
    given: dict[str, Any] = {}
    for key, value in point.items():
        if not isinstance(key, str | sympy.Symbol):
            raise SymgdError(f"{what} names {key!r}, which is neither a symbol nor a name.")
        name = key if isinstance(key, str) else key.name
        if name in given:
            raise SymgdError(f"{what} gives the variable {name} twice.")
        given[name] = value
    known = [symbol.name for symbol in variables]
    for name in given:
        if name not in known:
            raise SymgdError(f"{what} gives a value for {name}, but {_wanted(variables)}.")
    missing = [name for name in known if name not in given]
    if missing:
        raise SymgdError(f"{what} gives no value for {', '.join(missing)}.")
    return np.array([read_number(given[name], f"{name} of {_inside(what)}") for name in known])


def read_start(
    start: Any, variables: Sequence[sympy.Symbol], what: str = "start"
) -> NDArray[np.float64]:
    """Read one point of n finite numbers, such as the one where a descent begins.

    Raises
    ------
    SymgdError
        If a coordinate is missing, too many, unknown, not finite or no real number.
    """
    point = read_points(start, variables, what)
    if point.ndim != 1:
        raise SymgdError(
            f"{what} has the shape {point.shape}, but one point of "
            f"{counted(len(variables), 'coordinate')} is wanted: {names_of(variables)}."
        )
    for symbol, value in zip(variables, point.tolist(), strict=True):
        if not math.isfinite(value):
            raise SymgdError(
                f"{what} has {symbol.name} = {value}, but every coordinate must be finite."
            )
    return point
