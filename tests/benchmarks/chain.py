"""Print how the work for a cost grows with the number of its terms.

Run as ``python tests/benchmarks/chain.py``. Rosenbrock's chain of 400 variables beside that of 100:
four times the terms should be about four times the work. Each figure is the least of some fresh
costs, whose symbols are called otherwise each time, so that SymPy's cache does not help.
"""

from __future__ import annotations

import math
import time
from itertools import count, pairwise

import numpy as np
import sympy

import symgd

ROUNDS = 3
PARTS = ("make the cost", "differentiate", "compile and first slope", "first recorded step")

_fresh = count()


def times(n: int) -> list[float]:
    """Return the seconds that each part takes for a chain of n variables."""
    symbols = sympy.symbols(f"x{next(_fresh)}_:{n}")
    terms = [100 * (b - a**2) ** 2 + (1 - a) ** 2 for a, b in pairwise(symbols)]
    formula = sympy.Add(*terms)
    start = np.full(n, -1.0)
    marks = [time.perf_counter()]
    cost = symgd.Cost(formula, symbols)
    marks.append(time.perf_counter())
    slopes = cost.gradient
    marks.append(time.perf_counter())
    cost.gradient_at(start)
    marks.append(time.perf_counter())
    symgd.gradient_descent(cost, start, 1e-4, max_steps=1)
    marks.append(time.perf_counter())
    assert len(slopes) == n
    return [after - before for before, after in pairwise(marks)]


def main() -> None:
    """Print the table."""
    best = {100: [math.inf] * len(PARTS), 400: [math.inf] * len(PARTS)}
    for _ in range(ROUNDS):
        for n, least in best.items():
            best[n] = list(map(min, least, times(n)))
    print(f"least of {ROUNDS} rounds, in seconds, and the ratio")
    print(f"{'':<26} n = 100  n = 400")
    for part, small, large in zip(PARTS, best[100], best[400], strict=True):
        print(f"{part:<26} {small:7.3f}  {large:7.3f}  {large / small:5.1f}")
    small, large = sum(best[100]), sum(best[400])
    print(f"{'together':<26} {small:7.3f}  {large:7.3f}  {large / small:5.1f}")


if __name__ == "__main__":
    main()
