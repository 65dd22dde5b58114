"""Small real data sets, each with its source and the terms under which it is passed on.

TABLE

Every name is a CSV file of plain numbers beside this module, read when `load` asks for it.

Examples
--------
>>> from symgd import datasets
>>> datasets.load("women").table().rows[:2]
(('58', '115'), ('59', '117'))
>>> datasets.load("cars")["speed"].mean()
np.float64(15.4)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import as_file, files

from symgd.errors import SymgdError
from symgd.tables import Columns, read_csv


@dataclass(frozen=True)
class _Entry:
    """What is known of one data set beside its numbers."""

    description: str
    source: str
    licence: str


_FACTS = (
    "Facts, which have no author; collected and passed on with R, whose terms are the GPL 2 or 3"
)

# By number of columns and then of rows: the order of names() and of the table.
_ENTRIES = {
    "women": _Entry(
        "Average height in inches and weight in pounds of American women aged 30 to 39, nearly a "
        "parabola",
        source="The World Almanac and Book of Facts 1975; as R gives it (datasets::women)",
        licence=_FACTS,
    ),
    "challenger": _Entry(
        "Temperature in °F at 23 launches of the space shuttle in their order, and whether an "
        "O-ring of the boosters suffered (failure 1) or not (0); the next launch was at 31 °F",
        source="Dalal, Fowlkes & Hoadley 1989, doi:10.1080/01621459.1989.10478858, table 1, after "
        "the Presidential Commission on the Space Shuttle Challenger Accident 1986; in the order "
        "of the UCI Machine Learning Repository, Challenger USA Space Shuttle O-Ring",
        licence="Facts from a report of the United States government, in the public domain; the "
        "repository's collection is CC BY 4.0",
    ),
    "cars": _Entry(
        "Speed in miles per hour and stopping distance in feet of 50 cars of the 1920s",
        source="Ezekiel 1930, Methods of Correlation Analysis; as R gives it (datasets::cars)",
        licence=_FACTS,
    ),
    "faithful": _Entry(
        "Length of 272 eruptions of the geyser Old Faithful and the waiting time until the next, "
        "both in minutes: two clusters",
        source="Härdle 1991, Smoothing Techniques with Implementation in S; as R gives it "
        "(datasets::faithful)",
        licence=_FACTS,
    ),
    "galton": _Entry(
        "Height in inches of 928 adult children and the mean height of their parents, by classes; "
        "daughters and mothers are scaled by 1.08. The data that gave regression its name",
        source="Galton 1886, doi:10.2307/2841583, table 1; as the R package HistData gives it",
        licence="In the public domain by age",
    ),
    "iris": _Entry(
        "Length and width of sepals and petals in cm of 150 irises; species 0 is setosa, 1 "
        "versicolor, 2 virginica",
        source="Fisher 1936, doi:10.1111/j.1469-1809.1936.tb02137.x, measured by Anderson; as R "
        "gives it (datasets::iris), without the two slips of the UCI copy in rows 35 and 38",
        licence=_FACTS,
    ),
    "anscombe": _Entry(
        "Four pairs of columns, x1 and y1 to x4 and y4, with the same means, variances, "
        "correlation and fitted line y = 3 + x/2, which only a picture tells apart",
        source="Anscombe 1973, doi:10.1080/00031305.1973.10478966; as R gives it "
        "(datasets::anscombe)",
        licence="Eleven invented points a set, printed for free study; no terms are stated, and R "
        "passes them on under the GPL 2 or 3",
    ),
}


def names() -> tuple[str, ...]:
    """Return the names of all data sets, from few columns to many.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> names()
    ('women', 'challenger', 'cars', 'faithful', 'galton', 'iris', 'anscombe')
    """
    return tuple(_ENTRIES)


def load(name: str) -> Columns:
    """Return a data set.

    Parameters
    ----------
    name : str
        One of `names`.

    Returns
    -------
    Columns
        Arrays (N,) by name, with `name`, `source`, `licence` and `description`.

    Raises
    ------
    SymgdError
        If there is none of this name.

    Examples
    --------
    >>> data = load("challenger")
    >>> data["temperature"][data["failure"] == 1]
    array([70., 57., 63., 70., 53., 75., 58.])
    >>> data.source[:34]
    'Dalal, Fowlkes & Hoadley 1989, doi'
    """
    if not isinstance(name, str) or name not in _ENTRIES:
        raise SymgdError(f"There is no data set {name!r}; there are {', '.join(_ENTRIES)}.")
    return _load(name)


@cache
def _load(name: str) -> Columns:
    entry = _ENTRIES[name]
    with as_file(files(__name__) / f"{name}.csv") as path:
        columns = read_csv(path)
    known = {"description": entry.description, "source": entry.source, "licence": entry.licence}
    return replace(columns, name=name, **known)


def _table() -> str:
    """Return names, descriptions, sources and terms as a list in reStructuredText."""
    return "\n\n".join(
        f"``{name}``\n    {entry.description}.\n\n    Source: {entry.source}.\n\n"
        f"    Terms: {entry.licence}."
        for name, entry in _ENTRIES.items()
    )


__doc__ = (__doc__ or "").replace("TABLE", _table())
