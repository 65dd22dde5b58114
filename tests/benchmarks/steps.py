"""Print what a recorded step costs, beside loops written by hand.

Run as ``python tests/benchmarks/steps.py``. All loops run in this process, interleaved, and each
figure is the best of many rounds, so that the ratios hold on a noisy machine.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import sympy
from timing import best_of

import symgd

ROUNDS = 25
STEPS = 20_000


def by_hand_1d(start: float, rate: float, precision: float) -> np.ndarray:
    """Descend (x - 2)²/1000 + cos(x)/1000 and record x, f and the slope."""
    sin, cos = math.sin, math.cos
    x = start
    f, g = (x - 2) ** 2 / 1000 + cos(x) / 1000, (2 * x - 4) / 1000 - sin(x) / 1000
    record = [(x, f, g)]
    for _ in range(STEPS):
        before = x
        x = x - rate * g
        f, g = (x - 2) ** 2 / 1000 + cos(x) / 1000, (2 * x - 4) / 1000 - sin(x) / 1000
        record.append((x, f, g))
        if abs(x - before) < precision:
            break
    return np.array(record)


def by_hand_2d(start: tuple[float, float], rate: float, precision: float) -> np.ndarray:
    """Descend Rosenbrock's function and record x, y, f and the gradient."""
    hypot = math.hypot
    x, y = start

    def evaluate(x: float, y: float) -> tuple[float, float, float]:
        u, v = y - x * x, 1 - x
        return 100 * u * u + v * v, -400 * x * u - 2 * v, 200 * u

    f, gx, gy = evaluate(x, y)
    record = [(x, y, f, gx, gy)]
    for _ in range(STEPS):
        a, b = x, y
        x, y = x - rate * gx, y - rate * gy
        f, gx, gy = evaluate(x, y)
        record.append((x, y, f, gx, gy))
        if hypot(x - a, y - b) < precision:
            break
    return np.array(record)


def textbook_1d(slope: Callable[[float], float], start: float, rate: float) -> float:
    """Run the textbook's loop: a lambdified slope, no record."""
    x, step_size, precision, steps = start, 1.0, 1e-300, 0
    while step_size > precision and steps < STEPS:
        before = x
        x = before - rate * slope(before)
        step_size = abs(x - before)
        steps += 1
    return x


def main() -> None:
    """Print the table."""
    x, y = sympy.symbols("x y")
    wavy = symgd.Cost((x - 2) ** 2 / 1000 + sympy.cos(x) / 1000)
    valley = symgd.Cost(100 * (y - x**2) ** 2 + (1 - x) ** 2)
    slope = sympy.lambdify(x, sympy.diff(wavy.expr, x))
    settings = {"precision": 1e-300, "max_steps": STEPS}
    one, by_hand_one, textbook = best_of(
        ROUNDS,
        lambda: symgd.gradient_descent(wavy, 10, 0.01, **settings),
        lambda: by_hand_1d(10.0, 0.01, 1e-300),
        lambda: textbook_1d(slope, 10.0, 0.01),
    )
    two, by_hand_two = best_of(
        ROUNDS,
        lambda: symgd.gradient_descent(valley, (-1.2, 1), 0.001, **settings),
        lambda: by_hand_2d((-1.2, 1.0), 0.001, 1e-300),
    )
    print(f"{STEPS} recorded steps, best of {ROUNDS} rounds; µs a step, and symgd's as a ratio")
    rows = [
        ("one variable, by hand, recording", by_hand_one, one),
        ("one variable, textbook loop, no record", textbook, one),
        ("Rosenbrock, by hand, recording", by_hand_two, two),
    ]
    for name, other, ours in rows:
        print(
            f"{name:<40} {other / STEPS * 1e6:7.3f} {ours / STEPS * 1e6:7.3f} {ours / other:6.2f}"
        )


if __name__ == "__main__":
    main()
