"""What the picture book shows: each picture, when it is of use, and the lines that make it.

The value of the last line is what is shown: axes, an animation, or a file that was written.
"""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """A picture of the book.

    Attributes
    ----------
    title : str
        The name of the view, or what else is shown.
    when : str
        A sentence or two on what it is good for.
    lines : str
        A whole program; its last line gives the picture.
    """

    title: str
    when: str
    lines: str


ONE_VARIABLE = (
    Entry(
        "curve",
        "One descent on a cost of one variable. The tangent at the point is what the rule sees of "
        "the curve, and the numbered steps tell whether they shrink, jump or come to rest.",
        """\
from symgd import gradient_descent

run = gradient_descent("(x - 2)**2 + exp(-x)", start=6, learning_rate=0.1)
run.plot("curve")
""",
    ),
    Entry(
        "curve, several starts",
        "Which valley a start leads to. Each run has its own colour, marker and line, so that they "
        "can be told apart on paper too.",
        """\
from symgd import compare, gd

race = compare("x**4 - 2*x**2 + x/2", [[-1.8], [0.3], [1.8]], gd(learning_rate=0.05))
race.plot("curve")
""",
    ),
    Entry(
        "cobweb",
        "Why a learning rate works or fails. Up or down to the map is a step, and across to the "
        "diagonal the new point becomes the old one: a staircase, or a spiral in or out.",
        """\
from symgd import gradient_descent

run = gradient_descent("5*x**2", start=10, learning_rate=0.18, precision=0.05)
run.plot("cobweb")
""",
    ),
    Entry(
        "panels",
        "Learning rates, rules or starts beside each other on one ground, each with the word for "
        "what it does: crawls, converges, oscillates, diverges.",
        """\
from symgd import gradient_descent, plot

rates = (0.02, 0.3, 0.9, 1.05)
runs = [gradient_descent("x**2", 3, rate, precision=0.01, max_steps=20) for rate in rates]
plot(*runs, view="panels")
""",
    ),
    Entry(
        "strip",
        "An animation on paper: one run at a few of its steps, for a handout.",
        """\
from symgd import gradient_descent

run = gradient_descent("(x - 2)**2 + exp(-x)", start=6, learning_rate=0.1)
run.plot("strip")
""",
    ),
)

TWO_VARIABLES = (
    Entry(
        "contour",
        "The map of a cost of two variables: level lines, the path across them, and the known "
        "minima as stars. The picture to begin with, since distances and directions are true.",
        """\
from symgd import gallery, gradient_descent

run = gradient_descent(gallery.himmelblau, start=(-0.5, -1), learning_rate=0.01)
run.plot("contour")
""",
    ),
    Entry(
        "contour, a race",
        "How rules differ on the same ground. `compare` runs them from one start.",
        """\
from symgd import adam, compare, gallery, gd, momentum

rules = [gd(learning_rate=0.4), momentum(learning_rate=0.2, beta=0.7), adam(learning_rate=0.5)]
race = compare(gallery.ravine, (-5, -2), rules, max_steps=40)
race.plot("contour")
""",
    ),
    Entry(
        "surface",
        "The landscape itself, for the first minutes of a course: what is high, what is low, and "
        "why the path bends.",
        """\
from symgd import gallery, gradient_descent

run = gradient_descent(gallery.himmelblau, start=(-0.5, -1), learning_rate=0.01)
run.plot("surface")
""",
    ),
    Entry(
        "surface, a camera that turns",
        "The landscape seen from its sides while the descent goes on.",
        """\
from symgd import animate, gallery, gradient_descent

run = gradient_descent(gallery.himmelblau, start=(-0.5, -1), learning_rate=0.01)
animate(run, view="surface", fps=5, turn=90)
""",
    ),
    Entry(
        "memory",
        "What an optimizer remembers: the arrow along which its velocity pulls, and the velocity "
        "itself, which changes sides across the ravine and grows along it.",
        """\
from symgd import gallery, minimize, momentum

ball = momentum(learning_rate=0.1, beta=0.8)
run = minimize(gallery.ravine, (-5, -2), ball, precision=None, max_steps=12)
run.plot("memory")
""",
    ),
    Entry(
        "sheet",
        "The picture to leave on the screen: the walk, the cost against the step, and this step in "
        "numbers as on a blackboard.",
        """\
from symgd import gallery, gradient_descent

run = gradient_descent(gallery.himmelblau, start=(-0.5, -1), learning_rate=0.01)
run.plot("sheet")
""",
    ),
)

ANY_NUMBER = (
    Entry(
        "cost",
        "The cost against the step, for any number of variables. A straight line on this scale is "
        "a cost that falls by the same factor at every step.",
        """\
from symgd import gradient_descent, plot

rates = (0.05, 0.2, 1.0, 1.05)
runs = [gradient_descent("x**2", 10, rate, precision=None, max_steps=25) for rate in rates]
plot(*runs, view="cost")
""",
    ),
    Entry(
        "contour, two of many variables",
        "Two of three or more variables. The others keep the values that they have where the run "
        "ends.",
        """\
from symgd import gradient_descent, plot

cost = "(x - 1)**2 + 4*(y + 1)**2 + 2*(z - x*y)**2"
run = gradient_descent(cost, start={"x": -2, "y": 2, "z": 1}, learning_rate=0.02)
plot(run, view="contour", pair=("x", "z"))
""",
    ),
    Entry(
        "your own axes",
        "Pictures side by side, or with words and lines of your own: `ax` says where to draw, and "
        "all of Matplotlib stays in your hands.",
        """\
import matplotlib.pyplot as plt

from symgd import gallery, gradient_descent

run = gradient_descent(gallery.ravine, start=(-5, -2), learning_rate=0.4, precision=0.05)
with plt.style.context("symgd.plotting.slides"):
    figure, (left, right) = plt.subplots(1, 2, figsize=(14, 5.4))
    run.plot("contour", ax=left)
    run.plot("cost", ax=right)
figure
""",
    ),
    Entry(
        "dark style",
        "For slides on dark ground. Every view and every animation takes it.",
        """\
from symgd import gallery, gradient_descent, plot

run = gradient_descent(gallery.himmelblau, start=(-0.5, -1), learning_rate=0.01)
plot(run, view="contour", style="dark")
""",
    ),
)

IN_MOTION = (
    Entry(
        "animation",
        "One frame for each iterate, in any view. The last line of a notebook's cell plays it in "
        "the page.",
        """\
from symgd import gradient_descent

run = gradient_descent("x**4 - 3*x**3 + 2", start=4, learning_rate=0.01, precision=0.01)
run.animate("curve", fps=4)
""",
    ),
    Entry(
        "a question to the class",
        "The animation stops before the step that gives the answer away, and asks. What a class "
        "has said before it looks, it remembers.",
        """\
from symgd import animate, gradient_descent

run = gradient_descent("x**2", start=3, learning_rate=0.9, precision=None, max_steps=8)
animate(run, fps=2, ask="Where does the next step land?", pause_at=2)
""",
    ),
    Entry(
        "a race in motion",
        "Several runs take their steps together; one that has ended waits at its last point.",
        """\
from symgd import adam, compare, gallery, gd, momentum

rules = [gd(learning_rate=0.4), momentum(learning_rate=0.2, beta=0.7), adam(learning_rate=0.5)]
race = compare(gallery.ravine, (-5, -2), rules, max_steps=40)
race.animate("contour", fps=5)
""",
    ),
    Entry(
        "dial",
        "A learning rate turned up slowly. Every frame is a whole run, with its cost among those "
        "of all others.",
        """\
from symgd import animate, gallery, gradient_descent

rates = [0.02 * k for k in range(1, 26)]
runs = [gradient_descent(gallery.ravine, (-5, -2), rate, max_steps=40) for rate in rates]
animate(*runs, view="dial", fps=4)
""",
    ),
)

FILES = (
    Entry(
        ".gif",
        "Every slide program plays it, and every browser.",
        """\
from symgd import gallery, gradient_descent

run = gradient_descent(gallery.ravine, (-5, -2), learning_rate=0.45, precision=0.05)
run.animate("contour", fps=5).save("ravine.gif")
""",
    ),
    Entry(
        ".html",
        "A page of its own that plays without Python and without the net. A class can stop it, "
        "step through it and drag it.",
        """\
from symgd import gallery, gradient_descent

run = gradient_descent(gallery.ravine, (-5, -2), learning_rate=0.45, precision=0.05)
run.animate("contour", fps=5).save("ravine.html")
""",
    ),
    Entry(
        ".mp4",
        "A film that slide programs can stop and wind back. It needs ffmpeg, as "
        '``pip install "symgd[video]"`` brings it.',
        """\
from symgd import gallery, gradient_descent

run = gradient_descent(gallery.ravine, (-5, -2), learning_rate=0.45, precision=0.05)
run.animate("contour", fps=5).save("ravine_film.mp4")
""",
    ),
    Entry(
        ".webp",
        "In all of its colours, for a page on the web.",
        """\
from symgd import gallery, gradient_descent

run = gradient_descent(gallery.ravine, (-5, -2), learning_rate=0.45, precision=0.05)
run.animate("contour", fps=5).save("ravine.webp")
""",
    ),
    Entry(
        ".png",
        "A few frames side by side, for print. With a place for a number in its name, as in "
        '``"step-{k:03}.png"``, it is one file for each frame.',
        """\
from symgd import gallery, gradient_descent

run = gradient_descent(gallery.ravine, (-5, -2), learning_rate=0.45, precision=0.05)
run.animate("contour").save("ravine.png")
""",
    ),
    Entry(
        ".pdf",
        "For LaTeX's beamer: the ground once, and what moves as overlays. The ``.tex`` beside it "
        "has the line that plays it on a slide.",
        """\
from symgd import gallery, gradient_descent

run = gradient_descent(gallery.ravine, (-5, -2), learning_rate=0.45, precision=0.05)
run.animate("contour").save("ravine.pdf")
""",
    ),
)

CHAPTERS = {
    "One variable": ONE_VARIABLE,
    "Two variables": TWO_VARIABLES,
    "Any number of variables": ANY_NUMBER,
    "In motion": IN_MOTION,
    "Files": FILES,
}
