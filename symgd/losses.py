"""Losses: how far a prediction is from the target, for one sample.

Each takes a model, a SymPy expression or text, and gives a plain SymPy expression in parameters,
inputs and the target. `squared`, `absolute` and `huber` are for numbers, `log_loss` and `hinge`
for classes.

>>> from symgd import losses, models
>>> losses.squared(models.linear("x"))
(b + w*x - y)**2
>>> losses.log_loss(models.logistic("x"))
-y*(b + w*x) + log(exp(b + w*x) + 1)
"""

from __future__ import annotations

import sympy
from sympy import Abs, Add, Eq, Expr, Piecewise, Rational, Symbol

from symgd.errors import SymgdError
from symgd.models.model import Model
from symgd.parsing import parse, read_names, screen
from symgd.points import names_of, read_positive

__all__ = ["absolute", "hinge", "huber", "log_loss", "squared"]

Prediction = Model | Expr | str


def squared(prediction: Prediction, target: str | Symbol = "y") -> Expr:
    r"""Return the squared error, :math:`(\hat y - y)^2`.

    Parameters
    ----------
    prediction : Model, Expr or str
        What is predicted.
    target : str or Symbol
        What it should have been.

    Returns
    -------
    Expr

    Raises
    ------
    SymgdError
        If the model predicts several numbers, or the prediction holds its own target.

    References
    ----------
    Legendre 1805, Nouvelles méthodes pour la détermination des orbites des comètes.

    Examples
    --------
    >>> loss = squared("w*x + b")
    >>> loss
    (b + w*x - y)**2
    >>> loss.subs({"w": 2, "b": 1, "x": 3, "y": 10})
    9
    """
    return _residual(prediction, target) ** 2


def absolute(prediction: Prediction, target: str | Symbol = "y") -> Expr:
    r"""Return the absolute error, :math:`|\hat y - y|`.

    Parameters
    ----------
    prediction : Model, Expr or str
        What is predicted.
    target : str or Symbol
        What it should have been.

    Returns
    -------
    Expr
        Its slope at a residual of 0, where it has a kink, is taken as 0.

    Raises
    ------
    SymgdError
        If the model predicts several numbers, or the prediction holds its own target.

    References
    ----------
    Laplace 1774, Mémoire sur la probabilité des causes par les évènements.

    Examples
    --------
    >>> loss = absolute("w*x + b")
    >>> loss
    Abs(b + w*x - y)
    >>> loss.subs({"w": 2, "b": 1, "x": 3, "y": 10})
    3
    """
    return Abs(_residual(prediction, target))


def huber(prediction: Prediction, target: str | Symbol = "y", delta: float = 1) -> Expr:
    r"""Return Huber's loss: squared for a small residual, absolute for a large one.

    With :math:`r = \hat y - y` it is :math:`r^2/2` where :math:`|r| \le \delta`, and
    :math:`\delta\,(|r| - \delta/2)` elsewhere; value and slope are continuous.

    Parameters
    ----------
    prediction : Model, Expr or str
        What is predicted.
    target : str or Symbol
        What it should have been.
    delta : float
        From which residual on it grows no faster.

    Returns
    -------
    Expr

    Raises
    ------
    SymgdError
        If `delta` is not above 0, the model predicts several numbers, or the prediction holds
        cases of its own or its own target.

    References
    ----------
    Huber 1964, doi:10.1214/aoms/1177703732.

    Examples
    --------
    >>> loss = huber("w*x")
    >>> loss
    Piecewise(((w*x - y)**2/2, Abs(w*x - y) <= 1), (Abs(w*x - y) - 1/2, True))
    >>> [loss.subs({"w": 2, "x": 3, "y": y}) for y in (6, 7, 10)]
    [0, 1/2, 7/2]
    """
    read_positive(delta, "delta")
    bound = screen(delta)
    residual = _residual(prediction, target)
    if residual.has(Piecewise):
        # SymPy would try to solve a condition that holds another Piecewise.
        raise SymgdError(
            "huber takes no prediction with cbrt or Piecewise inside: write squared or absolute."
        )
    outside = bound * (Abs(residual) - bound * Rational(1, 2))
    return Piecewise((residual**2 / 2, Abs(residual) <= bound), (outside, True))


def log_loss(model: Prediction, target: str | Symbol = "y") -> Expr:
    r"""Return the log loss: minus the logarithm of the probability given to what happened.

    For y in {0, 1} and the probability p of 1 it is :math:`-y \log p - (1 - y) \log(1 - p)`. Of a
    `logistic` model with the score z that is :math:`\log(1 + e^z) - y z`, and of a `softmax` model
    :math:`\log(e^{z_0} + \dots + e^{z_{K-1}}) - z_y`.

    Parameters
    ----------
    model : Model, Expr or str
        A `logistic` or `softmax` model, or the formula of a probability.
    target : str or Symbol
        The class: 0 or 1, or 0 to K-1 for a `softmax` model.

    Returns
    -------
    Expr
        Of a `softmax` model it is nan for a target that is none of its classes.

    Raises
    ------
    SymgdError
        If the model predicts a number and no probability, or holds its own target.

    Notes
    -----
    A model's loss is written with its scores, since log(1 - p) loses all digits where p is close
    to 1. Its slope by the score is p - y. Costs over data evaluate it
    without overflow at any score.

    References
    ----------
    Bishop 2006, Pattern Recognition and Machine Learning, equations 4.90, 4.91, 4.108 and 4.109.

    Examples
    --------
    >>> from symgd.models import logistic, softmax
    >>> log_loss(logistic("x"))
    -y*(b + w*x) + log(exp(b + w*x) + 1)
    >>> log_loss(logistic("x")).subs({"w": 0, "b": 0, "y": 1})
    log(2)
    >>> log_loss(softmax("x", 3)).subs({f"{p}{k}": 0 for p in "wb" for k in range(3)}).subs("y", 1)
    log(3)
    >>> log_loss("p")
    -y*log(p) - (1 - y)*log(1 - p)
    """
    if not isinstance(model, Model):
        probability = _formula(model)
        y = _target(target, probability)
        return -y * sympy.log(probability) - (1 - y) * sympy.log(1 - probability)
    if model.classes is None:
        raise SymgdError(
            f"A {model.family} model predicts a number, and log_loss wants a probability: "
            "take models.logistic or models.softmax, or the loss squared."
        )
    y = _target(target, *model.scores)
    if isinstance(model.formula, tuple):
        total = Add(*map(sympy.exp, model.scores))
        chosen = Piecewise(*((score, Eq(y, k)) for k, score in enumerate(model.scores)))
        return sympy.log(total) - chosen
    return sympy.log(1 + sympy.exp(model.score)) - y * model.score


def hinge(model: Prediction, target: str | Symbol = "y") -> Expr:
    r"""Return the hinge loss, :math:`\max(0, 1 - y z)`.

    Parameters
    ----------
    model : Model, Expr or str
        A model with one score z, such as `linear` or `logistic`, or the score itself.
    target : str or Symbol
        The class, -1 or 1: the sign that the score should have.

    Returns
    -------
    Expr
        Its slope at y z = 1, where it has a kink, is taken as the mean of those on both sides.

    Raises
    ------
    SymgdError
        If the model has a score for each class, or the score holds its own target.

    References
    ----------
    Cortes & Vapnik 1995, doi:10.1007/BF00994018: the soft margin.

    Examples
    --------
    >>> loss = hinge("w*x + b")
    >>> loss
    Max(0, -y*(b + w*x) + 1)
    >>> [loss.subs({"w": 2, "b": 1, "x": 1, "y": y}) for y in (1, -1)]
    [0, 4]
    """
    score = _score(model)
    return sympy.Max(0, 1 - _target(target, score) * score)


def _residual(prediction: Prediction, target: str | Symbol) -> Expr:
    """Return prediction - target as one sum, in which a picture finds the prediction again."""
    formula = _formula(prediction)
    return formula - _target(target, formula)


def _formula(prediction: Prediction) -> Expr:
    """Return the one formula of a model, or that of an expression or text."""
    if not isinstance(prediction, Model):
        return parse(prediction) if isinstance(prediction, str) else screen(prediction)
    if isinstance(prediction.formula, tuple):
        raise SymgdError(
            f"A {prediction.family} model predicts {len(prediction.formula)} probabilities, "
            "and this loss wants one number: write log_loss."
        )
    return prediction.formula


def _score(model: Prediction) -> Expr:
    """Return the one score of a model, or that of an expression or text."""
    if not isinstance(model, Model):
        return _formula(model)
    if len(model.scores) > 1:
        raise SymgdError(
            f"A {model.family} model has {len(model.scores)} scores, and hinge wants one: "
            "write log_loss, or take models.linear."
        )
    return model.score


def _target(target: str | Symbol, *formulas: Expr) -> Symbol:
    """Return the target's symbol, which no formula of the prediction may hold."""
    symbols = read_names(target)
    if len(symbols) > 1:
        raise SymgdError(f"A loss has one target, but {names_of(symbols)} are {len(symbols)}.")
    for formula in formulas:
        if symbols[0].name in {symbol.name for symbol in formula.free_symbols}:
            raise SymgdError(
                f"The prediction {formula} holds its own target {symbols[0].name}: "
                'name the target, as in target="t".'
            )
    return symbols[0]
