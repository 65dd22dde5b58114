"""The still that stands for an animation: small, whole, and in the colours of the frame."""

import base64
import io

import numpy as np
import pytest
from PIL import Image

import symgd
from symgd.plotting import animate
from symgd.plotting.writers.stand_in import address, png


def test_the_address_holds_the_still(bowl):
    animation = animate(bowl, max_frames=2)
    kind, coded = address(animation).split(",")
    assert kind == "data:image/png;base64"
    assert base64.b64decode(coded) == png(animation)


@pytest.mark.parametrize("style", ["light", "dark"])
def test_it_shows_the_last_step_in_the_same_paper(ravine, style):
    animation = animate(ravine, max_frames=4, style=style)
    still = np.array(Image.open(io.BytesIO(png(animation))).convert("RGB"), int)
    last = animation.frame(-1)[..., :3]
    assert np.array_equal(still[0, 0], last[0, 0])
    assert np.abs(still - last).mean() < 1


@pytest.mark.parametrize("view", ["contour", "surface"])
def test_it_is_small(view):
    run = symgd.gradient_descent(symgd.gallery.rosenbrock, (-1.2, 1), 0.001, max_steps=9)
    assert len(png(animate(run, view=view))) < 80_000
