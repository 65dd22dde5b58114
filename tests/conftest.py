"""Settings that every test shares: a backend without a display and one Hypothesis profile."""

import os

os.environ.setdefault("MPLBACKEND", "Agg")

from hypothesis import HealthCheck, settings

settings.register_profile(
    "symgd",
    # The first SymPy call of a process is slower than any sensible deadline.
    deadline=None,
    derandomize=True,
    max_examples=50,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("symgd")
