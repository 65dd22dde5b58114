"""A rule's function run once on symbols: what comes back is the recurrence itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sympy

from symgd.errors import SymgdError

X = sympy.Symbol("x", real=True)
G = sympy.Symbol("g", real=True)
T = sympy.Symbol("t", real=True)


@dataclass(frozen=True)
class Recurrence:
    """One step of a rule, for one coordinate.

    Attributes
    ----------
    x, g, t : Symbol
        The point, the slope there, the step number.
    memory, hyperparameters : tuple of Symbol
        The rule's state and its numbers.
    lookaheads : tuple of (Symbol, Expr)
        Slopes asked for elsewhere, with the points where.
    update : tuple of Expr
        The next point, then the next value of each memory.
    """

    x: sympy.Symbol
    g: sympy.Symbol
    t: sympy.Symbol
    memory: tuple[sympy.Symbol, ...]
    hyperparameters: tuple[sympy.Symbol, ...]
    lookaheads: tuple[tuple[sympy.Symbol, sympy.Expr], ...]
    update: tuple[sympy.Expr, ...]


class _Slope(sympy.Dummy):
    """The slope `g` of a rule: a symbol at x, and callable for the slope at another point."""

    def __call__(self, point: Any) -> sympy.Symbol:
        symbol = sympy.Symbol(f"g{len(self.lookaheads) + 1}", real=True)
        self.lookaheads.append((symbol, _expression(point)))
        return symbol


def trace(
    function: Callable[..., Any],
    memory: tuple[str, ...],
    hyperparameters: tuple[str, ...],
    options: Mapping[str, Any],
    step_number: str | None,
) -> Recurrence:
    """Call a rule's function with symbols and read the recurrence off its result.

    Parameters
    ----------
    function : callable
        ``function(x, g, *memory, **hyperparameters, **options)``.
    memory, hyperparameters : tuple of str
        Names of the state and of the numbers.
    options : mapping
        Handed over as they are.
    step_number : str or None
        ``"t"`` if the function asks for the step number.

    Raises
    ------
    SymgdError
        If the function returns the wrong number of values, or cannot work on symbols.
    """
    slope = _Slope("g", real=True)
    slope.lookaheads = []
    states = tuple(_symbol(name) for name in memory)
    numbers = tuple(_symbol(name) for name in hyperparameters)
    keywords = dict(zip(hyperparameters, numbers, strict=True)) | dict(options)
    if step_number is not None:
        keywords[step_number] = T
    update = _called(function, (X, slope, *states), keywords)
    if len(update) != 1 + len(memory):
        raise SymgdError(_wrong_count(function.__name__, len(update), memory))
    bare = {slope: G}
    return Recurrence(
        X,
        G,
        T,
        states,
        numbers,
        tuple((symbol, point.xreplace(bare)) for symbol, point in slope.lookaheads),
        tuple(_expression(value).xreplace(bare) for value in update),
    )


def _symbol(name: str) -> sympy.Symbol:
    """Return the symbol of a parameter, which must not meet the symbols of point and slopes."""
    return sympy.Symbol(f"{name}_", real=True)


def _called(
    function: Callable[..., Any], arguments: tuple[Any, ...], keywords: dict[str, Any]
) -> tuple[Any, ...]:
    name = function.__name__
    try:
        result = function(*arguments, **keywords)
    except NameError as error:
        raise SymgdError(f"The rule {name} uses an unknown name: {error}.") from error
    except (TypeError, AttributeError) as error:
        raise SymgdError(
            f"The rule {name} cannot be followed with symbols ({error}). Write its formula with "
            "+ - * / ** and SymPy's functions, such as sympy.sqrt(s) instead of math.sqrt(s) or "
            "numpy.sqrt(s), and sympy.Piecewise instead of if."
        ) from error
    return result if isinstance(result, tuple) else (result,)


def _wrong_count(name: str, given: int, memory: tuple[str, ...]) -> str:
    line = ", ".join(["return x - learning_rate * g", *memory])
    return (
        f"The rule {name} returns {given} value{'s' * (given != 1)}, but the next x and the next "
        f"value of each memory ({', '.join(memory) or 'none'}) are wanted: "
        f"end it with a line like `{line}`."
    )


def _expression(value: Any) -> sympy.Expr:
    if isinstance(value, sympy.Expr):
        return value
    if isinstance(value, int):
        return sympy.Integer(value)
    if isinstance(value, float):
        return sympy.Float(value)
    raise SymgdError(f"A rule returned {value!r}, but a formula in x and g is wanted.")
