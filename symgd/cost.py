"""A cost function: an expression, its ordered variables, and its exact derivatives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, ClassVar, Protocol

import numpy as np
import sympy
from numpy.typing import ArrayLike, NDArray

from symgd import differentiation
from symgd.compiling.arrays import compile_arrays, compile_raw
from symgd.compiling.namespace import require_evaluable
from symgd.compiling.pointwise import Pointwise
from symgd.compiling.rays import Along
from symgd.compiling.recurrence import compile_point
from symgd.errors import SymgdError
from symgd.parsing import parse, read_names, screen
from symgd.points import Point, names_of, read_axes, read_points, read_start

Floats = NDArray[np.float64]


class PointValues(Protocol):
    """A cost, or a batch of one, with its slope at a point."""

    def __call__(self, point: Floats) -> Floats:
        """Return value and slope, (1 + n,), of a point (n,)."""
        ...

    def at(self, *point: float) -> Sequence[float]:
        """Return the same of n floats; may raise what floats raise."""
        ...

    def overflows_at(self, point: Floats) -> bool:
        """Tell whether a number overflows at a point, which has no finite value or slope."""
        ...


@dataclass(frozen=True, init=False)
class Cost:
    r"""A cost :math:`f(x_1, \dots, x_n)` with its gradient and Hessian by exact differentiation.

    Parameters
    ----------
    expression : Expr, str or number
        The formula: a SymPy expression, or text such as ``"(x - 2)**2 + exp(-x)"``.
    variables : str, Symbol or sequence of them, optional
        The variables in order, symbols or names. By default the symbols of the formula in
        natural order (``x2`` before ``x10``). A variable that the formula lacks is legal; its
        slope is 0.
    name : str, optional
        What the cost is called in pictures and tables.
    start : sequence of n numbers, optional
        The usual start.
    minima : sequence of points, optional
        The known minimizers.
    source : str, optional
        Where the cost is from.

    Attributes
    ----------
    expr : Expr
        The formula, in the symbols of `variables`.
    variables : tuple of n Symbol
        The variables, in order.

    Raises
    ------
    SymgdError
        If the formula is none, has no variable, holds a symbol that is no variable, or cannot be
        evaluated; text that cannot be read raises its subclass ParseError.

    Notes
    -----
    Variables stand for real numbers, whatever the assumptions of their symbols, and they are
    matched by name. Outside the cost's domain its value is nan, without a warning.

    Examples
    --------
    >>> cost = Cost("(x - 2)**2 + 3*y**2")
    >>> cost.gradient
    (2*x - 4, 6*y)
    >>> cost((5, 1))
    12.0
    >>> cost.gradient_at({"x": 5, "y": 1})
    array([6., 6.])
    >>> cost.hessian
    Matrix([
    [2, 0],
    [0, 6]])
    """

    expr: sympy.Expr
    variables: tuple[sympy.Symbol, ...]
    name: str | None
    start: tuple[float, ...] | None
    minima: tuple[tuple[float, ...], ...] | None
    source: str | None
    #: The formula in `real_variables`, made before assumptions such as positive can change it.
    real_expr: sympy.Expr

    def __init__(
        self,
        expression: sympy.Expr | str | float,
        variables: str | sympy.Symbol | Sequence[str | sympy.Symbol] | None = None,
        *,
        name: str | None = None,
        start: Point | None = None,
        minima: Sequence[Point] | None = None,
        source: str | None = None,
    ) -> None:
        declared = None if variables is None else read_names(variables)
        formula = read_formula(expression, declared or ())
        ordered = declared or in_natural_order(formula.free_symbols)
        _require_variables(formula, ordered)
        require_evaluable([formula], "The cost")
        self._set("expr", in_symbols(formula, ordered))
        self._set("real_expr", in_real_symbols(formula))
        self._set("variables", ordered)
        self._set("name", name)
        self._set("start", None if start is None else _one_point(start, ordered, "start"))
        self._set("minima", None if minima is None else _read_minima(minima, ordered))
        self._set("source", source)

    def _set(self, field: str, value: Any) -> None:
        object.__setattr__(self, field, value)

    def __getstate__(self) -> dict[str, Any]:
        """Leave what can be computed again out of a pickle."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    #: Whether `real_expr` is the whole cost, so that a step can be compiled with it.
    is_one_formula: ClassVar[bool] = True

    @property
    def n(self) -> int:
        """The number of variables."""
        return len(self.variables)

    @cached_property
    def real_variables(self) -> tuple[sympy.Symbol, ...]:
        """The variables as real symbols: what is differentiated and compiled."""
        return tuple(as_real(symbol) for symbol in self.variables)

    @cached_property
    def real_gradient(self) -> tuple[sympy.Expr, ...]:
        """The gradient in `real_variables`."""
        slopes = differentiation.gradient(self.real_expr, self.real_variables)
        require_evaluable(slopes, "The slope of the cost")
        return slopes

    @cached_property
    def _real_curvatures(self) -> dict[tuple[int, int], sympy.Expr]:
        entries = differentiation.second_derivatives(self.real_gradient, self.real_variables)
        require_evaluable(entries.values(), "The Hessian of the cost")
        return entries

    def whole(self, formula: sympy.Expr) -> sympy.Expr:
        """Return what `real_expr`, or a derivative of it, stands for: here itself."""
        return formula

    @cached_property
    def pointwise(self) -> PointValues:
        """The cost with its slope, for one point after another."""
        code = compile_point(self.real_variables, self.real_expr, self.real_gradient)
        return Pointwise(self.n, *code)

    def remedy_at(self, point: Floats) -> str:
        """Say what to do about a start at which there is no value."""
        return "choose a start inside its domain"

    def _evaluate(self, formulas: tuple[sympy.Expr, ...], columns: tuple[Floats, ...]) -> Floats:
        """Evaluate formulas like `real_expr` at points, (number of formulas, ...)."""
        return compile_arrays(self.real_variables, formulas)(*columns)

    def along(self, point: Floats, direction: Floats) -> Floats | None:
        r"""Return :math:`f(x + \alpha d)` as a polynomial of α, its coefficients lowest first.

        Parameters
        ----------
        point, direction : ndarray (n,)
            Where the ray begins, and where it goes.

        Returns
        -------
        ndarray or None
            None for a cost that is no polynomial of its variables.
        """
        if not self.real_expr.is_polynomial(*self.real_variables):
            return None
        ray = map(Along, zip(point, direction, strict=True))
        with np.errstate(all="ignore"):
            return np.array(self._terms_along(list(ray)), dtype=np.float64)

    def _terms_along(self, ray: list[Along]) -> list[Any]:
        (result,) = compile_raw(self.real_variables, (self.real_expr,))(*ray)
        return (result + Along([0.0])).terms

    @cached_property
    def _shown(self) -> dict[sympy.Symbol, sympy.Symbol]:
        return dict(zip(self.real_variables, self.variables, strict=True))

    @cached_property
    def gradient(self) -> tuple[sympy.Expr, ...]:
        r"""The partial derivatives :math:`\partial f/\partial x_i`, a tuple of n expressions."""
        return tuple(self.whole(slope).xreplace(self._shown) for slope in self.real_gradient)

    @cached_property
    def hessian(self) -> sympy.ImmutableMatrix:
        r"""The second derivatives :math:`\partial^2 f/\partial x_i \partial x_j`, (n, n)."""
        entries = {
            place: self.whole(e).xreplace(self._shown) for place, e in self._real_curvatures.items()
        }
        entries |= {(j, i): e for (i, j), e in entries.items()}
        return sympy.ImmutableMatrix(sympy.SparseMatrix(self.n, self.n, entries))

    def __call__(self, point: Point) -> float | Floats:
        """Evaluate the cost.

        Parameters
        ----------
        point : number, (n,), (..., n) or mapping
            One point or many; a bare number is a point of one variable.

        Returns
        -------
        float or ndarray, shape (...)
            A float for one point.
        """
        values = self._values(_columns(read_points(point, self.variables)))
        return float(values) if values.ndim == 0 else values

    def sample(self, *axes: ArrayLike) -> Floats:
        """Evaluate the cost on a grid.

        Parameters
        ----------
        *axes : n arrays
            One array for each variable, of shapes that broadcast, as from ``np.meshgrid``.

        Returns
        -------
        ndarray
            Values of the broadcast shape.

        Raises
        ------
        SymgdError
            If there are not n arrays of real numbers whose shapes broadcast.
        """
        return self._values(read_axes(axes, self.variables))

    def _values(self, columns: tuple[Floats, ...]) -> Floats:
        return self._evaluate((self.real_expr,), columns)[0]

    def gradient_at(self, point: Point) -> Floats:
        """Evaluate the gradient.

        Parameters
        ----------
        point : number, (n,), (..., n) or mapping
            One point or many.

        Returns
        -------
        ndarray, shape (..., n)
        """
        columns = _columns(read_points(point, self.variables))
        slopes = self._evaluate(self.real_gradient, columns)
        return np.ascontiguousarray(np.moveaxis(slopes, 0, -1))

    def hessian_at(self, point: Point) -> Floats:
        """Evaluate the Hessian.

        Parameters
        ----------
        point : number, (n,), (..., n) or mapping
            One point or many.

        Returns
        -------
        ndarray, shape (..., n, n)
        """
        points = read_points(point, self.variables)
        hessian = np.zeros((*points.shape, self.n))
        entries = self._real_curvatures
        if entries:
            values = self._evaluate(tuple(entries.values()), _columns(points))
            for (i, j), value in zip(entries, values, strict=True):
                hessian[..., i, j] = hessian[..., j, i] = value
        return hessian

    @property
    def heading(self) -> str:
        """The left side of the formula, such as ``f(x, y)``."""
        names = [symbol.name for symbol in self.variables]
        return f"f({', '.join(names if self.n <= 4 else [*names[:2], '…', names[-1]])})"

    @property
    def text(self) -> str:
        """The right side of the formula."""
        return str(self.expr)

    def latex(self, flat: bool = False) -> str:
        """Return the right side in LaTeX; `flat` has no small fraction of two lines."""
        return sympy.latex(self.expr, fold_short_frac=flat)

    def __repr__(self) -> str:
        known = f", name={self.name!r}" if self.name else ""
        return f"Cost({self.expr}, variables={names_of(self.variables)!r}{known})"

    def _repr_latex_(self) -> str:
        names = ", ".join(sympy.latex(symbol) for symbol in self.variables)
        return rf"$\displaystyle f({names}) = {self.latex()}$"


def as_cost(cost: Cost | sympy.Expr | str | float) -> Cost:
    """Return `cost` itself, or the Cost of an expression or text."""
    return cost if isinstance(cost, Cost) else Cost(cost)


def _columns(points: Floats) -> tuple[Floats, ...]:
    return tuple(np.moveaxis(points, -1, 0))


def as_real(symbol: sympy.Symbol) -> sympy.Symbol:
    """Return the real symbol of the same name."""
    return sympy.Symbol(symbol.name, real=True)


def in_real_symbols(formula: sympy.Expr) -> sympy.Expr:
    """Return a formula in real symbols of the same names."""
    return formula.xreplace({s: as_real(s) for s in formula.free_symbols})


def in_symbols(formula: sympy.Expr, symbols: Sequence[sympy.Symbol]) -> sympy.Expr:
    """Return a formula in the symbols given, matched by name."""
    by_name = {symbol.name: symbol for symbol in symbols}
    renamed = {s: by_name[s.name] for s in formula.free_symbols if s != by_name[s.name]}
    return formula.xreplace(renamed) if renamed else formula


def read_formula(
    expression: sympy.Expr | str | float, declared: Sequence[sympy.Symbol]
) -> sympy.Expr:
    """Return the formula that an expression or a text stands for."""
    if isinstance(expression, str):
        return parse(expression, [symbol.name for symbol in declared])
    return screen(expression)


def _one_point(point: Point, variables: Sequence[sympy.Symbol], what: str) -> tuple[float, ...]:
    return tuple(read_start(point, variables, what).tolist())


def _read_minima(
    minima: Sequence[Point], variables: Sequence[sympy.Symbol]
) -> tuple[tuple[float, ...], ...]:
    if not isinstance(minima, Sequence | np.ndarray) or isinstance(minima, str):
        raise SymgdError(f"minima is {minima!r}, but a list of points is wanted.")
    return tuple(_one_point(m, variables, "A point of minima") for m in minima)


def _natural_key(name: str) -> list[tuple[bool, int, str]]:
    parts = re.findall(r"\d+|\D+", name)
    return [(not p.isdigit(), int(p), "") if p.isdecimal() else (True, 0, p) for p in parts]


def in_natural_order(symbols: set[sympy.Symbol]) -> tuple[sympy.Symbol, ...]:
    """Return symbols by name, ``x2`` before ``x10``."""
    # The name itself decides between x1 and x01, for symbols come as a set.
    return tuple(sorted(symbols, key=lambda symbol: (_natural_key(symbol.name), symbol.name)))


def _require_variables(formula: sympy.Expr, variables: Sequence[sympy.Symbol]) -> None:
    if not variables:
        raise SymgdError(
            f"The cost {formula} has no variable: write one, or name them, "
            f'as in Cost({formula}, variables="x").'
        )
    known = {symbol.name for symbol in variables}
    for symbol in in_natural_order(formula.free_symbols):
        if symbol.name not in known:
            raise SymgdError(
                f"The cost contains {symbol.name}, which is none of its variables: "
                f"{names_of(variables)}. Give it a value with .subs, or name it a variable."
            )
