"""The line over the samples."""

import numpy as np

from symgd.plotting.parts.fitted import classes_of, crossings


def test_crossings_lie_between_places():
    x = np.array([0.0, 1.0, 2.0, 3.0])
    np.testing.assert_allclose(crossings(x, np.array([-1.0, 1.0, 1.0, -3.0])), [0.5, 2.25])
    assert crossings(x, np.zeros(4)).tolist() == []
    assert crossings(x, np.array([-np.inf, np.inf, np.nan, 1.0])).tolist() == [0.5]


def test_labels_are_known_from_one_of_them():
    assert classes_of(np.array([1.0, 1.0])).tolist() == [0, 1]
    assert classes_of(np.array([-1.0])).tolist() == [-1, 1]
    assert classes_of(np.array([2.0, 5.0, 2.0])).tolist() == [2, 5]
