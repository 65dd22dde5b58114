"""Writing pictures to files: all of a file, or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib.pyplot as plt

from symgd.files import replacing, writable
from symgd.plotting.still import plot
from symgd.plotting.writers import gif, html
from symgd.run import Run

if TYPE_CHECKING:
    from symgd.plotting.animation import Animation

# Each writes an animation to a path that is free to be written.
WRITERS: dict[str, Callable[[Animation, Path], None]] = {".gif": gif.write, ".html": html.write}


def save(animation: Animation, path: str | os.PathLike[str]) -> Path:
    """Write an animation beside its final place, then move it there in one go."""
    target = writable(path, list(WRITERS))
    with replacing(target) as part:
        WRITERS[target.suffix.lower()](animation, part)
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
