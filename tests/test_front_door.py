"""The front door: the public names, and what importing them brings along."""

from __future__ import annotations

import subprocess
import sys

import pytest

import symgd

CLASSES = ["Animation", "Cost", "Iterate", "Outcome", "ParseError", "Rule", "Run", "SymgdError"]
TESTS = ["cost_change_below", "gradient_below", "step_below"]
CALLS = ["animate", "check_gradient", "gradient_descent", "iterates", "minimize", "plot"]
FAMILY = ["adadelta", "adagrad", "adam", "adamax", "adamw", "amsgrad", "gd", "momentum", "nadam"]
FAMILY += ["nesterov", "newton", "rmsprop", "signgd"]
OTHERS = ["Comparison", "backtracking", "compare", "exact", "gallery", "polyak", "rule"]
LEARNING = ["lasso", "losses", "models", "ridge"]
DATA = ["Columns", "Standardized", "centre", "datasets", "read_csv", "split", "standardize"]
DATA += ["DataCost", "mean_loss", "sum_loss"]
NAMES = [*CLASSES, *TESTS, *CALLS, *FAMILY, *OTHERS, *LEARNING, *DATA]


def run_python(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.mark.parametrize("name", NAMES)
def test_the_public_names_are_there(name: str) -> None:
    assert getattr(symgd, name) is not None
    assert name in symgd.__all__
    assert name in dir(symgd)


def test_public_names_are_sorted_and_each_is_there() -> None:
    assert all(hasattr(symgd, name) for name in symgd.__all__)
    assert len(set(symgd.__all__)) == len(symgd.__all__)


def test_a_wrong_name_is_an_attribute_error() -> None:
    name = "desend"
    with pytest.raises(AttributeError, match="module 'symgd' has no attribute 'desend'"):
        getattr(symgd, name)


def test_public_callables_explain_themselves() -> None:
    for name in symgd.__all__:
        assert getattr(symgd, name).__doc__, name


def test_a_refusal_is_a_value_error() -> None:
    assert issubclass(symgd.SymgdError, ValueError)
    assert issubclass(symgd.ParseError, symgd.SymgdError)


def test_matplotlib_is_imported_only_for_a_picture() -> None:
    program = """
import sys, symgd
run = symgd.gradient_descent("x**2", 3)
repr(run), run._repr_html_(), str(run.table()), dir(symgd), symgd.gallery.rosenbrock
assert not {name for name in sys.modules if name.split(".")[0] in ("matplotlib", "PIL")}
symgd.plot
assert "matplotlib" in sys.modules
print("done")
"""
    assert run_python(program) == "done"


def test_importing_everything_by_a_star_gives_every_public_name() -> None:
    program = "import symgd; from symgd import *; print(all(n in globals() for n in symgd.__all__))"
    assert run_python(program) == "True"


def test_the_version_is_that_of_the_package() -> None:
    assert symgd.__version__.count(".") == 2


def test_import_does_no_algebra() -> None:
    # SymPy loads its tensors with the first sum that it makes, a tenth of its own import.
    program = "import sys, symgd; print('sympy.tensor.tensor' in sys.modules)"
    assert run_python(program) == "False"
