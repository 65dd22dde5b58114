r"""
When to stop
============

Gradient descent comes nearer and nearer to a minimum and hardly ever arrives. Something must end
it, and whatever ends it decides how good the answer is. This lesson is about what the usual tests
promise, and about a test that promises what you want.

You need lessons 2 and 4. You will learn

* how far the minimum still is when the steps have become short,
* how the tests on step, slope and cost change differ,
* to write a stop test of your own.
"""

# %%
# The same precision, five learning rates
# ---------------------------------------
# The cost is :math:`f(x) = (x + 5)^2` with its minimum at −5. We start at 3 and stop after the
# first step shorter than :math:`10^{-5}`.
#
# Predict
# -------
# The learning rates are 0.4, 0.25, 0.1, 0.01 and 0.001. All of them stop by the same precision.
# Which one ends nearest to −5, and how near? Does any of them end farther away than
# :math:`10^{-5}`?

import matplotlib.pyplot as plt
import numpy as np

from symgd import cost_change_below, gallery, gradient_below, gradient_descent

PRECISION = 1e-5
RATES = np.array([0.4, 0.25, 0.1, 0.01, 0.001])
runs = [gradient_descent("(x + 5)**2", 3, rate, PRECISION) for rate in RATES]
ratios = []
for rate, run in zip(RATES, runs, strict=True):
    distance, last = abs(run.x[0] + 5), run.step_sizes[-1]
    ratios.append(distance / last)
    print(f"rate {rate}: {run.nit} steps, last step {last:.2g}, distance {distance:.2g}")
assert all(run.success for run in runs)

# %%
# How far is it still?
# --------------------
# Near a minimum every smooth cost is a parabola with some curvature :math:`\lambda`; here
# :math:`\lambda = 2`. One step takes the distance :math:`d` to :math:`(1 - \alpha\lambda)\,d`, so
# the step is :math:`\alpha\lambda d` long. The distance that is left, counted in steps like the
# last one, is
#
# .. math:: \frac{(1 - \alpha\lambda)\,d}{\alpha\lambda d} = \frac{1}{\alpha\lambda} - 1.
#
# Predict the five numbers: for the rate 0.25, for example, 1/0.5 − 1 = 1. Compare them with what
# the runs have left.

for rate, ratio in zip(RATES, ratios, strict=True):
    print(f"rate {rate}: distance / last step = {ratio:.6g}, foretold {1 / (2 * rate) - 1:.6g}")
assert np.allclose(ratios, 1 / (2 * RATES) - 1, rtol=1e-6)

with plt.style.context("symgd.plotting.slides"):
    fig, ax = plt.subplots()
    rate = np.geomspace(7e-4, 0.45, 200)
    ax.loglog(rate, 1 / (2 * rate) - 1, color="black", label=r"$1/(\alpha\lambda) - 1$")
    ax.loglog(RATES, ratios, "o", color="#D55E00", markersize=13, label="measured")
    ax.axhline(1, color="#00704F", linestyle="--", zorder=1)
    ax.text(7e-4, 1.15, "as far as the last step was long", color="#00704F", va="bottom")
    ax.set(xlabel=r"learning rate $\alpha$", ylabel="distance / last step")
    ax.set_title("Precision is not accuracy", pad=12)
    ax.grid(True)
    ax.legend(loc="upper right")
    fig.savefig("precision_is_not_accuracy.png")

# %%
# With 0.4 the minimum is a quarter of a step away, with 0.001 it is 499 steps away. The message
# knows, because it looks at the curvature:

print(runs[-1].message)
assert "precision is not accuracy" in runs[-1].message

# %%
# A published example
# -------------------
# For years Wikipedia's article on gradient descent had a small program for
# :math:`f(x) = x^4 - 3x^3 + 2` with the start 6, the learning rate 0.01 and the precision
# :math:`10^{-5}`. It prints 2.2499646074278457. The slope is :math:`4x^3 - 9x^2 = x^2(4x - 9)`, so
# the minimum is :math:`9/4`, and the curvature there is :math:`\lambda = 20.25`.
#
# *Predict* with the formula how far from 9/4 it stopped, if the last step was just below
# :math:`10^{-5}`.

quartic = gallery.quartic
run = gradient_descent(quartic, start=6, learning_rate=0.01, precision=PRECISION)
print(run)
assert (run.nit, run.x[0]) == (70, 2.2499646074278457)
curvature = quartic.hessian_at(2.25)[0, 0]
foretold = (1 / (0.01 * curvature) - 1) * run.step_sizes[-1]
print(f"foretold {foretold:.4g}, true {2.25 - run.x[0]:.4g}")
assert curvature == 20.25
assert np.isclose(2.25 - run.x[0], foretold, rtol=1e-3)

# %%
# Misconception: "if the steps are tiny, the minimum is near"
# -----------------------------------------------------------
# Take the same descent with a generous precision of 0.05. Predict: somewhere around 2.2?

hasty = gradient_descent(quartic, start=6, learning_rate=0.01, precision=0.05)
print(hasty.table())
print(hasty.message)
assert hasty.nit == 2
assert np.allclose(hasty.path.ravel(), [6, 0.6, 0.62376])

# %%
# The slope at 6 is 540, so the first step flies across the valley and lands at 0.6. There the
# ground is nearly level, and the second step is only 0.024 long. It is short because the *slope* is
# small there, and the slope is small wherever the ground is level: in a valley, but also on a
# shelf. Look at all the steps of the full descent:

with plt.style.context("symgd.plotting.slides"):
    fig, (left, right) = plt.subplots(1, 2, figsize=(14, 5.4))
    x = np.linspace(-0.6, 3.2, 300)
    left.plot(x, quartic.sample(x), color="black")
    left.plot(run.path[1:], run.costs[1:], "o", color="#D55E00", markersize=8)
    left.annotate(
        "step 1 lands here",
        (0.6, run.costs[1]),
        (0.9, 4.5),
        arrowprops={"arrowstyle": "-|>", "lw": 2.5, "color": "#1a1a1a"},
    )
    left.set(xlim=(-0.6, 3.2), ylim=(-8, 8), xlabel="$x$", ylabel="$f(x)$")
    left.grid(True)
    right.semilogy(np.arange(1, run.nit + 1), run.step_sizes, "o-", color="#D55E00")
    right.axhline(0.05, color="#00704F", linestyle="--")
    right.text(70, 0.065, "precision 0.05", color="#00704F", ha="right")
    right.set(xlabel="step", ylabel="length of the step")
    right.grid(True)
    fig.savefig("short_steps_on_a_shelf.png")

# %%
# The steps are short, then longer again, and only then short for good. A test that looks at one
# step cannot tell a shelf from a valley. Here is the way from the shelf on, as a walk:

lengths = run.step_sizes
assert lengths[1] < 0.05 < lengths[2:40].max()
walk = gradient_descent(quartic, start=0.6, learning_rate=0.01, precision=0.01)
animation = walk.animate(fps=8)
animation.save("from_shelf_to_valley.gif")
animation

# %%
# Slope or cost instead
# ---------------------
# ``stop=`` takes other tests. At the distance :math:`d` the slope of a parabola is
# :math:`\lambda d`, whatever the learning rate. *Predict:* with ``gradient_below(1e-5)`` on
# :math:`(x + 5)^2`, how far from −5 do the rates end? And does a tiny change of the *cost*, below
# :math:`10^{-10}`, say more than a tiny step?

for rate in (0.1, 0.01, 0.001):
    for test in (gradient_below(1e-5), cost_change_below(1e-10)):
        run = gradient_descent("(x + 5)**2", 3, rate, stop=test)
        print(f"rate {rate}, {test}: {run.nit} steps, distance {abs(run.x[0] + 5):.2g}")
        assert (abs(run.x[0] + 5) < 1e-5 / 2) == (test == gradient_below(1e-5))

# %%
# The test on the slope promises the same for every learning rate: a distance below
# :math:`10^{-5}/\lambda`. The test on the cost promises less than it seems to: the cost is the
# square of the distance here, so a change in its tenth digit is a change in the fifth digit of
# :math:`x`, and with slow steps even less.

slow = gradient_descent("(x + 5)**2", 3, 0.001, stop=cost_change_below(1e-10))
assert abs(slow.x[0] + 5) > 1e-4

# %%
# A test of your own
# ------------------
# What you want to know is the distance. Slope and curvature together estimate it: on a parabola
# it is :math:`|f'(x)| / f''(x)`. A stop test is any function of the iterate, so write it down. It
# should say stop only where the curvature is positive: that is what tells a valley from a shelf.


def near_enough(iterate):
    """Say stop where slope and curvature place a minimum less than 1e-5 away."""
    bend = quartic.hessian_at(iterate.x)[0, 0]
    return bend > 0 and abs(iterate.jac[0]) / bend < 1e-5


for rate in (0.02, 0.01, 0.001, 0.0001):
    run = gradient_descent(quartic, 3.2, rate, stop=near_enough, max_steps=100_000)
    print(f"rate {rate}: {run.nit} steps, distance {abs(run.x[0] - 2.25):.2g}")
    assert run.success
    assert abs(run.x[0] - 2.25) < 1.001e-5

# %%
# Every learning rate now ends equally near, the slow ones after more steps. That is what accuracy
# costs.

# %%
# Exercise
# --------
# The cost :math:`x^4` has its minimum at 0, where the curvature is 0.
#
# 1. Descend from 1 with the learning rate 0.1 and the precision :math:`10^{-6}`. Predict from the
#    step :math:`0.1 \cdot 4x^3` at which :math:`x` it stops.
# 2. Run it. How many last steps is the minimum away? Why does the formula of this lesson not
#    apply?
# 3. Would ``gradient_below(1e-6)`` be better? Predict its distance before you run it.
# 4. Write a test that stops when the last step was shorter than a millionth of the *first* one, or
#    say what an iterate would have to know for that.
