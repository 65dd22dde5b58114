"""
The slope as a compass
======================

A cost function assigns a number to every choice of :math:`x`, and we want the :math:`x` with the
smallest number. Imagine that you stand on its curve in thick fog. You cannot see the valley, but
you can feel how the ground tilts under your feet. That tilt is the slope, and this lesson is about
how much it tells you, and how much it does not.

You need to know what a derivative is. You will learn

* to read the way downhill off the sign of the slope,
* to let symgd differentiate, and to check that it is right,
* what the size of the slope does *not* tell.
"""

# %%
# A cost and its slope
# --------------------
# Our cost is the parabola :math:`f(x) = x^2 - 4x + 5`. Its derivative by the rules of the
# blackboard is :math:`f'(x) = 2x - 4`. symgd finds the same formula, exactly, because it works on
# the formula and not on numbers.

import matplotlib.pyplot as plt
import numpy as np

from symgd import Cost, check_gradient, gradient_descent, plot

cost = Cost("x**2 - 4*x + 5")
(slope,) = cost.gradient
print(f"f(x)  = {cost.expr}")
print(f"f'(x) = {slope}")
assert str(slope) == "2*x - 4"
cost

# %%
# Predict: which way is downhill?
# -------------------------------
# Before you read on, write down for each of the points −1, 0.5, 2, 3.5 and 5
#
# 1. whether the slope there is negative, zero or positive,
# 2. whether you would walk to the left or to the right to get lower.
#
# Five signs, five directions. Then compare.

points = np.array([-1.0, 0.5, 2.0, 3.5, 5.0])
slopes = cost.gradient_at(points.reshape(-1, 1)).ravel()
for x, g in zip(points, slopes, strict=True):
    way = "walk to the right" if g < 0 else "walk to the left" if g > 0 else "stay"
    print(f"at x = {x:4.1f} the slope is {g:4.1f}: {way}")
assert slopes.tolist() == [-6, -3, 0, 3, 6]

# %%
# A negative slope means that the curve falls to the right; a positive one, that it falls to the
# left. So the way down is always *against* the sign of the slope. Here is the same as a picture:
# a tangent at each point, and on the ground the direction in which the compass points.

with plt.style.context("symgd.plotting.slides"):
    fig, ax = plt.subplots()
    x = np.linspace(-2, 6, 400)
    ax.plot(x, cost.sample(x), color="black")
    for p, g in zip(points, slopes, strict=True):
        value = cost(p)
        reach = 1.6 / np.hypot(1, g / 2)
        ends = np.array([p - reach, p + reach])
        ax.plot(ends, value + g * (ends - p), color="#00704F")
        ax.plot(p, value, "o", color="#D55E00", markersize=12)
        if g != 0:
            arrow = {"arrowstyle": "-|>", "color": "#D55E00", "lw": 4, "mutation_scale": 30}
            ax.annotate("", (p - 0.2 * g, -1.5), (p, -1.5), arrowprops=arrow)
        label = f"slope {g:g}".replace("-", "−")
        ax.text(p, -3.0, label, color="#00704F", ha="center", va="center")
    ax.set(xlim=(-2, 6), ylim=(-4, 14), xlabel="$x$", ylabel="$f(x)$")
    ax.set_title("Walk against the slope of $f(x) = x^2 - 4x + 5$", pad=12)
    ax.grid(True)
    fig.savefig("slope_as_compass.png")

# %%
# Can we trust the formula?
# -------------------------
# You could also measure a slope: walk a little to both sides and divide the difference in height
# by the distance,
#
# .. math:: \frac{f(x + h) - f(x - h)}{2h}.
#
# *Predict:* the smaller the width :math:`h`, the better the measured slope? Say yes or no, then
# look at the table for :math:`x = 4`, where the exact slope is :math:`2 \cdot 4 - 4 = 4`.

check = check_gradient(cost, 4)
print(check)
assert check.exact[0] == 4
assert check.errors[0] < 1e-12 < 1e-5 < check.errors[-1]

# %%
# No: the narrowest width gives the worst slope. The two heights then agree in almost all of their
# digits, and the subtraction keeps only the digits in which they differ, rounding errors included.
# The exact slope has no width to choose. That is why symgd differentiates the formula.

# %%
# Predict: from both sides
# ------------------------
# Gradient descent walks by this compass. Each step goes against the slope, by the slope times a
# learning rate :math:`\alpha`:
#
# .. math:: x_{k+1} = x_k - \alpha f'(x_k).
#
# With :math:`\alpha = 0.1`, one walker starts at 5 and another one at −1. Predict for each of
# them the first step (where does it land?), and whether the walker ever crosses the minimum at 2.

from_right = gradient_descent(cost, start=5, learning_rate=0.1)
from_left = gradient_descent(cost, start=-1, learning_rate=0.1)
print(from_right.table(every=10))
print(from_right.message)
print(from_left.table(every=10))
print(from_left.message)
assert np.isclose(from_right.x[0], 2, atol=1e-5)
assert np.isclose(from_left.x[0], 2, atol=1e-5)

# %%
# The slope at 5 is 6, so the first step goes by 0.1 · 6 to the left and lands at 4.4; from −1 it
# lands at −0.4. Neither walker crosses the minimum. On the way the slope fades, and so the steps
# become shorter and shorter, although the learning rate stays as it is.

assert np.isclose(from_right.path[1, 0], 4.4)
assert np.isclose(from_left.path[1, 0], -0.4)
assert np.all(from_right.path > 2)
assert np.all(from_left.path < 2)

ax = plot(from_left, from_right)
for entry, run in zip(ax.get_legend().get_texts(), (from_left, from_right), strict=True):
    entry.set_text(f"start {run.path[0, 0]:g}".replace("-", "−"))
ax.figure.savefig("from_both_sides.png")

# %%
# The walk from the right as an animation, for a slide. A coarse precision ends it where the eye
# can see no further step. Watch the tangent: it becomes flat as the point comes to rest.

walk = gradient_descent(cost, start=5, learning_rate=0.1, precision=0.02)
animation = walk.animate(fps=4)
animation.save("compass.gif")
animation

# %%
# Misconception: "the slope tells how far away the minimum is"
# ------------------------------------------------------------
# A steep slope feels as if the valley must be far. But look at three parabolas, each at a point
# where the slope is exactly 4:
#
# * :math:`10\,(x - 2)^2` at 2.2,
# * :math:`(x - 2)^2` at 4,
# * :math:`0.1\,(x - 2)^2` at 22.
#
# All three have their minimum at 2. Under your feet they feel the same.

for formula, place in [("10*(x - 2)**2", 2.2), ("(x - 2)**2", 4.0), ("(x - 2)**2/10", 22.0)]:
    steepness = Cost(formula).gradient_at(place)[0]
    print(f"{formula:14} at {place:4}: slope {steepness:.6g}, distance {place - 2:.6g}")
    assert np.isclose(steepness, 4)

# %%
# The same slope of 4, and the minimum is 0.2, 2 or 20 away. The slope tells the direction and how
# fast the cost changes *here*. How far to walk is another question, and the learning rate is our
# guess of an answer.

# %%
# Exercise
# --------
# The cost :math:`x^3 - 3x` has the slope :math:`3x^2 - 3`.
#
# 1. Predict from the sign of the slope where the compass leads from 0.5, and where from −1.5.
# 2. Run ``gradient_descent("x**3 - 3*x", start=0.5, learning_rate=0.05)``, then the same with
#    ``start=-1.5``, and read both messages.
# 3. In one of the two cases the compass was right at every single step, and still there was no
#    minimum to find. Explain in one sentence what that says about a compass.
