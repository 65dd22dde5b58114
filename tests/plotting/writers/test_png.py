"""Numbered stills, one for each frame, or one picture of a few."""

import numpy as np
import pytest
from PIL import Image

from symgd import SymgdError
from symgd.plotting import animate


@pytest.fixture
def animation(bowl):
    return animate(bowl, max_frames=4)


def pixels(path):
    with Image.open(path) as image:
        return np.array(image)


@pytest.mark.parametrize("pattern", ["step-{k:03}.png", "step-%03d.png"])
def test_every_frame_has_its_number(animation, tmp_path, pattern):
    assert animation.save(tmp_path / pattern) == tmp_path / pattern
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f"step-{k:03}.png" for k in range(4)]
    for name, drawn in zip(names, animation, strict=True):
        assert np.array_equal(pixels(tmp_path / name), drawn[:, :, :3])


def test_a_failure_leaves_all_the_old_stills(animation, tmp_path, monkeypatch):
    old = tmp_path / "0.png"
    old.write_bytes(b"old")
    draw = animation.picture.pixels

    def fails(frame):
        if frame == animation.frames[2]:
            raise KeyboardInterrupt
        return draw(frame)

    monkeypatch.setattr(animation.picture, "pixels", fails)
    with pytest.raises(KeyboardInterrupt):
        animation.save(tmp_path / "{k}.png")
    assert old.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [old]


def test_a_folder_in_the_way_leaves_all_the_old_stills(animation, tmp_path):
    (tmp_path / "0.png").write_bytes(b"old")
    (tmp_path / "2.png").mkdir()
    with pytest.raises(SymgdError, match=r"2\.png' is a folder"):
        animation.save(tmp_path / "{k}.png")
    assert (tmp_path / "0.png").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("name", ["{}.png", "a{q}.png", "100%.png"])
def test_what_is_no_pattern_is_refused_before_drawing(animation, tmp_path, name):
    with pytest.raises(SymgdError, match=r"'step-\{k:03\}.png'"):
        animation.save(tmp_path / name)
    assert "picture" not in vars(animation)
    assert list(tmp_path.iterdir()) == []


def test_braces_in_a_folder_are_no_pattern(animation, tmp_path):
    folder = tmp_path / "{k}"
    folder.mkdir()
    animation.save(folder / "{k}.png")
    assert len(list(folder.iterdir())) == 4


def test_a_plain_name_is_one_picture_for_print(animation, tmp_path):
    with Image.open(animation.save(tmp_path / "strip.png")) as image:
        assert image.format == "PNG"
        assert image.mode == "RGB"
        assert image.info["dpi"] == pytest.approx((200, 200), abs=0.1)
    assert [path.name for path in tmp_path.iterdir()] == ["strip.png"]
