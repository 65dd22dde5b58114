"""The command's own help, on the page that tells of it."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective


class Help(SphinxDirective):
    """Show what ``symgd --help`` prints."""

    def run(self) -> list[nodes.Node]:
        """Return the text as a literal block."""
        text = subprocess.run(
            [sys.executable, "-m", "symgd", "--help"],
            env={**os.environ, "COLUMNS": "88", "NO_COLOR": "1"},
            capture_output=True,
            encoding="utf-8",
            check=True,
        ).stdout
        return [nodes.literal_block(text, text, language="text")]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("command-help", Help)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
