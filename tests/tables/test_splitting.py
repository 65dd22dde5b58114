"""Rows dealt into two parts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from symgd import Columns, SymgdError, split

TEN = Columns({"x": range(10), "y": range(0, 100, 10)}, name="ten", licence="CC0")


@given(st.integers(2, 60), st.floats(0.3, 0.7), st.integers(0, 2**32))
def test_every_row_is_in_one_part_whole(n: int, fraction: float, seed: int) -> None:
    first, second = split({"x": range(n), "y": range(5, n + 5)}, fraction, seed)
    assert first.n_rows == round(fraction * n)
    assert sorted([*first["x"], *second["x"]]) == list(range(n))
    assert all((part["y"] == part["x"] + 5).all() for part in (first, second))


def test_the_same_seed_gives_the_same_rows() -> None:
    assert split(TEN, rng=3) == split(TEN, rng=3) == split(TEN, rng=np.random.default_rng(3))
    assert split(TEN, rng=3) != split(TEN, rng=4)
    assert (
        split(TEN, rng=3)[0]["x"].tolist() == np.random.default_rng(3).permutation(10)[:8].tolist()
    )


def test_a_generator_goes_on_and_without_a_seed_rows_differ() -> None:
    rng = np.random.default_rng(0)
    assert split(TEN, rng=rng) != split(TEN, rng=rng)
    assert len({tuple(split(TEN)[0]["x"]) for _ in range(20)}) > 1


def test_where_the_data_are_from_is_kept() -> None:
    assert [(part.name, part.licence) for part in split(TEN)] == [("ten", "CC0")] * 2


@pytest.mark.parametrize("fraction", [0, 1, -0.5, 1.5, float("nan"), "half", None, True])
def test_a_fraction_that_is_no_share_is_refused(fraction: object) -> None:
    with pytest.raises(SymgdError, match="fraction is"):
        split(TEN, fraction)


@pytest.mark.parametrize(
    ("n", "fraction", "sentence"),
    [
        (3, 0.9, r"fraction 0\.9 of 3 rows the parts have 3 and 0: choose one between 0\.33 and"),
        (4, 0.1, "have 0 and 4"),
        (1, 0.5, "of 1 row .*one row cannot be split"),
    ],
)
def test_an_empty_part_is_refused_with_the_numbers(n: int, fraction: float, sentence: str) -> None:
    with pytest.raises(SymgdError, match=sentence):
        split({"x": range(n)}, fraction)


@pytest.mark.parametrize("rng", [-1, 0.5, "seed", True, [1]])
def test_what_is_no_seed_is_refused(rng: object) -> None:
    with pytest.raises(SymgdError, match="a seed is wanted"):
        split(TEN, rng=rng)


def test_what_are_no_columns_is_refused() -> None:
    with pytest.raises(SymgdError, match="x has 1 value, but y has 2"):
        split({"x": [1], "y": [1, 2]})
