"""Labels stand beside their point, off the curve and inside the axes."""

import numpy as np

from symgd.plotting.parts.placing import beside, covered, freest

SIZE = np.array([0.2, 0.08])


def test_the_first_place_is_above_on_the_falling_side():
    point = np.array([0.5, 0.5])
    assert (beside(point, SIZE, right=1.0)[0] > point).all()
    left = beside(point, SIZE, right=-1.0)[0]
    assert left[0] < 0.5 < left[1]


def test_no_place_covers_the_point():
    point = np.array([0.5, 0.5])
    away = np.abs(beside(point, SIZE, 1.0) - point)
    assert (away > SIZE / 2).any(axis=1).all()


def test_places_outside_the_axes_are_avoided():
    point = np.array([0.97, 0.97])
    centre = freest(beside(point, SIZE, 1.0), SIZE, np.empty((0, 2)))
    assert (np.abs(centre - 0.5) + SIZE / 2 <= 0.5).all()


def test_the_place_with_the_fewest_obstacles_wins_and_nan_does_not_count():
    places = np.array([[0.3, 0.5], [0.7, 0.5]])
    curve = np.array([[0.3, 0.5], [np.nan, np.nan], [0.31, np.nan]])
    assert freest(places, SIZE, curve).tolist() == [0.7, 0.5]
    assert freest(places, SIZE, np.full((3, 2), np.nan)).tolist() == [0.3, 0.5]


def test_a_place_outside_counts_as_very_much_covered():
    places = np.array([[0.5, 0.5], [0.02, 0.5]])
    assert covered(places, SIZE, np.array([[0.5, 0.52]])).tolist() == [1, 10_000]
