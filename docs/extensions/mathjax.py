"""MathJax from its npm package, so that formulas are set without the net."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

#: One file that holds the program and its letters.
SCRIPT = "node_modules/mathjax/es5/tex-svg-full.js"
PACKAGE = "mathjax@3"


def local_copy(folder: Path) -> Path | None:
    """Return MathJax's script in a folder, fetched by npm when it is first wanted.

    Returns
    -------
    Path or None
        None where npm cannot fetch it; the pages then ask for MathJax over the net.
    """
    script = folder / SCRIPT
    problem = "" if script.exists() else _install(folder)
    if not problem and not script.exists():
        problem = f"it has no {SCRIPT}."
    if problem:
        print(f"Formulas need the net on this site, as npm brought no {PACKAGE}: {problem}")
    return None if problem else script


def _install(folder: Path) -> str:
    """Fetch the package, and return what went wrong, if anything."""
    npm = shutil.which("npm")
    if npm is None:
        return "there is no npm here."
    folder.mkdir(parents=True, exist_ok=True)
    words = [npm, "install", "--no-save", "--no-audit", "--no-fund", "--prefix", str(folder)]
    done = subprocess.run([*words, PACKAGE], capture_output=True, text=True)
    return "" if done.returncode == 0 else done.stderr.strip() or "it ended with an error."
