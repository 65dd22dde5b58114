"""Which steps are shown, for how long, and where an animation stops to ask."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symgd import SymgdError
from symgd.plotting.frames import HOLD, THINKING, Frame, at_even_pace, durations, frames_of, thinned


@given(last=st.integers(0, 20_000), most=st.integers(2, 400))
def test_thinning_is_even_and_keeps_both_ends(last, most):
    steps = thinned(last, most)
    assert len(steps) == min(last + 1, most)
    assert steps[0] == 0
    assert steps[-1] == last
    gaps = np.diff(steps)
    assert (gaps > 0).all()
    assert gaps.size == 0 or gaps.max() - gaps.min() <= 1


@given(count=st.integers(1, 300), fps=st.floats(1e-3, 50))
def test_durations_keep_the_pace_and_hold_the_end(count, fps):
    lengths = durations(frames_of(count - 1, fps, 300, None, None), 100, 65535)
    assert len(lengths) == count
    assert lengths[-1] >= 200
    assert all(2 <= length <= 65535 for length in lengths)
    if fps > 0.01:
        assert sum(lengths[:-1]) == pytest.approx(100 * (count - 1) / fps, abs=1)


def test_fractions_of_a_hundredth_are_made_up_for():
    assert durations(frames_of(3, 30, 200, None, None), 100) == [3, 4, 3, 200]
    assert durations([Frame(0, 1e9)], 100, longest=65535) == [65535]


def test_a_question_comes_before_its_answer_is_seen():
    frames = frames_of(5, 10, 200, "Where is it after 3 steps?", 3)
    assert [frame.step for frame in frames] == [0, 1, 2, 3, 4, 5]
    assert frames[2] == Frame(2, THINKING, "Where is it after 3 steps?")
    assert [frame.question for frame in frames if frame.step != 2] == [None] * 5
    assert frames[-1].seconds == HOLD


def test_a_question_alone_stops_before_the_first_step():
    assert frames_of(5, 10, 200, "Which way?", None)[0] == Frame(0, THINKING, "Which way?")
    assert frames_of(0, 10, 200, "Which way?", None) == (Frame(0, THINKING, "Which way?"),)


@given(last=st.integers(1, 5000), most=st.integers(2, 50), data=st.data())
def test_thinning_keeps_the_step_that_is_asked_for(last, most, data):
    pause_at = data.draw(st.integers(1, last))
    frames = frames_of(last, 10, most, "Where?", pause_at)
    steps = [frame.step for frame in frames]
    assert steps == sorted(set(steps))
    assert {0, max(pause_at - 1, 0), pause_at, last} <= set(steps)
    assert [frame.step for frame in frames if frame.question] == [max(pause_at - 1, 0)]


@pytest.mark.parametrize("pause_at", [-1, 0, 6, 2.5, "3", np.nan, True])
def test_a_pause_at_no_step_is_refused(pause_at):
    with pytest.raises(SymgdError, match=r"pause_at is the step to stop before.*from 1 to 5"):
        frames_of(5, 10, 200, "Where?", pause_at)


@pytest.mark.parametrize("ask", ["", "  ", 3, True])
def test_a_question_is_text(ask):
    with pytest.raises(SymgdError, match="ask is the question"):
        frames_of(5, 10, 200, ask, None)


def test_a_pause_without_a_question_is_refused():
    with pytest.raises(SymgdError, match="there is no question"):
        frames_of(5, 10, 200, None, 3)


def test_an_even_pace_repeats_what_stays():
    frames = [Frame(0, 0.1), Frame(1, 0.3), Frame(2, 0.01)]
    assert [frame.step for frame in at_even_pace(frames, 10)] == [0, 1, 1, 1, 2]


def test_phases_share_the_most_frames_and_the_last_one_stays():
    frames = frames_of(99, 10, 31, None, None, phases=3)
    assert len(frames) == 30
    assert [frame.phase for frame in frames[:4]] == [0, 1, 2, 0]
    assert [frame.seconds for frame in frames[-3:]] == [0.1, 0.1, HOLD]


def test_question_hides_the_last_phase():
    frames = frames_of(3, 10, 200, "Where next?", 2, phases=3)
    around = [(frame.step, frame.phase, frame.question) for frame in frames[3:8]]
    assert around == [
        (1, 0, None),
        (1, 1, None),
        (1, 1, "Where next?"),
        (1, 2, None),
        (2, 0, None),
    ]
