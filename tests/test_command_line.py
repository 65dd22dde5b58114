"""The command line: what it prints, writes and refuses, and its exit status."""

import csv
import subprocess
import sys

import pytest
from PIL import Image

import symgd
from symgd import demonstration
from symgd.command_line import STILLS, main
from symgd.plotting.saving import WRITERS


@pytest.fixture(autouse=True)
def in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_converged_descent_prints_cost_slope_table_and_message(capsys):
    assert main(["x**2", "--start", "3"]) == 0
    printed = capsys.readouterr().out
    assert "f(x) = x**2" in printed
    assert "f'(x) = 2*x" in printed
    assert "|slope|" in printed
    assert "Converged after" in printed


@pytest.mark.parametrize(
    "words",
    [
        ["-x**2 + x**4", "--start", "3", "--learning-rate", "0.01"],
        ["--start", "3", "--learning-rate", "0.01", "-x**2 + x**4"],
        ["--start", "3", "-x**2 + x**4", "--learning-rate", "0.01"],
        ["--learning-rate", "0.01", "--start", "x=3", "--", "-x**2 + x**4"],
        ["--learning-rate=0.01", "--start=3", "-x**2 + x**4"],
    ],
)
def test_expression_stands_anywhere_and_may_begin_with_a_minus(words, capsys):
    assert main(words) == 0
    assert "f(x) = x**4 - x**2" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("start", "shown"),
    [
        (["-1e-3"], "start  x = -0.001"),
        ([".5"], "start  x = 0.5"),
        (["x=-5"], "start  x = -5"),
        (["1_000"], "start  x = 1000"),
    ],
)
def test_start_of_one_variable(start, shown, capsys):
    main(["x**2", "--start", *start])
    assert shown in capsys.readouterr().out


@pytest.mark.parametrize("start", [["x=-5", "y=-2"], ["y=-2", "x=-5"], ["-5", "-2"]])
def test_start_of_several_variables(start, capsys):
    assert main(["x**2 + 3*y**2", "--start", *start]) == 0
    printed = capsys.readouterr().out
    assert "start  x = -5, y = -2" in printed
    assert "∂f/∂y = 6*y" in printed


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["x**2", "--start", "3", "--max-steps", "2"], 1),
        (["x**2", "--start", "3", "--learning-rate", "1.1"], 1),
        (["log(x)", "--start", "1", "--learning-rate", "2"], 1),
        (["x**2", "--start", "0"], 0),
        (["x**2", "--start", "3", "--precision", "10"], 0),
    ],
)
def test_exit_status_tells_the_outcome(words, status):
    assert main(words) == status


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["2x", "--start", "3"], "write 2*x"),
        (["x**2", "--start", "three"], "--start three is no number"),
        (["x**2", "--start", "x=3", "x=4"], "gives x twice"),
        (["x*y", "--start", "x=3", "4"], "mixes"),
        (["x*y", "--start", "x=3"], "no value for y"),
        (["x**2", "--start", "3", "--rule", "magic"], "There is no rule magic; there is gd"),
        (["x**2", "--start", "3", "--rule", "nowhere:magic"], "cannot be imported"),
        (["x**2", "--start", "3", "--rule", "math:sqrt"], "put @rule above"),
        (["x**2", "--start", "3", "--max-steps", "2.5"], "max_steps is 2.5"),
        (["x**2", "--start", "3", "--precision", "0"], "precision is 0"),
        (["x**2", "--start", "3", "--learning-rate", "-1"], "learning_rate is -1"),
        (["x**2", "--start", "3", "--save", "a.xyz"], "'a.xyz' does not end in a suffix"),
        (["x**2", "--start", "3", "--save", "a.xyz"], ".gif, "),
        (["x**2", "--start", "3", "--save", "a.xyz"], ".svg"),
        (["x**2", "--start", "3", "--save", "s-{q}.png"], "'s-{q}.png' is no pattern"),
        (["x**2", "--start", "3", "--save", "s-%d.gif"], "write 's-%d.png'"),
        (["x**2", "--start", "3", "--save", "s-{k}.pdf"], "write 's-{k}.png'"),
        (["x**2", "--start", "3", "--save", "s-{k}.svg"], "'s-{k}.svg' does not end in"),
        (["x**2", "--start", "3", "--save", "no/a.gif"], "does not exist"),
        (["x**2", "--start", "3", "--csv", "no/a.csv"], "does not exist"),
        (["x**2", "--start", "3", "--save", "a.gif", "--view", "cube"], "no --view cube"),
        (["x**2", "--start", "3", "--view", "panels"], "no --view panels for one run"),
        (["x*y*z", "--start", "1", "1", "1", "--view", "cube"], "3 variables; write --view cost"),
    ],
)
def test_refusals_are_sentences_and_leave_no_file(words, sentence, capsys, tmp_path):
    assert main(words) == 2
    assert sentence in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--start", "3"], "no cost is given"),
        (["x**2"], "no start is given"),
        (["x**2", "--start", "3", "--lr", "1"], "--lr"),
        (
            ["x**2", "--start", "3", "--learning-rate", "fast"],
            "fast is no number",
        ),
        (["x**2", "--start", "3", "--precision", "fine"], "invalid number value: 'fine'"),
    ],
)
def test_unreadable_options_end_with_status_2(words, sentence, capsys):
    with pytest.raises(SystemExit) as exit_status:
        main(words)
    assert exit_status.value.code == 2
    assert sentence in capsys.readouterr().err


def test_rules_are_known_by_name(capsys):
    assert main(["(x - 1)**2", "--start", "3", "--rule", "newton"]) == 0
    assert "newton, α = 1" in capsys.readouterr().out


def test_learning_rate_may_be_a_schedule(capsys):
    assert main(["x**2", "--start", "3", "--learning-rate", "1/(2*t)"]) == 0
    assert "gd, α = 1/(2*t)" in capsys.readouterr().out


def test_precision_may_be_none(capsys):
    assert main(["x**2", "--start", "3", "--precision", "none", "--max-steps", "7"]) == 1
    assert "steps  7" in capsys.readouterr().out


def test_version_is_told(capsys):
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out == f"symgd {symgd.__version__}\n"


@pytest.mark.parametrize("text", ["def b(:", "1/0", "import no_such_module"])
def test_faulty_module_of_a_rule_is_told_in_a_sentence(text, tmp_path, capsys):
    (tmp_path / "faulty.py").write_text(text)
    sys.modules.pop("faulty", None)
    assert main(["x**2", "--start", "3", "--rule", "faulty:b"]) == 2
    assert "cannot be imported" in capsys.readouterr().err


def test_own_rule_may_have_its_numbers(tmp_path, capsys):
    text = "from symgd import momentum\nball = momentum(beta=0.5)\n"
    (tmp_path / "bound_rules.py").write_text(text)
    words = ["x**2", "--start", "3", "--rule", "bound_rules:ball"]
    assert main(words) == 0
    assert main([*words, "--learning-rate", "1"]) == 2
    assert "leave out --learning-rate" in capsys.readouterr().err


def test_view_that_does_not_fit_is_refused_before_the_run(tmp_path, capsys):
    words = ["x**2", "--start", "3", "--csv", "r.csv", "--view", "contour"]
    assert main(words) == 2
    told = capsys.readouterr().err
    assert "no --view contour for one run on a cost of 1 variable" in told
    assert "write --view curve or --view cost" in told
    assert list(tmp_path.iterdir()) == []


def test_view_without_a_display_says_what_to_add(capsys):
    assert main(["x**2", "--start", "3", "--view", "curve"]) == 0
    assert "add --save descent.gif" in capsys.readouterr().err


def test_own_rule_is_imported_from_this_folder(tmp_path, capsys):
    (tmp_path / "lazy_rules.py").write_text(
        "from symgd import rule\n\n\n"
        "@rule\ndef half_step(x, g, *, learning_rate=0.1):\n"
        "    return x - learning_rate * g / 2\n"
    )
    words = ["x**2", "--start", "3", "--learning-rate", "1", "--rule", "lazy_rules:half_step"]
    assert main(words) == 0
    assert "half_step, α = 1" in capsys.readouterr().out


def test_files_are_written_and_named(tmp_path, capsys):
    words = ["x**2", "--start", "3", "--max-steps", "5", "--csv", "run.csv"]
    files = ["run.gif", "run.png", "run.svg", "run.pdf"]
    main([*words, *(word for name in files for word in ("--save", name))])
    printed = capsys.readouterr().out
    assert all(f"Wrote {name}" in printed for name in ["run.csv", *files])
    with Image.open("run.gif") as moving, Image.open("run.png") as still:
        assert (moving.n_frames, still.format) == (6, "PNG")
    assert (tmp_path / "run.pdf").read_bytes().startswith(b"%PDF")
    assert "<svg" in (tmp_path / "run.svg").read_text()
    rows = list(csv.reader((tmp_path / "run.csv").read_text().splitlines()))
    assert rows[0] == ["k", "x", "cost", "slope", "step_size"]
    assert len(rows) == 7


@pytest.mark.parametrize("suffix", sorted(WRITERS.keys() - {*STILLS}))
def test_every_format_of_animations_is_written(suffix, tmp_path, capsys):
    main(["x**2", "--start", "3", "--max-steps", "2", "--save", f"run{suffix}"])
    assert f"Wrote run{suffix}" in capsys.readouterr().out
    assert [path.name for path in tmp_path.iterdir()] == [f"run{suffix}"]


@pytest.mark.parametrize("pattern", ["run-{k:02}.png", "run-%02d.png"])
def test_a_pattern_is_one_still_for_each_step(pattern, tmp_path, capsys):
    main(["x**2", "--start", "3", "--max-steps", "2", "--save", pattern])
    assert f"Wrote {pattern}" in capsys.readouterr().out
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["run-00.png", "run-01.png", "run-02.png"]


def test_what_draws_is_not_loaded_for_words_alone():
    code = (
        "import sys; from symgd.command_line import main; "
        "main(['x**2', '--start', '3']); print('matplotlib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("False\n")


def test_saving_leaves_no_figure_open():
    import matplotlib.pyplot as plt

    main(["x**2", "--start", "3", "--max-steps", "2", "--save", "run.png"])
    assert plt.get_fignums() == []


def test_without_a_word_it_runs_the_demonstration(tmp_path, capsys):
    assert main([]) == 0
    printed = capsys.readouterr().out
    assert f"The animation is in {tmp_path / 'descent.gif'}" in printed
    assert "Converged after" in printed
    assert demonstration.COST in printed
    with Image.open("descent.gif") as moving:
        assert moving.n_frames > 20


def test_demonstration_says_where_it_cannot_write(tmp_path, capsys):
    (tmp_path / "descent.gif").mkdir()
    assert main([]) == 2
    assert "is a folder" in capsys.readouterr().err


def test_module_runs_as_a_program_on_a_terminal_without_greek():
    done = subprocess.run(
        [sys.executable, "-m", "symgd", "x**2", "--start", "3"],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "PYTHONPATH": ":".join(sys.path)},
        check=False,
    )
    assert done.returncode == 0
    assert b"gd, ? = 0.1" in done.stdout
