"""Files written whole or not at all."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from symgd.errors import SymgdError


def writable(path: Any, suffixes: Sequence[str] | None = None) -> Path:
    """Return the path of a file that can be written, before any work is done for it.

    Parameters
    ----------
    path : str or PathLike
        The file's name.
    suffixes : sequence of str, optional
        The endings that can be written, such as ``".gif"``; by default every one.

    Raises
    ------
    SymgdError
        If `path` is no file's name, ends otherwise, is a folder, or its folder does not exist or
        cannot be written to.
    """
    if not isinstance(path, str | os.PathLike) or not str(path):
        raise SymgdError(f'The name of a file is wanted, such as "descent.gif", not {path!r:.40}.')
    target = Path(path).expanduser()
    if suffixes is not None and target.suffix.lower() not in suffixes:
        raise SymgdError(
            f"{target.name!r} does not end in a suffix that can be written; those are "
            f"{', '.join(suffixes)}."
        )
    if not _is_folder(target.parent):
        raise SymgdError(f"The folder {str(target.parent)!r} does not exist: make it first.")
    if _is_folder(target):
        raise SymgdError(f"{str(target)!r} is a folder: give the name of a file in it.")
    if not os.access(target.parent, os.W_OK):
        raise SymgdError(f"The folder {str(target.parent)!r} cannot be written to: choose another.")
    return target


def _is_folder(folder: Path) -> bool:
    """Tell whether there is such a folder; a name that the system cannot take is refused."""
    try:
        return stat.S_ISDIR(folder.stat().st_mode)
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        raise SymgdError(f"The file {str(folder)!r:.60} cannot be written: {error}.") from None


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give the name of a file beside `target`, which takes its place only once it is whole."""
    # The suffix stays: some writers tell the format by it.
    part = target.with_name(f".{target.stem[:40]}-{os.urandom(8).hex()}{target.suffix}")
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def replacing_in(folder: Path) -> Iterator[Path]:
    """Give a folder whose files take their places in `folder` only once all of them are whole."""
    parts = folder / f".symgd-{os.urandom(8).hex()}"
    parts.mkdir()
    try:
        yield parts
        _move(sorted(parts.iterdir()), folder)
    finally:
        shutil.rmtree(parts, ignore_errors=True)


def _move(parts: Sequence[Path], folder: Path) -> None:
    """Move files to a folder; what can be refused is refused before the first is moved."""
    for part in parts:
        if _is_folder(folder / part.name):
            raise SymgdError(f"{str(folder / part.name)!r} is a folder: choose another name.")
    for part in parts:
        part.replace(folder / part.name)
