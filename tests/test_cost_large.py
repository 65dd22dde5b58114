"""Long sums and many variables: as exact as small ones, and compiled without a limit."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import sympy
from sympy import cos

from symgd.cost import Cost

x = sympy.Symbol("x")


def _chain(n: int) -> Cost:
    """Return Rosenbrock's valley chained over n variables."""
    symbols = sympy.symbols(f"x:{n}")
    links = (100 * (b - a**2) ** 2 + (1 - a) ** 2 for a, b in pairwise(symbols))
    return Cost(sympy.Add(*links), variables=symbols)


def test_chain_of_400_variables_by_hand():
    cost = _chain(400)
    at = np.linspace(-1, 1, 400)
    ahead, here = at[1:], at[:-1]
    gaps = ahead - here**2
    assert cost(at) == pytest.approx(np.sum(100 * gaps**2 + (1 - here) ** 2), rel=1e-12)
    slope = np.zeros(400)
    slope[1:] += 200 * gaps
    slope[:-1] += -400 * gaps * here - 2 * (1 - here)
    assert cost.gradient_at(at) == pytest.approx(slope, rel=1e-10, abs=1e-10)
    assert cost.gradient_at(np.ones((2, 400))).tolist() == np.zeros((2, 400)).tolist()


def test_hessian_of_a_chain_is_a_band():
    cost, here = _chain(100), np.linspace(-1, 1, 100)
    hessian = cost.hessian_at(here)
    assert np.count_nonzero(hessian) <= 3 * 100
    assert np.array_equal(hessian, hessian.T)
    assert np.diagonal(hessian, 1) == pytest.approx(-400 * here[:-1], rel=1e-10, abs=1e-10)
    assert cost.hessian.is_symmetric()


def test_sum_of_5000_terms():
    """The geometric sum of x to x⁵⁰⁰⁰ is (x − x⁵⁰⁰¹)/(1 − x)."""
    cost = Cost(sympy.Add(*(x**k for k in range(1, 5001))))
    at = 0.999
    assert cost([[at], [1]]) == pytest.approx([(at - at**5001) / (1 - at), 5000], rel=1e-11)


def test_product_of_many_factors():
    cost = Cost(sympy.Mul(*(1 + x / k**2 for k in range(1, 251))))
    k = np.arange(1, 251)
    factors = 1 + 0.5 / k**2
    assert cost(0.5) == pytest.approx(np.prod(factors), rel=1e-12)


def test_six_variables_against_numpy():
    """A cost in six variables against NumPy's own formula, on a grid of points."""
    symbols = sympy.symbols("a:f")
    cost = Cost(cos(sympy.Add(*(k * s for k, s in enumerate(symbols)))) ** 2, variables=symbols)
    points = np.random.default_rng(3).normal(size=(4, 5, 6))
    angle = points @ np.arange(6.0)
    assert np.allclose(cost(points), np.cos(angle) ** 2, rtol=1e-12, atol=1e-14)
    slope = -np.sin(2 * angle)[..., np.newaxis] * np.arange(6)
    assert np.allclose(cost.gradient_at(points), slope, rtol=1e-12, atol=1e-13)
