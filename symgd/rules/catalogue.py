"""The rules of the course by name.

The literature's forms differ, and students trip over it: each rule's docstring gives the form used
here, where it is from, and the options that choose another published one.
"""

from __future__ import annotations

from symgd.rules.adams import adam, adamax, adamw, amsgrad, nadam
from symgd.rules.adaptive import adadelta, adagrad, rmsprop
from symgd.rules.momenta import momentum, nesterov
from symgd.rules.plain import gd, newton, signgd
from symgd.rules.rule import RuleFamily

_FAMILIES = (
    gd,
    momentum,
    nesterov,
    adagrad,
    rmsprop,
    adadelta,
    adam,
    adamw,
    adamax,
    nadam,
    amsgrad,
    signgd,
    newton,
)

#: Name -> rule, from plain to elaborate.
RULES: dict[str, RuleFamily] = {family.name: family for family in _FAMILIES}

__all__ = ["RULES", *RULES]
