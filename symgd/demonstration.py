"""What ``python -m symgd`` shows: a cost, its derivative, the descent, an animation."""

from __future__ import annotations

from symgd.cost import Cost
from symgd.descent import gradient_descent
from symgd.files import writable
from symgd.run import Run

COST = "(x - 2)**2 + exp(-x)"
START = 6
FILE = "descent.gif"


def report(run: Run) -> str:
    """Return a run as a terminal shows it: the cost, its slope, the table and the summary."""
    cost = run.cost
    slopes = [
        f"∂f/∂{symbol.name} = {slope}" if cost.n > 1 else f"f'({symbol.name}) = {slope}"
        for symbol, slope in zip(cost.variables, cost.gradient, strict=True)
    ]
    return "\n".join(
        [f"{cost.heading} = {cost.expr}", *slopes, "", repr(run.table()), "", repr(run)]
    )


def main() -> int:
    """Run the demonstration in the current folder and return the exit status."""
    target = writable(FILE).resolve()
    run = gradient_descent(Cost(COST), START)
    print(report(run))
    print("\nDrawing the descent ...", flush=True)
    run.animate().save(target)
    print(f"The animation is in {target}\n")
    print("The same in Python:")
    print("  >>> import symgd")
    print(f'  >>> run = symgd.gradient_descent("{COST}", start={START})')
    print("  >>> run.plot()")
    print(f'  >>> run.animate().save("{FILE}")')
    return 0
