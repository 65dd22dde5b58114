"""What stands beside a PDF so that LaTeX plays it, by Alexander Grahn's package animate.

Each line of a timeline is a frame: an asterisk if it waits there, a frame rate, and the pages
that are laid on, counted from 0; x0 after a page keeps it to the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from symgd.errors import SymgdError
from symgd.plotting.frames import Frame

# How files begin that may be written over, and removed.
MARK = "% Written by symgd"

_TEX = """\
{mark}. To play {name}.pdf on a slide, load the package in the preamble,
%     \\usepackage{{graphicx, animate}}
% put {name}.pdf, {name}.tex and {name}.timeline beside your document, and write in a frame
%     \\input{{{name}}}
% Run LaTeX twice. A click on the picture plays it, and goes on after a question. It moves in
% Acrobat Reader, Foxit Reader and PDF-XChange; for other viewers save with pages="whole".
{{\\centering
\\animategraphics[width=\\linewidth, totalheight=0.8\\textheight, keepaspectratio, controls,
  timeline={name}.timeline]{{{rate}}}{{{name}}}{{}}{{}}\\par}}
"""


def check_place(target: Path) -> None:
    """Refuse a name that LaTeX cannot read, and one beside which a user's own files stand.

    Raises
    ------
    SymgdError
        With another name to write.
    """
    if target.suffix != ".pdf" or not re.fullmatch(r"[\w-]+", target.stem, re.ASCII):
        raise SymgdError(
            f"LaTeX cannot take the name {target.name!r}: write one of plain letters, digits, "
            '"-" and "_" that ends in .pdf, or pages="whole" for a PDF that is not for LaTeX.'
        )
    for beside in _beside(target):
        if beside.exists() and not _is_ours(beside):
            raise SymgdError(
                f"{beside.name!r} is written beside {target.name!r}, but there is such a file "
                'already, and not from symgd: choose another name, or write pages="whole".'
            )


def remove_beside(target: Path) -> None:
    """Remove what played an earlier PDF of this name: it tells of pages that are no more."""
    if target.suffix == ".pdf":
        for beside in filter(_is_ours, _beside(target)):
            beside.unlink()


def _beside(target: Path) -> tuple[Path, Path]:
    """Return the files that belong to a PDF."""
    return target.with_suffix(".tex"), target.with_suffix(".timeline")


def _is_ours(path: Path) -> bool:
    """Tell whether a file is from symgd."""
    return path.is_file() and path.read_bytes().startswith(MARK.encode())


def write_beside(path: Path, frames: Sequence[Frame], fps: float, ground: bool) -> None:
    """Write the timeline and the line for the slides beside a PDF.

    Parameters
    ----------
    path : Path
        The PDF.
    frames : sequence of Frame
        What its pages show.
    fps : float
        Frames per second.
    ground : bool
        Whether the first page is the ground under all the others.
    """
    rate = np.format_float_positional(fps, precision=6, fractional=False, trim="-")
    text = _TEX.format(mark=MARK, name=path.stem, rate=rate)
    path.with_suffix(".tex").write_text(text, encoding="utf-8")
    lines = [f"{MARK}: the pages of {path.name} in each frame.", *timeline(frames, ground)]
    path.with_suffix(".timeline").write_text("\n".join(lines) + "\n", encoding="utf-8")


def timeline(frames: Sequence[Frame], ground: bool) -> list[str]:
    """Return the line of each frame.

    Examples
    --------
    >>> timeline([Frame(0, 0.1), Frame(1, 5.0, "Where next?"), Frame(2, 2.0)], ground=True)
    ['::0x0,1', '*::2', '::3']
    """
    lines = [
        f"{'*' if frame.question else ''}::{page}" for page, frame in enumerate(frames, int(ground))
    ]
    if ground:
        lines[0] = lines[0].replace("::", "::0x0,")
    return lines
