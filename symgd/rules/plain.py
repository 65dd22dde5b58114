"""Rules without memory: gradient descent, sign descent and Newton's method."""

from __future__ import annotations

from functools import partial
from typing import Any

from sympy import sign

from symgd.rules.rule import RuleFamily, rule


@rule
def gd(x: Any, g: Any, *, learning_rate: float = 0.1) -> Any:
    r"""Gradient descent, the plain rule: x ← x − αg.

    .. math:: x_{k+1} = x_k - \alpha \nabla f(x_k)

    Parameters
    ----------
    learning_rate : float
        The factor :math:`\alpha > 0` on the slope.

    Notes
    -----
    Augustin-Louis Cauchy, *Méthode générale pour la résolution des systèmes d'équations
    simultanées*, Comptes rendus 25 (1847), 536–538.

    Examples
    --------
    >>> gd(learning_rate=0.5).equations
    (Eq(x_{k+1}, -alpha*g_{k} + x_{k}),)
    """
    return x - learning_rate * g


@rule
def signgd(x: Any, g: Any, *, learning_rate: float = 0.1) -> Any:
    r"""Sign descent: x ← x − α·sign(g), steps of one length in every coordinate.

    .. math:: x_{k+1} = x_k - \alpha \operatorname{sign}(g_k)

    Parameters
    ----------
    learning_rate : float
        The length :math:`\alpha > 0` of a step in each coordinate.

    Notes
    -----
    Jeremy Bernstein, Yu-Xiang Wang, Kamyar Azizzadenesheli and Anima Anandkumar, *signSGD:
    compressed optimisation for non-convex problems*, arXiv:1802.04434, algorithm 1.
    """
    return x - learning_rate * sign(g)


@partial(RuleFamily, direction="newton")
def newton(x: Any, g: Any, *, learning_rate: float = 1.0) -> Any:
    r"""Newton's method: x ← x − αH⁻¹g, with the exact Hessian H.

    .. math:: x_{k+1} = x_k - \alpha H(x_k)^{-1} \nabla f(x_k)

    Parameters
    ----------
    learning_rate : float
        The damping :math:`\alpha > 0`; 1 is the pure method.

    Notes
    -----
    The method goes to the nearest flat point, be it minimum, saddle or maximum. Where the Hessian
    is singular there is no step, and the run stops and says so.

    Nocedal and Wright, *Numerical Optimization*, 2nd edition (2006), section 3.3.

    Examples
    --------
    >>> newton().equations
    (Eq(x_{k+1}, -H_{k}^{-1} g_{k}*alpha + x_{k}),)
    """
    return x - learning_rate * g
