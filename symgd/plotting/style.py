"""How pictures look: the projector style, and one look for each run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import matplotlib
from matplotlib.colors import LinearSegmentedColormap

INK = "#1a1a1a"
POINT = "#D55E00"
SLOPE = "#00704F"
STAR = "#F0E442"
LINE = "#2b5c8a"

# Low ground is pale, so that the dark end of a path stands out on it.
HEIGHT = LinearSegmentedColormap.from_list("height", ["#f4f9fe", "#b3d3ea", "#6a9fca"])
# From the first iterate to the last; lightness falls all the way, so it reads without colour too.
ORDER = LinearSegmentedColormap.from_list("order", ["#ffd23f", "#f07818", "#a8201a", "#3b0a2a"])


@dataclass(frozen=True)
class Look:
    """What tells one run from the others, even without colour."""

    colour: str
    marker: str
    line: str | tuple[int, tuple[int, ...]]


# The colours are those of Okabe and Ito, "Color Universal Design" (2008), without the yellow that
# vanishes on a pale ground; wine is from Tol, "Colour schemes" (SRON/EPS/TN/09-002, 2021).
LOOKS = (
    Look("#0072B2", "o", "-"),
    Look("#D55E00", "s", "--"),
    Look("#009E73", "^", "-."),
    Look("#CC79A7", "D", ":"),
    Look("#000000", "v", (0, (5, 1))),
    Look("#E69F00", "P", (0, (3, 1, 1, 1))),
    Look("#56B4E9", "X", (0, (1, 1))),
    Look("#882255", "*", (0, (7, 2, 1, 2))),
)


@cache
def _parameters() -> dict[str, object]:
    """Read the style's own settings, without matplotlib's defaults."""
    path = Path(__file__).with_name("slides.mplstyle")
    return dict(matplotlib.rc_params_from_file(path, use_default_template=False))


@contextmanager
def slides() -> Iterator[None]:
    """Draw in the projector style inside the block, and leave the user's settings as they were."""
    with matplotlib.rc_context(_parameters()):
        yield
