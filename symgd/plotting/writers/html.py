"""Pages that play an animation: the ground as one image, and what moves drawn by a script.

The page needs nothing but itself. `page` is a whole document, `player` the part of it that can
stand on any page, any number of times, and `inline` a frame for a notebook, out of whose reach
the page around it is.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from symgd.plotting.picture import DPI
from symgd.plotting.progress import watched
from symgd.plotting.recording import UNITS, Recorder, Stamp
from symgd.plotting.style import slides, theme
from symgd.plotting.writers.embedding import addresses
from symgd.plotting.writers.packing import pack
from symgd.plotting.writers.stand_in import address

if TYPE_CHECKING:
    from symgd.plotting.animation import Animation
    from symgd.plotting.frames import Frame

# The ground is so many times finer than a frame: for a projector, and sharp screens.
FINE = 2
# Height of the buttons in parts of the width.
BAR = 0.0625

_FOLDER = Path(__file__).with_name("player")


def write(animation: Animation, path: Path) -> None:
    """Write an animation as a page that plays it."""
    with watched(animation.frames, path.name) as frames:
        path.write_text(page(animation, frames), encoding="utf-8")


def page(animation: Animation, frames: Iterable[Frame] | None = None) -> str:
    """Return a whole page; the frames are the animation's, handed over to be watched."""
    parts = {"title": html.escape(animation.caption), "paper": _colours(animation)["paper"]}
    return _template("page.html").substitute(parts, player=player(animation, frames))


def inline(animation: Animation) -> str:
    """Return a page inside a page, as a notebook shows it, laid over a still and a sentence.

    These two alone are left in a notebook that was run elsewhere and is not trusted. All is one
    line: an empty one would end the HTML in a page of Markdown.
    """
    height, width = animation.picture.ground.shape[:2]
    told = _template("inline.html").substitute(
        _colours(animation),
        width=width,
        height=height,
        bar=round(BAR * width),
        caption=html.escape(animation.caption),
        still=address(animation),
        page=html.escape(page(animation)),
    )
    return told.strip().replace(">\n<", "><").replace("\n", "&#10;")


def player(animation: Animation, frames: Iterable[Frame] | None = None) -> str:
    """Return the element that plays an animation."""
    data = _data(animation, animation.frames if frames is None else frames)
    ground = data["images"][0] if "images" in data else _ground(animation)
    width, height = data["size"]
    return _template("player.html").substitute(
        _colours(animation),
        width=width,
        height=height,
        title=html.escape(animation.caption),
        last=len(animation) - 1,
        ground=ground,
        css=_text("player.css").strip(),
        js=_text("player.js").strip(),
        # A tag in the text of a formula would end the script.
        data=json.dumps(data, separators=(",", ":")).replace("<", "\\u003c"),
    )


def _data(animation: Animation, frames: Iterable[Frame]) -> dict[str, object]:
    """Return what the script of the page plays."""
    height, width = animation.picture.ground.shape[:2]
    every = animation.frames
    return {
        "size": [width, height],
        "units": UNITS,
        "seconds": [round(frame.seconds, 4) for frame in every],
        "steps": [frame.step for frame in every],
        "questions": [k for k, frame in enumerate(every) if frame.question is not None],
        **_moving(animation, frames),
    }


def _moving(animation: Animation, frames: Iterable[Frame]) -> dict[str, list[object]]:
    """Return what each frame draws over the ground or, where that does not suffice, images."""
    if not animation.view.turns:
        try:
            return dict(pack(_recorded(animation, frames)))
        except NotImplementedError:
            frames = animation.frames  # Something moves that is no path.
    samples = [animation.frame(k) for k in sorted({0, len(animation) // 2, len(animation) - 1})]
    return {"images": list(addresses(map(animation.picture.pixels, frames), samples))}


def _recorded(animation: Animation, frames: Iterable[Frame]) -> list[list[tuple[Stamp, ...]]]:
    """Return what each frame draws."""
    picture = animation.picture
    height, width = picture.ground.shape[:2]
    recorder, calls = Recorder(width, height, DPI), []
    for frame in frames:
        picture.place(frame)
        picture.lay(recorder)
        calls.append(recorder.take())
    return calls


def _ground(animation: Animation) -> str:
    """Return the address of the ground."""
    ground = animation.picture.ground_at(FINE)
    (address,) = addresses([ground], [ground])
    return address


def _colours(animation: Animation) -> dict[str, str]:
    """Return the colours of the page, which are those of the picture."""
    with slides(animation.style):
        colours = theme()
    return {
        "ink": colours.ink,
        "paper": colours.paper,
        "accent": colours.point,
        "grey": colours.hatching,
        "hover": colours.blank,
    }


@cache
def _text(name: str) -> str:
    """Return a part of the page as it is kept beside this module."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def _template(name: str) -> Template:
    return Template(_text(name))
