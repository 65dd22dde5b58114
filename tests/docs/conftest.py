"""The site's own modules belong to no package: they are found by their folders."""

from __future__ import annotations

from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(autouse=True)
def _found(monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("extensions", "gallery"):
        monkeypatch.syspath_prepend(str(DOCS / folder))
