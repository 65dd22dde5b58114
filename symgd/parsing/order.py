"""Whether operands and operators follow each other as in a formula, with hints where not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from symgd.errors import ParseError
from symgd.parsing.tokens import Token

MAX_BRACKETS = 50
MAX_SIGNS = 50
_SIGNS = ("+", "-", "~", "not")
_POWERS = ("**", "^")
_LONGEST_SNIPPET = 30


class Order:
    """Walks once over the tokens, with the open brackets on a stack.

    Parameters
    ----------
    text : str
        As it was typed, for the errors.
    tokens : sequence of Token
        All of it.
    is_function : callable
        Tells whether a name is one of the known functions.
    """

    def __init__(
        self, text: str, tokens: Sequence[Token], is_function: Callable[[str], bool]
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.is_function = is_function
        self.open: list[int] = []
        self.signs = 0

    def check(self) -> None:
        """Raise a `ParseError` at the first token that is out of place."""
        complete = False
        for k, token in enumerate(self.tokens):
            complete = self._operator_at(k, token) if complete else self._operand_at(k, token)
        if self.open:
            raise self._error("This bracket is never closed.", self.tokens[self.open[-1]], "add )")
        if not complete and self.tokens and self.tokens[-1].text == "|":
            raise self._bars(next(token for token in self.tokens if token.text == "|"))
        if not complete:
            raise ParseError("The formula breaks off here.", self.text, len(self.text))

    def _operand_at(self, k: int, token: Token) -> bool:
        """Check a token where an operand is due; return whether one is now complete."""
        if token.kind == "name" and self.is_function(token.text):
            self._check_function(k, token)
        if token.kind in ("number", "name"):
            self.signs = 0
            return True
        if token.kind == "open":
            self._enter(k, token)
            return False
        if token.kind == "close":
            return self._close_empty(k, token)
        return self._sign(token)

    def _operator_at(self, k: int, token: Token) -> bool:
        """Check a token after a complete operand; return whether it is still complete."""
        if token.kind == "close":
            return self._leave(token)
        if token.kind == "open" and self.tokens[k - 1].kind == "name":
            self._enter(k, token)
            return False
        if token.kind in ("number", "name", "open") or token.text in ("not", "~"):
            raise self._missing_operator(k, token)
        if token.kind == "comma" and not self.open:
            raise self._stray_comma(k, token)
        if token.text == "=":
            raise self._equation(token)
        return False

    def _enter(self, k: int, token: Token) -> None:
        """Note an opening bracket."""
        self.open.append(k)
        self.signs = 0
        if len(self.open) > MAX_BRACKETS:
            raise self._error(f"Brackets are nested more than {MAX_BRACKETS} deep.", token)

    def _leave(self, token: Token) -> bool:
        """Close the innermost bracket."""
        if not self.open:
            raise self._error("This bracket was never opened.", token, "remove it or add (")
        self.open.pop()
        return True

    def _close_empty(self, k: int, token: Token) -> bool:
        """Allow a closing bracket without an operand only in an empty call."""
        if not self.open:
            return self._leave(token)
        is_call = k >= 2 and self.tokens[k - 2].kind == "name"
        if self.tokens[k - 1].kind != "open" or not is_call:
            raise self._error("Something is missing before this bracket.", token)
        return self._leave(token)

    def _sign(self, token: Token) -> bool:
        """Allow a sign before an operand, and not too many of them."""
        if token.text == "|":
            raise self._bars(token)
        if token.text not in _SIGNS:
            sign = "this comma" if token.kind == "comma" else token.text
            raise self._error(f"A number or a variable is missing before {sign}.", token)
        self.signs += 1
        if self.signs > MAX_SIGNS:
            raise self._error(f"There are more than {MAX_SIGNS} signs in a row.", token)
        return False

    def _check_function(self, k: int, token: Token) -> None:
        """Refuse a function without its argument in brackets."""
        following = self.tokens[k + 1 : k + 3]
        if following and following[0].kind == "open":
            return
        name = token.text
        problem = f"The function {name} needs its argument in brackets."
        if following and following[0].text in _POWERS and len(following) > 1:
            raise self._error(problem, following[0], f"write {self._raised(name, k + 2)}")
        if following and following[0].kind in ("number", "name"):
            raise self._error(problem, token, f"write {name}({self._product(k + 1)})")
        hint = f"write {name}(x), or declare {name} as a variable"
        raise self._error(problem, token, hint)

    def _missing_operator(self, k: int, token: Token) -> ParseError:
        """Return the refusal of two operands side by side."""
        before = self.tokens[k - 1]
        left = self._before(k)
        right = self._snippet(k)
        if token.kind == "number" and before.kind == "number":
            return self._error(f"There is no operator between {left} and {right}.", token)
        hint = f"write {left}*{right}"
        return self._error(f"There is no * between {left} and {right}.", token, hint)

    def _stray_comma(self, k: int, token: Token) -> ParseError:
        """Return the refusal of a comma outside all brackets."""
        before, after = self.tokens[k - 1], self.tokens[k + 1 : k + 2]
        hint = "write one formula"
        if before.kind == "number" and after and after[0].kind == "number":
            hint = f"write {before.text}.{after[0].text}, with a point"
        return self._error("A comma separates arguments only.", token, hint)

    def _equation(self, token: Token) -> ParseError:
        """Return the refusal of a single = sign."""
        if self.open:
            return self._error("Arguments have no names here.", token, "write the value alone")
        right = self._shorten(self.text[token.end :].strip())
        hint = f"write only the right-hand side, {right}" if right else "write only the formula"
        return self._error("An equation is no cost.", token, hint)

    def _bars(self, token: Token) -> ParseError:
        """Return the refusal of |x|."""
        inside = self.text[token.end :].split("|")[0].strip()
        hint = f"write abs({self._shorten(inside) or 'x'})"
        return self._error("| | is no part of a formula.", token, hint)

    def _product(self, k: int) -> str:
        """Return the operands side by side at k, joined by *."""
        words = []
        for token in self.tokens[k:]:
            if token.kind not in ("number", "name"):
                break
            words.append(token.text)
        return self._shorten("*".join(words))

    def _raised(self, name: str, k: int) -> str:
        """Return how a function with an exponent at k is written; exp^x alone means exp(x)."""
        following = self._end(k)
        has_argument = self._begins_operand(following)
        if name == "exp" and not has_argument:
            return f"exp({self._argument(k)})"
        argument = self._argument(following) if has_argument else "x"
        return f"{name}({argument})**{self._snippet(k)}"

    def _begins_operand(self, k: int) -> bool:
        """Tell whether a number, a name or a bracket begins at k."""
        return k < len(self.tokens) and self.tokens[k].kind in ("number", "name", "open")

    def _argument(self, k: int) -> str:
        """Return what stands at k, without its brackets."""
        snippet = self._snippet(k)
        return snippet[1:-1] if snippet.startswith("(") else snippet

    def _snippet(self, k: int) -> str:
        """Return the operand that begins at k, with its signs, its call or its brackets."""
        first = self.tokens[k]
        snippet = self.text[first.start : self.tokens[self._end(k) - 1].end]
        closed = snippet.count("(") == snippet.count(")")
        short = self._shorten(snippet) if closed else "(...)"
        return first.text + short if short == "(...)" and self._is_call(k) else short

    def _end(self, k: int) -> int:
        """Return the index after the operand that begins at k."""
        depth = 0
        for j in range(k, len(self.tokens)):
            token = self.tokens[j]
            depth += (token.kind == "open") - (token.kind == "close")
            if depth <= 0 and token.text not in _SIGNS and not self._is_call(j):
                return j + 1
        return len(self.tokens)

    def _is_call(self, k: int) -> bool:
        """Tell whether a function with its bracket begins at k."""
        is_open = [token.kind for token in self.tokens[k + 1 : k + 2]] == ["open"]
        return is_open and self.is_function(self.tokens[k].text)

    def _before(self, k: int) -> str:
        """Return the operand that ends just before the token at k."""
        first = k - 1
        depth = self.tokens[first].kind == "close"
        while depth > 0:
            first -= 1
            depth += (self.tokens[first].kind == "close") - (self.tokens[first].kind == "open")
        return self._snippet(first - 1 if first > 0 and self._is_call(first - 1) else first)

    @staticmethod
    def _shorten(snippet: str) -> str:
        """Return a snippet fit for a hint."""
        return snippet if len(snippet) <= _LONGEST_SNIPPET else "(...)"

    def _error(self, problem: str, token: Token, hint: str | None = None) -> ParseError:
        """Return an error at a token."""
        return ParseError(problem, self.text, token.start, hint)
