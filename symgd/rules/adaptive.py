"""Rules with a learning rate for each coordinate, from the size of its slopes."""

from __future__ import annotations

from typing import Any

from sympy import Max, sqrt

from symgd.rules.rule import rule


def _root(s: Any, epsilon: Any, epsilon_inside: bool) -> Any:
    """Return the size of slopes from the mean or sum of their squares."""
    return sqrt(s + epsilon) if epsilon_inside else sqrt(s) + epsilon


@rule
def adagrad(
    x: Any,
    g: Any,
    s: Any = 0,
    *,
    learning_rate: float = 0.1,
    epsilon: float = 1e-8,
    epsilon_inside: bool = False,
) -> Any:
    r"""AdaGrad: s ← s + g²;  x ← x − αg/(√s + ε).

    .. math:: s_{k+1} = s_k + g_k^2, \qquad
        x_{k+1} = x_k - \alpha \frac{g_k}{\sqrt{s_{k+1}} + \varepsilon}

    Parameters
    ----------
    learning_rate : float
        The length :math:`\alpha > 0` of the first step.
    epsilon : float
        A small number :math:`\varepsilon \ge 0` against division by zero.
    epsilon_inside : bool
        Put ε under the root: √(s + ε).
    s : float
        The sum of squares at the start; TensorFlow's is 0.1.

    Notes
    -----
    John Duchi, Elad Hazan and Yoram Singer, *Adaptive subgradient methods for online learning and
    stochastic optimization*, JMLR 12 (2011), 2121–2159; the diagonal form.
    """
    s = s + g**2
    return x - learning_rate * g / _root(s, epsilon, epsilon_inside), s


@rule
def rmsprop(
    x: Any,
    g: Any,
    s: Any = 0,
    m: Any = 0,
    *,
    learning_rate: float = 0.1,
    rho: float = 0.9,
    epsilon: float = 1e-8,
    centered: bool = False,
    epsilon_inside: bool = False,
) -> Any:
    r"""RMSProp: s ← ρs + (1 − ρ)g²;  x ← x − αg/(√s + ε).

    .. math:: s_{k+1} = \rho s_k + (1 - \rho) g_k^2, \qquad
        x_{k+1} = x_k - \alpha \frac{g_k}{\sqrt{s_{k+1}} + \varepsilon}

    Parameters
    ----------
    learning_rate : float
        The factor :math:`\alpha > 0`.
    rho : float
        The part :math:`0 \le \rho < 1` of the mean square that is kept.
    epsilon : float
        A small number :math:`\varepsilon \ge 0` against division by zero.
    centered : bool
        Divide by the spread instead: m ← ρm + (1 − ρ)g, and s − m² in the place of s, which
        is never less than 0.
    epsilon_inside : bool
        Put ε under the root: √(s + ε).
    s, m : float
        Mean square and mean of the slopes at the start.

    Notes
    -----
    Tijmen Tieleman and Geoffrey Hinton, *Neural Networks for Machine Learning*, lecture 6.5, 2012.
    Centred: Alex Graves, *Generating sequences with recurrent neural networks*, arXiv:1308.0850,
    equations 38 to 41.
    """
    s = rho * s + (1 - rho) * g**2
    if not centered:
        return x - learning_rate * g / _root(s, epsilon, epsilon_inside), s, m
    m = rho * m + (1 - rho) * g
    # Rounding may take s - m² below zero.
    spread = Max(s - m**2, 0)
    return x - learning_rate * g / _root(spread, epsilon, epsilon_inside), s, m


@rule
def adadelta(
    x: Any,
    g: Any,
    s: Any = 0,
    u: Any = 0,
    *,
    learning_rate: float = 1.0,
    rho: float = 0.95,
    epsilon: float = 1e-6,
    epsilon_inside: bool = False,
) -> Any:
    r"""AdaDelta: d = g(√u + ε)/(√s + ε);  x ← x − αd, with mean squares s of g and u of d.

    .. math:: s_{k+1} = \rho s_k + (1 - \rho) g_k^2, \qquad
        d_k = \frac{\sqrt{u_k} + \varepsilon}{\sqrt{s_{k+1}} + \varepsilon} g_k, \qquad
        u_{k+1} = \rho u_k + (1 - \rho) d_k^2, \qquad x_{k+1} = x_k - \alpha d_k

    Parameters
    ----------
    learning_rate : float
        The factor :math:`\alpha > 0`, 1 in the paper.
    rho : float
        The part :math:`0 \le \rho < 1` of the mean squares that is kept.
    epsilon : float
        A small number :math:`\varepsilon \ge 0`; it starts the motion, since u is 0 at first.
    epsilon_inside : bool
        Put ε under both roots, as the paper does: √(s + ε) and √(u + ε). The first steps are
        then some hundred times longer.
    s, u : float
        Mean squares of slopes and steps at the start.

    Notes
    -----
    Matthew Zeiler, *ADADELTA: an adaptive learning rate method*, arXiv:1212.5701, algorithm 1.
    """
    s = rho * s + (1 - rho) * g**2
    d = g * _root(u, epsilon, epsilon_inside) / _root(s, epsilon, epsilon_inside)
    u = rho * u + (1 - rho) * d**2
    return x - learning_rate * d, s, u
