"""Sums over samples in blocks, whatever their number and the memory allowed."""

from __future__ import annotations

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symgd import mean_loss, minimize, sum_loss
from symgd.data.columns import BLOCK
from symgd.data.shares import block_length
from symgd.rules import catalogue

LINE = "(w*x + b - y)**2"
w = sympy.Symbol("w")

MAKERS = {"mean": mean_loss, "sum": sum_loss}


@pytest.mark.parametrize("most", [1, 1e3, 1e6, 1e12])
@pytest.mark.parametrize("width", [1, 7, 300])
def test_a_block_has_at_least_one_sample_and_fits(most, width):
    length = block_length(most, width)
    assert 1 <= length <= BLOCK
    assert length == 1 or length * width * 8 <= most


def test_an_overflow_is_told_from_what_has_no_value():
    cost = mean_loss("exp(w*x) + log(w)", {"x": [1.0, 2.0]})
    assert cost.pointwise.overflows_at(np.array([1e4]))
    assert not cost.pointwise.overflows_at(np.array([-1.0]))


def test_a_complex_sum_is_no_value():
    cost = mean_loss("(-x)**(w/3)", {"x": [8.0, 27.0]})
    assert np.isnan(cost(1))
    assert cost(3) == -17.5
    assert np.isnan(cost([[1.0], [2.0]])).all()


@pytest.mark.parametrize("count", [1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 1])
def test_blocks_add_up(count):
    rng = np.random.default_rng(count)
    x, y = rng.normal(size=(2, count))
    cost = mean_loss(LINE, {"x": x, "y": y}, "w b") + 0.5 * w**2
    error = 0.7 * x - 0.2 - y
    assert cost((0.7, -0.2)) == pytest.approx(np.mean(error**2) + 0.245, rel=1e-12)
    slopes = [2 * np.mean(error * x) + 0.7, 2 * np.mean(error)]
    assert cost.gradient_at((0.7, -0.2)) == pytest.approx(slopes, rel=1e-10, abs=1e-13)
    bends = [[2 * np.mean(x * x) + 1, 2 * np.mean(x)], [2 * np.mean(x), 2]]
    assert cost.hessian_at((0.7, -0.2)) == pytest.approx(np.array(bends), rel=1e-10, abs=1e-13)


@pytest.mark.parametrize("memory", [1, 1000, 1e5, 1e9])
def test_memory_changes_nothing_but_rounding(memory):
    x, y = np.random.default_rng(0).normal(size=(2, 300))
    loss = "log(1 + exp(w*x)) + (b - y)**2 + w*b*x*y"
    wide, narrow = (mean_loss(loss, {"x": x, "y": y}, "w b", m) for m in (2**26, memory))
    points = np.random.default_rng(1).normal(size=(7, 2))
    assert narrow(points) == pytest.approx(wide(points), rel=1e-12)
    assert narrow(points[0]) == pytest.approx(wide(points[0]), rel=1e-12)
    assert narrow.gradient_at(points) == pytest.approx(wide.gradient_at(points), rel=1e-10)
    bends = [c.along(points[0], points[1]) for c in (wide + w, narrow + w)]
    assert bends == [None, None]
    run, other = (
        minimize(c, (0, 0), catalogue.gd, batch_size=7, epochs=1, rng=0) for c in (wide, narrow)
    )
    assert run.path == pytest.approx(other.path, rel=1e-12)


def test_a_quadratic_on_a_large_grid_is_drawn_from_its_minimum():
    rng = np.random.default_rng(8)
    x = rng.normal(size=20_000)
    data = {"x": x, "y": 2 * x + 1 + rng.normal(size=len(x))}
    cost = mean_loss(LINE, data, "w b")
    ws, bs = np.meshgrid(np.linspace(1, 3, 40), np.linspace(0, 2, 40))
    values = cost.sample(ws, bs)
    for i, j in [(0, 0), (20, 20), (39, 5)]:
        assert values[i, j] == pytest.approx(cost((ws[i, j], bs[i, j])), rel=1e-12)


terms = st.lists(
    st.tuples(
        st.integers(-3, 3),
        *(st.integers(0, 2) for _ in range(4)),
    ),
    min_size=1,
    max_size=6,
)
numbers = st.lists(st.floats(-2, 2, width=16), min_size=1, max_size=12)


@settings(max_examples=25)
@given(terms, numbers, st.sampled_from(sorted(MAKERS)), st.integers(1, 400))
def test_polynomial_losses_agree_with_numpy(powers, column, kind, memory):
    x = np.array(column)
    y = x[::-1] + 0.5
    symbols = sympy.symbols("w b x y")
    loss = symbols[0] * symbols[2] + sum(
        c * sympy.Mul(*(s**k for s, k in zip(symbols, ks, strict=True))) for c, *ks in powers
    )
    if not {"w", "x"} <= {s.name for s in loss.free_symbols}:
        loss += symbols[0] * symbols[2] * 5
    cost = MAKERS[kind](loss, {"x": x, "y": y}, "w b", memory)
    point = np.array([0.75, -1.25])
    weigh = np.mean if kind == "mean" else np.sum
    slopes = [loss, *(sympy.diff(loss, s) for s in symbols[:2])]
    values = [
        weigh(np.broadcast_to(sympy.lambdify(symbols, e)(*point, x, y), x.shape)) for e in slopes
    ]
    found = [cost(point), *cost.gradient_at(point)]
    assert found == pytest.approx(values, rel=1e-9, abs=1e-9)
    several = np.array([point, [0, 0], [1, 2]])
    assert cost(several)[0] == pytest.approx(values[0], rel=1e-9, abs=1e-9)
    along = cost.along(point, np.array([1.0, -2.0]))
    expected = cost(point + 0.5 * np.array([1, -2]))
    polynomial = np.polynomial.Polynomial(along)
    assert polynomial(0.5) == pytest.approx(expected, rel=1e-9, abs=1e-9)
