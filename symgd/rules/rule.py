"""Rules: textbook recurrences with their numbers bound."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache, update_wrapper
from typing import Any, Literal, get_args, get_origin, get_type_hints

import sympy

from symgd.errors import SymgdError
from symgd.rules import hyperparameters
from symgd.rules.learning_rates import LineSearch, Rate, read_rate
from symgd.rules.probing import require_faithful
from symgd.rules.statements import following, statements
from symgd.rules.tracing import Recurrence, name_of, trace


@dataclass(frozen=True)
class Rule:
    """An update rule with its numbers bound, as ``gd(learning_rate=0.1)`` gives it.

    Attributes
    ----------
    family : RuleFamily
        The textbook recurrence.
    starts, numbers : tuple of (str, float)
        Starting values of the memory, and the hyperparameters.
    options : tuple of (str, bool or str)
        The published form chosen.
    """

    family: RuleFamily
    starts: tuple[tuple[str, float], ...]
    numbers: tuple[tuple[str, float | Rate], ...]
    options: tuple[tuple[str, bool | str], ...]

    @property
    def name(self) -> str:
        """The rule's name."""
        return self.family.name

    @cached_property
    def recurrence(self) -> Recurrence:
        """One step of the rule, in symbols."""
        return self.family.recurrence(self.options)

    @property
    def direction(self) -> str | None:
        """``"newton"`` for a rule whose g is Newton's direction, else None."""
        return self.family.direction

    @property
    def learning_rate(self) -> Rate | None:
        """The learning rate, a schedule, a line search, or None for a rule without one."""
        return dict(self.numbers).get("learning_rate")

    @property
    def constant_rate(self) -> float | None:
        """The learning rate if it is one number for all steps, else None."""
        return self.learning_rate if isinstance(self.learning_rate, float) else None

    @property
    def is_plain(self) -> bool:
        """Whether the rule is x ← x − αg with the slope itself: gradient descent."""
        return self.direction is None and _is_plain(self.recurrence)

    @property
    def constants(self) -> tuple[float, ...]:
        """The hyperparameters as numbers; nan for a learning rate that varies."""
        return tuple(v if isinstance(v, float) else math.nan for _, v in self.numbers)

    @property
    def rate_place(self) -> int | None:
        """Which of the hyperparameters is the learning rate."""
        return self.recurrence.rate_place

    @property
    def memory(self) -> tuple[tuple[str, float], ...]:
        """Names and starting values of the memory that the form chosen uses."""
        starts = dict(self.starts)
        return tuple((name_of(s), starts[name_of(s)]) for s in self.recurrence.memory)

    @property
    def label(self) -> str:
        """The rule with its numbers, as a legend shows it; a usual ε is left out."""
        usual = self.family
        forms = [
            str(value) if isinstance(value, str) else name.replace("_", " ")
            for name, value in self.options
            if value != usual.options[name]
        ]
        numbers = [
            f"{hyperparameters.letter(name)} {_shown(value)}"
            for name, value in self.numbers
            if name != "epsilon" or value != usual.numbers[name]
        ]
        name = f"{self.name} ({', '.join(forms)})" if forms else self.name
        return ", ".join([name, *numbers])

    @property
    def equations(self) -> tuple[sympy.Eq, ...]:
        """The recurrence as SymPy equations in the letters of books, the point last."""
        step = self.recurrence
        slope = _at("g", "k") if self.direction is None else sympy.Symbol("H_{k}^{-1} g_{k}")
        names = {step.x: _at("x", "k"), step.g: slope, step.t: sympy.Symbol("k") + 1}
        names |= {s: _at(name_of(s), "k") for s in step.memory}
        books = hyperparameters.symbols([name for name, _ in self.numbers])
        names |= dict(zip(step.hyperparameters, books, strict=True))
        for symbol, point in step.lookaheads:
            where = sympy.latex(point.xreplace(names))
            names[symbol] = sympy.Symbol(rf"\nabla f({where})", real=True)
        names |= {following(s): _at(name_of(s), "k+1") for s in (step.x, *step.memory)}
        lines = statements(step)
        hats = {s.target: hyperparameters.named_symbol(s.target.name) for s in lines}
        names = hats | names
        return tuple(sympy.Eq(names[s.target], s.formula.xreplace(names)) for s in lines)

    def substitute(self, cost: Any) -> tuple[sympy.Eq, ...]:
        """Put a cost's gradient and this rule's numbers into the recurrence.

        Parameters
        ----------
        cost : Cost, Expr or str
            The cost.

        Returns
        -------
        tuple of Eq
            The lines of each coordinate, multiplied out.

        Examples
        --------
        >>> from symgd.rules.catalogue import gd
        >>> gd(learning_rate=0.1).substitute("x**2")
        (Eq(x_{k+1}, 0.8*x_{k}),)
        """
        from symgd.explanation import substitute

        return substitute(self, cost)

    def __getstate__(self) -> dict[str, Any]:
        """Leave the traced recurrence out of a pickle."""
        return {field: self.__dict__[field] for field in self.__dataclass_fields__}

    def __repr__(self) -> str:
        given = [*self.starts, *self.numbers, *self.options]
        return f"{self.name}({', '.join(f'{name}={value!r}' for name, value in given)})"

    def _repr_latex_(self) -> str:
        lines = r" \\ ".join(sympy.latex(equation) for equation in self.equations)
        return rf"$\displaystyle \begin{{gathered}} {lines} \end{{gathered}}$"


def _shown(value: float | Rate) -> str:
    if isinstance(value, LineSearch):
        return f"by {value}"
    return f"= {value:.4g}" if isinstance(value, float) else f"= {value}"


def _read(name: str, value: Any) -> float | Rate:
    if name == "learning_rate":
        return read_rate(value)
    return hyperparameters.read_hyperparameter(name, value)


def _at(name: str, index: str) -> sympy.Symbol:
    return sympy.Symbol(f"{name}_{{{index}}}", real=True)


class RuleFamily:
    """A textbook recurrence; calling it binds its numbers and gives a `Rule`.

    Made by the decorator `rule`. Its signature is read once: after ``x, g``, positional
    parameters are memory with a starting value; keyword-only ones are hyperparameters, or
    options where the default is a bool or a str; ``t`` is the step number.
    """

    def __init__(self, function: Callable[..., Any], direction: str | None = None) -> None:
        update_wrapper(self, function)
        self.direction = direction
        self.function = function
        self.name = function.__name__
        self.starts: dict[str, float] = {}
        self.numbers: dict[str, float] = {}
        self.options: dict[str, bool | str] = {}
        self.step_number: str | None = None
        self._choices = _choices(function)
        self._read(list(inspect.signature(function).parameters.values()))
        # Help shows what a caller may write, not what the recurrence receives.
        self.__signature__ = inspect.Signature(
            [
                inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=value)
                for name, value in {**self.numbers, **self.options, **self.starts}.items()
            ]
        )

    def _read(self, parameters: list[inspect.Parameter]) -> None:
        if [p.name for p in parameters[:2]] != ["x", "g"]:
            raise SymgdError(
                f"The rule {self.name} must begin with x and g: "
                f"def {self.name}(x, g, *, learning_rate=0.1)."
            )
        for parameter in parameters[2:]:
            self._read_one(parameter)

    def _read_one(self, parameter: inspect.Parameter) -> None:
        name, default = parameter.name, parameter.default
        keyword = parameter.kind is inspect.Parameter.KEYWORD_ONLY
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            raise SymgdError(f"The rule {self.name} takes {parameter}: name each parameter.")
        if name == "t" and default is parameter.empty:
            self.step_number = name
        elif default is parameter.empty:
            raise SymgdError(
                f"The parameter {name} of the rule {self.name} has no value: write "
                f"{name}=0 for a memory that starts at 0, or *, {name}=0.9 for a number."
            )
        elif keyword and isinstance(default, bool | str):
            self.options[name] = default
        elif keyword:
            self.numbers[name] = hyperparameters.read_hyperparameter(name, default)
        else:
            self.starts[name] = hyperparameters.read_hyperparameter(name, default)

    def __call__(self, *unnamed: Any, **given: Any) -> Rule:
        """Bind numbers, options and starting values; what is left out keeps its default."""
        known = {**self.numbers, **self.options, **self.starts}
        if unnamed:
            first = next(iter(known), "learning_rate")
            raise SymgdError(
                f"Write the names of {self.name}'s numbers: {self.name}({first}={unnamed[0]!r})."
            )
        for name in given:
            if name not in known:
                names = ", ".join(known) or "none"
                raise SymgdError(f"{self.name} has no hyperparameter {name}; it has {names}.")
        bound = Rule(
            self,
            self._bound(self.starts, given, hyperparameters.read_hyperparameter),
            self._bound(self.numbers, given, _read),
            self._bound(self.options, given, self._read_option),
        )
        # A mistake in the function shows where the rule is made, not where it is used.
        step = self.recurrence(bound.options)
        if isinstance(bound.learning_rate, LineSearch) and not _is_plain(step):
            raise SymgdError(
                f"{self.name} cannot take its learning rate from a line search, which knows "
                "nothing of its memory: use gd or newton, or give a number or a schedule in t."
            )
        return bound

    @staticmethod
    def _bound(
        defaults: dict[str, Any], given: dict[str, Any], read: Callable[[str, Any], Any]
    ) -> tuple[tuple[str, Any], ...]:
        return tuple((name, read(name, given.get(name, value))) for name, value in defaults.items())

    def _read_option(self, name: str, value: Any) -> bool | str:
        if type(value) is not type(self.options[name]):
            wanted = "True or False" if isinstance(self.options[name], bool) else "text"
            raise SymgdError(f"{name} is {value!r}, but {wanted} is wanted.")
        known = self._choices.get(name, (value,))
        if value not in known:
            raise SymgdError(f"{name} is {value!r}, but one of {', '.join(known)} is wanted.")
        return value

    def recurrence(self, options: tuple[tuple[str, bool | str], ...]) -> Recurrence:
        """Return one step of the rule in symbols, for the options given."""
        return _traced(self, options)

    def __reduce__(self) -> str:
        """Pickle by name, as functions are."""
        return self.__qualname__

    def __repr__(self) -> str:
        return f"<rule {self.name}{self.__signature__}>"


def _choices(function: Callable[..., Any]) -> dict[str, tuple[str, ...]]:
    """Return the values that the function's annotations allow, such as ``Literal["a", "b"]``."""
    return {
        name: get_args(hint)
        for name, hint in _hints(function).items()
        if get_origin(hint) is Literal
    }


def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    """Return the annotations, or none if they name what is not there."""
    try:
        return get_type_hints(function)
    except (NameError, TypeError):
        return {}


def _is_plain(step: Recurrence) -> bool:
    """Tell whether a rule is x ← x − αg, so that the length of its step is free."""
    if step.rate_place is None:
        return False
    return step.update == (step.x - step.hyperparameters[step.rate_place] * step.g,)


@lru_cache(maxsize=128)
def _traced(family: RuleFamily, options: tuple[tuple[str, bool | str], ...]) -> Recurrence:
    memory, numbers = tuple(family.starts), tuple(family.numbers)
    step = trace(family.function, memory, numbers, dict(options), family.step_number)
    # Distinct memories, so that a form which confuses them is seen.
    starts = {name: 0.4 + 0.1 * place for place, name in enumerate(memory)}
    keywords = {**family.numbers, **dict(options)}
    require_faithful(family.function, step, starts, keywords, family.step_number)
    return step


def rule(function: Callable[..., Any]) -> RuleFamily:
    """Make an update rule of a function that reads like the textbook's line.

    Parameters
    ----------
    function : callable
        ``function(x, g, *memory, **hyperparameters)`` returns the next x, or the next x and the
        next value of each memory. ``g`` is the slope at x, and ``g(point)`` that at another
        point.  Parameters after ``x, g`` are memory, with their starting value; those after
        ``*`` are hyperparameters with their default, or options if the default is a bool or a
        str; ``t`` without a default is the step number, from 1.

    Returns
    -------
    RuleFamily
        Called with numbers, it gives a `Rule`.

    Raises
    ------
    SymgdError
        If the signature does not begin with ``x, g``, or a parameter has no value.

    Examples
    --------
    >>> @rule
    ... def heavy_ball(x, g, v=0, *, learning_rate=0.1, beta=0.9):
    ...     v = beta * v + g
    ...     return x - learning_rate * v, v
    >>> heavy_ball(beta=0.5)
    heavy_ball(v=0.0, learning_rate=0.1, beta=0.5)
    >>> heavy_ball(beta=0.5).label
    'heavy_ball, α = 0.1, β = 0.5'
    """
    if not inspect.isfunction(function):
        raise SymgdError(
            f"rule makes an update rule of a function, but {function!r} is none: "
            "write @rule above def my_rule(x, g, *, learning_rate=0.1)."
        )
    return RuleFamily(function)


def as_rule(given: Any) -> Rule:
    """Return a rule itself, or that of a family with its default numbers."""
    if isinstance(given, RuleFamily):
        return given()
    if isinstance(given, Rule):
        return given
    raise SymgdError(
        f"rule is {given!r}, but an update rule is wanted, such as gd(learning_rate=0.1), "
        "or a function under the decorator @rule."
    )
