"""The player in a real browser: it plays, stops, steps, asks, and shows what a frame shows."""

import io
import re
import shutil
from contextlib import contextmanager

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import expect, sync_playwright

import symgd
from symgd.plotting import Animation, animate
from symgd.plotting.views.contour import Contour
from symgd.plotting.writers.html import inline, player

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(
    CHROMIUM is None,
    reason="There is no Chromium to open the page in; run apt-get install chromium.",
)
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# The picture and the bar under it.
WINDOW = {"width": 960, "height": 600}


class Turning(Contour):
    """A view whose ground is drawn anew for each frame."""

    turns = True


@pytest.fixture(scope="module")
def browser():
    """Return one browser for all tests of this file."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def opened(browser, tmp_path):
    """Return a function that opens a page, which must neither complain nor ask for anything."""
    troubles = []

    @contextmanager
    def opening(text, **settings):
        path = tmp_path / "page.html"
        path.write_text(text, encoding="utf-8")
        tab = browser.new_page(**{"viewport": WINDOW, **settings})
        tab.set_default_timeout(10_000)
        tab.on("console", lambda message: troubles.append(message.text))
        tab.on("pageerror", lambda error: troubles.append(str(error)))
        tab.on("request", lambda request: troubles.append(request.url))
        tab.goto(path.as_uri())
        yield tab
        tab.close()

    yield opening
    own = re.compile(r"data:|file:///.*/page\.html$|about:srcdoc")
    assert [trouble for trouble in troubles if not own.match(trouble)] == []


@pytest.fixture(scope="module")
def saved(bowl, tmp_path_factory):
    """Return the page of thirteen frames, played fast."""
    path = tmp_path_factory.mktemp("player") / "bowl.html"
    return animate(bowl, view="cost", fps=50).save(path).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def asking(bowl):
    """Return the element that asks before step 3."""
    return player(animate(bowl, view="cost", fps=50, ask="Where is it next?", pause_at=3))


def at(element, frame):
    """Wait until the player shows a frame."""
    expect(element).to_have_attribute("data-frame", str(frame))


def in_state(element, state):
    """Wait until the player is in a state."""
    expect(element).to_have_attribute("data-state", state)


def only(tab):
    """Return the only player of a page."""
    return tab.locator(".symgd-player")


def button(element, name):
    """Return the button of a name."""
    return element.get_by_role("button", name=name, exact=True)


def test_it_plays_by_itself_to_the_end_and_begins_again(opened, saved):
    with opened(saved) as tab:
        in_state(only(tab), "playing")
        for _ in range(2):
            button(only(tab), re.compile("^Speed")).click()
        expect(button(only(tab), "Speed: 4 times")).to_have_text("4×")
        at(only(tab), 12)
        tab.wait_for_function("document.querySelector('.symgd-player').dataset.frame < 12")
        in_state(only(tab), "playing")


def test_it_pauses_and_goes_on(opened, saved):
    with opened(saved) as tab:
        button(only(tab), "Pause").click()
        in_state(only(tab), "paused")
        frame = only(tab).get_attribute("data-frame")
        tab.wait_for_timeout(100)
        at(only(tab), frame)
        button(only(tab), "Play").click()
        at(only(tab), 12)
        tab.locator(".symgd-canvas").click()
        in_state(only(tab), "paused")
        tab.keyboard.press("Space")
        in_state(only(tab), "playing")


def test_buttons_step_and_stay_within_the_frames(opened, saved):
    with opened(saved, reduced_motion="reduce") as tab:
        in_state(only(tab), "paused")
        at(only(tab), 0)
        button(only(tab), "One frame back").click()
        at(only(tab), 0)
        for frame in (1, 2):
            button(only(tab), "One frame forward").click()
            at(only(tab), frame)
        button(only(tab), "One frame back").click()
        at(only(tab), 1)


def test_keys_step_and_jump_wherever_the_focus_is(opened, saved):
    with opened(saved, reduced_motion="reduce") as tab:
        for key, frame in (("ArrowRight", 1), ("End", 12), ("ArrowLeft", 11), ("Home", 0)):
            tab.keyboard.press(key)
            at(only(tab), frame)
        only(tab).get_by_role("slider").focus()
        tab.keyboard.press("ArrowRight")
        at(only(tab), 1)
        button(only(tab), "Play").focus()
        tab.keyboard.press("Space")
        in_state(only(tab), "playing")


def test_the_slider_scrubs_and_says_where_it_is(opened, saved):
    with opened(saved) as tab:
        slider = only(tab).get_by_role("slider")
        slider.fill("7")
        at(only(tab), 7)
        in_state(only(tab), "paused")
        expect(slider).to_have_attribute("aria-valuetext", "frame 7 of 12, step 7")
        box = slider.bounding_box()
        tab.mouse.click(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2)
        at(only(tab), 12)


@pytest.mark.parametrize("answer", ["button", "picture", "space"])
def test_it_stops_at_a_question_until_somebody_goes_on(opened, asking, answer):
    with opened(asking) as tab:
        in_state(only(tab), "asking")
        at(only(tab), 2)
        tab.wait_for_timeout(100)
        at(only(tab), 2)
        goes_on = button(only(tab), "Go on")
        expect(goes_on).to_be_visible()
        if answer == "button":
            goes_on.click()
        elif answer == "picture":
            tab.locator(".symgd-canvas").click(position={"x": 20, "y": 20})
        else:
            only(tab).focus()
            tab.keyboard.press("Space")
        at(only(tab), 12)
        expect(goes_on).to_be_hidden()


def test_players_on_one_page_are_independent(opened, saved, asking):
    element = player(animate(symgd.gradient_descent("x**2", 3, max_steps=4), fps=50))
    with opened(f"<!DOCTYPE html><body>{asking}{element}") as tab:
        one, other = only(tab).first, only(tab).last
        in_state(one, "asking")
        other.scroll_into_view_if_needed()
        at(other, 4)
        button(other, "Pause").click()
        other.focus()
        tab.keyboard.press("Home")
        at(other, 0)
        at(one, 2)
        button(one, "One frame forward").click()
        at(one, 3)
        at(other, 0)


def test_a_frame_in_a_notebook_plays(opened, bowl):
    with opened(f"<!DOCTYPE html><body>{inline(animate(bowl, fps=50))}") as tab:
        inner = tab.frame_locator("iframe").locator(".symgd-player")
        at(inner, 12)
        button(inner, "Pause").click()
        in_state(inner, "paused")
        slider = inner.get_by_role("slider").bounding_box()
        frame = tab.locator("iframe").bounding_box()
        assert slider["y"] + slider["height"] <= frame["y"] + frame["height"]


def test_it_waits_until_it_is_seen(opened, bowl):
    space = '<div style="height: 3000px"></div>'
    with opened(f"<!DOCTYPE html><body>{space}{inline(animate(bowl, fps=50))}") as tab:
        inner = tab.frame_locator("iframe").locator(".symgd-player")
        in_state(inner, "paused")
        tab.wait_for_timeout(200)
        at(inner, 0)
        in_state(inner, "paused")
        tab.locator("iframe").scroll_into_view_if_needed()
        in_state(inner, "playing")
        at(inner, 12)


def test_escape_gives_the_keys_back_to_the_page_around(opened, bowl):
    slides = "<script>window.onkeydown = (event) => { document.title = event.key; }</script>"
    with opened(f"<!DOCTYPE html><body>{slides}{inline(animate(bowl, fps=50))}") as tab:
        inner = tab.frame_locator("iframe").locator(".symgd-player")
        button(inner, "Pause").click()
        tab.keyboard.press("End")
        at(inner, 12)
        tab.keyboard.press("Escape")
        tab.wait_for_function("document.activeElement === document.body")
        tab.keyboard.press("ArrowLeft")
        expect(tab).to_have_title("ArrowLeft")
        at(inner, 12)


def test_what_is_shown_without_a_player_is_hidden_under_it(opened, bowl):
    with opened(f"<!DOCTYPE html><body>{inline(animate(bowl, fps=50))}") as tab:
        frame = tab.locator("iframe").bounding_box()
        for below in (tab.locator("img").bounding_box(), tab.locator("p").bounding_box()):
            assert frame["x"] <= below["x"]
            assert frame["y"] <= below["y"]
            assert frame["x"] + frame["width"] >= below["x"] + below["width"]
            assert frame["y"] + frame["height"] >= below["y"] + below["height"]


def test_a_single_frame_has_nothing_to_play(opened, bowl):
    element = player(animate(symgd.gradient_descent("x**2", 3, max_steps=0)))
    with opened(element) as tab:
        in_state(only(tab), "paused")
        expect(button(only(tab), "Play")).to_be_disabled()
        expect(only(tab).get_by_role("slider")).to_be_disabled()
        tab.locator(".symgd-canvas").click()
        in_state(only(tab), "paused")


@pytest.mark.parametrize("density", [1, 2])
def test_it_fills_its_container_sharply(opened, saved, density):
    with opened(saved, device_scale_factor=density) as tab:
        canvas = tab.locator(".symgd-canvas")
        for width, height in ((960, 600), (480, 900), (1600, 700)):
            tab.set_viewport_size({"width": width, "height": height})
            tab.wait_for_function(
                "width => document.querySelector('.symgd-player').clientWidth === width", arg=width
            )
            box, bar = canvas.bounding_box(), tab.locator(".symgd-bar").bounding_box()
            assert box["width"] / box["height"] == pytest.approx(16 / 9, rel=0.01)
            assert bar["y"] + bar["height"] <= height + 0.5
            assert min(width - box["width"], height - box["height"] - bar["height"]) < 1
            assert canvas.evaluate("c => c.width") == round(density * box["width"])


def test_a_finger_will_do(opened, asking):
    with opened(asking, has_touch=True) as tab:
        button(only(tab), "Go on").tap()
        at(only(tab), 12)
        button(only(tab), "One frame back").tap()
        at(only(tab), 11)


# What the page shows is what a frame of the animation shows.


def several():
    """Return runs at three learning rates."""
    return [
        symgd.gradient_descent("x**2/10 + 2*y**2", (10, 1.5), rate, precision=None, max_steps=9)
        for rate in (0.05, 0.2, 0.4)
    ]


def shown(name):
    """Return an animation that is looked at."""
    ravine = symgd.gradient_descent("x**2/10 + 2*y**2", (10, 1.5), 0.4, max_steps=15)
    ball = symgd.minimize(
        symgd.gallery.ravine, (9, 1), rule=symgd.momentum(learning_rate=0.02), max_steps=20
    )
    made = {
        "curve": lambda: animate(symgd.gradient_descent("x**4 - 3*x**3 + 2", 4, max_steps=9)),
        "contour": lambda: animate(ravine, ask="Where is it next?", pause_at=9),
        "surface": lambda: animate(ravine, view="surface", style="dark"),
        "cost": lambda: animate(ravine, view="cost"),
        "memory": lambda: animate(ball, view="memory"),
        "several": lambda: animate(*several(), style="dark"),
        "divergent": lambda: animate(
            symgd.gradient_descent("x**2", 10, 1.1, max_steps=1900), max_frames=9
        ),
        "turning": lambda: Animation(Turning([ravine]), animate(ravine).frames[6:9], 10, "light"),
    }
    return made[name]()


def screenshot(tab):
    """Return the stage as it is seen."""
    tab.evaluate("document.querySelector('.symgd-ground').decode()")
    with Image.open(io.BytesIO(tab.locator(".symgd-stage").screenshot())) as image:
        return np.array(image.convert("RGB")).astype(np.int16)


def strays(seen, meant, moving, reach=2, distance=60):
    """Return how many of some pixels have no colour like the one meant so near."""
    rows, columns = np.nonzero(moving)
    around = np.pad(seen, ((reach, reach), (reach, reach), (0, 0)), mode="edge")
    found = np.zeros(len(rows), bool)
    for down in range(2 * reach + 1):
        for along in range(2 * reach + 1):
            colours = around[rows + down, columns + along]
            found |= np.abs(colours - meant[rows, columns]).max(axis=1) < distance
    return (~found).sum()


@pytest.mark.parametrize(
    "name",
    ["curve", "contour", "surface", "cost", "memory", "several", "divergent", "turning"],
)
def test_the_page_shows_the_frames(opened, name):
    animation = shown(name)
    with opened(player(animation).join(["<body style='margin: 0'>", ""])) as tab:
        for k in (0, len(animation) // 2, len(animation) - 1):
            only(tab).get_by_role("slider").fill(str(k))
            at(only(tab), k)
            tab.add_style_tag(content=".symgd-go { visibility: hidden }")
            seen, meant = screenshot(tab), animation.frame(k)[..., :3].astype(np.int16)
            moving = np.abs(meant - animation.picture.ground[..., :3]).max(axis=2) > 100
            assert np.abs(seen - meant).mean() < 3
            assert strays(seen, meant, moving) <= 0.06 * moving.sum()
