"""Print what a recorded step of each rule costs.

Run as ``python tests/benchmarks/rules.py``. First Adam on Rosenbrock's function beside a loop
written by hand that records the same; then every rule on a chain of 200 coordinates beside the
compiled cost and gradient alone, from an array to an array. All run in this process, in turn; each
figure is the best of many rounds.
"""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import sympy
from timing import best_of

import symgd
from symgd.compiling.recurrence import compile_point

ROUNDS = 11
STEPS = 10_000
CHAIN = 200
CHAIN_STEPS = 2_000

FAMILIES = (
    symgd.gd,
    symgd.momentum,
    symgd.adagrad,
    symgd.rmsprop,
    symgd.adadelta,
    symgd.adam,
    symgd.adamw,
    symgd.adamax,
    symgd.nadam,
    symgd.amsgrad,
    symgd.signgd,
    symgd.nesterov,
)


def adam_by_hand(rate: float) -> np.ndarray:
    """Run Adam on Rosenbrock's function and record point, cost, slope and memory."""
    sqrt, hypot = math.sqrt, math.hypot
    beta1, beta2, epsilon = 0.9, 0.999, 1e-8
    x, y = -1.2, 1.0
    m0 = m1 = v0 = v1 = 0.0
    u, w = y - x * x, 1 - x
    f, g0, g1 = 100 * u * u + w * w, -400 * x * u - 2 * w, 200 * u
    record = [(0.0, f, x, y, g0, g1, m0, m1, v0, v1)]
    for t in range(1, STEPS + 1):
        m0 = beta1 * m0 + (1 - beta1) * g0
        m1 = beta1 * m1 + (1 - beta1) * g1
        v0 = beta2 * v0 + (1 - beta2) * g0 * g0
        v1 = beta2 * v1 + (1 - beta2) * g1 * g1
        c1, c2 = 1 - beta1**t, 1 - beta2**t
        a, b = x, y
        x = x - rate * (m0 / c1) / (sqrt(v0 / c2) + epsilon)
        y = y - rate * (m1 / c1) / (sqrt(v1 / c2) + epsilon)
        u, w = y - x * x, 1 - x
        f, g0, g1 = 100 * u * u + w * w, -400 * x * u - 2 * w, 200 * u
        size = hypot(x - a, y - b)
        record.append((size, f, x, y, g0, g1, m0, m1, v0, v1))
        if size < 1e-300:
            break
    return np.array(record)


def chain(n: int) -> symgd.Cost:
    """Return Rosenbrock's chain of n coordinates."""
    x = sympy.symbols(f"x:{n}")
    terms = [100 * (b - a**2) ** 2 + (1 - a) ** 2 for a, b in pairwise(x)]
    return symgd.Cost(sympy.Add(*terms), x)


def print_adam() -> None:
    """Print Adam's line."""
    valley = symgd.gallery.rosenbrock
    rule = symgd.adam(learning_rate=0.001)
    ours, by_hand = best_of(
        ROUNDS,
        lambda: symgd.minimize(valley, (-1.2, 1), rule, precision=1e-300, max_steps=STEPS),
        lambda: adam_by_hand(0.001),
    )
    print(f"Adam on Rosenbrock, {STEPS} recorded steps; µs a step, and symgd's as a ratio")
    print(f"by hand {by_hand / STEPS * 1e6:.3f}  symgd {ours / STEPS * 1e6:.3f}", end="  ")
    print(f"{ours / by_hand:.2f}")


def print_chain() -> None:
    """Print a line for each rule on the chain."""
    cost = chain(CHAIN)
    start = np.full(CHAIN, -1.0)
    evaluate, _ = compile_point(cost.real_variables, cost.real_expr, cost.real_gradient)

    def alone() -> None:
        for _ in range(CHAIN_STEPS):
            np.array(evaluate(*start.tolist()))

    settings = {"precision": 1e-300, "max_steps": CHAIN_STEPS}
    rules = [family(learning_rate=1e-4) for family in FAMILIES]
    runs = [lambda rule=rule: symgd.minimize(cost, start, rule, **settings) for rule in rules]
    base, *times = best_of(ROUNDS, alone, *runs)
    print(f"\n{CHAIN} coordinates, {CHAIN_STEPS} recorded steps; µs a step, and the ratio")
    print(f"{'cost and gradient alone':<24} {base / CHAIN_STEPS * 1e6:8.1f}")
    for family, seconds in zip(FAMILIES, times, strict=True):
        print(f"{family.name:<24} {seconds / CHAIN_STEPS * 1e6:8.1f} {seconds / base:6.2f}")


if __name__ == "__main__":
    print_adam()
    print_chain()
