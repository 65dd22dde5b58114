"""A few frames in rows: the first, the last, and some between."""

import numpy as np
import pytest

from symgd.plotting import animate
from symgd.plotting.picture import Picture
from symgd.plotting.writers import contact_sheet as module
from symgd.plotting.writers.contact_sheet import contact_sheet

WIDE, HIGH, GAP = 1280, 960, 26


@pytest.fixture
def placed(monkeypatch):
    """Return the frames that a contact sheet draws."""
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
    sheet, dpi = contact_sheet(animate(bowl, max_frames=most))
    assert [frame.step for frame in placed] == steps
    assert sheet.size == (columns * (WIDE + GAP) - GAP, rows * (HIGH + GAP) - GAP)
    assert dpi == 200


def test_one_frame_stands_alone(bowl, placed):
    animation = animate(bowl)
    animation.frames = animation.frames[:1]
    sheet, _ = contact_sheet(animation)
    assert sheet.size == (WIDE, HIGH)


def test_a_question_does_not_hide_the_picture(bowl, placed):
    contact_sheet(animate(bowl, max_frames=2, ask="Where next?"))
    assert [frame.step for frame in placed] == [0, 1, 12]
    assert all(frame.question is None for frame in placed)


def test_the_last_frame_is_enough_where_it_shows_all_the_others(ravine, placed):
    animation = animate(ravine, view="strip")
    sheet, _ = contact_sheet(animation)
    assert [frame.step for frame in placed] == [animation.view.last]
    assert len(animation) == 6
    assert sheet.size == (WIDE, HIGH)


@pytest.mark.parametrize("style", ["light", "dark"])
def test_between_the_pictures_is_paper(bowl, style):
    animation = animate(bowl, max_frames=4, style=style)
    sheet = np.array(contact_sheet(animation)[0])
    paper = animation.picture.ground[0, 0, :3]
    assert (sheet[:, WIDE : WIDE + GAP] == paper).all()
    assert (sheet[HIGH : HIGH + GAP] == paper).all()
    assert not (sheet[:HIGH, :WIDE] == paper).all()


def test_the_animation_itself_is_not_drawn_over(bowl):
    animation = animate(bowl, max_frames=2)
    before = animation.frame(1)
    contact_sheet(animation)
    assert np.array_equal(animation.frame(1), before)
