"""Pictures of descents: stills on axes, and animations to watch, step through and save."""

from __future__ import annotations

from symgd.plotting.animation import Animation, animate
from symgd.plotting.still import plot

__all__ = ["Animation", "animate", "plot"]
