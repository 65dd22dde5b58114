"""Rows: the same numbers from the generated recurrence and from arrays."""

from __future__ import annotations

import math
from itertools import islice
from typing import Any

import numpy as np
import pytest
import sympy

from symgd import Cost, SymgdError, gd, rule
from symgd.layout import Layout
from symgd.rules.rule import Rule
from symgd.steps import source
from symgd.steps.record import Record
from symgd.steps.source import Rows

ROSENBROCK = "(1 - x)**2 + 100*(y - x**2)**2"


@rule
def heavy(x: Any, g: Any, v: Any = 0.5, *, learning_rate: float = 0.0005, beta: float = 0.9) -> Any:
    v = beta * v + g
    return x - learning_rate * v, v


@rule
def ahead(x: Any, g: Any, v: Any = 0, *, learning_rate: float = 0.0005, beta: float = 0.8) -> Any:
    v = beta * v - learning_rate * g(x + beta * v)
    return x + v, v


@rule
def heun(x: Any, g: Any, *, learning_rate: float = 0.0005) -> Any:
    return x - learning_rate / 2 * (g + g(x - learning_rate * g))


@rule
def nested(x: Any, g: Any, *, learning_rate: float = 0.0005) -> Any:
    return x - learning_rate * g(x - learning_rate * g(x - learning_rate * g))


@rule
def adaptive(
    x: Any,
    g: Any,
    m: Any = 0,
    s: Any = 0,
    *,
    t: Any,
    learning_rate: float = 0.01,
    bold: bool = True,
) -> Any:
    m, s = 0.9 * m + 0.1 * g, 0.99 * s + 0.01 * g**2
    rate = learning_rate if bold else learning_rate / t
    return x - rate * (m / (1 - 0.9**t)) / (sympy.sqrt(s / (1 - 0.99**t)) + 1e-8), m, s


@rule
def capped(x: Any, g: Any, *, learning_rate: float = 0.001) -> Any:
    bounded = sympy.Piecewise((g, sympy.Abs(g) < 1), (sympy.sign(g), True))
    return x - learning_rate * bounded


@rule
def root(x: Any, g: Any, *, learning_rate: float = 0.1) -> Any:
    return x - learning_rate * sympy.sqrt(g)


@rule
def growing(x: Any, g: Any, v: Any = 1, *, learning_rate: float = 0.1, factor: float = 1e40) -> Any:
    return x - learning_rate * g, factor * v


@rule
def far(x: Any, g: Any, *, learning_rate: float = 0.1, reach: float = 1e200) -> Any:
    return x - learning_rate * g(x + reach)


@rule
def fading(x: Any, g: Any, *, t: Any, learning_rate: float = 0.1) -> Any:
    return x - learning_rate * g * (2 - t) ** 0.3


@rule
def late(x: Any, g: Any, *, t: Any, learning_rate: float = 0.1, delay: float = 3) -> Any:
    return x - learning_rate * g / (t - delay)


RULES = [
    gd(learning_rate=0.0005),
    heavy(),
    heavy(v=-1, beta=0),
    ahead(),
    heun(),
    nested(),
    adaptive(),
    adaptive(bold=False),
    capped(),
]


def recorded(cost: Any, start: Any, update: Rule, most: int, steps: int = 60) -> tuple[Rows, Any]:
    """Return the rows, made by the generator if the cost has at most so many variables."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(source, "MOST_GENERATED", most)
        made = Rows(cost, np.array(start, dtype=float), update)
    record = Record()
    for row in islice(made, steps + 1):
        record.block().append(row)
    return made, record.array()


@pytest.mark.parametrize("update", RULES, ids=lambda update: update.label)
@pytest.mark.parametrize(
    ("cost", "start"),
    [
        (ROSENBROCK, (-1.2, 1)),
        ("x**2 + exp(-y) + y**2 - x*y/3", (2, -1)),
        ("Piecewise((x**2, x > 1), (2*x - 1, True)) + log(y + 3)**2", (2, -1)),
    ],
)
def test_generated_rows_and_array_rows_are_the_same(cost: str, start: Any, update: Rule) -> None:
    cost = Cost(cost)
    _, scalar = recorded(cost, start, update, most=99)
    _, array = recorded(cost, start, update, most=0)
    assert scalar.shape == array.shape == (61, 6 + 2 * len(update.memory))
    largest = np.abs(scalar[1:]).max(axis=0)
    assert np.all(np.abs(scalar[1:] - array[1:]) <= 1e-12 * largest)
    np.testing.assert_array_equal(scalar[0], array[0])


@pytest.mark.parametrize("most", [0, 99])
def test_a_look_ahead_takes_the_whole_gradient_at_the_other_point(most: int) -> None:
    cost, (x, y, v, w) = Cost(ROSENBROCK), (-1.2, 1.0, 0.0, 0.0)
    expected = [(x, y)]
    for _ in range(20):
        a, b = x + 0.8 * v, y + 0.8 * w
        slope = (-2 * (1 - a) - 400 * a * (b - a**2), 200 * (b - a**2))
        v, w = 0.8 * v - 0.0005 * slope[0], 0.8 * w - 0.0005 * slope[1]
        x, y = x + v, y + w
        expected.append((x, y))
    made, record = recorded(cost, (-1.2, 1), ahead(), most, steps=20)
    np.testing.assert_allclose(record[:, made.layout.point], expected, rtol=1e-12)


def test_a_row_is_what_the_layout_says() -> None:
    made, record = recorded(Cost(ROSENBROCK), (-1.2, 1), heavy(), most=99, steps=3)
    layout = made.layout
    assert layout == Layout(2, ("v",), 0.0005)
    assert math.isnan(record[0, layout.step_size])
    cost = Cost(ROSENBROCK)
    np.testing.assert_allclose(record[:, layout.cost], cost(record[:, layout.point]), rtol=1e-13)
    np.testing.assert_allclose(
        record[:, layout.slope], cost.gradient_at(record[:, layout.point]), rtol=1e-12
    )
    moves = np.diff(record[:, layout.point], axis=0)
    np.testing.assert_allclose(record[1:, layout.step_size], np.linalg.norm(moves, axis=1))
    np.testing.assert_array_equal(record[0, layout.state(0)], [0.5, 0.5])


def test_memory_is_kept_for_each_coordinate() -> None:
    made, record = recorded(Cost("x**2 + 3*y**2"), (1, 1), heavy(v=0), most=99, steps=1)
    np.testing.assert_array_equal(record[1, made.layout.state(0)], [2, 6])


@pytest.mark.parametrize("most", [0, 99])
@pytest.mark.parametrize(
    ("cost", "start", "update", "overflowed"),
    [
        ("x**2", (1e150,), gd(learning_rate=1e200), True),
        ("x**4", (1e60,), gd(learning_rate=1e30), True),
        ("log(x)", (0.05,), gd(), False),
        ("1/x", (-1,), gd(learning_rate=1), False),
        ("sqrt(x)", (1,), gd(learning_rate=2), False),
        ("x**2", (-1,), root(), False),
        ("x**2", (1,), growing(factor=1e300), True),
        ("x**4", (1,), far(), True),
        ("log(x)", (1,), far(reach=-2), False),
        ("asin(x)", (0.5,), gd(learning_rate=2), False),
        ("x**2", (1,), fading(), False),
        ("x**2", (1,), late(), False),
        ("Piecewise((x, x > 0))", (0.05,), gd(), False),
    ],
)
def test_both_kinds_end_for_the_same_reason(
    most: int, cost: str, start: Any, update: Rule, overflowed: bool
) -> None:
    made, record = recorded(Cost(cost), start, update, most)
    assert np.all(np.isfinite(record[1:]))
    assert made.ending.overflowed is overflowed
    assert len(record) < 61


@pytest.mark.parametrize("most", [0, 99])
def test_an_ending_tells_the_point_that_has_no_value(most: int) -> None:
    made, _ = recorded(Cost("1/x"), (-1,), gd(learning_rate=1), most)
    assert made.ending.point == (0.0,)


@pytest.mark.parametrize("most", [0, 99])
@pytest.mark.parametrize("start", [-360.0, -500.0, -700.0])
def test_an_overflow_inside_a_finite_value_is_no_fault(most: int, start: float) -> None:
    """1/(1 + exp(-x)) is 0 far to the left, though exp(-x)**2 overflows in its slope."""
    made, record = recorded(Cost("1/(1 + exp(-x))"), (start,), gd(learning_rate=1), most, steps=3)
    assert made.ending is None
    np.testing.assert_allclose(record[:, 1], math.exp(start), rtol=1e-10)


@pytest.mark.parametrize("most", [0, 99])
def test_long_steps_are_measured_without_overflow_and_short_ones_without_underflow(
    most: int,
) -> None:
    for rate in (1e200, 1e-180):
        update = gd(learning_rate=rate)
        _, record = recorded(Cost("1e-20*x + 1e-20*y"), (0, 0), update, most, steps=1)
        assert record[1, 0] == pytest.approx(rate * 1e-20 * math.sqrt(2), rel=1e-12, abs=0)


@pytest.mark.parametrize("most", [0, 99])
@pytest.mark.parametrize(
    ("cost", "start", "problem"),
    [
        ("log(x)", -1, "no finite value at the start x = -1: choose a start inside its domain"),
        ("1/x", 0, "no finite value at the start x = 0: choose"),
        ("sqrt(x)", 0, "no finite slope at the start x = 0: choose"),
        ("x**2", 1e200, "no finite value at the start x = 1e200: it overflows there"),
        ("exp(x)", 1000, "it overflows there"),
    ],
)
def test_a_start_without_value_or_slope_is_refused(
    most: int, cost: str, start: float, problem: str
) -> None:
    with pytest.raises(SymgdError, match=problem):
        recorded(Cost(cost), (start,), gd(), most)


@pytest.mark.parametrize("most", [0, 99])
def test_costs_whose_sum_with_the_slope_overflows_are_finite(most: int) -> None:
    _, record = recorded(Cost("1e308*x"), (1,), gd(learning_rate=1e-308), most, steps=1)
    np.testing.assert_allclose(record[0, 1:], [1e308, 1, 1e308])


def test_a_rule_that_no_number_can_be_given_to_is_refused() -> None:
    @rule
    def stepped(x: Any, g: Any, *, learning_rate: float = 0.1) -> Any:
        return x - learning_rate * sympy.floor(g)

    with pytest.raises(SymgdError, match="The rule stepped contains floor"):
        Rows(Cost("x**2"), np.array([3.0]), stepped())


def test_the_start_is_not_changed() -> None:
    for n in (2, source.MOST_GENERATED + 1):
        start = np.arange(1.0, n + 1)
        cost = Cost(sum(s**2 for s in sympy.symbols(f"x:{n}")))
        list(islice(Rows(cost, start, gd()), 5))
        np.testing.assert_array_equal(start, np.arange(1.0, n + 1))


def test_many_variables_descend_each_by_the_closed_form() -> None:
    n = 40
    symbols = sympy.symbols(f"x:{n}")
    cost = Cost(sum((i + 1) * s**2 for i, s in enumerate(symbols)), symbols)
    made, record = recorded(cost, [1.0] * n, gd(learning_rate=0.01), source.MOST_GENERATED)
    k, bends = np.arange(61)[:, None], 2 * np.arange(1, n + 1)
    np.testing.assert_allclose(
        record[:, made.layout.point], (1 - 0.01 * bends) ** k, rtol=1e-11, atol=1e-16
    )
