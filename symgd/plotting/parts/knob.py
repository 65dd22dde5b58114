"""What differs among runs, as a scale along which a knob moves from run to run."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

from symgd.display import number
from symgd.plotting.parts import formula
from symgd.plotting.parts.trail import head_style
from symgd.plotting.parts.windows import LIMIT, Array
from symgd.plotting.style import theme
from symgd.rules.hyperparameters import letter
from symgd.run import Run

# Width of the name beside the scale, in font sizes.
ROOM = 3.6


@dataclass(frozen=True, eq=False)
class Setting:
    """What differs among runs.

    Attributes
    ----------
    name : str
        What it is called, such as α.
    values : array (k,)
        Its value in each run.
    labels : list of k str
        What each run is called.
    """

    name: str
    values: Array
    labels: list[str]


def setting(runs: Sequence[Run]) -> Setting:
    """Return the number of the rule, or the coordinate of the start, in which runs differ.

    Where they differ in more than one, or in none, that is the number of the run.
    """
    numbers, starts = _numbers(runs), np.array([run.path[0] for run in runs])
    moved = np.flatnonzero((starts != starts[0]).any(axis=0))
    if numbers is not None and len(numbers) == 1 and not len(moved):
        ((name, values),) = numbers.items()
        return _labelled(letter(name), values, f"{runs[0].rule.name}, ")
    if numbers == {} and len(moved) == 1:
        name = formula.symbol(runs[0].cost.variables[moved[0]])
        return _labelled(f"start {name}", np.clip(starts[:, moved[0]], -LIMIT, LIMIT), "")
    return Setting("run", np.arange(1.0, len(runs) + 1), [formula.plain(r.label) for r in runs])


def _numbers(runs: Sequence[Run]) -> dict[str, Array] | None:
    """Return the numbers in which the rules differ, or None if it is not in numbers alone."""
    first = runs[0].rule
    if any(run.rule.name != first.name or run.rule.options != first.options for run in runs):
        return None
    found = {}
    for name, value in first.numbers:
        each = [dict(run.rule.numbers)[name] for run in runs]
        if any(other != value for other in each):
            if not all(isinstance(other, float) for other in each):
                return None
            found[name] = np.array(each)
    return found


def _labelled(name: str, values: Array, before: str) -> Setting:
    labels = [f"{before}{name} = {_written(value)}" for value in values]
    return Setting(name, values, labels)


def _written(value: float, digits: int = 3) -> str:
    return number(value, digits).replace("-", "−")


class Knob:
    """A scale with a dot for each run, and a large one for the run shown.

    Parameters
    ----------
    ax : Axes
        Flat axes, of which only the scale remains.
    differs : Setting
        What differs.
    """

    def __init__(self, ax: Axes, differs: Setting) -> None:
        self._values = differs.values
        ax.spines[["left", "right", "top"]].set_visible(False)
        ax.set(yticks=[], ylim=(0, 1))
        size = matplotlib.rcParams["font.size"]
        fitted = size * min(1.1, ROOM * size / formula.width(differs.name, size))
        side = {"rotation": 0, "ha": "right", "va": "center", "y": 0}
        ax.set_ylabel(differs.name, fontsize=fitted, **side)
        _scale(ax, self._values, whole=differs.name == "run")
        small = 0.5 * matplotlib.rcParams["lines.markersize"]
        dots = {"marker": "o", "color": theme().ink, "markersize": small, "linestyle": "none"}
        ax.plot(self._values, np.zeros(len(self._values)), clip_on=False, **dots)
        knob = head_style(None)
        knob["markersize"] *= 1.3
        ax.tick_params(axis="x", pad=0.4 * size)
        self.dot = ax.add_line(Line2D([], [], linestyle="none", clip_on=False, **knob))

    @property
    def artists(self) -> list[Artist]:
        """Return what moves."""
        return [self.dot]

    def show(self, k: int) -> None:
        """Turn the knob to run k."""
        self.dot.set_data(self._values[k : k + 1], [0.0])


def _scale(ax: Axes, values: Array, whole: bool) -> None:
    """Choose the scale on which the values are spread more evenly."""
    if _by_factors(values):
        ax.set_xscale("log")
        ax.xaxis.set_major_locator(
            LogLocator(subs=(1, 2, 5) if np.ptp(np.log10(values)) < 2 else (1,))
        )
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _written(value)))
        ax.xaxis.set_minor_formatter(NullFormatter())
        low, high = np.log10([values.min(), values.max()])
        margin = 0.03 * (high - low)
        ax.set_xlim(10 ** (low - margin), 10 ** (high + margin))
        return
    margin = 0.03 * np.ptp(values) or 0.5
    ax.set_xlim(values.min() - margin, values.max() + margin)
    ticks = MaxNLocator(8, steps=[1, 2, 5, 10], integer=whole, min_n_ticks=1 if whole else 2)
    ax.xaxis.set_major_locator(ticks)
    # A power beside the scale would stand under the edge of the picture.
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _written(value, _digits(values))))


def _digits(values: Array) -> int:
    """Return with how many digits numbers between the values can be told apart."""
    largest, extent = np.abs(values).max(), np.ptp(values)
    return 3 + math.ceil(math.log10(largest / extent)) if 0 < extent < largest else 3


def _by_factors(values: Array) -> bool:
    """Tell whether factors between neighbours are more even than differences."""
    known = np.unique(values)
    if len(known) < 3 or known[0] <= 0:
        return False
    steps, factors = np.diff(known), np.diff(np.log(known))
    return bool(factors.max() / factors.min() < 0.99 * steps.max() / steps.min())
