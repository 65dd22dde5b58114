r"""
Wrong valleys
=============

Most costs have more than one valley. Gradient descent ends in one of them, and it never learns
whether another one is deeper. Which one it is depends on where you start, on how long the steps
are, and on whether the walker has momentum.

You need lessons 1 and 4. You will learn

* to foretell the valley from the start,
* to run a descent from many starts at once,
* how long steps and momentum cross a hill, for better or worse.
"""

# %%
# Two valleys and a hill
# ----------------------
# The cost is :math:`f(v) = v^4 - 5v^2 - 3v`. Its slope :math:`4v^3 - 10v - 3` is zero at three
# points: a valley, the top of a hill, and a valley.

import matplotlib.pyplot as plt
import numpy as np

from symgd import Cost, compare, gd, gradient_descent, minimize, momentum, plot

cost = Cost("v**4 - 5*v**2 - 3*v")
left, hill, right = sorted(np.roots([4, 0, -10, -3]).real)
for name, v in (("left valley", left), ("hill", hill), ("right valley", right)):
    print(f"{name:12} at v = {v:7.4f}, height {cost(v):8.4f}")
assert np.allclose([left, hill, right], [-1.4018, -0.3122, 1.7139], atol=5e-5)
assert cost(right) < cost(left) < 0 < cost(hill)

# %%
# The right valley is the deeper one, by far.
#
# Predict
# -------
# Six walkers start at −2.5, −1, −0.45, −0.15, 0.5 and 2.5, with the learning rate 0.02. Write down
# for each of them the valley where it ends. How many of the six find the deepest point?

starts = np.array([-2.5, -1, -0.45, -0.15, 0.5, 2.5]).reshape(-1, 1)
race = compare(cost, starts, gd(learning_rate=0.02))
print(race)
ends = [run.x[0] for run in race]
assert np.allclose(ends, [left] * 3 + [right] * 3, atol=1e-4)

# %%
# Three of six. ``compare`` with several starts, one in each row, makes a run of each. Here they
# are in one picture, and as a race:

ax = race.plot()
ax.figure.savefig("six_starts.png")
animation = race.animate(fps=5)
animation.save("six_starts.gif")
animation

# %%
# The starts −0.45 and −0.15 are close together and part for ever, since the top of the hill at
# −0.3122 is between them. Downhill is to the left of it or to the right. With short steps that is
# the whole rule: *you end in the valley in which you stand.*

# %%
# Misconception: "gradient descent finds the lowest point"
# --------------------------------------------------------
# Read the message of the first walker. Predict: does it claim to have found the lowest point?

print(race[0].message)
assert race[0].success
assert race[0].fun > cost(right) + 9

# %%
# It says "a minimum", and that is true: nothing lower is *nearby*. From where it stands there is
# no slope, no curvature, nothing that would tell of a valley 9.4 deeper on the other side of the
# hill. A descent is a local search, and its success is a local success.

# %%
# Longer steps
# ------------
# Now the learning rate is 0.05, and two walkers start far out, at −3 and at 3, on steep ground.
# Predict again: where does each of them end?

outer = compare(cost, [[-3], [3]], gd(learning_rate=0.05))
for run in outer:
    first = "  ".join(f"{v:7.4f}" for v in run.path[:5, 0])
    print(f"{run.label}: {first}  ...  {run.x[0]:7.4f}")
assert np.isclose(outer[0].x[0], right, atol=1e-4)
assert np.isclose(outer[1].x[0], left, atol=1e-4)

# %%
# They change places. The slope at −3 is −81, so the first step is 4.05 long and passes over the
# left valley and over the hill. The one from the left is lucky; the one from the right flies out
# of the deepest valley into the other one.

assert np.isclose(outer[0].path[1, 0], -3 + 0.05 * 81)
ax = outer.plot()
ax.figure.savefig("flying_over.png")

# %%
# A ball with momentum
# --------------------
# A ball that rolls down the left slope has speed at the bottom, and may roll over the hill.
# Momentum is such a ball: :math:`v`, the velocity, keeps the part :math:`\beta` of its value and
# adds the slope (the letter belongs to the rule here, and has nothing to do with the variable of
# the cost). Predict for the start −2.5, the learning rate 0.01 and :math:`\beta = 0.9`: does the
# ball get over the hill? And from −2, a little lower?

plain = minimize(cost, -2.5, gd(learning_rate=0.01))
ball = minimize(cost, -2.5, momentum(learning_rate=0.01, beta=0.9))
low_ball = minimize(cost, -2, momentum(learning_rate=0.01, beta=0.9))
for run in (plain, ball, low_ball):
    print(f"{run.label} from {run.path[0, 0]:g}: {run.nit} steps, ends at {run.x[0]:.4f}")
assert np.isclose(plain.x[0], left, atol=1e-4)
assert np.isclose(ball.x[0], right, atol=1e-4)
assert np.isclose(low_ball.x[0], left, atol=1e-4)

# %%
# From −2.5 it does, from −2 it does not. Watch the ball climb: from step 2 to step 5 it moves
# *against* the way down, and the cost rises. A rising cost need not be a fault of momentum.

opening = [
    gradient_descent(cost, -2.5, 0.01, precision=None, max_steps=60),
    minimize(cost, -2.5, momentum(learning_rate=0.01, beta=0.9), precision=None, max_steps=60),
]
assert np.all(np.diff(opening[0].costs) <= 1e-14)
assert np.all(np.diff(opening[1].costs[2:6]) > 0)
ax = plot(*opening)
ax.figure.savefig("over_the_hill.png")
animation = opening[1].animate(fps=8)
animation.save("over_the_hill.gif")
animation

# %%
# The picture of all
# ------------------
# One walker tells a story; a hundred tell the truth. Start everywhere from −3 to 3 and mark each
# start by the valley where it ends: a blue dot for the right valley, an orange bar for the left.
# *Predict* the picture for short steps first: how many times does the colour change?

everywhere = np.linspace(-3, 3, 101).reshape(-1, 1)
RULES = {
    "short steps\n$\\alpha = 0.02$": gd(learning_rate=0.02),
    "long steps\n$\\alpha = 0.05$": gd(learning_rate=0.05),
    "momentum\n$\\beta = 0.9$": momentum(learning_rate=0.01, beta=0.9),
}
deep = {
    name: np.array([run.x[0] > 0 for run in compare(cost, everywhere, rule)])
    for name, rule in RULES.items()
}
for name, found in deep.items():
    changes = np.count_nonzero(found[1:] != found[:-1])
    print(f"{name.splitlines()[0]}: {found.sum()} of 101 find the deepest, {changes} changes")

with plt.style.context("symgd.plotting.slides"):
    fig, (top, strip) = plt.subplots(2, 1, sharex=True, figsize=(9.6, 6), height_ratios=[3, 2])
    v = np.linspace(-3, 3, 300)
    top.plot(v, cost.sample(v), color="black")
    top.set(ylim=(-14, 20), ylabel="$f(v)$")
    top.plot([left, right], [cost(left), cost(right)], "*", color="#F0E442", mec="black", ms=22)
    for row, found in enumerate(deep.values()):
        strip.plot(everywhere[found], np.full(found.sum(), -row), "o", color="#0072B2", ms=8)
        strip.plot(
            everywhere[~found], np.full((~found).sum(), -row), "|", color="#D55E00", ms=22, mew=3
        )
    strip.set(ylim=(-2.6, 0.6), xlabel="start $v$", yticks=[0, -1, -2])
    strip.set_yticklabels(list(deep))
    fig.savefig("where_each_start_ends.png")

# %%
# With short steps there is one change, at the hill. With long steps and with momentum there are
# more: starts far out cross over, in both directions. Momentum helped walkers from the far left;
# it also threw some from the far right out of the deepest valley.

short, long, rolling = deep.values()
assert np.count_nonzero(short[1:] != short[:-1]) == 1
assert not short[0] and long[0] and rolling[0]
assert short[-1] and not long[-1] and not rolling[-1]

# %%
# So there is no rule that always finds the lowest point. What helps in practice is humble: start
# in many places, and keep the best.

best = min(race, key=lambda run: run.fun)
print(f"the best of six starts: {best.label} with f = {best.fun:.4f}")
assert np.isclose(best.fun, cost(right))

# %%
# Exercise
# --------
# The cost :math:`x^2 + 10 \sin x` is ``gallery.wavy_parabola``. Its deepest valley is at
# −1.306, and it has another one at 3.837.
#
# 1. Draw it, and find the hill between the two by ``compare`` with several starts.
# 2. Predict where plain descent from 7 with the learning rate 0.05 ends. Check it.
# 3. Find a :math:`\beta` with which momentum from 7, with the same learning rate, ends in the
#    deepest valley. Does every larger :math:`\beta` do so too?
# 4. Your friend reports "converged" as a proof that the answer is right. What do you answer, in one
#    sentence?
