"""Data that several tests share."""

from __future__ import annotations

import numpy as np
import pytest

Columns = dict[str, np.ndarray]


@pytest.fixture(scope="session")
def scatter() -> Columns:
    """Return ten points about a line, in no order."""
    rng = np.random.default_rng(5)
    x = rng.normal(size=10)
    return {"x": x, "y": 2 * x + 1 + 0.3 * rng.normal(size=10)}
