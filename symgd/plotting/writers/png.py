"""Stills: numbered ones, one for each frame, or a few side by side in one picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from symgd.plotting.progress import watched
from symgd.plotting.writers.contact_sheet import contact_sheet
from symgd.plotting.writers.numbering import has_place, numbered

if TYPE_CHECKING:
    from symgd.plotting.animation import Animation


def write(animation: Animation, path: Path) -> None:
    """Write each frame under its number where the name has a place for it, else a contact sheet."""
    if not has_place(path.name):
        image, dpi = contact_sheet(animation)
        image.save(path, dpi=(dpi, dpi))
        return
    with watched(animation.frames, path.name) as frames:
        for k, frame in enumerate(frames):
            image = Image.fromarray(animation.picture.pixels(frame)).convert("RGB")
            image.save(path.with_name(numbered(path.name, k)))
