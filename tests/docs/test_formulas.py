"""Values that a page shows as formulas."""

from __future__ import annotations

import pytest
import sympy
from sympy.core._print_helpers import Printable

from symgd import Cost, gd, gradient_descent
from symgd.explanation import Explanation
from symgd.rules.rule import Rule

x, y = sympy.symbols("x y")


@pytest.fixture(autouse=True)
def _shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show formulas in this test only."""
    for kind in (Printable, Cost, Rule, Explanation):
        monkeypatch.setattr(kind, "_repr_html_", None, raising=False)
    import formulas

    formulas.show_as_formulas()


@pytest.mark.parametrize(
    ("value", "latex"),
    [
        (x**2 / 2, r"\[\frac{x^{2}}{2}\]"),
        (sympy.Eq(x, y), r"\[x = y\]"),
        (sympy.Matrix([[1, x]]), r"\[\left[\begin{matrix}1 &amp; x\end{matrix}\right]\]"),
        (sympy.Lt(x, y), r"\[x &lt; y\]"),
        (Cost("x**2"), r"\[\displaystyle f(x) = x^{2}\]"),
        (gd(), r"\[\displaystyle \begin{gathered} x_{k+1} = - \alpha g_{k} + x_{k} \end"),
    ],
)
def test_value_is_set_by_mathjax(value: object, latex: str) -> None:
    html = value._repr_html_()
    assert html.startswith('<div class="math ')
    assert latex in html
    assert "$" not in html


def test_explanation_keeps_its_lines_apart() -> None:
    html = gradient_descent("x**2", start=3, learning_rate=0.1).explain(1)._repr_html_()
    assert html.count(r"\\") == 2
    assert html.count("&amp;=") == 3
