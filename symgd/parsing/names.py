"""The variables of a cost, given as names or as symbols."""

from __future__ import annotations

import keyword
from collections.abc import Sequence

from sympy import Dummy, Symbol

from symgd.errors import SymgdError
from symgd.parsing.tokens import is_name

Variables = str | Symbol | Sequence[str | Symbol]


def read_names(variables: Variables) -> tuple[Symbol, ...]:
    """Return the symbols of `variables`, in the order given.

    Parameters
    ----------
    variables : str, Symbol or sequence of them
        Names separated by blanks or commas, a symbol, or a sequence of names and symbols.

    Returns
    -------
    tuple of Symbol
        The given symbols as they are, and ``Symbol(name)`` for each name.

    Raises
    ------
    SymgdError
        If there is none, a name is no identifier, a name occurs twice, or something is neither
        a name nor a real, commutative symbol.

    Examples
    --------
    >>> read_names("x y")
    (x, y)
    >>> read_names([Symbol("x", real=True), "lambda"])
    (x, lambda)
    """
    symbols = tuple(_read(item) for item in _items(variables))
    if not symbols:
        raise SymgdError("There is no variable; name at least one, such as variables='x'.")
    _refuse_duplicates(symbols)
    return symbols


def check_symbol(symbol: Symbol) -> None:
    """Refuse a symbol that cannot stand for a real number."""
    if not symbol.is_commutative:
        raise SymgdError(
            f"The symbol {symbol.name} is non-commutative; a cost needs plain symbols, "
            f"such as Symbol({symbol.name!r})."
        )
    if symbol.is_real is False:
        raise SymgdError(
            f"The symbol {symbol.name} is declared as not real; a cost needs real variables, "
            f"such as Symbol({symbol.name!r}) or Symbol({symbol.name!r}, real=True)."
        )


def _items(variables: Variables) -> list[str | Symbol]:
    """Return the single names and symbols."""
    if isinstance(variables, str):
        return list(variables.replace(",", " ").split())
    if type(variables) in (Symbol, Dummy):
        return [variables]
    if isinstance(variables, (set, frozenset, dict)):
        kind = type(variables).__name__
        raise SymgdError(f"Variables need an order, and a {kind} has none; give a list.")
    try:
        return list(variables)
    except TypeError:
        raise _no_variable(variables) from None


def _read(item: str | Symbol) -> Symbol:
    """Return the symbol that one item stands for."""
    if type(item) in (Symbol, Dummy):
        check_symbol(item)
        return item
    if not isinstance(item, str):
        raise _no_variable(item)
    if keyword.iskeyword(item) and item != "lambda":
        raise SymgdError(f"{item} is a word of Python's own; choose another name.")
    if not is_name(item):
        raise SymgdError(
            f"{item!r} is no name for a variable; "
            "use letters, digits and _, with a letter first, such as x_1."
        )
    return Symbol(str(item))


def _no_variable(item: object) -> SymgdError:
    """Return the refusal of something that is neither a name nor a symbol."""
    return SymgdError(
        f"A variable is a name or a Symbol, not an object of type {type(item).__name__}; "
        "write variables='x y' or variables=(x, y)."
    )


def _refuse_duplicates(symbols: tuple[Symbol, ...]) -> None:
    """Refuse a name that occurs twice, since points name their coordinates."""
    seen: set[str] = set()
    for symbol in symbols:
        if symbol.name in seen:
            raise SymgdError(f"The variable {symbol.name} is named twice; name it once.")
        seen.add(symbol.name)
