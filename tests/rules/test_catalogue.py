"""The rules themselves, against the formulas of their sources."""

from __future__ import annotations

import pytest
import sympy

from symgd import SymgdError, gd


def test_gradient_descent_is_cauchys_formula() -> None:
    x, g, alpha = sympy.symbols("x_{k} g_{k} alpha", real=True)
    assert gd().equations == (sympy.Eq(sympy.Symbol("x_{k+1}", real=True), x - alpha * g),)


def test_gradient_descent_has_a_learning_rate_of_a_tenth_by_default() -> None:
    assert gd().learning_rate == 0.1
    assert gd(learning_rate=0.5).label == "gd, α = 0.5"


def test_a_wrong_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SymgdError, match="gd has no hyperparameter rate; it has learning_rate"):
        gd(rate=0.1)
