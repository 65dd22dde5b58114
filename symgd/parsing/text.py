"""From typed text to a SymPy expression, by an allow-list over Python's syntax tree."""

from __future__ import annotations

import ast
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NoReturn, TypeVar

import sympy
from sympy import Basic, Expr, S

from symgd.errors import ParseError, SymgdError
from symgd.parsing.arithmetic import Arithmetic
from symgd.parsing.naming import CASES, why_no_function, why_no_variable
from symgd.parsing.order import Order
from symgd.parsing.tokens import Token, tokenize
from symgd.parsing.vocabulary import CONSTANTS, FUNCTIONS, RELATIONS

MAX_LENGTH = 4000
MAX_LEVELS = 100
#: A longer product is multiplied at once, since SymPy sorts all its factors at each *.
LONG_CHAIN = 100
_TOO_NESTED = "The formula has too many terms or levels; break it into simpler parts."
_COMPARISONS = {
    ast.Lt: sympy.StrictLessThan,
    ast.LtE: sympy.LessThan,
    ast.Gt: sympy.StrictGreaterThan,
    ast.GtE: sympy.GreaterThan,
    ast.Eq: sympy.Eq,
    ast.NotEq: sympy.Ne,
}
_JOINS = {ast.And: sympy.And, ast.Or: sympy.Or, ast.BitAnd: sympy.And, ast.BitOr: sympy.Or}
Built = TypeVar("Built", bound=Basic)


def parse(text: str, names: Sequence[str] = ()) -> Expr:
    """Return the SymPy expression that `text` stands for.

    Parameters
    ----------
    text : str
        A formula such as ``"(x - 2)**2 + exp(-x)"``; ``^`` is power as well.
    names : sequence of str, optional
        The variables. Without them every name that is no function or constant is one, but for
        slips such as ``sinx``; a declared name wins over the constant or function of that name.

    Returns
    -------
    Expr
        In plain symbols ``Symbol(name)``, as a class would have typed it.

    Raises
    ------
    ParseError
        With the place and what to write instead.

    Notes
    -----
    Names and numbers are cut out first and Python's own parser sees only invented names in
    their place, so that none of the text is ever evaluated, and `lambda` is a name like any
    other. Numbers are computed as floats before SymPy computes them exactly, so that 9**9**9 is
    refused at once.

    Examples
    --------
    >>> parse("(x - 2)^2 + ln(y)/3")
    (x - 2)**2 + log(y)/3
    >>> parse("2x")
    Traceback (most recent call last):
    symgd.errors.ParseError: There is no * between 2 and x.
      2x
       ^
    Hint: write 2*x.
    """
    if not isinstance(text, str):
        kind = type(text).__name__
        raise SymgdError(f"A formula is text such as 'x**2', not an object of type {kind}.")
    if len(text) > MAX_LENGTH:
        problem = f"The text has {len(text)} characters, and at most {MAX_LENGTH} are read."
        raise ParseError(problem, text, MAX_LENGTH)
    try:
        return _Reader(text, names).read()
    except (RecursionError, MemoryError):
        raise ParseError(_TOO_NESTED, text, 0) from None


class _Reader:
    """Reads one text: from tokens to Python's syntax tree, and from there to SymPy."""

    def __init__(self, text: str, names: Sequence[str]) -> None:
        self.text = text
        self.names = tuple(names)
        self.tokens = tokenize(text)
        self.starts: list[int] = []
        self.arithmetic = Arithmetic()
        self.looks: dict[str, str] = {}

    def read(self) -> Expr:
        """Return the expression of the whole text."""
        if not self.tokens:
            raise ParseError("There is no formula.", self.text, 0, "write one, such as x**2")
        Order(self.text, self.tokens, self._is_function).check()
        return self._expression(self._tree(), MAX_LEVELS)

    def _is_function(self, name: str) -> bool:
        """Tell whether a name must be called."""
        known = name in FUNCTIONS or name in RELATIONS or name == "Piecewise"
        return known and name not in self.names

    def _tree(self) -> ast.expr:
        """Return Python's tree of the text with each operand replaced by its token's number."""
        pieces = []
        length = 0
        for k, token in enumerate(self.tokens):
            plain = "**" if token.text == "^" else token.text
            pieces.append(f"a{k} " if token.kind in ("number", "name") else f"{plain} ")
            self.starts.append(length)
            length += len(pieces[-1])
        try:
            return ast.parse("".join(pieces).strip(), mode="eval").body
        except SyntaxError as error:
            token = self._token_at((error.offset or 1) - 1)
            problem = f"{token.text} cannot stand here."
            raise ParseError(problem, self.text, token.start, "use more brackets") from None

    def _token_at(self, column: int) -> Token:
        """Return the token that a column of the replaced text belongs to."""
        return self.tokens[max(0, bisect_right(self.starts, column) - 1)]

    def _refuse(self, node: ast.expr, problem: str, hint: str | None = None) -> NoReturn:
        """Raise a `ParseError` at the first token of a node."""
        raise ParseError(problem, self.text, self._token_at(node.col_offset).start, hint)

    def _at(self, node: ast.expr, build: Callable[..., Built], *parts: object) -> Built:
        """Return what is built, with a refusal told at its place."""
        try:
            return build(*parts)
        except SymgdError as error:
            self._refuse(node, str(error))
        except Exception:
            # SymPy and mpmath raise errors of any kind on values they do not foresee.
            self._refuse(node, "SymPy finds no value of this.", "write it in simpler parts")

    def _expression(self, node: ast.expr, levels: int) -> Expr:
        """Return the expression of a node, at most `levels` deep."""
        if levels == 0:
            self._refuse(node, _TOO_NESTED)
        readers = {
            ast.Name: self._operand,
            ast.UnaryOp: self._signed,
            ast.BinOp: self._operation,
            ast.Call: self._call,
        }
        reader = readers.get(type(node), self._no_expression)
        return reader(node, levels - 1)

    def _no_expression(self, node: ast.expr, _: int = 0) -> NoReturn:
        """Refuse comparisons and lists of expressions."""
        if type(node) is ast.Tuple:
            hint = f"write {self._decimal(node.elts) or 'one formula'}"
            self._refuse(node, "A comma separates arguments only.", hint)
        self._refuse(node, "A comparison belongs in the conditions of a Piecewise.", CASES)

    def _operand(self, node: ast.Name, _: int) -> Expr:
        """Return the number, constant or variable at a name."""
        token = self._token_at(node.col_offset)
        if token.kind == "number":
            return self._at(node, self.arithmetic.number, token.text)
        name = token.text
        if name in CONSTANTS and name not in self.names:
            return self.arithmetic.constant(CONSTANTS[name])
        if name not in self.names:
            self._check_variable(node, name)
        return self.arithmetic.variable(name)

    def _check_variable(self, node: ast.expr, name: str) -> None:
        """Refuse a name that is not declared, or that nobody means as a variable."""
        if refusal := why_no_variable(name, self.names):
            self._refuse(node, *refusal)
        twin = self.looks.setdefault(unicodedata.normalize("NFKC", name), name)
        if twin != name:
            hint = "write the same letters"
            self._refuse(node, f"{name} looks like {twin}, but is another name.", hint)

    def _signed(self, node: ast.UnaryOp, levels: int) -> Expr:
        """Return +u or −u."""
        if type(node.op) not in (ast.UAdd, ast.USub):
            self._no_expression(node)
        inner = self._expression(node.operand, levels)
        if type(node.op) is ast.UAdd:
            return inner
        return self._at(node, self.arithmetic.product, S.NegativeOne, inner)

    def _operation(self, node: ast.BinOp, levels: int) -> Expr:
        """Return a sum, a product or a power."""
        if type(node.op) in (ast.Add, ast.Sub):
            return self._sum(node, levels)
        if type(node.op) in (ast.Mult, ast.Div):
            return self._product(node, levels)
        if type(node.op) is not ast.Pow:
            hint = "write abs(x) for |x|" if type(node.op) is ast.BitOr else CASES
            self._refuse(node, "& and | join conditions only.", hint)
        if self._is_bare_e(node.left):
            self._refuse(node, "e is not read as a number.", "write exp(x) for e**x")
        parts = self._expression(node.left, levels), self._expression(node.right, levels)
        return self._at(node, self.arithmetic.power, *parts)

    def _is_bare_e(self, node: ast.expr) -> bool:
        """Tell whether a node is an undeclared e."""
        is_name = type(node) is ast.Name
        return is_name and self._token_at(node.col_offset).text == "e" and "e" not in self.names

    def _sum(self, node: ast.BinOp, levels: int) -> Expr:
        """Return a chain of + and −, without descending into it level by level."""
        first, steps = _chain(node, (ast.Add, ast.Sub))
        terms = [self._expression(first, levels)]
        for step in steps:
            term = self._expression(step.right, levels)
            if type(step.op) is ast.Sub:
                term = self._at(step, self.arithmetic.product, S.NegativeOne, term)
            terms.append(term)
        return self._at(node, self.arithmetic.total, terms)

    def _product(self, node: ast.BinOp, levels: int) -> Expr:
        """Return a chain of * and /, multiplied from the left as Python does."""
        first, steps = _chain(node, (ast.Mult, ast.Div))
        result = self._expression(first, levels)
        factors = [self._factor(step, levels) for step in steps]
        if len(factors) > LONG_CHAIN:
            return self._at(node, self.arithmetic.product, result, *factors)
        for step, factor in zip(steps, factors, strict=True):
            result = self._at(step.right, self.arithmetic.product, result, factor)
        return result

    def _factor(self, step: ast.BinOp, levels: int) -> Expr:
        """Return what a step of a product multiplies by."""
        factor = self._expression(step.right, levels)
        if type(step.op) is ast.Div:
            return self._at(step.right, self.arithmetic.inverse, factor)
        return factor

    def _call(self, node: ast.Call, levels: int) -> Expr:
        """Return a function of its arguments."""
        name = self._token_at(node.col_offset).text
        if name == "Piecewise" and name not in self.names:
            return self._piecewise(node, levels)
        if name not in FUNCTIONS or name in self.names:
            self._refuse_call(node, name)
        function = FUNCTIONS[name]
        if not function.least <= len(node.args) <= function.most:
            self._refuse_count(node, name)
        arguments = [self._expression(each, levels) for each in node.args]
        return self._at(node, self.arithmetic.call, function, arguments)

    def _refuse_count(self, node: ast.Call, name: str) -> NoReturn:
        """Refuse a wrong number of arguments."""
        least, most = FUNCTIONS[name].least, FUNCTIONS[name].most
        wanted = str(least) if least == most else f"{least} to {most}"
        noun = "argument" if wanted == "1" else "arguments"
        arguments = self._decimal(node.args) or ", ".join("xyuv"[:least])
        hint = f"write {name}({arguments})"
        self._refuse(node, f"{name} takes {wanted} {noun}, not {len(node.args)}.", hint)

    def _decimal(self, nodes: Sequence[ast.expr]) -> str | None:
        """Return 0.5 if the nodes are 0 and 5, as in a decimal number with a comma."""
        tokens = [self._token_at(node.col_offset) for node in nodes]
        whole = all(token.kind == "number" and token.text.isdigit() for token in tokens)
        return ".".join(token.text for token in tokens) if whole and len(tokens) == 2 else None

    def _refuse_call(self, node: ast.Call, name: str) -> NoReturn:
        """Refuse the call of something that is no known function."""
        if name in RELATIONS and name not in self.names:
            self._no_expression(node)
        self._refuse(node, *why_no_function(name, self.names, self._bracket(node)))

    def _bracket(self, node: ast.Call) -> str:
        """Return the arguments of a call as typed, brackets included."""
        start = self._token_at(node.func.end_col_offset + 1).start
        bracket = self.text[start : self._token_at(node.end_col_offset - 1).end]
        return bracket if len(bracket) <= 30 else "(...)"

    def _piecewise(self, node: ast.Call, levels: int) -> Expr:
        """Return Piecewise((expression, condition), ...)."""
        pairs = []
        for each in node.args:
            if type(each) is not ast.Tuple or len(each.elts) != 2:
                self._refuse(each, "A case is a pair of an expression and a condition.", CASES)
            case, condition = each.elts
            pairs.append((self._expression(case, levels), self._condition(condition, levels)))
        if not pairs:
            self._refuse(node, "Piecewise needs at least one case.", CASES)
        return self._at(node, self.arithmetic.piecewise, pairs)

    def _condition(self, node: ast.expr, levels: int) -> Basic:
        """Return a comparison, or several joined, or True."""
        if levels == 0:
            self._refuse(node, _TOO_NESTED)
        readers = {
            ast.Compare: self._comparison,
            ast.BoolOp: self._joined,
            ast.BinOp: self._joined,
            ast.UnaryOp: self._negated,
            ast.Name: self._truth,
            ast.Call: self._relation,
        }
        return readers.get(type(node), self._no_condition)(node, levels - 1)

    def _no_condition(self, node: ast.expr, _: int = 0) -> NoReturn:
        """Refuse what is neither true nor false."""
        hint = "write a comparison such as x > 0, in brackets before & and |"
        self._refuse(node, "A condition is wanted here.", hint)

    def _comparison(self, node: ast.Compare, levels: int) -> Basic:
        """Return a < b, or a < b < c as both comparisons."""
        sides = [self._side(each, levels) for each in (node.left, *node.comparators)]
        kinds = [_COMPARISONS[type(each)] for each in node.ops]
        links = zip(kinds, sides[:-1], sides[1:], strict=True)
        return sympy.And(*(self._at(node, *link) for link in links))

    def _joined(self, node: ast.BoolOp | ast.BinOp, levels: int) -> Basic:
        """Return conditions joined by and, or, &, |."""
        if type(node.op) not in _JOINS:
            self._no_condition(node)
        parts = node.values if type(node) is ast.BoolOp else [node.left, node.right]
        return _JOINS[type(node.op)](*(self._condition(each, levels) for each in parts))

    def _negated(self, node: ast.UnaryOp, levels: int) -> Basic:
        """Return a condition's negation."""
        if type(node.op) not in (ast.Not, ast.Invert):
            self._no_condition(node)
        return sympy.Not(self._condition(node.operand, levels))

    def _truth(self, node: ast.Name, _: int) -> Basic:
        """Return True or False."""
        word = self._token_at(node.col_offset).text
        if word not in ("True", "False"):
            self._no_condition(node)
        return S.true if word == "True" else S.false

    def _relation(self, node: ast.Call, levels: int) -> Basic:
        """Return Eq(u, v) or Ne(u, v)."""
        name = self._token_at(node.col_offset).text
        if name not in RELATIONS or name in self.names or len(node.args) != 2:
            self._no_condition(node)
        sides = [self._side(each, levels) for each in node.args]
        return self._at(node, RELATIONS[name], *sides)

    def _side(self, node: ast.expr, levels: int) -> Expr:
        """Return one side of a comparison, without cases, which SymPy would try to solve."""
        side = self._expression(node, levels)
        if side.has(sympy.Piecewise):
            hint = "compare something simpler"
            self._refuse(node, "A condition holds no cbrt and no Piecewise of its own.", hint)
        return side


def _chain(
    node: ast.BinOp, operators: tuple[type[ast.operator], ...]
) -> tuple[ast.expr, list[ast.BinOp]]:
    """Return the first operand of a chain and its steps from left to right."""
    steps = []
    while type(node) is ast.BinOp and type(node.op) in operators:
        steps.append(node)
        node = node.left
    return node, steps[::-1]
