"""What a cost over data predicts, evaluated and written."""

import numpy as np
import pytest

from symgd import SymgdError, losses, mean_loss, models
from symgd.plotting.parts.predicting import Predictor, axis_name, stages

DATA = {"speed": [1.0, 2.0], "dist": [3.0, 5.0]}


def test_predictions_of_several_points_and_samples():
    predictor = Predictor(mean_loss("(w*speed + b - dist)**2", DATA, "w b"), "data")
    values = predictor.at(np.array([[2.0, 1.0], [0.0, 4.0]]), np.array([[1.0, 2.0, 3.0]]))
    np.testing.assert_allclose(values, [[[3, 5, 7], [4, 4, 4]]])


def test_formula_has_the_numbers_of_the_point_and_words_upright():
    predictor = Predictor(mean_loss("(w*speed + b - dist)**2", DATA, "w b"), "data")
    written = predictor.written(np.array([2.0156, -0.9446]))
    assert written == r"$\mathrm{dist} = 2.02 \, \mathrm{speed} - 0.945$"


def test_letters_have_a_hat():
    predictor = Predictor(mean_loss("(w*x - y)**2", {"x": [1.0], "y": [2.0]}), "data")
    assert predictor.written(np.array([1.5])) == r"$\hat{y} = 1.5 \, x$"


def test_scores_of_several_classes_and_long_formulas_are_not_written():
    data = {"x": [1.0, 2, 3], "y": [0, 1, 2]}
    softmax = mean_loss(losses.log_loss(models.softmax("x", 3)), data)
    assert Predictor(softmax, "data").written(np.zeros(6)) is None
    network = mean_loss(losses.squared(models.tanh_network("x", 8)), data)
    assert Predictor(network, "data").written(np.zeros(network.n)) is None


def test_huge_parameters_give_no_warning():
    predictor = Predictor(mean_loss("(w*x - y)**2", {"x": [1.0], "y": [2.0]}), "data")
    values = predictor.at(np.array([[1e308]]), np.array([[10.0, -10.0]]))
    assert np.array_equal(np.sign(values[0, 0]), [1, -1])
    assert "10^{300}" in predictor.written(np.array([1e300]))


def test_what_is_no_cost_over_data_is_refused():
    with pytest.raises(SymgdError, match="The view 'data' draws samples"):
        Predictor("x**2", "data")


def test_names_beside_axes():
    assert [axis_name(name) for name in ("x", "x1", "speed", "a_b")] == [
        "$x$",
        "$x_{1}$",
        "speed",
        "a_b",
    ]


def test_stages_are_even_along_the_way():
    assert stages([1, 1, 1, 1], most=2).tolist() == [0, 2]
    assert stages([], most=3).tolist() == [0]
    assert stages([0, 0], most=3).tolist() == [0]
