"""Reading text: what is understood, and what is refused with a place and a hint."""

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


@pytest.mark.parametrize(
    "name", ["lambda", "µ", "μ", "ß", "x_1", "变量", "S", "N", "beta1", "x\u0302", "x٣"]
)
def test_a_free_name_is_a_variable_in_its_own_letters(name):
    (symbol,) = parse(f"{name} + {name}").free_symbols
    assert symbol.name == name
    assert type(symbol) is Symbol


RUN_TOGETHER = [
    ("sinx", "sin(x)"),
    ("cosy", "cos(y)"),
    ("tanz", "tan(z)"),
    ("expt", "exp(t)"),
    ("logx", "log(x)"),
    ("lnx", "ln(x)"),
    ("sqrtu", "sqrt(u)"),
    ("absv", "abs(v)"),
    ("arcsinhw", "arcsinh(w)"),
    ("sin2x", "sin(2*x)"),
    ("cos2x", "cos(2*x)"),
    ("log10x", "log10(x)"),
]


@pytest.mark.parametrize(("name", "call"), RUN_TOGETHER)
def test_a_function_without_its_brackets_is_no_variable(name, call):
    with pytest.raises(ParseError) as caught:
        parse(f"1 + {name}**2")
    assert caught.value.position == 4
    assert call in caught.value.hint
    assert parse(f"1 + {name}**2", [name]) == 1 + Symbol(name) ** 2


@pytest.mark.parametrize(
    "name",
    ["single", "logit", "minimum", "sinus", "maxi", "absolute", "maxx", "minx", "betax", "sinxy"],
)
def test_ordinary_names_that_begin_like_a_function_are_variables(name):
    assert parse(name) == Symbol(name)


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
        ("2*sinx", 2, "sin(x)"),
        ("beta2(x)", 0, "beta("),
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


def place_of_refusal(text):
    """Return where `text` is refused, or None if it is read and passes the screening."""
    try:
        screen(parse(text))
    except ParseError as error:
        return error.position
    return None


@given(st.text(alphabet=FORMULA_CHARACTERS, max_size=30) | st.text(max_size=30))
def test_any_text_is_read_or_refused_at_a_place_within_it(text):
    place = place_of_refusal(text)
    assert place is None or 0 <= place <= len(text)
