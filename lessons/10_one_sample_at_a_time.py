r"""
One sample at a time
====================

The slope of a mean over data is a mean of slopes, one for each sample. Must we look at all samples
before we make a step? Stochastic descent looks at one, a mini-batch at a few. Their steps are
cheaper and more, and they are wrong, each by a little. This lesson is about that bargain.

You need lessons 6 and 9. You will learn

* to compare descents by the samples that they have seen, not by their steps,
* why a constant learning rate never comes to rest, and how far from the minimum it stays,
* which learning rates do come to rest, and what noise is good for.
"""

# %%
# The geyser
# ----------
# Old Faithful erupts for some minutes, and the longer it did, the longer one waits for the next
# time. The data are 272 eruptions. Both columns are brought to mean 0 and standard deviation 1
# (lesson 11 tells why), so that the valley is round and every trouble in this lesson comes from the
# samples alone.

import matplotlib.pyplot as plt
import numpy as np
import sympy

from symgd import (
    animate,
    datasets,
    gd,
    gradient_descent,
    mean_loss,
    minimize,
    plot,
    standardize,
)

geyser = datasets.load("faithful")
data = standardize(geyser)
cost = mean_loss("(w*eruptions + b - waiting)**2", data, "w b")
# Of standardized columns, the best slope is their correlation.
best = np.array([np.mean(data["eruptions"] * data["waiting"]), 0])
print(cost)
print(f"lowest at w = {best[0]:.4f}, b = 0, where the cost is {cost(best):.4f}")
print(f"curvatures {np.linalg.eigvalsh(cost.hessian_at(best)).round(6).tolist()}")
assert np.allclose(cost.gradient_at(best), 0, atol=1e-12)
assert np.allclose(cost.hessian_at(best), [[2, 0], [0, 2]])

# %%
# Predict
# -------
# Three descents start at (−0.5, 1) with the learning rate 0.05. Each goes through the data five
# times; one pass is an *epoch*. The first one looks at all 272 samples for a step, the second at
# batches of 16, the third at one sample.
#
# How many steps does each of them make? Which one has the lowest cost after the first epoch, and
# which one after the fifth?

START = (-0.5, 1)
runs = [
    gradient_descent(cost, START, learning_rate=0.05, batch_size=size, epochs=5, rng=1)
    for size in (None, 16, 1)
]
for run in runs:
    print(f"{run.nit:4} steps, cost after each epoch {run.epoch_costs.round(4).tolist()}")
assert [run.nit for run in runs] == [5, 85, 1360]
assert runs[2].epoch_costs[1] < runs[1].epoch_costs[1] < 0.2 * runs[0].epoch_costs[1]
assert cost(best) < runs[1].epoch_costs[5] < runs[2].epoch_costs[5] < runs[0].epoch_costs[5]

# %%
# All three have done the same work: they looked at every sample five times. The one that looks at
# all of them before each step has made five steps, and is hardly on its way. One sample at a time
# is down after a single epoch. But then it does not get better: the batches of 16 overtake it.

ax = plot(*runs)
ax.figure.savefig("three_paths.png")

# %%
# The cost of all data, against the samples seen:

ax = plot(*runs, view="cost")
ax.figure.savefig("cost_against_samples.png")

# %%
# The thick lines have a mark at the end of every epoch. The thin ones behind them are what each
# step saw, the cost of its batch, which tells little about the line.
#
# The same three as a race, for two epochs, in which each frame means the same number of samples:

race = [
    gradient_descent(cost, START, learning_rate=0.05, batch_size=size, epochs=2, rng=1)
    for size in (None, 16, 1)
]
animation = animate(*race, fps=10, max_frames=70)
animation.save("race_by_samples.gif")
animation

# %%
# What one sample says
# --------------------
# The slope of sample i alone is :math:`2 r_i (x_i, 1)`, where :math:`r_i` is its error. A step by
# one sample follows this slope, not the mean of them all.
#
# *Predict:* for how many of the 272 samples does the step lead downhill, at the start? And at the
# minimum, where the mean of the slopes is 0: are the slopes of the single samples 0 as well?


def slopes_of_samples(point):
    """Return the slope of every single sample's loss, one row each."""
    z = data["eruptions"]
    error = point[0] * z + point[1] - data["waiting"]
    return 2 * np.column_stack([error * z, error])


for name, point in (("start", START), ("minimum", best)):
    slopes = slopes_of_samples(point)
    spread = np.sqrt(np.mean(np.sum((slopes - slopes.mean(axis=0)) ** 2, axis=1)))
    print(f"{name}: mean slope {np.hypot(*slopes.mean(axis=0)):.2f} long, spread {spread:.2f}")
    assert np.allclose(slopes.mean(axis=0), cost.gradient_at(point), atol=1e-12)
agree = np.mean(slopes_of_samples(START) @ cost.gradient_at(START) > 0)
print(f"downhill at the start: {agree:.0%} of the samples")
assert 0.8 < agree < 0.9
assert 1.19 < spread < 1.21

with plt.style.context("symgd.plotting.slides"):
    fig, panels = plt.subplots(1, 2, figsize=(14, 5.8), sharex=True, sharey=True)
    for ax, (name, point) in zip(panels, (("start", START), ("minimum", best)), strict=True):
        slopes = slopes_of_samples(point)
        ax.plot(*slopes.T, "o", color="#0072B2", markersize=5, alpha=0.6, label="one sample")
        ax.plot(*slopes.mean(axis=0), "D", color="#D55E00", markersize=16, label="mean of all")
        ax.axhline(0, color="black", linewidth=1.2, zorder=0)
        ax.axvline(0, color="black", linewidth=1.2, zorder=0)
        ax.set(xlabel=r"slope for $w$", ylim=(-4, 10))
        ax.set_title(f"Slopes at the {name}", pad=12)
    panels[0].set_ylabel("slope for $b$")
    panels[1].legend(loc="upper right")
    fig.savefig("slopes_of_single_samples.png")

# %%
# Far away most samples agree on the way, and it would be a waste to ask them all. At the minimum
# each of them still pulls, in a direction of its own: the mean of the pulls is 0, and a step that
# sees only one of them leads away. At the goal, noise is all that there is.

# %%
# Misconception: "wait long enough, and it settles"
# -------------------------------------------------
# Let stochastic descent run for 40 epochs and measure its distance from the minimum, as the root of
# the mean square over ten epochs at a time. Predict: are the last ten epochs nearer than the second
# ten?


def radius(run, first, last):
    """Return the typical distance from the minimum between two epochs."""
    part = run.path[first * run.epochs.length : last * run.epochs.length]
    return np.sqrt(np.mean(np.sum((part - best) ** 2, axis=1)))


patient = gradient_descent(cost, START, 0.05, batch_size=1, epochs=40, rng=1)
radii = [radius(patient, first, first + 10) for first in (10, 20, 30)]
print(f"distance in the epochs 10 to 20, 20 to 30, 30 to 40: {np.round(radii, 3).tolist()}")
print(patient.message)
assert 0.12 < min(radii) < max(radii) < 0.15
assert "noise ball" in patient.message

# %%
# They are not. It has *settled down* long ago, to a cloud around the minimum, the noise ball. Each
# step leaves the part :math:`1 - \alpha L` of the distance, and adds :math:`\alpha` times the noise
# of its batch. Noise of one sample with the mean square :math:`s^2` has :math:`s^2/B` as a mean
# over a batch of B. The radius r at which gain and loss are equal is
#
# .. math:: r^2 = (1 - \alpha L)^2 r^2 + \frac{\alpha^2 s^2}{B}
#     \quad\Longrightarrow\quad
#     r^2 = \frac{\alpha s^2}{B\,L\,(2 - \alpha L)}.
#
# Predict from it: a quarter of the learning rate, or four samples in a batch, makes the ball how
# many times smaller? (Here :math:`L = 2`, and :math:`s` is the spread at the minimum, 1.20.)

measured = {}
for rate, size in ((0.1, 1), (0.025, 1), (0.1, 4), (0.1, 16)):
    run = gradient_descent(cost, best, rate, batch_size=size, epochs=40, rng=1)
    foretold = np.sqrt(rate * spread**2 / (size * 2 * (2 - 2 * rate)))
    measured[rate, size] = radius(run, 10, 40)
    print(
        f"rate {rate:5}, batch {size:2}: radius {measured[rate, size]:.3f}, foretold {foretold:.3f}"
    )
    assert 0.8 < measured[rate, size] / foretold < 1.1
assert 2 < measured[0.1, 1] / measured[0.025, 1] < 2.5
assert 2 < measured[0.1, 1] / measured[0.1, 4] < 2.5

# %%
# Twice as small, about. It is a little smaller than foretold with batches, since the batches of one
# epoch are no strangers: together they are all the data, and what one has too much of, the next one
# lacks. Every point is the descent at the end of an epoch:

with plt.style.context("symgd.plotting.slides"):
    fig, panels = plt.subplots(1, 3, figsize=(14, 6), sharex=True, sharey=True)
    for ax, (rate, size) in zip(panels, ((0.1, 1), (0.025, 1), (0.1, 16)), strict=True):
        run = gradient_descent(cost, best, rate, batch_size=size, epochs=100, rng=1)
        ends = run.path[run.epochs.ends]
        ax.plot(*ends.T, "o", color="#0072B2", markersize=6, alpha=0.7)
        ax.plot(*best, "*", color="#F0E442", markeredgecolor="black", markersize=22)
        ax.set_title(f"$\\alpha = {rate}$, batch {size}", pad=12)
        ax.set(xlabel="$w$", aspect="equal")
        ax.grid(True)
    panels[0].set_ylabel("$b$")
    fig.savefig("noise_balls.png")

# %%
# Learning rates that fall
# ------------------------
# A smaller ball takes a smaller learning rate, and a smaller learning rate takes longer to get
# there. So begin with a large one and let it fall, but how fast? Ask the simplest machine, one that
# predicts the same number b for every waiting time. Its best b is the mean.
#
# *Predict* what one epoch of one sample at a time makes of :math:`\alpha_t = 1/(2t)`. The first
# step, with 1/2, leads from 0 exactly to the first sample. Where does the second step lead, with
# 1/4?

t = sympy.Symbol("t")
alone = mean_loss("(b - waiting)**2", geyser, "b")
averaging = minimize(alone, 0, gd(learning_rate=1 / (2 * t)), batch_size=1, epochs=1, shuffle=False)
print(f"the first samples {geyser['waiting'][:4].tolist()}")
print(f"the first points  {averaging.path[1:5, 0].round(4).tolist()}")
print(f"after one epoch b = {averaging.x[0]:.6f}, the mean is {geyser['waiting'].mean():.6f}")
running = np.cumsum(geyser["waiting"]) / np.arange(1, 273)
assert np.allclose(averaging.path[1:, 0], running, rtol=1e-12)

# %%
# To the mean of the first two, then of the first three: stochastic descent with 1/(2t) *is* the
# mean, worked out as one does it in the head. Every sample counts equally, the last one no more
# than the first. With a constant rate the latest samples count most, and that is the noise.
#
# Robbins and Monro (1951) said which rates come to rest on the minimum: those with
#
# .. math:: \sum_t \alpha_t = \infty, \qquad \sum_t \alpha_t^2 < \infty.
#
# The first sum lets the walker go any distance, the second one lets the noise die out. 1/t does
# both. On the line of the geyser, with a smoother beginning:

constant = minimize(cost, START, gd(learning_rate=0.05), batch_size=1, epochs=20, rng=1)
falling = minimize(cost, START, gd(learning_rate=1 / (2 * t + 20)), batch_size=1, epochs=20, rng=1)
for name, run in (("constant", constant), ("falling", falling)):
    distances = np.hypot(*(run.path[run.epochs.ends] - best).T)
    print(f"{name:8}: distance after 1, 5, 20 epochs {distances[[1, 5, 20]].round(4).tolist()}")
assert distances[20] < distances[5] / 3 < distances[1] / 12
assert distances[20] < 0.003 < 0.05 < np.hypot(*(constant.x - best))

with plt.style.context("symgd.plotting.slides"):
    fig, ax = plt.subplots()
    for run, colour, width, label in (
        (constant, "#0072B2", 1, r"constant, $\alpha = 0.05$"),
        (falling, "#D55E00", 3, r"falling, $\alpha_t = 1/(2t + 20)$"),
    ):
        distances = np.hypot(*(run.path - best).T)
        ax.loglog(np.arange(1, run.nit + 1), distances[1:], color=colour, label=label, lw=width)
    ax.set(xlabel="samples seen", ylabel="distance to the minimum")
    ax.set_title("Only a falling learning rate comes to rest", pad=12)
    ax.legend(loc="lower left")
    ax.grid(True)
    fig.savefig("constant_and_falling.png")

# %%
# What noise is good for
# ----------------------
# In lesson 6 the cost :math:`v^4 - 5v^2 - 3v` had two valleys, and every start had its valley. Now
# let the 3 be 3y, with 100 samples y whose mean is 1. It is the same cost, but each sample sees
# another one, with another valley the deeper. A hundred walkers start at −0.45, a little to the
# left of the hill, where plain descent goes left. They differ only in ``rng``, the seed of the
# order in which they see the samples.
#
# *Predict:* how many of them end in the deeper valley, on the right, if they look at all samples?
# At one?

y = np.random.default_rng(0).normal(0, 4, 100)
wells = mean_loss("v**4 - 5*v**2 - 3*v*y", {"y": y - y.mean() + 1}, "v")
print(wells)
ends = {}
for size, rate in ((None, 0.01), (1, 0.01), (1, 0.02)):
    walks = (
        gradient_descent(wells, -0.45, rate, batch_size=size, max_steps=300, rng=seed)
        for seed in range(100)
    )
    ends[size, rate] = np.array([run.x[0] for run in walks])
    found = np.count_nonzero(ends[size, rate] > 0)
    print(f"batch {size or 'all'}, rate {rate}: {found} of 100 end in the deeper valley")
counts = [np.count_nonzero(each > 0) for each in ends.values()]
assert counts[0] == 0 < counts[1] < 50 < counts[2]

with plt.style.context("symgd.plotting.slides"):
    fig, (top, bars) = plt.subplots(2, 1, sharex=True, figsize=(9.6, 6.4))
    v = np.linspace(-2.6, 2.6, 300)
    top.plot(v, wells.sample(v), color="black")
    top.plot(-0.45, wells(-0.45), "o", color="#D55E00", markersize=14)
    top.text(-0.45, 3, "start", color="#D55E00", ha="center")
    top.set(ylabel="$f(v)$", ylim=(-13, 8))
    bins = np.linspace(-2.6, 2.6, 53)
    for key, colour, label in (
        ((1, 0.01), "#0072B2", r"$\alpha = 0.01$"),
        ((1, 0.02), "#D55E00", r"$\alpha = 0.02$"),
    ):
        bars.hist(ends[key], bins, histtype="step", linewidth=3, color=colour, label=label)
    bars.set(xlabel="$v$ at the end", ylabel="walkers")
    bars.legend(loc="upper center")
    fig.savefig("a_hundred_seeds.png")

# %%
# Noise carries walkers over the hill, and as it is harder to climb out of the deep valley than out
# of the shallow one, more of them end there. More noise, by a larger learning rate, sends more. But
# it is chance: the seed decides, and the same seed gives the same walk, to the last bit.

again = [gradient_descent(wells, -0.45, 0.02, batch_size=1, epochs=3, rng=7) for _ in range(2)]
assert np.array_equal(again[0].path, again[1].path)

# %%
# Exercise
# --------
# Take the line of the geyser again.
#
# 1. Predict the radius of the noise ball for the learning rate 0.1 and batches of 64. Check it. Why
#    does it fit better or worse than for 16?
# 2. How many epochs does a batch of all samples need, with 0.05, to come as near as the falling
#    rate after 20 epochs? Predict it from the factor 1 − 2 · 0.05.
# 3. The rate :math:`1/t^2` breaks one of the two conditions. Which one? Run it from (10, 10), and
#    say how the run shows it.
# 4. A friend prints ``run.costs`` of a descent by single samples and complains that it does not
#    fall. What do these numbers mean, and which ones should be printed?
