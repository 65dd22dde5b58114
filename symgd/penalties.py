"""Penalties on large parameters, to be added to a cost."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from sympy import Abs, Add, Expr, Symbol

from symgd.errors import SymgdError
from symgd.parsing import read_names, screen
from symgd.points import read_number

Parameters = str | Symbol | Sequence[str | Symbol]


def ridge(lam: float, parameters: Parameters) -> Expr:
    r"""Return the ridge penalty, :math:`\lambda \sum_j w_j^2`.

    Parameters
    ----------
    lam : float
        How much the squares count, 0 or above.
    parameters : str, Symbol or sequence of them
        The parameters that should stay small, such as ``"w1 w2"`` or a model's ``weights``; an
        intercept is left out by not naming it.

    Returns
    -------
    Expr

    Raises
    ------
    SymgdError
        If `lam` is negative or no number, or no parameter is named.

    References
    ----------
    Hoerl & Kennard 1970, doi:10.1080/00401706.1970.10488634.

    Examples
    --------
    >>> ridge(0.1, "w")
    0.1*w**2
    >>> ridge(2, "w1 w2")
    2*w1**2 + 2*w2**2
    """
    return _weighed(lam, [symbol**2 for symbol in _read(parameters)])


def lasso(lam: float, parameters: Parameters) -> Expr:
    r"""Return the lasso penalty, :math:`\lambda \sum_j |w_j|`.

    Parameters
    ----------
    lam : float
        How much the sizes count, 0 or above.
    parameters : str, Symbol or sequence of them
        The parameters that should stay small, such as ``"w1 w2"`` or a model's ``weights``; an
        intercept is left out by not naming it.

    Returns
    -------
    Expr

    Raises
    ------
    SymgdError
        If `lam` is negative or no number, or no parameter is named.

    Notes
    -----
    At w = 0, where \|w\| has a kink, its slope is taken as 0. A descent with a constant learning
    rate jumps to and fro over the kink instead of resting on it.

    References
    ----------
    Tibshirani 1996, doi:10.1111/j.2517-6161.1996.tb02080.x.

    Examples
    --------
    >>> lasso(0.1, "w")
    0.1*Abs(w)
    >>> lasso(3, ["w1", "w2"])
    3*Abs(w1) + 3*Abs(w2)
    """
    return _weighed(lam, [Abs(symbol) for symbol in _read(parameters)])


def _read(parameters: Parameters) -> tuple[Symbol, ...]:
    if isinstance(parameters, Sequence) and not parameters:
        raise SymgdError(
            'A penalty needs at least one parameter to be put on, as in ridge(0.1, "w").'
        )
    return read_names(parameters)


def _weighed(lam: float, sizes: Iterable[Expr]) -> Expr:
    if not 0 <= read_number(lam, "lam") < math.inf:
        raise SymgdError(f"lam is {lam!r}, but a finite number, 0 or above, is wanted.")
    return screen(lam) * Add(*sizes)
