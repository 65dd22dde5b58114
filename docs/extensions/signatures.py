"""What stands after a name in the reference."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx

import symgd
from symgd.explanation import Explanation

#: What symgd hands out, and nobody makes by its name.
GIVEN = (
    symgd.Animation,
    symgd.Comparison,
    symgd.Iterate,
    symgd.Outcome,
    symgd.Rule,
    symgd.Run,
    Explanation,
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension."""
    app.connect("autodoc-process-signature", signature)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def signature(app: Sphinx, what: str, name: str, thing: Any, *rest: Any) -> tuple[str, None] | None:
    """Leave out how to make what is only ever received."""
    return ("", None) if thing in GIVEN else None
