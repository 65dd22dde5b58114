"""The numeric functions: against mpmath, at the edges of their domains, and with SciPy or not."""

from __future__ import annotations

import math
import sys
import types
from importlib.machinery import ModuleSpec

import mpmath
import numpy as np
import pytest
import sympy

from symgd.compiling.namespace import (
    ARRAY,
    SCALAR,
    SCIPY_NAMES,
    has_scipy,
    require_evaluable,
)
from symgd.errors import SymgdError
from symgd.parsing.vocabulary import FUNCTION_CLASSES, SCIPY_CLASSES

X = sympy.Symbol("x", real=True)

PLACES = [-40.25, -2.5, -1.7, -0.3, 0.0, 0.3, 0.9, 1.7, 2.5, 40.25]
ONE_ARGUMENT = sorted(
    (c for c in FUNCTION_CLASSES if c not in (sympy.atan2, sympy.Max, sympy.Min)),
    key=lambda c: c.__name__,
)


def _exact(function: type[sympy.Function], at: float) -> float:
    """Return the real value in double precision; nan where there is none, inf at a pole."""
    try:
        value = function(sympy.Rational(at)).evalf(30)
    except ValueError:
        return math.nan
    if value.is_infinite or value.has(sympy.DiracDelta):
        return math.inf
    return float(value) if value.is_real else math.nan


def _scalar(name: str, *arguments: float) -> float | None:
    """Return the value for floats, None where the standard library raises."""
    try:
        return SCALAR[name](*arguments)
    except (ValueError, ZeroDivisionError, OverflowError):
        return None


@pytest.mark.parametrize("function", ONE_ARGUMENT, ids=lambda c: c.__name__)
def test_functions_of_one_argument_are_those_of_mathematics(function):
    name = function.__name__
    extra = (0.5,) if function is sympy.Heaviside else ()
    exact = np.array([_exact(function, at) for at in PLACES])
    scalar = [_scalar(name, at, *extra) for at in PLACES]
    with np.errstate(all="ignore"):
        array = ARRAY[name](np.array(PLACES), *extra)
    finite = np.isfinite(exact)
    assert array[finite] == pytest.approx(exact[finite], rel=1e-13)
    assert not np.isfinite(array[~finite]).any()
    given = [k for k, value in enumerate(scalar) if value is not None]
    assert len(given) >= finite.sum() - 1  # 1/0 may raise where acot has a value
    assert {type(scalar[k]) for k in given} == {float}
    assert [scalar[k] for k in given] == pytest.approx(exact[given], rel=1e-13)


@pytest.mark.parametrize("namespace", [SCALAR, ARRAY], ids=["scalar", "array"])
def test_functions_of_more_arguments(namespace):
    assert namespace["atan2"](1.0, -1.0) == pytest.approx(3 * math.pi / 4)
    assert namespace["Max"](1.0, 3.0, 2.0) == 3.0
    assert namespace["Min"](2.0, 1.0, 3.0) == 1.0
    assert namespace["hypot"](2.0, 3.0, 6.0) == pytest.approx(7.0)
    assert namespace["Heaviside"](0.0, 0.25) == 0.25
    assert namespace["DiracDelta"](2.0, 1.0) == 0.0


def test_reductions_of_arrays_broadcast():
    column, row = np.array([[1.0], [2.0]]), np.array([0.0, 3.0])
    assert ARRAY["Max"](column, row, 1.5).tolist() == [[1.5, 3.0], [2.0, 3.0]]
    assert ARRAY["Min"](column, row, 1.5).tolist() == [[0.0, 1.0], [0.0, 1.5]]
    assert ARRAY["And"](column > 1, row > 1, True).tolist() == [[False, False], [False, True]]
    assert ARRAY["Or"](column > 1, row > 1, False).tolist() == [[False, True], [True, True]]
    assert ARRAY["Not"](row > 1).tolist() == [True, False]


@pytest.mark.parametrize("name", ["sign", "Heaviside", "DiracDelta", "Max", "Min", "Abs", "erf"])
@pytest.mark.parametrize("namespace", [SCALAR, ARRAY], ids=["scalar", "array"])
def test_nan_stays_nan(namespace, name):
    """A step that overflowed to nan must not come back as an ordinary number."""
    arguments = (math.nan, 0.5) if name in ("Heaviside", "Max", "Min") else (math.nan,)
    assert math.isnan(namespace[name](*arguments))


@pytest.mark.parametrize("name", ["Abs", "sign", "Max", "Heaviside", "sqrt", "exp", "erf", "sinc"])
def test_functions_of_floats_refuse_complex_numbers(name):
    """Python makes a complex number of (-8)**(1/3); its size must not pass for a value."""
    complex_root = (-8.0) ** (1 / 3)
    with pytest.raises(TypeError):
        SCALAR[name](complex_root, 0.5) if name in ("Max", "Heaviside") else SCALAR[name](
            complex_root
        )


def test_peak_of_dirac_delta():
    places = np.array([-1.0, 0.0, np.nan, np.inf])
    assert np.array_equal(ARRAY["DiracDelta"](places), [0, np.inf, np.nan, 0], equal_nan=True)
    assert np.array_equal(ARRAY["DiracDelta"](places, 2.0), [0, np.nan, np.nan, 0], equal_nan=True)
    assert SCALAR["DiracDelta"](0.0) == math.inf
    assert type(SCALAR["DiracDelta"](1.0)) is float


def test_functions_of_the_standard_library_keep_shapes_and_never_raise():
    places = np.array([[-1.0, 200.0], [0.5, np.nan]])
    with np.errstate(over="ignore"):
        values = ARRAY["gamma"](places)
    assert values.shape == (2, 2)
    assert np.isnan(values[0, 0])
    assert values[0, 1] == np.inf
    assert values[1, 0] == pytest.approx(math.sqrt(math.pi))
    assert ARRAY["erf"](np.zeros((0, 3))).shape == (0, 3)
    assert ARRAY["loggamma"](np.array([-0.5, 3.0])).tolist() == pytest.approx(
        [math.nan, math.log(2)], nan_ok=True
    )


def test_piecewise_takes_the_first_condition_that_holds():
    x = np.array([-2.0, -0.5, 0.5, 2.0])
    piecewise = ARRAY["Piecewise"]
    assert piecewise(10.0, x > 1, x, x > -1, 7.0).tolist() == [7.0, -0.5, 0.5, 10.0]
    assert piecewise(1.0, True, 2.0, True, math.nan) == 1.0
    assert np.isnan(piecewise(1.0, x > 9, math.nan)).all()


def test_quotient_of_zeros_is_zero():
    with np.errstate(all="ignore"):
        values = ARRAY["Quotient"](
            np.array([0.0, 1.0, 6.0, np.nan]), np.array([0.0, 0.0, 3.0, 0.0])
        )
    assert np.array_equal(values, [0, np.inf, 2, np.nan], equal_nan=True)


def test_constants():
    for namespace in (SCALAR, ARRAY):
        assert namespace["pi"] == math.pi
        assert math.isnan(namespace["nan"])
        assert namespace["inf"] == math.inf


def test_both_namespaces_know_every_function_that_a_cost_may_hold():
    names = {c.__name__ for c in FUNCTION_CLASSES | SCIPY_CLASSES}
    assert names <= SCALAR.keys()
    assert names <= ARRAY.keys()
    assert {c.__name__ for c in SCIPY_CLASSES} == SCIPY_NAMES.keys()


def test_accuracy_of_error_and_gamma_functions():
    for at in (0.1, 1.5, 5.0):
        assert SCALAR["erfc"](at) == pytest.approx(float(mpmath.erfc(at)), rel=1e-13)
        assert SCALAR["factorial"](at) == pytest.approx(float(mpmath.factorial(at)), rel=1e-13)
        assert SCALAR["loggamma"](at) == pytest.approx(float(mpmath.loggamma(at)), rel=1e-12)


# With SciPy and without it.


@pytest.fixture
def without_scipy(monkeypatch):
    monkeypatch.setitem(sys.modules, "scipy", None)


@pytest.fixture
def special(monkeypatch):
    """Put an empty stand-in in the place of SciPy, to be filled by the test."""
    module = types.ModuleType("scipy.special")
    package = types.ModuleType("scipy")
    package.special = module
    package.__spec__ = ModuleSpec("scipy", None)
    monkeypatch.setitem(sys.modules, "scipy", package)
    monkeypatch.setitem(sys.modules, "scipy.special", module)
    return module


def test_scipy_is_found_without_importing_it(special):
    assert has_scipy()


def test_missing_scipy_is_noticed(without_scipy):
    assert not has_scipy()


@pytest.mark.parametrize("function", sorted(SCIPY_CLASSES, key=str), ids=str)
def test_functions_of_scipy_are_refused_without_it(without_scipy, function):
    name = function.__name__
    arguments = (1, X) if name.startswith("bessel") or name == "polygamma" else (X,)
    call = function(*arguments, *((X,) if name == "beta" else ()))
    wanted = "polygamma" if name == "digamma" else name
    with pytest.raises(SymgdError, match=f"^The cost contains {wanted}, which only SciPy can eval"):
        require_evaluable([call], "The cost")


def test_functions_of_scipy_pass_with_it(special):
    require_evaluable([sympy.besselj(0, X), sympy.gamma(X).diff(X)], "The cost")


@pytest.mark.parametrize("namespace", [SCALAR, ARRAY], ids=["scalar", "array"])
def test_functions_of_scipy_are_called_by_its_names(special, namespace):
    """The parts of airy, sici and fresnel are in the order of SciPy's reference."""
    special.jv = lambda order, x: 10 * order + x
    special.airy = lambda x: (1.0, 2.0, 3.0, 4.0)
    special.sici = lambda x: (5.0, 6.0)
    special.fresnel = lambda x: (7.0, 8.0)
    special.expi = lambda x: -x
    assert namespace["besselj"](2.0, 3.0) == 23.0
    airy = [namespace[n](0.5) for n in ("airyai", "airyaiprime", "airybi", "airybiprime")]
    assert airy == [1.0, 2.0, 3.0, 4.0]
    parts = [namespace[n](0.5) for n in ("Si", "Ci", "fresnels", "fresnelc")]
    assert parts == [5.0, 6.0, 7.0, 8.0]
    assert namespace["Ei"](2.0) == -2.0


def test_complex_results_of_scipy_are_real_where_they_can_be(special):
    special.lambertw = lambda x: x + 0j
    value = ARRAY["LambertW"](np.array([1.0, 2.0]))
    assert value.dtype == np.float64
    special.lambertw = lambda x: x + 1j
    assert np.iscomplexobj(ARRAY["LambertW"](np.array([1.0])))


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        (sympy.Function("h")(X), "h"),
        (sympy.re(sympy.asin(X)), "re"),
        (sympy.zeta(X), "zeta"),
        (sympy.Derivative(sympy.besselj(X, 1), X), "Derivative"),
        (sympy.Subs(sympy.Derivative(sympy.Function("h")(X), X), X, 0), "Derivative"),
        (sympy.floor(X), "floor"),
    ],
    ids=str,
)
def test_what_has_no_numerical_value_is_refused_by_name(special, expression, name):
    with pytest.raises(SymgdError, match=f"^Its slope contains {name}, which has no numerical val"):
        require_evaluable([sympy.sin(X), expression], "Its slope")


def test_everything_else_passes(without_scipy):
    require_evaluable([f(X) for f in ONE_ARGUMENT], "The cost")
    pieces = sympy.Piecewise((sympy.Max(X, 1), X > 0), (sympy.atan2(X, 1), True))
    require_evaluable([pieces, sympy.Integer(1), X], "The cost")
    require_evaluable([], "The cost")
