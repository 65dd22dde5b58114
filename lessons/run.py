"""Run the lessons, all of them or those named by their numbers, and keep their pictures."""

from __future__ import annotations

import argparse
import contextlib
import runpy
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt

HERE = Path(__file__).resolve().parent


def known_lessons() -> dict[str, Path]:
    """Return the lessons in their order, number -> script."""
    return {path.name[:2]: path for path in sorted(HERE.glob("[0-9][0-9]_*.py"))}


def run_lesson(script: Path, folder: Path) -> bool:
    """Run a lesson without a display, in a namespace of its own.

    Parameters
    ----------
    script : Path
        The lesson.
    folder : Path
        Where it leaves its pictures; made if it does not exist.

    Returns
    -------
    bool
        Whether it ran to its end; if not, the traceback is printed.
    """
    matplotlib.use("Agg")
    folder.mkdir(parents=True, exist_ok=True)
    script = script.resolve()
    try:
        with contextlib.chdir(folder):
            runpy.run_path(str(script))
    except Exception:
        traceback.print_exc()
        return False
    finally:
        plt.close("all")
    return True


def main(words: Sequence[str] | None = None) -> int:
    """Run the lessons that the words of the command name.

    Parameters
    ----------
    words : sequence of str, optional
        By default those of this process. Words that cannot be followed end it with status 2.

    Returns
    -------
    int
        0 if every lesson ran to its end, 1 if one failed.
    """
    scripts, folder = _read(words)
    # A terminal without Greek letters shows question marks instead of failing.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    failed = []
    for script in scripts:
        print(f"== {script.stem}", flush=True)
        if not run_lesson(script, folder):
            failed.append(script.stem)
    print(f"Failed: {', '.join(failed)}" if failed else f"The pictures are in {folder}")
    return 1 if failed else 0


def _read(words: Sequence[str] | None) -> tuple[list[Path], Path]:
    """Return the lessons asked for, and the folder for their pictures."""
    parser = argparse.ArgumentParser(prog="lessons/run.py", description=__doc__)
    add = parser.add_argument
    add("lessons", nargs="*", metavar="NUMBER", help="such as 02; by default all of them")
    add("--into", type=Path, default=HERE / "figures", metavar="FOLDER", help=_INTO_HELP)
    options = parser.parse_args(words)
    known = known_lessons()
    unknown = [number for number in options.lessons if number not in known]
    if unknown:
        parser.error(f"there is no lesson {', '.join(unknown)}; there is {', '.join(known)}")
    if options.into.exists() and not options.into.is_dir():
        parser.error(f"{str(options.into)!r} is a file; name a folder for the pictures")
    return [known[number] for number in options.lessons or known], options.into


_INTO_HELP = "where the pictures go; by default lessons/figures"


if __name__ == "__main__":
    sys.exit(main())
