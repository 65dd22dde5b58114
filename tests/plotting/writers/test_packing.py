"""Packed frames draw what was recorded, and everything is written once."""

import re

import pytest

from symgd.plotting import animate
from symgd.plotting.picture import DPI
from symgd.plotting.recording import Outline, Recorder, Stamp, Style
from symgd.plotting.writers.packing import Pool, chained, commands, pack

INK = Style(None, "#000000ff", 10, (), 0, "butt", "round", ())


def path(*points):
    return Outline((1, *[2] * (len(points) - 1)), points)


def whole(entries, number):
    """Return a sequence, put together again."""
    first, *rest = entries[number]
    if isinstance(first, tuple):
        base, count = first
        return [*whole(entries, base)[:count], *rest]
    return [first, *rest]


def split(shape):
    """Return a shape as a sequence of commands."""
    if isinstance(shape, str):
        return re.findall("[Mlqcz][^Mlqcz]*", shape)
    return [shape[0], *split(shape[1])]


def unpacked(data):
    """Return for each frame the paths drawn: SVG text, style, x and y."""
    shapes = [split(shape) for shape in data["shapes"]]
    frames = []
    for draws in data["frames"]:
        frames.append([])
        for series, left, top in (data["draws"][k] for k in draws):
            for k in whole(data["series"], series):
                shape, style, x, y = data["stamps"][k]
                text = "".join(whole(shapes, shape))
                frames[-1].append((text, data["styles"][style][:3], left + x, top + y))
    return frames


def recorded(frames):
    """Return the same of what was recorded."""
    return [
        [
            (
                "".join(commands(mark.outline)),
                (mark.style.fill, mark.style.stroke, mark.style.width if mark.style.stroke else 0),
                mark.x,
                mark.y,
            )
            for call in calls
            for mark in call
        ]
        for calls in frames
    ]


@pytest.fixture(params=["contour", "surface", "cost"])
def frames(ravine, request):
    """Return what the frames of an animation draw."""
    animation = animate(ravine, view=request.param, ask="Where next?", pause_at=3)
    recorder, calls = Recorder(960, 540, DPI), []
    for frame in animation.frames:
        animation.picture.place(frame)
        animation.picture.lay(recorder)
        calls.append(recorder.take())
    return calls


def test_packed_frames_draw_what_was_recorded(frames):
    data = pack(frames)
    assert unpacked(data) == recorded(frames)
    for name, values in data.items():
        assert len(values) == len(set(map(str, values))) or name == "frames"


def test_a_path_that_grows_is_kept_once():
    grown = [(0, 0), (10, 5), (20, 0), (7, 7)]
    frames = [[(Stamp(path(*grown[:k]), INK, 3, 4),)] for k in range(2, 5)]
    data = pack(frames)
    assert data["shapes"] == ["M0 0l10 5l10-5l-13 7", [(0, 3), ""], [(0, 2), ""]]
    assert unpacked(data) == recorded(frames)


def test_a_thinned_path_that_grows_is_kept_once_but_for_its_last_points():
    coarse = [(0, 0), (10, 0), (20, 0), (30, 0), (40, 0)]
    frames = [[(Stamp(path(*coarse[:k], (k, 9)), INK, 0, 0),)] for k in (2, 3, 4, 5)]
    data = pack(frames)
    assert [shape[0] for shape in data["shapes"][1:]] == [(0, 4), (0, 3), (0, 2)]
    assert unpacked(data) == recorded(frames)


def test_markers_that_grow_in_number_are_kept_once():
    dot = path((0, 0), (1, 1))
    marks = tuple(Stamp(dot, INK, 10 * k, 0) for k in range(6))
    data = pack([[marks[:k]] for k in range(3, 7)])
    assert data["series"] == [tuple(range(6)), ((0, 5),), ((0, 4),), ((0, 3),)]


def test_what_moves_as_a_whole_is_kept_once():
    words = [tuple(Stamp(path((0, 0), (k, 5)), INK, 9 * k + x, x) for k in (1, 2)) for x in (0, 70)]
    data = pack([[word] for word in words])
    assert len(data["series"]) == 1
    assert data["draws"] == [(0, 9, 0), (0, 79, 70)]


def test_frames_without_anything_that_moves():
    assert pack([[], []]) == {
        "frames": [[], []],
        "draws": [],
        "series": [],
        "stamps": [],
        "styles": [],
        "shapes": [],
    }


def test_clips_are_paths_at_their_places():
    style = Style(
        None, "#000000ff", 10, (5, 3), 0, "butt", "round", ((path((0, 0), (9, 0)), 4, 5),)
    )
    data = pack([[(Stamp(path((0, 0), (1, 1)), style, 0, 0),)]])
    assert data["styles"] == [(None, "#000000ff", 10, (5, 3), 0, "butt", "round", ("M4 5l9 0",))]


def test_curves_and_closed_outlines_as_svg():
    points = ((0, 0), (5, 5), (9, 1), (1, -1), (2, -2), (3, -3), (0, 0), (7, 7), (8, 8))
    outline = Outline((1, 3, 3, 4, 4, 4, 79, 1, 2), points)
    expected = ("M0 0", "q5 5 9 1", "c-8-2-7-3-6-4", "z", "M7 7", "l1 1")
    assert commands(outline) == expected
    assert commands(outline, 10, 20)[0] == "M10 20"


def test_beginnings_are_found_among_many():
    words = [tuple(word) for word in ("abc", "ab", "b", "abd", "bcd", "abcde", "abcx", "abc")]
    kept, numbers = chained(words)
    assert {"".join(whole(kept, numbers[word])) for word in words} == {"".join(w) for w in words}
    assert [entry for entry in kept if entry in words] == [tuple("abcde"), tuple("bcd"), ("b",)]


def test_a_pool_numbers_values_as_they_come():
    pool = Pool()
    assert [pool[value] for value in ("a", (1,), "a", "b")] == [0, 1, 0, 2]
    assert list(pool) == ["a", (1,), "b"]
