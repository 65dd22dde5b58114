r"""
The learning-rate dial
======================

Gradient descent has one dial: the learning rate :math:`\alpha` in
:math:`x_{k+1} = x_k - \alpha f'(x_k)`. Turned down, the walker crawls. Turned up, it runs. Turned
up too far, something else happens, and this lesson is about what it is, where it begins, and how
to see it coming.

You need lessons 1 and 2. You will learn

* the four ways in which a descent on a parabola can go,
* the one number that decides among them,
* how to read the message that a failed descent leaves.
"""

# %%
# Four settings
# -------------
# The cost is :math:`f(x) = x^2` again, and all walkers start at 10. The dial is set to 0.05, 0.2,
# 1.0 and 1.1.
#
# Predict
# -------
# Match each setting with what it does:
#
# * it diverges: it gets farther and farther away,
# * it converges in a few steps,
# * it jumps to and fro for ever,
# * it crawls.
#
# Then say which one has the lowest cost after 20 steps. Write it down; now look.

import matplotlib.pyplot as plt
import numpy as np

from symgd import animate, gradient_descent, plot

RATES = (0.05, 0.2, 1.0, 1.1)
runs = {
    rate: gradient_descent("x**2", start=10, learning_rate=rate, precision=None, max_steps=20)
    for rate in RATES
}
for rate, run in runs.items():
    first = "  ".join(f"{x:7.4g}" for x in run.path[:5, 0])
    print(f"rate {rate:4}: {first}  ...  cost after 20 steps {run.fun:.3g}")

# %%
# The number that decides
# -----------------------
# Put the slope :math:`2x` into the update:
#
# .. math:: x_{k+1} = x_k - \alpha \cdot 2 x_k = (1 - 2\alpha)\, x_k.
#
# Each step multiplies by :math:`1 - 2\alpha`. Work out this factor for the four settings and
# compare it with what you saw.

for rate, run in runs.items():
    factor = 1 - 2 * rate
    print(f"rate {rate:4}: factor {factor:4.1f}")
    assert np.allclose(run.path[:, 0], factor ** np.arange(21) * 10)

# %%
# * 0.9: a tenth of the distance each time. It *crawls*.
# * 0.6: it *converges* fast.
# * −1: it lands just as far away on the other side, and *jumps to and fro* for ever.
# * −1.2: it lands farther away on the other side, where the slope is steeper, so that the next
#   jump is longer still. It *diverges*.
#
# The sign of the factor tells whether the walker crosses the valley, and its size tells whether
# the distance shrinks. A descent on this cost converges as long as
# :math:`-1 < 1 - 2\alpha < 1`, that is for :math:`0 < \alpha < 1`.

assert runs[0.2].fun < runs[0.05].fun < runs[1.0].fun < runs[1.1].fun
assert set(runs[1.0].path.ravel().tolist()) == {10, -10}

# %%
# The picture that tells them apart at a glance is the cost against the step on a logarithmic axis:
# a constant factor is a straight line.

ax = plot(*runs.values(), view="cost")
ax.figure.savefig("dial_costs.png")

# %%
# And on the curve, the first four steps. Follow the diamonds: they begin on the right, and every
# jump carries them higher.

short = [
    gradient_descent("x**2", start=10, learning_rate=rate, precision=None, max_steps=4)
    for rate in RATES
]
ax = plot(*short)
ax.figure.savefig("dial_on_the_curve.png")
animation = animate(*short, fps=1)
animation.save("dial_on_the_curve.gif")
animation

# %%
# What the messages say
# ---------------------
# Nobody wants to compare numbers by eye. Let each setting run until its steps are shorter than
# :math:`10^{-6}`, for at most 200 steps, and predict for each one whether it gets there.

for rate in RATES:
    run = gradient_descent("x**2", start=10, learning_rate=rate, max_steps=200)
    print(f"rate {rate}: {run.message}")
    assert run.success == (rate < 1)

# %%
# The two failures are told apart, and the messages name the border: the curvature of :math:`x^2`
# is :math:`L = f''(x) = 2`, and the dial must stay below :math:`2/L = 1`. On a steeper parabola
# the border is lower.
#
# Divergence is not an error of the program. The computation was right, the numbers are all in the
# record, and the outcome of a right computation was bad news.

# %%
# Misconception: "a larger learning rate is always faster"
# --------------------------------------------------------
# Predict the order of 0.1, 0.5 and 0.9 after 30 steps: which one is nearest to 0, which one is
# farthest away?

for rate in (0.1, 0.5, 0.9):
    run = gradient_descent("x**2", start=10, learning_rate=rate, precision=None, max_steps=30)
    print(f"rate {rate}: after 30 steps the distance is {abs(run.x[0]):.4g}")

# %%
# The setting 0.5 has the factor 0 and lands on the minimum in its first step. And 0.1 and 0.9 are
# equally slow: their factors are 0.8 and −0.8. One creeps down its side of the valley; the other
# one spends its long steps on crossing the valley again and again. After six steps both are
# equally high up:

careful = gradient_descent("x**2", start=10, learning_rate=0.1, precision=None, max_steps=6)
bold = gradient_descent("x**2", start=10, learning_rate=0.9, precision=None, max_steps=6)
best = gradient_descent("x**2", start=10, learning_rate=0.5, precision=None, max_steps=1)
assert np.allclose(careful.path, np.abs(bold.path))
assert best.x[0] == 0

with plt.style.context("symgd.plotting.slides"):
    fig, (left, right) = plt.subplots(1, 2, figsize=(14, 5.4))
    careful.plot(ax=left)
    bold.plot(ax=right)
    fig.savefig("careful_and_bold.png")

# %%
# So larger is faster up to a point, slower after it, and beyond the border it diverges. The best
# setting belongs to this cost; another cost has another one.

# %%
# Exercise
# --------
# The cost is now :math:`5x^2`.
#
# 1. Find the factor of a step, as above.
# 2. Predict from it the border beyond which the descent diverges, and the setting that lands on
#    the minimum in one step.
# 3. Run ``gradient_descent("5*x**2", start=10, learning_rate=0.21, max_steps=200)``, and read in
#    the message whether it names your border.
# 4. A friend has found that 0.2 works well for :math:`x^2` and uses it for every cost. What do you
#    show them?
