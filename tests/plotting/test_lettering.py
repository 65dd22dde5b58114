"""Letters that are drawn once look as Matplotlib draws them."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from symgd.plotting.lettering import MOST, Canvas

SENTENCES = [
    "step 12   x = −1.234\u2007   f = 6.111×10⁻¹⁰",
    "AVATAR To. out of view",
    "naïve façade λ₁",
    "two\nlines",
]


def drawn(kind, text, **how):
    figure = Figure(figsize=(6, 2), dpi=100)
    canvas = kind(figure)
    figure.text(0.1037, 0.5091, text, **how)
    canvas.draw()
    return np.array(canvas.buffer_rgba()).astype(int), canvas


@pytest.mark.parametrize("text", SENTENCES)
@pytest.mark.parametrize("size", [9, 18.3])
def test_letters_look_as_matplotlib_draws_them(text, size):
    ours, _ = drawn(Canvas, text, fontsize=size, color="#00704F")
    theirs, _ = drawn(FigureCanvasAgg, text, fontsize=size, color="#00704F")
    assert (ours[:, :, :3] < 128).any()
    assert np.abs(ours - theirs).max() <= 4


@pytest.mark.parametrize("how", [{"rotation": 90}, {"alpha": 0.5}, {"antialiased": False}])
def test_other_letters_are_left_to_matplotlib(how):
    ours, canvas = drawn(Canvas, "word", **how)
    assert np.array_equal(ours, drawn(FigureCanvasAgg, "word", **how)[0])
    assert not canvas.get_renderer()._letters


def test_formulas_are_left_to_matplotlib():
    assert np.array_equal(drawn(Canvas, "$x^2$")[0], drawn(FigureCanvasAgg, "$x^2$")[0])


def test_each_letter_is_drawn_once_and_the_memory_is_bounded():
    _, canvas = drawn(Canvas, "1212 step step")
    letters = canvas.get_renderer()._letters
    assert sorted(key[0] for key in letters) == [" ", "1", "2", "step"]
    text = canvas.figure.texts[0]
    for k in range(MOST // 10):
        text.set(text="0123456789", fontsize=8 + k / 64)
        canvas.draw()
    assert len(letters) <= MOST


def test_another_size_has_another_renderer():
    _, canvas = drawn(Canvas, "word")
    before = canvas.get_renderer()
    assert canvas.get_renderer() is before
    canvas.figure.set_size_inches(3, 1)
    assert canvas.get_renderer().width == 300
