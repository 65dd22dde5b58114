"""Make the picture book, a page of all entries: ``python docs/gallery/make.py``."""

from __future__ import annotations

import ast
import base64
import contextlib
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from textwrap import indent
from typing import Any

import matplotlib
import matplotlib.pyplot as plt
from entries import CHAPTERS, Entry
from matplotlib.figure import Figure

from symgd import Animation

HERE = Path(__file__).resolve().parent

HEAD = """\
============
Picture book
============

Every view, and every kind of file, with the lines that make it. Each of these programs runs as it
stands.

.. currentmodule:: symgd

.. contents:: On this page
   :local:
"""
PICTURE = ".. image:: pictures/{name}\n   :alt: {alt}\n"
RAW = ".. raw:: html\n   :file: pictures/{name}\n"
LINK = ":download:`{name} <pictures/{name}>`\n"
VIDEO = '<video controls loop muted playsinline src="data:video/mp4;base64,{data}"></video>\n'


def make(folder: Path = HERE, chapters: Mapping[str, Iterable[Entry]] = CHAPTERS) -> Path:
    """Write the page and its pictures.

    Parameters
    ----------
    folder : Path
        Where ``index.rst`` and the folder ``pictures`` go.
    chapters : mapping of str to entries
        What the page shows, heading -> entries.

    Returns
    -------
    Path
        The page.
    """
    matplotlib.use("Agg")
    pictures = folder / "pictures"
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    with contextlib.chdir(pictures):
        parts = [part for title, entries in chapters.items() for part in _chapter(title, entries)]
    page = folder / "index.rst"
    page.write_text("\n".join([HEAD, *parts]), encoding="utf-8")
    return page


def _chapter(title: str, entries: Iterable[Entry]) -> list[str]:
    return [_heading(title, "="), *map(_section, entries)]


def _heading(text: str, line: str) -> str:
    return f"{text}\n{line * len(text)}\n"


def _section(entry: Entry) -> str:
    """Return an entry's part of the page; its picture is made on the way."""
    try:
        picture = _shown(run_lines(entry.lines), entry.title)
    finally:
        plt.close("all")
    code = f".. code-block:: python\n\n{indent(entry.lines, '   ')}"
    return "\n".join([_heading(entry.title, "-"), f"{entry.when}\n", picture, code])


def run_lines(lines: str) -> Any:
    """Run a program and return the value of its last line."""
    *before, last = ast.parse(lines).body
    names: dict[str, Any] = {"__name__": "picture_book"}
    exec(compile(ast.Module(before, []), "<picture book>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<picture book>", "eval"), names)


def _shown(value: Any, title: str) -> str:
    """Return the directive that shows a value."""
    if isinstance(value, Path):
        return _file(value, title)
    name = "".join(letter if letter.isalnum() else "_" for letter in title)
    if isinstance(value, Animation):
        return _raw(f"{name}.html", value._repr_html_())
    figure = value if isinstance(value, Figure) else value.figure
    figure.savefig(f"{name}.png")
    return PICTURE.format(name=f"{name}.png", alt=title)


def _file(path: Path, title: str) -> str:
    """Show a file that an entry has written."""
    if path.suffix == ".mp4":
        data = base64.b64encode(path.read_bytes()).decode("ascii")
        return _raw(f"{path.stem}_film.html", VIDEO.format(data=data))
    if path.suffix in (".pdf", ".html"):
        return LINK.format(name=path.name)
    return PICTURE.format(name=path.name, alt=title)


def _raw(name: str, text: str) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return RAW.format(name=name)


if __name__ == "__main__":
    print(f"The picture book is in {make()}")
