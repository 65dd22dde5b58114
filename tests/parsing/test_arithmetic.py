"""Limits: towers, endless text and code are refused at once."""

import ast

import pytest

from symgd.errors import ParseError
from symgd.parsing import parse

LIMITS = [
    "9**9**9",
    "2**10**6",
    "x**(9**9**9)",
    "x**1000001",
    "(x**1000000)**1000000",
    "(3*x)**1000000",
    "(10**300*x)**1000000",
    "(1 + 1/10**7)**(10**9)",
    "6**(x + 10**300)",
    "9**(x - x + 9**9)",
    "10**308*10",
    "1e308*10",
    "x*10**308*10",
    "0.5**2000*1e-300*1e-300*1e-300",
    "factorial(10**9)",
    "gamma(10**6)",
    "loggamma(10**5)",
    "digamma(10**6)",
    "exp(exp(exp(1000)))",
    "exp(10**9*log(2))",
    "exp(x + 10**9*log(2))",
    "2**(x + 10**9*log(3)/log(2))",
    "exp(x + 10**300)",
    "sigmoid(-10**9*log(2))",
    "max(" + ",".join(f"max(x{k}, y{k})" for k in range(20)) + ")",
    "(" * 3000,
    "(" * 60 + "x" + ")" * 60,
    "sin(" * 51 + "x" + ")" * 51,
    "9" * 3999,
    "9" * 31,
    "1" + "0" * 309,
    "1" + "0" * 3900,
    "-" * 3900 + "x",
    "not " * 900 + "x",
    "**".join(["x"] * 1000),
    "Piecewise((x, " + "(x > 0) and not " * 60 + "(x > 0)))",
    "Piecewise((1, "
    + "x > 0 and (" * 49
    + "x > 0"
    + ")" * 49
    + "), (sigmoid(x), True))"
    + "+x" * 2000,
    "sigmoid(" * 45 + "x" + ")" * 45,
    "x" * 4001,
    "x + " * 1000 + "x",
]


@pytest.mark.parametrize("text", LIMITS, ids=lambda text: text[:30])
def test_towers_and_endless_text_are_refused(text):
    with pytest.raises(ParseError):
        parse(text)


def test_conditions_have_a_limit_of_levels():
    joined = "x>0"
    for _ in range(45):
        joined = f"~(~~{joined})"
    with pytest.raises(ParseError, match="levels"):
        parse(f"Piecewise((x, {joined}))")


@pytest.mark.parametrize("kind", [RecursionError, MemoryError])
def test_exhausted_stack_is_told_as_nesting(monkeypatch, kind):
    def exhausted(*_, **__):
        raise kind

    monkeypatch.setattr(ast, "parse", exhausted)
    with pytest.raises(ParseError, match="levels"):
        parse("x")


HOSTILE = [
    "__import__('os').system('x')",
    "().__class__.__bases__[0]",
    "exec(x)",
    "eval(x)",
    "x.__class__",
    "(lambda: 0)()",
    "f'{x}'",
    "*x",
    "sin(*x)",
    "sin(**x)",
    "x if y else z",
    "[x for x in y]",
    "{x: y}",
    "x := 3",
    "yield x",
    "await x",
    "a0.b",
    "x\\\n+1",
    "x\r\x0c#",
    "sin\u200b(x)",
    "\u202ex",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_code_is_refused(text):
    with pytest.raises(ParseError):
        parse(text)
