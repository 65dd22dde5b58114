"""Print what ``import symgd`` costs beside ``import sympy, numpy``.

Run as ``python tests/benchmarks/imports.py``. Both run in fresh processes, in turn; the figures are
medians, and the ratio is that of the processor times of neighbouring runs.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

ROUNDS = 15


def seconds(statement: str) -> float:
    """Return the processor time of a fresh Python that runs `statement`."""
    before = os.times()
    subprocess.run([sys.executable, "-c", statement], check=True)
    after = os.times()
    return (after.children_user + after.children_system) - (
        before.children_user + before.children_system
    )


def main() -> None:
    """Print the table."""
    seconds("import symgd")
    pairs = [(seconds("import sympy, numpy"), seconds("import symgd")) for _ in range(ROUNDS)]
    theirs, ours = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(ours / theirs for theirs, ours in pairs)
    print(f"{ROUNDS} rounds; seconds of processor time, and symgd's as a ratio")
    print(f"import sympy, numpy  {theirs:.3f}")
    print(f"import symgd         {ours:.3f}  {ratio:.2f}")


if __name__ == "__main__":
    main()
