"""How pictures look: the projector styles, their colours, and one look for each run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.colors import Colormap, LinearSegmentedColormap, to_rgb
from matplotlib.font_manager import FontProperties

from symgd.errors import SymgdError

# The style's name -> its files; each adds to the one before.
STYLES = {
    "light": ("slides.mplstyle",),
    "dark": ("slides.mplstyle", "slides-dark.mplstyle"),
}


@dataclass(frozen=True)
class Look:
    """What tells one run from the others, even without colour."""

    colour: str
    marker: str
    line: str | tuple[int, tuple[int, ...]]


@dataclass(frozen=True)
class Theme:
    """The colours of a picture.

    Attributes
    ----------
    ink, paper : str
        What is written with, and on.
    point, slope, pull, star, line : str
        The current iterate, the slope and its arrow, the pull of a memory, known minima, and
        level lines.
    blank, hatching : str
        Places without a finite value.
    height : Colormap
        From low ground to high; a path stands out on low ground, where it ends.
    order : Colormap
        From the first iterate to the last; its lightness changes all the way, so that it reads
        without colour too.
    looks : tuple of Look
        One for each run of several.
    """

    ink: str
    paper: str
    point: str
    slope: str
    pull: str
    star: str
    line: str
    blank: str
    hatching: str
    height: Colormap
    order: Colormap
    looks: tuple[Look, ...]

    def behind(self, opacity: float, pad: float) -> dict[str, object]:
        """Return the box behind words that stand on something."""
        return {"facecolor": self.paper, "edgecolor": "none", "alpha": opacity, "pad": pad}


_MARKS = (
    ("o", "-"),
    ("s", "--"),
    ("^", "-."),
    ("D", ":"),
    ("v", (0, (5, 1))),
    ("P", (0, (3, 1, 1, 1))),
    ("X", (0, (1, 1))),
    ("*", (0, (7, 2, 1, 2))),
)


def _looks(*colours: str) -> tuple[Look, ...]:
    return tuple(Look(colour, *mark) for colour, mark in zip(colours, _MARKS, strict=True))


# The runs' colours are those of Okabe and Ito, "Color Universal Design" (2008): on light ground
# without the yellow and on dark ground without the blue that vanish there. Wine and rose are from
# Tol, "Colour schemes" (SRON/EPS/TN/09-002, 2021).
LIGHT = Theme(
    ink="#1a1a1a",
    paper="#ffffff",
    point="#D55E00",
    slope="#00704F",
    pull="#A3007B",
    star="#F0E442",
    line="#2b5c8a",
    blank="#e6e6e6",
    hatching="#8c8c8c",
    height=LinearSegmentedColormap.from_list("height", ["#f4f9fe", "#b3d3ea", "#6a9fca"]),
    order=LinearSegmentedColormap.from_list("order", ["#ffd23f", "#f07818", "#a8201a", "#3b0a2a"]),
    looks=_looks(
        "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9", "#882255"
    ),
)
DARK = Theme(
    ink="#f2f2f2",
    paper="#14181f",
    point="#FF8A3D",
    slope="#4FD6A8",
    pull="#FF8AD8",
    star="#F0E442",
    line="#7fb2dd",
    blank="#2b2f36",
    hatching="#8c8c8c",
    height=LinearSegmentedColormap.from_list("height", ["#161c26", "#1f3a57", "#3a6d9c"]),
    order=LinearSegmentedColormap.from_list("order", ["#a33a1f", "#e8702a", "#ffb347", "#fff6d8"]),
    looks=_looks(
        "#56B4E9", "#FF8A3D", "#2FD0A0", "#E6A3CB", "#f2f2f2", "#F0E442", "#88CCEE", "#EE99AA"
    ),
)


def theme() -> Theme:
    """Return the colours that suit the ground which Matplotlib is set to."""
    red, green, blue = to_rgb(_plain(matplotlib.rcParams["axes.facecolor"]))
    return LIGHT if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else DARK


def _plain(colour: str) -> str:
    return "white" if colour in ("none", "auto") else colour


@cache
def _parameters(name: str) -> dict[str, object]:
    """Read a style's own settings, without matplotlib's defaults."""
    settings: dict[str, object] = {}
    for file in STYLES[name]:
        path = Path(__file__).with_name(file)
        settings |= dict(matplotlib.rc_params_from_file(path, use_default_template=False))
    return settings


@contextmanager
def slides(style: str = "light") -> Iterator[None]:
    """Draw in a projector style inside the block, and leave the user's settings as they were."""
    settings, known = _parameters(style), matplotlib.rcParams
    # Copying all settings takes a tenth of a frame's time; only what differs is set.
    kept = {key: known[key] for key, value in settings.items() if known[key] != value}
    known.update({key: settings[key] for key in kept})
    try:
        yield
    finally:
        known.update(kept)


_LETTERS = ("font.size", "axes.labelsize", "xtick.labelsize", "ytick.labelsize", "legend.fontsize")
_MARKS_AND_LINES = ("lines.linewidth", "lines.markersize")


def sizes(scale: float) -> dict[str, float]:
    """Return the settings of letters, lines and marks, made so many times larger."""
    known = matplotlib.rcParams
    letters = {
        name: scale * FontProperties(size=known[name]).get_size_in_points() for name in _LETTERS
    }
    return letters | {name: scale * known[name] for name in _MARKS_AND_LINES}


def read_style(style: object) -> str:
    """Return the name of a style, checked."""
    if not isinstance(style, str) or style not in STYLES:
        choice = " or ".join(f"style={name!r}" for name in STYLES)
        raise SymgdError(f"There is no style {style!r:.40}; write {choice}.")
    return style
