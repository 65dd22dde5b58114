"""The lessons as pages: where they run, and the animations that they save."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

LESSONS = Path(__file__).resolve().parents[2] / "lessons"

MOVING = """
.. image:: /{path}
   :alt: {alt}
   :class: sphx-glr-single-img
"""


def copied_to(folder: Path) -> Path:
    """Copy the lessons to a fresh folder, as each one leaves its pictures beside itself."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for lesson in LESSONS.glob("[0-9][0-9]_*.py"):
        shutil.copy(lesson, folder)
    shutil.copy(LESSONS / "README.rst", folder / "GALLERY_HEADER.rst")
    return folder


def saved_animations(block: Any, block_vars: dict[str, Any], gallery_conf: dict[str, Any]) -> str:
    """Show the animations that a cell has saved; its stills are shown as figures already."""
    saved = sorted(Path(block_vars["src_file"]).parent.glob("*.gif"))
    return "".join(_moved(path, block_vars, gallery_conf) for path in saved)


def _moved(path: Path, block_vars: dict[str, Any], gallery_conf: dict[str, Any]) -> str:
    """Move an animation to the page's pictures, where no later cell finds it again."""
    place = Path(next(block_vars["image_path_iterator"])).with_suffix(".gif")
    shutil.move(path, place)
    inside = place.relative_to(gallery_conf["src_dir"]).as_posix()
    return MOVING.format(path=inside, alt=path.stem.replace("_", " "))
