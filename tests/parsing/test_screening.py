"""Checking expressions that come as objects."""

from fractions import Fraction

import numpy as np
import pytest
import sympy
from sympy import Add, Float, Function, Integer, Mul, Piecewise, Pow, Rational, S, Symbol, exp, sin
from sympy.physics.units import meter
from sympy.stats import Normal

from symgd.errors import SymgdError
from symgd.parsing import screen

x, y = sympy.symbols("x y")
MATRIX = sympy.MatrixSymbol("A", 2, 2)


class Disguised(Symbol):
    """Prints itself as code."""

    def _pythoncode(self, printer):
        return "__import__('os').system('x')"


class Sine(sin):
    """A function that could print itself as anything."""


def nested(depth):
    """Return sin(sin(...)) of that many nodes."""
    tower = x
    for _ in range(depth - 1):
        tower = sin(tower, evaluate=False)
    return tower


def doubled(times):
    """Return a small graph whose tree has 2**times leaves."""
    shared = x
    for _ in range(times):
        shared = Add(shared, shared, evaluate=False)
    return shared


CHAIN = sum(
    (Symbol(f"x{k}") - Symbol(f"x{k + 1}") ** 2) ** 2 for k in range(400)
)  # as in Rosenbrock's function


@pytest.mark.parametrize(
    "expression",
    [
        x**2 + sympy.pi * exp(-y),
        sympy.Abs(x) + sympy.Max(x, 0) + sympy.atan2(y, x),
        Piecewise((x, x > 0), (Piecewise((1, (x < -3) | ~(x > -9)), (2, True)), True)),
        Piecewise((x, sympy.ITE(x > 0, y > 0, y < 1)), (S.Half, True)),
        sympy.diff(sympy.Heaviside(x), x, 2),
        sympy.besselj(0, x) + sympy.LambertW(x) + sympy.digamma(x),
        Symbol("__import__('os')") + Symbol("x; y"),
        sympy.Dummy("x") ** 2,
        Symbol("x", real=True, positive=True),
        x + sympy.acot(0, evaluate=False),
        sympy.besselj(0, 1) ** 2,
        sympy.sinc(1) + sympy.sign(3, evaluate=False) + sympy.Heaviside(2, evaluate=False),
        sympy.sinc(0, evaluate=False) + sympy.Heaviside(0, evaluate=False),
        sympy.DiracDelta(1, evaluate=False) * x,
        nested(100),
        CHAIN,
    ],
)
def test_known_expressions_come_back_as_the_same_object(expression):
    assert screen(expression) is expression


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (3, Integer(3)),
        (2.5, Float(2.5)),
        (Fraction(1, 3), Rational(1, 3)),
        (np.float32(0.5), Float(0.5)),
        (np.int64(7), Integer(7)),
    ],
)
def test_plain_numbers_become_sympy_numbers(number, expected):
    assert screen(number) == expected
    assert type(screen(number)) is type(expected)


REFUSED = [
    ([x], "list"),
    ({"x": 1}, "dict"),
    (None, "NoneType"),
    ("x", "parse"),
    (1j, "complex"),
    (True, "equation or inequality"),
    (np.array([1.0]), "ndarray"),
    (lambda u: u, "not a Python function"),
    (sympy.Lambda(x, x + 1), "not a Python function"),
    (sin, "sin lacks its argument"),
    (Function("f"), "f lacks its argument"),
    (1 + Function("f")(x), "function f is undefined"),
    (sympy.Matrix([x]), "matrix"),
    (MATRIX, "matrix"),
    (x + MATRIX[0, 0], "matrix"),
    (sympy.Array([x]), "matrix"),
    (sympy.Eq(x, 1), "equation or inequality"),
    (x > 0, "equation or inequality"),
    (S.true, "equation or inequality"),
    (3 * meter, "unit meter"),
    (Normal("X", 0, 1) + x, "random symbol X"),
    (Symbol("A", commutative=False) + x, "A is non-commutative"),
    (Symbol("w", imaginary=True), "w is declared as not real"),
    (S.ComplexInfinity * x, "infinite"),
    (S.NaN, "infinite"),
    (S.Infinity, "infinite"),
    (-S.Infinity, "infinite"),
    (float("nan"), "infinite"),
    (float("inf"), "infinite"),
    (S.ImaginaryUnit * x, "imaginary unit"),
    (sympy.re(x), "re belongs"),
    (sympy.Abs(exp(x)), "real=True"),
    (sympy.im(x), "im belongs"),
    (sympy.arg(x), "arg belongs"),
    (sympy.conjugate(x), "conjugate belongs"),
    (sympy.floor(x), "floor jumps"),
    (sympy.ceiling(x), "ceiling jumps"),
    (x % 2, "Mod jumps"),
    (sympy.frac(x), "frac jumps"),
    (sympy.Derivative(sympy.Abs(x), x), "doit"),
    (sympy.Integral(x, x), "doit"),
    (sympy.Sum(x, (x, 1, 3)), "doit"),
    (sympy.Product(x, (x, 1, 3)), "doit"),
    (sympy.Limit(x, x, 0), "doit"),
    (sympy.Poly(x**2), "as_expr"),
    (sympy.IndexedBase("a")[1], "Indexed"),
    (sympy.zeta(x), "zeta is not among"),
    (sympy.Interval(0, 1), "Interval"),
    (Disguised("x") + 1, "class Disguised"),
    (Sine(x), "Sine is not among"),
    (Piecewise((x, sympy.Q.positive(x)), (1, True)), "condition AppliedPredicate"),
    (Piecewise((x, Symbol("b")), (1, True)), "condition Symbol"),
    (Piecewise((x, Disguised("b")), (1, True)), "condition Disguised"),
    (sympy.Tuple(x, y), "Tuple"),
    (nested(101), "nested"),
    (nested(5000), "nested"),
    (doubled(60), "Written out"),
    (x + Symbol("x", real=True), "Two different symbols have the name x"),
    (sympy.asin(2), "no finite real value"),
    (Pow(-8, Rational(1, 3)), "no finite real value"),
    (Pow(0, -1, evaluate=False), "no finite real value"),
    (sympy.DiracDelta(0), "no finite real value"),
    (x + Pow(9, Pow(9, 9, evaluate=False), evaluate=False), "too large"),
    (Add(Float(1e308), Float(1e308), evaluate=False), "too large"),
    (Mul(Float(1e308), 10, evaluate=False), "too large"),
    (x * Integer(10) ** 400, "too large"),
    (x * Float("1e400"), "too large"),
    (x * Float("1e-400"), "too small"),
    (x * Rational(1, 10**400), "too many digits"),
    (Pow(Rational(10**7 + 1, 10**7), 10**9, evaluate=False), "too many digits"),
    (exp(exp(1000)), "too large"),
    (sympy.factorial(10**9, evaluate=False), "too large"),
    (x ** (10**7), "exponent"),
]


@pytest.mark.parametrize(("expression", "reason"), REFUSED, ids=[reason for _, reason in REFUSED])
def test_everything_else_is_refused_by_name(expression, reason):
    with pytest.raises(SymgdError, match=reason):
        screen(expression)


def test_twins_are_both_named():
    with pytest.raises(SymgdError, match=r"Symbol\('x'\) and Symbol\('x', real=True\)"):
        screen(x * Symbol("x", real=True))
