"""The table of views, and the choice among them."""

from __future__ import annotations

from collections.abc import Sequence

from symgd.errors import SymgdError
from symgd.plotting.style import theme
from symgd.plotting.views.base import View
from symgd.plotting.views.cobweb import Cobweb
from symgd.plotting.views.contour import Contour
from symgd.plotting.views.cost_curve import CostCurve
from symgd.plotting.views.curve import Curve
from symgd.plotting.views.memory import Memory
from symgd.plotting.views.panels import Panels
from symgd.plotting.views.sheet import Sheet
from symgd.plotting.views.surface import Surface
from symgd.run import Run

# The first that fits is the default.
VIEWS: dict[str, type[View]] = {
    view.name: view for view in (Curve, Contour, Surface, CostCurve, Memory, Sheet, Panels, Cobweb)
}


def view_of(runs: Sequence[Run], name: str | None) -> View:
    """Return the view of that name for the runs, or the default one.

    Raises
    ------
    SymgdError
        If these are no runs of one cost, or the view is unknown or does not fit.
    """
    _check_runs(runs)
    n = runs[0].path.shape[1]
    if name is None:
        name = _fitting(n)[0]
    require_view(name, n)
    return VIEWS[name](runs)


def require_view(name: object, n: int) -> None:
    """Refuse a view that there is not, or not for a cost of n variables."""
    fitting = _fitting(n)
    if not isinstance(name, str) or name not in fitting:
        raise SymgdError(_refusal(name, n, fitting))


def _fitting(n: int) -> list[str]:
    return [key for key, view in VIEWS.items() if view.fits(n)]


def _refusal(name: object, n: int, fitting: Sequence[str]) -> str:
    """Say why there is no such picture, and which there are."""
    variables = "1 variable" if n == 1 else f"{n} variables"
    problem = f"There is no view {name!r}"
    if isinstance(name, str) and name in VIEWS:
        problem = f"The view {name!r} does not fit a cost of {variables}"
    choice = " or ".join(f"view={key!r}" for key in fitting)
    return f"{problem}; for {variables} write {choice}."


def _no_run(thing: object) -> str:
    """Say what was given in place of a run, and what to write."""
    remedy = "plot(run) with run = gradient_descent(...)"
    if isinstance(thing, list | tuple):
        remedy = "plot(*runs), with a star before the list"
    kind = type(thing).__name__
    return f"A picture is drawn from runs, but a value of type {kind} was given; write {remedy}."


def _check_runs(runs: Sequence[Run]) -> None:
    """Refuse what cannot share one picture."""
    if not runs:
        raise SymgdError(
            "There is no run to draw; write plot(run) with run = gradient_descent(...)."
        )
    for run in runs:
        if not isinstance(run, Run):
            raise SymgdError(_no_run(run))
    if any(run.cost != runs[0].cost for run in runs[1:]):
        raise SymgdError(
            "The runs of one picture share their cost, but these have different costs; "
            "draw each of them by itself."
        )
    if len(runs) > len(theme().looks):
        raise SymgdError(
            f"One picture shows at most {len(theme().looks)} runs that can be told apart, "
            f"but {len(runs)} were given; choose among them."
        )
