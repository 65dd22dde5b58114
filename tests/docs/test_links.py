"""Links to sources, which the site leads to pages."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

nodes = pytest.importorskip("docutils.nodes")
pytest.importorskip("sphinx")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("getting_started.rst", "getting_started.html"),
        ("../lessons/README.rst", "lessons/index.html"),
        ("gallery/entries.py", "gallery/index.html"),
        ("nowhere.rst", "nowhere.rst"),
        ("https://example.org/", "https://example.org/"),
    ],
)
def test_link_leads_to_the_page(source: str, target: str) -> None:
    import links

    tree = nodes.section("", nodes.reference("", "", refuri=source))
    builder = SimpleNamespace(get_relative_uri=lambda page, target: f"{target}.html")
    pages = {"getting_started", "lessons/index", "gallery/index"}
    app = SimpleNamespace(builder=builder, env=SimpleNamespace(found_docs=pages))
    links.lead_to_pages(app, tree, "index")
    assert tree[0]["refuri"] == target
