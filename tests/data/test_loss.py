"""A typed loss and its data, read."""

from __future__ import annotations

import pytest

import symgd
from symgd import SymgdError, mean_loss

DATA = {"speed": [1, 2, 3], "dist": [3, 5, 7]}


@pytest.mark.parametrize("slip", ["sped", "Speed", "SPEED"])
def test_a_parameter_called_almost_like_a_column_is_a_slip(slip: str) -> None:
    with pytest.raises(SymgdError, match="a column speed that it does not use: write speed"):
        mean_loss(f"(w*{slip} + b - dist)**2", DATA)


def test_a_parameter_may_be_called_so_where_it_is_named() -> None:
    cost = mean_loss("(w*sped + b - dist)**2", DATA, "w sped b")
    assert [symbol.name for symbol in cost.variables] == ["w", "sped", "b"]


def test_a_column_that_is_used_has_no_slips() -> None:
    cost = mean_loss("(speeds*speed - dist)**2", DATA)
    assert cost.variables == (symgd.Cost("speeds").variables[0],)
