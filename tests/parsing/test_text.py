"""Reading text: what is understood, and what is refused with a place and a hint."""

import ast

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from sympy import E, Float, Integer, Piecewise, Rational, Symbol, cos, exp, log, pi, sin, symbols

from symgd.errors import ParseError, SymgdError
from symgd.parsing import parse, screen

x, y, z = symbols("x y z")

UNDERSTOOD = [
    ("(x-2)**2 + exp(-x)", (x - 2) ** 2 + exp(-x)),
    ("x^2^3", x**8),
    ("-x**2", -(x**2)),
    ("+x - -y", x + y),
    ("2*(x + y)*z", 2 * (x + y) * z),
    ("x/2/y", x / 2 / y),
    ("1/3", Rational(1, 3)),
    ("x/3", x / 3),
    ("007", Integer(7)),
    ("1_000", Integer(1000)),
    (".5", Float(0.5)),
    ("1.", Float(1.0)),
    ("1e5", Float(1e5)),
    ("0.0*1", Float(0.0)),
    ("2.5E-3*x", Float(2.5e-3) * x),
    ("pi*E", pi * E),
    ("π", pi),
    ("E**x", exp(x)),
    ("sqrt(x)", sympy.sqrt(x)),
    ("ln(x) + log10(y)", log(x) + log(y, 10)),
    ("log(8, 2)", Integer(3)),
    ("arctan(x) + arsinh(y)", sympy.atan(x) + sympy.asinh(y)),
    ("max(1, 2) + min(x, y)", 2 + sympy.Min(x, y)),
    ("sigmoid(x)", 1 / (1 + exp(-x))),
    ("cbrt(-8)", Integer(-2)),
    ("heaviside(x)", sympy.Heaviside(x)),
    ("Heaviside(0)", Rational(1, 2)),
    ("DiracDelta(x)", sympy.DiracDelta(x)),
    ("abs(exp(x))", sympy.Abs(exp(x), evaluate=False)),
    ("Heaviside((x - 3)**1000)", sympy.Heaviside((x - 3) ** 1000, evaluate=False)),
    ("exp(x + 3*log(2))", 8 * exp(x)),
    ("exp(x - 1000)", exp(x - 1000)),
    ("gamma(5) + factorial(3)", Integer(30)),
    ("x - x", Integer(0)),
    ("(99/100)**2", Rational(9801, 10000)),
    ("x\n + y\t", x + y),
    ("Piecewise((1, True))", Integer(1)),
    ("Piecewise((x, x > 0), (-x, True))", Piecewise((x, x > 0), (-x, True))),
    (
        "Piecewise((x, 0 < x <= 1), (y, (x > 2) | (x < -3)), (z, not x == 0), (1, False))",
        Piecewise(
            (x, sympy.Lt(0, x) & (x <= 1)),
            (y, (x > 2) | (x < -3)),
            (z, sympy.Ne(x, 0)),
            evaluate=False,
        ),
    ),
    (
        "Piecewise((x, x > 0 and y != 1), (y, ~(x >= 2) & Eq(y, 3)), (z, Ne(x, 1)))",
        Piecewise(
            (x, (x > 0) & sympy.Ne(y, 1)), (y, (x < 2) & sympy.Eq(y, 3)), (z, sympy.Ne(x, 1))
        ),
    ),
]


@pytest.mark.parametrize(("text", "expected"), UNDERSTOOD)
def test_text_is_read_as_python_would_compute_it(text, expected):
    assert parse(text) == expected
    assert screen(parse(text)) == parse(text)


@pytest.mark.parametrize(
    "name", ["pi", "E", "I", "S", "N", "e", "sin", "lambda", "gamma", "µ", "oo"]
)
def test_a_declared_name_is_a_variable(name):
    assert parse(f"{name}**2 + 1", [name]) == Symbol(name) ** 2 + 1


@pytest.mark.parametrize("name", ["lambda", "µ", "μ", "ß", "x_1", "变量", "S", "N", "beta1"])
def test_a_free_name_is_a_variable_in_its_own_letters(name):
    (symbol,) = parse(f"{name} + {name}").free_symbols
    assert symbol.name == name
    assert type(symbol) is Symbol


def test_variables_are_plain_symbols():
    assert parse("x").assumptions0 == Symbol("x").assumptions0


def test_cube_root_of_a_variable_is_real_on_both_sides():
    root = parse("cbrt(x)")
    assert root.subs(x, -8) == -2
    assert root.subs(x, 27) == 3


@pytest.mark.parametrize("terms", [500, 700])
def test_long_sums_and_products_are_read(terms):
    names = [f"x{k}" for k in range(terms)]
    assert parse("+".join(names)) == sympy.Add(*map(Symbol, names))
    assert parse("*".join(names)) == sympy.Mul(*map(Symbol, names))


@pytest.mark.parametrize("name", ["sinh", "tanh", "sech", "sqrt(csch"])
def test_nested_hyperbolic_functions_are_kept_as_typed(name):
    calls = f"{name}(" * 10
    expression = parse(calls + "x" + ")" * calls.count("("))
    assert len(expression.atoms(sympy.Function)) == 10


def test_a_maximum_of_many_is_kept_as_typed():
    names = symbols("x:15")
    text = ", ".join(symbol.name for symbol in names)
    assert parse(f"max({text}) + 1") == sympy.Max(*names, evaluate=False) + 1


def test_deep_calls_within_the_limit_are_read():
    text = "sin(" * 50 + "x" + ")" * 50
    expected = x
    for _ in range(50):
        expected = sin(expected)
    assert parse(text) == expected


REFUSED = [
    # text, position, part of the hint
    ("2x", 1, "2*x"),
    ("3 + 2x", 5, "2*x"),
    ("2(x+1)", 1, "2*(x+1)"),
    ("(x)(y)", 3, "(x)*(y)"),
    ("(x)y", 3, "(x)*y"),
    ("sin(x)(y)", 6, "(x)*(y)"),
    ("2(" + "x+" * 20 + "x)", 1, "2*(...)"),
    ("2(x", 1, "2*(...)"),
    ("x(x+1)", 0, "x*(x+1)"),
    ("x(" + "x+" * 20 + "x)", 0, "x*(...)"),
    ("pi(2)", 0, "pi*(2)"),
    ("x y", 2, "x*y"),
    ("x 2", 2, "x*2"),
    ("2 3", 2, None),
    ("1..2", 2, None),
    ("0x1F", 1, "0*x1F"),
    ("1j", 1, "1*j"),
    ("sin x", 0, "sin(x)"),
    ("sin 2x", 0, "sin(2*x)"),
    ("sin 2 + y", 0, "sin(2)"),
    ("sin^2(x)", 3, "sin(x)**2"),
    ("sin**2(x)", 3, "sin(x)**2"),
    ("sin^2 x", 3, "sin(x)**2"),
    ("sin^2", 3, "sin(x)**2"),
    ("sin + 1", 0, "sin(x)"),
    ("1 + gamma", 4, "declare gamma"),
    ("x²", 1, "x**2"),
    ("x¹⁰", 1, "x**10"),
    ("sin²(x)", 3, "sin(x)**2"),
    ("²", 0, "x**2"),
    ("x₁", 1, "x_1"),
    ("√x", 0, "sqrt(x)"),
    ("√(x+1)", 0, "sqrt(x)"),
    ("2·x", 1, "*"),
    ("2×x", 1, "*"),
    ("2−x", 1, "-"),
    ("x÷2", 1, "/"),
    ("|x|", 0, "abs(x)"),
    ("2*|x - 1|", 2, "abs(x - 1)"),
    ("||", 0, "abs(x)"),
    ("2|x|", 1, "abs(x)"),
    ("x|y", 0, "abs(x)"),
    ("x & y", 0, "Piecewise"),
    ("e**x", 0, "exp(x)"),
    ("2*e^x", 2, "exp(x)"),
    ("e", 0, "exp(x)"),
    ("I*x", 0, "without I"),
    ("x + oo", 4, "finite"),
    ("∞", 0, "finite"),
    ("True", 0, "Piecewise"),
    ("0,5", 1, "0.5"),
    ("x, y", 1, "one formula"),
    ("(0,5)*x", 0, "0.5"),
    ("(x, y)", 0, "one formula"),
    ("sin(0,5)", 0, "sin(0.5)"),
    ("[x]", 0, "("),
    ("x}", 1, ")"),
    ("np.sin(x)", 0, "sin(x)"),
    ("2*math.exp(x)", 2, "exp(x)"),
    ("x.real", 0, "0.5"),
    (".", 0, "0.5"),
    ("sen(x)", 0, "sin("),
    ("sine(x)", 0, "sin("),
    ("sqr(x)", 0, "sqrt("),
    ("foo(x)", 0, "foo*(x)"),
    ("floor(x)", 0, "smooth"),
    ("ｓｉｎ(x)", 0, "(x)"),
    ("f(x) = x**2", 5, "right-hand side, x**2"),
    ("y = x**2", 2, "right-hand side, x**2"),
    ("y =", 2, "only the formula"),
    ("sin(x=2)", 5, "alone"),
    ("sin(x", 3, "add )"),
    ("sin((x)", 3, "add )"),
    ("x + 1)", 5, "remove"),
    (")", 0, "remove"),
    ("", 0, "x**2"),
    (" \n", 0, "x**2"),
    ("atan2(x)", 0, "atan2(x, y)"),
    ("sin()", 0, "sin(x)"),
    ("max(x)", 0, "max(x, y)"),
    ("cbrt(cbrt(x))", 0, None),
    ("Piecewise(x, x > 0)", 10, "Piecewise(("),
    ("Piecewise((x, x > 0, 1))", 10, "Piecewise(("),
    ("Piecewise()", 0, "Piecewise(("),
    ("Piecewise((x, x))", 14, "x > 0"),
    ("Piecewise((x, -x))", 14, "x > 0"),
    ("Piecewise((x, x + 1))", 14, "x > 0"),
    ("Piecewise((x, sin(x)))", 14, "x > 0"),
    ("Piecewise((x, (x, y)))", 14, "x > 0"),
    ("Piecewise((x, x > 0 & y < 1))", 18, "Piecewise(("),
    ("Piecewise((x, cbrt(x) > 0))", 14, "simpler"),
    ("Piecewise((1, False))", 0, None),
    ("x if x>0 else y", 2, "Piecewise"),
    ("x > 0", 0, "Piecewise"),
    ("x == 1", 0, "Piecewise"),
    ("Eq(x, 1)", 0, "Piecewise"),
    ("not x", 0, "Piecewise"),
    ("x and y", 0, "Piecewise"),
    ("x + not y", 4, "brackets"),
    ("x +", 3, None),
    ("* x", 0, None),
    ("x / * y", 4, None),
    ("sin(,x)", 4, None),
    ("sin(x,)", 6, None),
    ("()", 1, None),
    ("x!", 1, "factorial(x)"),
    ("x % 2", 2, "no slope"),
    ("x // 2", 2, "x/2"),
    ("x > 0 && y", 6, "and"),
    ("x; y", 1, "alone"),
    ("x := 1", 2, "alone"),
    ("x  # comment", 3, "comment"),
    ("'x'", 0, "quotes"),
    (r"\frac{1}{x}", 0, "LaTeX"),
    ("x^{2}", 2, "LaTeX"),
    ("$x$", 0, "LaTeX"),
    ("import os", 0, "another name"),
    ("None", 0, "another name"),
    ("lambda x", 7, "lambda*x"),
    ("x ? y", 2, "round brackets"),
    ("a\x00b", 1, "round brackets"),
    ("\ud800", 0, "round brackets"),
    ("µ*μ", 2, "same letters"),
    ("x + 𝑥", 4, "same letters"),
    ("1 + 1/0", 6, None),
    ("x/(y - y)", 3, None),
    ("0/0", 2, None),
    ("0**(-x)", 0, None),
    ("1 + log(0)", 4, None),
    ("sqrt(-1)*x", 0, None),
    ("x*log(-1)", 2, None),
    ("asin(2)", 0, None),
    ("tan(pi/2)", 0, None),
    ("LambertW(-1)", 0, None),
    ("erfinv(2)", 0, "simpler"),
    ("1e400", 0, None),
    ("1e-400", 0, None),
]


@pytest.mark.parametrize(("text", "position", "hint"), REFUSED)
def test_refusals_point_at_the_place_and_hint_at_the_fix(text, position, hint):
    with pytest.raises(ParseError) as caught:
        parse(text)
    assert caught.value.position == position
    assert caught.value.hint is None if hint is None else hint in caught.value.hint


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
    "max(" + ",".join("max(x{0}, y{0})".format(k) for k in range(20)) + ")",
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


@pytest.mark.parametrize("given_", [3, None, b"x", x, ["x"]])
def test_only_text_is_read(given_):
    with pytest.raises(SymgdError, match="text"):
        parse(given_)


@pytest.mark.parametrize(
    ("text", "position", "hint"),
    [
        ("x + alhpa", 4, "alpha"),
        ("x + q", 4, "declare"),
        ("x(2)", 0, "x*(2)"),
        ("alpha(2)", 0, "alpha*(2)"),
        ("g(x)", 0, "g*(x)"),
        ("e + x", 0, "exp"),
    ],
)
def test_undeclared_names_are_refused(text, position, hint):
    with pytest.raises(ParseError) as caught:
        parse(text, ["x", "alpha"])
    assert caught.value.position == position
    assert hint in caught.value.hint


def test_unknown_names_list_the_declared_ones():
    with pytest.raises(ParseError, match="among the variables x, y"):
        parse("z", ["x", "y"])


def test_declared_names_of_functions_are_not_called():
    with pytest.raises(ParseError, match="no function"):
        parse("Piecewise((x, x > 0))", ["Piecewise", "x"])
    with pytest.raises(ParseError, match="condition is wanted"):
        parse("Piecewise((x, Eq(x, 1)))", ["Eq", "x"])


LEAVES = st.sampled_from([x, y, z, Integer(2), Integer(-3), Rational(1, 3), pi])


def _combined(inner):
    two = st.tuples(inner, inner)
    return st.one_of(
        two.map(lambda pair: pair[0] + pair[1]),
        two.map(lambda pair: pair[0] * pair[1]),
        st.tuples(inner, st.integers(2, 4)).map(lambda pair: pair[0] ** pair[1]),
        inner.map(sin),
        inner.map(lambda u: exp(cos(u))),
        inner.map(sympy.atan),
        two.map(lambda pair: Piecewise((pair[0], x > 0), (pair[1], True))),
    )


@given(st.recursive(LEAVES, _combined, max_leaves=8))
def test_what_sympy_prints_is_read_back(expression):
    assert parse(str(expression)) == expression


FORMULA_CHARACTERS = "xyzeπ0123456789 .,+-*/^()|&<>=~²√{}[]'\\_sincoqrtabPw"


@given(st.text(alphabet=FORMULA_CHARACTERS, max_size=30) | st.text(max_size=30))
def test_any_text_is_read_or_refused_at_a_place_within_it(text):
    try:
        expression = parse(text)
    except ParseError as error:
        assert 0 <= error.position <= len(text)
    else:
        assert screen(expression) == expression
