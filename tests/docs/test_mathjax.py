"""MathJax for pages without the net."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest


def test_script_that_is_there_is_not_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import mathjax

    monkeypatch.setattr(subprocess, "run", None)
    script = tmp_path / mathjax.SCRIPT
    script.parent.mkdir(parents=True)
    script.touch()
    assert mathjax.local_copy(tmp_path) == script


def test_without_npm_a_sentence_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import mathjax

    monkeypatch.setenv("PATH", "")
    assert mathjax.local_copy(tmp_path) is None
    assert capsys.readouterr().out.endswith("there is no npm here.\n")


@pytest.mark.parametrize(
    ("status", "words", "sentence"),
    [
        (1, "no such host\n", "no such host"),
        (1, "", "it ended with an error."),
        (0, "", "it has no node_modules/mathjax/es5/tex-svg-full.js."),
    ],
)
def test_npm_that_fetches_nothing(
    status: int,
    words: str,
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    import mathjax

    done = subprocess.CompletedProcess([], status, "", words)
    monkeypatch.setattr(mathjax.shutil, "which", lambda name: name)
    monkeypatch.setattr(mathjax.subprocess, "run", lambda *words, **options: done)
    assert mathjax.local_copy(tmp_path / "npm") is None
    assert capsys.readouterr().out.endswith(f"{sentence}\n")
