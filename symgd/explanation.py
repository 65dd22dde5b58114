"""A step told in three groups of lines: the rule, the rule with this cost, this step's numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import sympy
from numpy.typing import NDArray

from symgd.compiling.arrays import compile_arrays
from symgd.cost import Cost, as_cost
from symgd.errors import SymgdError
from symgd.methods.newton import newton_direction
from symgd.rules.learning_rates import Rate, Schedule
from symgd.rules.rule import Rule
from symgd.rules.statements import following, statements
from symgd.rules.tracing import name_of
from symgd.run import Iterate, Run
from symgd.script import LATEX, TEXT, Script
from symgd.steps.arrays import clipped

Names = dict[sympy.Symbol, str]
Floats = NDArray[np.float64]

#: Variables whose lines are shown; those of the others are like them.
MOST_COORDINATES = 6

#: A line with this cost is also shown simplified if that is no longer than this.
SHORT = 60


@dataclass(frozen=True, repr=False)
class Explanation:
    """One step of a run as three groups of lines, in text and in LaTeX.

    Attributes
    ----------
    heading : str
        Which step of which rule.
    rule, cost, numbers : tuple of str
        The rule's lines, those with this cost, and those with this step's numbers.
    latex : tuple of str
        All lines in LaTeX.
    """

    heading: str
    rule: tuple[str, ...]
    cost: tuple[str, ...]
    numbers: tuple[str, ...]
    latex: tuple[str, ...]

    def __repr__(self) -> str:
        groups = {"rule": self.rule, "this cost": self.cost, "this step": self.numbers}
        lines = [
            f"{title if i == 0 else '':>9}  {line}"
            for title, group in groups.items()
            for i, line in enumerate(group)
        ]
        return "\n".join([self.heading, *lines])

    def _repr_latex_(self) -> str:
        lines = r" \\ ".join(line.replace(" = ", " &= ", 1) for line in self.latex)
        return rf"$\displaystyle \begin{{aligned}} {lines} \end{{aligned}}$"


def explain(run: Run, k: int) -> Explanation:
    """Tell step `k` of a run; `symgd.Run.explain` describes it."""
    if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= run.nit:
        raise SymgdError(f"There is no step {k!r}: the run has the steps 1 to {run.nit}.")
    if run.in_batches and run.rule.recurrence.lookaheads:
        raise SymgdError(
            f"{run.rule.name} asks for the slope at a second point, and which samples step {k} saw "
            "there is not recorded: explain a run without batch_size."
        )
    text, latex = (_groups(run, k, script) for script in (TEXT, LATEX))
    lines = tuple(line for group in latex for line in group)
    seen = " (i counts the samples of its batch)" if run.in_batches else ""
    return Explanation(f"Step {k} of {run.label}{seen}", *text, lines)


def substitute(rule: Rule, cost: Cost | sympy.Expr | str) -> tuple[sympy.Eq, ...]:
    """Put a cost's gradient and the rule's numbers into the rule; see `symgd.Rule.substitute`."""
    cost = as_cost(cost)
    return tuple(
        sympy.Eq(target, formula, evaluate=False)
        for i in range(cost.n)
        for target, formula in _Lines(rule, cost, i, LATEX).substituted()
    )


def _groups(run: Run, k: int, script: Script) -> list[tuple[str, ...]]:
    coordinates = range(min(run.layout.n, MOST_COORDINATES))
    cost = run.cost.in_batch(run.epochs.batch_of(k)) if run.in_batches else run.cost
    lines = [_Lines(run.rule, cost, i, script, run.clip) for i in coordinates]
    return [
        tuple(rule_lines(run.rule, script, run.clip)),
        tuple(text for each in lines for text in each.with_cost()),
        tuple(text for each in lines for text in each.with_numbers(run, k)),
    ]


def rule_lines(rule: Rule, script: Script, clip: float | None = None) -> list[str]:
    """Return a rule's lines in the letters of books."""
    step = rule.recurrence
    slope = script.newton if rule.direction else script.at("g", "k")
    names = {step.x: script.at("x", "k"), step.t: _STEP}
    names[step.g] = slope if clip is None else script.clipped(slope)
    names |= {s: script.at(name_of(s), "k") for s in step.memory}
    letters = (script.letter(name) for name, _ in rule.numbers)
    names |= dict(zip(step.hyperparameters, letters, strict=True))
    for symbol, point in step.lookaheads:
        names[symbol] = script.slope(script.formula(point, names))
    targets = {s.target: script.letter(s.target.name) for s in statements(step)}
    targets |= {following(s): script.at(name_of(s), "k+1") for s in (step.x, *step.memory)}
    return _told(rule, names, targets, script)


_STEP = "(k+1)"

# A factor that is one is not printed.
_UNITS = {sympy.Float(1.0): sympy.Integer(1), sympy.Float(-1.0): sympy.Integer(-1)}


def _expanded(formula: sympy.Expr) -> sympy.Expr:
    # A sum over samples stays as it is told.
    sums = {total: sympy.Dummy() for total in formula.atoms(sympy.Sum)}
    whole = {symbol: total for total, symbol in sums.items()}
    return sympy.expand(formula.xreplace(sums)).xreplace(_UNITS).xreplace(whole)


# A learning rate that a line search finds; no rule's own symbol has a space in its name.
_SEARCHED = sympy.Symbol("searched rate", real=True)


def _told(rule: Rule, names: Names, targets: Names, script: Script) -> list[str]:
    return [
        f"{targets[line.target]} = {script.formula(line.formula, names | targets)}"
        for line in statements(rule.recurrence)
    ]


class _Lines:
    """The lines of one coordinate, with one cost."""

    def __init__(
        self, rule: Rule, cost: Cost, i: int, script: Script, clip: float | None = None
    ) -> None:
        self._rule, self._cost, self._i, self._script = rule, cost, i, script
        self._clip = clip
        self._step = rule.recurrence
        self._lines = statements(self._step)
        values = [self._constant(value) for _, value in rule.numbers]
        self._numbers = dict(zip(self._step.hyperparameters, values, strict=True))

    @staticmethod
    def _constant(value: float | Rate) -> sympy.Expr:
        """Return a hyperparameter as a formula: a number, a schedule, or a rate to be searched."""
        if isinstance(value, Schedule):
            return value.expr
        return sympy.Float(value) if isinstance(value, float) else _SEARCHED

    def _before(self, j: int) -> Names:
        """Name point and memory of coordinate `j` before the step."""
        names = {s: self._memory(name_of(s), j, "k") for s in self._step.memory}
        return {self._step.x: self._point(j, "k"), self._step.t: _STEP} | names

    def _after(self, index: str) -> Names:
        """Name what the lines give."""
        names = {s.target: self._memory(s.target.name, self._i, "") for s in self._lines}
        names[following(self._step.x)] = self._point(self._i, index)
        memory = self._step.memory
        return names | {following(s): self._memory(name_of(s), self._i, index) for s in memory}

    def _point(self, j: int, index: str) -> str:
        return self._script.at(self._cost.variables[j].name, index)

    def _memory(self, name: str, j: int, index: str) -> str:
        """Name a memory or a named value; with several variables, by its coordinate too."""
        if self._cost.n > 1:
            return self._script.of(name, self._cost.variables[j].name, index)
        return self._script.at(name, index) if index else self._script.letter(name)

    def _slopes(self) -> tuple[dict[sympy.Symbol, sympy.Expr], Names]:
        """Return the slopes that the rule asks for, and the names of the symbols in them."""
        symbols: dict[tuple[sympy.Symbol, int], sympy.Symbol] = {}
        shown: Names = {}
        for j in range(self._cost.n):
            for symbol, name in self._before(j).items():
                symbols[symbol, j] = sympy.Symbol(f"{symbol.name} of {j}", real=True)
                shown[symbols[symbol, j]] = name
        places = range(self._cost.n) if self._step.lookaheads else [self._i]
        here = [symbols[self._step.x, j] for j in range(self._cost.n)]
        found = {j: {self._step.g: self._slope_at(self._direction(j), here)} for j in places}
        for symbol, point in self._step.lookaheads:
            moved = []
            for j in places:
                known = {s: symbols[s, j] for s in self._before(j)}
                moved.append(point.xreplace(known | self._numbers | found[j]))
            for j in places:
                found[j][symbol] = self._slope_at(self._whole_slopes[j], moved)
        return found[self._i], shown

    @property
    def _whole_slopes(self) -> tuple[sympy.Expr, ...]:
        return tuple(map(self._cost.whole, self._cost.real_gradient))

    def _direction(self, i: int) -> sympy.Expr:
        """Return what the rule's g stands for: the slope, or Newton's direction."""
        slopes = self._whole_slopes
        if self._rule.direction is None:
            return slopes[i]
        if not self._cost.is_one_formula:
            return sympy.Symbol(self._script.newton, real=True)
        real = dict(zip(self._cost.variables, self._cost.real_variables, strict=True))
        hessian = self._cost.hessian.xreplace(real)
        if self._cost.n > 2 or hessian.det() == 0:
            return sympy.Symbol(self._script.newton, real=True)
        return sympy.cancel((hessian.adjugate() * sympy.Matrix(slopes))[i] / hessian.det())

    def _slope_at(self, slope: sympy.Expr, point: list[sympy.Expr]) -> sympy.Expr:
        moved = slope.xreplace(dict(zip(self._cost.real_variables, point, strict=True)))
        return moved.xreplace(_UNITS)

    def with_cost(self) -> list[str]:
        """Return the rule's lines with this cost's slope and the rule's numbers."""
        script = self._script
        slopes, shown = self._slopes()
        names = self._before(self._i)
        names[_SEARCHED] = script.at(script.letter("learning_rate"), "k")
        names |= {symbol: self._told_number(v, names) for symbol, v in self._numbers.items()}
        for symbol, slope in slopes.items():
            text = script.formula(slope, shown)
            names[symbol] = self._told_slope(text, slope.is_Atom)
        lines = _told(self._rule, names, self._after("k+1"), script)
        if len(lines) == 1 and self._clip is None:
            lines[0] += self._simplified(names)
        return lines

    def _told_slope(self, text: str, is_short: bool) -> str:
        if self._clip is not None:
            return self._script.clipped(text)
        return text if is_short else self._script.bracketed(text)

    def _told_number(self, value: sympy.Expr, names: Names) -> str:
        """Return a hyperparameter as it is told: a number, or a schedule in brackets."""
        text = self._script.formula(value, names)
        return text if value.is_Atom else self._script.bracketed(text)

    def _simplified(self, names: Names) -> str:
        """Return the only line of a rule in one formula, if that is short."""
        slopes, shown = self._slopes()
        x = next(s for s, name in shown.items() if name == self._point(self._i, "k"))
        formula = self._lines[0].formula.xreplace(self._numbers | slopes | {self._step.x: x})
        text = self._script.formula(_expanded(formula), names | shown)
        return f" = {text}" if len(text) <= SHORT else ""

    def substituted(self) -> list[tuple[sympy.Symbol, sympy.Expr]]:
        """Return the lines as symbols and formulas, multiplied out."""
        slopes, shown = self._slopes()
        named = {s: sympy.Symbol(name, real=True) for s, name in shown.items()}
        own = self._before(self._i) | self._after("k+1")
        symbols = {s: sympy.Symbol(name, real=True) for s, name in own.items()}
        slopes = {symbol: slope.xreplace(named) for symbol, slope in slopes.items()}
        symbols[self._step.t] = sympy.Symbol("k", real=True) + 1
        rate = self._script.at(self._script.letter("learning_rate"), "k")
        symbols[_SEARCHED] = sympy.Symbol(rate, real=True)
        bound = self._numbers | slopes
        return [
            (symbols[s.target], _expanded(s.formula.xreplace(bound).xreplace(symbols)))
            for s in self._lines
        ]

    def with_numbers(self, run: Run, k: int) -> list[str]:
        """Return the rule's lines with the numbers of step `k`."""
        script, targets = self._script, self._after(str(k))
        values, recorded = self._seen(run, k)
        lines = []
        for line in self._lines:
            names = {symbol: self._signed(value) for symbol, value in values.items()}
            result = recorded.get(line.target)
            if result is None:
                result = float(line.formula.xreplace(_floats(values)))
            values[line.target] = result
            told = script.formula(line.formula, names)
            lines.append(f"{targets[line.target]} = {told} = {script.number(float(result))}")
        return lines

    def _seen(
        self, run: Run, k: int
    ) -> tuple[dict[sympy.Symbol, float], dict[sympy.Symbol, float]]:
        """Return the numbers before step `k`, and those that it led to."""
        step, i, before, after = self._step, self._i, run[k - 1], run[k]
        slope = self._seen_slope(run.clip, before)
        values: dict[sympy.Symbol, float] = {step.x: before.x[i], step.g: slope[i], step.t: k}
        values |= {s: before.state[name_of(s)][i] for s in step.memory}
        numbers = self._numbers_of(run, k)
        values |= dict(zip(step.hyperparameters, numbers, strict=True))
        memory = [before.state[name_of(s)] for s in step.memory]
        symbols = (step.x, step.g, step.t, *step.memory, *step.hyperparameters)
        state = [before.x, slope, k, *memory, *numbers]
        for symbol, point in step.lookaheads:
            where = compile_arrays(symbols, (point,))(*state)[0]
            state.append(clipped(self._cost.gradient_at(where), run.clip))
            symbols = (*symbols, symbol)
            values[symbol] = float(state[-1][i])
        recorded = {following(step.x): after.x[i]}
        return values, recorded | {following(s): after.state[name_of(s)][i] for s in step.memory}

    def _seen_slope(self, clip: float | None, before: Iterate) -> Floats:
        """Return what the rule's g was."""
        slope = clipped(before.jac, clip)
        if self._rule.direction is None:
            return slope
        return newton_direction(self._cost, before.x, slope)

    def _numbers_of(self, run: Run, k: int) -> list[float]:
        """Return the hyperparameters of step `k`, with the learning rate that was used."""
        numbers = list(run.rule.constants)
        if run.rule.rate_place is not None:
            numbers[run.rule.rate_place] = float(run.learning_rates[k - 1])
        return numbers

    def _signed(self, value: float) -> str:
        text = self._script.number(float(value))
        return self._script.bracketed(text) if text.startswith("-") else text


def _floats(values: dict[sympy.Symbol, float]) -> dict[sympy.Symbol, sympy.Float]:
    return {symbol: sympy.Float(value) for symbol, value in values.items()}
