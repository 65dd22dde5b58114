"""symgd: gradient descent, taught.

Type a cost as text or as a SymPy expression; symgd differentiates it exactly, runs gradient descent
and tells how it ended, and draws the descent:

>>> import symgd
>>> run = symgd.gradient_descent("(x - 2)**2", start=5, learning_rate=0.5)
>>> run.x, run.success
(array([2.]), True)
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from symgd.checking import check_gradient
from symgd.comparison import Comparison, compare
from symgd.cost import Cost
from symgd.data.cost import DataCost
from symgd.data.loss import mean_loss, sum_loss
from symgd.descent import gradient_descent, iterates, minimize
from symgd.errors import ParseError, SymgdError
from symgd.rules.catalogue import (
    adadelta,
    adagrad,
    adam,
    adamax,
    adamw,
    amsgrad,
    gd,
    momentum,
    nadam,
    nesterov,
    newton,
    rmsprop,
    signgd,
)
from symgd.rules.learning_rates import backtracking, exact, polyak
from symgd.rules.rule import Rule, rule
from symgd.run import Iterate, Outcome, Run
from symgd.stopping import cost_change_below, gradient_below, step_below

if TYPE_CHECKING:
    from symgd import datasets, gallery, losses, models
    from symgd.penalties import lasso, ridge
    from symgd.plotting import Animation, animate, plot
    from symgd.tables import Columns, Standardized, centre, read_csv, split, standardize

__version__ = "0.1.0"

__all__ = [
    "Animation",
    "Columns",
    "Comparison",
    "Cost",
    "DataCost",
    "Iterate",
    "Outcome",
    "ParseError",
    "Rule",
    "Run",
    "Standardized",
    "SymgdError",
    "adadelta",
    "adagrad",
    "adam",
    "adamax",
    "adamw",
    "amsgrad",
    "animate",
    "backtracking",
    "centre",
    "check_gradient",
    "compare",
    "cost_change_below",
    "datasets",
    "exact",
    "gallery",
    "gd",
    "gradient_below",
    "gradient_descent",
    "iterates",
    "lasso",
    "losses",
    "mean_loss",
    "minimize",
    "models",
    "momentum",
    "nadam",
    "nesterov",
    "newton",
    "plot",
    "polyak",
    "read_csv",
    "ridge",
    "rmsprop",
    "rule",
    "signgd",
    "split",
    "standardize",
    "step_below",
    "sum_loss",
]

# Loaded when first asked for: pictures bring Matplotlib, the gallery some thirty formulas, and
# few descents want data or models.
_LATER = {
    "Animation": "symgd.plotting",
    "animate": "symgd.plotting",
    "plot": "symgd.plotting",
    "gallery": "symgd.gallery",
    "losses": "symgd.losses",
    "models": "symgd.models",
    "lasso": "symgd.penalties",
    "ridge": "symgd.penalties",
    "datasets": "symgd.datasets",
    "Columns": "symgd.tables",
    "Standardized": "symgd.tables",
    "centre": "symgd.tables",
    "read_csv": "symgd.tables",
    "split": "symgd.tables",
    "standardize": "symgd.tables",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module 'symgd' has no attribute {name!r}")
    module = importlib.import_module(_LATER[name])
    return module if _LATER[name] == f"symgd.{name}" else getattr(module, name)


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(__all__))
