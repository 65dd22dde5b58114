"""Rules with a velocity: the heavy ball and Nesterov's momentum."""

from __future__ import annotations

from typing import Any, Literal

from symgd.rules.rule import rule


@rule
def momentum(
    x: Any,
    g: Any,
    v: Any = 0,
    *,
    learning_rate: float = 0.1,
    beta: float = 0.9,
    form: Literal["grad", "step", "ema"] = "grad",
) -> Any:
    r"""Momentum, the heavy ball: v ← βv + g;  x ← x − αv.

    .. math:: v_{k+1} = \beta v_k + g_k, \qquad x_{k+1} = x_k - \alpha v_{k+1}

    Parameters
    ----------
    learning_rate : float
        The factor :math:`\alpha > 0` on the velocity.
    beta : float
        The part :math:`0 \le \beta < 1` of the velocity that is kept.
    form : {"grad", "step", "ema"}
        ``"grad"`` sums slopes. ``"step"`` sums steps: v ← βv + αg, x ← x − v; the same path for
        a constant learning rate. ``"ema"`` averages slopes: v ← βv + (1 − β)g, x ← x − αv; the
        same path as ``"grad"`` with the learning rate (1 − β)α.
    v : float
        The velocity at the start.

    Notes
    -----
    Boris Polyak, *Some methods of speeding up the convergence of iteration methods*, USSR
    Computational Mathematics and Mathematical Physics 4 (1964), 1–17. ``"step"`` is the form of
    Rumelhart, Hinton and Williams, Nature 323 (1986), 533–536.

    Examples
    --------
    >>> momentum(beta=0.5).label
    'momentum, α = 0.1, β = 0.5'
    """
    if form == "step":
        v = beta * v + learning_rate * g
        return x - v, v
    v = beta * v + (g if form == "grad" else (1 - beta) * g)
    return x - learning_rate * v, v


@rule
def nesterov(
    x: Any,
    g: Any,
    v: Any = 0,
    *,
    learning_rate: float = 0.1,
    beta: float = 0.9,
    form: Literal["lookahead", "grad"] = "lookahead",
) -> Any:
    r"""Nesterov's momentum: v ← βv − α∇f(x + βv);  x ← x + v.

    .. math:: v_{k+1} = \beta v_k - \alpha \nabla f(x_k + \beta v_k), \qquad x_{k+1} = x_k + v_{k+1}

    Parameters
    ----------
    learning_rate : float
        The factor :math:`\alpha > 0` on the slope.
    beta : float
        The part :math:`0 \le \beta < 1` of the velocity that is kept.
    form : {"lookahead", "grad"}
        ``"lookahead"`` takes the slope where the velocity alone would lead. ``"grad"`` takes it
        at x, as libraries do: v ← βv + g, x ← x − α(g + βv); its x is the other's look-ahead
        point.
    v : float
        The velocity at the start.

    Notes
    -----
    Yurii Nesterov, Soviet Mathematics Doklady 27 (1983), 372–376, in the form of Sutskever,
    Martens, Dahl and Hinton, *On the importance of initialization and momentum in deep learning*,
    ICML 2013, equations 3 and 4.
    """
    if form == "grad":
        v = beta * v + g
        return x - learning_rate * (g + beta * v), v
    v = beta * v - learning_rate * g(x + beta * v)
    return x + v, v
