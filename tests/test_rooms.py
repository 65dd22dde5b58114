"""The rooms: who may import whom, and what only one room may do."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import symgd

PACKAGE = Path(symgd.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))

BOTTOM = {"errors", "points", "display", "layout"}  # words, numbers and shapes, for all above
ENGINE = {"cost", "compiling", "rules", "steps", "stopping", "run", "curvature", "verdict", *BOTTOM}

#: Room -> the rooms that it may know, as in the table of the design.
MAY_KNOW: dict[str, set[str]] = {
    "errors": set(),
    "layout": set(),
    "files": {"errors"},
    "display": {"errors", "files"},
    "points": {"errors"},
    "parsing": {"errors"},
    "compiling": {"errors"},
    "differentiation": set(),
    "cost": {"parsing", "compiling", "differentiation", "errors", "points"},
    "checking": {"cost", *BOTTOM},
    "gallery": {"cost"},
    "data": {"cost", "compiling", "parsing", *BOTTOM},
    "epochs": set(),
    "models": {"compiling", "parsing", "points", "errors"},
    "losses": {"models", "parsing", "points", "errors"},
    "penalties": {"parsing", "points", "errors"},
    "tables": {"parsing", *BOTTOM},
    "datasets": {"tables", "errors"},
    "rules": {"errors"},
    "methods": {"cost", "compiling", "rules", "errors"},
    "steps": {"cost", "compiling", "rules", "methods", *BOTTOM},
    "stopping": {"layout", "points"},
    "run": {"epochs", *BOTTOM},
    "curvature": {"cost", "run", *BOTTOM},
    "conditioning": {"cost", "data", "run", *BOTTOM},
    "advice": {"conditioning", "curvature", "run", *BOTTOM},
    "epoch_verdict": {
        "advice",
        "conditioning",
        "curvature",
        "run",
        "stopping",
        *BOTTOM,
    },
    "verdict": {
        "advice",
        "conditioning",
        "cost",
        "curvature",
        "epoch_verdict",
        "run",
        "stopping",
        *BOTTOM,
    },
    "manner": {"run"},
    "watching": {"cost", "data", "epochs", "run", "steps", "stopping", *BOTTOM},
    "arguments": {"data", "run", "stopping", "watching", *BOTTOM},
    "descent": {"arguments", "data", "watching", *ENGINE},
    "script": {"rules", "display"},
    "explanation": {"script", "steps", "methods", *ENGINE},
    "effective": {"compiling", "rules", "steps", "run"},
    "step_map": {"cost", "compiling", "rules", "run", "errors"},
    "comparison": {"descent", *ENGINE},
    "plotting": {
        "cost",
        "data",
        "epochs",
        "run",
        "rules",
        "effective",
        "manner",
        "step_map",
        "comparison",
        "files",
        *BOTTOM,
    },
    "symgd": {"checking", "comparison", "data", "descent", *ENGINE},
    "demonstration": {"descent", "files", *ENGINE},
    "command_line": {"demonstration", "descent", "files", "parsing", "plotting", *ENGINE},
    "__main__": {"command_line"},
}

#: Methods that import, only when they are called, what their room may not know.
INSIDE = {
    ("Run.plot", "plotting"),
    ("Run.animate", "plotting"),
    ("Run.explain", "explanation"),
    ("Rule.substitute", "explanation"),
    ("Comparison.plot", "plotting"),
    ("Comparison.animate", "plotting"),
}

WORDS = {"errors", "layout", "display", "files", "stopping"}

#: Libraries beside the standard one -> the rooms that may know them.
LIBRARIES = {
    "matplotlib": {"plotting"},
    "PIL": {"plotting"},
    "IPython": {"plotting"},
    "imageio_ffmpeg": {"plotting"},
    "scipy": {"compiling", "methods"},
    "numpy": MAY_KNOW.keys() - WORDS - {"parsing", "rules", "script", "datasets"},
    "sympy": MAY_KNOW.keys() - WORDS - {"steps", "run", "curvature", "verdict", "datasets"},
}

#: Calls that turn text into code, or stop for a window -> the rooms that may make them.
DANGEROUS: dict[str, set[str]] = {
    "eval": set(),
    "sympify": set(),
    "sympy.sympify": set(),
    "sympy.S": set(),
    "parse_expr": set(),
    "sympy.parse_expr": set(),
    "plt.show": set(),
    "exec": {"compiling"},
    "compile": {"compiling"},
    "sympy.lambdify": {"compiling"},
}


def room_of(path: Path) -> str:
    """Return the room of a file: the first part of its place in the package."""
    part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "symgd" if part == "__init__" else part


def imports(node: ast.AST, place: str = "") -> Iterator[tuple[str, str]]:
    """Give the modules that a tree imports when it runs, and the definition that holds each."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        if isinstance(child, ast.Import):
            yield from ((place, alias.name) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            names = [alias.name for alias in child.names]
            alone = child.module == "symgd"
            yield from ((place, f"symgd.{name}" if alone else child.module) for name in names)
        named = isinstance(child, ast.FunctionDef | ast.ClassDef)
        yield from imports(child, f"{place}.{child.name}".lstrip(".") if named else place)


def known(path: Path) -> Iterator[tuple[str, str]]:
    """Give the definitions and rooms from which a file takes something of this package."""
    for place, module in imports(ast.parse(path.read_text(encoding="utf-8"))):
        library, _, inner = module.partition(".")
        if library == "symgd":
            room = inner.split(".")[0]
            yield place, room if room in MAY_KNOW else "symgd"


def test_every_room_is_in_the_table() -> None:
    assert {room_of(path) for path in FILES} <= MAY_KNOW.keys()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_file_knows_only_the_rooms_below_it(path: Path) -> None:
    room = room_of(path)
    for place, other in known(path):
        allowed = other == room or other in MAY_KNOW[room] or (place, other) in INSIDE
        assert allowed, f"{place or 'the module'} of the room {room} imports {other}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_library_is_known_only_in_its_rooms(path: Path) -> None:
    for _, module in imports(ast.parse(path.read_text(encoding="utf-8"))):
        library = module.split(".")[0]
        assert room_of(path) in LIBRARIES.get(library, MAY_KNOW), library


def test_no_room_is_above_itself() -> None:
    def below(room: str) -> set[str]:
        return MAY_KNOW[room].union(*map(below, MAY_KNOW[room]))

    assert not [room for room in MAY_KNOW if room in below(room)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_text_becomes_code_in_one_room_alone(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        assert room_of(path) in DANGEROUS.get(called, MAY_KNOW), f"line {node.lineno}: {called}"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import numpy as np", [("", "numpy")]),
        ("from symgd import gallery, verdict", [("", "symgd.gallery"), ("", "symgd.verdict")]),
        ("class A:\n def b(self):\n  import PIL", [("A.b", "PIL")]),
        ("if TYPE_CHECKING:\n import PIL\nimport ast", [("", "ast")]),
        ("try:\n import scipy\nexcept ImportError:\n import ast", [("", "scipy"), ("", "ast")]),
    ],
)
def test_imports_are_found_wherever_they_stand(source: str, found: list[tuple[str, str]]) -> None:
    assert list(imports(ast.parse(source))) == found
