"""Reading the variables' names."""

import numpy as np
import pytest
from sympy import Dummy, Function, IndexedBase, Matrix, Symbol, symbols

from symgd.errors import SymgdError
from symgd.parsing import read_names

REAL = Symbol("x", real=True)
DUMMY = Dummy("d")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("x", ["x"]),
        ("x y", ["x", "y"]),
        ("x, y,z", ["x", "y", "z"]),
        (["x10", "x2"], ["x10", "x2"]),
        ("lambda", ["lambda"]),
        ("µ λ", ["µ", "λ"]),
        (np.array(["x", "y"]), ["x", "y"]),
        ((name for name in "ab"), ["a", "b"]),
    ],
)
def test_names_become_plain_symbols_in_order(given, expected):
    assert read_names(given) == tuple(Symbol(name) for name in expected)


def test_names_of_string_subclasses_become_plain_text():
    (symbol,) = read_names(np.array(["x"]))
    assert type(symbol.name) is str


def test_symbols_are_kept_as_they_are():
    kept = (REAL, Symbol("x_{1}"), Symbol("theta'"), DUMMY)
    assert read_names(kept) == kept
    assert read_names(REAL) == (REAL,)
    assert read_names(DUMMY) == (DUMMY,)
    assert read_names(symbols("a:3")) == symbols("a:3")


class Disguised(Symbol):
    """A symbol that could print itself as anything."""


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("", "no variable"),
        ([], "no variable"),
        ("2x", "no name"),
        (["x y"], "no name"),
        ("x-y", "no name"),
        ("x·y", "no name"),
        ("xʹ", "no name"),
        ("a‿b", "no name"),
        ("if", "word of Python"),
        ("None", "word of Python"),
        ("x x", "twice"),
        (["x", REAL], "twice"),
        (None, "NoneType"),
        (3, "int"),
        ([3], "int"),
        ({"x"}, "order"),
        ({"x": 1}, "order"),
        (Symbol("x", imaginary=True), "not real"),
        (Symbol("x", commutative=False), "non-commutative"),
        (Function("f")(REAL), "Symbol"),
        (IndexedBase("a")[1], "Indexed"),
        (Matrix([1, 2]), "Symbol"),
        ([Disguised("x")], "Disguised"),
    ],
)
def test_everything_else_is_refused_by_name(given, reason):
    with pytest.raises(SymgdError, match=reason):
        read_names(given)
