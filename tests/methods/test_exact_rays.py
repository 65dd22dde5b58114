"""Exact line searches where the polynomial along the ray is delicate."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

import symgd

RULE = symgd.gd(learning_rate=symgd.exact())


@pytest.mark.parametrize(
    ("cost", "start"),
    [
        ("(x + y - 3)**6 + (x - y)**2", (0.4, 0.2)),
        ("(x + y + z - 3)**4 + (x - y)**2 + (y - z)**2", (4, -2, 1)),
        ("(x + y)**16 + (x - y)**2", (0.4, 0.2)),
        ("x**2 - 2*x*y + y**2 + (x + y)**4", (3, 1)),
    ],
)
def test_leading_terms_that_nearly_cancel_are_no_fall_without_bound(cost, start):
    run = symgd.minimize(cost, start, RULE, max_steps=60)
    assert run.outcome is not symgd.Outcome.STOPPED
    assert (np.diff(run.costs) <= 0).all()


def test_the_cost_never_rises_where_rounding_hides_the_minimum():
    run = symgd.minimize("(x + y)**60 + (x - y)**2", (0.3, 0.2), RULE, max_steps=60)
    assert run.nit >= 1
    assert (np.diff(run.costs) <= 0).all()


@pytest.mark.parametrize(
    ("cost", "start"), [("x**3", -1), ("-x**2", 1), ("x", 0), ("x**2 - y**3", (1, 1))]
)
def test_a_ray_without_a_minimum_ends_the_run_and_says_so(cost, start):
    run = symgd.minimize(cost, start, RULE, max_steps=60)
    assert run.outcome is symgd.Outcome.STOPPED
    assert "without bound" in run.message


def test_a_multiple_root_is_found():
    # Along the ray from 1 the cost is (1 - 6α)**6, whose derivative has one root five times over.
    run = symgd.minimize("x**6", 1, RULE, max_steps=1)
    assert run.x[0] == pytest.approx(0, abs=1e-2)


def test_work_grows_with_the_formula_and_not_with_its_expansion():
    names = [f"x{i}" for i in range(30)]
    terms = [f"(1 - {a})**2 + 100*({b} - {a}**2)**2" for a, b in pairwise(names)]
    cost = symgd.Cost(" + ".join(terms))
    run = symgd.minimize(cost, [-1.0] * 30, RULE, max_steps=3)
    slopes = run.gradients
    # At an exact minimum along the ray the slopes of neighbouring iterates are perpendicular.
    cosines = np.sum(slopes[1:] * slopes[:-1], axis=1) / (run.slopes[1:] * run.slopes[:-1])
    assert np.abs(cosines).max() < 1e-6
