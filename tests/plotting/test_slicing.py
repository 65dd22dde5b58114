"""Two of many variables are drawn as if the cost had no others."""

import numpy as np
import pytest
import sympy
from matplotlib.figure import Figure

import symgd
from symgd import SymgdError
from symgd.plotting import animate, plot
from symgd.plotting.picture import Picture
from symgd.plotting.slicing import read_pair, sliced
from symgd.plotting.views.table import view_of

COST = symgd.Cost("x**2 + 2*y**2 + (z - x)**2", minima=[(0, 0, 0)])


@pytest.fixture(scope="module")
def three():
    return symgd.gradient_descent(COST, (3, 2, -2), 0.1, precision=None, max_steps=6)


@pytest.fixture(scope="module")
def four():
    return symgd.gradient_descent("a**2 + b**2 + c**2 + d**2", (1, 2, 3, 4), max_steps=3)


def test_the_cost_drawn_is_the_slice_where_the_run_ends(three):
    (seen,) = sliced([three], ("x", "z"))
    x, z = np.meshgrid([-1.0, 0.5, 2.0], [0.25, 3.0])
    expected = x**2 + 2 * three.x[1] ** 2 + (z - x) ** 2
    assert seen.cost.sample(x, z) == pytest.approx(expected)
    assert seen.cost([[1, 2], [3, 4]]) == pytest.approx(
        COST([[1, three.x[1], 2], [3, three.x[1], 4]])
    )
    assert seen.cost.minima == ((0.0, 0.0),)


def test_minima_that_fall_together_are_one():
    cost = symgd.Cost("x**2 + (y**2 - 1)**2 + z**2", minima=[(0, 1, 0), (0, -1, 0)])
    run = symgd.gradient_descent(cost, (1, 2, 3), 0.01, max_steps=2)
    assert sliced([run], ("x", "z"))[0].cost.minima == ((0.0, 0.0),)
    assert len(sliced([run], ("x", "y"))[0].cost.minima) == 2


def test_a_slice_without_values_is_hatched():
    run = symgd.gradient_descent("x**2 + y**2 + log(z)", (1, 1, 0.5), 1.0, max_steps=2)
    assert "log" in plot(run, pair=("x", "z")).get_title(loc="left")


@pytest.mark.parametrize("view", [None, "contour"])
def test_the_path_and_the_arrow_are_projected(three, view):
    drawn = view_of([three], view, ("x", "z"))
    ax = Figure(figsize=(9.6, 5.4)).subplots()
    drawn.draw(ax, roomy=False)
    drawn.show(2)
    assert np.array_equal(drawn.trails[0].line.get_xydata(), three.path[:3, [0, 2]])
    start, end = np.array(drawn.arrow._posA_posB)
    move, slope = end - start, three.gradients[2, [0, 2]]
    assert move @ slope == pytest.approx(-np.linalg.norm(move) * np.linalg.norm(slope))
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$x$", "$z$")


def test_the_order_of_the_pair_is_that_of_the_axes(three):
    ax = plot(three, pair=("z", "x"))
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("$z$", "$x$")


def test_the_costs_of_the_iterates_are_their_own(three):
    drawn = view_of([three], "surface", (sympy.Symbol("x"), sympy.Symbol("z")))
    drawn.draw(Figure().add_subplot(projection="3d"), roomy=False)
    drawn.show(1)
    assert drawn.lines[0][0].get_data_3d()[2] == pytest.approx(three.costs[:2])
    assert "x = " in drawn.status.get_text()
    assert "y = " not in drawn.status.get_text()


def test_the_title_says_what_is_held(three, four):
    title = plot(three, pair=("x", "z")).get_title(loc="left")
    assert title.startswith("$f$($x$, $z$) = ")
    assert ", y = 0.0933 held" in title
    assert three.x[1] == pytest.approx(2 * 0.6**6)
    assert ", c = 1.54, d = 2.05 held" in plot(four, pair=("a", "b")).get_title(loc="left")


def test_of_several_runs_the_first_tells_where(three):
    other = symgd.gradient_descent(COST, (3, 2, -2), 0.2, precision=None, max_steps=6)
    title = plot(three, other, pair=("x", "z")).get_title(loc="left")
    assert ", y = 0.0933 held (end of run 1)" in title


def test_many_held_variables_are_counted():
    cost = sum(sympy.Symbol(f"x{i}") ** 2 for i in range(6))
    run = symgd.gradient_descent(cost, (1,) * 6, max_steps=3)
    assert ", 4 others held" in plot(run, pair=("x0", "x5")).get_title(loc="left")


@pytest.mark.parametrize("view", ["contour", "surface", "strip", "dial"])
def test_frames_equal_full_drawings(three, view, full_draw, at):
    picture = Picture(view_of([three], view, ("x", "z")))
    for step in (picture.view.last, 0):
        assert np.array_equal(picture.pixels(at(step)), full_draw(picture, at(step)))


def test_animations_take_a_pair_too(three):
    animation = animate(three, view="surface", pair=("y", "z"))
    assert repr(animation) == "<Animation: surface, 7 iterates shown in 7 frames at 10 fps>"


def test_without_a_pair_the_cost_is_drawn_and_the_others_say_what_helps(three):
    assert view_of([three], None).name == "cost"
    for view in ("contour", "surface", "strip", "dial"):
        with pytest.raises(SymgdError, match=r"cost of 3 variables; .* pair=\("):
            plot(three, view=view)
    with pytest.raises(SymgdError, match=r"view='memory' or .*dial|view='memory'\.$"):
        plot(three, view="curve")


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (("x", "w"), "pair names w, which is no variable"),
        (("x", 3), "pair names 3, which is no variable"),
        (("x", "x"), "pair names x twice"),
        ((sympy.Symbol("x"), "x"), "pair names x twice"),
        (("x",), "two variables"),
        (("x", "y", "z"), "two variables"),
        ("xz", "two variables"),
        (7, "two variables"),
    ],
)
def test_odd_pairs_are_refused_with_what_to_write(pair, said):
    with pytest.raises(SymgdError, match=said) as caught:
        read_pair(pair, sympy.symbols("x y z"))
    assert 'write two of x, y, z, as in pair=("x", "y")' in str(caught.value)


def test_pairs_of_too_few_variables_are_refused(bowl, ravine):
    with pytest.raises(SymgdError, match="the cost has 1 variable: x; leave pair out"):
        plot(bowl, pair=("x", "y"))
    with pytest.raises(SymgdError, match="the cost has 2 variables: x, y; leave pair out"):
        plot(ravine, pair=("x", "y"))


@pytest.mark.parametrize("view", ["cost", "memory", "curve"])
def test_views_of_all_variables_take_no_pair(three, view):
    with pytest.raises(SymgdError, match=f"the view '{view}' does not take; .*view='contour'"):
        plot(three, view=view, pair=("x", "y"))
