"""Adam and its kin: means of the slope and of its square, both corrected for their start."""

from __future__ import annotations

from typing import Any, Literal

from sympy import Abs, Max, sqrt

from symgd.rules.rule import rule


@rule
def adam(
    x: Any,
    g: Any,
    m: Any = 0,
    v: Any = 0,
    *,
    t: Any,
    learning_rate: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> Any:
    r"""Adam: means m of g and v of g², both corrected for their start;  x ← x − αm̂/(√v̂ + ε).

    .. math:: m_{k+1} = \beta_1 m_k + (1 - \beta_1) g_k, \qquad
        v_{k+1} = \beta_2 v_k + (1 - \beta_2) g_k^2, \qquad
        \hat m = \frac{m_{k+1}}{1 - \beta_1^{k+1}}, \qquad
        \hat v = \frac{v_{k+1}}{1 - \beta_2^{k+1}}, \qquad
        x_{k+1} = x_k - \alpha \frac{\hat m}{\sqrt{\hat v} + \varepsilon}

    Parameters
    ----------
    learning_rate : float
        The factor :math:`\alpha > 0`, about the length of a step.
    beta1, beta2 : float
        The parts, from 0 to below 1, of both means that are kept.
    epsilon : float
        A small number :math:`\varepsilon \ge 0` against division by zero.
    m, v : float
        The means at the start.

    Notes
    -----
    Diederik Kingma and Jimmy Ba, *Adam: a method for stochastic optimization*, arXiv:1412.6980,
    algorithm 1.
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return x - learning_rate * m_hat / (sqrt(v_hat) + epsilon), m, v


@rule
def adamw(
    x: Any,
    g: Any,
    m: Any = 0,
    v: Any = 0,
    *,
    t: Any,
    learning_rate: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
    weight_decay: float = 0.01,
) -> Any:
    r"""AdamW, Adam with decoupled decay: x ← x − α(m̂/(√v̂ + ε) + λx).

    .. math:: x_{k+1} = x_k - \alpha \left(
        \frac{\hat m}{\sqrt{\hat v} + \varepsilon} + \lambda x_k \right)

    Parameters
    ----------
    learning_rate : float
        The factor :math:`\alpha > 0`.
    beta1, beta2, epsilon : float
        As for `adam`.
    weight_decay : float
        The pull :math:`\lambda \ge 0` towards 0, beside the slope and not through its means.
    m, v : float
        The means at the start.

    Notes
    -----
    Ilya Loshchilov and Frank Hutter, *Decoupled weight decay regularization*, arXiv:1711.05101,
    algorithm 2, with α for its product of schedule and rate, as libraries have it.
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    v_hat = v / (1 - beta2**t)
    return x - learning_rate * (m_hat / (sqrt(v_hat) + epsilon) + weight_decay * x), m, v


@rule
def adamax(
    x: Any,
    g: Any,
    m: Any = 0,
    u: Any = 0,
    *,
    t: Any,
    learning_rate: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
) -> Any:
    r"""AdaMax, Adam by the largest slope: u ← max(β₂u, abs(g));  x ← x − αm̂/(u + ε).

    .. math:: m_{k+1} = \beta_1 m_k + (1 - \beta_1) g_k, \qquad
        u_{k+1} = \max(\beta_2 u_k, |g_k|), \qquad
        x_{k+1} = x_k - \frac{\alpha}{1 - \beta_1^{k+1}} \frac{m_{k+1}}{u_{k+1} + \varepsilon}

    Parameters
    ----------
    learning_rate : float
        The factor :math:`\alpha > 0`.
    beta1, beta2 : float
        The parts, from 0 to below 1, that are kept.
    epsilon : float
        A small number :math:`\varepsilon \ge 0`; the paper has none.
    m, u : float
        Mean and largest slope at the start.

    Notes
    -----
    Diederik Kingma and Jimmy Ba, arXiv:1412.6980, algorithm 2.
    """
    m = beta1 * m + (1 - beta1) * g
    u = Max(beta2 * u, Abs(g))
    m_hat = m / (1 - beta1**t)
    return x - learning_rate * m_hat / (u + epsilon), m, u


@rule
def nadam(
    x: Any,
    g: Any,
    m: Any = 0,
    v: Any = 0,
    p: Any = 1,
    *,
    t: Any,
    learning_rate: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
    schedule: bool = False,
) -> Any:
    r"""Nadam, Adam with Nesterov's momentum: m̂ looks one step ahead.

    .. math:: \hat m = \frac{\beta_1 m_{k+1}}{1 - \beta_1^{k+2}}
        + \frac{(1 - \beta_1) g_k}{1 - \beta_1^{k+1}}, \qquad
        x_{k+1} = x_k - \alpha \frac{\hat m}{\sqrt{\hat v} + \varepsilon}

    Parameters
    ----------
    learning_rate : float
        The factor :math:`\alpha > 0`.
    beta1, beta2, epsilon : float
        As for `adam`.
    schedule : bool
        Use Dozat's warming momentum :math:`\mu_t = \beta_1 (1 - 0.5 \cdot 0.96^{t/250})` in
        :math:`\hat m`, and products of it in the place of powers of :math:`\beta_1`; m itself
        is averaged with :math:`\beta_1`, as PyTorch and Keras do.
    m, v : float
        The means at the start.
    p : float
        The product of the momenta so far, if they follow the schedule.

    Notes
    -----
    Timothy Dozat, *Incorporating Nesterov momentum into Adam*, ICLR workshop 2016, algorithm 2.
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    v_hat = v / (1 - beta2**t)
    if not schedule:
        m_hat = beta1 * m / (1 - beta1 ** (t + 1)) + (1 - beta1) * g / (1 - beta1**t)
        return x - learning_rate * m_hat / (sqrt(v_hat) + epsilon), m, v, p
    mu = beta1 * (1 - 0.96 ** (t / 250) / 2)
    mu_next = beta1 * (1 - 0.96 ** ((t + 1) / 250) / 2)
    p = p * mu
    m_hat = mu_next * m / (1 - p * mu_next) + (1 - mu) * g / (1 - p)
    return x - learning_rate * m_hat / (sqrt(v_hat) + epsilon), m, v, p


@rule
def amsgrad(
    x: Any,
    g: Any,
    m: Any = 0,
    v: Any = 0,
    w: Any = 0,
    *,
    t: Any,
    learning_rate: float = 0.001,
    beta1: float = 0.9,
    beta2: float = 0.999,
    epsilon: float = 1e-8,
    maximum_of: Literal["v_hat", "v"] = "v_hat",
) -> Any:
    r"""AMSGrad, Adam with a size that never falls: w ← max(w, v̂);  x ← x − αm̂/(√w + ε).

    .. math:: w_{k+1} = \max(w_k, \hat v), \qquad
        x_{k+1} = x_k - \alpha \frac{\hat m}{\sqrt{w_{k+1}} + \varepsilon}

    Parameters
    ----------
    learning_rate : float
        The factor :math:`\alpha > 0`.
    beta1, beta2, epsilon : float
        As for `adam`.
    maximum_of : {"v_hat", "v"}
        Take the maximum of the corrected mean square, or of the mean square itself, which is
        then corrected: w ← max(w, v), x ← x − αm̂/(√(w/(1 − β₂ᵗ)) + ε).
    m, v, w : float
        The means and the largest mean square at the start.

    Notes
    -----
    Sashank Reddi, Satyen Kale and Sanjiv Kumar, *On the convergence of Adam and beyond*, ICLR
    2018, algorithm 2, which corrects neither mean; the corrections are the libraries'.
    """
    m = beta1 * m + (1 - beta1) * g
    v = beta2 * v + (1 - beta2) * g**2
    m_hat = m / (1 - beta1**t)
    if maximum_of == "v":
        w = Max(w, v)
        v_hat = w / (1 - beta2**t)
        return x - learning_rate * m_hat / (sqrt(v_hat) + epsilon), m, v, w
    v_hat = v / (1 - beta2**t)
    w = Max(w, v_hat)
    return x - learning_rate * m_hat / (sqrt(w) + epsilon), m, v, w
