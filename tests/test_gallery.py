"""The gallery: its figures against the sources, its slopes against differences, its minima."""

from __future__ import annotations

import math
import pickle
import runpy

import numpy as np
import pytest
import sympy

import symgd.cost
from symgd import gallery
from symgd.cost import Cost

COSTS = gallery.costs()
WITH_MINIMA = [name for name, cost in COSTS.items() if cost.minima]
KINKED = ["kink", "ackley", "crescent"]  # the slope jumps at the minimum
SMOOTH = [name for name in WITH_MINIMA if name not in KINKED]
BOXES = {"mccormick": ((-1.5, -3.0), (4.0, 4.0))}  # lower outside

# The least values that are not 0: by hand where they are exact, else as the sources print them,
# with more digits.
LEAST = {
    "parabola": 1.0,
    "quartic": -1675 / 256,
    "double_well": -1 / 4,
    "tilted_double_well": -0.35238607380003642,
    "wavy_parabola": -7.9458233756152834,
    "barrier": 1.0,
    "exponentials": 2 * math.sqrt(2) * math.exp(-0.1),
    "six_hump_camel": -1.0316284534898774,
    "styblinski_tang": -78.332331407542831,
    "goldstein_price": 3.0,
    "mccormick": -math.pi / 3 - math.sqrt(3) / 2,
    "branin": 5 / (4 * math.pi),
    "easom": -1.0,
    "peaks": -6.5511333328358369,
    "trid": -50.0,
}

# Values at the start: printed by the sources, or worked out by hand.
AT_START = {
    "parabola": 5.0,
    "quartic": 650.0,
    "double_well": 2.0,
    "tilted_double_well": 2.2,
    "wavy_parabola": 9 + 10 * math.sin(3),
    "plateau": 1 - math.exp(-9),
    "pseudo_huber": math.sqrt(5) - 1,
    "barrier": 3 - math.log(3),
    "kink": 2.0,
    "bowl": 13.0,
    "ravine": 10.5,
    "booth": 884.0,
    "matyas": 49.04,
    "exponentials": math.exp(1.9) + math.exp(-4.1) + math.exp(0.9),
    "rosenbrock": 24.2,
    "himmelblau": 170.0,
    "beale": 14.203125,
    "freudenstein_roth": 400.5,
    "brown_badly_scaled": 999998000002.999996000004,
    "powell_badly_scaled": 1.0 + (math.exp(-1) - 0.0001) ** 2,
    "three_hump_camel": 13 / 15,
    "six_hump_camel": 97 / 30,
    "styblinski_tang": 0.0,
    "mccormick": 3 + math.sin(4),
    "peaks": 3 * math.exp(-4) + 10 * math.exp(-1) - math.exp(-2) / 3,
    "crescent": 4.25,
    "saddle": 1.0,
    "monkey_saddle": 1.0,
    "sphere": 35.0,
    "powell_singular": 215.0,
    "wood": 19192.0,
    "rosenbrock_chain": 532.4,
    "trid": 6.0,
}

# Elsewhere: stationary points with the digits that the sources print, and values by hand.
PUBLISHED = [
    ("tilted_double_well", (0.9456492739235914,), -0.15263944177378456, 1e-15),
    ("wavy_parabola", (3.8374671194983834,), 8.3155855794774588, 1e-12),
    ("himmelblau", (-0.270845, -0.923039), 181.617, 1e-3),
    ("freudenstein_roth", (11.412779, -0.896805), 48.9842, 1e-4),
    ("three_hump_camel", (1.74755, -0.87378), 0.29864, 1e-5),
    ("mccormick", (2.594395102393195, 1.594395102393195), 1.2283696986087567, 1e-14),
    ("goldstein_price", (-0.6, -0.4), 30.0, 1e-9),
    ("goldstein_price", (1.8, 0.2), 84.0, 1e-9),
    ("goldstein_price", (1.2, 0.8), 840.0, 1e-9),
    ("branin", (0.0, 0.0), 56 - 5 / (4 * math.pi), 1e-12),
    ("easom", (math.pi, 0.0), math.exp(-(math.pi**2)), 1e-15),
    ("easom", (0.0, math.pi), math.exp(-(math.pi**2)), 1e-15),
    ("griewank", (math.pi, math.pi * math.sqrt(2)), 3 * math.pi**2 / 4000, 1e-12),
    ("rastrigin", (1.0, -2.0), 5.0, 1e-12),
    ("rastrigin", (0.5, 0.5), 40.5, 1e-12),
    ("ackley", (1.0, 0.0), 20 - 20 * math.exp(-math.sqrt(0.5) / 5), 1e-12),
    ("saddle", (1.0, 2.0), -3.0, 0.0),
    ("monkey_saddle", (1.0, 2.0), -11.0, 0.0),
    ("powell_singular", (1.0, 1.0, 1.0, 1.0), 122.0, 0.0),
    ("rosenbrock_chain", (-0.77565923, 0.61309337, 0.38206285, 0.14597202), 3.7014286, 1e-7),
]


def _random(name: str) -> np.random.Generator:
    return np.random.default_rng(list(name.encode()))


def _landmarks(cost: Cost) -> np.ndarray:
    return np.array([cost.start, *cost.minima])


def _central_differences(cost: Cost, point: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the slope by differences, and what rounding may have made of it."""
    steps = np.diag(6e-6 * np.maximum(1.0, np.abs(point)))
    ahead, behind = cost(point + steps), cost(point - steps)
    widths = np.diagonal((point + steps) - (point - steps))
    rounding = 20 * np.finfo(float).eps * np.maximum(np.abs(ahead), np.abs(behind)) / widths
    return (ahead - behind) / widths, rounding


def test_gallery_has_at_least_25_costs_of_one_two_and_more_variables():
    assert len(gallery.names()) >= 25
    assert {cost.n for cost in COSTS.values()} >= {1, 2, 3, 4}
    assert tuple(COSTS) == gallery.names()


def test_names_and_formulas_are_unique():
    assert len({cost.name for cost in COSTS.values()}) == len(COSTS)
    assert len({cost.expr for cost in COSTS.values()}) == len(COSTS)


@pytest.mark.parametrize("name", COSTS)
def test_entry_is_a_complete_cost(name):
    cost = getattr(gallery, name)
    assert isinstance(cost, Cost)
    assert cost is COSTS[name]
    assert cost.name == name.replace("_", " ")
    assert len(cost.start) == cost.n
    assert all(len(minimum) == cost.n for minimum in cost.minima)
    assert cost.source.strip() and "\n" not in cost.source


@pytest.mark.parametrize("name", COSTS)
def test_numbers_in_the_formula_are_exact(name):
    assert not COSTS[name].expr.atoms(sympy.Float)


@pytest.mark.parametrize("name", COSTS)
def test_start_is_in_the_domain_and_not_a_minimum(name):
    cost = COSTS[name]
    assert math.isfinite(cost(cost.start))
    assert np.all(np.isfinite(cost.gradient_at(cost.start)))
    assert cost.start not in cost.minima


@pytest.mark.parametrize("name", WITH_MINIMA)
def test_every_minimum_has_the_least_value(name):
    cost = COSTS[name]
    values = [cost(minimum) for minimum in cost.minima]
    assert values == pytest.approx([LEAST.get(name, 0.0)] * len(values), rel=1e-14, abs=1e-14)


def test_only_the_saddles_are_without_minima():
    assert [name for name in COSTS if name not in WITH_MINIMA] == ["saddle", "monkey_saddle"]


@pytest.mark.parametrize("name", AT_START)
def test_value_at_the_start(name):
    assert COSTS[name](COSTS[name].start) == pytest.approx(AT_START[name], rel=1e-14, abs=1e-14)


@pytest.mark.parametrize(("name", "point", "value", "tolerance"), PUBLISHED)
def test_published_value_elsewhere(name, point, value, tolerance):
    assert COSTS[name](point) == pytest.approx(value, rel=0, abs=tolerance)


@pytest.mark.parametrize("name", SMOOTH)
def test_slope_at_each_minimum_is_zero_up_to_rounding(name):
    cost = COSTS[name]
    for minimum in np.array(cost.minima):
        rounding = np.abs(cost.hessian_at(minimum)) @ np.abs(minimum)
        assert np.all(np.abs(cost.gradient_at(minimum)) <= 1e-14 * (1 + rounding))


@pytest.mark.parametrize("name", SMOOTH)
def test_minima_are_written_to_the_last_digit(name):
    """Newton's step in 40 digits must not move a coordinate by more than one unit of the last."""
    cost = COSTS[name]
    for minimum in cost.minima:
        exact = dict(zip(cost.variables, map(sympy.Rational, minimum), strict=True))
        slope = sympy.Matrix(cost.gradient).subs(exact).evalf(40)
        if any(slope):
            step = cost.hessian.subs(exact).evalf(40).LUsolve(slope)
            assert all(abs(s) <= math.ulp(c) for s, c in zip(step, minimum, strict=True))


@pytest.mark.parametrize("name", SMOOTH)
def test_hessian_at_each_minimum_is_positive_semidefinite(name):
    cost = COSTS[name]
    for minimum in cost.minima:
        curvatures = np.linalg.eigvalsh(cost.hessian_at(minimum))
        assert curvatures[-1] >= 0
        assert curvatures[0] >= -1e-10 * curvatures[-1]


@pytest.mark.parametrize("name", KINKED)
def test_slope_jumps_at_a_kink(name):
    cost = COSTS[name]
    (minimum,) = np.array(cost.minima)
    step = np.zeros(cost.n)
    step[-1] = 1e-6
    assert cost.gradient_at(minimum - step)[-1] < -0.5
    assert cost.gradient_at(minimum + step)[-1] > 0.5


@pytest.mark.parametrize("name", WITH_MINIMA)
def test_no_random_point_is_lower_than_the_minima(name):
    cost, random = COSTS[name], _random(name)
    least = cost(cost.minima[0])
    centres = random.choice(cost.minima, size=2000)
    distances = 10.0 ** random.uniform(-3, 1, size=(2000, 1))
    points = centres + distances * random.normal(size=centres.shape)
    if name in BOXES:
        points = np.clip(points, *BOXES[name])
    values = cost(points)
    assert np.isfinite(values).sum() >= 1000
    assert np.nanmin(values) >= least - 1e-14 * (1 + abs(least))


@pytest.mark.parametrize("name", COSTS)
def test_exact_slope_agrees_with_central_differences(name):
    cost, random = COSTS[name], _random(name)
    low, high = _landmarks(cost).min(axis=0) - 1, _landmarks(cost).max(axis=0) + 1
    points = random.uniform(low, high, size=(30, cost.n))
    inside = points[np.isfinite(cost(points))]
    assert len(inside) >= 20
    for point in inside:
        slope = cost.gradient_at(point)
        differences, rounding = _central_differences(cost, point)
        scale = 1 + np.linalg.norm(slope)
        assert np.all(np.abs(slope - differences) <= 1e-7 * scale + rounding)


@pytest.mark.parametrize("name", COSTS)
def test_cost_survives_a_pickle(name):
    again = pickle.loads(pickle.dumps(COSTS[name]))
    assert again == COSTS[name]
    assert again(again.start) == COSTS[name](COSTS[name].start)


def test_importing_builds_nothing_and_asking_builds_once(monkeypatch):
    built = []
    monkeypatch.setattr(symgd.cost, "Cost", lambda formula, **known: built.append(formula))
    room = runpy.run_path(gallery.__file__)
    assert built == []
    room["__getattr__"]("bowl")
    room["__getattr__"]("bowl")
    assert built == ["x**2 + y**2"]


def test_dir_and_star_import_list_the_costs():
    assert set(COSTS) < set(dir(gallery))
    assert set(COSTS) < set(gallery.__all__)
    assert dir(gallery) == sorted(dir(gallery))


def test_docstring_lists_every_name_with_its_formula():
    rows = [line.split("  ", 1) for line in gallery.__doc__.splitlines() if line.startswith("``")]
    listed = {name.strip("`"): formula.strip(" `") for name, formula in rows}
    assert {name: Cost(formula).expr for name, formula in listed.items()} == {
        name: cost.expr for name, cost in COSTS.items()
    }


def test_unknown_name_is_an_attribute_error_that_says_where_to_look():
    misspelt = "rosenbrok"
    with pytest.raises(AttributeError, match=r"no cost 'rosenbrok'; gallery.names\(\)") as caught:
        getattr(gallery, misspelt)
    assert caught.value.name == misspelt
    assert caught.value.obj is gallery
    assert not hasattr(gallery, misspelt)
