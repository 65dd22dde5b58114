"""Time and size of a page of 100 frames, beside Matplotlib's own page of the same picture.

Run with ``python tests/benchmarks/page.py``. Both are made from the finished run to the text of
the page, in turns, in one process: by ``animation.save("descent.html")`` and by
``FuncAnimation.to_jshtml()``, which keeps an image of each frame.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import matplotlib
from matplotlib.animation import FuncAnimation
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

import symgd
from symgd.plotting import animate
from symgd.plotting.picture import DPI, Picture
from symgd.plotting.style import slides
from symgd.plotting.views.table import view_of
from symgd.plotting.writers.html import page

FRAMES, SIZE, ROUNDS = 100, (640, 480), 3


def ours(run: symgd.Run, view: str) -> str:
    """Make the page by symgd."""
    animation = animate(run, view=view)
    animation.picture = Picture(animation.view, size=SIZE)
    return page(animation)


def theirs(run: symgd.Run, view: str) -> str:
    """Make a page of the same picture by Matplotlib, which draws each frame anew."""
    drawn = view_of([run], view)
    # Matplotlib leaves out the frames beyond 20 MB.
    with slides(), matplotlib.rc_context({"animation.embed_limit": 100}):
        figure = Figure(figsize=(SIZE[0] / DPI, SIZE[1] / DPI), dpi=DPI)
        FigureCanvasAgg(figure)
        drawn.draw(drawn.axes(figure), roomy=True)
        player = FuncAnimation(figure, lambda step: drawn.show(step), frames=FRAMES)
        return player.to_jshtml(fps=10)


def timed(make: Callable[[], str]) -> tuple[float, int]:
    """Return how long a page takes, and its size in bytes."""
    start = time.perf_counter()
    text = make()
    return time.perf_counter() - start, len(text.encode())


def compare(view: str) -> str:
    """Return one line of the table."""
    run = symgd.gradient_descent(
        symgd.gallery.rosenbrock, (-1.2, 1), 0.001, precision=None, max_steps=FRAMES - 1
    )
    ours(run, view)
    rounds = [
        (timed(lambda: ours(run, view)), timed(lambda: theirs(run, view))) for _ in range(ROUNDS)
    ]
    fast, slow = (statistics.median(pair[k][0] for pair in rounds) for k in (0, 1))
    small, large = rounds[0][0][1], rounds[0][1][1]
    return (
        f"{view:8} {fast:8.2f} s {slow:8.2f} s {slow / fast:7.1f} "
        f"{small / 1000:8.0f} kB {large / 1000:8.0f} kB {large / small:7.1f}"
    )


def main() -> None:
    """Print the table."""
    print(f"{FRAMES} frames at {SIZE[0]} x {SIZE[1]}, medians of {ROUNDS} rounds")
    print("view        symgd  Matplotlib  faster       symgd  Matplotlib smaller")
    for view in ("contour", "surface"):
        print(compare(view), flush=True)


if __name__ == "__main__":
    main()
