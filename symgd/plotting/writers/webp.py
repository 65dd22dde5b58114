"""Animated WebP, by Pillow, which asks for the frames one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, features

from symgd.errors import SymgdError
from symgd.plotting.frames import durations
from symgd.plotting.picture import Pixels
from symgd.plotting.progress import watched

if TYPE_CHECKING:
    from symgd.plotting.animation import Animation

# The most thousandths of a second that a frame can stay.
LONGEST = 2**24 - 1
# Every frame holds only what changed, without loss; more effort than this makes it no smaller.
CODING = {"lossless": True, "kmin": 0, "kmax": 0, "method": 2, "quality": 50}


def write(animation: Animation, path: Path, *, loop: int = 0) -> None:
    """Write an animation as a WebP that is played `loop` times, or without end for 0."""
    if not features.check("webp"):
        raise SymgdError(
            f"{path.name!r} cannot be written, for this Pillow was built without WebP: install "
            "another by python -m pip install --force-reinstall Pillow, or save as .gif instead."
        )
    with open(path, "xb") as file, watched(animation.frames, path.name) as frames:
        reel = Reel(map(animation.picture.pixels, frames), len(animation))
        lengths = durations(animation.frames, units=1000, longest=LONGEST)
        reel.save(file, "WEBP", save_all=True, duration=lengths, loop=loop, **CODING)


class Reel(Image.Image):
    """An image of many frames, each of which is drawn when Pillow turns to it.

    Parameters
    ----------
    frames : iterator of arrays (height, width, 4)
        The frames, in order.
    count : int
        How many they are.
    """

    def __init__(self, frames: Iterator[Pixels], count: int) -> None:
        super().__init__()
        self.n_frames, self._frames, self._place = count, frames, -1
        self.seek(0)

    def tell(self) -> int:
        """Return the number of the frame."""
        return self._place

    def seek(self, frame: int) -> None:
        """Turn to the next frame; when all are written Pillow turns back, which is in vain."""
        if frame == self._place + 1:
            image = Image.fromarray(next(self._frames)).convert("RGB")
            self._place, self._mode, self._size, self.im = frame, image.mode, image.size, image.im
