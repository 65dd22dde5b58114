r"""
Why two over L
==============

The messages of lesson 3 named a border for the learning rate: it must stay below :math:`2/L`,
where :math:`L` is the curvature. Where does the 2 come from? Why the curvature, and not the slope
or the height? This lesson draws one step of gradient descent as a map from number to number, and
the border can then be seen.

You need lesson 3 and the second derivative. You will learn

* to write a step as one factor, :math:`1 - \alpha L`, and to let symgd write it for you,
* to follow a descent in a cobweb picture,
* what the border says where the curvature changes from place to place.
"""

# %%
# One step, written out
# ---------------------
# The cost is :math:`f(x) = 5x^2`. Its slope is :math:`10x`, and its curvature is the slope of the
# slope, :math:`L = f''(x) = 10`, everywhere. So a step leads
#
# .. math:: x \mapsto x - \alpha f'(x) = x - 10\alpha x = (1 - \alpha L)\, x.
#
# Predict
# -------
# Work out the factor :math:`1 - \alpha L` for the learning rates 0.02, 0.1, 0.18, 0.2 and 0.21.
# Then say for each: does the point get nearer to 0, and does it change sides? Two of the five make
# their steps by the same factor apart from its sign. Which ones?

import matplotlib.pyplot as plt
import numpy as np

from symgd import Cost, gallery, gd, gradient_descent

cost = Cost("5*x**2")
RATES = (0.02, 0.1, 0.18, 0.2, 0.21)
for rate in RATES:
    (step,) = gd(learning_rate=rate).substitute(cost)
    print(f"rate {rate}: {step.lhs} = {step.rhs}")
step

# %%
# ``substitute`` puts the slope of the cost into the rule and multiplies out, as you did on paper.
# The factor is no approximation, and it is the same at every iterate:

for rate in RATES:
    run = gradient_descent(cost, start=10, learning_rate=rate, precision=None, max_steps=20)
    before, after = run.path[:-1, 0], run.path[1:, 0]
    assert np.allclose(after, (1 - 10 * rate) * before, rtol=1e-12, atol=1e-14)
    print(f"rate {rate}: x_20 = {run.x[0]:.4g}")

# %%
# A single step can also be asked for its numbers. Predict the third one with the rate 0.18, from 10
# with the factor −0.8, before you look at the last line:

run = gradient_descent(cost, start=10, learning_rate=0.18)
explanation = run.explain(3)
print(explanation)
assert explanation.numbers[-1].endswith("= -5.12")
assert np.isclose(run.path[3, 0], -0.8 * 6.4)
explanation

# %%
# The cobweb
# ----------
# Now draw the map. Across, the point before the step, :math:`x_k`; upwards, the point after it,
# :math:`x_{k+1}`. The map of :math:`5x^2` is a straight line through 0, and its steepness is the
# factor. The dashed diagonal is where before and after are equal. A descent goes up or down to the
# map (the step is made), then across to the diagonal (the point after becomes the point before),
# and so on. Where map and diagonal cross, a step leads nowhere: that is the minimum. symgd marks it
# and says how steep the map is there. The view is called ``"cobweb"``.

# %%
# *Predict* for the rates 0.02, 0.1 and 0.18 what shape the path between map and diagonal has: a
# staircase, a spiral, or neither?

with plt.style.context("symgd.plotting.slides"):
    fig, panels = plt.subplots(1, 3, figsize=(14, 5.6))
    for ax, rate in zip(panels, RATES, strict=False):
        run = gradient_descent(cost, start=10, learning_rate=rate, precision=None, max_steps=12)
        run.plot("cobweb", ax=ax)
    fig.savefig("cobweb_below.png")

# %%
# A rising line gives a staircase on one side, a falling line a spiral that changes sides, and a
# level line leads to 0 in one step. All three are drawn *in*, as the map is less steep than the
# diagonal, be it rising or falling. That is the whole secret:
#
# .. math:: -1 < 1 - \alpha L < 1
#     \quad\Longleftrightarrow\quad 0 < \alpha < \frac{2}{L}.
#
# The 2 is the distance from 1, where the factor begins, down to −1, where the spiral stops closing.
# The map loses :math:`L` of its steepness for each unit of :math:`\alpha`, so :math:`2/L` is where
# it arrives. Here :math:`2/L = 0.2`. Predict the pictures for 0.2 and 0.21, then look.

with plt.style.context("symgd.plotting.slides"):
    fig, panels = plt.subplots(1, 2, figsize=(10.5, 5.6))
    for ax, rate in zip(panels, (0.2, 0.21), strict=True):
        run = gradient_descent(cost, start=5, learning_rate=rate, precision=None, max_steps=8)
        run.plot("cobweb", ax=ax)
    fig.savefig("cobweb_beyond.png")

# %%
# At 0.2 the path runs round the same square for ever. At 0.21 the map is steeper than the diagonal,
# and the spiral opens: each step multiplies the distance by 1.1.

on_the_border = gradient_descent(cost, start=5, learning_rate=0.2, precision=None, max_steps=8)
beyond = gradient_descent(cost, start=5, learning_rate=0.21, precision=None, max_steps=8)
print(beyond.message)
assert np.allclose(on_the_border.path[:, 0], 5 * (-1.0) ** np.arange(9))
assert np.allclose(beyond.path[:, 0], 5 * (-1.1) ** np.arange(9))

# %%
# The spiral for the rate 0.18 grows step by step:

walk = gradient_descent(cost, start=10, learning_rate=0.18, precision=0.5)
animation = walk.animate("cobweb", fps=3)
animation.save("spiral.gif")
animation

# %%
# The same descent as a walk on the curve:

animation = walk.animate(fps=3)
animation.save("spiral_on_the_curve.gif")
animation

# %%
# Misconception: "a learning rate of 0.1 is small, so it is safe"
# ---------------------------------------------------------------
# Small compared with what? For :math:`5x^2` the rate 0.1 is the best there is. Predict what it does
# to :math:`500x^2`, the same valley measured in smaller units.

best = gradient_descent(cost, start=10, learning_rate=0.1)
same_rate = gradient_descent("500*x**2", start=10, learning_rate=0.1, max_steps=50)
print(f"5x²:   {best.message}")
print(f"500x²: {same_rate.message}")
assert best.success and best.path[1, 0] == 0
assert not same_rate.success

# %%
# Only the product :math:`\alpha L` matters. A valley that is a hundred times as curved, with a rate
# that is a hundredth, goes the same way point by point:

scaled = gradient_descent("500*x**2", start=10, learning_rate=0.0018, max_steps=30)
original = gradient_descent(cost, start=10, learning_rate=0.18, max_steps=30)
assert np.allclose(scaled.path, original.path, rtol=1e-12)

# %%
# Where the curvature changes
# ---------------------------
# The double well :math:`x^4/4 - x^2/2` has the curvature :math:`3x^2 - 1`, which is 2 at its
# minimum 1 and larger beyond it. Its map :math:`x - \alpha f'(x)` is bent, and its steepness at the
# minimum is :math:`1 - \alpha f''(1) = 1 - 2\alpha`. So the border *at the minimum* is 1.
#
# Predict for the start 1.2 what happens with 0.4, with 0.9, and with 1.05, just beyond the border.
# Will the last one fly away, as it did on the parabola?

well = gallery.double_well
with plt.style.context("symgd.plotting.slides"):
    fig, panels = plt.subplots(1, 3, figsize=(14, 5.6))
    for ax, rate in zip(panels, (0.4, 0.9, 1.05), strict=True):
        run = gradient_descent(well, start=1.2, learning_rate=rate, precision=None, max_steps=24)
        run.plot("cobweb", ax=ax)
    fig.savefig("cobweb_of_a_bent_map.png")

settled = gradient_descent(well, start=1.2, learning_rate=0.9, max_steps=200)
caught = gradient_descent(well, start=1.2, learning_rate=1.05, max_steps=200)
print(settled.message)
print(caught.message)
assert settled.success and np.isclose(settled.x[0], 1, atol=1e-5)
assert not caught.success

# %%
# It does not. Close to the minimum it is driven away, but farther out the map bends back, and the
# walker is caught between two points for ever, 0.218 apart:

print(f"the last four points: {caught.path[-4:, 0].round(6).tolist()}")
assert np.allclose(caught.path[-1], caught.path[-3])
assert np.isclose(caught.step_sizes[-1], 0.218, atol=5e-4)

# %%
# So on a curve there are two borders. With :math:`L` the largest curvature on the way, a rate below
# :math:`2/L` is *safe*: every single step lowers the cost. That is the border in the messages, and
# it is 0.602 here. Up to the border of the minimum itself, here 1, a descent may settle all the
# same, as it did with 0.9, but nobody has promised it.

careful = gradient_descent(well, start=1.2, learning_rate=0.4, max_steps=200)
assert np.all(np.diff(careful.costs) <= 0)
assert "2/L = 0.602" in caught.message

# %%
# Exercise
# --------
# The cost is :math:`8(x - 3)^2`.
#
# 1. Find :math:`L`, the border, and the rate that lands on the minimum in one step.
# 2. Which rate halves the distance at each step and changes sides? Predict the first three points
#    from the start 7, and check them with ``gradient_descent("8*(x - 3)**2", 7, rate).explain(k)``.
# 3. Draw the cobweb for it, with ``run.plot("cobweb")``. Where does the map cross the diagonal now?
# 4. What is the border for :math:`-\cos x` near 0? Start at 1 with a rate just below it and just
#    above it, and say what differs from the parabola.
