"""Sums over samples in LaTeX."""

from __future__ import annotations

import symgd

DATA = {"x": [1, 2, 3], "y": [3, 5, 7], "x2": [1, 0, 1], "speed": [4, 5, 6], "beta": [1, 1, 2]}


def latex_of(loss: str) -> str:
    return symgd.mean_loss(loss, DATA, "w b").latex()


def test_a_mean_is_a_sum_with_its_factor() -> None:
    expected = r"\frac{1}{3} \sum_{i=1}^{3} \left(b + w \, x_{i} - y_{i}\right)^{2}"
    assert latex_of("(w*x + b - y)**2") == expected


def test_a_sum_has_no_factor() -> None:
    cost = symgd.sum_loss("(w*x - y)**2", DATA)
    assert cost.latex() == r"\sum_{i=1}^{3} \left(w \, x_{i} - y_{i}\right)^{2}"


def test_words_stand_upright_and_an_index_joins_the_other() -> None:
    assert r"w \, \mathrm{speed}_{i}" in latex_of("(w*speed + b - y)**2")
    assert r"w \, x_{2,i}" in latex_of("(w*x2 + b - y)**2")
    assert r"w \, \beta_{i}" in latex_of("(w*beta + b - y)**2")


def test_a_penalty_follows_the_sum() -> None:
    cost = symgd.mean_loss("(w*x + b - y)**2", DATA, "w b") + symgd.ridge(0.1, "w")
    assert cost.latex().endswith(r"- y_{i}\right)^{2} + 0.1 w^{2}")
    assert cost._repr_latex_().startswith(r"$\displaystyle f(w, b) = \frac{1}{3} \sum")


def test_the_letter_of_the_sample_is_one_that_no_name_takes() -> None:
    cost = symgd.sum_loss("(j*i - y)**2", {"i": [1, 2], "y": [1, 2]})
    assert cost.latex() == r"\sum_{s=1}^{2} \left(j \, i_{s} - y_{s}\right)^{2}"
