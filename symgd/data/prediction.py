"""What a loss compares with the data: the prediction, found in the formula itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import sympy

from symgd.data.cost import DataCost


@dataclass(frozen=True)
class Prediction:
    """What a cost over data predicts.

    Attributes
    ----------
    kind : str
        ``"value"``: a number to be compared with the target; ``"score"``: positive for one class
        and negative for the other; ``"scores"``: one for each class, the largest wins.
    formulas : tuple of Expr
        One, or one for each class, in parameters and columns.
    target : str
        The column that is predicted.
    inputs : tuple of str
        The other columns of the formulas.
    classes : tuple of float
        The target's values that the scores are for, in their order; empty for one formula.
    """

    kind: str
    formulas: tuple[sympy.Expr, ...]
    target: str
    inputs: tuple[str, ...]
    classes: tuple[float, ...] = ()


def prediction_of(cost: DataCost) -> Prediction | None:
    """Return what a cost predicts, or None where its loss has no such part.

    A residual ``prediction - target`` gives a value, ``target*score`` or ``1/(1 + exp(-score))``
    a score, and cases by ``Eq(target, 0), Eq(target, 1), ...`` the scores of classes.

    Examples
    --------
    >>> from symgd.data.loss import mean_loss
    >>> found = prediction_of(mean_loss("(w*x + b - y)**2", {"x": [1], "y": [3]}))
    >>> found.kind, found.formulas, found.target, found.inputs
    ('value', (b + w*x,), 'y', ('x',))
    """
    for find in (_residuals, _cases, _sigmoids, _margins):
        found = [p for p in find(cost) if p.inputs]
        if found:
            # Of several, the one that uses most columns is no part of another.
            return max(found, key=lambda p: len(p.inputs))
    return None


def _made(
    cost: DataCost,
    kind: str,
    formulas: tuple[sympy.Expr, ...],
    target: str,
    classes: tuple[float, ...] = (),
) -> Prediction:
    names = {symbol.name for formula in formulas for symbol in formula.free_symbols}
    inputs = tuple(name for name in cost.samples.names if name in names and name != target)
    return Prediction(kind, formulas, target, inputs, classes)


def _learns(cost: DataCost, formula: sympy.Basic) -> bool:
    return bool(formula.free_symbols & set(cost.variables))


def _columns(cost: DataCost) -> list[sympy.Symbol]:
    """Return the columns, the one last given first: it is mostly the target."""
    return [sympy.Symbol(name) for name in reversed(cost.samples.names)]


def _residuals(cost: DataCost) -> Iterator[Prediction]:
    """Find sums in which a column stands alone beside parameters."""
    found = []
    for total in cost.loss.atoms(sympy.Add):
        for target in _columns(cost):
            number = total.coeff(target)
            rest = total - number * target
            alone = number.is_number and number != 0 and target not in rest.free_symbols
            if alone and _learns(cost, rest):
                # In x + b - y, too, y is what is predicted: its sign is not that of b.
                signs = [total.coeff(parameter) * number for parameter in cost.variables]
                alike = any(sign.is_positive for sign in signs if sign.is_number)
                found.append((alike, _made(cost, "value", (-rest / number,), target.name)))
    yield from (prediction for _, prediction in sorted(found, key=lambda pair: pair[0]))


def _cases(cost: DataCost) -> Iterator[Prediction]:
    """Find cases of a column's values, each with a formula of its own."""
    for cases in cost.loss.atoms(sympy.Piecewise):
        formulas = tuple(formula for formula, _ in cases.args)
        relations = [when for _, when in cases.args if isinstance(when, sympy.Eq)]
        targets = {symbol for when in relations for symbol in when.free_symbols}
        if len(relations) == len(formulas) and len(targets) == 1:
            target = targets.pop()
            values = (when.lhs if when.rhs == target else when.rhs for when in relations)
            yield _made(cost, "scores", formulas, target.name, tuple(map(float, values)))


def _sigmoids(cost: DataCost) -> Iterator[Prediction]:
    """Find 1/(1 + exp(-score)), and the column beside it that has no part in the score."""
    for power in cost.loss.atoms(sympy.Pow):
        base, exponent = power.as_base_exp()
        rest = base - 1
        if exponent == -1 and isinstance(rest, sympy.exp) and _learns(cost, rest):
            score = -rest.args[0]
            for target in _columns(cost):
                if target not in score.free_symbols:
                    yield _made(cost, "score", (score,), target.name)


def _margins(cost: DataCost) -> Iterator[Prediction]:
    """Find products of a column and a formula of parameters and other columns."""
    for product in cost.loss.atoms(sympy.Mul):
        for target in _columns(cost):
            if target in product.args:
                rest = sympy.Mul(*(a for a in product.args if a != target and not a.is_number))
                if _learns(cost, rest):
                    yield _made(cost, "score", (rest,), target.name)
