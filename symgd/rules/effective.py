"""What a step makes of the slope and of the memory, read off a rule's recurrence.

No rule is known by its name. A rule goes against the slope: turned round, the slopes turn the step
round. So each memory either turns with them, as a velocity or a mean of slopes does, or stays as
it is, as a sum of squares does: a size.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations

import sympy

from symgd.rules.tracing import Recurrence

Symbols = frozenset[sympy.Symbol]

EVEN, ODD, NEITHER = 1, -1, 0


@dataclass(frozen=True)
class Effect:
    """What a step does with the slope, and what its memory does, as formulas.

    Attributes
    ----------
    per_slope : Expr or None
        The effective step: the factor on the slope, or on the mean or velocity that stands for
        it. None for a rule whose step is not proportional to them.
    pull : Expr or None
        The step that the memory would make if no slope were there; None without a velocity.
    """

    per_slope: sympy.Expr | None
    pull: sympy.Expr | None


@lru_cache(maxsize=128)
def effect(step: Recurrence) -> Effect:
    r"""Read what a step makes of slope and memory off the recurrence.

    The effective step of Adam is :math:`\alpha/(\sqrt{\hat v} + \varepsilon)`, that of AdaGrad
    :math:`\alpha/(\sqrt{s} + \varepsilon)`, that of plain descent and of momentum :math:`\alpha`.
    In general it is

    .. math:: -\frac{\partial x_{k+1}}{\partial g_k}

    with the sizes held fixed, without the factors that only say how much a mean or a velocity
    makes of its newest slope: those made of its decay rate and the step number alone, such as
    Adam's :math:`(1 - \beta_1)/(1 - \beta_1^t)`.

    Parameters
    ----------
    step : Recurrence
        One step of the rule.

    Returns
    -------
    Effect
        Formulas in the symbols of the recurrence.

    Notes
    -----
    A mean or a velocity is taken in the place of the slope, as books do when they speak of Adam's
    step :math:`\alpha/\sqrt{\hat v}`. What a velocity adds up over the steps does not count:
    after many slopes of 1, momentum moves by :math:`\alpha/(1 - \beta)`.

    Examples
    --------
    >>> from symgd.rules.catalogue import adagrad, momentum
    >>> effect(adagrad().recurrence)
    Effect(per_slope=_learning_rate/(_epsilon + sqrt(g**2 + s_)), pull=None)
    >>> effect(momentum().recurrence)
    Effect(per_slope=_learning_rate, pull=-_beta*_learning_rate*v_)
    """
    velocities = _velocities(step)
    if velocities is None:
        return Effect(None, None)
    turning = _slopes(step) | {step.x} | velocities
    move, sizes = _held(step.update[0], turning)
    still = move.xreplace(dict.fromkeys(_slopes(step), sympy.Integer(0)))
    pull = (still - still.xreplace(dict.fromkeys(velocities, sympy.Integer(0)))).expand()
    factor = -sum(sympy.diff(move, slope) for slope in _slopes(step))
    known = not factor.free_symbols & turning and factor != 0
    return Effect(
        _unweighted(factor, step, velocities).xreplace(sizes) if known else None,
        None if pull == 0 else pull.xreplace(sizes),
    )


def _slopes(step: Recurrence) -> Symbols:
    return frozenset({step.g, *(symbol for symbol, _ in step.lookaheads)})


def _velocities(step: Recurrence) -> Symbols | None:
    """Return the memory that turns round with the slopes, as small a part of it as possible."""
    kept = dict(zip(step.memory, step.update[1:], strict=True))
    choices = (combinations(step.memory, count) for count in range(len(step.memory) + 1))
    for chosen in map(frozenset, chain.from_iterable(choices)):
        # Seen from the other side of 0, the point is on the other side too.
        turning = _slopes(step) | {step.x} | chosen
        fits = (parity(e, turning) == (ODD if s in chosen else EVEN) for s, e in kept.items())
        if parity(step.update[0], turning) == ODD and all(fits):
            return chosen
    return None


def parity(expression: sympy.Expr, turning: Symbols) -> int:
    """Tell what becomes of an expression when some of its symbols change their sign.

    Returns
    -------
    int
        1 if it stays, -1 if it changes its sign too, 0 if neither is sure.

    Examples
    --------
    >>> g, s = sympy.symbols("g s", real=True)
    >>> [parity(e, frozenset({g})) for e in (g / s, g**2 + s, g + s)]
    [-1, 1, 0]
    """
    if not expression.free_symbols & turning:
        return EVEN
    if expression.is_Symbol:
        return ODD
    parts = [parity(part, turning) for part in expression.args]
    if expression.is_Add:
        return parts[0] if len(set(parts)) == 1 else NEITHER
    if expression.is_Mul:
        return math.prod(parts)
    if expression.is_Pow and expression.exp.is_Integer:
        return parts[0] if expression.exp % 2 else parts[0] ** 2
    if set(parts) == {EVEN}:
        return EVEN
    return _parity_of(expression.func) if parts == [ODD] else NEITHER


def _parity_of(function: type[sympy.Expr]) -> int:
    """Return the parity of a function of one variable, such as sign or tanh."""
    z = sympy.Dummy(real=True)
    turned = function(-z)
    return EVEN if turned == function(z) else ODD if turned == -function(z) else NEITHER


def _held(
    expression: sympy.Expr, turning: Symbols
) -> tuple[sympy.Expr, dict[sympy.Symbol, sympy.Expr]]:
    """Put a symbol in the place of each size; return what the symbols stand for, too."""
    sizes: dict[sympy.Expr, sympy.Symbol] = {}

    def held(part: sympy.Expr) -> sympy.Expr:
        if part.is_Symbol or not part.free_symbols & turning:
            return part
        if parity(part, turning) == EVEN:
            return sizes.setdefault(part, sympy.Dummy("size", real=True))
        return part.func(*map(held, part.args))

    return held(expression), {symbol: size for size, symbol in sizes.items()}


def _unweighted(factor: sympy.Expr, step: Recurrence, velocities: Symbols) -> sympy.Expr:
    """Leave out the factors that are made of decay rates, and of the step number, alone."""
    decays, clocks = _decays(step, velocities), _clocks(step)
    return sympy.Mul(
        *(
            part
            for part in sympy.Mul.make_args(sympy.factor_terms(factor))
            if not part.free_symbols & decays or not part.free_symbols <= decays | clocks
        )
    )


def _decays(step: Recurrence, velocities: Symbols) -> Symbols:
    """Return the hyperparameters that tell how much of a velocity is kept."""
    kept = dict(zip(step.memory, step.update[1:], strict=True))
    turning = _slopes(step) | {step.x} | velocities
    rates = {step.hyperparameters[step.rate_place]} if step.rate_place is not None else set()
    shares = [sympy.diff(_held(kept[s], turning)[0], s) for s in velocities]
    found = set().union(*(share.free_symbols for share in shares))
    return frozenset(found & set(step.hyperparameters) - rates)


def _clocks(step: Recurrence) -> Symbols:
    """Return the step number, and the memory that goes by it alone."""
    free = {step.t, *step.hyperparameters}
    kept = zip(step.memory, step.update[1:], strict=True)
    return frozenset({step.t, *(s for s, e in kept if e.free_symbols <= free | {s})})
