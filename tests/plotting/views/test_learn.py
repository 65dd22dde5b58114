"""Predict, error, learn: three frames for each iterate."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

import symgd
from symgd import SymgdError, gd, losses, mean_loss, minimize, models, sum_loss
from symgd.plotting.frames import Frame
from symgd.plotting.picture import Picture
from symgd.plotting.views.learn import Learn
from symgd.plotting.writers.html import page

X = np.arange(1.0, 6.0)
DATA = {"x": X, "y": 2 * X + 1}


def descent(loss="(w*x + b - y)**2", make=mean_loss, steps=4, rate=0.05):
    cost = make(loss, DATA, "w b")
    return symgd.gradient_descent(cost, (0, 0), rate, precision=None, max_steps=steps)


@pytest.fixture(scope="module")
def run():
    return descent()


def drawn(run):
    view = Learn([run])
    view.draw(view.axes(plt.figure()), roomy=True)
    return view


def seen(view):
    return [heading.get_visible() for heading in view.headings]


def test_each_iterate_has_three_frames(run):
    animation = symgd.animate(run, view="learn", fps=2)
    assert [(frame.step, frame.phase) for frame in animation.frames[:4]] == [
        (0, 0),
        (0, 1),
        (0, 2),
        (1, 0),
    ]
    assert len(animation) == 15 and "5 iterates shown in 15 frames" in repr(animation)


def test_phases_come_one_after_another(run):
    view = drawn(run)
    for phase in range(3):
        view.present(Frame(1, 0.1, phase=phase))
        assert seen(view) == [place <= phase for place in range(3)]
        assert view.line.errors.get_visible() == (phase >= 1)
        assert view.plane.arrow.get_visible() == (phase == 2)


def test_still_shows_all_three(run):
    view = drawn(run)
    view.show(view.still)
    assert seen(view) == [True] * 3
    assert [heading.get_text() for heading in view.headings] == ["predict", "error", "learn"]


def test_squares_have_the_residual_as_their_side_and_look_square(run):
    view = drawn(run)
    view.show(0)
    assert view.line.are_squares
    corners = [path.vertices[:4] for path in view.line.errors.get_paths()]
    heights = [np.ptp(square[:, 1]) for square in corners]
    np.testing.assert_allclose(heights, 2 * X + 1)
    to_pixels = view.line.errors.axes.transData.transform
    widths = np.array([np.ptp(to_pixels(square), axis=0) for square in corners])
    np.testing.assert_allclose(widths[:, 0], widths[:, 1], rtol=1e-6)


def test_squares_keep_off_the_line(run):
    view = drawn(run)
    view.show(1)
    w, b = run.path[1]
    for path in view.line.errors.get_paths():
        above = path.vertices[:, 1] - (w * path.vertices[:, 0] + b)
        assert above.min() > -1e-9 or above.max() < 1e-9


def test_other_losses_have_bars():
    view = drawn(descent("abs(w*x + b - y)"))
    view.show(0)
    assert not view.line.are_squares
    np.testing.assert_allclose(np.ptp(view.line.errors.get_segments(), axis=1)[:, 1], 2 * X + 1)


def test_words_are_the_numbers_of_the_step(run):
    view = drawn(run)
    view.show(0)
    told = [line.get_text() for line in view.numbers]
    assert told[1] == "f = 57.00, mean area of the squares"
    assert "0 − 0.05·(−50.0) = 2.50" in told[2]
    assert view.status.get_text() == "step 0"
    view.show(run.nit)
    assert view.numbers[2].get_text().endswith("and the run ends")
    assert not view.plane.arrow.get_visible()


def test_a_sum_has_the_area_of_all_squares_and_a_half_has_no_such_words():
    view = drawn(descent(make=sum_loss, rate=0.005))
    view.show(0)
    assert view.numbers[1].get_text() == "f = 285.0, area of all squares"
    view = drawn(descent("(w*x + b - y)**2/2"))
    view.show(0)
    assert view.line.are_squares and view.numbers[1].get_text() == "f = 28.50"


def test_arrow_leads_to_the_next_iterate(run):
    view = drawn(run)
    view.show(0)
    ends = view.plane.arrow.get_path().vertices
    view.show(0)
    np.testing.assert_allclose(np.ravel(view.plane.ring.get_data()), run.path[1])
    assert ends.max() == pytest.approx(run.path[1].max(), rel=0.05)


def test_question_hides_the_step(run):
    frames = symgd.animate(run, view="learn", ask="Where next?", pause_at=2).frames
    (asked,) = [k for k, frame in enumerate(frames) if frame.question]
    assert (frames[asked].step, frames[asked].phase) == (1, 1)
    assert (frames[asked + 1].step, frames[asked + 1].phase) == (1, 2)


def test_long_runs_are_thinned_by_whole_steps():
    frames = symgd.animate(descent(steps=100), view="learn", max_frames=30).frames
    assert len(frames) == 30 and [frame.phase for frame in frames[:3]] == [0, 1, 2]
    assert frames[-1].step == 100 and frames[-1].phase == 2


def test_frames_are_pixel_by_pixel_a_full_draw(run, full_draw):
    picture = Picture(Learn([run]))
    for phase in (2, 0, 1):
        frame = Frame(1, 0.1, phase=phase)
        np.testing.assert_array_equal(picture.pixels(frame), full_draw(picture, frame))


def test_page_and_contact_sheet(run, tmp_path):
    animation = symgd.animate(run, view="learn")
    assert '"images"' not in page(animation)
    assert animation.save(tmp_path / "sheet.png").exists()


def test_divergent_and_single_iterates_are_drawn():
    view = drawn(descent(steps=300, rate=0.1))
    view.show(view.last)
    assert "out of view" in view.status.get_text()
    drawn(descent(steps=0)).show(0)


def test_batches_tell_the_epoch():
    cost = mean_loss("(w*x + b - y)**2", DATA, "w b")
    view = drawn(minimize(cost, (0, 0), gd(learning_rate=0.01), batch_size=2, epochs=2, rng=0))
    view.show(3)
    assert view.status.get_text() == "step 3   epoch 1"


def test_what_it_does_not_draw_is_refused(ravine):
    with pytest.raises(SymgdError, match="has no data"):
        symgd.plot(ravine, view="learn")
    data = {"x": X, "y": X > 2}
    cost = mean_loss(losses.log_loss(models.logistic("x")), data)
    classes = symgd.gradient_descent(cost, (0, 0), 0.1, max_steps=2)
    with pytest.raises(SymgdError, match="predicts one of two classes from x"):
        symgd.plot(classes, view="learn")
    one = symgd.gradient_descent(mean_loss("(w*x - y)**2", DATA), 0, 0.01, max_steps=2)
    with pytest.raises(SymgdError, match="'learn' does not fit a cost of 1 variable"):
        symgd.plot(one, view="learn")
