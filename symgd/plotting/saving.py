"""Writing an animation to a file: all of it, or nothing."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from symgd.errors import SymgdError
from symgd.plotting import gif

if TYPE_CHECKING:
    from symgd.plotting.animation import Animation

# Each writes an animation to the path of a file that does not exist yet.
WRITERS: dict[str, Callable[[Animation, Path], None]] = {".gif": gif.write}


def save(animation: Animation, path: str | os.PathLike[str]) -> Path:
    """Write an animation beside its final place, then move it there in one go."""
    target = _target(path)
    write = WRITERS[target.suffix.lower()]
    # The suffix stays: some programs tell the format by it.
    unfinished = target.with_name(f".{target.stem}-{uuid.uuid4().hex}{target.suffix}")
    try:
        write(animation, unfinished)
        os.replace(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    return target


def _target(path: str | os.PathLike[str]) -> Path:
    """Return the file's path, refused where it cannot be written."""
    try:
        target = Path(path).expanduser()
    except TypeError:
        raise SymgdError(
            f'save takes the name of a file, but {path!r:.40} was given; write save("descent.gif").'
        ) from None
    known = ", ".join(WRITERS)
    if target.suffix.lower() not in WRITERS:
        raise SymgdError(
            f"The file {target.name!r} does not end in a suffix that can be written; "
            f'those are {known}: write save("{target.stem or "descent"}.gif").'
        )
    if not target.parent.is_dir():
        raise SymgdError(f"There is no folder {str(target.parent)!r}; make it first.")
    if target.is_dir():
        raise SymgdError(f"{str(target)!r} is a folder; give the name of a file in it.")
    if not os.access(target.parent, os.W_OK):
        raise SymgdError(f"The folder {str(target.parent)!r} cannot be written to; choose another.")
    return target
