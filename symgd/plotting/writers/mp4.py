"""H.264 films, by ffmpeg: the frames go to it as they are drawn, one after the other."""

from __future__ import annotations

import math
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np

from symgd.errors import SymgdError
from symgd.plotting.frames import Frame, at_even_pace
from symgd.plotting.picture import Pixels
from symgd.plotting.progress import watched

if TYPE_CHECKING:
    from symgd.plotting.animation import Animation

# Some players stand still at fewer frames per second than this.
SLOWEST = 5
# The most seconds that a frame can stay.
LONGEST = 600.0
# Lower is finer and larger; at this value the eye sees no difference.
FINENESS = 18


def write(animation: Animation, path: Path) -> None:
    """Write an animation as a film with a constant frame rate; frames that stay are repeated."""
    program, rate = ffmpeg(), steady_rate(animation.fps)
    with watched(animation.frames, path.name) as frames:
        height, width, _ = even(animation.picture.ground).shape
        command = [program, *_options(width, height, rate), f"file:{path}"]
        _run(command, _repeated(animation, frames, rate), path.name)


def ffmpeg() -> str:
    """Return the name of an ffmpeg program: that of the package, which knows H.264, or any.

    Raises
    ------
    SymgdError
        If there is none.
    """
    with suppress(ImportError, RuntimeError):
        import imageio_ffmpeg

        return imageio_ffmpeg.get_ffmpeg_exe()
    found = shutil.which("ffmpeg")
    if found is None:
        raise SymgdError(
            "Films are made by the program ffmpeg, which is not there: install it by "
            'python -m pip install "symgd[video]" or by your system\'s package manager, '
            "or save as .gif or .html instead."
        )
    return found


def steady_rate(fps: float) -> float:
    """Return the film's frame rate: the animation's, or for a slow one a multiple that plays.

    Examples
    --------
    >>> steady_rate(12.5), steady_rate(0.5)
    (12.5, 5.0)
    """
    return fps * max(1, math.ceil(SLOWEST / fps))


def even(pixels: Pixels) -> Pixels:
    """Return red, green and blue with even width and height: an odd edge is doubled."""
    height, width = pixels.shape[:2]
    return np.pad(pixels[:, :, :3], ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")


def _options(width: int, height: int, rate: float) -> list[str]:
    """Return what ffmpeg is told: what comes in, how it is coded, what goes out."""
    incoming = f"-f rawvideo -pix_fmt rgb24 -s {width}x{height} -framerate {rate:.6f} -i pipe:0"
    # A player that is not told how the colours are coded guesses, and shows others.
    coded = "bt709:out_range=tv,setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709"
    colours = f"-vf scale=out_color_matrix={coded} -pix_fmt yuv420p"
    coding = f"-an -c:v libx264 -crf {FINENESS} -tune animation -movflags +faststart"
    return f"-loglevel error -n {incoming} {colours} {coding}".split()


def _repeated(animation: Animation, frames: Iterable[Frame], rate: float) -> Iterator[bytes]:
    """Yield the bytes of each frame as often as it is shown."""
    for frame in frames:
        data = even(animation.picture.pixels(frame)).tobytes()
        held = replace(frame, seconds=min(frame.seconds, LONGEST))
        for _ in at_even_pace([held], rate):
            yield data


def _run(command: list[str], frames: Iterable[bytes], name: str) -> None:
    """Feed ffmpeg with frames until it has written its file.

    Raises
    ------
    SymgdError
        If ffmpeg fails; its own last words are told.
    """
    with tempfile.TemporaryFile() as words:
        try:
            coder = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=words)
        except OSError as error:
            raise SymgdError(f"ffmpeg could not be started: {error}.") from None
        try:
            _feed(coder.stdin, frames)
            failed = coder.wait()
        finally:
            # After a failure or an interruption nobody needs the rest.
            coder.kill()
            coder.wait()
        if failed:
            words.seek(0)
            raise SymgdError(f"ffmpeg could not write {name!r}: {_last_line(words.read())}")


def _feed(pipe: IO[bytes], frames: Iterable[bytes]) -> None:
    """Write the frames; an ffmpeg that has ended takes no more, and has said why."""
    try:
        for data in frames:
            try:
                pipe.write(data)
            except OSError:
                break
    finally:
        with suppress(OSError):
            pipe.close()


def _last_line(words: bytes) -> str:
    """Return the last line that ffmpeg wrote."""
    lines = words.decode(errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "it said nothing.")
