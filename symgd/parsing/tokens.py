"""Cutting text into numbers, names and operators, and refusing every other character."""

from __future__ import annotations

import keyword
import re
import unicodedata
from dataclasses import dataclass

from symgd.errors import ParseError
from symgd.parsing.vocabulary import FUNCTIONS

_NUMBER = re.compile(r"(?:[0-9]+(?:_[0-9]+)*(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_OPERATOR = re.compile(r"\*\*|<=|>=|==|!=|[-+*/^<>=&|~]")
_INDEX = re.compile(r"\[\s*([0-9]+)\s*\]")
_BRACKETS = {"(": "open", ")": "close", ",": "comma"}
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉", "0123456789", strict=True))

#: Operators of other languages and of typeset formulas, and what to write.
_OTHER_PAIRS = {
    "//": "write x/2; division without remainder has no slope",
    "&&": "join conditions with and",
}
_OTHER_SIGNS = {
    sign: f"write {plain}"
    for signs, plain in {
        "·\u0387×⋅∙∗•": "*",
        "−–—": "-",
        "÷∕⁄": "/",
        "≤⩽": "<=",
        "≥⩾": ">=",
        "≠": "!=",
        "[{": "(, since all brackets are round",
        "]}": "), since all brackets are round",
        "∞": "a finite number",
        "%": "x/100 for per cent; a remainder has no slope",
        "!": "factorial(x)",
        "#": "the formula alone, without a comment",
        "'\"`": "names without quotes",
        "′ʹ\u0374": "a name without a prime, such as x_1",
        "‿⁀": "_",
        ".": "a point only inside a number, such as 0.5",
        ";:": "the formula alone",
    }.items()
    for sign in signs
}
#: Letters, decimal digits and combining marks; Python allows a few signs beside them.
_NAME_CATEGORIES = frozenset({"Lu", "Ll", "Lt", "Lm", "Lo", "Nd", "Mn", "Mc"})


def is_name(text: str) -> bool:
    """Tell whether a text is an identifier without signs that look like operators."""
    return text.isidentifier() and all(
        sign == "_" or (unicodedata.category(sign) in _NAME_CATEGORIES and sign not in _OTHER_SIGNS)
        for sign in text
    )


@dataclass(frozen=True)
class Token:
    """A piece of the text.

    Parameters
    ----------
    kind : str
        "number", "name", "operator", "open", "close" or "comma".
    text : str
        As it was typed.
    start : int
        Index of its first character.
    """

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Index of the first character after it."""
        return self.start + len(self.text)


def tokenize(text: str) -> list[Token]:
    """Return the tokens of `text`.

    Raises
    ------
    ParseError
        At the first character that no formula has, with what to write instead.

    Examples
    --------
    >>> [token.text for token in tokenize("2*sin(x_1)")]
    ['2', '*', 'sin', '(', 'x_1', ')']
    """
    tokens: list[Token] = []
    place = 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        token = _token_at(text, place)
        if token is None:
            raise _foreign(text, place, tokens)
        tokens.append(token)
        place = token.end
    return tokens


def _token_at(text: str, place: int) -> Token | None:
    """Return the token that begins at `place`, if one does."""
    sign = text[place]
    if sign in _BRACKETS:
        return Token(_BRACKETS[sign], sign, place)
    if is_name(sign):
        return _word(text, place)
    if number := _NUMBER.match(text, place):
        return Token("number", number[0], place)
    operator = _OPERATOR.match(text, place)
    if operator is None or text[place : place + 2] in _OTHER_PAIRS:
        return None
    return Token("operator", operator[0], place)


def _word(text: str, place: int) -> Token:
    """Return the name that begins at `place`; the letters are kept as typed."""
    end = place + 1
    while end < len(text) and is_name("a" + text[end]):
        end += 1
    word = text[place:end]
    if word in ("and", "or", "not"):
        return Token("operator", word, place)
    if word in ("if", "else", "elif"):
        hint = "write Piecewise((x, x > 0), (0, True)) for cases"
        raise ParseError(f"{word} is no part of a formula.", text, place, hint)
    if keyword.iskeyword(word) and word not in ("lambda", "True", "False"):
        hint = "choose another name for a variable"
        raise ParseError(f"{word} is a word of Python's own.", text, place, hint)
    return Token("name", word, place)


def _foreign(text: str, place: int, before: list[Token]) -> ParseError:
    """Return the refusal of a character or sign that no formula has."""
    pair = text[place : place + 2]
    sign = pair if pair in _OTHER_PAIRS else text[place]
    hint = _hint_for(text, place, sign, before)
    if sign == "." and before and before[-1].kind == "name":
        place = before[-1].start
        sign = before[-1].text + "."
    shown = sign if sign.isprintable() else f"U+{ord(sign):04X}"
    return ParseError(f"{shown} is no part of a formula.", text, place, hint)


def _hint_for(text: str, place: int, sign: str, before: list[Token]) -> str:
    """Return what to write in place of a foreign sign."""
    last = before[-1].text if before else "x"
    if sign in _SUPERSCRIPTS:
        return _power_hint(text, place, last)
    if sign in _SUBSCRIPTS:
        return f"write {last}_{_SUBSCRIPTS[sign]}"
    if sign == "√":
        following = re.match(r"\w+", text[place + 1 :])
        return f"write sqrt({following[0] if following else 'x'})"
    if sign in "\\$" or (sign == "{" and last in ("^", "**")):
        return "LaTeX is not read; write x**2 for a power and (1 + x)/y for a fraction"
    index = _INDEX.match(text, place)
    if index and before and before[-1].kind == "name" and last not in FUNCTIONS:
        return f"write {last}_{index[1]} or {last}{index[1]}"
    following = re.match(r"\.([A-Za-z]\w*)", text[place:])
    if following and following[1] in FUNCTIONS:
        return f"write {following[1]}(x) without {last}"
    otherwise = "a formula has numbers, names, + - * / ** and round brackets"
    return (_OTHER_PAIRS | _OTHER_SIGNS).get(sign, otherwise)


def _power_hint(text: str, place: int, last: str) -> str:
    """Return how the raised digits at `place` are written."""
    raised = re.match(f"[{''.join(_SUPERSCRIPTS)}]+", text[place:])[0]
    digits = "".join(_SUPERSCRIPTS[each] for each in raised)
    return f"write {last}(x)**{digits}" if last in FUNCTIONS else f"write {last}**{digits}"
