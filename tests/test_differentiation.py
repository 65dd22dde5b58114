"""Exact derivatives: against differences in 40 digits, by hand, and by the work they take."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import mpmath
import numpy as np
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sympy import (
    Abs,
    DiracDelta,
    Heaviside,
    Max,
    Min,
    Piecewise,
    Rational,
    atan,
    atan2,
    cos,
    erf,
    exp,
    log,
    sign,
    sin,
    sqrt,
    tanh,
)

from symgd.cost import Cost
from symgd.differentiation import gradient, second_derivatives

X, Y, Z = sympy.symbols("x y z", real=True)

#: Width of the central differences: at 40 digits their error is some 1e-24.
WIDTH = mpmath.mpf(10) ** -12


def _leaves() -> st.SearchStrategy[sympy.Expr]:
    numbers = st.integers(-3, 3).map(sympy.Integer) | st.sampled_from([Rational(1, 3), sympy.pi])
    return st.sampled_from([X, Y]) | numbers


def _grown(inner: st.SearchStrategy[sympy.Expr]) -> st.SearchStrategy[sympy.Expr]:
    smooth = st.sampled_from([sin, cos, tanh, atan, erf, lambda u: exp(-(u**2))])
    kinked = st.sampled_from([Abs, sign, lambda u: log(1 + Abs(u)), lambda u: sqrt(u**2 + 1)])
    joined = st.sampled_from([sympy.Add, sympy.Mul, Max, Min, lambda u, v: u / (1 + v**2)])
    return (
        st.builds(lambda f, u: f(u), smooth | kinked, inner)
        | st.builds(lambda f, u, v: f(u, v), joined, inner, inner)
        | st.builds(lambda u, n: u**n, inner, st.integers(2, 3))
        | st.builds(lambda u, v, w: Piecewise((u, v > w), (w, True)), inner, inner, inner)
    )


EXPRESSIONS = st.recursive(_leaves(), _grown, max_leaves=12)
# No round numbers, on which a kink might lie.
PLACES = st.floats(-2, 2).map(lambda v: round(v, 3) + 0.000123456789)


def _differences(expression: sympy.Expr, place: tuple[float, float]) -> list[mpmath.mpf]:
    """Return the slope by central differences in 40 digits."""
    function = sympy.lambdify([X, Y], expression, modules="mpmath")
    x, y = map(mpmath.mpf, place)
    h = WIDTH
    return [
        (function(x + h, y) - function(x - h, y)) / (2 * h),
        (function(x, y + h) - function(x, y - h)) / (2 * h),
    ]


def _assume_no_peak(slopes: Iterable[sympy.Expr], place: tuple[float, float]) -> None:
    """Leave out what stands on a jump all around the place, such as sign(Max(x, 0)) at -1."""
    for peak in set().union(*(slope.atoms(DiracDelta) for slope in slopes)):
        assume(Cost(peak.args[0], variables=[X, Y])(place) != 0)


def _assert_close(found: np.ndarray, differences: list[mpmath.mpf]) -> None:
    wanted = np.array([float(d) for d in differences])
    assume(np.all(np.abs(wanted) < 1e8))
    assert np.allclose(found, wanted, rtol=1e-9, atol=1e-9)


@settings(max_examples=120)
@given(EXPRESSIONS, PLACES, PLACES.map(lambda v: v + 0.0007654321))
def test_gradient_agrees_with_central_differences(expression, x, y):
    cost = Cost(expression, variables=[X, Y])
    _assume_no_peak(cost.gradient, (x, y))
    with mpmath.workdps(40):
        _assert_close(cost.gradient_at((x, y)), _differences(expression, (x, y)))


@settings(max_examples=120)
@given(EXPRESSIONS, PLACES, PLACES.map(lambda v: v + 0.0007654321))
def test_hessian_agrees_with_central_differences_of_the_gradient(expression, x, y):
    cost = Cost(expression, variables=[X, Y])
    assume(not any(slope.has(DiracDelta) for slope in cost.gradient))
    _assume_no_peak(cost.hessian, (x, y))
    with mpmath.workdps(40):
        for slope, row in zip(cost.gradient, cost.hessian_at((x, y)), strict=True):
            _assert_close(row, _differences(slope, (x, y)))


@given(EXPRESSIONS, EXPRESSIONS)
def test_gradient_of_a_sum_is_the_sum_of_gradients(first, second):
    one, other = gradient(first, [X, Y]), gradient(second, [X, Y])
    together = gradient(first + second, [X, Y])
    place = {X: Rational(7, 13), Y: Rational(-5, 11)}
    for a, b, c in zip(one, other, together, strict=True):
        difference = (a + b - c).subs(place).evalf(30)
        assert abs(difference) < 1e-20


@pytest.mark.parametrize(
    ("expression", "slope"),
    [
        (sympy.Integer(0), 0),
        (sympy.Integer(7), 0),
        (Y, 0),
        (X, 1),
        (3 * X**2 + Y, 6 * X),
        (Abs(X), sign(X)),
        (Abs(log(X)), sign(log(X)) / X),
        (Abs(sqrt(X) - 1), sign(sqrt(X) - 1) / (2 * sqrt(X))),
        (Abs(X**Y), None),
        (sign(X), 2 * DiracDelta(X)),
        (sign(log(X)), 2 * DiracDelta(log(X)) / X),
        (Heaviside(X), DiracDelta(X)),
        (Max(X, Y), Heaviside(X - Y)),
        (Min(X, 2), Heaviside(2 - X)),
        (atan2(Y, X), -Y / (X**2 + Y**2)),
        (exp(-Abs(log(X))), -exp(-Abs(log(X))) * sign(log(X)) / X),
        (Piecewise((Abs(log(X)), X > 0), (X, True)), None),
        (Max(Abs(log(X)), Abs(log(Y))), None),
    ],
    ids=str,
)
def test_slopes_by_hand_without_complex_parts(expression, slope):
    (found,) = gradient(expression, [X])
    assert not found.atoms(sympy.Derivative, sympy.Subs, sympy.re, sympy.im, sympy.conjugate)
    assert all(type(f).__module__.startswith("sympy.") for f in found.atoms(sympy.Function))
    if slope is not None:
        assert sympy.simplify(found - slope) == 0


def test_abs_of_a_logarithm_twice():
    entries = second_derivatives(gradient(Abs(log(X)), [X]), [X])
    value = entries[0, 0].subs(X, Rational(1, 2))
    assert value == 4  # (-log x)'' = 1/x²


def test_condition_of_a_piecewise_may_hold_an_abs():
    (slope,) = gradient(Piecewise((X**2, Abs(log(X)) > 1), (X, True)), [X])
    assert slope == Piecewise((2 * X, Abs(log(X)) > 1), (1, True))


def test_kinks_inside_kinks():
    (slope,) = gradient(Abs(Abs(log(X)) - 1), [X])
    # At 1/10: log x = -2.3, so the cost is -log(x) - 1 with the slope -1/x.
    assert slope.subs(X, Rational(1, 10)) == -10


def test_only_upper_entries_that_are_not_zero():
    entries = second_derivatives(gradient(X**2 * Y + Z, [X, Y, Z]), [X, Y, Z])
    assert entries == {(0, 0): 2 * Y, (0, 1): 2 * X}


def test_hessian_entries_keep_the_order_of_the_symbols():
    entries = second_derivatives(gradient(X**2 * Y, [Y, X]), [Y, X])
    assert entries == {(0, 1): 2 * X, (1, 1): 2 * Y}


def test_entry_that_vanishes_only_after_differentiation_is_left_out():
    slope = sin(X) ** 2 + cos(X) ** 2 + Y
    assert second_derivatives([slope, X + Y], [X, Y]) == {(0, 1): 1, (1, 1): 1}


def _chain(n: int) -> tuple[sympy.Expr, tuple[sympy.Symbol, ...]]:
    """Return Rosenbrock's valley chained over n variables."""
    x = sympy.symbols(f"x:{n}", real=True)
    links = (100 * (b - a**2) ** 2 + (1 - a) ** 2 for a, b in pairwise(x))
    return sympy.Add(*links), x


@pytest.fixture
def differentiated(monkeypatch):
    """Count the expressions that are differentiated, not the parts SymPy visits inside them."""
    calls = []
    inside = []
    plain = sympy.Expr.diff

    def counting(self, *symbols, **assumptions):
        if not inside:
            calls.append(self)
        inside.append(self)
        try:
            return plain(self, *symbols, **assumptions)
        finally:
            inside.pop()

    monkeypatch.setattr(sympy.Expr, "diff", counting)
    return calls


@pytest.mark.parametrize("n", [10, 20, 40, 80])
def test_work_for_a_chained_sum_grows_with_its_length(differentiated, n):
    expression, x = _chain(n)
    slopes = gradient(expression, x)
    # Each link has a term in two variables and a term in one; none is asked for any other.
    assert len(differentiated) == 3 * (n - 1)
    assert max(len(term.args) for term in differentiated) <= 3
    differentiated.clear()
    entries = second_derivatives(slopes, x)
    assert len(entries) == n + (n - 1)
    assert len(differentiated) <= 9 * n


def test_free_symbols_of_a_slope_are_looked_up_once(monkeypatch):
    expression, x = _chain(30)
    slopes = gradient(expression, x)
    asked = []
    plain = sympy.Basic.free_symbols.fget

    def counting(self):
        if any(self is slope for slope in slopes):
            asked.append(self)
        return plain(self)

    monkeypatch.setattr(sympy.Basic, "free_symbols", property(counting))
    second_derivatives(slopes, x)
    assert len(asked) <= 2 * len(slopes)
