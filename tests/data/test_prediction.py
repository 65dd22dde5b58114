"""What a loss predicts, found in its formula."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

from symgd import losses, mean_loss, models
from symgd.data.prediction import prediction_of

DATA = {
    "x": [1.0, 2.0, 3.0],
    "x1": [1.0, 2.0, 3.0],
    "x2": [0.0, 1.0, 0.0],
    "y": [1.0, 0.0, 1.0],
}
w, b, x, y = sympy.symbols("w b x y")


def found(loss):
    return prediction_of(mean_loss(loss, DATA))


@pytest.mark.parametrize(
    "loss",
    [
        "(w*x + b - y)**2",
        "(y - b - w*x)**2",
        "abs(w*x + b - y)",
        "(w*x + b - y)**2/2",
        "sqrt(1 + (y - w*x - b)**2)",
    ],
)
def test_a_residual_gives_a_value(loss):
    prediction = found(loss)
    assert prediction.kind == "value"
    assert prediction.target == "y"
    assert prediction.inputs == ("x",)
    assert sympy.expand(prediction.formulas[0] - w * x - b) == 0


@pytest.mark.parametrize("name", ["squared", "absolute", "huber"])
def test_losses_of_a_number(name):
    prediction = found(getattr(losses, name)(models.polynomial(2), "y"))
    assert prediction.kind == "value"
    assert prediction.formulas == (models.polynomial(2).formula,)


def test_the_residual_with_most_columns_is_the_whole():
    prediction = found("(w1*x1 + w2*x2 + b - y)**2")
    assert prediction.inputs == ("x1", "x2")
    assert prediction.target == "y"


def test_a_margin_gives_a_score():
    prediction = found("Max(0, 1 - y*(w*x + b))")
    assert (prediction.kind, prediction.target, prediction.inputs) == ("score", "y", ("x",))
    assert prediction.formulas == (w * x + b,)


def test_a_logistic_model_gives_a_score():
    prediction = found(losses.log_loss(models.logistic("x1 x2"), "y"))
    assert (prediction.kind, prediction.target) == ("score", "y")
    assert set(prediction.inputs) == {"x1", "x2"}
    rising = sympy.lambdify(["w1", "w2", "b", "x1", "x2"], prediction.formulas[0])
    assert np.sign(rising(1.0, 0.0, 0.0, 2.0, 0.0)) == 1


@pytest.mark.parametrize("loss", ["(w - y)**2", "w*x", "exp(w*x)"])
def test_a_loss_without_inputs_or_target_predicts_nothing(loss):
    prediction = found(loss)
    assert prediction is None or prediction.inputs


def test_a_mean_predicts_nothing_from_columns():
    assert found("(w - y)**2") is None


@pytest.mark.parametrize("loss", ["(x + b - y)**2", "(y - x - b)**2"])
@pytest.mark.parametrize("names", ["xy", "yx"])
def test_what_is_predicted_has_the_other_sign_in_the_residual(loss, names):
    prediction = prediction_of(mean_loss(loss, {name: [1.0, 2.0] for name in names}))
    assert (prediction.target, prediction.inputs) == ("y", ("x",))
