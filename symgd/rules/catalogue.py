"""The rules of the course, each written as the textbook's recurrence.

The literature's forms differ, and students trip over it: each docstring gives the form used here,
where it is from, and the options that choose another published one.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

from sympy import Abs, Max, sign, sqrt

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
    r"""AdaMax, Adam by the largest slope: u ← max(β₂u, |g|);  x ← x − αm̂/(u + ε).

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
