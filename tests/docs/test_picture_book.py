"""The picture book: its entries are whole, and its page shows what their lines make."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import matplotlib.pyplot as plt

from symgd.plotting.views.table import VIEWS

LINES = "from symgd import gradient_descent\nrun = gradient_descent('x**2', 3, max_steps=2)\n"


def page_of(folder: Path, *endings: str) -> str:
    """Return the page of entries that end so."""
    from entries import Entry
    from make import make

    entries = [
        Entry(f"{k}. picture", "Now and then.", LINES + end) for k, end in enumerate(endings)
    ]
    return make(folder, {"Chapter": entries}).read_text(encoding="utf-8")


def test_every_view_has_an_entry() -> None:
    from entries import CHAPTERS

    titles = [entry.title for chapter in CHAPTERS.values() for entry in chapter]
    assert set(VIEWS) <= {title.split(",")[0] for title in titles}
    assert len(set(titles)) == len(titles)


def test_every_entry_is_a_program_that_ends_in_a_value() -> None:
    from entries import CHAPTERS

    for chapter in CHAPTERS.values():
        for entry in chapter:
            first, *_, last = ast.parse(entry.lines).body
            assert isinstance(first, ast.Import | ast.ImportFrom), entry.title
            assert isinstance(last, ast.Expr), entry.title
            assert entry.when.endswith("."), entry.title
            assert max(map(len, entry.lines.splitlines())) <= 100, entry.title


def test_axes_figures_and_files_are_shown(tmp_path: Path) -> None:
    ends = ("run.plot()\n", "run.plot().figure\n", "run.animate().save('moving.gif')\n")
    page = page_of(tmp_path, *ends)
    shown = re.findall(r"^\.\. image:: (\S+)$", page, flags=re.M)
    assert shown == ["pictures/0__picture.png", "pictures/1__picture.png", "pictures/moving.gif"]
    assert all((tmp_path / name).stat().st_size > 0 for name in shown)
    assert page.count("Now and then.") == 3
    assert f"   {LINES.splitlines()[0]}" in page
    assert plt.get_fignums() == []


def test_animation_is_shown_as_in_a_notebook(tmp_path: Path) -> None:
    page = page_of(tmp_path, "run.animate()\n")
    (name,) = re.findall(r"^\.\. raw:: html\n   :file: (\S+)$", page, flags=re.M)
    assert (tmp_path / name).read_text(encoding="utf-8").startswith("<")


def test_films_play_and_other_files_are_downloads(tmp_path: Path) -> None:
    write = (
        "__import__('pathlib').Path('{0}').write_bytes(b'x') and __import__('pathlib').Path('{0}')"
    )
    page = page_of(tmp_path, *(f"{write.format(name)}\n" for name in ("film.mp4", "slides.pdf")))
    assert ":download:`slides.pdf <pictures/slides.pdf>`" in page
    film = (tmp_path / "pictures" / "film_film.html").read_text(encoding="utf-8")
    assert film.startswith("<video controls ")
    assert "base64,eA==" in film


def test_pictures_of_an_older_book_are_gone(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "old.png").touch()
    page_of(tmp_path, "run.plot()\n")
    assert [path.name for path in (tmp_path / "pictures").iterdir()] == ["0__picture.png"]
