"""The pages in the file: the ground once and what moves over it, or whole pages."""

import logging
import re

import matplotlib
import pytest

from symgd.plotting import animate
from symgd.plotting.views.curve import Curve

PAPER = b"0 388.8 l\nh"


def saved(animation, path, **options):
    """Return the whole file, and what is drawn on each page."""
    with matplotlib.rc_context({"pdf.compression": 0}):
        data = animation.save(path, **options).read_bytes()
    streams = re.findall(rb"stream\r?\n(.*?)\nendstream", data, re.S)
    pages = [stream for stream in streams if stream.startswith(b"/DeviceRGB CS")]
    assert len(pages) == len(re.findall(rb"/Type /Page\b", data))
    return data, pages


def words(page):
    """Return the letters on a page."""
    letters = b"".join(re.findall(rb"\(((?:\\.|[^()\\])*)\)", page)).replace(b"\0", b"")
    return re.sub(rb"\\(.)", rb"\1", letters)


@pytest.fixture
def animation(bowl):
    return animate(bowl, max_frames=4)


def test_the_ground_comes_first_and_then_what_moves(animation, tmp_path):
    _, (ground, *overlays) = saved(animation, tmp_path / "a.pdf")
    assert len(overlays) == len(animation)
    assert PAPER in ground
    assert b"f(x)" in words(ground)
    assert b"step" not in words(ground)
    for page, frame in zip(overlays, animation.frames, strict=True):
        assert PAPER not in page
        assert b"f(x)" not in words(page)
        assert words(page).startswith(f"step {frame.step}".encode())


def test_whole_pages_have_both_and_stand_alone(animation, tmp_path):
    _, pages = saved(animation, tmp_path / "a.pdf", pages="whole")
    assert len(pages) == len(animation)
    for page, frame in zip(pages, animation.frames, strict=True):
        assert PAPER in page
        assert b"f(x)" in words(page)
        assert f"step {frame.step}".encode() in words(page)
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


def test_a_ground_that_turns_is_on_every_page(bowl, tmp_path, monkeypatch):
    monkeypatch.setattr(Curve, "turns", True)
    _, pages = saved(animate(bowl, max_frames=3), tmp_path / "a.pdf")
    assert len(pages) == 3
    assert all(PAPER in page for page in pages)
    lines = (tmp_path / "a.timeline").read_text().splitlines()
    assert lines[1:] == ["::0", "::1", "::2"]


def test_pages_are_as_large_as_the_slide_and_text_is_text(animation, tmp_path):
    data, _ = saved(animation, tmp_path / "a.pdf")
    assert set(re.findall(rb"/MediaBox \[(.*?)\]", data)) == {b" 0 0 691.2 388.8 "}
    assert b"/ToUnicode" in data
    assert b"/Subtype /Type3" not in data
    assert b"/Subtype /Image" not in data


def test_a_question_is_on_its_page_and_stops_there(bowl, tmp_path):
    asked = animate(bowl, max_frames=3, ask="Where next?", pause_at=6)
    _, pages = saved(asked, tmp_path / "a.pdf")
    assert [b"Where next?" in words(page) for page in pages] == [False] * 2 + [True] + [False] * 2
    lines = (tmp_path / "a.timeline").read_text().splitlines()
    assert lines[1:] == ["::0x0,1", "*::2", "::3", "::4"]


@pytest.mark.parametrize("view", ["contour", "surface", "cost"])
def test_every_view_has_its_pages(ravine, tmp_path, view):
    _, pages = saved(animate(ravine, view=view, max_frames=3, style="dark"), tmp_path / "a.pdf")
    assert len(pages) == 4
    assert b"step 15" in words(pages[-1])


def test_a_divergent_run_has_its_pages(divergent, tmp_path):
    _, pages = saved(animate(divergent, max_frames=3), tmp_path / "a.pdf")
    assert b"out of view" in words(pages[-1])


def test_the_frames_of_the_animation_stay_as_they_were(animation, tmp_path):
    before = animation.frame(2)
    animation.save(tmp_path / "a.pdf")
    assert (animation.frame(2) == before).all()
    assert matplotlib.rcParams["pdf.fonttype"] == matplotlib.rcParamsDefault["pdf.fonttype"]


def test_the_tools_of_fonts_say_nothing_of_their_own(bowl, tmp_path, caplog):
    logger = logging.getLogger("fontTools")
    before = logger.level
    animate(bowl, view="cobweb", max_frames=3).save(tmp_path / "a.pdf")
    assert [record.name for record in caplog.records] == []
    assert logger.level == before


@pytest.mark.parametrize("level", [logging.DEBUG, logging.CRITICAL])
def test_a_failure_leaves_the_log_as_it_was(animation, tmp_path, monkeypatch, level):
    logger = logging.getLogger("fontTools")
    seen = []

    def fails(*_):
        seen.append(logger.getEffectiveLevel())
        raise RuntimeError

    monkeypatch.setattr(logger, "level", level)
    monkeypatch.setattr("symgd.plotting.writers.pdf.Picture.place", fails)
    with pytest.raises(RuntimeError):
        animation.save(tmp_path / "a.pdf")
    assert seen == [max(level, logging.ERROR)]
    assert logger.level == level
