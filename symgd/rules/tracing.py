"""A rule's function run once on symbols: what comes back is the recurrence itself."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import FrameType
from typing import Any

import sympy

from symgd.errors import SymgdError
from symgd.rules.hyperparameters import TABLE

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
        The rule's state, as far as its form uses it, and its numbers.
    lookaheads : tuple of (Symbol, Expr)
        Slopes asked for elsewhere, with the points where.
    update : tuple of Expr
        The next point, then the next value of each memory.
    named : tuple of (str, Expr)
        Values to which the rule's function gives names of their own, such as Adam's ``m_hat``.
    """

    x: sympy.Symbol
    g: sympy.Symbol
    t: sympy.Symbol
    memory: tuple[sympy.Symbol, ...]
    hyperparameters: tuple[sympy.Symbol, ...]
    lookaheads: tuple[tuple[sympy.Symbol, sympy.Expr], ...]
    update: tuple[sympy.Expr, ...]
    named: tuple[tuple[str, sympy.Expr], ...]

    @property
    def rate_place(self) -> int | None:
        """Which hyperparameter is the learning rate; None for a rule without one."""
        names = [symbol.name for symbol in self.hyperparameters]
        return names.index("_learning_rate") if "_learning_rate" in names else None


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
    # Such names come first in SymPy's order, so that formulas begin with them: α*g.
    numbers = tuple(sympy.Symbol(f"_{name}", real=True) for name in hyperparameters)
    # Memory is handed over by name, as the step number may stand before it.
    keywords = dict(zip((*memory, *hyperparameters), (*states, *numbers), strict=True))
    keywords |= dict(options)
    if step_number is not None:
        keywords[step_number] = T
    values, own = _called(function, (X, slope), keywords)
    if len(values) != 1 + len(memory):
        raise SymgdError(_wrong_count(function.__name__, len(values), memory))
    bare = {slope: G}
    point, *kept = (_expression(value).xreplace(bare) for value in values)
    lookaheads = tuple((symbol, where.xreplace(bare)) for symbol, where in slope.lookaheads)
    used = _in_use(states, kept, [point, *(where for _, where in lookaheads)])
    update = (point, *(kept[m] for m in used))
    known = {X, G, T, *states, *numbers, *(symbol for symbol, _ in lookaheads)}
    _require_known(function.__name__, (*update, *(where for _, where in lookaheads)), known)
    named = tuple(
        (name, value.xreplace(bare))
        for name, value in own.items()
        if isinstance(value, sympy.Expr) and value.args and name not in memory
    )
    return Recurrence(X, G, T, tuple(states[m] for m in used), numbers, lookaheads, update, named)


def _require_known(name: str, formulas: tuple[sympy.Expr, ...], known: set[sympy.Symbol]) -> None:
    strangers = sorted(s.name for e in formulas for s in e.free_symbols - known)
    if strangers:
        raise SymgdError(
            f"The rule {name} uses the symbol {strangers[0]} from outside: hand it over as a "
            f"hyperparameter, as in def {name}(x, g, *, {strangers[0]}=1)."
        )


def _in_use(
    states: tuple[sympy.Symbol, ...], kept: list[sympy.Expr], others: list[sympy.Expr]
) -> list[int]:
    """Return the places of the memory that does something in the form chosen.

    One that is only handed on serves another form of the same rule.
    """
    asked = set().union(*(e.free_symbols for e in others))
    asked |= {s for own, e in zip(states, kept, strict=True) for s in e.free_symbols - {own}}
    return [m for m, s in enumerate(states) if kept[m] != s or s in asked]


def _symbol(name: str) -> sympy.Symbol:
    """Return the symbol of a memory, which must not meet those of point and slopes."""
    return sympy.Symbol(f"{name}_", real=True)


def name_of(symbol: sympy.Symbol) -> str:
    """Return the name of the memory that a symbol stands for."""
    return symbol.name.removesuffix("_")


def _called(
    function: Callable[..., Any], arguments: tuple[Any, ...], keywords: dict[str, Any]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return what the function returns, and its local variables at that moment."""
    name = function.__name__
    try:
        result, own = _with_locals(function, arguments, keywords)
    except NameError as error:
        raise SymgdError(f"The rule {name} uses an unknown name: {error}.") from error
    except SymgdError:
        raise
    except Exception as error:
        raise SymgdError(
            f"The rule {name} cannot be followed with symbols ({error}). Write its formula with "
            "+ - * / ** and SymPy's functions, such as sympy.sqrt(s) instead of math.sqrt(s) or "
            "numpy.sqrt(s), and sympy.Piecewise instead of if."
        ) from error
    return (tuple(result) if isinstance(result, tuple | list) else (result,)), own


def _with_locals(
    function: Callable[..., Any], arguments: tuple[Any, ...], keywords: dict[str, Any]
) -> tuple[Any, dict[str, Any]]:
    """Call a function and catch its local variables as it returns.

    The source would tell the names too, but a function typed at a prompt may have none.
    """
    own: dict[str, Any] = {}
    code = getattr(function, "__code__", None)

    def watch(frame: FrameType, event: str, _: Any) -> None:
        if event == "return" and frame.f_code is code:
            own.update(frame.f_locals)

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        return function(*arguments, **keywords), own
    finally:
        sys.setprofile(None)
        _go_on(before)


def _go_on(profiler: Any) -> None:
    """Let a profiler that was watching before watch again; that of cProfile is no function."""
    if callable(profiler):
        sys.setprofile(profiler)
    elif profiler is not None:
        profiler.enable()


def _wrong_count(name: str, given: int, memory: tuple[str, ...]) -> str:
    known = [m for m in memory if m in TABLE]
    if known:
        return (
            f"In the rule {name}, {known[0]} stands before the star and so is a memory: write "
            f"`*,` before it, as in def {name}(x, g, *, {known[0]}=...)."
        )
    line = ", ".join(["return x - learning_rate * g", *memory])
    return (
        f"The rule {name} returns {given} value{'s' * (given != 1)}, but the next x and the next "
        f"value of each memory ({', '.join(memory) or 'none'}) are wanted: "
        f"end it with a line like `{line}`."
    )


def _expression(value: Any) -> sympy.Expr:
    if isinstance(value, float):
        value = sympy.Float(value)
    elif isinstance(value, int):
        value = sympy.Integer(value)
    if value is None:
        raise SymgdError("A rule returned nothing: end it with `return` and the next x.")
    if not isinstance(value, sympy.Expr):
        raise SymgdError(f"A rule returned {value!r}, but a formula in x and g is wanted.")
    for stranger in _NOT_REAL:
        if value.has(stranger):
            raise SymgdError(
                f"The formula of a rule contains {stranger}, which is no real number: look for a "
                "division by zero or the root of a negative number."
            )
    return value


_NOT_REAL = (sympy.I, sympy.nan, sympy.zoo, sympy.oo, -sympy.oo)
