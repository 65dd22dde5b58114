"""A coordinate's update in numbers."""

import symgd
from symgd import adam, minimize
from symgd.plotting.parts.updating import coordinate, is_plain


def test_plain_updates_show_where_the_number_comes_from(bowl):
    assert is_plain(bowl)
    assert coordinate(bowl, 0, 0, 4) == "$x_{0}$ = 3.000"
    assert coordinate(bowl, 0, 1, 4) == "$x_{1}$ = 3.000 − 0.1·6.000 = 2.400"


def test_negative_slopes_stand_in_brackets():
    run = symgd.gradient_descent("x**2", -3, 0.1, precision=None, max_steps=1)
    assert "·(−6.00) = −2.40" in coordinate(run, 0, 1, 3)


def test_other_rules_show_the_number_alone():
    run = minimize("x**2", 3, adam(learning_rate=0.5), precision=None, max_steps=1)
    assert not is_plain(run)
    assert coordinate(run, 0, 1, 3) == "$x_{1}$ = 2.50"
