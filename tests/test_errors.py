"""The two exceptions: their kinship, the caret under the place, and their pickles."""

from __future__ import annotations

import copy
import pickle

import pytest

from symgd.errors import ParseError, SymgdError


def _caret_and_character(error: ParseError) -> tuple[int, str]:
    """Return the caret's column, and the character of the line above it."""
    _, line, caret = str(error).splitlines()[:3]
    column = caret.index("^")
    return column, line[column : column + 1]


def test_refusals_are_value_errors():
    assert issubclass(SymgdError, ValueError)
    assert issubclass(ParseError, SymgdError)
    with pytest.raises(ValueError, match="as it is"):
        raise SymgdError("as it is")


def test_parse_error_shows_problem_place_and_hint():
    error = ParseError("There is no * between 2 and x.", "1 + 2x", 5, "write 2*x")
    assert str(error).splitlines() == [
        "There is no * between 2 and x.",
        "  1 + 2x",
        "       ^",
        "Hint: write 2*x.",
    ]
    assert (error.text, error.position, error.hint) == ("1 + 2x", 5, "write 2*x")
    assert error.problem == "There is no * between 2 and x."


def test_without_a_hint_there_is_no_hint_line():
    error = ParseError("Something is missing.", "x +", 3)
    assert error.hint is None
    assert str(error) == "Something is missing.\n  x +\n     ^"


@pytest.mark.parametrize("position", [0, 1, 39, 40, 41, 300, 998])
def test_caret_stands_under_the_character_also_in_long_text(position):
    text = "".join(chr(0x100 + k % 50) for k in range(999))
    error = ParseError("Here.", text, position)
    column, character = _caret_and_character(error)
    assert character == text[position]
    assert column <= 42
    assert len(str(error).splitlines()[1]) <= 62


def test_caret_may_stand_behind_the_last_character():
    assert _caret_and_character(ParseError("The end.", "x + ", 4)) == (6, "")


def test_line_breaks_and_control_characters_cannot_move_the_caret():
    error = ParseError("Here.", "x\n\t\x1b[1m+\u2028y", 9)
    assert len(str(error).splitlines()) == 3
    assert _caret_and_character(error)[1] == "y"
    assert error.text == "x\n\t\x1b[1m+\u2028y"


@pytest.mark.parametrize("again", [copy.copy, lambda e: pickle.loads(pickle.dumps(e))])
@pytest.mark.parametrize("hint", [None, "write 2*x"])
def test_parse_error_survives_copies_and_pickles(again, hint):
    error = ParseError("There is no *.", "2x", 1, hint)
    other = again(error)
    assert type(other) is ParseError
    assert str(other) == str(error)
    assert (other.problem, other.text, other.position, other.hint) == (
        "There is no *.",
        "2x",
        1,
        hint,
    )
