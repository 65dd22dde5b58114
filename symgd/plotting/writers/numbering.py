"""Names with a place for a number, such as step-{k:03}.png."""

from __future__ import annotations

import re

from symgd.errors import SymgdError

_PLACE = re.compile(r"\{k(?::0(?P<new>[1-9])d?)?\}|%(?:0(?P<old>[1-9]))?d")


def has_place(name: str) -> bool:
    """Tell whether a file's name has a place for a number.

    Examples
    --------
    >>> has_place("step-{k:03}.png"), has_place("step-%d.png"), has_place("step.png")
    (True, True, False)
    """
    return _PLACE.search(name) is not None


def check_pattern(name: str) -> None:
    """Refuse a name with braces or percent signs that are no place for a number, or a second one.

    Raises
    ------
    SymgdError
        With a pattern to write.
    """
    if any(sign in _PLACE.sub("", name, count=1) for sign in "{}%"):
        raise SymgdError(
            f"{name!r} is no pattern for numbered pictures: write one place for the number, as in "
            "'step-{k:03}.png' or 'step-%03d.png', and no other braces or percent signs."
        )


def numbered(name: str, k: int) -> str:
    """Return a pattern with a number in its place.

    Examples
    --------
    >>> numbered("step-{k:03}.png", 7), numbered("step-%d.png", 12)
    ('step-007.png', 'step-12.png')
    """

    def digits(place: re.Match[str]) -> str:
        return str(k).zfill(int(place["new"] or place["old"] or 1))

    return _PLACE.sub(digits, name, count=1)
