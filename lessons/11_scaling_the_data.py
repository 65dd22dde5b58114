r"""
Scaling the data
================

In lesson 9 the learning rate 0.1 made a descent fly away, for five points on a line. Nothing was
wrong with the rate. What made the valley steep were the *units* and the *origin* of x, and both are
ours to choose. This lesson chooses better ones, and leads back to the old ones at the end.

You need lessons 7 and 9. You will learn

* to see in a formula why a mean far from 0 makes a ravine,
* to centre and to standardize, and to bring the result back to the original units,
* what scaling cannot do.
"""

# %%
# The Hessian of a line
# ---------------------
# Differentiate the mean of :math:`(w x_i + b - y_i)^2` twice. What is left has neither w nor b nor
# :math:`y_i` in it:
#
# .. math:: H = \frac{2}{N} \begin{pmatrix} \sum x_i^2 & \sum x_i \\ \sum x_i & N \end{pmatrix}.
#
# Predict
# -------
# For x = 1, 2, 3, 4, 5 the sums are 55 and 15. Now subtract the mean 3 from every x, so that x is
# −2, −1, 0, 1, 2. What are the two sums, and what is the Hessian? Does the learning rate 0.1
# converge now?

import matplotlib.pyplot as plt
import numpy as np

from symgd import (
    centre,
    datasets,
    gradient_descent,
    losses,
    mean_loss,
    minimize,
    models,
    newton,
    standardize,
)

LOSS = "(w*x + b - y)**2"
points = {"x": [1, 2, 3, 4, 5], "y": [3, 5, 7, 9, 11]}
centred = centre(points, "x")
raw_cost, centred_cost = mean_loss(LOSS, points, "w b"), mean_loss(LOSS, centred, "w b")


def curvatures(cost):
    """Return the smallest and the largest curvature at the origin."""
    return np.linalg.eigvalsh(cost.hessian_at(np.zeros(cost.n)))[[0, -1]]


for name, cost in (("raw", raw_cost), ("centred", centred_cost)):
    low, high = curvatures(cost)
    print(f"{name:7}: Hessian {cost.hessian_at((0, 0)).round(12).tolist()}")
    print(f"         condition number {high / low:.1f}, border 2/L = {2 / high:.4f}")
assert centred_cost.hessian_at((0, 0)).tolist() == [[4, 0], [0, 2]]
assert np.isclose(np.divide(*curvatures(raw_cost)[::-1]), 70, atol=0.05)
assert np.isclose(np.divide(*curvatures(centred_cost)[::-1]), 2)

# %%
# The sums are 10 and 0. The condition number falls from 70 to 2, the border rises from 0.0845 to
# 0.5, and 0.1, which flew away, converges. (The message of the one that flies away foretells it.)

raw = gradient_descent(raw_cost, (0, 0), learning_rate=0.1, max_steps=100)
settled = gradient_descent(centred_cost, (0, 0), learning_rate=0.1)
print(f"raw:     {raw.message}")
print(f"centred: {settled.message}")
assert raw.fun > 1e6
assert "from 70 to 2 (2/L from 0.0845 to 0.5), and 0.1 would then converge" in raw.message
assert settled.success and settled.nit == 65

# %%
# It has found :math:`\hat y = 2z + 7` for :math:`z = x - 3`. With the new x the intercept has a new
# meaning: not the height of the line at x = 0, but at the mean of the data. Predict the line in the
# original x. The value that ``centre`` returned knows the way back:

w, b = settled.x.round(4)
fitted = models.linear("x").formula.subs({"w": w, "b": b})
print(f"in the new units: y = {fitted}")
print(f"in the old units: y = {centred.formula(fitted)}")
assert np.allclose(settled.x, [2, 7], atol=1e-5)
assert str(centred.formula(fitted)) == "2.0*x + 1.0"

# %%
# The two valleys, each with a rate that is 0.85 times its border, from a place on a side of the
# ravine that is equally far from the goal:

with plt.style.context("symgd.plotting.slides"):
    fig, panels = plt.subplots(1, 2, figsize=(14, 6))
    for ax, cost, goal, name in (
        (panels[0], raw_cost, (2, 1), "raw"),
        (panels[1], centred_cost, (2, 7), "centred"),
    ):
        rate = 1.7 / curvatures(cost)[1]
        start = np.add(goal, (-1.5, 3))
        run = gradient_descent(cost, start, rate, precision=None, max_steps=20)
        w, b = np.meshgrid(np.linspace(-1, 5, 200), goal[1] + np.linspace(-4, 4, 200))
        ax.contour(w, b, cost.sample(w, b), np.geomspace(0.05, 400, 12), colors="#2b5c8a")
        ax.plot(*run.path.T, "o-", color="#D55E00", markersize=8)
        ax.plot(*goal, "*", color="#F0E442", markeredgecolor="black", markersize=26, zorder=5)
        ax.set(xlabel="$w$", ylabel="$b$")
        low, high = curvatures(cost)
        ax.set_title(f"{name}: condition number {high / low:.0f}", pad=12)
    fig.savefig("raw_and_centred.png")

# %%
# After 20 steps the one on the left is still on its way along the ravine, the other one has
# arrived. Here it is as the line over the centred points:

short = gradient_descent(centred_cost, (0, 0), learning_rate=0.1, precision=None, max_steps=12)
animation = short.animate("data", fps=3)
animation.save("centred_line.gif")
animation

# %%
# Units
# -----
# Centring moves the origin. The unit matters too. Take the cars, with the speed in miles per hour,
# kilometres per hour or metres per second; and then standardized, in units of its own standard
# deviation with the origin at its mean.
#
# *Predict:* the best line is the same in all of them, of course. Which unit has the smallest
# condition number, and how small can it get?

cars = datasets.load("cars")
speeds = {
    "km/h": 1.609344 * cars["speed"],
    "mph": cars["speed"],
    "m/s": 0.44704 * cars["speed"],
    "mph, centred": centre(cars)["speed"],
    "standardized": standardize(cars)["speed"],
}
conditions, steps = {}, {}
for unit, speed in speeds.items():
    cost = mean_loss(LOSS, {"x": speed, "y": cars["dist"]}, "w b")
    low, high = curvatures(cost)
    best = minimize(cost, (0, 0), newton())
    # The best constant rate, until 99.9% of the distance to the lowest cost is gone.
    target = best.fun + 1e-6 * (cost((0, 0)) - best.fun)
    run = gradient_descent(
        cost, (0, 0), 2 / (low + high), stop=lambda it, t=target: it.fun < t, max_steps=50_000
    )
    conditions[unit], steps[unit] = high / low, run.nit
    print(f"{unit:12}: condition number {high / low:7.1f}, steps {run.nit}")
assert np.isclose(conditions["standardized"], 1)
assert steps["standardized"] == 1
assert np.isclose(conditions["mph"], 2572, atol=0.5)

with plt.style.context("symgd.plotting.slides"):
    fig, ax = plt.subplots()
    kappa = np.geomspace(1.05, 2e4, 100)
    ax.loglog(kappa, np.log(1000) / np.log((kappa + 1) / (kappa - 1)), color="black", lw=2)
    ax.loglog(conditions.values(), steps.values(), "o", color="#D55E00", markersize=14)
    for unit in speeds:
        low_end = conditions[unit] < 100
        ax.annotate(
            unit,
            (conditions[unit], steps[unit]),
            (16 if low_end else -16, 0),
            textcoords="offset points",
            ha="left" if low_end else "right",
            va="center",
        )
    ax.set(xlabel="condition number", ylabel="steps", xlim=(0.6, 2e4), ylim=(0.6, 1e5))
    ax.set_title("One line, five units of the speed", pad=12)
    ax.grid(True)
    fig.savefig("steps_and_units.png")

# %%
# The steps are in proportion to the condition number. At best a step leaves
# :math:`(\kappa - 1)/(\kappa + 1)` of the distance, which for a large :math:`\kappa` is about
# :math:`e^{-2/\kappa}`, so a thousandth of the distance takes :math:`\kappa \ln(1000)/2` steps.
# Whoever measures in kilometres per hour waits thirteen times as long as with metres per second.
# And the standardized speed needs one step, since its valley is round.

foretold = {unit: kappa * np.log(1000) / 2 for unit, kappa in conditions.items()}
for unit in ("km/h", "mph", "m/s", "mph, centred"):
    print(f"{unit:12}: {steps[unit]} steps, foretold {foretold[unit]:.0f}")
    assert abs(steps[unit] / foretold[unit] - 1) < 0.02
assert 12.5 < steps["km/h"] / steps["m/s"] < 13

# %%
# The way back
# ------------
# Standardized is :math:`z = (x - m)/s`. Standardize both columns, and a descent with the learning
# rate 0.1 fits the cars in 76 steps; lesson 9 needed more than 19,000. *Predict* before you look at
# the last line: where have you seen these numbers?

scaled = standardize(cars)
print(scaled)
model = models.linear("speed")
cost = mean_loss(losses.squared(model, "dist"), scaled, model.parameters)
run = gradient_descent(cost, (0, 0), learning_rate=0.1, precision=1e-8)
print(run.message)
fitted = model.formula.subs(dict(zip(model.parameters, run.x.tolist(), strict=True)))
line = scaled.formula(fitted, of="dist")
print(f"dist = {line.evalf(6)}")
assert run.nit == 76
assert np.isclose(float(line.coeff("speed")), 3.9324, atol=5e-5)
assert np.isclose(float(line.subs("speed", 0)), -17.5791, atol=5e-5)

# %%
# New data must be brought into the new units by the *old* numbers, the mean and the deviation of
# the data that were learned from. ``apply`` does that. A single new car, standardized by its own
# mean, would always be 0.

new = scaled.apply({"speed": [21]})
distance = scaled.back({"dist": model.predict(run, new)})["dist"]
print(f"21 miles per hour are {new['speed'][0]:.3f}; they take {distance[0]:.1f} feet")
assert np.isclose(distance[0], 65.0, atol=0.05)

# %%
# Several inputs
# --------------
# The width of an iris's petal, from three other measures of the flower, all in centimetres.
# Somebody enters the width of the sepals in millimetres. *Predict:* does that change what the best
# fit predicts? Does it change how a descent gets there?

iris = datasets.load("iris")
mixed = {**iris, "sepal_width": 10 * iris["sepal_width"]}
flower = models.linear("sepal_length sepal_width petal_length")
loss = losses.squared(flower, "petal_width")
predicted, by_columns = {}, {}
for name, columns in (("cm", iris), ("mixed", mixed), ("standardized", standardize(mixed))):
    cost = mean_loss(loss, columns, flower.parameters)
    low, high = curvatures(cost)
    by_columns[name] = high / low
    best = minimize(cost, np.zeros(4), newton())
    predicted[name] = flower.predict(best, columns)
    print(f"{name:12}: condition number {high / low:9,.0f}, border {2 / high:.5f}")
predicted["standardized"] = standardize(mixed).back({"petal_width": predicted["standardized"]})[
    "petal_width"
]
assert np.allclose(predicted["cm"], predicted["mixed"], atol=1e-8)
assert np.allclose(predicted["cm"], predicted["standardized"], atol=1e-8)
assert by_columns["mixed"] > 16 * by_columns["cm"] > 4000 * by_columns["standardized"]

# %%
# The predictions are the same for every flower. But a descent in mixed units, by the formula of the
# cars, would need 460,000 steps for a thousandth of the distance, and standardized a hundred.

assert np.isclose(by_columns["mixed"] * np.log(1000) / 2, 460_000, rtol=0.01)
assert np.isclose(by_columns["standardized"] * np.log(1000) / 2, 100, rtol=0.03)

# %%
# Misconception: "standardized data make every valley round"
# ----------------------------------------------------------
# Physics says that the distance for braking grows with the square of the speed. So give the machine
# two inputs, the speed and its square. Predict: standardize both, and what is the condition number,
# about 1?

physics = {"v": cars["speed"], "square": cars["speed"] ** 2, "dist": cars["dist"]}
centred_first = {"v": scaled["speed"], "square": scaled["speed"] ** 2, "dist": cars["dist"]}
found = {}
for name, columns in (("standardized", physics), ("centred before squaring", centred_first)):
    columns = standardize(columns)
    low, high = curvatures(mean_loss("(w1*v + w2*square + b - dist)**2", columns))
    together = np.mean(columns["v"] * columns["square"])
    found[name] = high / low
    print(f"{name}: correlation {together:.3f}, condition number {high / low:.1f}")
assert np.isclose(found["standardized"], 96.4, atol=0.05)
assert np.isclose(found["centred before squaring"], 1.21, atol=0.005)

# %%
# It is 96. From 4 to 25 a speed and its square say nearly the same: their correlation r is 0.98,
# and for two standardized columns the condition number is :math:`(1 + r)/(1 - r)`. What one weight
# adds, the other one can take away, and that is a ravine along the diagonal. Scaling cures a
# difference in units, but not a resemblance. Here a little thought does: centre the speed *before*
# it is squared, and the two have nearly nothing to do with each other.

v = standardize(physics)
r = np.mean(v["v"] * v["square"])
assert np.isclose((1 + r) / (1 - r), found["standardized"])

with plt.style.context("symgd.plotting.slides"):
    fig, panels = plt.subplots(1, 2, figsize=(14, 5.6), sharey=True)
    for ax, columns, title in (
        (panels[0], standardize(physics), "speed and its square"),
        (panels[1], standardize(centred_first), "centred before squaring"),
    ):
        ax.plot(columns["v"], columns["square"], "o", color="#0072B2", alpha=0.7)
        ax.set(xlabel="speed, standardized")
        ax.set_title(title, pad=12)
        ax.grid(True)
    panels[0].set_ylabel("square, standardized")
    fig.savefig("resemblance.png")

# %%
# Exercise
# --------
# Galton's data, ``datasets.load("galton")``, are the heights of parents and of their children,
# around 68 inches with a deviation of about 2.
#
# 1. Predict the size of L and of the condition number for the line from parent to child in inches,
#    from the formula of the Hessian. Compare it with ``hessian_at``.
# 2. Standardize both columns and descend with 0.1. What is w? It is smaller than 1, and Galton
#    called that *regression towards mediocrity*; what would w = 1 mean?
# 3. Lead the line back to inches with ``formula``. How tall, says the line, are the children of
#    parents of 72 inches?
# 4. Your friend standardizes the data for the test by their own mean and deviation. Invent a test
#    set for which that ruins every prediction.
