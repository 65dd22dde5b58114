r"""
Too good a fit
==============

A descent lowers the cost on the data that it sees. What we want is a low cost on data that it has
*not* seen, and beyond some point the two go apart: the machine learns the accidents of its examples
by heart. This lesson shows how to notice it, and three ways to hold the machine back.

You need lessons 9 and 11. You will learn

* to judge a fit by samples that were held out,
* to stop early, where their cost is lowest,
* what a ridge penalty does, and what the kink of a lasso does, and does not.
"""

# %%
# Fifteen cars to learn from
# --------------------------
# The cars of lesson 9 again: the speed, brought to the range from −1 to 1, and the distance to
# stop. We learn from 15 of the 50 and hold the other 35 out. The machine is a polynomial,
#
# .. math:: \hat y = w_0 + w_1 x + w_2 x^2 + \dots + w_d x^d,
#
# and the only question is its degree d.
#
# Predict
# -------
# As the degree goes from 0 to 8, what does the lowest cost on the 15 cars do: fall, rise, or fall
# and rise again? And what does the cost on the 35 do? Which degree would you choose?

import matplotlib.pyplot as plt
import numpy as np
import sympy

from symgd import (
    datasets,
    gd,
    gradient_descent,
    lasso,
    losses,
    mean_loss,
    minimize,
    models,
    newton,
    ridge,
    rule,
    split,
    standardize,
)

cars = datasets.load("cars")
data = {"x": (cars["speed"] - 14.5) / 10.5, "dist": cars["dist"]}
train, test = split(data, fraction=0.3, rng=1)
fits = []
for degree in range(9):
    model = models.polynomial(degree)
    cost = mean_loss(losses.squared(model, "dist"), train, model.parameters)
    fits.append((model, cost, minimize(cost, np.zeros(degree + 1), newton())))
train_costs = np.array([run.fun for _, _, run in fits])
test_costs = np.array([cost.on(test)(run.x) for _, cost, run in fits])
for degree, (seen, unseen) in enumerate(zip(train_costs, test_costs, strict=True)):
    print(f"degree {degree}: cost {seen:5.1f} on the cars seen, {unseen:9.1f} on the others")
assert train["x"].shape == (15,) and test["x"].shape == (35,)
assert np.all(np.diff(train_costs) < 0)
assert test_costs.argmin() == 2
assert test_costs[8] > 1000 * test_costs[2]

# %%
# (A polynomial is linear in its parameters, so its valley is a bowl, and ``newton`` is at the
# bottom in one step. These are the best fits there are.)
#
# On the cars that it sees, every further parameter helps: a polynomial of degree 3 can do all that
# one of degree 2 can. On the others it helps up to degree 2; then the cost rises, in the end to a
# thousand times as much.

with plt.style.context("symgd.plotting.slides"):
    fig, ax = plt.subplots()
    ax.semilogy(train_costs, "o-", color="#0072B2", label="15 cars seen")
    ax.semilogy(test_costs, "s--", color="#D55E00", label="35 cars held out")
    ax.set(xlabel="degree", ylabel="mean square, feet²", ylim=(30, 1e6))
    ax.set_title("More parameters, and what they cost", pad=12)
    ax.legend(loc="upper left")
    ax.grid(True)
    fig.savefig("train_and_test.png")

# %%
# Three of the fits. The one of degree 0 has learned too little, the one of degree 7 has learned the
# 15 cars with all their accidents, and swings wildly where there is none of them.

with plt.style.context("symgd.plotting.slides"):
    fig, panels = plt.subplots(1, 3, figsize=(14, 5.4), sharey=True)
    x = np.linspace(-1, 1, 400)
    for ax, degree in zip(panels, (0, 2, 7), strict=True):
        model, _, run = fits[degree]
        ax.plot(test["x"], test["dist"], "o", color="#56B4E9", label="held out")
        ax.plot(train["x"], train["dist"], "D", color="black", label="seen")
        ax.plot(x, model.predict(run, {"x": x}), color="#D55E00")
        ax.set(xlabel="speed, scaled", ylim=(-20, 130))
        ax.set_title(f"degree {degree}", pad=12)
        ax.grid(True)
    panels[0].set_ylabel("distance, feet")
    panels[0].legend(loc="upper left")
    fig.savefig("three_degrees.png")

# %%
# Misconception: "the lower the cost, the better the machine"
# -----------------------------------------------------------
# A cost is a means. Its value at the minimum says how well the machine repeats what it was shown.
# Was our split a bad accident? Predict: over 200 other splits, how often is degree 7 better on the
# cars held out than degree 1?

unlucky = 0
for seed in range(200):
    seen, unseen = split(data, fraction=0.3, rng=seed)
    straight, bent = (np.polyfit(seen["x"], seen["dist"], degree) for degree in (1, 7))
    misses = [np.mean((np.polyval(w, unseen["x"]) - unseen["dist"]) ** 2) for w in (straight, bent)]
    unlucky += misses[1] > misses[0]
print(f"degree 7 is the worse one in {unlucky} of 200 splits")
assert unlucky > 195

# %%
# Hardly ever. Fifteen cars are too few for eight parameters. With more data the same polynomial
# would do less harm; the degree is not wrong in itself.

# %%
# Stop early
# ----------
# ``newton`` jumps to the bottom. A descent gets there slowly, and first of all in the steep
# directions of the valley; these are the ones that all the data agree on. The level ones, in which
# the wild swings are, come last. So there may be a good place on the way.
#
# Give the descent the cars held out as ``validation``: it notes their cost at every epoch, and
# never learns from them. *Predict* for degree 7 and 2,000 epochs from 0: does that cost fall all
# the way?

model, cost, best = fits[7]
run = gradient_descent(
    cost, np.zeros(8), learning_rate=0.3, epochs=2000, validation=test, precision=None
)
turn = run.validation_costs.argmin()
for epoch in (0, 5, turn, 200, 2000):
    seen, unseen = run.epoch_costs[epoch], run.validation_costs[epoch]
    print(f"epoch {epoch:4}: cost {seen:6.1f} seen, {unseen:6.1f} held out")
print(f"at the very bottom: {best.fun:.1f} seen, {test_costs[7]:.1f} held out")
assert np.all(np.diff(run.epoch_costs) < 0)
assert turn == 27
assert run.validation_costs[turn] < test_costs.min() < run.validation_costs[-1] / 2

# %%
# It is lowest after 27 epochs, and there the polynomial with eight parameters is better than the
# best one with three. From then on the descent learns accidents. Whoever stops there has a machine
# that *could* swing wildly, and does not.

opening = gradient_descent(cost, np.zeros(8), learning_rate=0.3, epochs=150, validation=test)
with plt.style.context("symgd.plotting.slides"):
    ax = opening.plot("cost")
    ax.set_ylim(80, 800)
    ax.axvline(turn, color="#D55E00", linestyle=":")
    top = ax.get_xaxis_transform()
    ax.text(turn + 2, 0.9, "lowest held out", color="#D55E00", va="center", transform=top)
    ax.figure.savefig("when_to_stop_learning.png")

# %%
# The 2,000 epochs as a film, with 80 to a frame. Even the first frame after the start is already
# beyond the best place; all that follows is learning by heart.

animation = run.animate("data", fps=5, max_frames=26)
animation.save("learning_by_heart.gif")
animation

# %%
# One warning. We have now *chosen* by the cars held out, twice: a degree and an epoch. They are no
# longer unseen, and the cost on them is a little too good to be true. For an honest number at the
# end, a third part of the data is put away, and looked at once.

# %%
# A penalty
# ---------
# The third way is to make large weights dear. The ridge penalty adds the sum of their squares,
#
# .. math:: f(w) + \lambda \sum_{j=1}^{d} w_j^2,
#
# without the intercept :math:`w_0`, which has no reason to be small. The formula is still a bowl,
# and its lowest point solves a linear system, with the powers of x as the columns of X and D the
# identity without its first 1:
#
# .. math:: \left( \tfrac1N X^\top X + \lambda D \right) w = \tfrac1N X^\top y.
#
# Predict: as :math:`\lambda` goes from nearly 0 to 10, where do the weights go? Where does the
# curve go? And the cost on the cars held out?

powers = np.vander(train["x"], 8, increasing=True)
spared = np.diag([0] + [1] * 7)


def closed_form(strength):
    """Return the weights that solve the linear system."""
    system = powers.T @ powers / 15 + strength * spared
    return np.linalg.solve(system, powers.T @ train["dist"] / 15)


strengths = np.geomspace(1e-5, 10, 13)
path = []
for strength in strengths:
    held = minimize(cost + ridge(strength, model.weights), np.zeros(8), newton())
    assert np.allclose(held.x, closed_form(strength), rtol=1e-8, atol=1e-8)
    path.append(held.x)
path = np.array(path)
held_out = np.array([cost.on(test)(w) for w in path])
choice = held_out.argmin()
for k in (0, choice, 12):
    print(f"λ = {strengths[k]:.3g}: largest weight {np.abs(path[k, 1:]).max():6.1f}, ", end="")
    print(f"w0 = {path[k, 0]:.1f}, cost held out {held_out[k]:.1f}")
assert np.abs(path[0, 1:]).max() > 100 > 40 > np.abs(path[choice, 1:]).max()
assert np.abs(path[-1, 1:]).max() < 1
assert np.isclose(path[-1, 0], train["dist"].mean(), atol=0.1)
assert run.validation_costs[turn] < held_out[choice] < test_costs.min()

with plt.style.context("symgd.plotting.slides"):
    fig, (left, right) = plt.subplots(1, 2, figsize=(14, 5.6), sharex=True)
    fine = np.geomspace(1e-5, 10, 100)
    curves = np.array([closed_form(strength) for strength in fine])
    colours = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#000000", "#E69F00", "#56B4E9")
    for power, colour in enumerate(colours, start=1):
        left.semilogx(fine, curves[:, power], color=colour, label=f"$w_{power}$")
        left.plot(strengths, path[:, power], "o", color=colour, markersize=6)
    left.set(xlabel=r"$\lambda$", ylabel="weight", ylim=(-100, 100))
    left.set_title("The weights shrink", pad=12)
    left.legend(loc="lower right", ncols=2)
    right.loglog(strengths, held_out, "s--", color="#D55E00", label="35 cars held out")
    right.loglog(strengths, [cost(w) for w in path], "o-", color="#0072B2", label="15 cars seen")
    right.plot(strengths[choice], held_out[choice], "*", color="#F0E442", mec="black", ms=24)
    right.set(xlabel=r"$\lambda$", ylabel="mean square, feet²", yticks=[100, 200, 400, 800])
    right.yaxis.set_major_formatter("{x:.0f}")
    right.yaxis.set_minor_locator(plt.NullLocator())
    right.set_title("and there is a best place", pad=12)
    right.set_ylim(70, 1500)
    right.legend(loc="upper center")
    for ax in (left, right):
        ax.grid(True)
    fig.savefig("ridge_path.png")

# %%
# With nearly no penalty the weights are in the hundreds and work against each other. With a large
# one only :math:`w_0` is left, the mean distance. In between is a place nearly as good as the early
# stop. That is no chance: the penalty, too, holds back the level directions first. (The lines are
# the closed form, the dots what the descents found.)

# %%
# The kink of the lasso
# ---------------------
# The lasso adds the sizes :math:`|w_j|` in the place of the squares. Its fame is that it makes some
# weights *exactly* 0, and so says which inputs can be left out. Take one weight and standardized
# data, the width and the length of an iris's petal. Their correlation r is 0.963, and
#
# .. math:: f(w) = w^2 - 2 r w + 1 + \lambda |w|,
#     \qquad w^* = \max(r - \lambda/2,\, 0).
#
# *Predict:* for :math:`\lambda = 2.5` the lowest point is 0, at the kink. Where does gradient
# descent with the learning rate 0.1 come to rest?

iris = standardize(datasets.load("iris"))
one = models.linear("petal_length", intercept=False)
fit = mean_loss(losses.squared(one, "petal_width"), iris, one.parameters)
r = np.mean(iris["petal_length"] * iris["petal_width"])
smooth = gradient_descent(fit + lasso(1, "w"), 0.8, learning_rate=0.1)
kinked = gradient_descent(
    fit + lasso(2.5, "w"), 0.8, learning_rate=0.1, precision=None, max_steps=100
)
print(f"λ = 1:   w = {smooth.x[0]:.6f}, closed form {r - 0.5:.6f}")
print(f"λ = 2.5: the last points are {kinked.path[-5:, 0].round(3).tolist()}")
assert np.isclose(r, 0.963, atol=5e-4)
assert np.isclose(smooth.x[0], r - 0.5, atol=1e-5)
assert np.all(kinked.path[-50:, 0] != 0)
assert np.abs(np.diff(kinked.path[-50:, 0])).max() > 0.3

# %%
# Nowhere. On the right of the kink the slope is :math:`2w - 2r + \lambda`, on the left
# :math:`2w - 2r - \lambda`: it does not fade on the way to 0, it *jumps*. So the steps do not fade
# either. Gradient descent makes small weights with the lasso, and no zeros.

with plt.style.context("symgd.plotting.slides"):
    fig, (left, right) = plt.subplots(1, 2, figsize=(14, 5.6))
    w = np.linspace(-0.8, 1.4, 401)
    for strength, colour, style in (
        (0, "#0072B2", "-"),
        (1, "#009E73", "--"),
        (2.5, "#D55E00", "-."),
    ):
        height = (fit + lasso(strength, "w")).sample(w) if strength else fit.sample(w)
        lowest = max(r - strength / 2, 0)
        left.plot(w, height, style, color=colour, label=rf"$\lambda = {strength}$")
        left.plot(lowest, (fit + lasso(strength, "w"))(lowest), "o", color=colour, ms=13)
    left.set(xlabel="$w$", ylabel="cost", ylim=(0, 4))
    left.legend(loc="upper center")
    right.plot(kinked.path[:40, 0], ".-", color="#D55E00", lw=1.5)
    right.axhline(0, color="black", linewidth=1.5, zorder=1)
    right.set(xlabel="step", ylabel="$w$")
    right.set_title(r"descent for $\lambda = 2.5$", pad=12)
    for ax in (left, right):
        ax.grid(True)
    fig.savefig("kink_of_the_lasso.png")

# %%
# What makes zeros is another step: first gradient descent on the smooth part, then pull every
# weight towards 0 by :math:`\alpha\lambda`, and let it *stay* there if it would cross. That is a
# rule of two lines. Predict for three inputs which of them it keeps: the lengths of sepal and petal
# and the width of the sepal, for the width of the petal.


@rule
def pulled(x, g, *, learning_rate=0.1, lam=0.1):
    """Proximal step of the lasso: y ← x − αg;  x ← sign(y)·max(|y| − αλ, 0)."""
    y = x - learning_rate * g
    return sympy.sign(y) * sympy.Max(sympy.Abs(y) - learning_rate * lam, 0)


flower = models.linear("sepal_length sepal_width petal_length", intercept=False)
fit = mean_loss(losses.squared(flower, "petal_width"), iris, flower.parameters)
LAM = 0.1
rules = {"plain descent": (fit + lasso(LAM, flower.weights), gd(learning_rate=0.1))}
rules["pulled"] = (fit, pulled(learning_rate=0.1, lam=LAM))
ends = {}
for name, (descended, each) in rules.items():
    ends[name] = minimize(descended, (0, 0, 0), each, precision=1e-10, max_steps=2000).x
    print(f"{name:13}: {', '.join(f'{w:.6f}' for w in ends[name] + 0)}")
assert np.all(ends["plain descent"] != 0)
assert np.all(np.abs(ends["plain descent"][:2]) < 0.02)
assert np.count_nonzero(ends["pulled"]) == 1
assert np.isclose(ends["pulled"][2], r - LAM / 2, atol=1e-8)

# %%
# The length of the petal alone is kept. Plain descent says nearly the same, but a reader of its
# numbers cannot tell a small weight from none.

# %%
# Exercise
# --------
# Take the 15 cars and the polynomial of degree 7 again.
#
# 1. Predict how the picture of the ridge path changes if the 15 cars are 40, with ``fraction=0.8``.
#    How much is there to win by a good :math:`\lambda` then?
# 2. Give the intercept a penalty as well, ``ridge(1, model.parameters)``. What becomes of the
#    curve? Why should nobody do that?
# 3. Stop early with ``momentum(learning_rate=0.3, beta=0.8)``. At which epoch is the cost held out
#    lowest now, and is it a better place?
# 4. A friend tries 500 settings, reports the lowest cost on the test data, and calls it the error
#    to be expected. What do you say?
