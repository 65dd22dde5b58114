"""Time and memory of long animations, and what many of them leave behind.

Run with ``python tests/benchmarks/long.py``. Each line is a process of its own, since the largest
memory of a process never falls; what the imports and one small picture take is measured first.
"""

from __future__ import annotations

import gc
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FRAMES = 10_000
MANY = 100
# Caches are filled by then.
WARM = 30


def megabytes() -> float:
    """Return the most memory that this process has held so far."""
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale


def resident() -> float:
    """Return the memory that this process holds now; Linux alone tells."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def long_run(max_frames: int, suffix: str) -> str:
    """Save a run of 10,000 iterates, and tell time, memory and size."""
    import symgd

    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / f"long{suffix}"
        short = symgd.gradient_descent(symgd.gallery.rosenbrock, (-1.2, 1), 1e-3, max_steps=3)
        short.animate().save(target)
        before, begin = megabytes(), time.perf_counter()
        run = symgd.gradient_descent(
            symgd.gallery.rosenbrock, (-1.2, 1), 1e-3, precision=None, max_steps=FRAMES - 1
        )
        run.animate(max_frames=max_frames).save(target)
        seconds = time.perf_counter() - begin
        size = target.stat().st_size / 1e6
    return (
        f"{FRAMES:,} iterates in {max_frames:6,} frames, {suffix:5} {seconds:6.1f} s "
        f"{megabytes() - before:6.0f} MB beyond the imports, {size:.1f} MB file"
    )


def many() -> str:
    """Make, save and drop many animations, and tell the growth after the first of them."""
    import matplotlib.pyplot as plt

    import symgd

    with tempfile.TemporaryDirectory() as folder:
        for k in range(MANY + WARM):
            if k == WARM:
                gc.collect()
                before = resident()
            run = symgd.gradient_descent("x**2 + 5*y**2", (3, 1), 0.05, max_steps=4)
            run.animate().save(Path(folder) / "small.gif")
    gc.collect()
    growth = resident() - before
    return f"{MANY} animations: {len(plt.get_fignums())} figures left, {growth:+.1f} MB"


CASES = {
    "thinned": lambda: long_run(200, ".gif"),
    "whole": lambda: long_run(FRAMES, ".gif"),
    "many": many,
}


def main() -> None:
    """Print a line for each case."""
    if len(sys.argv) == 2:
        print(CASES[sys.argv[1]]())
        return
    for case in CASES:
        subprocess.run([sys.executable, __file__, case], check=True)


if __name__ == "__main__":
    main()
