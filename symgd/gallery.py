"""Textbook costs, each with its usual start, its known minimizers and its source.

TABLE

Every name is a `Cost`, built when it is first asked for. `minima` holds the global minimizers as
far as they are known; where the cost falls for ever (saddles) it is empty, and where a cost is
meant for a box, `source` names the box. A start that no source gives was chosen so that the
descent has something to show.

Examples
--------
>>> from symgd import gallery
>>> gallery.rosenbrock.minima
((1.0, 1.0),)
>>> gallery.beale(gallery.beale.start)
14.203125
>>> gallery.booth.gradient
(10*x + 8*y - 34, 8*x + 10*y - 38)
>>> [name for name in gallery.names() if "saddle" in name]
['saddle', 'monkey_saddle']
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cache
from math import pi

from symgd.cost import Cost


@dataclass(frozen=True)
class _Entry:
    """What is known of one cost; the formula is text, so that importing builds nothing."""

    formula: str
    start: tuple[float, ...]
    minima: tuple[tuple[float, ...], ...]
    source: str


_MORE = "Moré, Garbow & Hillstrom 1981, doi:10.1145/355934.355936"
_JAMIL = "Jamil & Yang 2013, doi:10.1504/IJMMNO.2013.055204"
_SURJANOVIC = "Surjanovic & Bingham 2013, Virtual Library of Simulation Experiments"
_BOYD = "Boyd & Vandenberghe 2004, Convex Optimization"
_STROGATZ = "Strogatz 1994, Nonlinear Dynamics and Chaos"
_SURFACES = "Hilbert & Cohn-Vossen 1952, Geometry and the Imagination"

# By number of variables and then from plain to hard: the order of names() and of the table.
_ENTRIES = {
    "parabola": _Entry(
        "x**2 - 4*x + 5",
        start=(0.0,),
        minima=((2.0,),),
        source="School algebra: (x - 2)**2 + 1, multiplied out",
    ),
    "quartic": _Entry(
        "x**4 - 3*x**3 + 2",
        start=(6.0,),
        minima=((2.25,),),
        source='Wikipedia, "Gradient descent": the computational example of earlier versions',
    ),
    "double_well": _Entry(
        "x**4/4 - x**2/2",
        start=(2.0,),
        minima=((-1.0,), (1.0,)),
        source=f"{_STROGATZ}, example 6.5.2",
    ),
    "tilted_double_well": _Entry(
        "x**4/4 - x**2/2 + x/10",
        start=(2.0,),  # ends in the shallow well at 0.9456492739235914
        minima=((-1.0466805318046022,),),
        source=f"{_STROGATZ}, section 3.6, with r = 1 and h = -1/10",
    ),
    "wavy_parabola": _Entry(
        "x**2 + 10*sin(x)",
        start=(3.0,),  # ends in the local minimum at 3.837467106499049
        minima=((-1.306440008369511,),),
        source="Varoquaux, Gouillart, Vahtras et al. 2015, Scipy Lecture Notes, on optimization",
    ),
    "plateau": _Entry(
        "1 - exp(-x**2)",
        start=(3.0,),
        minima=((0.0,),),
        source="Holland & Welsch 1977, doi:10.1080/03610927708827533: Welsch's loss, rescaled",
    ),
    "pseudo_huber": _Entry(
        "sqrt(1 + x**2) - 1",
        start=(2.0,),  # Newton's step leads from x to -x**3
        minima=((0.0,),),
        source="Charbonnier, Blanc-Féraud, Aubert & Barlaud 1997, doi:10.1109/83.551699",
    ),
    "barrier": _Entry(
        "x - log(x)",
        start=(3.0,),
        minima=((1.0,),),
        source=f"{_BOYD}, section 11.2: the logarithmic barrier",
    ),
    "kink": _Entry(
        "abs(x)",
        start=(2.0,),
        minima=((0.0,),),
        source="Lafferriere, Lafferriere & Nguyen 2022, Introduction to Mathematical Analysis I, "
        "example 5.6.1",
    ),
    "bowl": _Entry(
        "x**2 + y**2",
        start=(3.0, 2.0),
        minima=((0.0, 0.0),),
        source="School algebra: the squared distance from the origin",
    ),
    "ravine": _Entry(
        "x**2/10 + 2*y**2",
        start=(-5.0, -2.0),
        minima=((0.0, 0.0),),
        source="Zhang, Lipton, Li & Smola 2023, Dive into Deep Learning, section 12.6",
    ),
    "booth": _Entry(
        "(x + 2*y - 7)**2 + (2*x + y - 5)**2",
        start=(-5.0, -5.0),
        minima=((1.0, 3.0),),
        source=_JAMIL,
    ),
    "matyas": _Entry(
        "26*(x**2 + y**2)/100 - 48*x*y/100",
        start=(8.0, -6.0),
        minima=((0.0, 0.0),),
        source=_JAMIL,
    ),
    "exponentials": _Entry(
        "exp(x + 3*y - 1/10) + exp(x - 3*y - 1/10) + exp(-x - 1/10)",
        start=(-1.0, 1.0),
        minima=((-0.34657359027997264, 0.0),),  # x = -log(2)/2
        source=f"{_BOYD}, equation 9.20",
    ),
    "rosenbrock": _Entry(
        "100*(y - x**2)**2 + (1 - x)**2",
        start=(-1.2, 1.0),
        minima=((1.0, 1.0),),
        source="Rosenbrock 1960, doi:10.1093/comjnl/3.3.175",
    ),
    "himmelblau": _Entry(
        "(x**2 + y - 11)**2 + (x + y**2 - 7)**2",
        start=(0.0, 0.0),
        minima=(
            (3.0, 2.0),
            (-2.805118086952745, 3.131312518250573),
            (-3.779310253377747, -3.2831859912861696),
            (3.5844283403304917, -1.8481265269644036),
        ),
        source="Himmelblau 1972, Applied Nonlinear Programming",
    ),
    "beale": _Entry(
        "(3/2 - x*(1 - y))**2 + (9/4 - x*(1 - y**2))**2 + (21/8 - x*(1 - y**3))**2",
        start=(1.0, 1.0),
        minima=((3.0, 0.5),),
        source=f"Beale 1958, Princeton, Technical Report 25; as in {_MORE}",
    ),
    "freudenstein_roth": _Entry(
        "(x - 13 + ((5 - y)*y - 2)*y)**2 + (x - 29 + ((y + 1)*y - 14)*y)**2",
        start=(0.5, -2.0),  # local minimum at (11.412778986902094, -0.8968052532744765)
        minima=((5.0, 4.0),),
        source=f"Freudenstein & Roth 1963, doi:10.1145/321186.321200; as in {_MORE}",
    ),
    "brown_badly_scaled": _Entry(
        "(x - 10**6)**2 + (y - 2/10**6)**2 + (x*y - 2)**2",
        start=(1.0, 1.0),
        minima=((1e6, 2e-6),),
        source=_MORE,
    ),
    "powell_badly_scaled": _Entry(
        "(10**4*x*y - 1)**2 + (exp(-x) + exp(-y) - 10001/10000)**2",
        start=(0.0, 1.0),
        minima=(
            (1.0981593296998175e-05, 9.106146739866524),
            (9.106146739866524, 1.0981593296998175e-05),  # x and y may change places
        ),
        source=f"Powell 1970, A hybrid method for nonlinear equations; as in {_MORE}",
    ),
    "three_hump_camel": _Entry(
        "2*x**2 - 105*x**4/100 + x**6/6 + x*y + y**2",
        start=(2.0, -1.0),  # local minima at ±(1.7475523458302888, -0.8737761729151444)
        minima=((0.0, 0.0),),
        source=_JAMIL,
    ),
    "six_hump_camel": _Entry(
        "(4 - 21*x**2/10 + x**4/3)*x**2 + x*y + (4*y**2 - 4)*y**2",
        start=(1.0, 1.0),
        minima=(
            (0.08984201310031806, -0.7126564030207396),
            (-0.08984201310031806, 0.7126564030207396),
        ),
        source="Dixon & Szegő 1978, Towards Global Optimisation 2",
    ),
    "styblinski_tang": _Entry(
        "(x**4 - 16*x**2 + 5*x)/2 + (y**4 - 16*y**2 + 5*y)/2",
        start=(0.0, 0.0),
        minima=((-2.903534027771177, -2.903534027771177),),
        source="Styblinski & Tang 1990, doi:10.1016/0893-6080(90)90029-K",
    ),
    "goldstein_price": _Entry(
        "(1 + (x + y + 1)**2*(19 - 14*x + 3*x**2 - 14*y + 6*x*y + 3*y**2))"
        "*(30 + (2*x - 3*y)**2*(18 - 32*x + 12*x**2 + 48*y - 36*x*y + 27*y**2))",
        start=(0.5, -0.5),  # local minima at (-0.6, -0.4), (1.8, 0.2) and (1.2, 0.8)
        minima=((0.0, -1.0),),
        source="Goldstein & Price 1971, doi:10.1090/S0025-5718-1971-0312365-X",
    ),
    "mccormick": _Entry(
        "sin(x + y) + (x - y)**2 - 3*x/2 + 5*y/2 + 1",
        start=(2.0, 2.0),  # local minimum at (2*pi/3 + 1/2, 2*pi/3 - 1/2)
        minima=((-0.5471975511965977, -1.5471975511965979),),  # -pi/3 + 1/2, -pi/3 - 1/2
        source=f"{_JAMIL}; for -1.5 <= x <= 4, -3 <= y <= 4",
    ),
    "branin": _Entry(
        "(y - 51*x**2/(40*pi**2) + 5*x/pi - 6)**2 + 10*(1 - 1/(8*pi))*cos(x) + 10",
        start=(2.5, 7.5),
        minima=((-pi, 12.275), (pi, 2.275), (3 * pi, 2.475)),  # more of them outside the box
        source="Branin 1972, doi:10.1147/rd.165.0504; for -5 <= x <= 10, 0 <= y <= 15",
    ),
    "easom": _Entry(
        "-cos(x)*cos(y)*exp(-(x - pi)**2 - (y - pi)**2)",
        start=(2.0, 2.0),
        minima=((pi, pi),),
        source=f"Easom 1990, thesis, University of Louisville; as in {_JAMIL}",
    ),
    "peaks": _Entry(
        "3*(1 - x)**2*exp(-x**2 - (y + 1)**2) - 10*(x/5 - x**3 - y**5)*exp(-x**2 - y**2)"
        " - exp(-(x + 1)**2 - y**2)/3",
        start=(0.0, 1.0),  # local minimum near (0.2964, 0.3202)
        minima=((0.22827892055636909, -1.6255349574999964),),
        source="The MathWorks, documentation of MATLAB, peaks",
    ),
    "griewank": _Entry(
        "(x**2 + y**2)/4000 - cos(x)*cos(y/sqrt(2)) + 1",
        start=(4.0, 3.0),
        minima=((0.0, 0.0),),
        source=f"Griewank 1981, doi:10.1007/BF00933356; as in {_JAMIL}",
    ),
    "rastrigin": _Entry(
        "20 + x**2 - 10*cos(2*pi*x) + y**2 - 10*cos(2*pi*y)",
        start=(2.2, 1.3),
        minima=((0.0, 0.0),),
        source="Rastrigin 1974, Systems of Extremal Control (in Russian)",
    ),
    "ackley": _Entry(
        "-20*exp(-sqrt((x**2 + y**2)/2)/5) - exp((cos(2*pi*x) + cos(2*pi*y))/2) + 20 + E",
        start=(2.2, -1.3),
        minima=((0.0, 0.0),),  # the tip of a cone: no slope there
        source="Ackley 1987, A Connectionist Machine for Genetic Hillclimbing",
    ),
    "crescent": _Entry(
        "Max(x**2 + (y - 1)**2 + y - 1, -x**2 - (y - 1)**2 + y + 1)",
        start=(-1.5, 2.0),
        minima=((0.0, 0.0),),  # on the kink
        source="Kiwiel 1985, Methods of Descent for Nondifferentiable Optimization",
    ),
    "saddle": _Entry(
        "x**2 - y**2",
        start=(1.0, 0.0),  # on the ridge, from which no step leads away
        minima=(),
        source=_SURFACES,
    ),
    "monkey_saddle": _Entry(
        "x**3 - 3*x*y**2",
        start=(1.0, 0.0),
        minima=(),
        source=_SURFACES,
    ),
    "sphere": _Entry(
        "x**2 + y**2 + z**2",
        start=(5.0, -3.0, 1.0),
        minima=((0.0, 0.0, 0.0),),
        source="De Jong 1975, thesis, University of Michigan, hdl:2027.42/4507: F1",
    ),
    "powell_singular": _Entry(
        "(x1 + 10*x2)**2 + 5*(x3 - x4)**2 + (x2 - 2*x3)**4 + 10*(x1 - x4)**4",
        start=(3.0, -1.0, 0.0, 1.0),
        minima=((0.0, 0.0, 0.0, 0.0),),  # where the Hessian is singular
        source=f"Powell 1962, doi:10.1093/comjnl/5.2.147; as in {_MORE}",
    ),
    "wood": _Entry(
        "100*(x2 - x1**2)**2 + (1 - x1)**2 + 90*(x4 - x3**2)**2 + (1 - x3)**2"
        " + 10*(x2 + x4 - 2)**2 + (x2 - x4)**2/10",
        start=(-3.0, -1.0, -3.0, -1.0),
        minima=((1.0, 1.0, 1.0, 1.0),),
        source=f"Colville 1968, IBM New York, Report 320-2949; as in {_MORE}",
    ),
    "rosenbrock_chain": _Entry(
        "100*(x2 - x1**2)**2 + (1 - x1)**2 + 100*(x3 - x2**2)**2 + (1 - x2)**2"
        " + 100*(x4 - x3**2)**2 + (1 - x3)**2",
        start=(-1.2, 1.0, -1.2, 1.0),  # a local minimum at (-0.7757, 0.6131, 0.3821, 0.1460)
        minima=((1.0, 1.0, 1.0, 1.0),),
        source="Kok & Sandrock 2009, doi:10.1162/evco.2009.17.3.437",
    ),
    "trid": _Entry(
        "(x1 - 1)**2 + (x2 - 1)**2 + (x3 - 1)**2 + (x4 - 1)**2 + (x5 - 1)**2 + (x6 - 1)**2"
        " - x1*x2 - x2*x3 - x3*x4 - x4*x5 - x5*x6",
        start=(0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
        minima=((6.0, 10.0, 12.0, 12.0, 10.0, 6.0),),
        source=_SURJANOVIC,
    ),
}

__all__ = ["costs", "names", *_ENTRIES]


def names() -> tuple[str, ...]:
    """Return the names of all costs, by number of variables and then from plain to hard.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> names()[:3]
    ('parabola', 'quartic', 'double_well')
    """
    return tuple(_ENTRIES)


def costs() -> dict[str, Cost]:
    """Return all costs under their names, in the order of `names`.

    Returns
    -------
    dict of str to Cost

    Examples
    --------
    >>> [name for name, cost in costs().items() if cost.n > 4]
    ['trid']
    """
    return {name: _cost(name) for name in _ENTRIES}


@cache
def _cost(name: str) -> Cost:
    entry = _ENTRIES[name]
    return Cost(
        entry.formula,
        name=name.replace("_", " "),
        start=entry.start,
        minima=entry.minima,
        source=entry.source,
    )


def __getattr__(name: str) -> Cost:
    """Build the cost of this name when it is first asked for."""
    if name not in _ENTRIES:
        # Python ends this sentence itself: ". Did you mean: 'rosenbrock'?"
        raise AttributeError(
            f"The gallery has no cost {name!r}; gallery.names() lists them",
            name=name,
            obj=sys.modules[__name__],
        )
    return _cost(name)


def __dir__() -> list[str]:
    """List the costs although they are not built yet."""
    return sorted({*globals(), *_ENTRIES})


def _table() -> str:
    """Return names and formulas as a table in reStructuredText."""
    rows = [("name", "formula")]
    rows += [(f"``{name}``", f"``{entry.formula}``") for name, entry in _ENTRIES.items()]
    left, right = (max(map(len, column)) for column in zip(*rows, strict=True))
    rule = f"{'=' * left}  {'=' * right}"
    head, *body = (f"{name:{left}}  {formula}" for name, formula in rows)
    return "\n".join([rule, head, rule, *body, rule])


__doc__ = (__doc__ or "").replace("TABLE", _table())
