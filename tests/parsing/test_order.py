"""What is refused in a text: the place of each refusal, and the hint."""

import re

import pytest

from symgd.errors import ParseError
from symgd.parsing import parse
from symgd.parsing.vocabulary import FUNCTIONS

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
    ("x·y", 1, "*"),
    ("x·2", 1, "*"),
    ("x\u0387y", 1, "*"),
    ("2×x", 1, "*"),
    ("xʹ", 1, "prime"),
    ("x\u0374", 1, "prime"),
    ("x′", 1, "prime"),
    ("ʹx", 0, "prime"),
    ("a‿b", 1, "_"),
    ("a＿b", 1, "round brackets"),
    ("℘", 0, "round brackets"),
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
    ("foo(x)", 0, "sqrt"),
    ("floor(x)", 0, "smooth"),
    ("ｓｉｎ(x)", 0, "sin("),
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
    assert not (caught.value.hint or "").endswith(".")


HINTS = [
    ("exp^x", "write exp(x)"),
    ("exp^2", "write exp(2)"),
    ("2*exp**(x + 1)", "write exp(x + 1)"),
    ("exp^-x + 1", "write exp(-x)"),
    ("exp^sin(x)", "write exp(sin(x))"),
    ("exp^2(x)", "write exp(x)**2"),
    ("exp^(2", "write exp(...)"),
    ("sin^(2)(x)", "write sin(x)**(2)"),
    ("sin^-2(x)", "write sin(x)**-2"),
    ("sin^2 cos(x)", "write sin(cos(x))**2"),
    ("sin^2 + 1", "write sin(x)**2"),
    ("2exp(x)", "write 2*exp(x)"),
    ("2sin(" + "x+" * 20 + "x)", "write 2*sin(...)"),
    ("2x(x+1)", "write 2*x"),
    ("exp(x)y", "write exp(x)*y"),
    ("x(2)y", "write (2)*y"),
    ("relu(x)", "write Max(0, x)"),
    ("relu(x + 1)", "write Max(0, x + 1)"),
    ("relu()", "write Max(0, x)"),
    ("square(x + 1)", "write (x + 1)**2"),
    ("x[0]", "write x_0 or x0"),
    ("2*x[ 12 ]**2", "write x_12 or x12"),
    ("x[k]", "write (, since all brackets are round"),
    ("sin[0]", "write (, since all brackets are round"),
    ("2[0]", "write (, since all brackets are round"),
    ("np.sin(x)", "write sin(x) without np"),
    ("ab_1(x)", "write ab_1*(x) for a product"),
    ("sinx", "write sin(x), or declare sinx as a variable"),
    ("sin10x", "write sin(10*x), or declare sin10x as a variable"),
]


@pytest.mark.parametrize(("text", "hint"), HINTS)
def test_hints_are_written_out(text, hint):
    with pytest.raises(ParseError) as caught:
        parse(text)
    assert caught.value.hint == hint
    assert str(caught.value).endswith(f"Hint: {hint}.")


@pytest.mark.parametrize("name", ["print", "norm", "foo", "f_three", "alpha"])
def test_unknown_functions_are_answered_with_known_ones(name):
    with pytest.raises(ParseError, match="not among the known functions") as caught:
        parse(f"{name}(x)")
    assert f"{name}*" not in caught.value.hint
    named = re.findall(r"[a-zA-Z]\w+", caught.value.hint)
    assert FUNCTIONS.keys() & set(named)
