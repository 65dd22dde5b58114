"""The lessons: they run, leave the pictures that they promise, and keep to one form."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from PIL import Image

FOLDER = Path(__file__).parents[1] / "lessons"

PICTURES = {
    "01_slope_as_a_compass": {"slope_as_compass.png", "from_both_sides.png", "compass.gif"},
    "02_predict_error_learn": {"straight_line_down.png", "forty_steps.png", "forty_steps.gif"},
    "03_learning_rate_dial": {
        "dial_costs.png",
        "dial_on_the_curve.png",
        "dial_on_the_curve.gif",
        "careful_and_bold.png",
    },
    "04_why_two_over_l": {
        "cobweb_below.png",
        "cobweb_beyond.png",
        "cobweb_of_a_bent_map.png",
        "spiral.gif",
        "spiral_on_the_curve.gif",
    },
    "05_when_to_stop": {
        "precision_is_not_accuracy.png",
        "short_steps_on_a_shelf.png",
        "from_shelf_to_valley.gif",
    },
    "06_wrong_valleys": {
        "six_starts.png",
        "six_starts.gif",
        "flying_over.png",
        "over_the_hill.png",
        "over_the_hill.gif",
        "where_each_start_ends.png",
    },
    "07_ravines_and_momentum": {
        "momentum_in_the_ravine.png",
        "velocity_in_the_ravine.gif",
        "plain_and_ball_at_their_best.png",
        "plain_and_ball_at_their_best.gif",
        "too_much_momentum.png",
    },
    "08_a_step_for_each_parameter": {
        "four_optimizers.png",
        "four_optimizers.gif",
        "rate_of_each_coordinate.png",
        "rmsprop_and_its_memory.gif",
        "a_rare_word.png",
    },
    "09_a_line_through_data": {
        "predict_error_learn.gif",
        "beyond_the_border.png",
        "ravine_of_a_line.png",
        "cars_and_their_errors.png",
        "line_over_the_cars.gif",
    },
    "10_one_sample_at_a_time": {
        "three_paths.png",
        "cost_against_samples.png",
        "race_by_samples.gif",
        "slopes_of_single_samples.png",
        "noise_balls.png",
        "constant_and_falling.png",
        "a_hundred_seeds.png",
    },
    "11_scaling_the_data": {
        "raw_and_centred.png",
        "centred_line.gif",
        "steps_and_units.png",
        "resemblance.png",
    },
    "12_too_good_a_fit": {
        "train_and_test.png",
        "three_degrees.png",
        "when_to_stop_learning.png",
        "learning_by_heart.gif",
        "ridge_path.png",
        "kink_of_the_lasso.png",
    },
}
LESSONS = sorted(FOLDER.glob("[0-9][0-9]_*.py"))

every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)


@pytest.fixture
def runner(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Load lessons/run.py, which belongs to no package."""
    spec = importlib.util.spec_from_file_location("lessons_run", FOLDER / "run.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module


def cells(lesson: Path) -> list[str]:
    return re.split(r"^# %%\n", lesson.read_text(encoding="utf-8"), flags=re.M)


def prose(cell: str) -> str:
    """Return the comment at the head of a cell."""
    return re.match(r"(?:#.*\n)*", cell).group()


def test_every_lesson_has_its_pictures_listed() -> None:
    assert [lesson.stem for lesson in LESSONS] == sorted(PICTURES)


@every_lesson
def test_lesson_leaves_its_pictures(lesson: Path, runner: ModuleType, tmp_path: Path) -> None:
    assert runner.run_lesson(lesson, tmp_path / "made" / "here")
    made = list((tmp_path / "made" / "here").iterdir())
    assert {path.name for path in made} == PICTURES[lesson.stem]
    for path in made:
        with Image.open(path) as picture:
            pixels = np.asarray(picture.convert("L"))
            assert pixels.min() < 64 < 192 < pixels.max()
            assert getattr(picture, "n_frames", 1) > 1 or path.suffix == ".png"


@every_lesson
def test_animation_that_is_saved_ends_its_cell_and_so_plays_in_a_notebook(lesson: Path) -> None:
    saving = [cell.rstrip() for cell in cells(lesson) if ".save(" in cell]
    assert saving
    assert all(cell.count(".save(") == 1 and cell.endswith("\nanimation") for cell in saving)


@every_lesson
def test_lesson_begins_with_a_title(lesson: Path) -> None:
    title, underline = ast.get_docstring(
        ast.parse(lesson.read_text(encoding="utf-8"))
    ).splitlines()[:2]
    assert title
    assert underline == "=" * len(title)


@every_lesson
def test_headings_are_as_long_as_their_lines(lesson: Path) -> None:
    for cell in cells(lesson)[1:]:
        for title, underline in re.findall(r"^# (.+)\n# (-{3,})$", prose(cell), flags=re.M):
            assert len(title) == len(underline), title


@every_lesson
def test_prediction_is_asked_before_the_first_run(lesson: Path) -> None:
    text = "".join(cells(lesson)[1:])
    first_run = re.search(r"\b(gradient_descent|minimize|iterates|compare)\(", text).start()
    assert 0 <= text.find("Predict") < first_run
    assert len(re.findall(r"\b[Pp]redict\b", text)) >= 3


@every_lesson
def test_misconception_is_named_and_an_exercise_ends_the_lesson(lesson: Path) -> None:
    headings = [prose(cell).split("\n")[0] for cell in cells(lesson)[1:]]
    assert sum(re.match(r'# Misconception: ".+"', heading) is not None for heading in headings) == 1
    assert headings[-1] == "# Exercise"
    assert headings.count("# Exercise") == 1
    assert cells(lesson)[-1] == prose(cells(lesson)[-1])


@every_lesson
def test_lesson_asserts_what_it_claims(lesson: Path) -> None:
    tree = ast.parse(lesson.read_text(encoding="utf-8"))
    assert sum(isinstance(node, ast.Assert) for node in ast.walk(tree)) >= 5


@every_lesson
@pytest.mark.parametrize("word", ["__file__", "argparse", "sys.argv", "plt.show", "rcParams"])
def test_lesson_can_be_published(lesson: Path, word: str) -> None:
    assert word not in lesson.read_text(encoding="utf-8")


def test_lesson_uses_only_the_front_door() -> None:
    for lesson in LESSONS:
        for node in ast.walk(ast.parse(lesson.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module.startswith("symgd"):
                assert node.module == "symgd"


def test_runner_runs_the_lessons_named(
    runner: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert runner.main(["02", "--into", str(tmp_path)]) == 0
    assert {path.name for path in tmp_path.iterdir()} == PICTURES["02_predict_error_learn"]
    out = capsys.readouterr().out
    assert "after 100 steps x = 6.111107929003464e-10" in out
    assert "foretold: 40 steps\nConverged after 40 steps" in out
    assert out.endswith(f"The pictures are in {tmp_path}\n")


def test_runner_runs_all_and_goes_on_after_a_failure(
    runner: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    lessons = tmp_path / "lessons"
    lessons.mkdir()
    (lessons / "01_fails.py").write_text("assert 1 + 1 == 3\n")
    (lessons / "02_works.py").write_text("open('done.txt', 'w').close()\n")
    monkeypatch.setattr(runner, "HERE", lessons)
    here = Path.cwd()
    assert runner.main([]) == 1
    assert (lessons / "figures" / "done.txt").exists()
    assert Path.cwd() == here
    printed = capsys.readouterr()
    assert "Failed: 01_fails" in printed.out
    assert "AssertionError" in printed.err


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["7"], "there is no lesson 7; there is 01, 02, 03, 04"),
        (["01", "99"], "there is no lesson 99; there is 01, 02, 03, 04"),
        (["--into", __file__], "is a file; name a folder"),
    ],
)
def test_runner_refuses(
    runner: ModuleType, words: list[str], problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        runner.main(words)
    assert problem in capsys.readouterr().err
