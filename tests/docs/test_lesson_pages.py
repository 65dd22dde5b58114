"""Where the lessons run when they become pages."""

from __future__ import annotations

from pathlib import Path


def test_lessons_run_in_a_fresh_copy_without_their_runner(tmp_path: Path) -> None:
    import lesson_pages

    folder = tmp_path / "copy"
    folder.mkdir()
    (folder / "old.gif").touch()
    assert lesson_pages.copied_to(folder) == folder
    names = {path.name for path in folder.iterdir()}
    assert names == {path.name for path in lesson_pages.LESSONS.glob("[0-9]*.py")} | {
        "GALLERY_HEADER.rst"
    }
