"""Runs that many tests draw, made once."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

import symgd
from symgd.plotting.frames import Frame
from symgd.plotting.style import slides


@pytest.fixture(autouse=True)
def no_figures_left():
    """Close what a test has drawn with pyplot."""
    yield
    plt.close("all")


@pytest.fixture(scope="session")
def bowl():
    """Return x² from 3, whose iterates are 3·0.8^k."""
    return symgd.gradient_descent("x**2", 3, learning_rate=0.1, precision=None, max_steps=12)


@pytest.fixture(scope="session")
def ravine():
    """Return a zigzag down a narrow valley of two variables."""
    return symgd.gradient_descent("x**2/10 + 2*y**2", (10, 1.5), learning_rate=0.4, max_steps=15)


@pytest.fixture(scope="session")
def divergent():
    """Return x² from 10 with a learning rate so large that |x| grows to 1e150."""
    return symgd.gradient_descent("x**2", 10, learning_rate=1.1, max_steps=1900)


@pytest.fixture(scope="session")
def rates():
    """Return runs on one cost at three learning rates; the second takes fewer steps."""
    return [
        symgd.gradient_descent("x**2/10 + 2*y**2", (10, 1.5), rate, precision=None, max_steps=steps)
        for rate, steps in ((0.05, 9), (0.2, 4), (0.4, 9))
    ]


@pytest.fixture(scope="session")
def batched():
    """Return descents on 20 samples that see all, 8 (so 8, 8 and 4) and 1 of them in a step."""
    x = np.linspace(-1, 2, 20)
    data = {"x": x, "y": 2 * x + 1 + np.sin(40 * x)}
    cost = symgd.mean_loss("(w*x + b - y)**2", data, "w b")
    sizes = {20: 8, 8: 5, 1: 4}  # batch size -> epochs
    held = {"x": x + 0.1, "y": 2 * x}
    settings = {"rng": 0, "validation": held}
    return [
        symgd.minimize(
            cost, (-1, 3), symgd.gd(learning_rate=0.1), batch_size=size, epochs=epochs, **settings
        )
        for size, epochs in sizes.items()
    ]


@pytest.fixture(scope="session")
def full_draw():
    """Return a function that draws everything in a frame anew, as Matplotlib would."""

    def draw(picture, frame):
        picture.place(frame)
        with slides(picture.style):
            for artist in picture.moving:
                artist.set_animated(False)
            picture.canvas.draw()
            pixels = np.array(picture.canvas.buffer_rgba())
            for artist in picture.moving:
                artist.set_animated(True)
        return pixels

    return draw


@pytest.fixture(scope="session")
def at():
    """Return a function that gives the frame of a step."""
    return lambda step, question=None: Frame(step, 0.1, question)
