"""A long save tells on a terminal how far it is, and leaves no trace there."""

import io

import pytest

from symgd.plotting import progress
from symgd.plotting.frames import Frame
from symgd.plotting.progress import watched

FRAMES = [Frame(step, 0.1) for step in range(40)]


class Terminal(io.StringIO):
    """A stream that is looked at."""

    def isatty(self):
        """Tell that somebody looks."""
        return True

    @property
    def line(self):
        """Return what the last line of the screen shows."""
        shown = ""
        for part in self.getvalue().split("\r"):
            shown = part + shown[len(part) :]
        return shown.rstrip()


@pytest.fixture
def clock():
    """Return a clock that goes on by a quarter of a second whenever it is read."""
    times = iter(range(10_000))
    return lambda: next(times) / 4


@pytest.fixture(autouse=True)
def wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")


def test_the_frames_come_in_order_and_one_by_one(clock):
    with watched(FRAMES, "a.mp4", Terminal(), clock) as frames:
        assert next(frames) is FRAMES[0]
        assert list(frames) == FRAMES[1:]


def test_it_waits_tells_the_number_and_erases_it(clock):
    terminal = Terminal()
    with watched(FRAMES, "a.mp4", terminal, clock) as frames:
        told = [terminal.line for _ in frames]
    assert told[:3] == [""] * 3
    assert told[3] == "Writing a.mp4: frame 4 of 40"
    assert told[-1] == "Writing a.mp4: frame 40 of 40"
    assert terminal.line == ""
    assert "\n" not in terminal.getvalue()


def test_it_does_not_tell_every_frame():
    terminal, times = Terminal(), iter(range(10_000))
    with watched(FRAMES, "a.mp4", terminal, lambda: next(times) / 20) as frames:
        list(frames)
    assert 5 < terminal.getvalue().count("Writing") < 15


def test_a_short_save_says_nothing():
    terminal = Terminal()
    with watched(FRAMES, "a.mp4", terminal, lambda: 7.0) as frames:
        list(frames)
    assert terminal.getvalue() == ""


def test_a_stream_that_is_no_terminal_stays_empty(clock):
    stream = io.StringIO()
    with watched(FRAMES, "a.mp4", stream, clock) as frames:
        assert list(frames) == FRAMES
    assert stream.getvalue() == ""


def test_a_program_without_a_console_is_no_trouble(monkeypatch, clock):
    monkeypatch.setattr(progress.sys, "stderr", None)
    with watched(FRAMES, "a.mp4", clock=clock) as frames:
        assert list(frames) == FRAMES


@pytest.mark.parametrize("problem", [RuntimeError, KeyboardInterrupt])
def test_a_failure_erases_the_line_before_it_is_told(clock, problem):
    terminal = Terminal()
    with pytest.raises(problem), watched(FRAMES, "a.mp4", terminal, clock) as frames:
        for frame in frames:
            if frame.step == 10:
                assert terminal.line.startswith("Writing")
                raise problem
    assert terminal.line == ""


def test_a_line_wider_than_the_terminal_is_cut(monkeypatch, clock):
    monkeypatch.setenv("COLUMNS", "20")
    terminal = Terminal()
    with watched(FRAMES, "a-very-long-name.mp4", terminal, clock) as frames:
        list(frames)
    assert max(map(len, terminal.getvalue().split("\r"))) == 19
