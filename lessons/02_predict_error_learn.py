r"""
Predict, error, learn
=====================

A program that prints a right number teaches little. A program that contradicts your prediction
teaches a lot. In this lesson you predict what gradient descent does, look at your error, and
learn from it, until you can foretell step 100 without a computer.

You need the update of gradient descent, :math:`x_{k+1} = x_k - \alpha f'(x_k)`. You will learn

* to step through a descent by hand,
* to write down every step of it in one formula,
* what a precision promises, and what it does not.
"""

# %%
# One step by hand
# ----------------
# The cost is :math:`f(x) = x^2` with the slope :math:`f'(x) = 2x`. We start at 3 with the learning
# rate 0.1. The slope at 3 is 6, so the first step leads to :math:`3 - 0.1 \cdot 6 = 2.4`.
#
# Predict
# -------
# Take paper and work out the next two points, :math:`x_2` and :math:`x_3`. Is the second step as
# long as the first one?

import math
from itertools import islice

import numpy as np

from symgd import gd, gradient_descent, iterates

steps = iterates("x**2", start=3, rule=gd(learning_rate=0.1))
for iterate in islice(steps, 4):
    print(iterate)

# %%
# ``iterates`` gives the points one by one, for as long as you ask. In a prompt, write
# ``next(steps)`` and say the number before you press the key. Here are the next ones:

fourth, fifth = next(steps), next(steps)
print(f"x_4 = {fourth.x[0]:.6g} with the step {fourth.step_size:.6g}")
print(f"x_5 = {fifth.x[0]:.6g} with the step {fifth.step_size:.6g}")
assert np.isclose(fourth.x[0], 1.2288)
assert np.isclose(fifth.x[0], 0.98304)

# %%
# The steps become shorter, because the slope does. The learning rate never changed.

# %%
# All steps in one formula
# ------------------------
# Put the slope into the update:
#
# .. math:: x_{k+1} = x_k - 0.1 \cdot 2 x_k = 0.8\, x_k.
#
# Each step multiplies by 0.8, so after :math:`k` steps
#
# .. math:: x_k = 0.8^k \cdot 3.
#
# *Predict:* :math:`0.8^{100}` is about :math:`2 \cdot 10^{-10}`. Where will step 100 land? And will
# the computer, which makes one step after the other, hit the formula in every digit?

run = gradient_descent("x**2", start=3, learning_rate=0.1, precision=None, max_steps=100)
landed, foretold = run.x[0].item(), 0.8**100 * 3
print(f"after 100 steps x = {landed}")
print(f"the formula gives   {foretold}")
assert landed == 6.111107929003464e-10
assert math.isclose(landed, foretold, rel_tol=1e-13)

# %%
# The two agree in all digits but the last ones: each of the 100 steps rounds a little. The
# agreement holds at every step, not only at the end:

k = np.arange(101)
assert np.allclose(run.path[:, 0], 0.8**k * 3, rtol=1e-13, atol=0)
print(run.table(every=20))

# %%
# A factor that is the same at every step is a straight line, if the axis counts factors. So draw
# the cost on a logarithmic axis. Predict its steepness: by which factor does the *cost* shrink in
# one step?

ax = run.plot("cost")
ax.figure.savefig("straight_line_down.png")
assert np.allclose(run.costs[1:] / run.costs[:-1], 0.64)

# %%
# When to stop?
# -------------
# The formula never reaches 0, so something has to end the descent. The usual test is the
# *precision*: stop after the first step that is shorter than it.
#
# Predict, with the precision :math:`10^{-4}`, how many steps are made. The first step is 0.6 long,
# and the others shrink by 0.8 as the points do, so look for the first :math:`k` with
#
# .. math:: 0.6 \cdot 0.8^{k-1} < 10^{-4}.

needed = math.floor(1 + math.log(1e-4 / 0.6) / math.log(0.8)) + 1
run = gradient_descent("x**2", start=3, learning_rate=0.1, precision=1e-4)
print(f"foretold: {needed} steps")
print(run.message)
assert run.success
assert run.nit == needed == 40
assert run.step_sizes[-1] < 1e-4 <= run.step_sizes[-2]

# %%
# Forty steps, as foretold. The picture shows where they are spent: the first ten make most of the
# way, the other thirty polish.

ax = run.plot()
ax.figure.savefig("forty_steps.png")
animation = run.animate(fps=8)
animation.save("forty_steps.gif")
animation

# %%
# Misconception: "precision 1e-4 means that x is exact to 1e-4"
# -------------------------------------------------------------
# The precision is compared with the length of the last *step*, not with the distance to the
# minimum. Nobody knows that distance, except in a lesson: here the minimum is 0, so the distance
# is :math:`x` itself. Predict: is the last point nearer to 0 than :math:`10^{-4}`?

print(f"last step {run.step_sizes[-1]:.3g}, distance to the minimum {run.x[0]:.3g}")
assert run.x[0] > 1e-4
assert math.isclose(run.x[0] / run.step_sizes[-1], 4)

# %%
# It is four times as far. A step goes from :math:`x` to :math:`0.8x`: it is 0.2 long where 0.8 is
# left. The smaller the learning rate, the worse. With 0.01 a step is 0.02 long where 0.98 is left:

slow = gradient_descent("x**2", start=3, learning_rate=0.01, precision=1e-4)
print(slow.message)
print(f"last step {slow.step_sizes[-1]:.3g}, distance to the minimum {slow.x[0]:.3g}")
assert math.isclose(slow.x[0] / slow.step_sizes[-1], 49)

# %%
# The distance is now 49 times the last step. A short step can mean that the goal is near, or
# only that the walker is slow. Precision is not accuracy.

# %%
# Exercise
# --------
# Take the learning rate 0.25.
#
# 1. Predict the factor by which each step multiplies :math:`x`.
# 2. Predict on paper how many steps the precision :math:`10^{-4}` needs from 3.
# 3. Run it. If your number was wrong, find your error before you run anything else: was it the
#    factor, the first step, or the last one?
# 4. With this learning rate the distance at the end is as long as the last step. Why?
