"""What a model is evaluated with: the values of its parameters, and columns of its inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy
from numpy.typing import ArrayLike, NDArray

from symgd.errors import SymgdError
from symgd.points import Point, counted, names_of, read_axes, read_number

if TYPE_CHECKING:
    from symgd.run import Run

Floats = NDArray[np.float64]
Columns = Mapping[Any, ArrayLike]


def read_values(run_or_point: Run | Point, parameters: Sequence[sympy.Symbol]) -> list[float]:
    """Read one number for each parameter.

    Parameters
    ----------
    run_or_point : Run, mapping, sequence of n numbers, or number
        A run and a mapping are matched by name, and may know more; a sequence is in the order of
        `parameters`.
    parameters : sequence of n Symbol
        The model's parameters.

    Raises
    ------
    SymgdError
        If a parameter has no value, or a value is no real number.
    """
    if hasattr(run_or_point, "cost") and hasattr(run_or_point, "x"):
        given = _of_run(run_or_point, parameters)
    elif hasattr(run_or_point, "items"):
        given = _by_name(run_or_point, parameters, "The point")
        missing = _missing(given, parameters)
        if missing:
            raise SymgdError(f"The point gives no value for {missing}; {_wanted(parameters)}.")
    else:
        given = _in_order(run_or_point, parameters)
    return [read_number(given[p.name], f"{p.name} of the point") for p in parameters]


def _of_run(run: Run, parameters: Sequence[sympy.Symbol]) -> dict[str, Any]:
    """Return a run's end under the names of its variables."""
    variables = run.cost.variables
    given = dict(zip([v.name for v in variables], run.x, strict=True))
    if missing := _missing(given, parameters):
        raise SymgdError(
            f"The run is in {names_of(variables)} and has no value for {missing}; "
            f"{_wanted(parameters)}."
        )
    return given


def _in_order(point: Any, parameters: Sequence[sympy.Symbol]) -> dict[str, Any]:
    """Return the numbers of a sequence, or one number, under the parameters' names."""
    if isinstance(point, str | set | frozenset):
        raise SymgdError(
            f"The point is {point!r}, but a run, {counted(len(parameters), 'number')} in the order "
            f"{names_of(parameters)}, or a dictionary is wanted."
        )
    try:
        numbers = list(point)
    except TypeError:  # a single number
        numbers = [point]
    if len(numbers) != len(parameters):
        given = counted(len(numbers), "coordinate")
        raise SymgdError(f"The point has {given}, but {_wanted(parameters)}.")
    return {p.name: number for p, number in zip(parameters, numbers, strict=True)}


def _wanted(parameters: Sequence[sympy.Symbol]) -> str:
    return f"the model has {counted(len(parameters), 'parameter')}: {names_of(parameters)}"


def read_columns(columns: Columns, inputs: Sequence[sympy.Symbol]) -> tuple[Floats, ...]:
    """Read one column of N numbers for each input.

    Parameters
    ----------
    columns : mapping of symbol or name to array (N,) or number
        A number stands for all samples; columns that are no input are not looked at.
    inputs : sequence of m Symbol
        The model's inputs.

    Returns
    -------
    tuple of m ndarray, shape (N,) or (1,)

    Raises
    ------
    SymgdError
        If an input has no column, a column holds no real numbers or is no plain list of them, or
        two differ in length.
    """
    if not hasattr(columns, "items"):
        example = ", ".join(f'"{each.name}": [1, 2, 3]' for each in inputs)
        raise SymgdError(f"columns is {columns!r}, but a dictionary is wanted: {{{example}}}.")
    given = _by_name(columns, inputs, "columns")
    if missing := _missing(given, inputs):
        known = f"has {', '.join(map(str, columns))}" if len(columns) else "is empty"
        noun = "input is" if len(inputs) == 1 else "inputs are"
        raise SymgdError(
            f"columns has no {missing}: the model's {noun} {names_of(inputs)}, and columns {known}."
        )
    arrays = {each.name: _column(given[each.name], each) for each in inputs}
    _require_one_length(arrays)
    return tuple(map(np.atleast_1d, arrays.values()))


def _column(values: Any, symbol: sympy.Symbol) -> Floats:
    """Return the values of one input; a number has the shape ()."""
    plain = np.asarray(values) if hasattr(values, "__array__") else values
    (array,) = read_axes((plain,), (symbol,))
    if array.ndim > 1:
        raise SymgdError(
            f"The column {symbol.name} has the shape {array.shape}, "
            "but one number for each sample is wanted."
        )
    return array


def _require_one_length(arrays: Mapping[str, Floats]) -> None:
    """Refuse columns of different lengths, naming the first two that differ."""
    lengths = [(name, len(array)) for name, array in arrays.items() if array.ndim]
    for name, length in lengths[1:]:
        first, wanted = lengths[0]
        if length != wanted:
            raise SymgdError(
                f"The column {first} has {counted(wanted, 'value')}, but {name} has {length}: "
                "each sample needs a value in every column."
            )


def _by_name(given: Mapping[Any, Any], wanted: Sequence[sympy.Symbol], what: str) -> dict[str, Any]:
    """Return what a mapping gives for each wanted symbol, under its name."""
    names = {symbol.name for symbol in wanted}
    found: dict[str, Any] = {}
    for key, value in given.items():
        name = key.name if isinstance(key, sympy.Symbol) else key
        if isinstance(name, str) and name in names:
            if name in found:
                raise SymgdError(f"{what} gives {name} twice, as a symbol and as a name.")
            found[name] = value
    return found


def _missing(given: Mapping[str, Any], wanted: Sequence[sympy.Symbol]) -> str:
    """Return the names that have no value, as a sentence lists them."""
    return names_of([symbol for symbol in wanted if symbol.name not in given])
