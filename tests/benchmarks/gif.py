"""Time and size of a GIF of 100 frames, beside Matplotlib's own animation of the same picture.

Run with ``python tests/benchmarks/gif.py``. Both are made from the finished run to the file, in
turns, in one process. A pixel of the ground is one that no frame draws differently; in the file it
should not change either.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from matplotlib.animation import FuncAnimation, PillowWriter
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image, ImageSequence

import symgd
from symgd.plotting import Animation, animate
from symgd.plotting.picture import DPI, Picture
from symgd.plotting.style import slides
from symgd.plotting.views.table import view_of

FRAMES, SIZE, ROUNDS = 100, (640, 480), 5


def ours(run: symgd.Run, view: str, path: Path) -> Animation:
    """Save by symgd."""
    animation = animate(run, view=view)
    animation.picture = Picture(animation.view, size=SIZE)
    animation.save(path)
    return animation


def theirs(run: symgd.Run, view: str, path: Path) -> None:
    """Save the same picture by Matplotlib, which draws each frame anew."""
    drawn = view_of([run], view)
    with slides():
        figure = Figure(figsize=(SIZE[0] / DPI, SIZE[1] / DPI), dpi=DPI)
        FigureCanvasAgg(figure)
        drawn.draw(drawn.axes(figure), roomy=True)
        player = FuncAnimation(figure, lambda step: drawn.show(step), frames=FRAMES)
        player.save(path, writer=PillowWriter(fps=10))


def seconds(make: Callable[[], object]) -> float:
    """Return how long something takes."""
    start = time.perf_counter()
    make()
    return time.perf_counter() - start


def changing(path: Path, still: np.ndarray) -> int:
    """Return how many pixels of the ground differ between frames of the file."""
    with Image.open(path) as image:
        frames = np.array([np.array(f.convert("RGB")) for f in ImageSequence.Iterator(image)])
    return int(((frames != frames[0]).any(axis=(0, 3)) & still).sum())


def ground(animation: Animation) -> np.ndarray:
    """Tell which pixels no frame draws differently."""
    frames = np.array(list(animation))
    return (frames == frames[0]).all(axis=(0, 3))


def compare(view: str, folder: Path) -> str:
    """Return one line of the table."""
    run = symgd.gradient_descent(
        symgd.gallery.rosenbrock, (-1.2, 1), 0.001, precision=None, max_steps=FRAMES - 1
    )
    mine, other = folder / "symgd.gif", folder / "matplotlib.gif"
    still = ground(ours(run, view, mine))
    times = [
        (seconds(lambda: ours(run, view, mine)), seconds(lambda: theirs(run, view, other)))
        for _ in range(ROUNDS)
    ]
    fast, slow = (statistics.median(column) for column in zip(*times, strict=True))
    small, large = mine.stat().st_size, other.stat().st_size
    return (
        f"{view:8} {fast:8.2f} s {slow:8.2f} s {slow / fast:7.1f} "
        f"{small / 1000:8.0f} kB {large / 1000:8.0f} kB {large / small:7.1f} "
        f"{changing(mine, still):10} {changing(other, still):10}"
    )


def main() -> None:
    """Print the table."""
    print(f"{FRAMES} frames at {SIZE[0]} x {SIZE[1]}, medians of {ROUNDS} rounds")
    print(
        "view        symgd  Matplotlib  faster       symgd  Matplotlib smaller "
        "  changing ground pixels: symgd, Matplotlib"
    )
    with tempfile.TemporaryDirectory() as folder:
        for view in ("contour", "surface"):
            print(compare(view, Path(folder)), flush=True)


if __name__ == "__main__":
    main()
