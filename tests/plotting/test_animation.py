"""Frames, thinning and refusals of animations."""

import gc
import io
import re
import weakref

import matplotlib.pyplot as plt
import numpy as np
import pytest
from PIL import Image

import symgd
from symgd import SymgdError
from symgd.plotting import animate


def test_one_frame_for_each_iterate(bowl):
    animation = animate(bowl)
    assert len(animation) == 13
    assert [frame.step for frame in animation.frames] == list(range(13))
    assert animation.frame(0).shape == (540, 960, 4)
    assert animation.frame(0).dtype == np.uint8


def test_frames_count_from_the_end_too(bowl):
    animation = animate(bowl)
    assert np.array_equal(animation.frame(-1), animation.frame(12))
    assert np.array_equal(animation.frame(np.int64(-13)), animation.frame(0))


@pytest.mark.parametrize("k", [13, -14, 1.0, "1", None])
def test_frames_that_do_not_exist_are_refused(bowl, k):
    with pytest.raises(SymgdError, match="numbered from 0 to 12"):
        animate(bowl).frame(k)


def test_long_runs_are_thinned_and_say_so():
    run = symgd.gradient_descent("x**2", 3, 1e-4, precision=None, max_steps=10_000)
    animation = animate(run, view="cost")
    assert "10,001 iterates shown in 200 frames" in repr(animation)
    assert [animation.frames[k].step for k in (0, -1)] == [0, 10_000]


def test_repr_of_a_single_frame():
    run = symgd.gradient_descent("x**2", 3, max_steps=0)
    assert repr(animate(run)) == "<Animation: curve, 1 iterate shown in 1 frame at 10 fps>"


def test_several_runs_last_as_long_as_the_longest(rates):
    assert len(animate(*rates)) == 10


@pytest.mark.parametrize("fps", [0, -1, 50.1, np.nan, np.inf, "10", None, True, 1j])
def test_odd_rates_are_refused(bowl, fps):
    with pytest.raises(SymgdError, match="frames per second"):
        animate(bowl, fps=fps)


@pytest.mark.parametrize("most", [1, 0, -3, 2.5, np.nan, np.inf, "200", None, True])
def test_odd_numbers_of_frames_are_refused(bowl, most):
    with pytest.raises(SymgdError, match="whole number of frames"):
        animate(bowl, max_frames=most)


def test_whole_floats_and_numpy_numbers_will_do(bowl):
    assert len(animate(bowl, fps=np.float64(0.5), max_frames=5.0)) == 5


def test_unknown_views_and_missing_runs_are_refused(bowl):
    with pytest.raises(SymgdError, match="no view"):
        animate(bowl, view="pie")
    with pytest.raises(SymgdError, match="no run"):
        animate()


def test_nothing_is_drawn_before_a_frame_is_asked_for(bowl):
    animation = animate(bowl)
    assert "picture" not in vars(animation)
    assert animation.picture is animation.picture


def test_a_notebook_shows_the_page_once_in_a_frame(bowl):
    shown = animate(bowl, max_frames=3)._repr_html_()
    title = re.search(r'<iframe title="([^"]+)"', shown)[1]
    assert title == "Animated descent on x**2: 13 iterates shown in 3 frames."
    assert shown.count("<iframe") == 1


def test_what_shows_no_page_gets_a_still_of_the_whole_descent(bowl, full_draw, at):
    animation = animate(bowl, max_frames=3, ask="Where next?")
    still = np.array(Image.open(io.BytesIO(animation._repr_png_())).convert("RGB"), int)
    drawn = full_draw(animate(bowl).picture, at(12))[..., :3]
    assert still.shape == (540, 960, 3)
    assert np.abs(still - drawn).mean() < 0.5


def test_the_still_is_the_one_that_a_plot_shows(bowl, full_draw, at):
    slower = symgd.gradient_descent("x**2", 3, 0.01, max_steps=3)
    animation = animate(bowl, slower, view="dial")
    assert animation.view.still != animation.view.last
    still = np.array(Image.open(io.BytesIO(animation._repr_png_())).convert("RGB"), int)
    drawn = full_draw(animation.picture, at(animation.view.still))[..., :3]
    assert np.abs(still - drawn).mean() < 0.5


def test_formulas_are_escaped_in_html():
    cost = symgd.Cost("Piecewise((x**2, x < 1), (2*x - 1, True))")
    page = animate(symgd.gradient_descent(cost, 3, max_steps=1))._repr_html_()
    assert "x &lt; 1" in page
    assert "x < 1" not in page


def test_long_formulas_are_named_in_part():
    names = [f"x{k}" for k in range(100)]
    cost = symgd.Cost(" + ".join(f"{name}**2" for name in names))
    caption = animate(symgd.gradient_descent(cost, np.ones(100), max_steps=1)).caption
    assert len(caption) < 300
    assert "…: 2 iterates" in caption


def test_many_animations_leave_no_figure_open(ravine, tmp_path):
    for k in range(3):
        animate(ravine, max_frames=2).save(tmp_path / f"{k}.gif")
    assert plt.get_fignums() == []


def test_a_run_animates_itself(bowl):
    assert len(bowl.animate(view="cost", fps=5)) == 13
    assert bowl.animate().fps == 10


def test_a_dropped_animation_takes_its_figure_with_it(ravine):
    animation = animate(ravine)
    animation.frame(3)
    figure = weakref.ref(animation.picture.figure)
    del animation
    gc.collect()
    assert figure() is None


def test_a_question_is_one_of_the_frames(bowl):
    animation = animate(bowl, ask="Where is it after 3 steps?", pause_at=3)
    assert len(animation) == 13
    asking = [k for k, frame in enumerate(animation.frames) if frame.question]
    assert asking == [2]
    plain = animate(bowl)
    assert not np.array_equal(animation.frame(2), plain.frame(2))
    assert np.array_equal(animation.frame(3), plain.frame(3))


def test_the_style_is_asked_for_by_name(bowl):
    assert animate(bowl, style="dark").frame(0)[..., :3].mean() < 90
    with pytest.raises(SymgdError, match="style='light' or style='dark'"):
        animate(bowl, style="night")


def test_runs_whose_batches_differ_are_animated_by_samples(batched):
    animation = animate(*batched, view="contour")
    assert [animation.frames[k].step for k in (0, -1)] == [0, 160]
    assert "all runs after as many samples, up to 160" in animation.caption
    assert len(animation) == len(np.unique(np.concatenate([r.epochs.seen(r.nit) for r in batched])))
    assert len(animate(*batched, view="cost", max_frames=10)) == 10
    assert len(animate(*batched[:2], view="contour")) == 19  # 8 and 15 steps, 5 of them together


def test_a_question_on_runs_whose_batches_differ_is_asked_of_samples(batched):
    animation = animate(*batched, ask="Which is ahead?", pause_at=20, view="contour")
    (asked,) = [frame for frame in animation.frames if frame.question]
    assert asked.step == 19
    with pytest.raises(SymgdError, match="pause_at is the sample to stop before"):
        animate(*batched, ask="Which?", pause_at=161, view="contour")


def test_a_stochastic_run_alone_has_a_frame_for_each_step(batched):
    assert len(animate(batched[1])) == batched[1].nit + 1
