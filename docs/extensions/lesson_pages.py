"""Where the lessons run when they become pages."""

from __future__ import annotations

import shutil
from pathlib import Path

LESSONS = Path(__file__).resolve().parents[2] / "lessons"


def copied_to(folder: Path) -> Path:
    """Copy the lessons to a fresh folder, as each one leaves its pictures beside itself."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for lesson in LESSONS.glob("[0-9][0-9]_*.py"):
        shutil.copy(lesson, folder)
    shutil.copy(LESSONS / "README.rst", folder / "GALLERY_HEADER.rst")
    return folder
