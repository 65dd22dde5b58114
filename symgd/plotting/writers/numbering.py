"""Names with a place for a number, such as step-{k:03}.png."""

from __future__ import annotations

import re

from symgd.errors import SymgdError

_PLACE = re.compile(r"\{k(?::0(?P<new>[1-9])d?)?\}|%(?:0(?P<old>[1-9]))?d")


def is_pattern(name: str) -> bool:
    """Tell whether a file's name has a place for a number.

    Raises
    ------
    SymgdError
        If it has braces or a percent sign that mean something else.

    Examples
    --------
    >>> is_pattern("step-{k:03}.png"), is_pattern("step.png")
    (True, False)
    """
    rest = _PLACE.sub("", name, count=1)
    if any(sign in rest for sign in "{}%"):
        raise SymgdError(
            f"{name!r} is no pattern for numbered pictures: write one place for the number, as in "
            "'step-{k:03}.png' or 'step-%03d.png', and no other braces or percent signs."
        )
    return has_place(name)


def has_place(name: str) -> bool:
    """Tell whether a file's name has a place for a number, and perhaps faults beside it."""
    return _PLACE.search(name) is not None


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
