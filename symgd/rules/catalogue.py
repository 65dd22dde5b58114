"""The rules of the course, each the textbook's line."""

from __future__ import annotations

from typing import Any

from symgd.rules.rule import rule


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
