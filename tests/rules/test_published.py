"""Every rule against figures that others have printed, to the digits that they print."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
import sympy
from sympy import Piecewise, Symbol

import symgd
from symgd import (
    Rule,
    adadelta,
    adagrad,
    adam,
    adamax,
    adamw,
    amsgrad,
    backtracking,
    exact,
    gd,
    momentum,
    nadam,
    nesterov,
    newton,
    polyak,
    rmsprop,
    signgd,
)
from symgd.rules import catalogue
from symgd.rules.rule import RuleFamily

#: Sources that compute in single precision print more digits than they have.
SINGLE = 1e-6


@dataclass(frozen=True)
class Source:
    """Who prints figures for a cost and a start.

    Attributes
    ----------
    of : str
        What is printed: ``"x"``, ``"fun"``, ``"learning_rate"``, or the name of a memory.
    slack : float
        What may be missing beside half a unit of the last digit printed.
    """

    name: str
    cost: symgd.Cost | str
    start: Any
    of: str = "x"
    slack: float = 0.0

    def prints(self, rule: Rule, printed: dict[int, str] | str) -> Any:
        """Return a case: step -> what is printed, or all steps from the first, parted by ;."""
        if isinstance(printed, str):
            printed = dict(enumerate(printed.split(";"), start=1))
        return pytest.param(self, rule, printed, id=f"{rule.name}, {self.name}")

    def read(self, run: symgd.Run, k: int) -> Any:
        """Return what is printed of step `k`."""
        if self.of in run.state:
            return run.state[self.of][k]
        return np.ravel(getattr(run[k], self.of))


def half_unit(number: str) -> float:
    """Return half a unit of the last digit of a printed number."""
    return 0.5001 * 10.0 ** Decimal(number).as_tuple().exponent


# Jason Brownlee's tutorials of 2021; step 1 is the line >0 of his tables.
PLANE_START = np.random.RandomState(1).uniform(-1, 1, 2)
LINE_START = np.random.RandomState(4).uniform(-1, 1, 1)
BROWNLEE = Source("Brownlee, machinelearningmastery.com", "x**2 + y**2", PLANE_START)
BROWNLEE_LINE = Source(BROWNLEE.name, "x**2", LINE_START)

TUTORIALS = [
    BROWNLEE_LINE.prints(
        gd(learning_rate=0.1), {1: "0.74724774", 15: "0.0328643", 30: "0.00115631"}
    ),
    BROWNLEE_LINE.prints(
        momentum(learning_rate=0.1, beta=0.3, form="step"),
        {2: "0.54175461", 21: "6.05804744e-05", 30: "6.17748881e-07"},
    ),
    BROWNLEE.prints(
        nesterov(learning_rate=0.1, beta=0.3),
        {1: "-0.13276479 0.35251919", 30: "-3.82285090e-06 1.01504945e-05"},
    ),
    BROWNLEE.prints(
        adagrad(learning_rate=0.1),
        {1: "-0.06595599 0.34064899", 50: "-5.90360555e-19 3.21927835e-04"},
    ),
    BROWNLEE.prints(
        rmsprop(learning_rate=0.01, rho=0.99),
        {31: "-9.61030898e-14 3.19352553e-03", 50: "-5.45667355e-23 1.25022522e-04"},
    ),
    BROWNLEE.prints(
        adadelta(rho=0.99, epsilon=1e-3),
        {101: "-1.45142626e-07 2.71163181e-03", 120: "-8.03777865e-09 9.60673346e-04"},
    ),
    BROWNLEE.prints(
        adam(learning_rate=0.02, beta1=0.8),
        {51: "-0.00056912 -0.00321961", 60: "0.00018407 -0.00054858"},
    ),
    # His listing has other numbers than his table, whose 17 lines all follow from these.
    BROWNLEE.prints(
        adamax(learning_rate=0.1, beta1=0.8, epsilon=0),
        {34: "-0.00122185 0.00427944", 50: "-0.00033193 -0.00064834"},
    ),
]

# Zhang, Lipton, Li and Smola, Dive into Deep Learning: sections 12.3 and 12.6 to 12.8.
D2L = Source("d2l.ai", "0.1*x**2 + 2*y**2", (-5, -2))
D2L_WAVE = Source("d2l.ai", "x*cos(0.15*pi*x)", 10)
INSIDE = {"epsilon": 1e-6, "epsilon_inside": True}

DIVE = [
    D2L.prints(gd(learning_rate=0.4), {20: "-0.943467 -0.000073"}),
    D2L.prints(gd(learning_rate=0.6), {20: "-0.387814 -1673.365109"}),
    D2L.prints(momentum(learning_rate=0.6, beta=0.5), {20: "0.007188 0.002553"}),
    D2L.prints(momentum(learning_rate=0.6, beta=0.25), {20: "-0.126340 -0.186632"}),
    D2L.prints(adagrad(learning_rate=0.4, **INSIDE), {20: "-2.382563 -0.158591"}),
    D2L.prints(rmsprop(learning_rate=0.4, **INSIDE), {20: "-0.010599 0.000000"}),
    D2L_WAVE.prints(gd(learning_rate=2), {10: "-1.528165927635083"}),
    D2L_WAVE.prints(newton(), {10: "26.83413291324767"}),
    D2L_WAVE.prints(newton(learning_rate=0.5), {10: "7.269860168684531"}),
]

# Torch7's optim; the figures are kept in github.com/Lasagne/Lasagne, lasagne/tests/test_updates.py.
TORCH7 = Source("Torch7, in Lasagne", "0.1*x**2 + 0.2*y**2 + 0.3*z**2", (1, 1, 1))

TORCH = [
    TORCH7.prints(gd(), {10: "0.81707280688755 0.6648326359915 0.5386151140949"}),
    TORCH7.prints(momentum(beta=0.5), {10: "0.6848486952183 0.44803321781003 0.27431190123502"}),
    TORCH7.prints(
        nesterov(beta=0.5, form="grad"), {10: "0.67466543592725 0.44108468114241 0.2769002108997"}
    ),
    TORCH7.prints(
        adagrad(epsilon=1e-10), {10: "0.55373120047759 0.55373120041518 0.55373120039438"}
    ),
    TORCH7.prints(
        rmsprop(learning_rate=0.01, epsilon=1e-6),
        {10: "0.83205403985348 0.83205322744821 0.83205295664444"},
    ),
    TORCH7.prints(adadelta(**INSIDE), {10: "0.95453237704725 0.9545237471374 0.95452214847397"}),
]

# PyTorch's, on four samples of 3 w1 + w2 - 2; the figures are kept in the tests of
# github.com/huggingface/candle (candle-nn) and github.com/KGrewal1/candle-optimisers.
SAMPLES = (
    "(2*w1 + w2 + b - 5)**2 + (7*w1 + 4*w2 + b - 23)**2"
    " + (-4*w1 + 12*w2 + b + 2)**2 + (5*w1 + 8*w2 + b - 21)**2"
)
PYTORCH = Source("PyTorch, in candle", symgd.Cost(SAMPLES, ["w1", "w2", "b"]), (0, 0, 0))
T = Symbol("t")

REGRESSIONS = [
    # The digits of single precision that are left after 1000 steps.
    PYTORCH.prints(gd(learning_rate=0.004), {1000: "2.99832 0.99790 -1.97969"}),
    PYTORCH.prints(momentum(learning_rate=0.004, beta=0.1), {100: "2.8870 0.8589 -0.6341"}),
    PYTORCH.prints(
        nesterov(learning_rate=0.004, beta=0.1, form="grad"), {100: "1.075 -9.904 -1.896"}
    ),
    PYTORCH.prints(adagrad(learning_rate=0.004, epsilon=1e-10), {1000: "0.2424 0.2341 0.2379"}),
    PYTORCH.prints(
        adagrad(learning_rate=0.004 / (1 + (T - 1) / 5), epsilon=1e-10),
        {1000: "0.0231 0.0230 0.0230"},
    ),
    PYTORCH.prints(rmsprop(learning_rate=0.01, rho=0.99), {100: "1.6650 0.7867 1.3012"}),
    PYTORCH.prints(
        rmsprop(learning_rate=0.01, rho=0.99, centered=True), {100: "1.8892 0.7617 1.3688"}
    ),
    PYTORCH.prints(adam(), {1000: "0.9000 0.6967 0.7996"}),
    PYTORCH.prints(adamw(learning_rate=0.1), {100: "2.7257 0.7097 0.7873"}),
    PYTORCH.prints(adamw(weight_decay=0.6), {1000: "0.6901 0.5677 0.6287"}),
    PYTORCH.prints(adamax(learning_rate=0.004), {100: "0.3895 0.3450 0.3643"}),
    PYTORCH.prints(amsgrad(maximum_of="v"), {1000: "0.9001 0.6904 0.7978"}),
]

# The doctests of optax/_src/alias.py and linesearch.py.
OPTAX = Source("optax", "x**2 + y**2 + z**2", (1, 2, 3), "fun", SINGLE)
SLOW = "1.40E+01; 1.39E+01; 1.39E+01; 1.39E+01; 1.38E+01"

DOCTESTS = [
    OPTAX.prints(
        adagrad(learning_rate=1, s=0.1, epsilon=1e-7, epsilon_inside=True),
        "5.01E+00; 2.40E+00; 1.25E+00; 6.86E-01; 3.85E-01",
    ),
    OPTAX.prints(
        adadelta(learning_rate=10, rho=0.9, **INSIDE),
        "1.36E+01; 1.32E+01; 1.29E+01; 1.25E+01; 1.21E+01",
    ),
    OPTAX.prints(amsgrad(learning_rate=0.003), SLOW),
    OPTAX.prints(signgd(learning_rate=0.003), SLOW),
    OPTAX.prints(nadam(learning_rate=0.003), "1.39E+01; 1.39E+01; 1.39E+01; 1.38E+01; 1.38E+01"),
    OPTAX.prints(
        gd(learning_rate=polyak(minimum=0, max_rate=1)),
        "3.5; 0.875; 0.21875; 0.0546875; 0.013671875",
    ),
    OPTAX.prints(
        gd(learning_rate=backtracking(initial=1, shrink=0.8, decrease=1e-4)),
        "5.04E+00; 1.81E+00; 6.53E-01; 2.35E-01; 8.47E-02",
    ),
]

# github.com/coreylowman/dfdx, src/optim/rmsprop/mod.rs and src/optim/adam/mod.rs.
BOWLS = "x1**2/100 + x2**2 + 4*x3**2 + 100*x4**2 + 10000*x5**2"
FLAT = "(1e-12*x1**2 + 1e-10*x2**2 + 1e-8*x3**2 + 1e-6*x4**2 + 1e-4*x5**2)/5"
EXPONENTIALS = "(exp(2*x1) + exp(2*x2) + exp(2*x3) + exp(2*x4) + exp(2*x5))/5"
DFDX = Source("dfdx", BOWLS, (1,) * 5, slack=SINGLE)
DFDX_FLAT = Source("dfdx", FLAT, (1,) * 5, slack=SINGLE)
DFDX_STEEP = Source("dfdx", EXPONENTIALS, (-0.5, -0.25, 0.1, 0.6, 1.0), slack=SINGLE)
FROM_ONE = {"learning_rate": 0.01, "s": 1, "epsilon_inside": True}

RUST = [
    DFDX.prints(rmsprop(**FROM_ONE), {5: "0.9988262 0.9256831 0.8990271 0.8955128 0.8955067"}),
    DFDX.prints(
        rmsprop(**FROM_ONE, centered=True),
        {5: "0.9988262 0.9190646 0.8847198 0.87998855 0.8799804"},
    ),
    DFDX_FLAT.prints(adam(), {10: "0.9999994 0.99996006 0.99714446 0.99024755 0.99000573"}),
    DFDX_STEEP.prints(
        adamw(beta1=0.5, beta2=0.25, weight_decay=1),
        {10: "-0.50498205 -0.25747302 0.08903958 0.58405757 0.9800719"},
    ),
]


def fed(slope: sympy.Expr, x: Symbol) -> sympy.Expr:
    """Return a cost whose slope is 0.01 at x = 1 and `slope` below, where its descent stays."""
    return Piecewise((x / 100, x >= 1), (slope * x, True))


# The tests in keras/src/optimizers feed slopes; these are the first, fifth and tenth column.
COLUMNS = sum(fed(sympy.Rational(c, 10), Symbol(f"x{c}")) for c in (1, 5, 10))
KERAS = Source("Keras", symgd.Cost(COLUMNS), (1, 1, 1))

GOLDEN = [
    KERAS.prints(
        adagrad(learning_rate=0.2, s=0.3, **INSIDE),
        "0.9963 0.9963 0.9963; 0.9604 0.8615 0.8209; 0.9251 0.7497 0.6891",
    ),
    KERAS.prints(
        adamax(learning_rate=0.2, beta1=0.85, beta2=0.95, epsilon=1e-6),
        "0.8000 0.8000 0.8000; 0.6827 0.6901 0.6910; 0.5333 0.5451 0.5466",
    ),
    Source("Keras, docstring", "x**2/2", 10).prints(
        rmsprop(epsilon=1e-7, epsilon_inside=True), {1: "9.683772"}
    ),
]

# Andrew Ng's course 2, week 2: one step from random weights, with random slopes.
WEIGHTS, SLOPES = np.split(np.random.RandomState(1).randn(26)[[*range(6), *range(20, 26)]], 2)
LINEAR = sum(slope * x for slope, x in zip(SLOPES.tolist(), sympy.symbols("x:6"), strict=True))
NG = Source("deeplearning.ai", symgd.Cost(LINEAR), WEIGHTS)

COURSES = [
    NG.prints(
        momentum(learning_rate=0.01, beta=0.9, form="ema"),
        "1.62544598 -0.61290114 -0.52907334 -1.07347112 0.86450677 -2.30085497",
    ),
    # github.com/mila-iqia/blocks, tests/algorithms/test_algorithms.py
    Source("Blocks", "6*x + 8*y", (3, 4), "v").prints(
        momentum(learning_rate=0.1, beta=0.5, form="step"), "0.6 0.8; 0.9 1.2; 1.05 1.4"
    ),
]

ROSENBROCK = ("100*(y - x**2)**2 + (1 - x)**2", (-1.2, 1))
PYCUTEST = Source("PyCUTEst, docs/example.rst", *ROSENBROCK)
PYCUTEST_COSTS = Source("PyCUTEst, docs/example.rst", *ROSENBROCK, "fun")
# The root of 612 is where the slope x² - 612 is 0.
SOFA = Source("SOFA, test of NewtonRaphsonSolver", "x**3/3 - 612*x", 10)
# Nocedal and Wright's exercise 3.1; the file, a_k.csv, repeats the first length of gd.
EXERCISE = Source("github.com/choij/optimization", *ROSENBROCK, "learning_rate")
LENGTHS = backtracking(initial=1, shrink=0.9, decrease=0.7)
# P2_figures/output.bash
SHEET = "2*x**4 + 2*x**3/3 + x**2 - 2*x**2*y + 4*y**2/3"
HOMEWORK = "github.com/KikaXiaoYu/MAT3007_HW8_23Fall_Code"
HALVED = gd(learning_rate=backtracking(initial=1, shrink=0.5, decrease=0.1))
RAO = "Rao, Engineering Optimization, 4th edition, example 6.8"
CHONG = "Chong and Żak, An Introduction to Optimization, example 8.1"

SEARCHES = [
    PYCUTEST.prints(
        newton(),
        "-1.1752809 1.38067416; 0.76311487 -3.17503385; 0.76342968 0.58282478; "
        "0.99999531 0.94402732; 0.9999957 0.99999139",
    ),
    PYCUTEST_COSTS.prints(newton(), "4.73188; 1411.85; 0.0559655; 0.313189; 1.85274e-11"),
    SOFA.prints(newton(), "35.6; 26.3955056180; 24.7906354925; 24.7386882941; 24.7386337538"),
    EXERCISE.prints(
        newton(learning_rate=LENGTHS),
        "0.59049; 0.59049; 0.729; 0.59049; 0.81; 0.729; 0.81; 0.81; 0.81; 0.81; 0.81; 0.729",
    ),
    EXERCISE.prints(
        gd(learning_rate=LENGTHS),
        "0.0004110983167; 0.0004567759075; 0.0005075287861; 0.0005075287861; 0.0005639208734; "
        "0.0006961986091; 0.81; 0.002218531234; 0.002465034705; 0.004638397687; 0.03815204245",
    ),
    Source(HOMEWORK, SHEET, (1, 1)).prints(HALVED, {14: "0.00000000e+00 -5.74956685e-07"}),
    Source(HOMEWORK, SHEET, (-3, -3)).prints(HALVED, {15: "2.05557806e-33 8.90919175e-07"}),
    Source(RAO, "x - y + 2*x**2 + 2*x*y + y**2", (0, 0)).prints(
        gd(learning_rate=exact()), "-1.0 1.0; -0.8 1.2; -1.0 1.4"
    ),
    Source(CHONG, "(x - 4)**4 + (y - 3)**2 + 4*(z + 5)**4", (4, 2, -1), "learning_rate").prints(
        gd(learning_rate=exact()), "3.967e-3; 0.5000; 16.29"
    ),
]

# Epochs and counts begin at 0 in the sources, t at 1.
STAIRS = Piecewise((0.05, T <= 30), (0.005, T <= 80), (0.0005, True))
FALL = Piecewise((1.0, T <= 6), (0.99 * (1 - (T - 6) / 100) ** 2 + 0.01, T <= 106), (0.01, True))

SCHEDULES = [
    Source("PyTorch, MultiStepLR", "x**2", 1, "learning_rate").prints(
        gd(learning_rate=STAIRS), {1: "0.05", 30: "0.05", 31: "0.005", 80: "0.005", 81: "0.0005"}
    ),
    Source("optax, polynomial_schedule", "x**2", 1, "learning_rate").prints(
        gd(learning_rate=FALL),
        {1: "1.0000", 6: "1.0000", 7: "0.9803", 105: "0.0101", 106: "0.0100", 111: "0.0100"},
    ),
]


@symgd.rule
def uncorrected_nadam(x, g, m=0, n=0, *, learning_rate=0.02, mu=0.8, nu=0.999):
    m, n = mu * m + (1 - mu) * g, nu * n + (1 - nu) * g**2
    size = sympy.sqrt(nu * n / (1 - nu)) + 1e-8
    return x - learning_rate * (mu * m / (1 - mu) + g) / size, m, n


@symgd.rule
def fading_amsgrad(x, g, m=0, v=0, w=0, *, t, learning_rate=0.007, beta1=0.9, beta2=0.99):
    m, v = beta1**t * m + (1 - beta1**t) * g, beta2 * v + (1 - beta2) * g**2
    w = sympy.Max(w, v)
    return x - learning_rate * m / sympy.sqrt(w), m, v, w


# Brownlee's forms of these two are nobody else's, but anybody can write them down. His listing of
# the second has an ε that his table is without.
OWN = [
    BROWNLEE.prints(uncorrected_nadam(), {50: "-5.54299505e-05 -1.00116899e-03"}),
    BROWNLEE.prints(fading_amsgrad(), {100: "-6.78222208e-12 1.27905115e-03"}),
]

CASES = [*TUTORIALS, *DIVE, *TORCH, *REGRESSIONS, *DOCTESTS, *RUST, *GOLDEN]
CASES += [*COURSES, *SEARCHES, *SCHEDULES, *OWN]


@pytest.mark.parametrize(("source", "rule", "printed"), CASES)
def test_a_descent_reaches_the_printed_figures(
    source: Source, rule: Rule, printed: dict[int, str]
) -> None:
    steps = max(printed)
    run = symgd.minimize(source.cost, source.start, rule, precision=None, max_steps=steps)
    for k, line in printed.items():
        for found, number in zip(source.read(run, k), line.split(), strict=True):
            assert abs(found - float(number)) <= half_unit(number) + source.slack, (k, line)


def test_the_textbook_loop_stops_where_wikipedia_prints_it() -> None:
    quartic = "x**4 - 3*x**3 + 2"
    run = symgd.minimize(quartic, 6, gd(learning_rate=0.01), precision=0.00001)
    assert run.nit == 70
    assert run.x[0] == 2.2499646074278457


def test_the_gradient_is_clipped_as_blocks_clips_it() -> None:
    # Blocks, test_step_clipping: (3, 4) bounded by 4 is (12/5, 16/5), bounded by 5 it is itself.
    for bound, step in ((4, (2.4, 3.2)), (5, (3.0, 4.0))):
        rule = gd(learning_rate=1)
        run = symgd.minimize("3*x + 4*y", (0, 0), rule, precision=None, max_steps=1, clip=bound)
        assert run.x == pytest.approx([-s for s in step], rel=1e-15)


def test_every_rule_has_a_published_figure() -> None:
    rules = {case.values[1].name for case in CASES}
    families = {item for item in vars(catalogue).values() if isinstance(item, RuleFamily)}
    assert {family.name for family in families} <= rules
