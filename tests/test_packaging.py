"""What pip installs is what stands in the folders."""

import configparser
from pathlib import Path

import pytest

import symgd

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def setup():
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


def test_every_folder_of_the_package_is_installed(setup):
    folders = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in (ROOT / "symgd").rglob("__init__.py")
    }
    assert set(setup["options"]["packages"].split()) == folders


def test_every_other_file_of_the_package_is_installed(setup):
    data = setup["options.package_data"]
    patterns = {
        (section.replace(".", "/"), pattern)
        for section, value in data.items()
        for pattern in value.split()
    }
    listed = {path for folder, pattern in patterns for path in (ROOT / folder).glob(pattern)}
    others = {
        path
        for path in (ROOT / "symgd").rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    }
    assert listed == others


def test_version_is_stated_once_alike(setup):
    assert setup["metadata"]["version"] == symgd.__version__


def test_core_dependencies_are_three(setup):
    names = [line.split(">")[0] for line in setup["options"]["install_requires"].split()]
    assert names == ["sympy", "numpy", "matplotlib"]


def test_pyproject_has_three_lines():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 3


def test_the_extra_that_films_ask_for_is_there(setup):
    extras = setup["options.extras_require"]
    assert extras["video"].split() == ["imageio-ffmpeg"]
    assert "imageio-ffmpeg" in extras["test"].split()
