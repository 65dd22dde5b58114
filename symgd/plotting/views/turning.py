"""The surface seen by a camera that goes round it."""

from __future__ import annotations

import math
import numbers
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from symgd.errors import SymgdError
from symgd.plotting.views.base import View
from symgd.plotting.views.surface import AZIMUTH, ELEVATION, Surface
from symgd.run import Run


class Turning(Surface):
    """The surface, drawn anew for each step.

    Parameters
    ----------
    runs : sequence of Run
        The runs, all of one cost.
    turn : float
        Degrees that the camera goes round from the first step to the last.
    """

    turns = True
    aside = 0.0

    def __init__(self, runs: Sequence[Run], turn: float) -> None:
        super().__init__(runs)
        self.turn = turn

    def _shape(self, ax: Axes, roomy: bool) -> None:
        """Leave room for the corners, which pass before the camera."""
        self._box(ax, 1.0, 0.9)

    def again(self) -> Turning:
        """Return the same view with nothing drawn, for another figure."""
        return Turning(self.runs, self.turn)

    def show(self, step: int) -> None:
        """Place the camera and the paths at a step."""
        part = step / self.last if self.last else 0.0
        self.status.axes.view_init(ELEVATION, AZIMUTH + self.turn * part)
        super().show(step)


def turned(view: View, turn: object) -> View:
    """Return the view with a camera that turns by so many degrees.

    Raises
    ------
    SymgdError
        If the angle is no number, or the view is flat.
    """
    real = isinstance(turn, numbers.Real) and not isinstance(turn, (bool, np.bool_))
    if not real or not math.isfinite(turn):
        raise SymgdError(
            "turn is how many degrees the camera goes round the surface, such as 90, "
            f"but {turn!r:.40} was given."
        )
    if turn == 0:
        return view
    if not isinstance(view, Surface):
        remedy = "write view='surface' too, or " if Surface.fits(view.cost.n) else ""
        raise SymgdError(
            f"turn moves the camera round a surface, but the view {view.name!r} is flat; "
            f"{remedy}leave turn out."
        )
    return Turning(view.runs, float(turn))
