"""Names with a place for a number."""

import pytest

from symgd import SymgdError
from symgd.plotting.writers.numbering import check_pattern, has_place, numbered


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("step-{k:03}.png", "step-007.png"),
        ("step-{k:03d}.png", "step-007.png"),
        ("{k}.png", "7.png"),
        ("step-%03d.png", "step-007.png"),
        ("%d-step.png", "7-step.png"),
    ],
)
def test_the_number_takes_its_place(pattern, name):
    check_pattern(pattern)
    assert has_place(pattern)
    assert numbered(pattern, 7) == name


def test_a_number_longer_than_its_place_is_written_whole():
    assert numbered("{k:02}.png", 1234) == "1234.png"


@pytest.mark.parametrize(
    "name",
    [
        "{}.png",
        "{q}.png",
        "{k:3}.png",
        "{k:.2f}.png",
        "{k.__class__}.png",
        "{{k}}.png",
        "{k}-{k}.png",
        "{k}-%d.png",
        "100%.png",
        "%s.png",
        "%3d.png",
    ],
)
def test_other_braces_and_percent_signs_are_refused(name):
    with pytest.raises(SymgdError, match="no pattern for numbered pictures"):
        check_pattern(name)


def test_a_plain_name_is_no_pattern():
    check_pattern("step.png")
    assert not has_place("step.png")
