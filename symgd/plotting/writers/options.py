"""The options of single formats: which format takes them, and what they can be."""

from __future__ import annotations

import inspect
import numbers
from collections.abc import Callable, Mapping
from typing import Any

from symgd.errors import SymgdError

# What a GIF or a WebP can count to.
MOST = 65535
PAGES = ("overlay", "whole")


def options_for(
    suffix: str, writers: Mapping[str, Callable[..., None]], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the options that were given, checked; None stands for what was not given.

    The keywords of a writer are its options.

    Raises
    ------
    SymgdError
        If the format has no such option, or the option no such value.
    """
    chosen = {name: value for name, value in given.items() if value is not None}
    for name, value in chosen.items():
        takers = [ending for ending, writer in writers.items() if name in _keywords(writer)]
        if suffix not in takers:
            raise SymgdError(
                f"{name}={value!r:.40} is for {' and '.join(takers)}, not for {suffix}: "
                "leave it out, or write another suffix."
            )
        CHECKS[name](value)
    return chosen


def _keywords(writer: Callable[..., None]) -> set[str]:
    """Return the names of a writer's options."""
    parameters = inspect.signature(writer).parameters.values()
    return {each.name for each in parameters if each.kind is each.KEYWORD_ONLY}


def _check_loop(loop: object) -> None:
    """Refuse what does not tell how often to play."""
    whole = isinstance(loop, numbers.Integral) and not isinstance(loop, bool)
    if not whole or not 0 <= loop <= MOST:
        raise SymgdError(
            f"loop is how often to play, a whole number up to {MOST}, or 0 for without end, "
            f"but {loop!r:.40} was given."
        )


def _check_pages(pages: object) -> None:
    """Refuse what does not tell what a page holds."""
    if pages not in PAGES:
        choice = " or ".join(f"pages={name!r}" for name in PAGES)
        raise SymgdError(f"There are no pages {pages!r:.40}; write {choice}.")


CHECKS: dict[str, Callable[[object], None]] = {"loop": _check_loop, "pages": _check_pages}
