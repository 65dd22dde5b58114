"""What a method raises where it finds no step."""

from __future__ import annotations


class NoStepError(Exception):
    """There is no step from here; the text says why, and becomes the run's message."""
