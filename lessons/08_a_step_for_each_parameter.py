r"""
A step for each parameter
=========================

A ravine wants short steps across and long ones along. Why not give each coordinate a step of its
own? AdaGrad, RMSProp and Adam do: they divide each coordinate's slope by a memory of how large that
coordinate's slopes have been. This lesson looks into the memory.

You need lesson 7. You will learn

* to read the memory of an optimizer, and the step that it leaves to each coordinate,
* why the slopes of a rare feature need this,
* when it does not help at all.
"""

# %%
# The same ravine
# ---------------
# The cost is :math:`0.1x^2 + 2y^2` again, with the slope :math:`(0.2x, 4y)`, from (−5, −2). Across
# the ravine the first slope is eight times as large as along it. AdaGrad adds up the squares of the
# slopes, for each coordinate apart,
#
# .. math:: s \leftarrow s + g^2, \qquad x \leftarrow x - \alpha \frac{g}{\sqrt{s}}.
#
# Predict
# -------
# Work out the first step with :math:`\alpha = 0.4`. The slope is (−1, −8), so what is
# :math:`s`, and where do x and y land? Which coordinate makes the longer step?

import matplotlib.pyplot as plt
import numpy as np

from symgd import Cost, adagrad, adam, compare, gallery, gd, minimize, rmsprop

ravine, START = gallery.ravine, (-5, -2)
run = minimize(ravine, START, adagrad(learning_rate=0.4), precision=None, max_steps=20)
print(run.explain(1))
assert np.allclose(run.state["s"][1], [1, 64])
assert np.allclose(run.path[1], [-4.6, -1.6])
run.rule

# %%
# Both make a step of 0.4. In the first step the slope is divided by its own size, and only its sign
# is left. RMSProp and Adam differ in what they remember: RMSProp *averages* the squares, so that
# old ones fade, and Adam averages the slopes as well, and corrects both for having begun at 0.
# Predict Adam's first step before you look.

rules = [gd(learning_rate=0.4), adagrad(learning_rate=0.4), rmsprop(learning_rate=0.4)]
race = compare(ravine, START, [*rules, adam(learning_rate=0.4)], precision=None, max_steps=20)
for each in race:
    print(f"{each.rule.name:8} first step to {each.path[1].round(3).tolist()}")
assert np.allclose(race[3].path[1], [-4.6, -1.6])
assert np.allclose(race[2].path[1], np.array(START) + 0.4 / np.sqrt(0.1))

# %%
# Now 20 steps, all with the learning rate 0.4. *Predict* the order at the end.

print(race)
plain, summed, faded, both = race
assert np.allclose(plain.x, [-0.943467, -0.000073], atol=5e-7)
assert np.allclose(summed.x, [-2.382563, -0.158591], atol=1e-6)
assert np.isclose(faded.x[0], -0.010599, atol=2e-6)
ax = race.plot()
ax.figure.savefig("four_optimizers.png")
animation = race.animate(fps=3)
animation.save("four_optimizers.gif")
animation

# %%
# The end points of the first three are those printed in *Dive into Deep Learning* (sections 12.6 to
# 12.8). Plain descent jumps across the ravine; the others go down it on a diagonal at first,
# as if it were round. But AdaGrad comes last! Its memory tells why.

# %%
# The step that is left
# ---------------------
# Divide the learning rate by :math:`\sqrt{s}`, and you have the learning rate that a coordinate
# really gets. ``run.state`` has the memory of all steps. Predict for AdaGrad: can this number ever
# grow?


def rates(run, alpha):
    """Return the learning rate of each coordinate, alpha / sqrt(s), at every step."""
    return alpha / np.sqrt(run.state["s"][1:])


for each in (summed, faded):
    first, last = rates(each, 0.4)[[0, -1]]
    print(f"{each.rule.name}: x from {first[0]:.3g} to {last[0]:.3g}, y to {last[1]:.3g}")
assert np.all(np.diff(rates(summed, 0.4), axis=0) <= 0)
assert np.all(np.diff(rates(faded, 0.4)[5:], axis=0) > 0)

with plt.style.context("symgd.plotting.slides"):
    fig, panels = plt.subplots(1, 2, figsize=(14, 5.4), sharey=True)
    steps = np.arange(1, 21)
    for ax, each in zip(panels, (summed, faded), strict=True):
        along, across = rates(each, 0.4).T
        ax.semilogy(steps, along, "o-", color="#0072B2", label="$x$, along")
        ax.semilogy(steps, across, "s--", color="#D55E00", label="$y$, across")
        ax.axhline(0.4, color="black", linestyle=":", label="plain descent")
        ax.set(xlabel="step", xticks=[1, 5, 10, 15, 20])
        ax.set_title({"adagrad": "AdaGrad", "rmsprop": "RMSProp"}[each.rule.name], pad=12)
        ax.grid(True)
    panels[0].set_ylabel(r"$\alpha / \sqrt{s}$")
    panels[0].legend(loc="upper right")
    fig.savefig("rate_of_each_coordinate.png")

# %%
# Both give the level direction the larger rate, several times that of the steep one: that is what a
# ravine wants. But AdaGrad's sum only grows, so its rates only shrink, and it tires long before the
# goal. Its learning rate wants to be larger from the beginning. RMSProp forgets: as the slopes
# fade, its rates grow again. The same as a walk, with the rates beside it:

bold = minimize(ravine, START, adagrad(learning_rate=2), precision=None, max_steps=20)
print(f"AdaGrad with the learning rate 2: x = {bold.x[0]:.6f}, y = {bold.x[1]:.6f}")
assert np.allclose(bold.x, [-0.002295, 0], atol=5e-7)

animation = faded.animate("memory", fps=3)
animation.save("rmsprop_and_its_memory.gif")
animation

# %%
# With 2, far beyond the border :math:`2/L = 0.5` of plain descent, AdaGrad is at the minimum after
# 20 steps. A learning rate of one optimizer says nothing about that of another one.

# %%
# A rare feature
# --------------
# AdaGrad was made for data in which some features are rare. Think of 20 short letters. The word
# *the* is in all of them, the word *gradient* in one. Give each word a weight, b and w, and let the
# sum of a letter's weights foretell its grade: 1 for the 19 ordinary letters, 3 for the one about
# gradients. Half the mean of the squared errors is
#
# .. math:: f(b, w) = \frac{19\,(b - 1)^2 + (b + w - 3)^2}{40},
#
# which is 0 for b = 1, w = 2. The slope of w comes from one letter in twenty: in the mean it is a
# twentieth. (If the letters came one by one, it would be 0 in 19 of 20 steps.)
#
# *Predict* for plain descent from (0, 0): which weight is learned first, and how much later is the
# other one?

letters = Cost("(19*(b - 1)**2 + (b + w - 3)**2)/40")
low, high = np.linalg.eigvalsh(letters.hessian_at((0, 0)))
print(f"slope {letters.gradient}, best learning rate of plain descent {2 / (low + high):.3f}")
learned = compare(
    letters,
    (0, 0),
    [gd(learning_rate=1), gd(learning_rate=2 / (low + high)), adagrad(learning_rate=1)],
    precision=None,
    max_steps=60,
)
for each in learned:
    b, w = each.path[20]
    print(f"{each.label}: after 20 steps b = {b:.3f}, w = {w:.3f}")
assert np.all(np.abs(learned[0].path[20] - [1, 2]) > [0.03, 0.7])
assert np.all(np.abs(learned[2].path[20] - [1, 2]) < 0.002)

with plt.style.context("symgd.plotting.slides"):
    fig, (left, right) = plt.subplots(1, 2, figsize=(14, 5.4))
    for each, colour, name in (
        (learned[0], "#0072B2", "plain"),
        (learned[2], "#D55E00", "AdaGrad"),
    ):
        left.plot(each.path[:, 0], "--", color=colour)
        left.plot(each.path[:, 1], "-", color=colour, label=name)
    left.text(59, 1.1, "$b$, the frequent word", ha="right")
    left.text(59, 2.06, "$w$, the rare word", ha="right")
    left.set(xlabel="step", ylabel="weight", ylim=(0, 2.4))
    left.legend(loc="lower right")
    frequent, rare = rates(learned[2], 1).T
    right.plot(np.arange(1, 61), rare, "-", color="#D55E00")
    right.plot(np.arange(1, 61), frequent, "--", color="#D55E00")
    right.text(59, rare[-1] - 0.45, "rare word", ha="right")
    right.text(59, frequent[-1] + 0.2, "frequent word", ha="right")
    right.set(xlabel="step", ylabel=r"AdaGrad's $\alpha / \sqrt{s}$", ylim=(0, None))
    for ax in (left, right):
        ax.grid(True)
    fig.savefig("a_rare_word.png")

# %%
# Plain descent is still short of the rare weight by more than a third after 20 steps, and even its
# best learning rate does not make up for it. AdaGrad gives the rare word nearly seven times the
# rate of the frequent one, without having been told which is which.

final = rates(learned[2], 1)[-1]
print(f"AdaGrad's rates at the end: frequent {final[0]:.3f}, rare {final[1]:.3f}")
assert np.isclose(final[1] / final[0], 6.7, atol=0.05)
assert abs(learned[1].path[20, 1] - 2) > 50 * abs(learned[2].path[20, 1] - 2)

# %%
# Misconception: "steps for each parameter cure every ravine"
# -----------------------------------------------------------
# Turn the ravine by 45°: with :math:`x = (u + v)/\sqrt 2` and :math:`y = (u - v)/\sqrt 2` it runs
# along the diagonal. It is the same ravine with the same condition number, and the start is turned
# with it. Predict: who notices the turn, plain descent or AdaGrad?

turned = Cost("(u + v)**2/20 + (u - v)**2")
turned_start = np.array([START[0] + START[1], START[0] - START[1]]) / np.sqrt(2)
for rule in (gd(learning_rate=0.4), adagrad(learning_rate=2)):
    straight = minimize(ravine, START, rule, precision=None, max_steps=20)
    oblique = minimize(turned, turned_start, rule, precision=None, max_steps=20)
    print(f"{rule.label}: cost {straight.fun:.3g} in the ravine, {oblique.fun:.3g} if it is turned")
    assert np.allclose(straight.costs, oblique.costs) == (rule.name == "gd")
u_rate, v_rate = rates(oblique, 2)[-1]
print(f"AdaGrad's rates at the end, if it is turned: u {u_rate:.3f}, v {v_rate:.3f}")
assert 300_000 < oblique.fun / straight.fun < 500_000
assert np.allclose([u_rate, v_rate], [0.288, 0.332], atol=5e-4)

# %%
# Plain descent does not notice: its costs are the same step by step. AdaGrad is worse by a factor
# of some four hundred thousand, because across and along are no longer coordinates. The slopes of
# u and v are nearly the same, up to a sign, and so are their rates. A step for each parameter
# helps where the *parameters* differ.

# %%
# Exercise
# --------
# Take the ravine from (−5, −2) again.
#
# 1. Predict the length of Adam's first step with the learning rate 0.1, and then with the cost
#    multiplied by 1000. Check with ``adam(learning_rate=0.1)``. What does plain descent do there?
# 2. Run RMSProp with the learning rate 0.4 for 200 steps with ``precision=None``, and look at
#    ``plot("cost")``. Does it come to rest? Why not? (What does :math:`\sqrt{s}` do as the slopes
#    go to 0?)
# 3. Give RMSProp the learning rate ``0.4/sympy.sqrt(t)`` with ``t = sympy.Symbol("t")``, and
#    compare.
# 4. Write AdaGrad yourself in three lines under ``@rule``, and show that its path is that of
#    ``adagrad``.
