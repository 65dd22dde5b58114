"""What a step makes of slope and memory, read off recurrences without knowing them by name."""

import pytest
import sympy

from symgd.rules.catalogue import (
    adadelta,
    adagrad,
    adam,
    adamax,
    adamw,
    amsgrad,
    gd,
    momentum,
    nadam,
    nesterov,
    rmsprop,
    signgd,
)
from symgd.rules.effective import effect, parity
from symgd.rules.rule import rule

X, G, T = (sympy.Symbol(name, real=True) for name in "xgt")
ALPHA, BETA, BETA1, BETA2, RHO, EPSILON = (
    sympy.Symbol(f"_{name}", real=True)
    for name in ("learning_rate", "beta", "beta1", "beta2", "rho", "epsilon")
)
M, S, U, V, W = (sympy.Symbol(f"{name}_", real=True) for name in "msuvw")

MEAN_SQUARE = RHO * S + (1 - RHO) * G**2
V_HAT = (BETA2 * V + (1 - BETA2) * G**2) / (1 - BETA2**T)
M_KEPT = BETA1 * M / (1 - BETA1**T)


def of(bound):
    return effect(bound.recurrence)


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        (gd(), ALPHA),
        (momentum(), ALPHA),
        (momentum(form="step"), ALPHA),
        (momentum(form="ema"), ALPHA),
        (nesterov(), ALPHA),
        (nesterov(form="grad"), ALPHA),
        (adagrad(), ALPHA / (sympy.sqrt(S + G**2) + EPSILON)),
        (adagrad(epsilon_inside=True), ALPHA / sympy.sqrt(S + G**2 + EPSILON)),
        (rmsprop(), ALPHA / (sympy.sqrt(MEAN_SQUARE) + EPSILON)),
        (
            adadelta(),
            ALPHA * (sympy.sqrt(U) + EPSILON) / (sympy.sqrt(MEAN_SQUARE) + EPSILON),
        ),
        (adam(), ALPHA / (sympy.sqrt(V_HAT) + EPSILON)),
        (adamw(), ALPHA / (sympy.sqrt(V_HAT) + EPSILON)),
        (nadam(), ALPHA / (sympy.sqrt(V_HAT) + EPSILON)),
        (nadam(schedule=True), ALPHA / (sympy.sqrt(V_HAT) + EPSILON)),
        (amsgrad(), ALPHA / (sympy.sqrt(sympy.Max(W, V_HAT)) + EPSILON)),
        (adamax(), ALPHA / (sympy.Max(BETA2 * U, sympy.Abs(G)) + EPSILON)),
    ],
    ids=lambda case: repr(case).split("(")[0],
)
def test_the_effective_step_is_the_learning_rate_over_the_size(bound, expected):
    assert sympy.simplify(of(bound).per_slope - expected) == 0


def test_a_centred_size_holds_the_mean_inside_it_fixed():
    mean = RHO * M + (1 - RHO) * G
    size = sympy.sqrt(sympy.Max(MEAN_SQUARE - mean**2, 0)) + EPSILON
    assert of(rmsprop(centered=True)).per_slope.equals(ALPHA / size)


@pytest.mark.parametrize(
    ("bound", "expected"),
    [
        (momentum(), -ALPHA * BETA * V),
        (momentum(form="step"), -BETA * V),
        (nesterov(), BETA * V),
        (adam(), -ALPHA * M_KEPT / (sympy.sqrt(V_HAT) + EPSILON)),
        (adamw(), -ALPHA * M_KEPT / (sympy.sqrt(V_HAT) + EPSILON)),
        (adamax(), -ALPHA * M_KEPT / (sympy.Max(BETA2 * U, sympy.Abs(G)) + EPSILON)),
    ],
)
def test_the_pull_is_what_the_memory_adds_to_the_step(bound, expected):
    assert sympy.simplify(of(bound).pull - expected) == 0


@pytest.mark.parametrize("bound", [gd(), adagrad(), rmsprop(), rmsprop(centered=True), adadelta()])
def test_sizes_alone_do_not_pull(bound):
    assert of(bound).pull is None


def test_a_rule_of_one_s_own_is_read_in_the_same_way():
    @rule
    def buffered(x, g, size=0, b=0, *, rate=0.1, keep=0.9, share=0.99):
        size = share * size + (1 - share) * g**2
        b = keep * b + g / (sympy.sqrt(size) + 1)
        return x - rate * b, size, b

    rate, keep, share = buffered().recurrence.hyperparameters
    size, b = buffered().recurrence.memory
    known = of(buffered())
    root = sympy.sqrt(share * size + (1 - share) * G**2)
    assert sympy.simplify(known.per_slope - rate / (root + 1)) == 0
    assert known.pull == -rate * keep * b


def test_a_bias_correction_of_the_size_in_the_rate_stays():
    @rule
    def folded(x, g, m=0, v=0, *, t, learning_rate=0.1, beta1=0.9, beta2=0.999):
        m = beta1 * m + (1 - beta1) * g
        v = beta2 * v + (1 - beta2) * g**2
        rate = learning_rate * sympy.sqrt(1 - beta2**t) / (1 - beta1**t)
        return x - rate * m / sympy.sqrt(v), m, v

    root = sympy.sqrt(BETA2 * V + (1 - BETA2) * G**2)
    expected = ALPHA * sympy.sqrt(1 - BETA2**T) / root
    assert sympy.simplify(of(folded()).per_slope - expected) == 0


def test_a_step_by_the_sign_of_a_mean_has_a_pull_but_no_effective_step():
    @rule
    def lion(x, g, m=0, *, learning_rate=0.1, beta=0.9):
        return x - learning_rate * sympy.sign(beta * m + (1 - beta) * g), beta * m + (1 - beta) * g

    assert of(lion()).per_slope is None
    assert of(lion()).pull.xreplace({BETA: sympy.Rational(1, 2), M: sympy.Integer(-3)}) == ALPHA
    assert of(signgd()).per_slope is None


def test_a_step_that_does_not_turn_round_with_the_slope_is_not_read():
    @rule
    def ahead(x, g, v=0, *, learning_rate=0.1):
        return x - learning_rate * (g - 1), v + g**2

    assert (of(ahead()).per_slope, of(ahead()).pull) == (None, None)


def test_a_velocity_that_forgets_the_newest_slope_has_no_effective_step():
    @rule
    def late(x, g, v=0, *, learning_rate=0.1, beta=0.9):
        return x - learning_rate * v, beta * v + g

    assert of(late()).per_slope is None
    assert of(late()).pull == -ALPHA * V


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (S, 1),
        (G, -1),
        (G * S, -1),
        (G * M, 1),
        (G**3 / S, -1),
        ((G + M) ** 2, 1),
        (G + S, 0),
        ((G + S) ** 2, 0),
        (sympy.sqrt(G + S), 0),
        (sympy.tanh(G), -1),
        (sympy.cos(G), 1),
        (sympy.exp(G), 0),
        (sympy.Abs(G) + sympy.sqrt(S), 1),
        (sympy.Max(S, G**2), 1),
        (sympy.Max(S, G), 0),
    ],
)
def test_parity(text, expected):
    assert parity(text, frozenset({G, M})) == expected
