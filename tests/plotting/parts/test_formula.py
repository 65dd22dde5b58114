"""Titles and numbers: drawable whatever the cost and its names are."""

import matplotlib
import numpy as np
import pytest
import sympy
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from symgd import Cost, losses, mean_loss, models, ridge, sum_loss
from symgd.plotting.parts import formula

x, y = sympy.symbols("x y")


def drawn_width(text, size):
    """Width in points of a text as matplotlib draws it."""
    figure = Figure(dpi=72)
    artist = figure.text(0, 0, text, fontsize=size)
    return artist.get_window_extent(FigureCanvasAgg(figure).get_renderer()).width


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1, "0.1"),
        (-0.8, "−0.8"),
        (-0.0, "0"),
        (2.25, "2.25"),
        (1 / 3, "0.3333"),
        (2e-9, "2.000×10⁻⁹"),
        (-123456.0, "−1.235×10⁵"),
        (np.nan, "nan"),
    ],
)
def test_short_numbers_have_no_zeros_at_their_end(value, text):
    assert formula.short(value) == text


@pytest.mark.parametrize(
    ("name", "indexed", "after"),
    [
        ("x", "$x_{k}$", "$x_{3}$"),
        ("lambda", r"$\lambda_{k}$", r"$\lambda_{3}$"),
        ("x_1", "$(x_{1})_{k}$", "$x_{1}$"),
    ],
)
def test_variables_of_a_step(name, indexed, after):
    variable = sympy.Symbol(name)
    assert formula.indexed(variable, "k") == indexed
    assert formula.step_of(variable, 3) == after
    assert drawn_width(indexed, 18) > 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (-0.0, "0"),
        (3, "3.000"),
        (-1.28, "−1.280"),
        (0.0425, "0.04250"),
        (99.996, "100.0"),
        (12345, "12345"),
        (123456, "1.235×10⁵"),
        (6.111107929003464e-10, "6.111×10⁻¹⁰"),
        (-1e300, "−1.000×10³⁰⁰"),
        (np.inf, "inf"),
        (np.nan, "nan"),
    ],
)
def test_numbers_as_on_a_blackboard(value, text):
    assert formula.number(value) == text


def test_number_of_few_digits_ends_without_a_point():
    assert formula.number(99.99, 3) == "100"


@pytest.mark.parametrize(
    "expression",
    [
        x**2,
        sympy.Abs(x) + sympy.exp(-x),
        sympy.Piecewise((x, x > 0), (x**2, True)),
        sympy.Max(x, 0) ** 2,
        sympy.log(x) / sympy.sqrt(x + 3),
        sympy.Heaviside(x) * x,
    ],
)
def test_every_title_can_be_drawn(expression):
    text, size = formula.title(Cost(expression), "gd, α = 0.1", room=600, size=22)
    assert drawn_width(text, size) > 0
    assert "gd, α = 0.1" in text


def test_plain_text_where_mathtext_cannot_draw():
    cost = Cost(sympy.Piecewise((x, x > 0), (x**2, True)))
    assert "Piecewise" in formula.formulas(cost)[0]
    assert "$x^{2}$" in formula.formulas(Cost(x**2))[0]


@pytest.mark.parametrize("name", ["x_1", "alpha", "lambda", "a_b_c", "speed"])
def test_names_as_labels(name):
    variable = sympy.Symbol(name)
    text = formula.symbol(variable)
    assert text == f"${sympy.latex(variable)}$"
    assert drawn_width(text, 20) > 0


def test_dollar_signs_are_drawn_as_they_are():
    variable = sympy.Symbol("a$b")
    assert formula.symbol(variable) == r"a\$b"
    cost = Cost(variable**2 + 1, name="$$ price_1 $")
    assert drawn_width(formula.title(cost, "gd $", room=500, size=22)[0], 22) > 0


def test_title_shrinks_then_falls_back_to_the_name():
    terms = sum(sympy.sin(k * x) * sympy.exp(x / k) for k in range(1, 9))
    named, unnamed = Cost(terms, name="wiggles"), Cost(terms)
    text, size = formula.title(named, "gd", room=400, size=22)
    assert text.startswith("wiggles")
    text, size = formula.title(unnamed, "gd", room=400, size=22)
    assert text.startswith("$f$($x$)")
    assert "=" not in text
    assert formula.SMALLEST <= size <= 22


def test_where_nothing_fits_the_shortest_name_is_left():
    assert formula.title(Cost(x**2), "gd, α = 0.1", 20, 22) == ("$f$($x$)", formula.SMALLEST)


@pytest.mark.parametrize("room", [250, 350, 500, 900])
def test_titles_keep_to_their_room(room):
    cost = Cost((1 - x) ** 2 + 100 * (y - x**2) ** 2, name="Rosenbrock")
    text, size = formula.title(cost, "gd, α = 0.1", room, size=22)
    assert size >= formula.SMALLEST
    assert drawn_width(text, size) <= 1.05 * room


def test_label_moves_to_a_second_line_where_it_does_not_fit():
    cost = Cost((1 - x) ** 2 + 100 * (y - x**2) ** 2)
    assert "\n" not in formula.title(cost, "gd, α = 0.1", 900, 22)[0]
    assert "\ngd" in formula.title(cost, "gd, α = 0.1", 370, 22)[0]


def test_huge_formulas_are_not_even_tried():
    cost = Cost(sum(x**k for k in range(1, 200)), name="long")
    assert formula.formulas(cost) == ["long", "$f$($x$)"]


def test_many_variables_are_shortened():
    cost = Cost(sum(sympy.symbols("a:h")))
    assert formula.call(cost) == "$f$($a$, …, $h$)"


def test_width_is_that_of_the_drawn_text():
    for text in ("slope = 1.5", "$f$($x$) = $x^{2}$"):
        assert formula.width(text, 20) == pytest.approx(drawn_width(text, 20), rel=0.1)


def test_no_setting_is_changed():
    before = dict(matplotlib.rcParams)
    formula.title(Cost(x**2), "gd", 500, 22)
    assert dict(matplotlib.rcParams) == before


@pytest.mark.parametrize("text", ["step 12   x = −1.234", "1.5×10⁻⁴", r"a\$b = 1", "To. V"])
def test_a_width_is_hardly_more_than_what_is_drawn(text):
    assert drawn_width(text, 18) <= 0.1 + formula.width(text, 18) <= 1.1 * drawn_width(text, 18)


def test_fractions_and_roots_reach_farther_than_letters():
    above, below = formula.reach("$x$", 20)
    assert formula.reach(r"$\frac{1}{x}$", 20)[1] > below + 3
    assert formula.reach(r"$\sqrt{\frac{1}{x}}$", 20)[0] > above + 3
    assert formula.reach("$x$\ny", 20)[0] == pytest.approx(above)


def test_a_long_label_under_the_formula_fits_too():
    label = "adam, α = 0.05, β₁ = 0.9, β₂ = 0.999"
    text, size = formula.title(Cost("(1 - x)**2 + 100*(y - x**2)**2"), label, room=340, size=22)
    assert "\n" in text
    assert size < 22
    assert drawn_width(label, size) <= 340


def test_costs_over_data_are_told_in_words():
    cost = mean_loss("(w*speed + b - y)**2", {"speed": [1, 2], "y": [3, 5]}) + ridge(0.5, "w")
    first, second, *_ = formula.formulas(cost)
    assert first.startswith("$f$($b$, $w$) = mean of $")
    assert r"\mathrm{speed}" in first and first.endswith(r" over 2 samples + $0.5 \, w^{2}$")
    assert second.endswith(r"mean of the losses over 2 samples + $0.5 \, w^{2}$")


def test_one_sample_and_long_losses_are_told_briefly():
    cost = sum_loss("(w*x - y)**2 - x", {"x": [1], "y": [3]})
    assert formula.formulas(cost)[0].endswith(
        "sum of ($- x + \\left(w \\, x - y\\right)^{2}$) over 1 sample"
    )
    net = mean_loss(losses.squared(models.tanh_network("x", 30)), {"x": [1, 2], "y": [3, 5]})
    assert formula.formulas(net)[0].endswith(" = mean of the losses over 2 samples")
