"""Links that a code host follows to a source file, and the site to a page."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

#: Sources outside of the site's own folder, or of another kind -> the page made from them.
MADE = {"../lessons/README.rst": "lessons/index", "gallery/entries.py": "gallery/index"}


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension."""
    app.connect("doctree-resolved", lead_to_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def lead_to_pages(app: Sphinx, tree: nodes.document, page: str) -> None:
    """Turn links to sources, such as ``getting_started.rst``, into links to their pages."""
    for link in tree.findall(nodes.reference):
        source = link.get("refuri", "")
        target = MADE.get(source, source.removesuffix(".rst"))
        if target != source and target in app.env.found_docs:
            link["refuri"] = app.builder.get_relative_uri(page, target)
