"""What stops a descent: precision, tests, the number of steps, a callback."""

from __future__ import annotations

import inspect
import math
from typing import Any

import numpy as np
import pytest
import sympy

from symgd import (
    Iterate,
    Outcome,
    SymgdError,
    cost_change_below,
    gd,
    gradient_below,
    gradient_descent,
    minimize,
    step_below,
)


def test_the_step_that_is_short_enough_counts() -> None:
    run = gradient_descent("x**2", 3, 0.1, precision=1e-3)
    assert np.all(run.step_sizes[:-1] >= 1e-3)
    assert run.step_sizes[-1] < 1e-3
    assert (run.outcome, run.success, run.status) == (Outcome.CONVERGED, True, 0)


def test_precision_is_strictly_above_the_last_step() -> None:
    exact = gradient_descent("x**2", 4, 0.25, precision=0.5)
    assert exact.step_sizes.tolist() == [2, 1, 0.5, 0.25]


def test_precision_none_never_stops() -> None:
    run = gradient_descent("x**2", 0, precision=None, max_steps=700)
    assert (run.nit, run.outcome) == (700, Outcome.MAX_STEPS)


@pytest.mark.parametrize("given", [10, 1e1, np.int64(10), np.float64(10), sympy.Integer(10)])
def test_max_steps_is_any_whole_number(given: Any) -> None:
    run = gradient_descent("x**2", 3, max_steps=given)
    assert (run.nit, run.outcome, run.status) == (10, Outcome.MAX_STEPS, 1)


def test_no_steps_record_the_start_alone() -> None:
    run = gradient_descent("x**2", 3, max_steps=0)
    assert (run.nit, len(run), run.outcome) == (0, 1, Outcome.MAX_STEPS)
    assert run.path.tolist() == [[3]]
    assert run.step_sizes.shape == (0,)


@pytest.mark.parametrize("given", [-1, 2.5, math.nan, math.inf, "10", None, True, [10], 1j])
def test_other_numbers_of_steps_are_refused(given: Any) -> None:
    with pytest.raises(SymgdError, match=r"^max_steps is"):
        gradient_descent("x**2", 3, max_steps=given)


@pytest.mark.parametrize("given", [0, -1e-6, math.nan, math.inf, "1e-6", True, 1j, [1e-6]])
@pytest.mark.parametrize("name", ["precision", "learning_rate"])
def test_a_precision_or_learning_rate_that_is_none_is_refused(name: str, given: Any) -> None:
    with pytest.raises(SymgdError, match=f"^{name} is"):
        gradient_descent("x**2", 3, **{name: given})


def test_the_signature_shows_the_default_precision() -> None:
    for function in (gradient_descent, minimize):
        assert "precision: 'float | None' = 1e-06" in str(inspect.signature(function))


def test_precision_and_stop_together_are_refused() -> None:
    with pytest.raises(SymgdError, match=r"put step_below\(1e-06\) into stop"):
        minimize("x**2", 3, gd, precision=1e-6, stop=gradient_below(1e-3))
    run = minimize("x**2", 3, gd, precision=None, stop=gradient_below(1e-3))
    assert run.success


def test_a_stop_test_replaces_the_precision() -> None:
    run = gradient_descent("x**2", 3, stop=gradient_below(1e-9))
    assert run.slopes[-1] < 1e-9 <= run.slopes[-2]
    assert run.step_sizes[-1] < 1e-6


def test_a_small_slope_at_the_start_is_the_end() -> None:
    run = minimize("x**2", 1e-7, gd, stop=gradient_below(1e-6))
    assert (run.nit, run.outcome) == (0, Outcome.CONVERGED)
    assert minimize("x**2", 1e-7, gd, stop=step_below(1e-6)).nit == 1


def test_a_small_cost_change_is_the_end() -> None:
    run = minimize("x**2", 3, gd, stop=cost_change_below(1e-3))
    changes = np.abs(np.diff(run.costs))
    assert changes[-1] < 1e-3
    assert np.all(changes[:-1] >= 1e-3)


def test_any_of_several_tests_is_the_end() -> None:
    tests = [step_below(1e-12), cost_change_below(1e-2), gradient_below(1e-12), step_below(1e-9)]
    run = minimize("x**2", 3, gd, stop=tests)
    assert run.nit == minimize("x**2", 3, gd, stop=cost_change_below(1e-2)).nit
    assert run.test == cost_change_below(1e-2)
    assert minimize("x**2", 3, gd, stop=(step_below(1e-3), step_below(0.1))).step_sizes[-1] > 1e-3


def test_an_empty_list_of_tests_never_stops() -> None:
    assert minimize("x**2", 0, gd, stop=[], max_steps=20).nit == 20


def test_a_test_of_ones_own_gets_every_iterate_after_the_start() -> None:
    seen: list[Iterate] = []

    def is_small(iterate: Iterate) -> bool:
        seen.append(iterate)
        return iterate.fun < 1

    run = minimize("x**2", 3, gd, stop=is_small)
    assert run.success
    assert run.fun < 1 <= run.costs[-2]
    assert [iterate.k for iterate in seen] == list(range(1, run.nit + 1))
    assert [float(iterate.x[0]) for iterate in seen] == run.path[1:, 0].tolist()
    assert run.test == "is_small"


def test_a_test_may_answer_with_any_one_truth() -> None:
    run = minimize("x**2 + y**2", (3, 1), gd, stop=lambda iterate: np.all(iterate.x < 1))
    assert np.all(run.x < 1)


def test_a_test_that_answers_with_several_truths_is_refused() -> None:
    with pytest.raises(SymgdError, match=r"returned array\(\[False.*one True or False is wanted"):
        minimize("x**2 + y**2", (3, 0.1), gd, stop=lambda iterate: iterate.x < 1)


@pytest.mark.parametrize("stop", [5, "step", [None], [step_below(1), 0.1], {step_below(1)}])
def test_what_is_no_test_is_refused(stop: Any) -> None:
    with pytest.raises(SymgdError, match=r"but a test is wanted: step_below\(1e-6\)"):
        minimize("x**2", 3, gd, stop=stop)


# Callbacks


def test_a_callback_gets_every_iterate_by_scipys_keyword() -> None:
    seen: list[Iterate] = []

    def callback(intermediate_result: Iterate) -> None:
        seen.append(intermediate_result)

    run = gradient_descent("x**2", 3, max_steps=5, callback=callback)
    assert [iterate.k for iterate in seen] == [1, 2, 3, 4, 5]
    assert [iterate.fun for iterate in seen] == run.costs[1:].tolist()
    assert {iterate.learning_rate for iterate in seen} == {0.1}
    assert [iterate.step_size for iterate in seen] == run.step_sizes.tolist()


def test_a_callback_of_another_signature_gets_the_iterate_alone() -> None:
    seen: list[Iterate] = []
    gradient_descent("x**2", 3, max_steps=2, callback=seen.append)
    gradient_descent("x**2", 3, max_steps=2, callback=lambda iterate: seen.append(iterate))
    assert [iterate.k for iterate in seen] == [1, 2, 1, 2]


def test_what_a_callback_returns_is_not_asked() -> None:
    run = gradient_descent("x**2 + y**2", (3, 1), max_steps=3, callback=lambda iterate: iterate.x)
    assert (run.nit, run.outcome) == (3, Outcome.MAX_STEPS)


def test_a_callback_may_be_a_list_that_is_still_empty() -> None:
    class Memory(list):
        def __call__(self, iterate: Iterate) -> None:
            self.append(iterate.k)

    memory = Memory()
    gradient_descent("x**2", 3, max_steps=3, callback=memory)
    assert memory == [1, 2, 3]


def test_a_callback_without_a_readable_signature_gets_the_iterate() -> None:
    seen: list[Iterate] = []

    class Odd:
        __signature__ = "none"

        def __call__(self, *given: Iterate) -> None:
            seen.extend(given)

    gradient_descent("x**2", 3, max_steps=2, callback=Odd())
    assert [iterate.k for iterate in seen] == [1, 2]


@pytest.mark.parametrize(
    ("interruption", "what"), [(StopIteration, "the callback"), (KeyboardInterrupt, "Ctrl-C")]
)
def test_an_interruption_keeps_the_record_and_that_step(
    interruption: type[BaseException], what: str
) -> None:
    def callback(iterate: Iterate) -> None:
        if iterate.k == 3:
            raise interruption

    run = gradient_descent("x**2", 3, callback=callback)
    assert (run.outcome, run.nit, run.success) == (Outcome.STOPPED, 3, False)
    assert run.x[0] == pytest.approx(3 * 0.8**3)
    assert run.test == what


def test_a_mistake_in_a_callback_is_shown() -> None:
    with pytest.raises(ZeroDivisionError):
        gradient_descent("x**2", 3, callback=lambda iterate: 1 / 0)


@pytest.mark.parametrize("callback", [5, "print", [print]])
def test_what_is_no_callback_is_refused(callback: Any) -> None:
    with pytest.raises(SymgdError, match=r"^callback is .*a function of the iterate is wanted"):
        gradient_descent("x**2", 3, callback=callback)


def test_the_callback_comes_before_the_tests() -> None:
    order: list[str] = []
    minimize(
        "x**2",
        3,
        gd,
        callback=lambda iterate: order.append("callback"),
        stop=lambda iterate: order.append("test") or True,
    )
    assert order == ["callback", "test"]
