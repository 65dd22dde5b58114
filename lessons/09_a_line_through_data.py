r"""
A line through data
===================

So far the cost was a formula that somebody gave us. In practice it comes from data: a machine
predicts, measures its errors, and learns from them. This lesson does that for the smallest machine
there is, a straight line, first by hand and then for real cars.

You need lessons 3 and 7 and partial derivatives. You will learn

* how five points become a cost of two parameters,
* why the mean and the sum of the squared errors want different learning rates,
* how to check what a descent has learned, and what it cannot know.
"""

# %%
# Predict, measure, learn
# -----------------------
# The data are five points on the line :math:`y = 2x + 1`. The machine does not know that. It
# predicts :math:`\hat y = wx + b`, with two parameters that begin at 0, and its cost is the mean of
# the squared errors, the MSE:
#
# .. math:: f(w, b) = \frac{1}{N} \sum_{i=1}^{N} (w x_i + b - y_i)^2.
#
# Predict
# -------
# With w = b = 0 every prediction is 0. Take paper and work out the five errors
# :math:`w x_i + b - y_i`, and their mean square.
#
# Then the two slopes. By the chain rule every sample gives twice its error, times :math:`x_i` for w
# and times 1 for b:
#
# .. math:: \frac{\partial f}{\partial w} = \frac{2}{N} \sum_i (w x_i + b - y_i)\, x_i, \qquad
#     \frac{\partial f}{\partial b} = \frac{2}{N} \sum_i (w x_i + b - y_i).
#
# Last, one update with the learning rate 0.01. Where do w and b land?

import numpy as np
import sympy

from symgd import compare, datasets, gradient_descent, losses, mean_loss, models, sum_loss

x = np.array([1, 2, 3, 4, 5])
y = np.array([3, 5, 7, 9, 11])
errors = 0 * x + 0 - y
slope_w, slope_b = 2 * np.mean(errors * x), 2 * np.mean(errors)
print(f"errors {errors.tolist()}, mean square {np.mean(errors**2):g}")
print(f"slopes {slope_w:g} for w and {slope_b:g} for b")
print(f"one update leads to w = {0 - 0.01 * slope_w:g}, b = {0 - 0.01 * slope_b:g}")
assert (np.mean(errors**2), slope_w, slope_b) == (57, -50, -14)

# %%
# The slope for w is the larger one, because each error counts as often as its x says.

# %%
# Where have the data gone?
# -------------------------
# Write the mean of the five squares out, and multiply. There is no x and no y left in it: the data
# have become the coefficients of a formula in w and b.

w, b = sympy.symbols("w b")
squares = [(w * int(x_i) + b - int(y_i)) ** 2 for x_i, y_i in zip(x, y, strict=True)]
written_out = sympy.expand(sum(squares) / 5)
print(f"f(w, b) = {written_out}")
print(f"slopes: {sympy.diff(written_out, w)} and {sympy.diff(written_out, b)}")
assert written_out == 11 * w**2 + 6 * w * b + b**2 - 50 * w - 14 * b + 57
written_out

# %%
# An ordinary cost of two variables, like the ravine of lesson 7. All that you know about descents
# holds for it. But nobody wants to write out a thousand samples. ``mean_loss`` takes *one* sample's
# loss and the data, and differentiates as you did on paper:

points = {"x": x, "y": y}
cost = mean_loss("(w*x + b - y)**2", points, "w b")
print(cost)
run = gradient_descent(cost, start=(0, 0), learning_rate=0.01, precision=None, max_steps=200)
print(run.explain(1))
assert cost.gradient_at((0, 0)).round(12).tolist() == [-50, -14]
assert np.allclose(run.path[1], [0.5, 0.14])
anywhere = {"w": 3.5, "b": -2.25}
assert np.isclose(cost(anywhere), float(written_out.subs(anywhere)))
cost

# %%
# Three frames make one step: *predict* with the line, measure the *errors*, which are drawn as the
# squares that the cost adds up, and *learn* by a step downhill in the plane of w and b.

steps = gradient_descent(cost, start=(0, 0), learning_rate=0.01, precision=None, max_steps=6)
animation = steps.animate("learn", fps=1)
animation.save("predict_error_learn.gif")
animation

# %%
# A learning rate of 0.1
# ----------------------
# An article of the course that these lessons belong to fits this very line, from (0, 0), with the
# learning rate 0.1, and prints the loss of 20 epochs. *Predict* with what the Hessian says, before
# you run it. Its formula is :math:`\frac{2}{N}` times a table of sums, the same at every (w, b):

print(cost.hessian)
flat, steep = np.linalg.eigvalsh(cost.hessian_at((0, 0)))
border = 2 / steep
print(f"curvatures {flat:.4f} and {steep:.4f}, condition number {steep / flat:.1f}")
print(f"border 2/L = {border:.4f}")
assert cost.hessian_at((0, 0)).tolist() == [[22, 6], [6, 2]]
assert np.isclose(border, 0.0845, atol=5e-5)

claimed = gradient_descent(cost, start=(0, 0), learning_rate=0.1, precision=None, max_steps=19)
for epoch in (1, 2, 3, 20):
    print(f"epoch {epoch:2}: loss {claimed.costs[epoch - 1]:,.1f}")
print(claimed.message)
assert claimed.costs[[0, 1, 19]].round(1).tolist() == [57.0, 106.4, 8036431.8]

# %%
# 0.1 is beyond the border, and the loss grows to eight million. (A loop that prints the loss before
# it updates shows at epoch 20 what 19 updates have made.) Nothing is wrong with the line, with the
# slopes or with the program, only with the number 0.1. (The message ends with a remedy that has
# nothing to do with the learning rate; lesson 11 is about it.) A little below the border is enough:

rates = compare(cost, (0, 0), [0.1, 0.08, 0.01], precision=None, max_steps=19)
print(rates)
assert rates[0].fun > 8e6 > 57 > rates[2].fun
ax = rates.plot("cost")
ax.figure.savefig("beyond_the_border.png")

# %%
# With 0.08 it jumps across the valley, but it arrives. The valley is a ravine with the condition
# number 70, and it lies aslant, since a steeper line can be made up for by a lower intercept. In
# the picture a walker starts to one side, at (0, 5): two or three steps bring it across, and then
# the long way along the ravine begins.

settled = gradient_descent(cost, start=(0, 0), learning_rate=0.08)
print(settled.message)
print(f"w = {settled.x[0]:.4f}, b = {settled.x[1]:.4f}")
assert np.allclose(settled.x, [2, 1], atol=1e-4)
assert settled.nit == 343
aside = gradient_descent(cost, start=(0, 5), learning_rate=0.07, precision=None, max_steps=40)
ax = aside.plot("contour")
ax.figure.savefig("ravine_of_a_line.png")

# %%
# Misconception: "mean or sum, it makes no difference"
# ----------------------------------------------------
# Statistics books write the *sum* of the squares, the RSS. It is lowest at the same line, of
# course. Predict: what does the learning rate 0.05, which is fine for the mean, do to the sum?

rss = sum_loss("(w*x + b - y)**2", points, "w b")
print(rss)
for each in (cost, rss):
    run = gradient_descent(each, start=(0, 0), learning_rate=0.05, max_steps=100)
    print(f"{each.kind}: {run.message}")
assert np.allclose(rss.gradient_at((0, 0)), 5 * cost.gradient_at((0, 0)))
assert run.fun > 1e6

# %%
# The sum has N times the slope and N times the curvature, so its border is N times lower: 0.0169.
# With a fifth of the learning rate it goes the same way as the mean, point by point:

by_mean = gradient_descent(cost, (0, 0), learning_rate=0.05, precision=None, max_steps=50)
by_sum = gradient_descent(rss, (0, 0), learning_rate=0.05 / 5, precision=None, max_steps=50)
assert np.allclose(by_mean.path, by_sum.path, rtol=1e-12)
assert np.isclose(2 / np.linalg.eigvalsh(rss.hessian_at((0, 0)))[-1], 0.0169, atol=5e-5)

# %%
# With the mean a learning rate survives when more data of the same kind arrive; with the sum it
# does not. When two people compare learning rates, ask first what they divide by.

# %%
# Real cars
# ---------
# In the 1920s somebody measured for 50 cars the speed in miles per hour, and the distance in feet
# that they needed to stop. A model and a loss can be had by name:

cars = datasets.load("cars")
model = models.linear("speed")
cost = mean_loss(losses.squared(model, target="dist"), cars, model.parameters)
print(cost)
flat, steep = np.linalg.eigvalsh(cost.hessian_at((0, 0)))
print(f"curvatures {flat:.3f} and {steep:.1f}, border 2/L = {2 / steep:.5f}")
assert np.isclose(2 / steep, 0.00377, atol=5e-6)

# %%
# *Predict:* the speeds are around 15, so their squares are around 250, and the border is far below
# 0.1. With 0.0035, and a condition number of 2572, will it take a hundred steps, a thousand, or
# more than ten thousand?

learned = gradient_descent(
    cost, start=(0, 0), learning_rate=0.0035, precision=1e-8, max_steps=10**5
)
print(learned.message)
assert learned.nit > 10_000

# %%
# Is it right? For a line there is a direct way: least squares by linear algebra. And others have
# fitted these cars before; R, which brings the data along, prints −17.5791 + 3.9324 · speed.

table = np.column_stack([cars["speed"], np.ones(50)])
direct = np.linalg.lstsq(table, cars["dist"], rcond=None)[0]
print(f"descent:       dist = {learned.x[1]:.4f} + {learned.x[0]:.4f} speed")
print(f"least squares: dist = {direct[1]:.4f} + {direct[0]:.4f} speed")
assert np.allclose(learned.x, direct, atol=5e-5)
assert np.allclose(direct, [3.9324, -17.5791], atol=5e-5)

ax = learned.plot("data")
ax.figure.savefig("cars_and_their_errors.png")

# %%
# The picture over the data tells more than one number can: fast cars are missed by more than slow
# ones. Here are the first twelve steps as a film, with a smaller learning rate, so that the eye can
# follow. The slope of the line is found at once, as it is the steep direction of the valley; for
# the intercept, the level one, a descent needs the other 19,000 steps.

misses = np.abs(model.predict(learned, cars) - cars["dist"])
is_fast = cars["speed"] > 15
print(
    f"typical miss: {misses[~is_fast].mean():.0f} feet, if fast {misses[is_fast].mean():.0f} feet"
)
assert misses[is_fast].mean() > 1.3 * misses[~is_fast].mean()
opening = gradient_descent(cost, (0, 0), learning_rate=0.0008, precision=None, max_steps=12)
animation = opening.animate("data", fps=3)
animation.save("line_over_the_cars.gif")
animation

# %%
# What has it learned?
# --------------------
# A mile per hour more costs about 4 feet. Predict from the line the distance for 21 miles per hour,
# a speed that nobody measured, and for 3.

distances = model.predict(learned, {"speed": [21, 3]})
print(f"at 21 miles per hour: {distances[0]:.1f} feet; at 3: {distances[1]:.1f} feet")
print(f"mean square {learned.fun:.2f}, so the typical error is {learned.fun**0.5:.1f} feet")
assert np.allclose(distances, [65.0, -5.8], atol=0.05)
assert np.isclose(50 * learned.fun, 11353.5, atol=0.05)

# %%
# No car stops after −5.8 feet. The line knows nothing of brakes; it is the best *line* for speeds
# from 4 to 25, and beyond them nobody has promised anything. And the cost does not become 0: what
# is left at the minimum is what a line cannot say.

# %%
# Exercise
# --------
# The data set ``datasets.load("women")`` has the heights and weights of 15 groups of women.
#
# 1. Write the cost of the line :math:`\text{weight} = w \cdot \text{height} + b` with
#    ``mean_loss``. Predict from the heights, 58 to 72, the size of L and of the border.
# 2. Descend for 10,000 steps a little below the border. How far is b from −87.5167, the value that
#    R prints? Which direction of the valley is to blame?
# 3. Plot the errors over the data. What do they say that the mean square does not?
# 4. Fit ``losses.absolute`` in the place of ``losses.squared`` to the five points of this lesson,
#    with one y changed from 11 to 31. Which of the two lines notices the change?
