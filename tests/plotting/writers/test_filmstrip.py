"""A few frames in rows: the first, the last, and some between."""

import numpy as np
import pytest

from symgd.plotting import animate
from symgd.plotting.picture import Picture
from symgd.plotting.writers import filmstrip as module
from symgd.plotting.writers.filmstrip import filmstrip

WIDE, HIGH, GAP = 1280, 960, 26


@pytest.fixture
def placed(monkeypatch):
    """Return the frames that a filmstrip draws."""
    frames = []

    class Noted(Picture):
        def pixels(self, frame):
            frames.append(frame)
            return super().pixels(frame)

    monkeypatch.setattr(module, "Picture", Noted)
    return frames


@pytest.mark.parametrize(
    ("most", "steps", "columns", "rows"),
    [
        (2, [0, 12], 2, 1),
        (3, [0, 6, 12], 3, 1),
        (4, [0, 4, 8, 12], 2, 2),
        (5, [0, 3, 9, 12], 2, 2),
        (13, [0, 2, 5, 7, 10, 12], 2, 3),
    ],
)
def test_frames_evenly_chosen_fill_their_rows(bowl, placed, most, steps, columns, rows):
    strip, dpi = filmstrip(animate(bowl, max_frames=most))
    assert [frame.step for frame in placed] == steps
    assert strip.size == (columns * (WIDE + GAP) - GAP, rows * (HIGH + GAP) - GAP)
    assert dpi == 200


def test_one_frame_stands_alone(bowl, placed):
    animation = animate(bowl)
    animation.frames = animation.frames[:1]
    strip, _ = filmstrip(animation)
    assert strip.size == (WIDE, HIGH)


def test_a_question_does_not_hide_the_picture(bowl, placed):
    filmstrip(animate(bowl, max_frames=2, ask="Where next?"))
    assert [frame.step for frame in placed] == [0, 1, 12]
    assert all(frame.question is None for frame in placed)


@pytest.mark.parametrize("style", ["light", "dark"])
def test_between_the_pictures_is_paper(bowl, style):
    animation = animate(bowl, max_frames=4, style=style)
    strip = np.array(filmstrip(animation)[0])
    paper = animation.picture.ground[0, 0, :3]
    assert (strip[:, WIDE : WIDE + GAP] == paper).all()
    assert (strip[HIGH : HIGH + GAP] == paper).all()
    assert not (strip[:HIGH, :WIDE] == paper).all()


def test_the_animation_itself_is_not_drawn_over(bowl):
    animation = animate(bowl, max_frames=2)
    before = animation.frame(1)
    filmstrip(animation)
    assert np.array_equal(animation.frame(1), before)
