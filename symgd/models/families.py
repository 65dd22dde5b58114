"""The families of models: from inputs to a formula with named parameters."""

from __future__ import annotations

from collections.abc import Sequence

import sympy
from sympy import Add, Expr, Symbol

from symgd.errors import SymgdError
from symgd.models.model import Model
from symgd.parsing import read_names
from symgd.points import names_of, read_number

Inputs = str | Symbol | Sequence[str | Symbol]
Symbols = tuple[Symbol, ...]

#: Of a degree, of classes, of hidden units: more would take minutes to write out.
MOST = 1000


def linear(inputs: Inputs, intercept: bool = True) -> Model:
    r"""Make a linear model, :math:`\hat y = w_1 x_1 + \dots + w_m x_m + b`.

    Parameters
    ----------
    inputs : str, Symbol or sequence of them
        The inputs, such as ``"x"`` or ``"x1 x2"``.
    intercept : bool
        Whether there is a b.

    Returns
    -------
    Model
        With the parameters ``w, b`` for one input, ``w1, w2, ..., b`` for several, numbered by
        their place.

    Raises
    ------
    SymgdError
        If there is no input, or one has the name of a parameter.

    References
    ----------
    Legendre 1805, Nouvelles méthodes pour la détermination des orbites des comètes; the name of a
    regression is Galton's, 1886, doi:10.2307/2841583.

    Examples
    --------
    >>> model = linear("size rooms")
    >>> model.formula
    b + rooms*w2 + size*w1
    >>> model.predict({"w1": 2, "w2": 10, "b": 5}, {"size": [30, 50], "rooms": [1, 2]})
    array([ 75., 125.])
    >>> linear("x", intercept=False).formula
    w*x
    """
    if not isinstance(intercept, bool):
        raise SymgdError(f"intercept is {intercept!r}, but True or False is wanted.")
    columns = _read_inputs(inputs)
    weights = _weights("w", len(columns))
    intercepts = (Symbol("b"),) if intercept else ()
    formula = _affine(weights, columns, *intercepts)
    return _model("linear", formula, columns, weights, intercepts, (formula,))


def polynomial(degree: int, input: str | Symbol = "x") -> Model:
    r"""Make a polynomial, :math:`\hat y = w_0 + w_1 x + \dots + w_d x^d`.

    Parameters
    ----------
    degree : int
        The highest power d; 0 is a constant.
    input : str or Symbol
        The one input.

    Returns
    -------
    Model
        With the parameters ``w0, w1, ..., wd``, by power; ``w0`` is the intercept and so none of
        its `weights`.

    Raises
    ------
    SymgdError
        If the degree is no whole number from 0, or there is not one input.

    References
    ----------
    Bishop 2006, Pattern Recognition and Machine Learning, section 1.1.

    Examples
    --------
    >>> model = polynomial(2)
    >>> model.formula
    w0 + w1*x + w2*x**2
    >>> model.weights
    (w1, w2)
    >>> model.predict([1, 0, 3], {"x": [0, 1, 2]})
    array([ 1.,  4., 13.])
    """
    highest = _whole(degree, "degree", 0)
    inputs = _read_inputs(input)
    if len(inputs) > 1:
        raise SymgdError(f"A polynomial has one input, but {names_of(inputs)} are {len(inputs)}.")
    intercept, *weights = (Symbol(f"w{power}") for power in range(highest + 1))
    terms = (weight * inputs[0] ** power for power, weight in enumerate(weights, start=1))
    formula = Add(intercept, *terms)
    _require_apart(inputs, (intercept, *weights))
    # In the order of the powers, as coefficients are written everywhere.
    parameters = (intercept, *weights)
    return Model("polynomial", formula, inputs, parameters, tuple(weights), (formula,))


def logistic(inputs: Inputs) -> Model:
    r"""Make a logistic model of two classes, :math:`p = 1/(1 + e^{-z})`.

    p is the probability of class 1, and :math:`z = w_1 x_1 + \dots + w_m x_m + b` its score: the
    logarithm of p/(1 - p). Where z = 0, both classes are equally probable.

    Parameters
    ----------
    inputs : str, Symbol or sequence of them
        The inputs, such as ``"x"`` or ``"x1 x2"``.

    Returns
    -------
    Model
        With the parameters of `linear`.

    Raises
    ------
    SymgdError
        If there is no input, or one has the name of a parameter.

    References
    ----------
    Cox 1958, doi:10.1111/j.2517-6161.1958.tb00292.x.

    Examples
    --------
    >>> model = logistic("x")
    >>> model.formula
    1/(exp(-b - w*x) + 1)
    >>> model.predict({"w": 1, "b": -2}, {"x": [2]})
    array([0.5])
    """
    columns = _read_inputs(inputs)
    weights, intercepts = _weights("w", len(columns)), (Symbol("b"),)
    score = _affine(weights, columns, *intercepts)
    probability = 1 / (1 + sympy.exp(-score))
    return _model("logistic", probability, columns, weights, intercepts, (score,), classes=2)


def softmax(inputs: Inputs, classes: int) -> Model:
    r"""Make a softmax model of K classes, :math:`p_k = e^{z_k}/(e^{z_0} + \dots + e^{z_{K-1}})`.

    Class k has the score :math:`z_k = w_{k1} x_1 + \dots + w_{km} x_m + b_k`.

    Parameters
    ----------
    inputs : str, Symbol or sequence of them
        The inputs, such as ``"x"`` or ``"x1 x2"``.
    classes : int
        How many classes there are, K; they are numbered from 0 to K-1.

    Returns
    -------
    Model
        With the parameters ``w0, w1, ..., b0, b1, ...`` for one input, by class; for several
        ``w0_1, w0_2, ...``, by class and then by the input's place from 1.

    Raises
    ------
    SymgdError
        If `classes` is no whole number from 2, there is no input, or one has the name of a
        parameter.

    Notes
    -----
    The same number added to all scores changes no probability, so that the parameters are not
    unique unless a penalty chooses among them.

    References
    ----------
    Bridle 1990, doi:10.1007/978-3-642-76153-9_28.

    Examples
    --------
    >>> model = softmax("x", 3)
    >>> model.scores
    (b0 + w0*x, b1 + w1*x, b2 + w2*x)
    >>> model.formula[0]
    exp(b0 + w0*x)/(exp(b0 + w0*x) + exp(b1 + w1*x) + exp(b2 + w2*x))
    >>> softmax("x1 x2", 2).parameters
    (w0_1, w0_2, w1_1, w1_2, b0, b1)
    """
    count = _whole(classes, "classes", 2)
    columns = _read_inputs(inputs)
    rows = [_weights(f"w{k}", len(columns)) for k in range(count)]
    intercepts = tuple(Symbol(f"b{k}") for k in range(count))
    scores = tuple(_affine(w, columns, b) for w, b in zip(rows, intercepts, strict=True))
    powers = [sympy.exp(score) for score in scores]
    total = Add(*powers)
    formulas = tuple(power / total for power in powers)
    return _model("softmax", formulas, columns, sum(rows, ()), intercepts, scores, classes=count)


def tanh_network(inputs: Inputs = "x", hidden: int = 3) -> Model:
    r"""Make a network with one hidden layer, :math:`\hat y = b + \sum_k v_k \tanh(a_k + c_k)`.

    Unit k of the hidden layer sums its inputs: :math:`a_k = w_{k1} x_1 + \dots + w_{km} x_m`.

    Parameters
    ----------
    inputs : str, Symbol or sequence of them
        The inputs, such as ``"x"`` or ``"x1 x2"``.
    hidden : int
        How many hidden units there are, H.

    Returns
    -------
    Model
        With the parameters ``w1, ..., wH, v1, ..., vH, c1, ..., cH, b`` for one input; for several
        ``w1_1, w1_2, ...``, by unit and then by the input's place. The intercepts are
        ``c1, ..., cH, b``.

    Raises
    ------
    SymgdError
        If `hidden` is no whole number from 1, there is no input, or one has the name of a
        parameter.

    Notes
    -----
    Units that start alike stay alike, and from zero weights no step leads into them: begin with
    different numbers.

    References
    ----------
    Cybenko 1989, doi:10.1007/BF02551274: with enough units it comes near any continuous function
    on a closed box.

    Examples
    --------
    >>> model = tanh_network(hidden=2)
    >>> model.formula
    b + v1*tanh(c1 + w1*x) + v2*tanh(c2 + w2*x)
    >>> model.parameters
    (w1, w2, v1, v2, c1, c2, b)
    >>> model.predict([1, 1, 3, -2, 0, 0, 5], {"x": [0]})
    array([5.])
    """
    units = range(1, _whole(hidden, "hidden", 1) + 1)
    columns = _read_inputs(inputs)
    rows = [_weights(f"w{k}", len(columns)) for k in units]
    outer = tuple(Symbol(f"v{k}") for k in units)
    shifts, last = tuple(Symbol(f"c{k}") for k in units), Symbol("b")
    bent = [sympy.tanh(_affine(w, columns, c)) for w, c in zip(rows, shifts, strict=True)]
    formula = Add(last, *(v * each for v, each in zip(outer, bent, strict=True)))
    weights = (*sum(rows, ()), *outer)
    return _model("tanh network", formula, columns, weights, (*shifts, last), (formula,))


def _model(
    family: str,
    formula: Expr | tuple[Expr, ...],
    inputs: Symbols,
    weights: Symbols,
    intercepts: Symbols,
    scores: tuple[Expr, ...],
    classes: int | None = None,
) -> Model:
    """Put a model together: its weights first, its intercepts last."""
    parameters = weights + intercepts
    _require_apart(inputs, parameters)
    return Model(family, formula, inputs, parameters, weights, scores, classes)


def _affine(weights: Symbols, inputs: Symbols, *intercept: Symbol) -> Expr:
    """Return w1*x1 + ... + wm*xm + b."""
    return Add(*(w * x for w, x in zip(weights, inputs, strict=True)), *intercept)


def _weights(name: str, count: int) -> Symbols:
    """Return the one weight under its name alone, or several that are numbered from 1."""
    if count == 1:
        return (Symbol(name),)
    between = "_" if name[-1].isdigit() else ""
    return tuple(Symbol(f"{name}{between}{place}") for place in range(1, count + 1))


def _read_inputs(inputs: Inputs) -> Symbols:
    """Return the inputs as plain symbols, since everything is matched by name."""
    if isinstance(inputs, Sequence) and not inputs:
        raise SymgdError('The model has no input: name at least one, such as "x".')
    return tuple(Symbol(symbol.name) for symbol in read_names(inputs))


def _require_apart(inputs: Symbols, parameters: Symbols) -> None:
    """Refuse an input that has the name of a parameter."""
    for symbol in inputs:
        if symbol in parameters:
            raise SymgdError(
                f"The input {symbol.name} has the name of a parameter of this model "
                f"({names_of(parameters)}): give it another name, such as x_{symbol.name}."
            )


def _whole(value: int, what: str, least: int) -> int:
    """Read a whole number."""
    number = read_number(value, what)
    if not number.is_integer() or not least <= number <= MOST:
        raise SymgdError(
            f"{what} is {value!r}, but a whole number from {least} to {MOST} is wanted."
        )
    return int(number)
