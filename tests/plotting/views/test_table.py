"""Which view is chosen, and what is refused."""

import pytest

import symgd
from symgd import SymgdError
from symgd.plotting.views.table import view_of


@pytest.fixture(scope="module")
def many():
    return symgd.gradient_descent("a**2 + b**2 + c**2", (1, 2, 3), max_steps=3)


def test_defaults(bowl, ravine, many):
    assert [view_of([run], None).name for run in (bowl, ravine, many)] == [
        "curve",
        "contour",
        "cost",
    ]


@pytest.mark.parametrize("name", ["surface", "cost", "contour"])
def test_views_by_name(ravine, name):
    assert view_of([ravine], name).name == name


@pytest.mark.parametrize("name", ["pie", "", 3, ["curve"], "Curve"])
def test_unknown_views_are_refused_with_those_that_fit(bowl, name):
    with pytest.raises(SymgdError, match=r"no view .*view='curve' or view='cost'"):
        view_of([bowl], name)


def test_views_that_do_not_fit_are_refused(bowl, ravine, many):
    with pytest.raises(SymgdError, match="'contour' does not fit a cost of 1 variable"):
        view_of([bowl], "contour")
    with pytest.raises(SymgdError, match="'contour' or view='surface' or view='cost'"):
        view_of([ravine], "curve")
    with pytest.raises(SymgdError, match="3 variables write view='cost'"):
        view_of([many], "surface")


def test_no_runs_and_no_run_are_refused(bowl):
    with pytest.raises(SymgdError, match="no run to draw"):
        view_of([], None)
    with pytest.raises(SymgdError, match="type str"):
        view_of(["x**2"], None)
    with pytest.raises(SymgdError, match=r"plot\(\*runs\)"):
        view_of([[bowl, bowl]], None)


def test_runs_of_different_costs_are_refused(bowl):
    other = symgd.gradient_descent("x**4", 3, 0.01, max_steps=3)
    with pytest.raises(SymgdError, match="different costs"):
        view_of([bowl, other], None)


def test_runs_of_equal_costs_share_a_picture(bowl):
    again = symgd.gradient_descent("x**2", -2, max_steps=3)
    assert view_of([bowl, again], None).last == 12


def test_more_runs_than_can_be_told_apart_are_refused(bowl):
    assert len(view_of([bowl] * 8, None).runs) == 8
    with pytest.raises(SymgdError, match=r"at most 8 runs .* but 9 were given; .*view='dial'"):
        view_of([bowl] * 9, None)


def test_the_dial_takes_any_number_of_runs(bowl):
    assert len(view_of([bowl] * 30, "dial").runs) == 30


def test_remedies_are_views_that_fit():
    run = symgd.gradient_descent("x**2 + y**2", (1, 2), max_steps=3)
    deep = symgd.gradient_descent("x**2 + y**2 + z**2", (1, 2, 3), max_steps=3)
    with pytest.raises(SymgdError, match="no view 'pie'") as refusal:
        view_of([run], "pie")
    assert "panels" not in str(refusal.value)
    with pytest.raises(SymgdError, match="at most 8 runs") as refusal:
        view_of([deep] * 9, "cost")
    assert "dial" not in str(refusal.value)
    with pytest.raises(SymgdError, match="shows one run, but 2 were given"):
        view_of([run, run], "strip")
