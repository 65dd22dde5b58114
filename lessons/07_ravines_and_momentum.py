r"""
Ravines and momentum
====================

In two variables a new trouble begins. A valley may be steep across and nearly level along, like a
ravine, and one learning rate has to serve both directions. This lesson shows what that costs, and
how much of it momentum takes back. The pictures retell those in the section on momentum of Zhang,
Lipton, Li and Smola, *Dive into Deep Learning* (2023, section 12.6), with the same numbers.

You need lesson 4 and partial derivatives. You will learn

* to read the two borders of a ravine, and its condition number,
* what the velocity does across a ravine and what along it,
* how much momentum is best, and that more is worse.
"""

# %%
# Two curvatures, one learning rate
# ---------------------------------
# The cost is :math:`f(x, y) = 0.1x^2 + 2y^2`. Its slope is :math:`(0.2x, 4y)`, so the curvature is
# :math:`\mu = 0.2` along the ravine and :math:`L = 4` across it. Each coordinate goes its own way,
# with its own factor from lesson 4:
#
# .. math:: x \mapsto (1 - 0.2\alpha)\, x, \qquad y \mapsto (1 - 4\alpha)\, y.

import matplotlib.pyplot as plt
import numpy as np

from symgd import animate, compare, gallery, gd, gradient_descent, minimize, momentum, plot

ravine = gallery.ravine
print(f"f(x, y) = {ravine.expr}, slope {ravine.gradient}")
curvatures = np.linalg.eigvalsh(ravine.hessian_at((0, 0)))
mu, L = curvatures
print(f"curvatures {mu:g} and {L:g}, condition number {L / mu:g}, border 2/L = {2 / L:g}")
assert np.allclose([mu, L, 2 / L, L / mu], [0.2, 4, 0.5, 20])
ravine.hessian

# %%
# Predict
# -------
# Two walkers start at (−5, −2), one with the learning rate 0.4, one with 0.6. Work out both factors
# for each of them. Who arrives, who does not, and in which coordinate is the trouble?

START = (-5, -2)
for rate in (0.4, 0.6):
    run = gradient_descent(ravine, START, rate, precision=None, max_steps=20)
    print(f"rate {rate}: after 20 steps x = {run.x[0]:.6f}, y = {run.x[1]:.6f}")
    assert np.allclose(run.path[1:] / run.path[:-1], [1 - 0.2 * rate, 1 - 4 * rate])

# %%
# With 0.4 the factors are 0.92 and −0.6: across it settles soon, along it crawls. With 0.6 they are
# 0.88 and −1.4: along the ravine it would be a little faster, but across it flies away, since 0.6
# is beyond :math:`2/L = 0.5`. The steep direction sets the border, the level one pays for it.

# %%
# How bad is it at best? The two factors are balanced by :math:`\alpha = 2/(L + \mu)`; both then
# have the size
#
# .. math:: \frac{L - \mu}{L + \mu} = \frac{\kappa - 1}{\kappa + 1},
#     \qquad \kappa = \frac{L}{\mu} = 20.
#
# This :math:`\kappa` is the *condition number*. A round bowl has 1, and one step is enough. Predict
# the size for 20: how much of the distance is left after a step?

best_rate = 2 / (L + mu)
best_plain = gradient_descent(ravine, START, best_rate)
print(f"best learning rate {best_rate:.4f}, factor {(L - mu) / (L + mu):.4f}")
print(best_plain.message)
assert np.isclose(abs(1 - best_rate * L), 19 / 21)
assert np.isclose(abs(1 - best_rate * mu), 19 / 21)
assert best_plain.nit == 153

# %%
# A velocity
# ----------
# Momentum keeps a velocity: :math:`v \leftarrow \beta v + g`, then
# :math:`x \leftarrow x - \alpha v`. Each step keeps the part :math:`\beta` of the old velocity.
# Across the ravine the slope changes its sign at every step, so old and new largely cancel. Along
# it they add up.
#
# *Predict:* with 0.6, where plain descent flies away, can :math:`\beta = 0.25` or
# :math:`\beta = 0.5` help? (:math:`\beta = 0` is plain descent.)

rules = [momentum(learning_rate=0.6, beta=beta) for beta in (0, 0.25, 0.5)]
race = compare(ravine, START, rules, precision=None, max_steps=20)
print(race)
published = [(-0.387814, -1673.365109), (-0.126340, -0.186632), (0.007188, 0.002553)]
assert np.allclose([run.x for run in race], published, atol=5e-7)

# %%
# These are the numbers that the book prints. The first ten steps as a picture: the walker without
# momentum soon leaves it, the other two stay in the ravine.

ax = compare(ravine, START, rules, precision=None, max_steps=10).plot()
ax.figure.savefig("momentum_in_the_ravine.png")

# %%
# And the best of the three with its memory. The green arrow points against the slope, the dashed
# one where the velocity alone would carry the walker; their lengths say nothing. Watch how the two
# disagree across the ravine, and agree along it on the way.

animation = race[2].animate("memory", fps=2)
animation.save("velocity_in_the_ravine.gif")
animation

# %%
# Here is the second step with :math:`\beta = 0.5`, number by number. In x the old velocity −1 and
# the slope −0.88 have one sign. In y the old velocity is −8, and the slope 11.2 has the other one.

print(race[2].explain(2))
velocity = race[2].state["v"]
assert np.allclose(velocity[1], [-1, -8])
assert np.allclose(velocity[2], [-1.38, 7.2])
assert np.allclose(race[2].path[2], [-3.572, -1.52])

# %%
# Why the border moves
# --------------------
# With momentum, a coordinate of curvature :math:`\lambda` obeys
#
# .. math:: x_{k+1} = (1 + \beta - \alpha\lambda)\, x_k - \beta\, x_{k-1}.
#
# Such a sequence is a mixture of :math:`z_1^k` and :math:`z_2^k`, where these are the roots of
# :math:`z^2 - (1 + \beta - \alpha\lambda) z + \beta = 0`. It settles if both are smaller than 1 in
# size. The border is the root :math:`z = -1`; put it in, and you find :math:`\alpha\lambda = 2(1 +
# \beta)`, so the learning rate may go up to :math:`2(1 + \beta)/L`. Predict from it which of the
# three walkers settle, and which one only just.


def slowest(rate, beta):
    """Return the size of the largest root over both directions of the ravine."""
    roots = [np.roots([1, -(1 + beta - rate * bend), beta]) for bend in curvatures]
    return np.abs(roots).max()


for beta, run in zip((0, 0.25, 0.5), race, strict=True):
    border = 2 * (1 + beta) / L
    print(f"β = {beta}: border {border:.4g}, factor of a step {slowest(0.6, beta):.4f}")
    assert (border > 0.6) == (slowest(0.6, beta) < 1) == (run.fun < run.costs[0])
assert np.isclose(slowest(0.6, 0.5), np.sqrt(0.5))

# %%
# The border is 0.5, 0.625 and 0.75. With :math:`\beta = 0.25` the rate 0.6 is just below it, and
# that walker does settle, by a factor of 0.86 a step. With :math:`\beta = 0.5` it is 0.71.

# %%
# The best momentum
# -----------------
# Boris Polyak (1964) found the numbers that make both directions settle equally fast:
#
# .. math:: \alpha = \frac{4}{(\sqrt{L} + \sqrt{\mu})^2}, \qquad
#     \beta = \left( \frac{\sqrt{\kappa} - 1}{\sqrt{\kappa} + 1} \right)^2, \qquad
#     \text{factor } \frac{\sqrt{\kappa} - 1}{\sqrt{\kappa} + 1}.
#
# It is the factor of plain descent with :math:`\sqrt{\kappa}` in the place of :math:`\kappa`: as if
# the ravine had the condition number 4.5 and not 20. Plain descent needed 153 steps at its best.
# Predict from the two factors how many the best momentum needs.

root = np.sqrt(L / mu)
factor = (root - 1) / (root + 1)
best_ball = minimize(
    ravine,
    START,
    momentum(learning_rate=4 / (np.sqrt(L) + np.sqrt(mu)) ** 2, beta=factor**2),
)
print(f"{best_ball.rule.label}: factor {factor:.4f}")
print(f"foretold about {153 * np.log(19 / 21) / np.log(factor):.0f} steps or a little more")
print(best_ball.message)
assert np.isclose(slowest(best_ball.rule.constant_rate, factor**2), factor, rtol=1e-6)
assert best_ball.nit == 44

ax = plot(best_plain, best_ball, view="cost")
ax.figure.savefig("plain_and_ball_at_their_best.png")
first_steps = compare(
    ravine, START, [gd(learning_rate=best_rate), best_ball.rule], precision=None, max_steps=20
)
animation = animate(*first_steps, fps=3)
animation.save("plain_and_ball_at_their_best.gif")
animation

# %%
# A few more than foretold: at the best numbers the two roots are equal, and the distance shrinks
# like :math:`k z^k`. The gain grows with the trouble: for a condition number of 10,000 it is no
# longer 153 against 44, but a hundred to one.

# %%
# Misconception: "the more momentum, the faster"
# ----------------------------------------------
# Keep the learning rate 0.6 and raise :math:`\beta` from 0.5 to 0.8 and 0.95. Predict the number of
# steps: fewer or more than the 43 of 0.5?

heavy = compare(ravine, START, [momentum(learning_rate=0.6, beta=b) for b in (0.5, 0.8, 0.95)])
print(heavy)
assert [run.nit for run in heavy] == [43, 133, 526]

# %%
# More, by far. The product of the two roots is :math:`\beta`, so the larger one is at least
# :math:`\sqrt{\beta}`: with 0.95, no learning rate whatever gets below 0.97 a step. Such a ball
# rolls past the minimum and back, again and again, for want of friction.

for rate in (0.1, 0.6, 0.9):
    assert slowest(rate, 0.95) > np.sqrt(0.95) - 1e-12

with plt.style.context("symgd.plotting.slides"):
    fig, ax = plt.subplots()
    for run, colour, style in zip(
        heavy, ("#0072B2", "#D55E00", "#009E73"), ("-", "--", "-."), strict=True
    ):
        label = run.rule.label.split(", ")[-1]
        ax.plot(run.path[:60, 0], style, color=colour, label=f"${label}$")
    ax.axhline(0, color="black", linewidth=1.5, zorder=1)
    ax.set(xlabel="step", ylabel="$x$, along the ravine")
    ax.set_title("Too much momentum rolls past the minimum", pad=12)
    ax.grid(True)
    ax.legend(loc="lower right")
    fig.savefig("too_much_momentum.png")

# %%
# Exercise
# --------
# The cost is :math:`x^2/2 + 50y^2`.
#
# 1. Give the curvatures, the condition number, the border for plain descent and its best factor.
# 2. Give Polyak's learning rate and :math:`\beta`. Predict the number of steps for both from the
#    start (10, 1) with ``precision=1e-6``, and check it with ``compare``.
# 3. Turn :math:`\beta` to 0.9 and keep the learning rate. What is :math:`\sqrt{\beta}`, and how
#    fast does the distance shrink in the run?
# 4. A friend proposes to measure y in other units, :math:`y = u/10`. What is the condition number
#    then, and why is that a better idea than any momentum, if you can see the ravine?
