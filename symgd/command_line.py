"""The command line: the same calls as in Python, from a terminal."""

from __future__ import annotations

import argparse
import importlib
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import sympy

from symgd import demonstration
from symgd.cost import Cost
from symgd.descent import minimize
from symgd.errors import SymgdError
from symgd.files import writable
from symgd.parsing import parse
from symgd.rules.catalogue import RULES
from symgd.rules.rule import Rule, RuleFamily, as_rule
from symgd.run import Outcome, Run

#: Files that hold a still picture of the whole run; others are animations, and numbered stills.
STILLS = (".pdf", ".png", ".svg")

# Marks words that argparse must not take for an option: -x**2 + x**4, -1e-3.
_MARK = "\0"

_EXAMPLES = """\
examples:
  symgd "(x - 2)**2 + exp(-x)" --start 5
  symgd "-x**2 + x**4" --start 3 --learning-rate 0.01 --save descent.gif
  symgd "(1 - x)**2 + 100*(y - x**2)**2" --start x=-1.2 y=1 --learning-rate 0.001

Without an expression it runs a demonstration and leaves descent.gif in this folder.
Exit status: 0 converged, 1 ended otherwise, 2 refused."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit status.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words of the command; by default those of this process.

    Returns
    -------
    int
        0 if the descent converged, 1 if it ended otherwise, 2 if the command was refused.
    """
    # A terminal without Greek letters shows question marks instead of failing.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        return _descend(words) if words else demonstration.main()
    except BrokenPipeError:
        # The reader, such as head, has seen enough; Python must not complain at its exit.
        sys.stdout = None
        return 0
    except (SymgdError, OSError) as error:
        print(f"symgd: {error}", file=sys.stderr)
        return 2


def _descend(words: Sequence[str]) -> int:
    """Run the descent that the words ask for, show it and write its files."""
    options = _read(words)
    cost = Cost(options.expression)
    # What cannot be written is refused before the descent, not after.
    for name in options.save:
        _check_picture(name)
    if options.csv:
        writable(options.csv)
    if options.view:
        _check_view(options.view, cost.n)
    rule = _rule(_text(options.rule), options.learning_rate)
    start = _start(options.start)
    run = minimize(cost, start, rule, options.precision, max_steps=options.max_steps)
    print(demonstration.report(run))
    if options.csv:
        run.to_csv(options.csv)
        print(f"Wrote {options.csv}")
    for name in options.save:
        _save(run, name, options.view)
        print(f"Wrote {name}")
    if options.view and not options.save:
        _show(run, options.view)
    return 0 if run.outcome is Outcome.CONVERGED else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="symgd",
        description="Descend a cost function and tell how it ended.",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = parser.add_argument
    add("expression", nargs="?", metavar="EXPRESSION", help="the cost, such as 'x**2 + y**2'")
    add("--version", action="version", version=f"symgd {sys.modules['symgd'].__version__}")
    add("--start", nargs="+", metavar="VALUE", help="3, or x=-5 y=-2 for several variables")
    add("--rule", default="gd", metavar="NAME", help=_RULE_HELP)
    add("--learning-rate", type=_rate, metavar="R", help="a number, or a formula in t, as 1/t")
    add("--precision", type=_precision, default=1e-6, metavar="P", help="default: 1e-6, or none")
    add("--max-steps", type=_number, default=10_000, metavar="N", help="default: 10000")
    add("--view", metavar="V", help=_VIEW_HELP)
    add("--save", action="append", default=[], type=_text, metavar="FILE", help=_SAVE_HELP)
    add("--csv", type=_text, metavar="FILE", help="write every iterate in full precision")
    return parser


_RULE_HELP = "update rule, or your own as module:name; default: gd"
_VIEW_HELP = "what the picture shows: curve, contour, surface, cost, memory, sheet, cobweb or strip"
_SAVE_HELP = (
    f"write a picture: {', '.join(STILLS)} stand still, others such as .gif and .mp4 move, "
    "'step-{k:03}.png' is one for each step; may be repeated"
)


def _read(words: Sequence[str]) -> argparse.Namespace:
    """Read the words; the expression may stand anywhere and begin with a minus."""
    parser = _parser()
    options = parser.parse_args([_marked(word) for word in words])
    options.start = [_text(word) for word in options.start or []]
    if options.expression is None and options.start and not _is_value(options.start[-1]):
        options.expression = options.start.pop()
    if options.expression is None:
        parser.error("no cost is given: write one, such as 'x**2'")
    options.expression = _text(options.expression)
    if not options.start:
        parser.error("no start is given: write --start 3, or --start x=-5 y=-2")
    return options


def _marked(word: str) -> str:
    is_option = word in ("-h", "--") or re.match(r"--[a-z]", word)
    return _MARK + word if word.startswith("-") and not is_option else word


def _text(word: str) -> str:
    return word.removeprefix(_MARK)


def _number(word: str) -> float:
    return float(_text(word))


def _rate(word: str) -> float | sympy.Expr:
    """Read a learning rate: a number, or a schedule in the step number t."""
    try:
        return _number(word)
    except ValueError:
        pass
    try:
        return parse(_text(word), ["t"])
    except SymgdError as error:
        raise argparse.ArgumentTypeError(
            f"{word} is no number and no formula in t. {error}"
        ) from None


def _precision(word: str) -> float | None:
    return None if _text(word) == "none" else _number(word)


_precision.__name__ = "number"
_number.__name__ = "number"  # argparse names the type in its refusals.

_VALUE = re.compile(
    r"(?:(?P<name>\w+)=)?(?P<number>[-+]?(?:\d[\d_]*\.?\d*|\.\d+)(?:e[-+]?\d+)?)", re.I
)


def _is_value(word: str) -> bool:
    return _VALUE.fullmatch(word) is not None or re.match(r"\w+=", word) is not None


def _start(words: Sequence[str]) -> float | list[float] | dict[str, float]:
    """Read the start: a number, several, or several with their names."""
    values: dict[str, float] = {}
    numbers: list[float] = []
    for word in words:
        match = _VALUE.fullmatch(word)
        if match is None:
            raise SymgdError(f"--start {word} is no number: write --start 3, or --start x=-5 y=-2.")
        if match["name"] in values:
            raise SymgdError(f"--start gives {match['name']} twice.")
        if match["name"]:
            values[match["name"]] = float(match["number"])
        else:
            numbers.append(float(match["number"]))
    if values and numbers:
        raise SymgdError("--start mixes values with and without names: name all of them.")
    return values or numbers


def _rule(name: str, learning_rate: float | None) -> Rule:
    """Return a rule of the catalogue by its name, or a user's own by ``module:name``."""
    module, colon, own = name.partition(":")
    if not colon and name not in RULES:
        raise SymgdError(
            f"There is no rule {name}; there is {', '.join(RULES)}, and your own as module:name."
        )
    family = _own_rule(module, own) if colon else RULES[name]
    if learning_rate is None:
        return as_rule(family)
    if isinstance(family, Rule):
        raise SymgdError(f"The rule {own} has its numbers already: leave out --learning-rate.")
    return family(learning_rate=learning_rate)


def _own_rule(module: str, name: str) -> Rule | RuleFamily:
    """Import a user's rule; the current folder is searched, as by ``python -m``."""
    if "" not in sys.path:
        sys.path.insert(0, "")
    try:
        found = getattr(importlib.import_module(module), name)
    except Exception as error:
        # Whatever a user's module does wrong is told in a sentence.
        raise SymgdError(
            f"--rule {module}:{name} cannot be imported ({error}): write the name of a module in "
            "this folder and the name of a function under @rule in it."
        ) from None
    if not isinstance(found, Rule | RuleFamily):
        raise SymgdError(f"--rule {module}:{name} is no rule: put @rule above the function.")
    return found


def _show(run: Run, view: str) -> None:
    try:
        run.animate(view).show()
    except SymgdError:
        print("There is no display to open a window on: add --save descent.gif.", file=sys.stderr)


def _check_view(view: str, n: int) -> None:
    """Refuse a view that does not show one run on a cost of n variables."""
    from symgd.plotting.views.table import fitting

    known = fitting(n, 1)
    if view not in known:
        variables = "1 variable" if n == 1 else f"{n} variables"
        choice = " or ".join(f"--view {name}" for name in known)
        raise SymgdError(
            f"There is no --view {view} for one run on a cost of {variables}; write {choice}."
        )


def _check_picture(name: str) -> None:
    """Refuse a file that no picture can be written to."""
    from symgd.plotting.saving import WRITERS, free_place

    target = writable(name, sorted({*WRITERS, *STILLS}))
    if target.suffix.lower() == ".png" or not _stands_still(name):
        free_place(name)


def _stands_still(name: str) -> bool:
    """Tell whether a file holds one picture of the whole run."""
    from symgd.plotting.writers.numbering import has_place

    return Path(name).suffix.lower() in STILLS and not has_place(Path(name).name)


def _save(run: Run, name: str, view: str | None) -> None:
    from symgd.plotting.saving import save, save_still

    if _stands_still(name):
        save_still(run, name, view)
    else:
        save(run.animate(view), name)
