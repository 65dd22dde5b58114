"""One picture of whole runs."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib.pyplot as plt
import sympy
from matplotlib.axes import Axes

from symgd.errors import SymgdError
from symgd.plotting.style import read_style, slides
from symgd.plotting.views.base import View
from symgd.plotting.views.table import view_of
from symgd.run import Run


def plot(
    *runs: Run,
    view: str | None = None,
    ax: Axes | None = None,
    style: str = "light",
    pair: Sequence[sympy.Symbol | str] | None = None,
) -> Axes:
    """Draw runs, with all of their path and the last iterate.

    Parameters
    ----------
    *runs : Run
        One run, or several of the same cost.
    view : {"curve", "contour", "surface", "cost", ...}, optional
        The curve for one variable, the contour lines or the surface for two, and the cost against
        the step for any number, or against the samples seen where runs went through batches; by
        default the first of these that fits. ``"memory"`` shows what
        the rule of one run remembers. ``"sheet"`` puts the curve or the contour beside the cost,
        under the numbers of the step. ``"panels"`` gives each of several runs a panel, and says
        how it went. ``"cobweb"`` draws the next point over the last one, for one variable and a
        rule without memory. ``"strip"`` shows a run at up to six of its steps, for print.
        ``"dial"`` is for many runs that differ in one number: an animation shows a whole run in
        each frame, a still the one that ends lowest among all. Two are for a cost over data:
        ``"data"`` draws the fitted line or the boundary between classes over the samples, and
        ``"learn"`` the line, its residuals and the step they lead to, for a line of one input.
    ax : Axes, optional
        Where to draw, with your own settings of matplotlib; by default a pyplot figure in
        the projector style is made. A surface needs ``plt.subplot(projection="3d")``.
    style : {"light", "dark"}
        The projector style of a new figure.
    pair : two symbols or names, optional
        Which of three or more variables a flat picture shows, as in
        ``view="contour", pair=("x", "z")``. The cost drawn is the slice on which the others keep
        the values they have where the first run ends; paths, arrows and known minima are
        projected on it, and the costs of the iterates are their own.

    Returns
    -------
    Axes
        The axes drawn on.

    Raises
    ------
    SymgdError
        If there is no run, the runs have different costs, or the view or axes do not fit.

    Examples
    --------
    >>> from symgd import gradient_descent
    >>> run = gradient_descent("x**2", start=3, max_steps=5)
    >>> ax = plot(run)
    >>> ax.get_xlabel()
    '$x$'
    """
    chosen, style = view_of(runs, view, pair), read_style(style)
    if ax is None:
        with slides(style):
            ax = chosen.axes(plt.figure())
            chosen.draw(ax, roomy=True)
            chosen.show(chosen.still)
        return ax
    _check_axes(ax, chosen)
    chosen.draw(ax, roomy=False)
    chosen.show(chosen.still)
    return ax


def _check_axes(ax: Axes, view: View) -> None:
    """Refuse axes on which the view cannot be drawn."""
    if not isinstance(ax, Axes):
        raise SymgdError(
            f"ax is where to draw, but it is of type {type(ax).__name__}; write ax=plt.subplot()."
        )
    needed = view.projection or "rectilinear"
    if ax.name != needed:
        remedy = f'plt.subplot(projection="{needed}")' if view.projection else "plt.subplot()"
        raise SymgdError(
            f"The view {view.name!r} cannot be drawn on these {ax.name} axes; write ax={remedy}."
        )
