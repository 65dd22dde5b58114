"""Playing an animation in a window, or in place in a notebook."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import matplotlib
import matplotlib.pyplot as plt
from matplotlib.animation import FuncAnimation
from matplotlib.figure import Figure

from symgd.errors import SymgdError
from symgd.plotting.frames import Frame, at_even_pace
from symgd.plotting.picture import prepare, question_box, write_question
from symgd.plotting.style import slides

if TYPE_CHECKING:
    from symgd.plotting.animation import Animation


def play(animation: Animation) -> None:
    """Play in a notebook's output, or else in a window for as long as that is open."""
    if in_notebook():
        from IPython.display import display

        display(animation)
        return
    with slides(animation.style):
        figure = _window()
        # Pyplot keeps the figure of an open window; a player that nobody keeps stops.
        figure.player = _player(animation, figure)
    if hasattr(sys, "ps1") or matplotlib.is_interactive():
        figure.show()
    else:
        # A script would end, and its window with it, before anything is seen.
        type(figure.canvas.manager).pyplot_show(block=True)


def in_notebook() -> bool:
    """Tell whether a Jupyter kernel runs this."""
    shell = sys.modules.get("IPython")
    return shell is not None and hasattr(shell.get_ipython(), "kernel")


def _window() -> Figure:
    """Return an empty figure that has a window."""
    problem = (
        "There is no display to open a window on; "
        'write animation.save("descent.gif") and open that file.'
    )
    try:
        figure = plt.figure()
    except ImportError as error:
        raise SymgdError(problem) from error
    if figure.canvas.required_interactive_framework is None:
        plt.close(figure)
        raise SymgdError(problem)
    return figure


def _player(animation: Animation, figure: Figure) -> FuncAnimation:
    """Return what moves a fresh copy of the view on the figure."""
    view = animation.view.again()
    prepare(view, figure)
    for artist in view.moving:
        artist.set_animated(not view.turns)
    question = question_box(figure)

    def show(frame: Frame) -> list[object]:
        view.present(frame)
        write_question(question, frame.question, view)
        return [*view.moving, question]

    return FuncAnimation(
        figure,
        show,
        frames=at_even_pace(animation.frames, animation.fps),
        interval=1000 / animation.fps,
        blit=not view.turns,
        cache_frame_data=False,
    )
