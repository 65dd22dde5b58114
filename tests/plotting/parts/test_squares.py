"""Which losses are squares of the residual."""

import pytest

from symgd import losses, mean_loss, models, ridge
from symgd.plotting.parts.predicting import Predictor
from symgd.plotting.parts.squares import squares_in

DATA = {"x": [1.0, 2.0], "y": [3.0, 5.0]}


@pytest.mark.parametrize(
    ("loss", "times"),
    [
        ("(w*x + b - y)**2", 1),
        ("(y - w*x - b)**2/2", 0.5),
        ("abs(w*x + b - y)", 0),
        (losses.huber(models.linear("x")), 0),
    ],
)
def test_squares_in_a_loss(loss, times):
    cost = mean_loss(loss, DATA)
    assert squares_in(Predictor(cost, "learn"), cost) == times


def test_a_penalty_is_no_square_of_a_residual():
    cost = mean_loss("(w*x + b - y)**2", DATA) + ridge(0.1, "w")
    assert squares_in(Predictor(cost, "learn"), cost) == 0
