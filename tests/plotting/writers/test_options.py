"""Each format takes its own options, and refuses the others by name."""

import re

import pytest

from symgd import SymgdError
from symgd.plotting.saving import WRITERS
from symgd.plotting.writers.options import MOST, options_for


@pytest.mark.parametrize(
    ("suffix", "given"),
    [
        (".gif", {"loop": 0}),
        (".webp", {"loop": MOST}),
        (".pdf", {"pages": "whole"}),
        (".pdf", {"pages": "overlay"}),
    ],
)
def test_a_format_takes_its_options(suffix, given):
    assert options_for(suffix, WRITERS, given) == given


@pytest.mark.parametrize("suffix", list(WRITERS))
def test_what_is_not_given_is_left_to_the_writer(suffix):
    assert options_for(suffix, WRITERS, {"loop": None, "pages": None}) == {}


@pytest.mark.parametrize(
    ("suffix", "given", "sentence"),
    [
        (".mp4", {"loop": 2}, "loop=2 is for .gif and .webp, not for .mp4"),
        (".png", {"loop": 0}, "loop=0 is for .gif and .webp, not for .png"),
        (".gif", {"pages": "whole"}, "pages='whole' is for .pdf, not for .gif"),
        (".pdf", {"pages": "some"}, "no pages 'some'; write pages='overlay' or pages='whole'"),
        (".pdf", {"pages": ["whole"]}, "no pages ['whole']"),
        (".gif", {"loop": -1}, "how often to play"),
        (".gif", {"loop": 1.5}, "but 1.5 was given"),
        (".gif", {"loop": True}, "but True was given"),
        (".webp", {"loop": "forever"}, "but 'forever' was given"),
        (".webp", {"loop": MOST + 1}, f"up to {MOST}"),
    ],
)
def test_what_does_not_fit_is_refused(suffix, given, sentence):
    with pytest.raises(SymgdError, match=re.escape(sentence)):
        options_for(suffix, WRITERS, given)
