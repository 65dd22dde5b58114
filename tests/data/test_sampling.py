"""Batches: which samples a step sees, in which order, and what is recorded of them."""

from __future__ import annotations

import numpy as np
import pytest
import sympy

import symgd
from symgd import SymgdError, gd, mean_loss, minimize, nesterov, ridge, sum_loss

LINE = "(w*x + b - y)**2"
MAKERS = {"mean": mean_loss, "sum": sum_loss}
RATE = 0.02
LAM = 0.3


def orders(seed, epochs, shuffle=True, count=10):
    """Return the samples of each epoch in the order in which they are visited."""
    rng = np.random.default_rng(seed)
    return [rng.permutation(count) if shuffle else np.arange(count) for _ in range(epochs)]


def batches(seed, size, epochs, shuffle=True):
    """Return the samples of each step."""
    return [o[i : i + size] for o in orders(seed, epochs, shuffle) for i in range(0, 10, size)]


def value_and_slope(data, kind, point, rows):
    """Return the cost of some samples and its slope, by hand."""
    x, y = data["x"][rows], data["y"][rows]
    error = point[0] * x + point[1] - y
    weight = 1 / len(rows) if kind == "mean" else 1.0
    share = LAM * (1.0 if kind == "mean" else len(rows) / 10)
    slope = 2 * weight * np.array([error @ x, error.sum()]) + [2 * share * point[0], 0]
    return weight * (error @ error) + share * point[0] ** 2, slope


@pytest.mark.parametrize("shuffle", [True, False])
@pytest.mark.parametrize("size", [1, 3, 4, 5, 10])
@pytest.mark.parametrize("kind", MAKERS)
def test_a_step_sees_the_batch_whose_turn_it_is(scatter, kind, size, shuffle):
    """Slices of rng.permutation(N), the last short one too; a sum's penalty counts |B|/N."""
    cost = MAKERS[kind](LINE, scatter, "w b") + ridge(LAM, "w")
    settings = {"batch_size": size, "epochs": 3, "shuffle": shuffle, "rng": 7}
    run = minimize(cost, (0.5, -1), gd(learning_rate=RATE), **settings)
    point = np.array([0.5, -1.0])
    for k, rows in enumerate([*batches(7, size, 3, shuffle), np.arange(10)]):
        value, slope = value_and_slope(scatter, kind, point, rows)
        assert run.path[k] == pytest.approx(point, rel=1e-12)
        assert run.costs[k] == pytest.approx(value, rel=1e-11)
        assert run.gradients[k] == pytest.approx(slope, rel=1e-10, abs=1e-12)
        point = point - RATE * slope
    assert run.nit == k
    assert run.fun == pytest.approx(cost(run.x), rel=1e-13)
    assert run.jac == pytest.approx(cost.gradient_at(run.x), rel=1e-12)
    assert run.step_sizes == pytest.approx(np.linalg.norm(np.diff(run.path, axis=0), axis=1))
    assert run.epoch_costs == pytest.approx(cost(run.path[run.epochs.ends]), rel=1e-13)
    assert run.outcome is symgd.Outcome.MAX_STEPS


@pytest.mark.parametrize("rule", [gd(learning_rate=0.05), symgd.adam(learning_rate=0.05)], ids=str)
def test_the_same_seed_gives_the_same_bits(scatter, rule):
    cost = mean_loss(LINE, scatter, "w b")
    again = [minimize(cost, (0, 0), rule, batch_size=3, epochs=5, rng=s) for s in (4, 4, 5)]
    assert again[0].record.tobytes() == again[1].record.tobytes()
    assert not np.array_equal(again[0].path, again[2].path)


def test_a_generator_goes_on_where_it_was(scatter):
    cost, rule = mean_loss(LINE, scatter, "w b"), gd(learning_rate=0.05)
    rng = np.random.default_rng(4)
    first, second = (minimize(cost, (0, 0), rule, batch_size=3, epochs=1, rng=rng) for _ in "ab")
    whole = minimize(cost, (0, 0), rule, batch_size=3, epochs=1, rng=4)
    assert np.array_equal(first.path, whole.path)
    assert not np.array_equal(first.path, second.path)
    assert rng.permutation(10).tolist() == orders(4, 3)[2].tolist()


def test_no_seed_gives_another_order_each_time(scatter):
    cost = mean_loss(LINE, scatter, "w b")
    ends = {
        tuple(minimize(cost, (0, 0), gd(learning_rate=0.05), batch_size=1, epochs=1).x)
        for _ in range(5)
    }
    assert len(ends) == 5


def test_all_samples_are_no_batch(scatter):
    """The order has no effect on a sum over all, and none is drawn."""
    cost, rng = mean_loss(LINE, scatter, "w b"), np.random.default_rng(1)
    rule = gd(learning_rate=0.05)
    whole = minimize(cost, (0, 0), rule, precision=None, max_steps=6)
    for settings in ({"batch_size": 10, "max_steps": 6}, {"epochs": 6}, {"batch_size": 10}):
        settings.setdefault("max_steps", 6) if "epochs" not in settings else None
        run = minimize(cost, (0, 0), rule, rng=rng, **settings)
        assert np.array_equal(run.record, whole.record, equal_nan=True)
        assert run.epoch_costs.tolist() == whole.costs.tolist()
    assert rng.random() == np.random.default_rng(1).random()


def test_small_memory_shuffles_the_same_samples(scatter):
    settings = {"batch_size": 3, "epochs": 4, "rng": 2}
    wide, narrow = (mean_loss(LINE, scatter, "w b", memory) for memory in (2**26, 1))
    runs = [minimize(c, (0, 0), gd(learning_rate=0.05), **settings) for c in (wide, narrow)]
    assert runs[0].path == pytest.approx(runs[1].path, rel=1e-12)


def test_max_steps_may_end_within_an_epoch(scatter):
    cost = mean_loss(LINE, scatter, "w b")
    rule = gd(learning_rate=0.05)
    run = minimize(cost, (0, 0), rule, batch_size=3, max_steps=6, rng=7, validation=scatter)
    longer = minimize(cost, (0, 0), rule, batch_size=3, epochs=2, rng=7)
    assert run.nit == 6
    assert np.array_equal(run.path, longer.path[:7])
    assert len(run.epoch_costs) == len(run.validation_costs) == 2
    assert run.fun == pytest.approx(cost(run.x), rel=1e-13)
    assert run.costs[:6].tolist() == longer.costs[:6].tolist()


@pytest.mark.parametrize("settings", [{"epochs": 0}, {"max_steps": 0}])
def test_no_step_records_the_whole_cost_at_the_start(scatter, settings):
    cost = mean_loss(LINE, scatter, "w b")
    run = minimize(cost, (0, 0), gd, batch_size=3, rng=1, validation=scatter, **settings)
    assert run.nit == 0
    assert run.fun == run.epoch_costs[0] == run.validation_costs[0] == cost((0, 0))


def test_validation_costs_are_of_the_data_held_out(scatter):
    cost = mean_loss(LINE, scatter, "w b") + ridge(0.1, "w")
    held_out = {"x": [0.0, 1.0], "y": [1.0, 2.5], "z": ["left", "alone"]}
    run = minimize(cost, (0, 0), gd, batch_size=4, epochs=5, rng=3, validation=held_out)
    ends = run.path[:: run.epochs.length]
    assert run.validation_costs.shape == run.epoch_costs.shape == (6,)
    assert run.validation_costs == pytest.approx(cost.on(held_out)(ends), rel=1e-13)
    bare = minimize(cost, (0, 0), gd, batch_size=4, epochs=5, rng=3)
    assert np.array_equal(run.path, bare.path)


def test_nesterov_looks_ahead_on_the_batch_of_its_step(scatter):
    cost = mean_loss(LINE, scatter, "w b") + ridge(LAM, "w")
    run = minimize(cost, (0, 0), nesterov(learning_rate=RATE), batch_size=3, epochs=4, rng=2)
    point, v = np.zeros(2), np.zeros(2)
    for k, rows in enumerate(batches(2, 3, 4)):
        assert run.path[k] == pytest.approx(point, rel=1e-11, abs=1e-14)
        v = 0.9 * v - RATE * value_and_slope(scatter, "mean", point + 0.9 * v, rows)[1]
        point = point + v


def test_a_schedule_counts_steps_and_not_epochs(scatter):
    t = sympy.Symbol("t")
    rule = gd(learning_rate=1 / (10 + t))
    run = minimize(mean_loss(LINE, scatter, "w b"), (0, 0), rule, batch_size=4, epochs=2, rng=2)
    assert run.learning_rates == pytest.approx(1 / (10 + np.arange(1, 7)))
    moves = -run.learning_rates[:, None] * run.gradients[:-1]
    assert np.diff(run.path, axis=0) == pytest.approx(moves, abs=1e-14)


@pytest.mark.parametrize("rule", [gd(learning_rate=0.1), nesterov(learning_rate=0.1)], ids=str)
def test_clip_bounds_the_slope_of_each_batch(scatter, rule):
    cost = mean_loss(LINE, scatter, "w b")
    run = minimize(cost, (9, 9), rule, batch_size=1, epochs=1, rng=2, clip=0.5)
    assert run.slopes[:-1].max() > 0.5
    if rule.name == "gd":
        assert run.step_sizes.max() == pytest.approx(0.05)
    assert run.step_sizes[0] <= 0.05 * (1 + 1e-12)


# Divergence and domains.


@pytest.mark.parametrize("size", [None, 1, 3])
@pytest.mark.parametrize("rule", ["gd", "momentum", "nesterov"])
@pytest.mark.parametrize("power", [2, 4])
def test_divergence_leaves_a_finite_record(scatter, rule, size, power):
    cost = mean_loss(f"(w*x + b - y)**{power}", scatter, "w b")
    rule = getattr(symgd, rule)(learning_rate=30)
    run = minimize(cost, (3, 2), rule, batch_size=size, epochs=2000, rng=3, validation=scatter)
    assert run.outcome is symgd.Outcome.DIVERGED
    assert np.isfinite(run.record[1:]).all()
    assert np.isfinite(run.epoch_costs).all()
    assert np.isfinite(run.validation_costs).all()
    assert len(run.epoch_costs) == len(run.validation_costs)
    assert run.epochs.ends[-1] <= run.nit
    assert run.fun == pytest.approx(cost(run.x), rel=1e-12)
    assert "rose" in run.message


@pytest.mark.parametrize("size", [None, 1, 2])
def test_leaving_the_domain_leaves_a_finite_record(size):
    cost = mean_loss("w*x - log(w)", {"x": [1.0, 4.0, 2.0]})
    run = minimize(cost, 1, gd(learning_rate=3), batch_size=size, epochs=50, rng=3)
    assert run.outcome is symgd.Outcome.LEFT_DOMAIN
    assert np.isfinite(run.record[1:]).all()
    assert run.fun == pytest.approx(cost(run.x), rel=1e-12)
    assert "domain" in run.message


def test_a_batch_may_stay_where_the_whole_cost_has_no_value():
    """Of two samples only the second forbids w > 1: the run ends where all data are asked."""
    cost = mean_loss("(w - y)**2 - z*log(1 - w)", {"y": [5.0, 0.0], "z": [0.0, 1.0]})
    run = minimize(cost, 0, gd(learning_rate=0.2), batch_size=1, epochs=3, shuffle=False)
    assert run.outcome is symgd.Outcome.LEFT_DOMAIN
    assert np.isfinite(run.record[1:]).all()
    assert np.isfinite(run.fun)


def test_a_validation_cost_without_value_ends_the_run():
    cost = mean_loss("(w - y)**2 - z*log(1 - w)", {"y": [3.0, 3.0], "z": [0.0, 0.0]})
    held_out = {"y": [3.0], "z": [1.0]}
    run = minimize(cost, 0, gd(learning_rate=0.1), batch_size=1, epochs=9, validation=held_out)
    assert run.outcome is symgd.Outcome.LEFT_DOMAIN
    assert np.isfinite(run.validation_costs).all()
    assert len(run.validation_costs) == len(run.epoch_costs)


def test_data_held_out_that_have_no_value_are_named():
    cost = mean_loss("(log(1 + w*x) - y)**2", {"x": [0.1, 0.2], "y": [1.0, 2.0]})
    held_out = {"x": [-1.0], "y": [1.0]}
    run = minimize(cost, 0.1, gd(learning_rate=5), epochs=30, validation=held_out)
    assert run.outcome is symgd.Outcome.STOPPED
    assert "the cost of the validation data has no finite value there" in run.message
    assert len(run.validation_costs) == len(run.epoch_costs)


# Many seeds.


def test_seeds_reach_different_minima_and_all_samples_only_one():
    """The noise of single samples carries some of 100 runs over the hill between two valleys."""
    y = np.array([-1.5, -1.0, 1.2, 1.6])
    cost = mean_loss("(w**2 - 1)**2 + (w - y)**2/4", {"y": y})
    rule = gd(learning_rate=0.14)
    ends = np.array(
        [minimize(cost, 0, rule, batch_size=1, max_steps=400, rng=seed).x[0] for seed in range(100)]
    )
    left, right = np.histogram(ends, bins=[-3, 0, 3])[0]
    assert left + right == 100
    assert min(left, right) >= 10
    whole = [minimize(cost, 0, rule, epochs=400, rng=seed).x[0] for seed in range(10)]
    assert len(set(whole)) == 1


# What is refused.


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"batch_size": 0}, "batch_size is 0, but a whole number from 1 to 10, the number of"),
        ({"batch_size": 11}, "batch_size is 11, but a whole number from 1 to 10"),
        ({"batch_size": -1}, "batch_size is -1"),
        ({"batch_size": 2.5}, "batch_size is 2.5"),
        ({"batch_size": True}, "batch_size is True"),
        ({"batch_size": "2"}, "batch_size is '2'"),
        ({"batch_size": 3, "rng": "a"}, "rng is 'a', but a seed is wanted"),
        ({"batch_size": 3, "rng": -1}, "rng is -1"),
        ({"batch_size": 3, "rng": 1.5}, "rng is 1.5"),
        ({"batch_size": 3, "rng": True}, "rng is True"),
        ({"batch_size": 3, "shuffle": "no"}, "shuffle is 'no', but True or False"),
        ({"batch_size": 3, "shuffle": None}, "shuffle is None"),
        ({"validation": {"x": [1]}}, "no column y, which the loss"),
        ({"validation": {"x": [1], "y": [np.nan]}}, "y holds nan in row 0"),
        ({"validation": 3}, "type int, but columns by name"),
        ({"validation": {"x": [1e200], "y": [1]}}, "validation data has no finite value"),
    ],
    ids=str,
)
def test_settings_that_are_refused(scatter, settings, said):
    cost = mean_loss(LINE, scatter, "w b")
    with pytest.raises(SymgdError, match=said):
        minimize(cost, (1, 1), gd, max_steps=2, **settings)


@pytest.mark.parametrize(
    "settings", [{"batch_size": 2}, {"epochs": 2}, {"validation": {"x": [1]}}, {"rng": 0}], ids=str
)
def test_a_plain_cost_has_no_samples(settings):
    with pytest.raises(SymgdError, match=rf"{next(iter(settings))} belongs to a cost over data"):
        minimize("x**2", 1, gd, **settings)


@pytest.mark.parametrize(
    "rule",
    [
        symgd.newton(),
        gd(learning_rate=symgd.exact()),
        gd(learning_rate=symgd.backtracking()),
        gd(learning_rate=symgd.polyak(minimum=0)),
    ],
    ids=str,
)
def test_what_measures_the_whole_cost_takes_no_batches(scatter, rule):
    cost = mean_loss(LINE, scatter, "w b")
    with pytest.raises(SymgdError, match="whole cost in every step, but batch_size is 3: leave"):
        minimize(cost, (0, 0), rule, batch_size=3, epochs=2)
    assert minimize(cost, (0, 0), rule, batch_size=10, epochs=2).nit == 2


def test_numpy_integers_are_sizes(scatter):
    run = minimize(mean_loss(LINE, scatter, "w b"), (0, 0), gd, batch_size=np.int8(3), epochs=1)
    assert run.epochs.batch_size == 3
    assert run.nit == 4


def test_gradient_descent_and_compare_take_the_same_words(scatter):
    cost, settings = mean_loss(LINE, scatter, "w b"), {"batch_size": 3, "epochs": 2, "rng": 1}
    run = symgd.gradient_descent(cost, (0, 0), 0.05, **settings)
    same = minimize(cost, (0, 0), gd(learning_rate=0.05), **settings)
    assert np.array_equal(run.path, same.path)
    both = symgd.compare(cost, (0, 0), [gd(learning_rate=0.05), symgd.adam], **settings)
    assert np.array_equal(both[0].path, run.path)
    assert both[1].nit == run.nit == 8
