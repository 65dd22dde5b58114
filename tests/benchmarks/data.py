"""Time and memory of learning from data, beside loops written by hand in NumPy.

Run as ``python tests/benchmarks/data.py``. Loops are timed in this process, interleaved, and each
figure is the best of many rounds. Memory is the most that a process of its own has held, beyond
what the imports and a small descent take.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from timing import best_of

import symgd

SAMPLES, BATCH = 200_000, 100
MANY, WIDTH, STEPS = 1_000_000, 10, 20
MAPPED = 20_000_000
MEMORY = 64 * 2**20
RATE = 0.01
LINE = "(w*x + b - y)**2"


def cloud(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return points about the line y = 2x + 1."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=count)
    return x, 2 * x + 1 + 0.1 * rng.normal(size=count)


def epoch_by_hand(x: np.ndarray, y: np.ndarray) -> tuple[float, float]:
    """Go once through mini-batches and keep nothing but the end."""
    w = b = 0.0
    order = np.random.default_rng(0).permutation(len(x))
    for start in range(0, len(x), BATCH):
        rows = order[start : start + BATCH]
        some = x[rows]
        error = w * some + b - y[rows]
        w, b = w - RATE * 2 * (error @ some) / BATCH, b - RATE * 2 * error.sum() / BATCH
    return w, b


def recorded_epoch_by_hand(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Go once through mini-batches and record point, cost and slope of every step."""
    w = b = 0.0
    record = []
    order = np.random.default_rng(0).permutation(len(x))
    for start in range(0, len(x), BATCH):
        rows = order[start : start + BATCH]
        some = x[rows]
        error = w * some + b - y[rows]
        cost, slope = (error @ error) / BATCH, 2 * (error @ some) / BATCH
        rise = 2 * error.sum() / BATCH
        record.append((w, b, cost, slope, rise))
        w, b = w - RATE * slope, b - RATE * rise
    return np.array(record)


def batches() -> None:
    """Print an epoch of mini-batches beside loops by hand."""
    x, y = cloud(SAMPLES)
    cost = symgd.mean_loss(LINE, {"x": x, "y": y}, "w b")
    rule = symgd.gd(learning_rate=RATE)
    settings = {"batch_size": BATCH, "epochs": 1, "rng": 0}
    ours, bare, recorded = best_of(
        25,
        lambda: symgd.minimize(cost, (0, 0), rule, **settings),
        lambda: epoch_by_hand(x, y),
        lambda: recorded_epoch_by_hand(x, y),
    )
    steps = SAMPLES // BATCH
    print(f"an epoch of {steps:,} mini-batches; µs a step by hand, by symgd, ratio (bound 1.5)")
    for name, other in [("by hand, recording", recorded), ("by hand, recording nothing", bare)]:
        print(
            f"{name:<40} {other / steps * 1e6:7.2f} {ours / steps * 1e6:7.2f} {ours / other:6.2f}"
        )


def matrix() -> tuple[np.ndarray, np.ndarray]:
    """Return a table (N, 10) and a target."""
    rng = np.random.default_rng(0)
    table = rng.normal(size=(MANY, WIDTH))
    return table, table @ np.arange(WIDTH) + 0.1 * rng.normal(size=MANY)


def matrix_cost(table: np.ndarray, y: np.ndarray) -> symgd.DataCost:
    """Return the squared error of a linear model without intercept."""
    model = " + ".join(f"w{j}*x{j}" for j in range(WIDTH))
    columns = {f"x{j}": table[:, j] for j in range(WIDTH)} | {"y": y}
    return symgd.mean_loss(f"({model} - y)**2", columns)


def steps_by_hand(table: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Make full-batch steps in matrix form and record cost and slope."""
    w, record = np.zeros(WIDTH), []
    for _ in range(STEPS + 1):
        error = table @ w - y
        slope = 2 * (table.T @ error) / len(y)
        record.append((*w, (error @ error) / len(y), *slope))
        w = w - RATE * slope
    return np.array(record)


def full_steps(cost: symgd.DataCost) -> symgd.Run:
    """Make full-batch steps."""
    rule = symgd.gd(learning_rate=RATE)
    return symgd.minimize(cost, np.zeros(cost.n), rule, precision=None, max_steps=STEPS)


def full() -> None:
    """Print full-batch steps beside matrix form."""
    table, y = matrix()
    cost = matrix_cost(table, y)
    ours, by_hand = best_of(5, lambda: full_steps(cost), lambda: steps_by_hand(table, y))
    print(f"{STEPS} full-batch steps on {MANY:,} × {WIDTH}; ms a step, ratio (bound 2)")
    each = 1e3 / STEPS
    print(f"{'matrix form':<40} {by_hand * each:7.2f} {ours * each:7.2f} {ours / by_hand:6.2f}")


def megabytes() -> float:
    """Return the most memory that this process has held so far."""
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def warm() -> None:
    """Make the descents that follow once, on few samples."""
    x, y = cloud(1000)
    cost = symgd.mean_loss(LINE, {"x": x, "y": y}, "w b")
    symgd.minimize(cost, (0, 0), symgd.gd, max_steps=2)
    symgd.minimize(cost, (0, 0), symgd.gd, batch_size=10, epochs=1, shuffle=False)


def held() -> None:
    """Print the memory of full-batch steps beyond the data, which the cost copies."""
    warm()
    rng = np.random.default_rng(0)
    columns = {f"x{j}": rng.normal(size=MANY) for j in range(WIDTH)}
    columns["y"] = sum(j * columns[f"x{j}"] for j in range(WIDTH))
    model = " + ".join(f"w{j}*x{j}" for j in range(WIDTH))
    given = megabytes()
    cost = symgd.mean_loss(f"({model} - y)**2", columns)
    data = sum(column.nbytes for column in columns.values()) / 1e6
    full_steps(cost)
    print(
        f"{MANY:,} × {WIDTH}: {megabytes() - given:.0f} MB beyond the {data:.0f} MB of the data "
        f"given, {megabytes() - given - data:.0f} MB beyond their copy as well (bound 200)"
    )


def mapped(path: str, **settings: object) -> None:
    """Print the memory of a descent over a mapped file."""
    warm()
    before = megabytes()
    table = np.memmap(path, np.float64, "r", shape=(2, MAPPED))
    cost = symgd.mean_loss(LINE, {"x": table[0], "y": table[1]}, "w b", MEMORY)
    run = symgd.minimize(cost, (0, 0), symgd.gd(learning_rate=RATE), **settings)
    grown = (megabytes() - before) * 1e6 / 2**20
    print(
        f"{table.nbytes / 1e6:.0f} MB mapped, {run.label}, {run.nit} steps: {grown:.0f} MiB beyond "
        f"the imports (max_memory {MEMORY // 2**20} MiB)"
    )


CASES: dict[str, Callable[[str], None]] = {
    "held": lambda path: held(),
    "full": lambda path: mapped(path, max_steps=2),
    "in order": lambda path: mapped(path, batch_size=100_000, epochs=1, shuffle=False),
}


def store(path: Path) -> None:
    """Write two long columns to a file, a piece at a time."""
    rng = np.random.default_rng(0)
    with path.open("wb") as file:
        for _ in range(2 * 20):
            rng.normal(size=MAPPED // 20).tofile(file)


def main() -> None:
    """Print the figures."""
    if len(sys.argv) == 3:
        CASES[sys.argv[1]](sys.argv[2])
        return
    # A process begins with the largest memory of the one that starts it: these come first.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "columns.bin"
        store(path)
        for case in CASES:
            subprocess.run([sys.executable, __file__, case, str(path)], check=True)
    batches()
    full()


if __name__ == "__main__":
    main()
