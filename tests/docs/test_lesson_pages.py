"""Lessons that become pages: where they run, and the animations that they save."""

from __future__ import annotations

from pathlib import Path

from symgd import gradient_descent


def test_lessons_run_in_a_fresh_copy_without_their_runner(tmp_path: Path) -> None:
    import lesson_pages

    folder = tmp_path / "copy"
    folder.mkdir()
    (folder / "old.gif").touch()
    assert lesson_pages.copied_to(folder) == folder
    names = {path.name for path in folder.iterdir()}
    assert names == {path.name for path in lesson_pages.LESSONS.glob("0*.py")} | {
        "GALLERY_HEADER.rst"
    }


def test_saved_animation_is_shown_once(tmp_path: Path) -> None:
    import lesson_pages

    run = gradient_descent("x**2", start=3, max_steps=2)
    run.animate().save(tmp_path / "two_steps.gif")
    (tmp_path / "pages").mkdir()
    places = iter([tmp_path / "pages" / f"picture_{k}.png" for k in (1, 2)])
    cell = {"src_file": str(tmp_path / "lesson.py"), "image_path_iterator": places}
    page = lesson_pages.saved_animations(None, cell, {"src_dir": str(tmp_path)})
    assert ".. image:: /pages/picture_1.gif\n   :alt: two steps\n" in page
    assert (tmp_path / "pages" / "picture_1.gif").read_bytes().startswith(b"GIF89a")
    assert lesson_pages.saved_animations(None, cell, {"src_dir": str(tmp_path)}) == ""
