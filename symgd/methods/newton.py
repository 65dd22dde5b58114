"""Newton's direction, by the exact Hessian."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from symgd.cost import Cost
from symgd.methods.no_step import NoStepError

Floats = NDArray[np.float64]

#: A Hessian of a larger condition number is singular for double precision.
WORST_CONDITION = 1e15


def newton_direction(cost: Cost, point: Floats, slope: Floats) -> Floats:
    r"""Return :math:`p = H(x)^{-1} \nabla f(x)`; Newton's step is :math:`-\alpha p`.

    Raises
    ------
    NoStepError
        If the Hessian is singular or not finite at `point`.
    """
    hessian = cost.hessian_at(point)
    if not np.all(np.isfinite(hessian)):
        raise NoStepError("the Hessian is not finite there, so Newton's step does not exist")
    if not np.any(hessian) or np.linalg.cond(hessian) > WORST_CONDITION:
        raise NoStepError("the Hessian is singular there, so Newton's step does not exist")
    return np.linalg.solve(hessian, slope)
