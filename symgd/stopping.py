"""When a descent may stop: one-line tests of one iterate."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from symgd.layout import Layout, Row
from symgd.points import read_positive

RowTest = Callable[[Row], bool]


@dataclass(frozen=True)
class Below:
    """Stop when a quantity of the iterate is strictly below a tolerance.

    Attributes
    ----------
    quantity : str
        ``"step"``, ``"slope"`` or ``"cost change"``.
    tolerance : float
        The bound.
    """

    quantity: str
    tolerance: float

    def watch(self, layout: Layout) -> RowTest:
        """Return the test of a row, for one run."""
        return _WATCHERS[self.quantity](self.tolerance, layout)

    def __repr__(self) -> str:
        name = {"slope": "gradient", "cost change": "cost_change"}.get(self.quantity, self.quantity)
        return f"{name}_below({self.tolerance:g})"


def step_below(tolerance: float) -> Below:
    r"""Stop after a step of Euclidean length :math:`\|x_k - x_{k-1}\| <` `tolerance`.

    Examples
    --------
    >>> step_below(1e-6)
    step_below(1e-06)
    """
    return Below("step", read_positive(tolerance, "The tolerance of step_below"))


def gradient_below(tolerance: float) -> Below:
    r"""Stop where the slope :math:`\|\nabla f(x_k)\| <` `tolerance`, the start included."""
    return Below("slope", read_positive(tolerance, "The tolerance of gradient_below"))


def cost_change_below(tolerance: float) -> Below:
    r"""Stop after a step with :math:`|f(x_k) - f(x_{k-1})| <` `tolerance`."""
    return Below("cost change", read_positive(tolerance, "The tolerance of cost_change_below"))


def _watch_step(tolerance: float, layout: Layout) -> RowTest:
    return lambda row: row[0] < tolerance


def _watch_slope(tolerance: float, layout: Layout) -> RowTest:
    return lambda row: math.hypot(*row[layout.slope]) < tolerance


def _watch_cost_change(tolerance: float, layout: Layout) -> RowTest:
    previous = math.nan

    def changed_little(row: Row) -> bool:
        nonlocal previous
        change, previous = abs(row[1] - previous), row[1]
        return change < tolerance

    return changed_little


_WATCHERS: dict[str, Callable[[float, Layout], RowTest]] = {
    "step": _watch_step,
    "slope": _watch_slope,
    "cost change": _watch_cost_change,
}
