"""The pages: what they show is what happens, and their links lead somewhere."""

from __future__ import annotations

import doctest
import re
import shlex
import textwrap
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import CodeType

import matplotlib.pyplot as plt
import pytest

import symgd
from symgd import Cost, command_line, gd
from symgd.compiling import recurrence

ROOT = Path(__file__).parents[1]
PAGES = sorted((ROOT / "docs").glob("*.rst"))
README = [path for path in [ROOT / "README.md"] if path.exists()]
SNIPPETS = [path for path in [*PAGES, *README] if ">>> " in path.read_text(encoding="utf-8")]
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Work in an empty folder, and leave no figure open."""
    monkeypatch.chdir(tmp_path)
    yield
    plt.close("all")


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def without_fences(text: str) -> str:
    """Blank Markdown's fences, which would be taken for expected output."""
    return re.sub(r"^```.*$", "", text, flags=re.M)


def commands(page: Path) -> list[str]:
    """Return the calls of symgd that a page shows at a terminal's prompt."""
    found = re.findall(r"^ *\$ (?:python -m )?symgd\b(.*)$", text_of(page), flags=re.M)
    return [words.strip() for words in found]


def test_the_pages_are_there() -> None:
    assert {"index", "getting_started", "how_it_works", "reference"} <= {
        page.stem for page in PAGES
    }
    assert {"getting_started", "how_it_works"} <= {page.stem for page in SNIPPETS}


@pytest.mark.parametrize("page", SNIPPETS, ids=lambda path: path.stem)
def test_snippets_do_what_the_page_shows(page: Path) -> None:
    text = without_fences(text_of(page))
    test = doctest.DocTestParser().get_doctest(text, {}, page.name, str(page), 0)
    report: list[str] = []
    result = doctest.DocTestRunner(optionflags=FLAGS).run(test, out=report.append)
    assert result.attempted > 0
    assert result.failed == 0, "".join(report)


def test_getting_started_runs_these_commands() -> None:
    assert len(commands(ROOT / "docs" / "getting_started.rst")) == 4


@every_page
def test_commands_converge_and_leave_their_files(page: Path) -> None:
    for command in commands(page):
        words = shlex.split(command)
        assert command_line.main(words) == 0
        files = [name for option, name in pairwise(words) if option in ("--save", "--csv")]
        assert all(Path(name).stat().st_size > 0 for name in files)


@pytest.mark.parametrize("page", [*PAGES, *README], ids=lambda path: path.stem)
def test_links_lead_to_files(page: Path) -> None:
    pattern = r"\]\(([^()\s#]+)\)" if page.suffix == ".md" else r"<([^<>\s]+)>`_"
    targets = [link for link in re.findall(pattern, text_of(page)) if "://" not in link]
    assert targets
    for target in targets:
        assert (page.parent / target).is_file(), target


@every_page
def test_named_files_exist(page: Path) -> None:
    for name in re.findall(r"``((?:symgd|lessons|tests|docs)/[\w/.]*\w)``", text_of(page)):
        assert (ROOT / name).exists(), name


def test_every_room_is_on_the_page() -> None:
    page = text_of(ROOT / "docs" / "how_it_works.rst")
    rooms = [path for path in (ROOT / "symgd").iterdir() if not path.name.startswith("_")]
    names = {f"symgd/{path.name}{'/' * path.is_dir()}" for path in rooms if path.suffix != ".typed"}
    assert {name for name in names if f"``{name}``" not in page} == set()


def test_every_name_of_the_front_door_is_in_the_reference() -> None:
    listed = re.findall(r"^   symgd\.(\w+)$", text_of(ROOT / "docs" / "reference.rst"), flags=re.M)
    assert sorted(listed) == sorted(symgd.__all__)


@every_page
def test_headings_are_underlined_in_full(page: Path) -> None:
    lines = text_of(page).splitlines()
    headings = [
        (above, line)
        for above, line in pairwise(lines)
        if re.fullmatch(r"([=\-~])\1{2,}", line) and above and not above.startswith(("=", " "))
    ]
    assert headings
    assert all(len(title) == len(line) for title, line in headings)
    assert lines[0] == lines[2] == "=" * len(lines[1])


@every_page
def test_page_is_plain_and_tidy(page: Path) -> None:
    text = text_of(page)
    assert "\t" not in text
    assert not re.search(r" +$", text, flags=re.M)
    known = {"contents", "code-block", "image", "toctree", "autosummary", "command-help"}
    assert set(re.findall(r"^ *\.\. (\S+?)::", text, flags=re.M)) <= known


def test_generated_code_is_what_the_page_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []

    def spy(source: str, *rest: str) -> CodeType:
        written.append(source)
        return compile(source, *rest)

    monkeypatch.setattr(recurrence, "compile", spy, raising=False)
    cost = Cost("x**2")
    compiled = recurrence.compile_recurrence.__wrapped__
    compiled(cost.real_variables, cost.real_expr, cost.real_gradient, gd().recurrence)
    page = text_of(ROOT / "docs" / "how_it_works.rst")
    shown = re.search(r"^    def rows\(.*?(?=^\S)", page, flags=re.M | re.S).group()
    assert textwrap.dedent(shown).strip() in written[0]
