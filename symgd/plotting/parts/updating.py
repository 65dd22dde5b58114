"""One coordinate's update in numbers."""

from __future__ import annotations

from symgd.plotting.parts import formula
from symgd.run import Run


def is_plain(run: Run) -> bool:
    """Tell whether each step is x − α·slope."""
    return run.rule.is_plain and run.clip is None


def coordinate(run: Run, i: int, k: int, digits: int) -> str:
    """Return coordinate i at step k, such as x₃ = 1.92 − 0.1·3.84 = 1.536, the update if plain."""
    return " = ".join(sides(run, i, k, digits))


def sides(run: Run, i: int, k: int, digits: int) -> list[str]:
    """Return the sides of that equation."""
    told = [formula.step_of(run.cost.variables[i], k)]
    if k and is_plain(run):
        before, slope = (
            formula.number(values[k - 1, i], digits) for values in (run.path, run.gradients)
        )
        slope = f"({slope})" if slope.startswith("−") else slope
        told.append(f"{before} − {formula.short(run.learning_rates[k - 1])}·{slope}")
    return [*told, formula.number(run.path[k, i], digits)]
