"""Several runs on one cost, side by side."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import sympy
from numpy.typing import NDArray

from symgd.cost import Cost, as_cost
from symgd.descent import minimize
from symgd.display import Table, number, place
from symgd.errors import SymgdError
from symgd.points import Point, read_points
from symgd.rules.catalogue import gd
from symgd.rules.rule import Rule, RuleFamily, as_rule
from symgd.run import Run

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from symgd.plotting import Animation

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, repr=False)
class Comparison:
    """Runs on one cost, in the order of their rules or starts.

    Attributes
    ----------
    runs : tuple of Run
        The runs.
    seconds : tuple of float
        How long each took, compiling left out.
    """

    runs: tuple[Run, ...]
    seconds: tuple[float, ...]

    def __len__(self) -> int:
        return len(self.runs)

    def __iter__(self) -> Iterator[Run]:
        return iter(self.runs)

    def __getitem__(self, place: int) -> Run:
        return self.runs[place]

    def table(self, digits: int = 4) -> Table:
        """Return a row for each run.

        Parameters
        ----------
        digits : int
            Significant digits.

        Returns
        -------
        Table
            Columns ``run``, ``steps``, ``outcome``, ``f``, ``distance`` to the nearest known
            minimum where the cost has one, and ``ms``, the milliseconds taken.
        """
        minima = self.runs[0].cost.minima
        rows = []
        for run, seconds in zip(self.runs, self.seconds, strict=True):
            distance = [number(_distance(run, minima), digits)] if minima else []
            cells = [run.label, str(run.nit), run.outcome.value, number(run.fun, digits)]
            rows.append((*cells, *distance, number(1000 * seconds, 3)))
        distance = ["distance"] if minima else []
        return Table(("run", "steps", "outcome", "f", *distance, "ms"), tuple(rows))

    def plot(self, view: str | None = None, ax: Axes | None = None, **options: Any) -> Axes:
        """Draw all runs in one picture; see `symgd.plot`, which takes the options too."""
        from symgd.plotting import plot

        return plot(*self.runs, view=view, ax=ax, **options)

    def animate(self, view: str | None = None, fps: float = 10, **options: Any) -> Animation:
        """Animate all runs as a race; see `symgd.animate`, which takes the options too."""
        from symgd.plotting import animate

        return animate(*self.runs, view=view, fps=fps, **options)

    def __repr__(self) -> str:
        cost = self.runs[0].cost
        return f"{cost.heading} = {cost.text}\n{self.table()!r}"

    def _repr_html_(self) -> str:
        return self.table()._repr_html_()


def compare(
    cost: Cost | sympy.Expr | str,
    start: Point | Sequence[Point],
    rules: Rule | RuleFamily | float | Sequence[Rule | RuleFamily | float],
    **settings: Any,
) -> Comparison:
    """Descend one cost several times, and put the runs side by side.

    Parameters
    ----------
    cost : Cost, Expr or str
        What to descend.
    start : point, or k points (k, n)
        Where to begin; several starts need one rule.
    rules : rule, or sequence of rules
        What makes the steps; a number stands for gradient descent with that learning rate.
    **settings
        Handed to `minimize`: ``precision``, ``max_steps``, ``stop``, ``callback``, ``clip``,
        and for a cost over data ``batch_size``, ``epochs``, ``shuffle``, ``rng``, ``validation``;
        every run sees the same batches.

    Returns
    -------
    Comparison
        The runs in order.

    Raises
    ------
    SymgdError
        If there are several rules and several starts, or an argument is not what `minimize` wants.

    Examples
    --------
    >>> race = compare("x**2", 10, [0.1, 0.5, 1.1], max_steps=50)
    >>> [(run.label, run.nit, run.success) for run in race]
    [('gd, α = 0.1', 50, False), ('gd, α = 0.5', 2, True), ('gd, α = 1.1', 50, False)]
    """
    cost = as_cost(cost)
    chosen = _read_rules(rules)
    settings = _same_batches(cost, settings)
    starts = read_points(start, cost.variables, "start")
    if starts.ndim == 1:
        runs = [_timed(cost, starts, rule, settings) for rule in chosen]
        return Comparison(*zip(*runs, strict=True))
    if starts.ndim != 2 or len(starts) == 0 or len(chosen) > 1:
        raise SymgdError(
            f"start has the shape {starts.shape} and there are {len(chosen)} rules: give several "
            "rules and one start, or several starts, as an array (k, n), and one rule."
        )
    runs = [_timed(cost, each, chosen[0], settings) for each in starts]
    return Comparison(*zip(*((_from(run), seconds) for run, seconds in runs), strict=True))


def _same_batches(cost: Cost, settings: dict[str, Any]) -> dict[str, Any]:
    """Give each run the same orders of the samples, so that they differ by their rules alone."""
    rng = settings.get("rng")
    if cost.is_one_formula or not (rng is None or isinstance(rng, np.random.Generator)):
        return settings
    return settings | {"rng": int(np.random.default_rng(rng).integers(2**63))}


def _read_rules(rules: Any) -> list[Rule]:
    several = rules if isinstance(rules, list | tuple | np.ndarray) else [rules]
    if len(several) == 0:
        raise SymgdError("rules is empty, but at least one rule is wanted.")
    return [as_rule(r) if isinstance(r, Rule | RuleFamily) else _by_rate(r) for r in several]


def _by_rate(rate: Any) -> Rule:
    """Return gradient descent with a learning rate, or refuse what is neither rate nor rule."""
    if isinstance(rate, int | float | np.number | sympy.Expr) and not isinstance(rate, bool):
        return gd(learning_rate=rate)
    return as_rule(rate)


def _timed(cost: Cost, start: Floats, rule: Rule, settings: dict[str, Any]) -> tuple[Run, float]:
    """Descend once to compile and to refuse, then once by the clock."""
    minimize(cost, start, rule, max_steps=0)
    begin = time.perf_counter()
    run = minimize(cost, start, rule, **settings)
    return run, time.perf_counter() - begin


def _from(run: Run) -> Run:
    """Return a run that is called by its start."""
    names = [symbol.name for symbol in run.cost.variables]
    return replace(run, name=f"from {place(names, run.path[0].tolist(), 4)}")


def _distance(run: Run, minima: Sequence[Sequence[float]]) -> float:
    return float(np.linalg.norm(np.array(minima) - run.x, axis=1).min())
