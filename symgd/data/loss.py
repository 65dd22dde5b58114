"""A typed loss of one sample and its data, made a cost: `mean_loss` and `sum_loss`."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import sympy

from symgd.compiling.namespace import require_evaluable
from symgd.cost import in_natural_order, in_symbols, read_formula
from symgd.data.columns import Data, names_in, read_samples
from symgd.data.cost import DataCost
from symgd.errors import SymgdError
from symgd.parsing import read_names
from symgd.points import names_of, read_positive

Names = str | sympy.Symbol | Sequence[str | sympy.Symbol]


def mean_loss(
    loss: sympy.Expr | str,
    data: Data,
    variables: Names | None = None,
    max_memory: float = 64 * 2**20,
) -> DataCost:
    r"""Return the mean of one sample's loss over data, :math:`\frac1N\sum_{i=1}^N \ell(p, c_i)`.

    Parameters
    ----------
    loss : Expr or str
        One sample's loss, in parameters and the columns' names: ``"(w*x + b - y)**2"``.
    data : mapping of symbol or name to array (N,)
        The columns. Arrays are copied; memory maps are read from the disk block by block.
    variables : str, Symbol or sequence of them, optional
        The parameters in order. By default every symbol of the loss that names no column, in
        natural order.
    max_memory : float
        How many bytes temporary arrays may take. A descent through batches holds besides one
        batch, and where it shuffles the order of an epoch, 8 bytes for each sample.

    Returns
    -------
    DataCost
        A Cost of the parameters. The mean of squares is the MSE; `sum_loss` gives their sum, RSS.

    Raises
    ------
    SymgdError
        If columns differ in length, are empty or hold what is no finite number (the row is
        named), or the loss holds a symbol that is neither a parameter nor a column.

    Examples
    --------
    The line y = 2x + 1 fits these three points, and y = 0 misses them by 3, 5 and 7:

    >>> cost = mean_loss("(w*x + b - y)**2", {"x": [1, 2, 3], "y": [3, 5, 7]}, "w b")
    >>> cost
    f(w, b) = mean of (b + w*x - y)**2 over 3 samples
    >>> cost({"w": 2, "b": 1}), round(cost((0, 0)), 6)  # (9 + 25 + 49)/3
    (0.0, 27.666667)
    >>> cost.gradient[1]
    2*Sum(b + w*x[i] - y[i], (i, 1, 3))/3
    """
    return _data_cost("mean", loss, data, variables, max_memory)


def sum_loss(
    loss: sympy.Expr | str,
    data: Data,
    variables: Names | None = None,
    max_memory: float = 64 * 2**20,
) -> DataCost:
    r"""Return the sum of one sample's loss over data, :math:`\sum_{i=1}^N \ell(p, c_i)`.

    Parameters
    ----------
    loss, data, variables, max_memory
        See `mean_loss`.

    Returns
    -------
    DataCost
        A Cost of the parameters; of squares it is the residual sum of squares, RSS.

    Examples
    --------
    >>> cost = sum_loss("(w*x - y)**2", {"x": [1, 2], "y": [3, 5]})
    >>> cost
    f(w) = sum of (w*x - y)**2 over 2 samples
    >>> cost(0), cost.gradient_at(0)  # 9 + 25, and -2*1*3 - 2*2*5
    (34.0, array([-26.]))
    """
    return _data_cost("sum", loss, data, variables, max_memory)


def _data_cost(
    kind: str, loss: sympy.Expr | str, data: Data, variables: Names | None, max_memory: float
) -> DataCost:
    given = names_in(data)
    declared = None if variables is None else read_names(variables)
    known = () if declared is None else (*declared, *map(sympy.Symbol, given))
    formula = read_formula(loss, known)
    used = [name for name in given if name in {s.name for s in formula.free_symbols}]
    free = {symbol for symbol in formula.free_symbols if symbol.name not in used}
    parameters = declared or in_natural_order(free)
    if declared is None:
        _refuse_slips(parameters, [name for name in given if name not in used])
    _require_symbols(formula, parameters, used, given)
    require_evaluable([formula], "The loss")
    formula = in_symbols(formula, [*parameters, *map(sympy.Symbol, used)])
    samples = read_samples(data, used)
    memory = read_positive(max_memory, "max_memory")
    return DataCost(formula, sympy.S.Zero, kind, samples, parameters, memory)


def _refuse_slips(parameters: tuple[sympy.Symbol, ...], unused: list[str]) -> None:
    """Refuse a parameter that nobody declared and that is called almost like a column."""
    for symbol in parameters:
        near = [name for name in unused if name.casefold() == symbol.name.casefold()]
        near += difflib.get_close_matches(symbol.name, unused, n=1, cutoff=0.75)
        if near:
            names = " ".join(s.name for s in parameters)
            raise SymgdError(
                f"The loss contains {symbol.name}, and the data have a column {near[0]} that it "
                f"does not use: write {near[0]}, or name the parameters, as in "
                f'variables="{names}".'
            )


def _require_symbols(
    formula: sympy.Expr,
    parameters: tuple[sympy.Symbol, ...],
    used: list[str],
    given: list[str],
) -> None:
    for symbol in parameters:
        if symbol.name in given:
            raise SymgdError(f"{symbol.name} is a parameter and a column of the data: rename one.")
    if not parameters:
        raise SymgdError(
            f"The loss {formula} has no parameter to learn: every symbol in it is a column of the "
            "data."
        )
    if not used:
        raise SymgdError(
            f"The loss {formula} contains no column of the data: they are {', '.join(given)}."
        )
    known = {*used, *(symbol.name for symbol in parameters)}
    for symbol in in_natural_order(formula.free_symbols):
        if symbol.name not in known:
            raise SymgdError(
                f"The loss contains {symbol.name}, which is neither a parameter "
                f"({names_of(parameters)}) nor a column of the data ({', '.join(given)})."
            )
