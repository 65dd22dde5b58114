"""The view over the data: the fitted line, the boundary between classes, and what is refused."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

import symgd
from symgd import SymgdError, datasets, gd, losses, mean_loss, minimize, models
from symgd.plotting.parts.agreement import Agreement
from symgd.plotting.parts.boundary import Boundary
from symgd.plotting.parts.fitted import Chance, Fitted
from symgd.plotting.parts.formula import number
from symgd.plotting.picture import Picture
from symgd.plotting.views.data import Data
from symgd.plotting.writers.html import page

X = np.arange(1.0, 6.0)
LINE = mean_loss("(w*x + b - y)**2", {"x": X, "y": 2 * X + 1}, "w b")


def standard(columns, *names):
    return {n: (columns[n] - columns[n].mean()) / columns[n].std() for n in names}


@pytest.fixture(scope="module")
def fit():
    """Return the descent that fits y = 2x + 1."""
    return symgd.gradient_descent(LINE, (0, 0), 0.05, precision=None, max_steps=40)


@pytest.fixture(scope="module")
def launches():
    """Return a logistic fit to the O-rings of the space shuttle."""
    data = datasets.load("challenger")
    columns = standard(data, "temperature") | {"failure": data["failure"]}
    loss = losses.log_loss(models.logistic("temperature"), "failure")
    return symgd.gradient_descent(mean_loss(loss, columns), (0, 0), 1.0, max_steps=60)


@pytest.fixture(scope="module")
def irises():
    """Return a softmax fit to the three species."""
    data = datasets.load("iris")
    columns = standard(data, "petal_length", "petal_width") | {"species": data["species"]}
    loss = losses.log_loss(models.softmax("petal_length petal_width", 3), "species")
    return symgd.gradient_descent(mean_loss(loss, columns), np.zeros(9), 1.0, max_steps=30)


def plane(target=lambda a, c: 3 * a - c + 1, loss="(u*a + v*c + b - y)**2"):
    draw = np.random.default_rng(1)
    a, c = draw.normal(size=(2, 30))
    cost = mean_loss(loss, {"a": a, "c": c, "y": target(a, c)}, "u v b")
    return symgd.gradient_descent(cost, (0, 0, 0), 0.2, precision=None, max_steps=30)


def drawn(*runs):
    view = Data(runs)
    view.draw(view.axes(plt.figure()), roomy=True)
    return view


def test_line_passes_through_its_predictions(fit):
    view = drawn(fit)
    for step in (0, 3, 40):
        view.show(step)
        w, b = fit.path[step]
        x, y = view.shape.lines[0].get_data()
        np.testing.assert_allclose(y, w * x + b, atol=1e-9)


def test_bars_reach_from_the_samples_to_the_line(fit):
    view = drawn(fit)
    view.show(0)
    ends = np.array(view.shape.bars.get_segments())
    np.testing.assert_allclose(ends[:, 0], np.column_stack([X, 2 * X + 1]))
    np.testing.assert_allclose(ends[:, 1], np.column_stack([X, 0 * X]), atol=1e-12)


def test_earlier_lines_show_the_order_by_colour(fit):
    view = drawn(fit)
    view.show(fit.nit)
    steps = [step for step, _ in view.shape.earlier]
    assert steps[0] == 0 and len(steps) > 2 and steps == sorted(steps)
    assert len({tuple(line.get_color()) for _, line in view.shape.earlier}) == len(steps)
    view.show(1)
    assert [line.get_visible() for _, line in view.shape.earlier] == [s < 1 for s in steps]


def test_window_holds_samples_and_the_first_line(fit):
    (_, (low, high)) = drawn(fit).shape.window
    assert low < 0 and high > 11


def test_words_tell_formula_step_and_cost(fit):
    view = drawn(fit)
    view.show(0)
    assert r"\hat{y}" in view.status.get_text()
    assert view.under.get_text().split()[:5] == ["step", "0", "f", "=", "57.00"]
    assert view.raised > 0


def test_run_that_diverges_leaves_the_picture_and_says_so():
    run = symgd.gradient_descent(LINE, (0, 0), 0.1, precision=None, max_steps=400)
    view = drawn(run)
    (_, (low, high)) = view.shape.window
    assert high - low < 20
    view.show(0)
    assert "out of view" not in view.under.get_text()
    view.show(run.nit)
    assert view.under.get_text().endswith("out of view")
    assert np.isfinite(view.shape.lines[0].get_ydata()).all()


def test_several_runs_have_a_line_each_and_a_legend(fit):
    slow = symgd.gradient_descent(LINE, (0, 0), 0.01, precision=None, max_steps=10)
    view = drawn(fit, slow)
    view.show(20)
    first, second = view.shape.lines
    assert first.get_color() != second.get_color()
    assert first.get_linestyle() != second.get_linestyle()
    np.testing.assert_allclose(
        second.get_ydata(), slow.x[0] * second.get_xdata() + slow.x[1], atol=1e-9
    )
    assert view.shape.bars is None and not view.shape.earlier
    texts = [text.get_text() for text in first.axes.get_legend().get_texts()]
    assert texts == ["gd, α = 0.05", "gd, α = 0.01"]


def test_curve_of_chances_crosses_the_middle_at_the_boundary(launches):
    view = drawn(launches)
    assert isinstance(view.shape, Chance)
    view.show(0)
    assert view.shape.sides[0].get_segments() == []
    view.show(launches.nit)
    b, w = launches.x
    (ends,) = view.shape.sides[0].get_segments()
    np.testing.assert_allclose(ends[:, 0], -b / w)
    x, y = view.shape.lines[0].get_data()
    np.testing.assert_allclose(y, 1 / (1 + np.exp(-(w * x + b))), atol=1e-12)
    assert view.under.get_text().endswith("20 of 23 right")


def test_labels_of_the_hinge_are_minus_one_and_one():
    data = {"x": [-2.0, -1, 1, 2], "y": [-1, -1, 1, 1]}
    cost = mean_loss(losses.hinge(models.linear("x")), data)
    run = symgd.gradient_descent(cost, (0.5, 0.5), 0.1, precision=None, max_steps=5)
    view = drawn(run)
    view.show(5)
    y = view.shape.lines[0].get_ydata()
    assert view.shape.labels.tolist() == [-1, 1] and -1 < y.min() < 0 < y.max() < 1


def test_samples_that_coincide_are_larger():
    data = {"x": [0, 0, 0, 1], "y": [1, 1, 1, 2]}
    run = symgd.gradient_descent(mean_loss("(w*x - y)**2", data), 0, 0.1, max_steps=2)
    small, large = sorted(drawn(run).shape.dots.get_sizes())
    assert large == pytest.approx(3 * small)


def test_boundary_of_two_inputs_is_where_the_score_is_zero():
    loss = losses.log_loss(models.logistic("a c")).subs({"w1": "u", "w2": "v"})
    run = plane(lambda a, c: (a > c).astype(float), loss)
    view = drawn(run)
    assert isinstance(view.shape, Boundary)
    view.show(0)
    assert view.shape.lines[0].get_paths() == []
    view.show(run.nit)
    u, v, b = run.x
    points = np.vstack([path.vertices for path in view.shape.lines[0].get_paths()])
    np.testing.assert_allclose(points @ [u, v] + b, 0, atol=1e-6)
    assert all(fill.get_paths() for fill in view.shape.fills)
    assert view.under.get_text().endswith(" of 30 right")


def test_classes_by_a_squared_loss_meet_in_the_middle():
    run = plane(lambda a, c: (a > c).astype(float))
    view = drawn(run)
    view.show(run.nit)
    u, v, b = run.x
    points = np.vstack([path.vertices for path in view.shape.lines[0].get_paths()])
    np.testing.assert_allclose(points @ [u, v] + b, 0.5, atol=1e-6)


def test_three_classes_have_colour_marker_and_a_side_each(irises):
    view = drawn(irises)
    view.show(irises.nit)
    ax = view.shape.lines[0].axes
    texts = [text.get_text() for text in ax.get_legend().get_texts()]
    assert texts == ["species = 0", "species = 1", "species = 2"]
    colours = {tuple(fill.get_facecolor()[0]) for fill in view.shape.fills}
    assert len(colours) == 3 and all(fill.get_paths() for fill in view.shape.fills)
    assert view.raised == 0 and " of 150 right" in view.status.get_text()


def test_plane_is_shown_as_predicted_against_measured():
    run = plane()
    view = drawn(run)
    assert isinstance(view.shape, Agreement)
    view.show(run.nit)
    measured, predicted = np.array(view.shape.dots[0].get_offsets()).T
    np.testing.assert_allclose(measured, predicted, atol=0.05)
    assert view.shape.diagonal.get_xdata().tolist() == view.shape.diagonal.get_ydata().tolist()


def test_many_samples_are_thinned_and_the_title_says_so():
    draw = np.random.default_rng(2)
    x = draw.normal(size=20_000)
    cost = mean_loss("(w*x - y)**2", {"x": x, "y": 3 * x})
    view = drawn(minimize(cost, 0, gd(learning_rate=0.1), batch_size=100, epochs=1, rng=0))
    assert len(view.shape.dots.get_offsets()) == 2000
    assert "2,000 of 20,000 samples shown" in view.shape.dots.axes.get_title(loc="left")


def test_cost_shown_is_that_of_all_samples_and_the_epoch_is_told():
    run = minimize(LINE, (0, 0), gd(learning_rate=0.01), batch_size=2, epochs=2, rng=0)
    view = drawn(run)
    view.show(1)
    assert f"f = {number(LINE(run.path[1]))}" in view.under.get_text()
    view.show(4)
    assert "epoch 1" in view.under.get_text()


@pytest.mark.parametrize("make", ["fit", "launches", "irises"])
def test_frames_are_pixel_by_pixel_a_full_draw(make, request, full_draw, at):
    run = request.getfixturevalue(make)
    picture = Picture(Data([run]))
    for step in (0, run.nit // 2, run.nit):
        np.testing.assert_array_equal(picture.pixels(at(step)), full_draw(picture, at(step)))


def test_agreement_too_is_a_full_draw(full_draw, at):
    picture = Picture(Data([plane()]), "dark")
    np.testing.assert_array_equal(picture.pixels(at(3)), full_draw(picture, at(3)))


@pytest.mark.parametrize("make", ["fit", "irises"])
def test_page_draws_paths_and_no_images(make, request):
    animation = symgd.animate(request.getfixturevalue(make), view="data", max_frames=3)
    assert '"images"' not in page(animation)


def test_one_iterate_and_one_parameter_are_drawn():
    view = drawn(symgd.gradient_descent(LINE, (0, 0), 0.05, max_steps=0))
    view.show(0)
    assert isinstance(view.shape, Fitted)
    only = mean_loss("(w*x - y)**2", {"x": [1.0], "y": [2.0]})
    view = drawn(symgd.gradient_descent(only, 0, 0.1, max_steps=3))
    view.show(3)
    assert np.isfinite(view.shape.window).all()


def test_own_axes_take_it(fit):
    ax = plt.subplot()
    assert symgd.plot(fit, view="data", ax=ax) is ax


def test_a_cost_without_data_is_refused(bowl):
    with pytest.raises(SymgdError, match="this cost has no data; make it with mean_loss"):
        symgd.plot(bowl, view="data")


def test_a_loss_without_a_prediction_is_refused():
    cost = mean_loss("w**2*x**2", {"x": [1, 2]})
    run = symgd.gradient_descent(cost, 1, 0.01, max_steps=2)
    with pytest.raises(SymgdError, match=r"finds no prediction in the loss .*prediction - target"):
        symgd.plot(run, view="data")


def test_scores_that_are_no_two_classes_are_refused():
    data = {"x": [0.0, 1, 2, 3], "y": [0, 1, 3, 6]}
    cost = mean_loss("exp(w*x + b) - y*(w*x + b)", data)
    run = symgd.gradient_descent(cost, (0, 0), 0.01, max_steps=2)
    with pytest.raises(SymgdError, match="y has more than two values"):
        symgd.plot(run, view="data")


def test_three_inputs_of_a_classifier_are_refused():
    draw = np.random.default_rng(3).normal(size=(3, 8))
    data = dict(zip("ace", draw, strict=True)) | {"y": draw[0] > 0}
    cost = mean_loss(losses.log_loss(models.logistic("a c e")), data)
    run = symgd.gradient_descent(cost, np.zeros(4), 0.1, max_steps=2)
    with pytest.raises(SymgdError, match="the prediction has 3: a, c, e; draw view='cost'"):
        symgd.plot(run, view="data")
