"""What the Hessian at the end of a run tells: minimum, saddle point or maximum."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from symgd.errors import SymgdError
from symgd.run import Run

Floats = NDArray[np.float64]

#: Hessians of more variables are not made for the sake of a sentence.
MOST_VARIABLES = 50


@dataclass(frozen=True)
class Curvature:
    """What the Hessian at the end of a run tells.

    Attributes
    ----------
    kind : str
        ``"minimum"``, ``"saddle point"``, ``"maximum"``, or empty where it is undecided.
    doubt : str
        Why it is undecided.
    distance : float
        Length of Newton's step: about how far the flat point is.
    downhill : ndarray (n,)
        The direction of the least curvature, its largest coordinate positive.
    """

    kind: str
    doubt: str = ""
    distance: float = math.nan
    downhill: Floats | None = None


def curvature(run: Run) -> Curvature:
    """Tell a minimum from a saddle or a maximum by the Hessian at the end.

    A Hessian decides only where it is not singular at the flat point itself. Newton's step
    leads close to that point: where the curvature changes much along it, nothing is decided.
    """
    here = hessians(run, run.path[-1:])
    if isinstance(here, str):
        return Curvature("", here)
    bends, directions = np.linalg.eigh(here[0])
    if np.abs(bends).min() <= 1e-10 * np.abs(bends).max():
        return Curvature("", "the curvature there is zero" + in_direction(run, "some"))
    newton = -directions @ ((directions.T @ run.jac) / bends)
    there = hessians(run, run.path[-1:] + newton)
    if isinstance(there, str) or not _alike(bends, np.linalg.eigvalsh(there[0])):
        return Curvature("", "the curvature vanishes or changes nearby")
    kind = "minimum" if bends[0] > 0 else "maximum" if bends[-1] < 0 else "saddle point"
    least = directions[:, 0]
    downhill = np.round(least * np.sign(least[np.abs(least).argmax()]), 2) + 0.0
    return Curvature(kind, "", float(np.linalg.norm(newton)), downhill)


def in_direction(run: Run, which: str) -> str:
    """Return ``in every direction`` or the like; there is one direction on a line."""
    return "" if run.layout.n == 1 else f" in {which} direction"


def _alike(bends: Floats, nearby: Floats) -> bool:
    return bool(np.all(np.abs(nearby - bends) <= 0.25 * np.abs(bends)))


def hessians(run: Run, points: Floats) -> Floats | str:
    """Return the finite ones of the Hessians at some points, or why there is none."""
    if run.layout.n > MOST_VARIABLES:
        return f"the Hessian is not made for more than {MOST_VARIABLES} variables"
    try:
        found = run.cost.hessian_at(points)
    except SymgdError:
        return "the Hessian cannot be evaluated here"
    finite = np.all(np.isfinite(found), axis=(-2, -1))
    return found[finite] if finite.any() else "the curvature is not finite there"
