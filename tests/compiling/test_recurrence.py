"""Cost and rule compiled into one generator: against loops written by hand, and its fallback."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np
import pytest
import sympy
from sympy import Abs, Max, Piecewise, cos, exp, log, sin, sqrt

from symgd.compiling.recurrence import Compiled, compile_recurrence
from symgd.differentiation import gradient

X, Y, Z, G, T = sympy.symbols("x y z g t", real=True)
A, B, V, S, L = sympy.symbols("a_ b_ v_ s_ l_", real=True)


@dataclass(frozen=True)
class Traced:
    """A rule as the compiler takes it, written by hand."""

    update: tuple[sympy.Expr, ...]
    memory: tuple[sympy.Symbol, ...] = ()
    hyperparameters: tuple[sympy.Symbol, ...] = ()
    lookaheads: tuple[tuple[sympy.Symbol, sympy.Expr], ...] = ()
    x: sympy.Symbol = X
    g: sympy.Symbol = G
    t: sympy.Symbol = T
    rate_place: int | None = None


GD = Traced((X - A * G,), hyperparameters=(A,))
MOMENTUM = Traced((X - A * (B * V + G), B * V + G), (V,), (A, B))
NESTEROV = Traced((X + B * V - A * L, B * V - A * L), (V,), (A, B), ((L, X + B * V),))
COUNTING = Traced((X - A * V / (1 - B**T), B * V + (1 - B) * G, Max(S, Abs(G))), (V, S), (A, B))
SIGNED = Traced((X - A * Piecewise((1, G > 0), (-1, G < 0), (0, True)),), hyperparameters=(A,))


def _gd(x, g, slope, memory, t, a):
    return x - a * g, ()


def _momentum(x, g, slope, memory, t, a, b):
    v = b * memory[0] + g
    return x - a * v, (v,)


def _nesterov(x, g, slope, memory, t, a, b):
    v = b * memory[0] - a * slope(x + b * memory[0])
    return x + v, (v,)


def _counting(x, g, slope, memory, t, a, b):
    v, s = memory
    return x - a * v / (1 - b**t), (b * v + (1 - b) * g, np.maximum(s, np.abs(g)))


def _signed(x, g, slope, memory, t, a):
    return x - a * np.sign(g), ()


RULES = {
    "gd": (GD, _gd, (0.001,)),
    "momentum": (MOMENTUM, _momentum, (0.0003, 0.8)),
    "nesterov": (NESTEROV, _nesterov, (0.0003, 0.7)),
    "counting": (COUNTING, _counting, (0.0005, 0.9)),
    "signed": (SIGNED, _signed, (0.01,)),
}

# Formula, start, and value and slope written by hand.
COSTS = {
    "parabola": (
        (X - 2) ** 2 + 1,
        [5.0],
        lambda p: ((p[0] - 2) ** 2 + 1, [2 * (p[0] - 2)]),
    ),
    "wave": (
        X**2 / 10 + 3 * sin(X) ** 2,
        [1.3],
        lambda p: (p[0] ** 2 / 10 + 3 * math.sin(p[0]) ** 2, [p[0] / 5 + 3 * math.sin(2 * p[0])]),
    ),
    "rosenbrock": (
        (1 - X) ** 2 + 100 * (Y - X**2) ** 2,
        [-0.5, 0.6],
        lambda p: (
            (1 - p[0]) ** 2 + 100 * (p[1] - p[0] ** 2) ** 2,
            [
                -2 * (1 - p[0]) - 400 * p[0] * (p[1] - p[0] ** 2),
                200 * (p[1] - p[0] ** 2),
            ],
        ),
    ),
    "three": (
        X**2 + exp(Y / 2) - Y + cos(Z) * X,
        [1.0, -1.0, 0.5],
        lambda p: (
            p[0] ** 2 + math.exp(p[1] / 2) - p[1] + math.cos(p[2]) * p[0],
            [
                2 * p[0] + math.cos(p[2]),
                math.exp(p[1] / 2) / 2 - 1,
                -math.sin(p[2]) * p[0],
            ],
        ),
    ),
}


def _compiled(
    cost: sympy.Expr, rule: Traced = GD, variables: tuple[sympy.Symbol, ...] | None = None
) -> Compiled:
    symbols = variables or tuple(s for s in (X, Y, Z) if s in cost.free_symbols)
    return compile_recurrence(symbols, cost, gradient(cost, symbols), rule)


def _again(code: Compiled, calls: list[tuple[float, ...]] | None = None) -> Callable[..., Any]:
    """Evaluate a step with NumPy's numbers, and end where the result is not finite and real."""

    def again(*state: float) -> tuple[float, ...] | None:
        if calls is not None:
            calls.append(state)
        with np.errstate(all="ignore"):
            values = code.step_any(*map(np.float64, state))
        if any(map(np.iscomplexobj, values)) or not np.all(np.isfinite(values)):
            return None
        return tuple(map(float, values))

    return again


def _rows(
    code: Compiled,
    start: list[float],
    memory: list[float],
    numbers: tuple[float, ...],
    again: Callable[..., Any] | None = None,
) -> Iterator[tuple[float, ...]]:
    first = code.evaluate(*start)
    return code.rows(*start, *memory, *first, *numbers, again or _again(code))


def _by_hand(point, value_and_slope, step, kept, numbers, count):
    """Make the rows by a plain loop: size, value, point, slope, memory."""
    x, memory = np.array(point), [np.zeros(len(point))] * kept
    value, slope = value_and_slope(x)
    yield [math.nan, value, *x, *slope, *np.ravel(memory)]
    for t in range(1, count):
        y, memory = step(
            x, np.array(slope), lambda p: np.array(value_and_slope(p)[1]), memory, t, *numbers
        )
        size, x = np.linalg.norm(y - x), y
        value, slope = value_and_slope(x)
        yield [size, value, *x, *slope, *np.ravel(memory)]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("cost", COSTS)
def test_rows_are_those_of_a_loop_by_hand(cost, rule):
    formula, start, value_and_slope = COSTS[cost]
    traced, step, numbers = RULES[rule]
    kept = len(traced.memory)
    code = _compiled(formula, traced)
    rows = list(islice(_rows(code, start, [0.0] * kept * len(start), numbers), 30))
    wanted = list(_by_hand(start, value_and_slope, step, kept, numbers, 30))
    assert np.allclose(rows, wanted, rtol=1e-12, atol=1e-12, equal_nan=True)
    assert {type(number) for row in rows for number in row} == {float}


def test_textbook_figure_of_100_steps():
    """X ← x − 0.1·2x from 3: the float of 100 such steps, not of the product 3·0.8¹⁰⁰."""
    rows = list(islice(_rows(_compiled(X**2), [3.0], [], (0.1,)), 101))
    assert rows[100][2] == 6.111107929003464e-10
    x = 3.0
    for row in rows[1:]:
        x = x - 0.1 * (2 * x)
        assert row[2] == x


def test_step_is_the_distance_and_the_first_has_none():
    rows = list(islice(_rows(_compiled(X**2 + Y**2), [3.0, 4.0], [], (0.5,)), 2))
    assert math.isnan(rows[0][0])
    assert rows[1] == (5.0, 0.0, 0.0, 0.0, 0.0, 0.0)


def test_distance_neither_overflows_nor_vanishes_on_the_way():
    code = _compiled(X + Y)
    far = next(islice(_rows(code, [0.0, 0.0], [], (3e200,)), 1, None))
    near = next(islice(_rows(code, [0.0, 0.0], [], (3e-200,)), 1, None))
    assert far[0] == pytest.approx(3e200 * math.sqrt(2))
    assert near[0] == pytest.approx(3e-200 * math.sqrt(2))


def test_evaluate_gives_cost_and_slope():
    code = _compiled(X**2 * Y)
    assert code.evaluate(3.0, 2.0) == (18.0, 12.0, 9.0)
    assert tuple(code.evaluate_any(np.float64(3), np.float64(2))) == (18.0, 12.0, 9.0)


@pytest.mark.parametrize("formula", [sympy.Integer(0), sympy.Integer(7), sympy.pi], ids=str)
def test_constant_costs_stand_still(formula):
    code = _compiled(formula, variables=(X, Y))
    rows = list(islice(_rows(code, [1.0, 2.0], [], (0.1,)), 3))
    assert rows[1:] == [(0.0, float(formula), 1.0, 2.0, 0.0, 0.0)] * 2
    assert {type(number) for number in rows[1]} == {float}


# Names.

HOSTILE = ["t", "v", "beta", "lambda", "again", "size", "f", "x0", "y0", "g0", "h0", "c0", "u0"]


@pytest.mark.parametrize("name", [*HOSTILE, "s0_0", "nan", "hypot", "sqrt", "OverflowError", "a b"])
@pytest.mark.parametrize("rule", ["momentum", "nesterov", "counting"])
def test_names_of_variables_do_not_reach_the_code(name, rule):
    traced, _, numbers = RULES[rule]
    hostile = sympy.Symbol(name, real=True)
    memory = [0.0] * 2 * len(traced.memory)
    cost = (1 - X) ** 2 + 3 * (Y - X**2) ** 2 + sqrt(1 + Y**2)
    renamed = cost.xreplace({X: hostile})
    plain = compile_recurrence((X, Y), cost, gradient(cost, (X, Y)), traced)
    other = compile_recurrence((hostile, Y), renamed, gradient(renamed, (hostile, Y)), traced)
    rows = list(islice(_rows(plain, [0.5, 2.0], memory, numbers), 5))
    assert np.allclose(
        list(islice(_rows(other, [0.5, 2.0], memory, numbers), 5)), rows, equal_nan=True, rtol=1e-14
    )


def test_variables_named_like_the_symbols_of_the_rule_stay_apart():
    """The rule's own x, g, t and the cost's x, g, t are equal symbols with other meanings."""
    cost = X**2 + 2 * G**2 + 3 * T**2
    code = compile_recurrence((T, X, G), cost, gradient(cost, (T, X, G)), COUNTING)
    rows = list(islice(_rows(code, [1.0, 2.0, 3.0], [0.0] * 6, (0.1, 0.9)), 3))
    wanted = _by_hand(
        [1.0, 2.0, 3.0],
        lambda p: (3 * p[0] ** 2 + p[1] ** 2 + 2 * p[2] ** 2, [6 * p[0], 2 * p[1], 4 * p[2]]),
        _counting,
        2,
        (0.1, 0.9),
        3,
    )
    assert np.allclose(rows, list(wanted), rtol=1e-13, equal_nan=True)


# What floats cannot do is done again with NumPy's numbers.


@pytest.mark.parametrize(
    ("formula", "start", "rate", "calls"),
    [
        (sympy.acot(X) + X, -1.0, -2.0, 1),  # 1/0 is inf, and its arctangent π/2
        (sympy.sech(X) + X, -799.0, 1.0, 1),  # math.cosh overflows, the cost does not
        (X**2, 1.0, 0.1, 0),
        (Piecewise((log(X), X > 0), (X, True)), 0.5, 1.0, 0),
    ],
    ids=str,
)
def test_step_is_made_again_where_floats_raise(formula, start, rate, calls):
    code, seen = _compiled(formula), []
    with np.errstate(all="ignore"):
        value, slope = code.evaluate_any(np.float64(start))
    rows = code.rows(start, float(value), float(slope), rate, _again(code, seen))
    first, second = islice(rows, 2)
    assert len(seen) == calls
    assert second[2] == pytest.approx(start - rate * float(slope), abs=1e-12)
    with np.errstate(all="ignore"):
        wanted = code.evaluate_any(np.float64(second[2]))
    assert second[1:2] + second[3:4] == pytest.approx(tuple(map(float, wanted)))
    assert len(first) == len(second) == 4


@pytest.mark.parametrize(
    ("formula", "start", "rate"),
    [
        (X**2, 1.0, 1e200),  # x*x is inf without an exception
        (X**4, 1e60, 1.0),  # x**4.0 raises OverflowError
        (1 / X, 1.0, -1.0),  # onto the pole: ZeroDivisionError
        (log(X), 1.0, 2.0),  # log(-1): ValueError
        (X**1.5, 1.0, 2.0),  # (-2)**1.5 is complex in Python
        (Abs(X ** sympy.Rational(1, 3) + 1) + 2 * X, 1.0, 2.0),  # its size is not
        (exp(X) - exp(X / 2), 700.0, -1e-302),  # inf
    ],
    ids=str,
)
def test_rows_end_where_there_is_no_finite_real_number(formula, start, rate):
    code, calls = _compiled(formula), []
    rows = list(islice(_rows(code, [start], [], (rate,), _again(code, calls)), 50))
    assert len(calls) == 1
    assert 1 <= len(rows) < 50
    assert np.all(np.isfinite([row[1:] for row in rows]))


def test_fallback_gets_the_state_and_its_answer_goes_on():
    code = _compiled(log(X) * Y, MOMENTUM)
    states = []

    def again(*state: float) -> tuple[float, ...] | None:
        states.append(state)
        return (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0) if len(states) == 1 else None

    rows = list(_rows(code, [1.0, 2.0], [0.5, 0.25], (2.0, 0.5), again))
    assert states[0] == (1.0, 2.0, 0.5, 0.25, 2.0, 0.0, 0.0, 2.0, 0.5)
    assert rows[1] == (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0)
    assert len(states) == 2
    assert states[1][:6] == (3.0, 4.0, 7.0, 8.0, 5.0, 6.0)


def test_fallback_knows_the_step_number():
    code = _compiled(sqrt(X), COUNTING)
    numbers = []

    def again(*state: float) -> None:
        numbers.append(state[4])

    assert len(list(_rows(code, [1.0], [0.0, 0.0], (2.0, 0.5), again))) == 1 + numbers[0] - 1


def test_faults_of_the_fallback_come_through():
    def again(*state: float) -> None:
        raise KeyboardInterrupt

    rows = _rows(_compiled(log(X)), [1.0], [], (2.0,), again)
    next(rows)
    with pytest.raises(KeyboardInterrupt):
        next(rows)


def test_large_finite_numbers_go_on():
    """Their sum overflows, so they are looked at again, number by number."""
    code, calls = _compiled(X * 10**308 + X * 10**308 / 2), []
    rows = list(islice(_rows(code, [0.9], [], (1e-309,), _again(code, calls)), 4))
    assert len(rows) == 4
    assert len(calls) == 3


def test_infinities_that_cancel_are_not_finite():
    code = _compiled(X**2 - Y**2)
    rows = list(islice(_rows(code, [1.0, 1.0], [], (-1e200,)), 9))
    assert len(rows) == 1


def test_memory_that_overflows_ends_the_rows():
    square = Traced((X - A * G, V + G**2), (V,), (A,))
    code = _compiled(X * 10**160, square)
    assert len(list(islice(_rows(code, [1.0], [0.0], (1e-170,)), 9))) == 1


def test_guards_are_asked_first_in_cost_slope_and_rule():
    calls = []
    root = Traced((X - A * Piecewise((sqrt(G), G > 0), (-sqrt(-G), True)),), hyperparameters=(A,))
    cost = Piecewise((log(X) ** 2 + log(X), X > 1), (X - 1, True))
    code = _compiled(cost, root)
    rows = list(islice(_rows(code, [1.5], [], (0.25,), _again(code, calls)), 20))
    assert calls == []
    assert rows[-1][2] < 0


def test_quotient_of_zeros_in_a_rule_is_zero():
    """A coordinate whose slope has always been 0 does not move, with ε = 0 too."""
    scaled = Traced((X - A * G / sqrt(V + G**2), V + G**2), (V,), (A,))
    calls = []
    code = _compiled(X**2, scaled, (X, Y))
    rows = list(islice(_rows(code, [1.0, 5.0], [0.0, 0.0], (0.1,), _again(code, calls)), 4))
    assert [row[3] for row in rows] == [5.0] * 4
    assert rows[1][2] == pytest.approx(0.9)


# Many numbers, one compilation.


def test_other_numbers_compile_nothing():
    code = _compiled(X**2, MOMENTUM)
    misses = compile_recurrence.cache_info().misses
    assert _compiled(X**2, replace(MOMENTUM)) is code
    assert compile_recurrence.cache_info().misses == misses
    assert compile_recurrence.cache_info().maxsize is not None
    fast = list(islice(_rows(code, [1.0], [0.0], (0.1, 0.5)), 3))
    slow = list(islice(_rows(code, [1.0], [0.0], (0.01, 0.5)), 3))
    assert fast[1][2] < slow[1][2]


def test_generators_of_one_compilation_do_not_meet():
    code = _compiled(X**2)
    one, other = _rows(code, [1.0], [], (0.1,)), _rows(code, [2.0], [], (0.1,))
    pairs = [(a[2], b[2]) for a, b in islice(zip(one, other, strict=True), 5)]
    assert all(b == 2 * a for a, b in pairs)
