"""The allow-lists: names that text may use, and SymPy classes that an expression may hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sympy
from sympy import Expr
from sympy.core import numbers as sympy_numbers
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from symgd.errors import SymgdError

#: Largest exponent of a variable, largest argument of a gamma-like function.
MAX_EXPONENT = 10**6
MAX_SPECIAL_ARGUMENT = 170


@dataclass(frozen=True)
class Function:
    """How a function of the text is built, and from how many arguments.

    Parameters
    ----------
    build : callable
        Takes SymPy expressions, returns one.
    least, most : int
        The number of arguments it takes.
    special : bool
        Whether SymPy would compute huge exact values, so that numbers in it are kept small.
    exponential : bool
        Whether SymPy turns ``n*log(2)`` in it into ``2**n``.
    """

    build: Callable[..., Expr]
    least: int = 1
    most: int = 1
    special: bool = False
    exponential: bool = False


def real_cube_root(u: Expr) -> Expr:
    """Return the cube root that is negative for negative u, where SymPy's is complex."""
    third = sympy.Rational(1, 3)
    if u.has(sympy.Piecewise):
        # SymPy would try to solve a condition that holds another Piecewise.
        raise SymgdError(
            "cbrt takes no cbrt or Piecewise inside; write sign(u)*abs(u)**(1/3) for the root of u."
        )
    pieces = (u**third, u >= 0), (-((-u) ** third), True)
    return sympy.Piecewise(*pieces, evaluate=False)


def sigmoid(u: Expr) -> Expr:
    """Return the logistic function 1/(1 + exp(−u))."""
    return 1 / (1 + sympy.exp(-u))


def _words(text: str) -> list[str]:
    """Return the words of a table's line."""
    return text.split()


def _plain() -> dict[str, Function]:
    """Return the functions of one argument, under SymPy's own names."""
    names = _words("""sin cos tan cot sec csc asin acos atan acot asec acsc
        sinh cosh tanh coth sech csch asinh acosh atanh acoth asech acsch
        sqrt sinc Abs sign DiracDelta erf erfc""")
    return {name: Function(getattr(sympy, name)) for name in names}


def _special() -> dict[str, Function]:
    """Return the functions whose exact values grow without bound."""
    one = _words("""gamma loggamma factorial digamma airyai airybi airyaiprime airybiprime
        erfinv LambertW Si Ci Ei fresnels fresnelc""")
    two = _words("polygamma beta besselj bessely besseli besselk")
    table = {name: Function(getattr(sympy, name), special=True) for name in one}
    return table | {name: Function(getattr(sympy, name), 2, 2, special=True) for name in two}


def _own() -> dict[str, Function]:
    """Return the functions with more arguments, or that SymPy lacks."""
    return {
        "exp": Function(sympy.exp, exponential=True),
        "sigmoid": Function(sigmoid, exponential=True),
        "log": Function(sympy.log, 1, 2),
        "log2": Function(lambda u: sympy.log(u, 2)),
        "log10": Function(lambda u: sympy.log(u, 10)),
        "cbrt": Function(real_cube_root),
        "atan2": Function(sympy.atan2, 2, 2),
        "Max": Function(sympy.Max, 2, 20),
        "Min": Function(sympy.Min, 2, 20),
        "Heaviside": Function(sympy.Heaviside, 1, 2),
    }


#: What students type, and the name it stands for.
ALIASES = {
    "ln": "log",
    "abs": "Abs",
    "max": "Max",
    "min": "Min",
    "sgn": "sign",
    "heaviside": "Heaviside",
    "lgamma": "loggamma",
    "arctan2": "atan2",
    "cosec": "csc",
} | {
    prefix + name: "a" + name
    for name in _words("sin cos tan cot sec csc sinh cosh tanh coth sech csch")
    for prefix in (("arc", "ar") if name.endswith("h") else ("arc",))
}

FUNCTIONS: dict[str, Function] = _plain() | _special() | _own()
FUNCTIONS |= {alias: FUNCTIONS[name] for alias, name in ALIASES.items()}

CONSTANTS: dict[str, Expr] = {
    "pi": sympy.pi,
    "π": sympy.pi,
    "E": sympy.E,
    "EulerGamma": sympy.EulerGamma,
    "GoldenRatio": sympy.GoldenRatio,
    "Catalan": sympy.Catalan,
}

#: Comparisons that SymPy prints as calls.
RELATIONS = {"Eq": sympy.Eq, "Ne": sympy.Ne}

#: Names of functions that are constant between their jumps.
WITHOUT_SLOPE = frozenset(_words("floor ceiling ceil round trunc Mod mod frac"))

NUMBER_CLASSES = frozenset(
    {
        sympy.Integer,
        sympy.Rational,
        sympy.Float,
        sympy_numbers.Zero,
        sympy_numbers.One,
        sympy_numbers.NegativeOne,
        sympy_numbers.Half,
    }
)

CONSTANT_CLASSES = frozenset(type(constant) for constant in CONSTANTS.values())

SYMBOL_CLASSES = frozenset({sympy.Symbol, sympy.Dummy})

#: Classes that only a SciPy function can evaluate.
SCIPY_CLASSES = frozenset(
    {
        sympy.polygamma,
        sympy.digamma,
        sympy.beta,
        sympy.besselj,
        sympy.bessely,
        sympy.besseli,
        sympy.besselk,
        sympy.airyai,
        sympy.airybi,
        sympy.airyaiprime,
        sympy.airybiprime,
        sympy.erfinv,
        sympy.LambertW,
        sympy.Si,
        sympy.Ci,
        sympy.Ei,
        sympy.fresnels,
        sympy.fresnelc,
    }
)

FUNCTION_CLASSES = frozenset(
    entry.build
    for entry in FUNCTIONS.values()
    if isinstance(entry.build, type) and entry.build not in SCIPY_CLASSES
)

#: What may stand in the conditions of a Piecewise, and nowhere else.
CONDITION_CLASSES = frozenset(
    {
        sympy.StrictLessThan,
        sympy.LessThan,
        sympy.StrictGreaterThan,
        sympy.GreaterThan,
        sympy.Equality,
        sympy.Unequality,
        sympy.And,
        sympy.Or,
        sympy.Not,
        sympy.ITE,
        BooleanTrue,
        BooleanFalse,
    }
)

EXPRESSION_CLASSES = (
    frozenset({sympy.Add, sympy.Mul, sympy.Pow, sympy.Piecewise})
    | NUMBER_CLASSES
    | CONSTANT_CLASSES
    | SYMBOL_CLASSES
    | FUNCTION_CLASSES
    | SCIPY_CLASSES
)
