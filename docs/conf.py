"""How the site is built: ``python -m sphinx -W docs docs/_build``."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE / "extensions"), str(HERE / "gallery")]

import formulas
import lesson_pages
import make
import mathjax

import symgd

project = "symgd"
author = "The authors of symgd"
version = release = symgd.__version__

BUILT = HERE / "_build"
extensions = [
    "sphinx.ext.autodoc",
    "sphinx.ext.autosummary",
    "sphinx.ext.mathjax",
    "numpydoc",
    "sphinx_gallery.gen_gallery",
    "links",
    "signatures",
    "terminal",
]
exclude_patterns = ["_build", "_templates"]
templates_path = ["_templates"]
default_role = "py:obj"

# Formulas: the notebook's own kind, in lessons and on every page, also without the net.
formulas.show_as_formulas()
html_static_path = ["_static"]
local = mathjax.local_copy(BUILT / "npm")
if local is not None:
    html_static_path.append(str(local))
    mathjax_path = local.name

autodoc_typehints = "none"
autosummary_generate = True
# On some disks, files differ by more than the size of a letter.
autosummary_filename_map = {"symgd.rule": "symgd.rule-decorator"}
toc_object_entries = False
numpydoc_show_class_members = False
numpydoc_class_members_toctree = False

sphinx_gallery_conf = {
    "examples_dirs": str(lesson_pages.copied_to(BUILT / "lessons")),
    "gallery_dirs": "lessons",
    "filename_pattern": r"[0-9][0-9]_\w+\.py",
    "within_subsection_order": "FileNameSortKey",
    "capture_repr": ("_repr_html_", "__repr__"),
    # Axes are seen in their figure.
    "ignore_repr_types": "matplotlib",
    "abort_on_example_error": True,
    "show_signature": False,
    "min_reported_time": float("inf"),
    "write_computation_times": False,
}

make.make()

html_theme = "alabaster"
html_title = "symgd"
html_css_files = ["symgd.css"]
html_show_copyright = False
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {
    "description": "Gradient descent, taught",
    "fixed_sidebar": True,
    "font_family": "system-ui, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif",
    "head_font_family": "system-ui, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif",
    "page_width": "1140px",
    "body_max_width": "none",
    "font_size": "16px",
    "sidebar_width": "230px",
    "show_powered_by": False,
    "show_relbar_bottom": True,
}
html_sidebars = {"**": ["about.html", "navigation.html", "searchbox.html"]}
