"""Two of many variables: runs and their cost as flat pictures see them, the others held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import sympy
from numpy.typing import ArrayLike, NDArray

from symgd.cost import Cost
from symgd.epochs import Epochs
from symgd.errors import SymgdError
from symgd.points import names_of
from symgd.run import Outcome, Run

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class CostSlice:
    """A cost as a function of two of its variables.

    Attributes
    ----------
    cost : Cost
        The whole cost, of n variables.
    places : list of two int
        Which of its variables are free.
    point : array (n,)
        Where the others are held.
    whose : str
        Whose last point that is, if there are several runs.
    """

    cost: Cost
    places: list[int]
    point: Array
    whose: str

    n = 2

    @cached_property
    def variables(self) -> tuple[sympy.Symbol, ...]:
        """Return the two that are free."""
        return tuple(self.cost.variables[i] for i in self.places)

    @cached_property
    def held(self) -> dict[sympy.Symbol, float]:
        """Return the others, and their values."""
        known = zip(self.cost.variables, self.point.tolist(), strict=True)
        return {symbol: value for symbol, value in known if symbol not in self.variables}

    @property
    def name(self) -> str | None:
        """Return the name of the whole cost."""
        return self.cost.name

    @property
    def expr(self) -> sympy.Expr:
        """Return the formula of the whole cost."""
        return self.cost.expr

    @property
    def text(self) -> str:
        """Return the right side of the whole cost's formula."""
        return self.cost.text

    def latex(self, flat: bool = False) -> str:
        """Return it in LaTeX."""
        return self.cost.latex(flat)

    @cached_property
    def minima(self) -> tuple[tuple[float, ...], ...] | None:
        """Return the known minima, projected as the paths are."""
        if self.cost.minima is None:
            return None
        return tuple(dict.fromkeys(tuple(m[i] for i in self.places) for m in self.cost.minima))

    def sample(self, *axes: ArrayLike) -> Array:
        """Evaluate on a grid of the two variables."""
        columns: list[ArrayLike] = [*self.point]
        for i, values in zip(self.places, axes, strict=True):
            columns[i] = values
        return self.cost.sample(*columns)

    def __call__(self, points: ArrayLike) -> Array:
        """Evaluate at points (..., 2)."""
        return self.sample(*np.moveaxis(np.asarray(points, dtype=float), -1, 0))


@dataclass(frozen=True, eq=False)
class RunSlice:
    """A run as seen in two of its variables; its costs are those it had, not the slice's."""

    run: Run
    cost: CostSlice

    @cached_property
    def path(self) -> Array:
        """Return the path projected on the two variables, (nit + 1, 2)."""
        return self.run.path[:, self.cost.places]

    @cached_property
    def gradients(self) -> Array:
        """Return the two components of the gradient at every iterate, (nit + 1, 2)."""
        return self.run.gradients[:, self.cost.places]

    @property
    def costs(self) -> Array:
        """Return the cost at every iterate."""
        return self.run.costs

    @property
    def fun(self) -> float:
        """Return the cost at the last iterate."""
        return self.run.fun

    @property
    def nit(self) -> int:
        """Return the number of steps made."""
        return self.run.nit

    @property
    def in_batches(self) -> bool:
        """Return whether the steps saw less than all data."""
        return self.run.in_batches

    @property
    def epochs(self) -> Epochs | None:
        """Return what was noted once an epoch."""
        return self.run.epochs

    @property
    def rule(self) -> object:
        """Return the rule."""
        return self.run.rule

    @property
    def state(self) -> dict[str, Array]:
        """Return nothing: the pull of a memory is drawn on whole costs only."""
        return {}

    @property
    def outcome(self) -> Outcome:
        """Return how it ended."""
        return self.run.outcome

    @property
    def label(self) -> str:
        """Return what a legend calls it."""
        return self.run.label


def sliced(runs: Sequence[Run], pair: object) -> list[RunSlice]:
    """Return runs as seen in a pair of variables; the others are held where the first run ends.

    Raises
    ------
    SymgdError
        If the pair is not two different variables of more than two.
    """
    cost, first = runs[0].cost, runs[0]
    places = read_pair(pair, cost.variables)
    seen = CostSlice(cost, places, first.x, "run 1" if len(runs) > 1 else "")
    return [RunSlice(run, seen) for run in runs]


def read_pair(pair: object, variables: Sequence[sympy.Symbol]) -> list[int]:
    """Return the places of two variables, given as symbols or names."""
    names = [symbol.name for symbol in variables]
    if len(names) < 3:
        count = "1 variable" if len(names) == 1 else "2 variables"
        raise SymgdError(
            f"pair chooses two of three or more variables, but the cost has {count}: "
            f"{names_of(variables)}; leave pair out."
        )
    wanted = f'write two of {names_of(variables)}, as in pair=("{names[0]}", "{names[1]}")'
    if not isinstance(pair, tuple | list) or len(pair) != 2:
        raise SymgdError(f"pair is two variables, but {pair!r:.40} was given; {wanted}.")
    chosen = [getattr(each, "name", each) for each in pair]
    for name in chosen:
        if name not in names:
            raise SymgdError(f"pair names {name!s:.40}, which is no variable; {wanted}.")
    if chosen[0] == chosen[1]:
        raise SymgdError(f"pair names {chosen[0]} twice; {wanted}.")
    return [names.index(name) for name in chosen]
