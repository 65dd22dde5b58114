"""The page in the file: complete in itself, small, and with the animation's own words."""

import html
import json
import re
from html.parser import HTMLParser

import pytest
from matplotlib.image import AxesImage

import symgd
from symgd.plotting import Animation, animate
from symgd.plotting.style import DARK, LIGHT
from symgd.plotting.views.contour import Contour
from symgd.plotting.writers.html import inline, page, player
from symgd.plotting.writers.stand_in import address


class Turning(Contour):
    """A view whose ground is drawn anew for each frame."""

    turns = True


class Moving(Contour):
    """A view in which an image moves."""

    def draw(self, ax, roomy):
        """Add an image to what moves."""
        super().draw(ax, roomy)
        picture = AxesImage(ax, extent=(0, 1, 0, 1))
        picture.set_data([[0, 1], [1, 0]])
        self.add(ax.add_artist(picture))


def data(text):
    """Return what the script of a page reads."""
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', text)[1])


@pytest.fixture(scope="module")
def asked(bowl):
    return animate(bowl, fps=20, ask="Where next?", pause_at=3)


@pytest.fixture(scope="module")
def text(asked):
    return page(asked)


def test_the_file_is_the_page(asked, text, tmp_path):
    path = asked.save(tmp_path / "a.html")
    assert path.read_text(encoding="utf-8") == text
    assert text.startswith("<!DOCTYPE html>")
    assert text.count("<title>Animated descent on x**2: 13 iterates") == 1


def test_the_page_asks_for_nothing_from_elsewhere(text):
    assert re.findall(r'\b(?:src|href)="(?!data:)', text) == []
    assert not re.search(r"https?:|@import|url\(|fetch\(|XMLHttpRequest", text)


def test_times_steps_and_questions(asked, text):
    told = data(text)
    assert told["seconds"] == [0.05, 0.05, 5.0, *[0.05] * 9, 2.0]
    assert told["steps"] == list(range(13))
    assert told["questions"] == [2]
    assert told["size"] == [960, 540]
    assert len(told["frames"]) == len(asked)


def test_a_hundred_frames_of_a_contour_are_small():
    run = symgd.gradient_descent(
        symgd.gallery.rosenbrock, (-1.2, 1), 0.001, precision=None, max_steps=99
    )
    told = page(animate(run))
    assert len(json.dumps(data(told))) < 50_000
    assert len(told) < 250_000


@pytest.mark.parametrize("view", [Turning, Moving])
def test_whole_frames_where_lines_do_not_suffice(ravine, at, view):
    told = data(page(Animation(view([ravine]), [at(k) for k in range(3)], 10, "light")))
    assert "draws" not in told
    assert [image[:11] for image in told["images"]] == ["data:image/"] * 3
    assert len(set(told["images"])) == 3


@pytest.mark.parametrize(("style", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_the_page_has_the_colours_of_the_picture(bowl, style, theme):
    told = player(animate(bowl, max_frames=2, style=style))
    for name, colour in (("ink", theme.ink), ("paper", theme.paper), ("accent", theme.point)):
        assert f"--{name}: {colour}" in told


def test_no_element_is_known_by_a_name_of_the_whole_page(text):
    assert " id=" not in text
    assert "getElementById" not in text


def test_words_of_the_user_stay_words(bowl):
    cost = symgd.Cost("Piecewise((x**2, x < 1), (2*x - 1, True))")
    run = symgd.gradient_descent(cost, 3, max_steps=1)
    told = page(animate(run, ask="</script><b>Why?"))
    assert "x &lt; 1" in told
    assert told.count("</script>") == 2
    assert "<b>" not in told


def test_a_notebook_gets_the_page_in_a_frame_of_its_own(asked, text):
    told = inline(asked)
    assert told.count("<iframe ") == 1
    assert html.unescape(re.search(r'srcdoc="([^"]*)"', told)[1]) == text
    assert 'sandbox="allow-scripts"' in told


class Sanitized(HTMLParser):
    """What is left of a page by a notebook that does not trust it: neither frames nor scripts."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        """Keep a tag."""
        if tag not in {"iframe", "script", "style"}:
            self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        """Keep words."""
        self.words.append(data)


def test_a_notebook_that_is_not_trusted_shows_a_still_and_says_how_to_play(asked):
    left = Sanitized(inline(asked))
    images = [attributes for tag, attributes in left.tags if tag == "img"]
    assert [image["src"] for image in images] == [address(asked)]
    assert images[0]["alt"] == asked.caption
    assert left.words == ["To play it, run this cell or trust this notebook."]


@pytest.mark.parametrize(("style", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_the_frame_hides_the_still_under_it(bowl, style, theme):
    frame = re.search(r"<iframe [^>]*? srcdoc", inline(animate(bowl, max_frames=2, style=style)))[0]
    for rule in ("position: absolute", "width: 100%", "height: 100%", f"background: {theme.paper}"):
        assert rule in frame


def test_a_page_in_a_frame_is_one_line_of_html_for_markdown(asked):
    assert len(inline(asked).splitlines()) == 1
