"""What the recorder keeps of lines, markers, collections, text and clipping."""

import numpy as np
import pytest
from matplotlib import patheffects
from matplotlib.figure import Figure
from matplotlib.path import Path

from symgd.plotting.recording import FAR, Recorder


@pytest.fixture
def figure():
    """Return an empty figure of 200 x 100 pixels."""
    return Figure(figsize=(2, 1), dpi=100)


@pytest.fixture
def ax(figure):
    """Return axes that fill the figure, in which a unit is a pixel."""
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, 200), ylim=(0, 100))
    return ax


@pytest.fixture
def drawn():
    """Return a function that tells what an artist draws."""

    def draw(artist):
        recorder = Recorder(200, 100, 100)
        artist.draw(recorder)
        return recorder.take()

    return draw


def corners(stamp):
    """Return where the points of a stamp are, in pixels from the left and the top."""
    return np.add(stamp.outline.points, [stamp.x, stamp.y]) / 10


def test_a_line_is_one_stamp_with_its_pixels(ax, drawn):
    (line,) = ax.plot([10, 30, 50.04], [90, 20, 20], lw=7.2, color="#ff0000", ls="--")
    (((stamp),),) = drawn(line)
    assert corners(stamp).tolist() == [[10, 10], [30, 80], [50, 80]]
    style = stamp.style
    assert (style.fill, style.stroke, style.width) == (None, "#ff0000ff", 100)
    assert len(style.dashes) == 2
    assert (style.cap, style.join) == ("butt", "round")


def test_a_line_is_seen_inside_its_axes_only(figure, drawn):
    ax = figure.add_axes((0.25, 0.1, 0.5, 0.6))
    (line,) = ax.plot([0, 1], [0, 1])
    (((stamp),),) = drawn(line)
    ((outline, x, y),) = stamp.style.clips
    box = np.add(outline.points[:4], [x, y]) / 10
    assert box.min(axis=0).tolist() == [50, 30]
    assert box.max(axis=0).tolist() == [150, 90]


def test_a_clip_path_is_kept_beside_the_box(ax, drawn):
    (line,) = ax.plot([0, 200], [0, 100])
    line.set_clip_path(Path([(0, 0), (100, 0), (0, 100), (0, 0)], closed=True), ax.transData)
    (((stamp),),) = drawn(line)
    assert [len(outline.points) for outline, _, _ in stamp.style.clips] in ([4], [5, 4])


def test_markers_of_a_line_are_one_call_of_one_outline(ax, drawn):
    (line,) = ax.plot([10, 50, 90], [50, 50, 70], "o", color="blue")
    (call,) = drawn(line)
    assert len({stamp.outline for stamp in call}) == 1
    assert np.diff([(stamp.x, stamp.y) for stamp in call], axis=0).tolist() == [
        [400, 0],
        [400, -200],
    ]


def test_a_scatter_keeps_the_colour_of_each_marker(ax, drawn):
    dots = ax.scatter([10, 20, 30], [5, 5, 5], c=["red", "#00ff0080", "blue"])
    (call,) = drawn(dots)
    assert [stamp.style.fill for stamp in call] == ["#ff0000ff", "#00ff0080", "#0000ffff"]
    assert len({stamp.outline for stamp in call}) == 1


def test_letters_are_kept_one_by_one_and_found_again(figure, drawn):
    (call,) = drawn(figure.text(0.1, 0.5, "0 = 0i"))
    assert len(call) == 4
    assert call[0].outline == call[2].outline
    assert {stamp.style.fill for stamp in call} == {"#000000ff"}
    assert {stamp.style.stroke for stamp in call} == {None}
    # The zero has a hole and the i a dot, which belong to them.
    assert [stamp.outline.codes.count(Path.MOVETO) for stamp in call] == [2, 2, 2, 2]


@pytest.mark.parametrize("text", ["step 12   x = −1.25", r"$\frac{x^2}{10} + \alpha$"])
def test_text_is_as_wide_as_in_a_picture(figure, drawn, text):
    written = figure.text(0.02, 0.5, text, fontsize=10)
    (call,) = drawn(written)
    box = written.get_window_extent()
    points = np.vstack([corners(stamp) for stamp in call])
    assert points[:, 0].min() == pytest.approx(box.x0, abs=2)
    assert points[:, 0].max() == pytest.approx(box.x1, abs=2)
    assert points[:, 1].max() <= 101 - box.y0


def test_what_is_drawn_again_is_the_same_again(ax):
    recorder = Recorder(200, 100, 100)
    (line,) = ax.plot([10, 50, 90], [50, 50, 70], "o-")
    line.draw(recorder)
    first = recorder.take()
    line.draw(recorder)
    assert recorder.take() == first


@pytest.mark.parametrize("text", ["", " ", "\u2007", r"$\ $"])
def test_empty_text_draws_nothing(figure, drawn, text):
    assert drawn(figure.text(0.5, 0.5, text)) == []


def test_a_rim_is_drawn_under_its_letters(figure, drawn):
    text = figure.text(0.1, 0.5, "ab", color="black")
    text.set_path_effects([patheffects.withStroke(linewidth=3.6, foreground="white")])
    rim, letters = drawn(text)
    assert [stamp.style.stroke for stamp in rim] == ["#ffffffff"] * 2
    assert rim[0].style.width == 50
    assert [stamp.style.fill for stamp in letters] == ["#000000ff"] * 2
    assert [stamp.outline for stamp in rim] == [stamp.outline for stamp in letters]


def test_opacity_counts_for_inside_and_edge(ax, drawn):
    patch = ax.axvspan(10, 20, color="red", alpha=0.5)
    (((stamp),),) = drawn(patch)
    assert (stamp.style.fill, stamp.style.stroke) == ("#ff000080", "#ff000080")
    patch.set(alpha=None, facecolor="none", edgecolor=(0, 0, 0, 0))
    (((stamp),),) = drawn(patch)
    assert (stamp.style.fill, stamp.style.stroke) == (None, None)


def test_gaps_huge_numbers_and_nothing_at_all(ax, drawn):
    (line,) = ax.plot([1, np.nan, 3, 1e300], [1, 1, np.nan, -1e300])
    ax.set(xlim=(0, 200), ylim=(0, 100))
    (((stamp),),) = drawn(line)
    assert np.abs(corners(stamp)).max() <= 2 * FAR
    line.set_data([np.nan, np.nan], [1, 1])
    assert drawn(line) == []


def test_what_is_no_path_is_refused(ax, drawn):
    with pytest.raises(NotImplementedError):
        drawn(ax.imshow(np.eye(3)))
    with pytest.raises(NotImplementedError, match="Hatching"):
        drawn(ax.axvspan(0, 1, hatch="/"))


def test_a_call_that_fails_leaves_the_recorder_as_it_was(ax):
    recorder = Recorder(200, 100, 100)
    dots = ax.scatter([1], [1], hatch="/")
    with pytest.raises(NotImplementedError):
        dots.draw(recorder)
    ax.plot([1, 2], [1, 2])[0].draw(recorder)
    assert len(recorder.take()) == 1
    assert recorder.take() == []
