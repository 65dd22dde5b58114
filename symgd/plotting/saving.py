"""Writing pictures to files: all of a file, or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt

from symgd.errors import SymgdError
from symgd.files import replacing, replacing_in, writable
from symgd.plotting.still import plot
from symgd.plotting.writers import beamer, gif, html, mp4, pdf, png, webp
from symgd.plotting.writers.numbering import check_pattern, has_place
from symgd.plotting.writers.options import options_for
from symgd.run import Run

if TYPE_CHECKING:
    from symgd.plotting.animation import Animation

# Each writes an animation to a path that is free to be written; its keywords are its options.
WRITERS: dict[str, Callable[..., None]] = {
    ".gif": gif.write,
    ".html": html.write,
    ".mp4": mp4.write,
    ".pdf": pdf.write,
    ".png": png.write,
    ".webp": webp.write,
}


def save(animation: Animation, path: str | os.PathLike[str], **options: Any) -> Path:
    """Write an animation in a folder beside its final place, then move it there in one go."""
    target = free_place(path)
    suffix = target.suffix.lower()
    chosen = options_for(suffix, WRITERS, options)
    whole = chosen.get("pages") == "whole"
    if suffix == ".pdf" and not whole:
        beamer.check_place(target)
    with replacing_in(target.parent) as folder:
        WRITERS[suffix](animation, folder / target.name, **chosen)
    if whole:
        beamer.remove_beside(target)
    return target


def free_place(path: str | os.PathLike[str]) -> Path:
    """Return the path of an animation's file, or the pattern of its stills, checked.

    Raises
    ------
    SymgdError
        If no animation can be written there.
    """
    target = writable(path, list(WRITERS))
    if target.suffix.lower() == ".png":
        check_pattern(target.name)
    elif has_place(target.name):
        raise SymgdError(
            f"{target.name!r} is a pattern for numbered stills, and these are .png: "
            f"write {target.with_suffix('.png').name!r}."
        )
    return target


def save_still(run: Run, path: str | os.PathLike[str], view: str | None = None) -> Path:
    """Write the picture of a whole run in any format that Matplotlib knows; no figure stays."""
    target = writable(path)
    figure = plot(run, view=view).figure
    try:
        with replacing(target) as part:
            figure.savefig(part)
    finally:
        plt.close(figure)
    return target
