"""What plays a PDF on a slide, and what must not be written over for it."""

import re
import shutil
import subprocess

import pytest

from symgd import SymgdError
from symgd.plotting import animate
from symgd.plotting.frames import Frame
from symgd.plotting.writers.beamer import MARK, check_place, remove_beside, timeline, write_beside

FRAMES = [Frame(0, 0.1), Frame(1, 5.0, "Where next?"), Frame(2, 2.0)]


@pytest.fixture
def animation(bowl):
    return animate(bowl, max_frames=3, fps=12.5)


def test_the_ground_stays_and_every_page_has_its_frame():
    assert timeline(FRAMES, ground=True) == ["::0x0,1", "*::2", "::3"]


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="LaTeX is not installed")
def test_latex_reads_the_line_and_finds_the_pages(animation, tmp_path):
    animation.save(tmp_path / "bowl.pdf")
    lines = [r"\documentclass[aspectratio=169]{beamer}", r"\usepackage{graphicx, animate}"]
    lines += [r"\begin{document}", r"\begin{frame}{A descent}\input{bowl}\end{frame}"]
    (tmp_path / "slides.tex").write_text("\n".join([*lines, r"\end{document}"]))
    order = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "slides.tex"]
    for _ in range(2):
        done = subprocess.run(order, cwd=tmp_path, capture_output=True, text=True, check=False)
        if "animate.sty' not found" in done.stdout or "beamer.cls' not found" in done.stdout:
            pytest.skip("LaTeX is installed without its packages beamer and animate")
        assert done.returncode == 0, done.stdout[-2000:]
    assert "Overfull" not in done.stdout
    assert "animate Warning" not in done.stdout


def test_pages_that_are_whole_follow_each_other():
    assert timeline(FRAMES, ground=False) == ["::0", "*::1", "::2"]


def test_a_question_before_all_stops_at_once():
    assert timeline(FRAMES[1:], ground=True) == ["*::0x0,1", "::2"]


def test_three_files_belong_together(animation, tmp_path):
    assert animation.save(tmp_path / "bowl-1_a.pdf") == tmp_path / "bowl-1_a.pdf"
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["bowl-1_a.pdf", "bowl-1_a.tex", "bowl-1_a.timeline"]
    *comments, opening, size, source = (tmp_path / "bowl-1_a.tex").read_text().splitlines()
    assert opening == r"{\centering"
    # With a frame's title above and the buttons below, more height does not fit on a slide.
    assert r"\linewidth, totalheight=0.8\textheight, keepaspectratio, controls" in size
    assert source == r"  timeline=bowl-1_a.timeline]{12.5}{bowl-1_a}{}{}\par}"
    assert all(comment.startswith("%") for comment in comments)
    assert r"\input{bowl-1_a}" in "".join(comments)
    told, *frames = (tmp_path / "bowl-1_a.timeline").read_text().splitlines()
    assert told.startswith("%")
    assert frames == ["::0x0,1", "::2", "::3"]


@pytest.mark.parametrize(("fps", "rate"), [(10, "10"), (0.5, "0.5"), (1e-5, "0.00001")])
def test_the_rate_is_a_number_that_tex_reads(tmp_path, fps, rate):
    write_beside(tmp_path / "a.pdf", FRAMES, fps, ground=True)
    assert re.search(r"\]\{(.*?)\}", (tmp_path / "a.tex").read_text())[1] == rate


def test_what_was_written_before_is_replaced(animation, tmp_path):
    for name in ("a.pdf", "a.tex", "a.timeline"):
        (tmp_path / name).write_text(MARK)
    animation.save(tmp_path / "a.pdf")
    assert "animategraphics" in (tmp_path / "a.tex").read_text()
    assert "::0x0,1" in (tmp_path / "a.timeline").read_text()


@pytest.mark.parametrize("name", ["talk.tex", "talk.timeline"])
def test_a_users_own_files_are_never_written_over(animation, tmp_path, name):
    own = tmp_path / name
    own.write_text(r"\documentclass{beamer}")
    with pytest.raises(SymgdError, match=rf"'{name}' is written beside 'talk.pdf'"):
        animation.save(tmp_path / "talk.pdf")
    assert own.read_text() == r"\documentclass{beamer}"
    assert list(tmp_path.iterdir()) == [own]


@pytest.mark.parametrize(
    "name", ["my talk.pdf", "50%.pdf", "a#b.pdf", "v1.2.pdf", "ä.pdf", "A.PDF"]
)
def test_names_that_latex_cannot_read_are_refused_before_drawing(animation, tmp_path, name):
    with pytest.raises(SymgdError, match="LaTeX cannot take the name"):
        animation.save(tmp_path / name)
    assert "picture" not in vars(animation)
    assert list(tmp_path.iterdir()) == []


def test_whole_pages_take_any_name(animation, tmp_path):
    animation.save(tmp_path / "my 50%.PDF", pages="whole")
    assert [path.name for path in tmp_path.iterdir()] == ["my 50%.PDF"]


def test_whole_pages_leave_nothing_that_tells_of_other_pages(animation, tmp_path):
    animation.save(tmp_path / "a.pdf")
    animation.save(tmp_path / "b.pdf")
    animation.save(tmp_path / "a.pdf", pages="whole")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["a.pdf", "b.pdf", "b.tex", "b.timeline"]


def test_whole_pages_leave_a_users_own_files(animation, tmp_path):
    (tmp_path / "a.tex").write_text(r"\documentclass{beamer}")
    (tmp_path / "a.timeline").mkdir()
    animation.save(tmp_path / "a.pdf", pages="whole")
    assert (tmp_path / "a.tex").read_text() == r"\documentclass{beamer}"
    assert (tmp_path / "a.timeline").is_dir()


def test_another_suffix_leaves_what_plays_the_pdf(tmp_path):
    (tmp_path / "a.tex").write_text(MARK)
    remove_beside(tmp_path / "a.PDF")
    assert (tmp_path / "a.tex").exists()


def test_whole_pages_that_fail_leave_all_three(animation, tmp_path, monkeypatch):
    animation.save(tmp_path / "a.pdf")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr("symgd.plotting.writers.pdf.Picture.place", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        animation.save(tmp_path / "a.pdf", pages="whole")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_failure_leaves_all_three_as_they_were(animation, tmp_path, monkeypatch):
    for name in ("a.pdf", "a.tex", "a.timeline"):
        (tmp_path / name).write_text(MARK)
    monkeypatch.setattr("symgd.plotting.writers.beamer.timeline", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        animation.save(tmp_path / "a.pdf")
    files = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert files == {"a.pdf": MARK, "a.tex": MARK, "a.timeline": MARK}


def test_a_folder_in_the_way_is_told_before_drawing(tmp_path):
    (tmp_path / "a.tex").mkdir()
    with pytest.raises(SymgdError, match=r"'a\.tex' is written beside"):
        check_place(tmp_path / "a.pdf")


def test_a_good_name_in_an_empty_folder_is_taken(tmp_path):
    check_place(tmp_path / "descent_2.pdf")
    assert list(tmp_path.iterdir()) == []
