"""The table of views, and the choice among them."""

from __future__ import annotations

from collections.abc import Sequence

from symgd.data.cost import DataCost
from symgd.errors import SymgdError
from symgd.plotting.slicing import sliced
from symgd.plotting.views.base import View
from symgd.plotting.views.cobweb import Cobweb
from symgd.plotting.views.contour import Contour
from symgd.plotting.views.cost_curve import CostCurve
from symgd.plotting.views.curve import Curve
from symgd.plotting.views.data import Data
from symgd.plotting.views.dial import Dial
from symgd.plotting.views.filmstrip import Filmstrip
from symgd.plotting.views.learn import Learn
from symgd.plotting.views.memory import Memory
from symgd.plotting.views.panels import Panels
from symgd.plotting.views.sheet import Sheet
from symgd.plotting.views.surface import Surface
from symgd.run import Run

# The first that fits is the default.
VIEWS: dict[str, type[View]] = {
    view.name: view
    for view in (
        Curve,
        Contour,
        Surface,
        CostCurve,
        Sheet,
        Memory,
        Panels,
        Cobweb,
        Filmstrip,
        Dial,
        Data,
        Learn,
    )
}


def view_of(runs: Sequence[Run], name: str | None, pair: object = None) -> View:
    """Return the view of that name for the runs, or the default one.

    With a pair of variables it shows these two of three or more.

    Raises
    ------
    SymgdError
        If these are no runs of one cost, or the view or the pair is unknown or does not fit.
    """
    _check_runs(runs)
    n = runs[0].cost.n
    if pair is not None:
        _check_paired(name)
        runs, n = sliced(runs, pair), 2
    if name is None:
        name = fitting(n, len(runs))[0] if len(runs) <= View.most else fitting(n, 1)[0]
    require_view(name, n, len(runs), isinstance(runs[0].cost, DataCost))
    return VIEWS[name](runs)


def require_view(name: object, n: int, count: int, over_data: bool = False) -> None:
    """Refuse a view that there is not, or not for so many runs on a cost of n variables."""
    if not isinstance(name, str) or name not in VIEWS or not VIEWS[name].fits(n):
        raise SymgdError(_refusal(name, n, fitting(n, count, over_data)))
    view = VIEWS[name]
    if count < view.fewest:
        raise SymgdError(
            f"The view {name!r} compares several runs, but one was given; write "
            f"compare(cost, start, [0.01, 0.1, 0.5]).plot({name!r})."
        )
    if count > view.most:
        raise SymgdError(_too_many(name, n, count))


def fitting(n: int, count: int, over_data: bool = False) -> list[str]:
    """Return the views for so many runs on a cost of n variables, the default one first."""
    return [
        key
        for key, view in VIEWS.items()
        if view.fits(n) and view.fewest <= count <= view.most and (over_data or not view.of_data)
    ]


def _refusal(name: object, n: int, fitting: Sequence[str]) -> str:
    """Say why there is no such picture, and which there are."""
    variables = "1 variable" if n == 1 else f"{n} variables"
    problem = f"There is no view {name!r}"
    if isinstance(name, str) and name in VIEWS:
        problem = f"The view {name!r} does not fit a cost of {variables}"
    choice = " or ".join(f"view={key!r}" for key in fitting)
    if n > 2 and isinstance(name, str) and name in VIEWS and VIEWS[name].pairs:
        choice += ', or choose two of them with pair=("name", "name")'
    return f"{problem}; for {variables} write {choice}."


def _check_paired(name: object) -> None:
    """Refuse a view that does not show two of many variables."""
    if isinstance(name, str) and name in VIEWS and not VIEWS[name].pairs:
        choice = " or ".join(f"view={key!r}" for key, view in VIEWS.items() if view.pairs)
        raise SymgdError(
            f"pair chooses the two variables to draw, which the view {name!r} does not take; "
            f"leave pair out, or write {choice}."
        )


def _too_many(name: str, n: int, count: int) -> str:
    """Say how many runs there is room for."""
    if VIEWS[name].most == 1:
        return (
            f"The view {name!r} shows one run, but {count} were given; "
            f"write plot(run, view={name!r}) for each of them."
        )
    problem = (
        f"One picture shows at most {VIEWS[name].most:g} runs that can be told apart, "
        f"but {count} were given; choose among them"
    )
    others = " or ".join(f"view={key!r}" for key in fitting(n, count))
    return (
        f"{problem}, or write {others}, which shows one after another." if others else f"{problem}."
    )


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
