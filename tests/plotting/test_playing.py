"""Windows open where there is a display, and a sentence says so where there is none."""

import gc
import sys
import types
import weakref

import matplotlib
import matplotlib.pyplot as plt
import pytest
from matplotlib.animation import FuncAnimation
from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from symgd import SymgdError
from symgd.plotting import animate, playing


@pytest.fixture
def shown(monkeypatch):
    """Let pyplot's figures count as windows; collect those that are shown, and how."""
    calls = []
    monkeypatch.setattr(FigureCanvasAgg, "required_interactive_framework", "any")
    monkeypatch.setattr(Figure, "show", lambda figure: calls.append("at once"))
    monkeypatch.setattr(
        FigureManagerBase,
        "pyplot_show",
        classmethod(lambda cls, block: calls.append(f"block={block}")),
    )
    return calls


def test_without_a_display_a_sentence_says_what_to_do(bowl):
    with pytest.raises(SymgdError, match=r"no display .*animation\.save"):
        animate(bowl).show()
    assert plt.get_fignums() == []


def test_a_backend_that_cannot_be_loaded_is_no_display(bowl, monkeypatch):
    def fails():
        raise ImportError("headless")

    monkeypatch.setattr(plt, "figure", fails)
    with pytest.raises(SymgdError, match="no display"):
        animate(bowl).show()


def test_a_script_waits_for_its_window(bowl, shown, monkeypatch):
    monkeypatch.delattr(sys, "ps1", raising=False)
    assert not matplotlib.is_interactive()
    animate(bowl).show()
    assert shown == ["block=True"]
    finish()


def test_a_prompt_does_not_wait(bowl, shown, monkeypatch):
    monkeypatch.setattr(sys, "ps1", ">>> ", raising=False)
    animate(bowl).show()
    assert shown == ["at once"]
    finish()


def finish():
    """Draw the window once, so that its player starts, and stop it."""
    figure = plt.figure(plt.get_fignums()[0])
    figure.canvas.draw()


def test_the_window_plays_the_same_pictures(bowl, shown, monkeypatch):
    monkeypatch.setattr(sys, "ps1", ">>> ", raising=False)
    animation = animate(bowl)
    animation.show()
    player = plt.gcf().player
    assert isinstance(player, FuncAnimation)
    finish()
    steps = [frame.step for frame in player.new_frame_seq()]
    assert steps == [*range(13), *[12] * 19]
    moving = player._func(animation.frames[4])
    status = next(artist for artist in moving if hasattr(artist, "get_text"))
    assert status.get_text().startswith("step 4")
    assert animation.view.moving == []


def test_a_turning_picture_is_drawn_anew_with_what_moves(ravine, shown, monkeypatch):
    monkeypatch.setattr(sys, "ps1", ">>> ", raising=False)
    animate(ravine, view="surface", turn=90).show()
    finish()
    player = plt.gcf().player
    first = player._func(animate(ravine).frames[0])[0].axes.azim
    moving = player._func(animate(ravine).frames[-1])
    assert moving[0].axes.azim == pytest.approx(first + 90)
    assert not any(artist.get_animated() for artist in moving[:-1])


def test_the_player_lives_as_long_as_its_window(bowl, shown, monkeypatch):
    monkeypatch.setattr(sys, "ps1", ">>> ", raising=False)
    animate(bowl).show()
    player = weakref.ref(plt.gcf().player)
    gc.collect()
    assert player() is not None
    finish()
    plt.close("all")
    gc.collect()
    assert player() is None


def test_a_notebook_shows_it_in_place(bowl, monkeypatch):
    seen = []
    display = types.SimpleNamespace(display=seen.append)
    kernel = types.SimpleNamespace(kernel=object())
    fake = types.SimpleNamespace(get_ipython=lambda: kernel, display=display)
    monkeypatch.setitem(sys.modules, "IPython", fake)
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    animation = animate(bowl)
    animation.show()
    assert seen == [animation]
    assert plt.get_fignums() == []


def test_a_terminal_is_no_notebook(monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: None))
    assert not playing.in_notebook()
    monkeypatch.delitem(sys.modules, "IPython")
    assert not playing.in_notebook()
