"""Learning from data against figures that others have printed, to the digits that they print."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

import symgd
from symgd import datasets, gd, gradient_descent, mean_loss, minimize, newton, ridge, sum_loss

LINE = "(w*x + b - y)**2"
HALF = "(w*x + b - y)**2/2"

#: x and y of Jason Brownlee's tutorials on linear regression.
FIVE = {"x": [1, 2, 4, 3, 5], "y": [1, 3, 3, 2, 5]}


#: His B0 and B1 after each of 20 updates.
UPDATES = """
    0.01 0.01; 0.0397 0.0694; 0.066527 0.176708;
    0.08056049 0.21880847; 0.118814462 0.410078328; 0.123525534 0.4147894;
    0.14399449 0.455727313; 0.154325453 0.497051164; 0.157870664 0.507686795;
    0.180907617 0.622871563; 0.182869825 0.624833772; 0.198544452 0.656183024;
    0.200311686 0.663251962; 0.19841101 0.657549935; 0.213549404 0.733241901;
    0.214081491 0.733773988; 0.227265196 0.760141398; 0.224586888 0.749428167;
    0.219858174 0.735242025; 0.230897491 0.79043861
"""


def agrees(found: float, printed: str) -> bool:
    """Tell whether a number is within half a unit of the last digit that is printed."""
    return abs(found - float(printed)) <= 0.5001 * 10.0 ** Decimal(printed).as_tuple().exponent


def test_brownlee_prints_every_update_by_one_sample():
    """Master Machine Learning Algorithms: B0 and B1 of 20 iterations, learning rate 0.01.

    The end is printed in github.com/fenago/katacoda-scenarios, master-machine-learning-algorithms.
    """
    cost = mean_loss(HALF, FIVE, "b w")
    run = minimize(cost, (0, 0), gd(learning_rate=0.01), batch_size=1, epochs=4, shuffle=False)
    assert run.nit == 20
    for k, printed in enumerate(UPDATES.split(";"), start=1):
        # His sheet carries rounded numbers on.
        assert run.path[k] == pytest.approx(list(map(float, printed.split())), abs=6e-10), k
    error = mean_loss(LINE, FIVE, "b w")(run.x)
    assert agrees(np.sqrt(error), "0.720626401")


def test_brownlee_prints_the_errors_of_an_epoch():
    """Sums of the squared errors that the steps of an epoch met, and the end.

    machinelearningmastery.com/implement-linear-regression-stochastic-gradient-descent-scratch-python
    """
    cost = mean_loss(HALF, FIVE, "b w")
    run = minimize(cost, (0, 0), gd(learning_rate=0.001), batch_size=1, epochs=50, shuffle=False)
    met = 2 * run.costs[:-1].reshape(50, 5).sum(axis=1)
    printed = ["2.650", "2.627", "2.607", "2.589", "2.573"]
    assert all(map(agrees, met[45:], printed))
    assert run.x == pytest.approx([0.22998234937311363, 0.8017220304137576], rel=1e-13)


def test_ved_prints_weights_and_costs_by_all_samples():
    """kishan-ved.github.io/Blogs/posts/mlalgos/gradient_descent_from_scratch.html."""
    printed = {
        1: (2.49, 1.35, 439.75810000000007),
        101: (9.339565362904866, 2.7976459389680706, 0.23024051215739977),
        201: (9.375373101618957, 2.645962002116952, 0.2059507823972854),
        301: (9.409239384745288, 2.5025021246485672, 0.18422355115792033),
        401: (9.441269491530562, 2.366820414979559, 0.16478848201589685),
        501: (9.471562976553681, 2.2384951531462525, 0.14740375828400765),
        601: (9.500213996701634, 2.1171274841748158, 0.1318530742588818),
    }
    cost = mean_loss(HALF, {"x": [3, 5], "y": [30, 50]}, "w b")
    run = gradient_descent(cost, (1, 1), 0.01, precision=None, max_steps=601)
    for k, (*point, value) in printed.items():
        assert run.path[k] == pytest.approx(point, rel=1e-11), k
        assert run.costs[k] == pytest.approx(value, rel=1e-9), k


def test_deepml_prints_the_loss_every_hundred_steps():
    """github.com/THEWICERIG/deepml: four points on y = x + 1, from (0, 0), all at once."""
    printed = {
        0: 13.5,
        100: 0.032074295101586096,
        200: 0.01760840354360213,
        300: 0.009666802477571085,
        400: 0.005306958686457833,
        500: 0.002913456705577233,
    }
    cost = mean_loss(LINE, {"x": [1, 2, 3, 4], "y": [2, 3, 4, 5]}, "w b")
    run = gradient_descent(cost, (0, 0), 0.01, precision=None, max_steps=500)
    for k, value in printed.items():
        assert run.costs[k] == pytest.approx(value, rel=1e-10), k


def test_novoszath_prints_the_end_of_epochs_by_one_sample():
    """andrasnovoszath.com/2020/10/22/stochastic-gradient-descent.html.

    His start is not printed, so the descent goes on from the end of the first epoch.
    """
    printed = [
        (20.103628550173042, -0.15784430337372637),
        (20.09918250047512, 0.06344662581205483),
        (20.094927182760102, 0.2752433412342787),
        (20.090854449810823, 0.47795318030884215),
        (20.086956448727392, 0.6719660044610173),
        (20.0832257045743, 0.8576549486610185),
        (20.07965500742264, 1.0353771386943718),
        (20.076237509713653, 1.2054743780282082),
        (20.07296662801438, 1.3682738056445862),
        (20.06983608174483, 1.5240885250583422),
    ]
    x = np.arange(-50, 50)
    cost = mean_loss(LINE, {"x": x, "y": 20 * x + 5}, "w b")
    start = (20.108274621088928, -0.3890550572184463)
    settings = {"batch_size": 1, "epochs": 10, "shuffle": False}
    run = minimize(cost, start, gd(learning_rate=0.001), **settings)
    assert run.path[run.epochs.ends[1:]] == pytest.approx(np.array(printed), rel=1e-9)


def test_a_seeded_cloud_is_descended_as_printed():
    """github.com/MRTahasaadat/Deep-learning: default_rng(0), standardized, 1000 steps of 0.1."""
    rng = np.random.default_rng(0)
    x = rng.uniform(-2, 2, size=(200, 1))
    y = (2 * x + 1 + rng.normal(0, 0.2, size=(200, 1))).ravel()
    x, center, spread = x.ravel(), x.mean(), x.std() + 1e-8
    cost = mean_loss(HALF, {"x": (x - center) / spread, "y": y}, "w b")
    run = gradient_descent(cost, (0, 0), 0.1, precision=None, max_steps=1000)
    assert agrees(run.costs[0], "3.7341")
    assert all(agrees(value, "0.0208") for value in run.costs[100::100])
    slope = run.x[0] / spread
    ends = (1.9873492649718987, 0.9841218277547492)
    assert (slope, run.x[1] - center * slope) == pytest.approx(ends, rel=1e-8)


# Ends that do not depend on the way.


def solved(cost: symgd.DataCost) -> np.ndarray:
    """Return the minimum by Newton's method."""
    run = minimize(cost, np.zeros(cost.n), newton, precision=1e-12, max_steps=50)
    assert run.success
    return run.x


def test_scikit_learn_prints_least_squares_and_ridge():
    """The user guide, section 1.1; printed by github.com/Andimeo/kaggle as well.

    Of LinearRegression's many solutions for equal columns the shortest is printed, which descent
    from 0 finds. Ridge adds alpha times the squares to the sum, without the intercept.
    """
    plane = "(w1*x1 + w2*x2 + b - y)**2"
    data = {"x1": [0, 1, 2], "x2": [0, 1, 2], "y": [0, 1, 2]}
    run = gradient_descent(mean_loss(plane, data, "w1 w2 b"), (0, 0, 0), 0.1, precision=1e-12)
    assert run.x == pytest.approx([0.5, 0.5, 0], abs=1e-8)
    data = {"x1": [0, 0, 1], "x2": [0, 0, 1], "y": [0, 0.1, 1]}
    found = solved(sum_loss(plane, data, "w1 w2 b") + ridge(0.5, "w1 w2"))
    assert agrees(found[0], "0.34545455")
    assert agrees(found[1], "0.34545455")
    assert found[2] == pytest.approx(0.1363636363636364, rel=1e-12)


def test_scikit_learn_prints_ridge_with_every_weight():
    """github.com/xrustle/GB_Py4DS: Ridge(alpha=1) of four rows, the intercept a column of ones."""
    data = {"x1": [0, 1, 2, 3], "x2": [3, 2, 1, 0], "y": [0, 1, 0, 3]}
    cost = sum_loss("(w0 + w1*x1 + w2*x2 - y)**2", data) + ridge(1, "w0 w1 w2")
    printed = [0.1739130434782606, 0.6245059288537551, -0.10276679841897225]
    assert solved(cost) == pytest.approx(printed, rel=1e-12)


def test_r_prints_the_stopping_distance_of_cars():
    """r-statistics.co/Simple-Linear-Regression-in-R.html: lm(dist ~ speed, cars)."""
    cost = sum_loss("(w*speed + b - dist)**2", datasets.load("cars"), "b w")
    found = solved(cost)
    assert all(map(agrees, found, ("-17.5791", "3.9324")))
    assert agrees(np.sqrt(cost(found) / 48), "15.38")


def test_r_prints_the_risk_of_the_challenger():
    """byui-kctolli.netlify.app/math325/analyses/examples/challengerlogisticreg: glm(Fail > 0)."""
    data = datasets.load("challenger")
    columns = {"t": data["temperature"], "y": data["failure"]}
    loss = "log(1 + exp(b + w*t)) - y*(b + w*t)"
    found = solved(mean_loss(loss, columns, "b w"))
    assert all(map(agrees, found, ("15.0429", "-0.2322")))


# Closed forms.


@pytest.fixture(scope="module")
def table():
    rng = np.random.default_rng(12)
    columns = rng.normal(size=(40, 3))
    return columns, columns @ [1.0, -2.0, 0.5] + 0.1 * rng.normal(size=40)


def plane(table):
    columns, y = table
    return dict(zip(("x1", "x2", "x3"), columns.T, strict=True)) | {"y": y}


@pytest.mark.parametrize("make", [mean_loss, sum_loss])
def test_least_squares(table, make):
    cost = make("(w1*x1 + w2*x2 + w3*x3 - y)**2", plane(table))
    best = np.linalg.lstsq(*table)[0]
    assert solved(cost) == pytest.approx(best, rel=1e-10)
    rate = 0.3 if make is mean_loss else 0.3 / 40
    run = gradient_descent(cost, (0, 0, 0), rate, precision=1e-11)
    assert run.x == pytest.approx(best, abs=1e-8)


@pytest.mark.parametrize("lam", [0.01, 1, 100])
def test_ridge(table, lam):
    columns, y = table
    cost = mean_loss("(w1*x1 + w2*x2 + w3*x3 - y)**2", plane(table)) + ridge(lam, "w1 w2 w3")
    normal = columns.T @ columns + 40 * lam * np.eye(3)
    best = np.linalg.solve(normal, columns.T @ y)
    assert solved(cost) == pytest.approx(best, rel=1e-10)
    run = gradient_descent(cost, (0, 0, 0), 0.2 / (1 + lam), precision=1e-12)
    assert run.x == pytest.approx(best, abs=1e-8)


def test_logistic_regression_is_stationary(table):
    """At the minimum the probabilities and the classes have the same sums over every column."""
    columns, y = table
    data = plane(table) | {"y": y + 0.7 * columns[:, 0] ** 2 > 0.5}
    cost = mean_loss("log(1 + exp(w1*x1 + w2*x2 + w3*x3)) - y*(w1*x1 + w2*x2 + w3*x3)", data)
    best = solved(cost + ridge(1e-3, "w1 w2 w3"))
    probabilities = 1 / (1 + np.exp(-columns @ best))
    assert columns.T @ (data["y"] - probabilities) / 40 == pytest.approx(2e-3 * best, abs=1e-10)


# What the articles of the course print.

COURSE = {"x": np.arange(1.0, 6), "y": 2 * np.arange(1.0, 6) + 1}


def test_the_course_diverges_with_learning_rate_a_tenth():
    cost = mean_loss(LINE, COURSE, "w b")
    run = gradient_descent(cost, (0, 0), 0.1, max_steps=19)
    assert agrees(run.costs[0], "57.0")
    assert agrees(run.costs[1], "106.4")
    assert run.costs[1] == pytest.approx(106.36)
    assert agrees(run.costs[19], "8036431.8")
    assert "0.0845" in run.message
    endless = gradient_descent(cost, (0, 0), 0.1)
    assert endless.outcome is symgd.Outcome.DIVERGED


def test_the_course_converges_below_the_limit_and_when_centred():
    cost = mean_loss(LINE, COURSE, "w b")
    curvatures = np.linalg.eigvalsh(cost.hessian_at((0, 0)))
    limit = 2 / curvatures[1]
    assert agrees(limit, "0.0845")
    assert curvatures[1] / curvatures[0] == pytest.approx(70, abs=1)
    below = gradient_descent(cost, (0, 0), 0.99 * limit, precision=1e-10, max_steps=100_000)
    assert below.x == pytest.approx([2, 1], abs=1e-6)
    centred = mean_loss(LINE, COURSE | {"x": COURSE["x"] - 3}, "w b")
    curvatures = np.linalg.eigvalsh(centred.hessian_at((0, 0)))
    assert curvatures.tolist() == pytest.approx([2, 4])
    run = gradient_descent(centred, (0, 0), 0.1, precision=1e-10)
    assert run.success
    assert run.x == pytest.approx([2, 7], abs=1e-8)
