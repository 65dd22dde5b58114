"""A cost and a rule compiled together: one generator, with point and memory in its locals.

For two variables and a rule with one memory ``v`` the generated code reads::

    def rows(x0, x1, s0_0, s0_1, f, g0, g1, h0, h1, again):
        yield (nan, f, x0, x1, g0, g1, s0_0, s0_1)
        t = 0.0
        while True:
            t += 1.0
            try:
                ...                                # the rule: y0, y1, w0_0, w0_1
                ...                                # the cost at y: f, k0, k1
                size = hypot(y0 - x0, y1 - x1)
                if not -1e308 < size + f + k0 + k1 + w0_0 + w0_1 < 1e308:
                    raise OverflowError
            except (ArithmeticError, TypeError, ValueError):
                found = again(x0, x1, s0_0, s0_1, g0, g1, t, h0, h1)
                if found is None:
                    return
                size, f, y0, y1, k0, k1, w0_0, w0_1 = found
            x0, x1, g0, g1, s0_0, s0_1 = y0, y1, k0, k1, w0_0, w0_1
            yield (size, f, x0, x1, g0, g1, s0_0, s0_1)

One comparison asks of all numbers at once whether they are real and finite: nan fails it, a complex
number raises TypeError, and a sum that overflows is looked at again, number by number. A point is
finite where the step that leads to it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, Protocol

import sympy

from symgd.compiling.namespace import ARRAY, SCALAR
from symgd.compiling.printing import ScalarPrinter
from symgd.compiling.program import Program, straight_line
from symgd.compiling.quotient import guarded

Names = dict[sympy.Basic, str]
Symbols = tuple[sympy.Symbol, ...]


class Recurrence(Protocol):
    """What a rule tells the compiler: its symbols, and the next point and memory."""

    x: sympy.Symbol
    g: sympy.Symbol
    t: sympy.Symbol
    memory: Symbols
    hyperparameters: Symbols
    lookaheads: tuple[tuple[sympy.Symbol, sympy.Expr], ...]
    update: tuple[sympy.Expr, ...]

    @property
    def rate_place(self) -> int | None:
        """Which hyperparameter is the learning rate."""
        ...


@dataclass(frozen=True)
class Compiled:
    """A cost and a rule as functions of floats, and their twins that accept any number.

    Attributes
    ----------
    evaluate, evaluate_any : callable
        ``(x0, ...) -> (f, g0, ...)``.
    step_any : callable
        One turn of `rows`, which ``again`` calls where floats raise.
    rows : callable
        The generator function of the module's docstring.
    """

    evaluate: Callable[..., tuple[float, ...]]
    evaluate_any: Callable[..., tuple[Any, ...]]
    step_any: Callable[..., tuple[Any, ...]]
    rows: Callable[..., Iterator[tuple[float, ...]]]


@lru_cache(maxsize=64)
def compile_recurrence(
    variables: Symbols,
    cost: sympy.Expr,
    gradient: tuple[sympy.Expr, ...],
    rule: Recurrence,
    scheduled: bool = False,
    clipped: bool = False,
) -> Compiled:
    """Compile a cost and a rule into one generator of rows.

    Hyperparameters, starting point and memory are arguments: other numbers never compile again.

    Parameters
    ----------
    variables : tuple of n Symbol
        The cost's real symbols, in order.
    cost, gradient : Expr, tuple of n Expr
        Kept apart from the rule: folding a learning rate into the slope would change the last
        digits of a textbook's figures.
    rule : Recurrence
        The traced rule, for one coordinate.
    scheduled : bool
        Ask a function ``rate_at(t)``, the last argument of `rows`, for each step's learning rate.
    clipped : bool
        Bound the gradient's length by ``bound``, an argument after the hyperparameters.
    """
    writer = _DescentWriter(variables, cost, gradient, rule, scheduled, clipped)
    source = "\n".join([*writer.evaluate(), *writer.step(), *writer.rows()])
    scalar, array = _executed(source)
    return Compiled(scalar["evaluate"], array["evaluate"], array["step"], scalar["rows"])


@lru_cache(maxsize=64)
def compile_sampled(
    n: int, rule: Recurrence, scheduled: bool = False, clipped: bool = False
) -> tuple[Callable[..., tuple[Any, ...]], Callable[..., Iterator[tuple[float, ...]]]]:
    """Compile a rule alone, for costs that are functions handed in one after another.

    Parameters
    ----------
    n : int
        The number of variables.
    rule, scheduled, clipped
        See `compile_recurrence`.

    Returns
    -------
    step_any, rows : callable
        As `Compiled` has them. `rows` takes, before ``again``, the cost that the start has seen
        and an iterator of those that the next rows see; a step takes the two at its ends. Each
        has ``.at(x0, ...) -> (f, g0, ...)``.
    """
    variables = tuple(sympy.Symbol(f"x{i}", real=True) for i in range(n))
    slopes = (sympy.S.Zero,) * n
    writer = _SampledWriter(variables, sympy.S.Zero, slopes, rule, scheduled, clipped)
    scalar, array = _executed("\n".join([*writer.step(), *writer.rows()]))
    return array["step"], scalar["rows"]


@lru_cache(maxsize=64)
def compile_point(
    variables: Symbols, cost: sympy.Expr, gradient: tuple[sympy.Expr, ...]
) -> tuple[Callable[..., tuple[float, ...]], Callable[..., tuple[Any, ...]]]:
    """Compile cost and slope at one point, for floats and for any number."""
    source = "\n".join(_CostWriter(variables, cost, gradient).evaluate())
    scalar, array = _executed(source)
    return scalar["evaluate"], array["evaluate"]


def _executed(source: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Run generated code twice: among functions of floats, and of NumPy's numbers."""
    scalar, array = dict(SCALAR), dict(ARRAY)
    code = compile(source, "<generated by symgd>", "exec")
    exec(code, scalar)
    exec(code, array)
    return scalar, array


def _indented(lines: Sequence[str], depth: int) -> list[str]:
    return ["    " * depth + line for line in lines]


class _CostWriter:
    """Writes the function that gives cost and slope at a point."""

    def __init__(
        self, variables: Symbols, cost: sympy.Expr, gradient: tuple[sympy.Expr, ...]
    ) -> None:
        self._variables = variables
        self._cost = straight_line((cost, *gradient), lazy=True)
        self._xs = self._each("x")
        self._ks = self._each("k")

    @property
    def _coordinates(self) -> range:
        return range(len(self._variables))

    def _each(self, letter: str) -> list[str]:
        return [f"{letter}{i}" for i in self._coordinates]

    def evaluate(self) -> list[str]:
        """Write the function."""
        body = [*self._cost_at(self._xs), f"return f, {', '.join(self._ks)}"]
        return [f"def evaluate({', '.join(self._xs)}):", *_indented(body, 1)]

    def _cost_at(self, point: list[str]) -> list[str]:
        return self._at(point, self._cost, ["f", *self._ks])

    def _at(self, point: list[str], program: Program, targets: list[str]) -> list[str]:
        names = dict(zip(self._variables, point, strict=True))
        return _written(program, names, "c", targets)


class _DescentWriter(_CostWriter):
    """Writes one step, and the generator of rows, from the same blocks of statements."""

    def __init__(
        self,
        variables: Symbols,
        cost: sympy.Expr,
        gradient: tuple[sympy.Expr, ...],
        rule: Recurrence,
        scheduled: bool = False,
        clipped: bool = False,
    ) -> None:
        super().__init__(variables, cost, gradient)
        self._rule, self._clipped = rule, clipped
        self._gradient = straight_line(gradient, lazy=True) if rule.lookaheads else None
        self._gs = self._each("g")
        self._ys = self._each("y")
        memory = range(len(rule.memory))
        self._ss = [f"s{m}_{i}" for m in memory for i in self._coordinates]
        self._ws = [f"w{m}_{i}" for m in memory for i in self._coordinates]
        self._hs = [f"h{j}" for j in range(len(rule.hyperparameters))] + ["bound"] * clipped
        self._rate = f"h{rule.rate_place}" if scheduled else None

    def step(self) -> list[str]:
        """Write the function that makes one step."""
        body = [*self._turn(), f"return size, f, {', '.join(self._ys + self._ks + self._ws)}"]
        return [f"def step({self._state}):", *_indented(body, 1)]

    def rows(self) -> list[str]:
        """Write the generator of rows."""
        here = ", ".join(self._xs + self._gs + self._ss)
        there = ", ".join(self._ys + self._ks + self._ws)
        total = " + ".join(["size", "f", *self._ks, *self._ws])
        inputs = [*self._xs, *self._ss, "f", *self._gs, *self._hs, *self._seen[0], "again"]
        arguments = ", ".join(inputs + ["rate_at"] * (self._rate is not None))
        asking = [] if self._rate is None else [f"{self._rate} = rate_at(t)"]
        start, rate = ("", "") if self._rate is None else (", nan", f", {self._rate}")
        return [
            f"def rows({arguments}):",
            f"    yield (nan, f, {here}{start})",
            "    t = 0.0",
            "    while True:",
            *_indented(["t += 1.0"] if self._counts else [], 2),
            *_indented(asking, 2),
            *_indented(self._turning, 2),
            "        try:",
            *_indented(self._turn(), 3),
            f"            if not -1e308 < {total} < 1e308:",
            "                raise OverflowError",
            "        except (ArithmeticError, TypeError, ValueError):",
            f"            found = again({self._state})",
            "            if found is None:",
            "                return",
            f"            size, f, {there} = found",
            *_indented(_assign(here, there), 2),
            f"        yield (size, f, {here}{rate})",
        ]

    @property
    def _counts(self) -> bool:
        """Whether the rule asks for the step number."""
        rule = self._rule
        if self._rate is not None:
            return True
        asked = [*rule.update, *(point for _, point in rule.lookaheads)]
        return any(rule.t in e.free_symbols for e in asked)

    #: Statements at the beginning of a turn.
    _turning: ClassVar[list[str]] = []
    #: Arguments of `rows` and of a step beside the numbers.
    _seen: ClassVar[tuple[list[str], list[str]]] = ([], [])

    @property
    def _state(self) -> str:
        return ", ".join([*self._xs, *self._ss, *self._gs, "t", *self._hs, *self._seen[1]])

    def _turn(self) -> list[str]:
        """Write the statements of one step: look-aheads, the rule, the cost, the step's length."""
        lines = self._bounded(self._gs, self._each("r")) if self._clipped else []
        for j, (_, point) in enumerate(self._rule.lookaheads):
            lines += self._per_coordinate([point], [f"p{j}_"])
            points = self._each(f"p{j}_")
            slopes = self._each(f"l{j}_")
            lines += self._slopes_at(points, slopes)
            lines += self._bounded(slopes, slopes) if self._clipped else []
        targets = ["y", *(f"w{m}_" for m in range(len(self._rule.memory)))]
        lines += self._per_coordinate(self._rule.update, targets)
        return [*lines, *self._cost_at(self._ys), f"size = {self._length()}"]

    def _slopes_at(self, point: list[str], targets: list[str]) -> list[str]:
        return self._at(point, self._gradient, targets)

    @staticmethod
    def _bounded(slopes: list[str], targets: list[str]) -> list[str]:
        """Write the gradient shortened to the bound."""
        lines = [f"norm = hypot({', '.join(slopes)})", "part = bound/norm if norm > bound else 1.0"]
        return lines + [f"{t} = {s}*part" for s, t in zip(slopes, targets, strict=True)]

    def _length(self) -> str:
        """Write the step's length; a complex number raises TypeError in both forms."""
        if len(self._variables) == 1:
            return "y0 - x0 if y0 > x0 else x0 - y0"
        moves = [f"{y} - {x}" for x, y in zip(self._xs, self._ys, strict=True)]
        return f"hypot({', '.join(moves)})"

    def _per_coordinate(self, formulas: Sequence[sympy.Expr], targets: list[str]) -> list[str]:
        program = straight_line([guarded(e) for e in formulas], lazy=True)
        lines = []
        for i in self._coordinates:
            lines += _written(program, self._names(i), "u", [f"{name}{i}" for name in targets])
        return lines

    def _names(self, i: int) -> Names:
        """Return what the rule's symbols are called for coordinate `i`."""
        rule = self._rule
        slope = f"r{i}" if self._clipped else f"g{i}"
        names: Names = {rule.x: f"x{i}", rule.g: slope, rule.t: "t"}
        names |= {symbol: f"s{m}_{i}" for m, symbol in enumerate(rule.memory)}
        names |= {symbol: f"l{j}_{i}" for j, (symbol, _) in enumerate(rule.lookaheads)}
        return names | {symbol: f"h{j}" for j, symbol in enumerate(rule.hyperparameters)}


class _SampledWriter(_DescentWriter):
    """Writes the same with a cost that is not a formula but a function: a batch of samples."""

    _turning: ClassVar[list[str]] = ["seen, values = values, next(feed)"]
    _seen: ClassVar[tuple[list[str], list[str]]] = (["values", "feed"], ["seen", "values"])

    def _cost_at(self, point: list[str]) -> list[str]:
        return [f"f, {', '.join(self._ks)} = values.at({', '.join(point)})"]

    def _slopes_at(self, point: list[str], targets: list[str]) -> list[str]:
        return [f"_, {', '.join(targets)} = seen.at({', '.join(point)})"]


def _assign(targets: str, values: str) -> list[str]:
    """Write assignments one by one: quicker than through a tuple."""
    pairs = zip(targets.split(", "), values.split(", "), strict=True)
    return [f"{target} = {value}" for target, value in pairs]


def _written(program: Program, names: Names, local: str, targets: list[str]) -> list[str]:
    """Write a program's statements with invented names."""
    names = names | {symbol: f"{local}{i}" for i, (symbol, _) in enumerate(program.statements)}
    printer = ScalarPrinter(names)
    lines = [f"{names[symbol]} = {printer.doprint(e)}" for symbol, e in program.statements]
    results = zip(targets, program.results, strict=True)
    return lines + [f"{target} = {printer.doprint(e)}" for target, e in results]
