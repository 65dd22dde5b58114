"""A step told in lines: every printed number is held against the record."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
import sympy

import symgd
from symgd import SymgdError, minimize
from symgd.rules.catalogue import RULES

T = sympy.Symbol("t")
WORDS = {"sqrt": math.sqrt, "Max": max, "Abs": abs, "sign": lambda x: math.copysign(x != 0, x)}


@symgd.rule
def two_looks(x: Any, g: Any, *, learning_rate: float = 0.1) -> Any:
    first = g(x - learning_rate * g / 2)
    return x - learning_rate * g(x - learning_rate * first)


CASES = [
    *(family() for family in RULES.values()),
    symgd.momentum(form="step"),
    symgd.momentum(form="ema"),
    symgd.nesterov(form="grad"),
    symgd.rmsprop(centered=True),
    symgd.nadam(schedule=True),
    symgd.amsgrad(maximum_of="v"),
    symgd.adagrad(s=0.1, epsilon_inside=True),
    symgd.gd(learning_rate=1 / (T + 3)),
    symgd.momentum(learning_rate=0.1 / T),
    symgd.gd(learning_rate=symgd.exact()),
    symgd.newton(learning_rate=0.5),
    two_looks(),
]


def worth(formula: str) -> float:
    """Return the value of a printed formula: numbers, + - * / ** and a few functions."""
    assert re.fullmatch(r"[\d.e+\-*/(), a-zA-Z]*", formula), formula
    return float(eval(formula, {"__builtins__": {}}, WORDS))


@pytest.mark.parametrize("rule", CASES, ids=lambda rule: rule.label)
@pytest.mark.parametrize(
    ("cost", "start"), [("x**4 - 3*x", 2.0), ("x**2 + 3*y**2 + x*y", (2.0, -1.0))]
)
@pytest.mark.parametrize("clip", [None, 0.5])
def test_every_line_of_a_step_is_what_was_recorded(rule, cost, start, clip):
    run = minimize(cost, start, rule, precision=None, max_steps=3, clip=clip)
    for k in range(1, run.nit + 1):
        told = dict.fromkeys(run[k].x.tolist(), False)
        for line in run.explain(k).numbers:
            target, formula, result = line.split(" = ")
            assert worth(formula) == pytest.approx(float(result), rel=2e-4, abs=1e-6), line
            told |= {v: True for v in told if float(result) == pytest.approx(v, rel=1e-4, abs=1e-9)}
            assert target
        assert all(told.values())


def test_gradient_descent_on_a_parabola_reads_like_a_blackboard():
    explanation = minimize("x**2", 3, symgd.gd, max_steps=2).explain(1)
    assert explanation.rule == ("xₖ₊₁ = xₖ - α*gₖ",)
    assert explanation.cost == ("xₖ₊₁ = xₖ - 0.1*(2*xₖ) = 0.8*xₖ",)
    assert explanation.numbers == ("x₁ = 3 - 0.1*6 = 2.4",)


def test_adam_s_corrected_means_are_told():
    explanation = minimize("x**2", 3, symgd.adam, max_steps=2).explain(2)
    targets = [line.split(" = ")[0] for line in explanation.rule]
    assert targets == ["mₖ₊₁", "vₖ₊₁", "m\u0302", "v\u0302", "xₖ₊₁"]
    assert r"\hat{m}" in explanation._repr_latex_()


@pytest.mark.parametrize("rule", CASES, ids=lambda rule: rule.label)
def test_latex_has_a_line_for_each_and_balanced_braces(rule):
    explanation = minimize("x**2 + y**2", (2, 1), rule, max_steps=1, precision=None).explain(1)
    latex = explanation._repr_latex_()
    assert latex.count("{") == latex.count("}")
    assert latex.count("&=") == len(explanation.latex)
    assert len(explanation.latex) == sum(
        map(len, (explanation.rule, explanation.cost, explanation.numbers))
    )


@pytest.mark.parametrize("k", [0, -1, 3, 1.0, True, "1"])
def test_a_step_that_was_not_made_is_refused(k):
    with pytest.raises(SymgdError, match="steps 1 to 2"):
        minimize("x**2", 3, symgd.gd, max_steps=2).explain(k)


def test_substitute_puts_cost_and_numbers_into_the_rule():
    x, v = sympy.Symbol("x_{k}", real=True), sympy.Symbol("v_{k}", real=True)
    ahead = sympy.Symbol("v_{k+1}", real=True)
    (line,) = symgd.gd(learning_rate=0.1).substitute("x**2")
    assert line.rhs == 0.8 * x
    velocity, point = symgd.momentum(learning_rate=0.1, beta=0.5).substitute("x**2")
    assert sympy.simplify(velocity.rhs - (0.5 * v + 2 * x)) == 0
    assert sympy.simplify(point.rhs - (x - 0.1 * ahead)) == 0


def test_substitute_is_the_map_that_the_run_follows():
    (line,) = symgd.gd(learning_rate=0.01).substitute("x**4 - 3*x**3 + 2")
    run = minimize("x**4 - 3*x**3 + 2", 4, symgd.gd(learning_rate=0.01), max_steps=5)
    (x,) = line.rhs.free_symbols
    for before, after in zip(run.path[:-1, 0], run.path[1:, 0], strict=True):
        assert float(line.rhs.subs(x, before)) == pytest.approx(after, rel=1e-12)


@pytest.mark.parametrize("rule", CASES, ids=lambda rule: rule.label)
def test_equations_end_with_the_point_and_print(rule):
    equations = rule.equations
    assert equations[-1].lhs == sympy.Symbol("x_{k+1}", real=True)
    latex = rule._repr_latex_()
    assert latex.count("{") == latex.count("}")


def test_hyperparameters_called_like_letters_are_kept_apart():
    @symgd.rule
    def odd(x: Any, g: Any, *, learning_rate: float = 0.1, alpha: float = 2, k: float = 5) -> Any:
        return x - learning_rate * g * alpha / k

    names = {s.name for s in odd().equations[0].rhs.free_symbols}
    assert names == {"x_{k}", "g_{k}", "alpha", "alpha'", "k'"}


LINE = {"x": [1, 2, 3, 4, 5], "y": [3, 5, 7, 9, 11]}


def test_a_cost_over_data_is_told_with_its_sums():
    cost = symgd.mean_loss("(w*x + b - y)**2", LINE, "w b")
    told = minimize(cost, (0, 0), symgd.gd(learning_rate=0.01), max_steps=1).explain(1)
    assert "Sum((wₖ*x[i] + bₖ - y[i])*x[i], (i, 1, 5))" in told.cost[0]
    # The slopes at the start are -50 and -14.
    assert told.numbers == ("w₁ = 0 - 0.01*(-50) = 0.5", "b₁ = 0 - 0.01*(-14) = 0.14")
    assert r"\sum_{i=1}^{5}" in told._repr_latex_()


def test_a_sum_over_samples_is_not_multiplied_out():
    cost = symgd.mean_loss("(w*x + b - y)**2", LINE, "w b")
    _, slope = symgd.gd(learning_rate=0.1).substitute(cost)
    (total,) = slope.rhs.atoms(sympy.Sum)
    assert str(total) == "Sum(b_{k} + w_{k}*x[i] - y[i], (i, 1, 5))"


def test_a_searched_rate_is_called_by_its_letter():
    (line,) = symgd.gd(learning_rate=symgd.backtracking()).substitute("x**2")
    assert {s.name for s in line.rhs.free_symbols} == {"x_{k}", r"\alpha_{k}"}


def test_a_step_over_a_batch_tells_the_slope_that_it_saw():
    cost = symgd.mean_loss("(w*x + b - y)**2", LINE, "w b")
    run = minimize(
        cost, (0, 0), symgd.gd(learning_rate=0.01), batch_size=1, epochs=1, shuffle=False
    )
    told = run.explain(1)
    assert told.heading.endswith("batch 1 (i counts the samples of its batch)")
    # The first sample is (1, 3): both slopes are -6.
    assert told.numbers == ("w₁ = 0 - 0.01*(-6) = 0.06", "b₁ = 0 - 0.01*(-6) = 0.06")


def test_the_formula_of_a_step_over_a_batch_is_that_of_the_batch():
    cost = symgd.sum_loss("(w*x + b - y)**2", LINE, "w b") + symgd.ridge(1, "b")
    rule = symgd.gd(learning_rate=0.01)
    run = minimize(cost, (0, 0), rule, batch_size=3, epochs=1, shuffle=False)
    # Of five samples in batches of three, the second step sees two, and 2/5 of the penalty.
    assert "Sum(wₖ*x[i] + bₖ - y[i], (i, 1, 2)) + 4*bₖ/5" in run.explain(2).cost[1]
    mean = symgd.mean_loss("(w*x + b - y)**2", LINE, "w b")
    run = minimize(mean, (0, 0), rule, batch_size=2, epochs=1, shuffle=False)
    assert "0.01*Sum(wₖ*x[i] + bₖ - y[i], (i, 1, 2))" in run.explain(1).cost[1]


def test_a_look_ahead_over_a_batch_is_refused():
    cost = symgd.mean_loss("(w*x + b - y)**2", LINE, "w b")
    run = minimize(cost, (0, 0), symgd.nesterov(learning_rate=0.01), batch_size=1, epochs=1)
    with pytest.raises(SymgdError, match="explain a run without batch_size"):
        run.explain(1)
