"""Polynomials along a ray: what formulas of + - * and whole powers are carried out on."""

from __future__ import annotations

from functools import reduce
from itertools import zip_longest
from operator import mul
from typing import Any


class Along:
    r"""A polynomial :math:`\sum_k c_k \alpha^k` of the length along a ray.

    A formula is carried out on x + αd in the place of x. What cancels does so there, and the work
    grows with the formula and not with its expansion.

    Parameters
    ----------
    terms : sequence of numbers or arrays
        The coefficients, lowest first; arrays have one number for each sample.

    Examples
    --------
    >>> ((Along([1, 2]) - 3) ** 2).terms  # (1 + 2α - 3)² = 4 - 8α + 4α²
    [4, -8, 4]
    """

    __slots__ = ("terms",)

    #: Makes NumPy leave array*polynomial to this class.
    __array_ufunc__ = None

    def __init__(self, terms: Any) -> None:
        self.terms = list(terms)

    def __add__(self, other: Any) -> Along:
        return Along(a + b for a, b in zip_longest(self.terms, _terms(other), fillvalue=0))

    __radd__ = __add__

    def __neg__(self) -> Along:
        return Along(-a for a in self.terms)

    def __sub__(self, other: Any) -> Along:
        return self + -other

    def __rsub__(self, other: Any) -> Along:
        return -self + other

    def __mul__(self, other: Any) -> Along:
        left, right = self.terms, _terms(other)
        products = [0] * (len(left) + len(right) - 1)
        for i, a in enumerate(left):
            for j, b in enumerate(right):
                products[i + j] = products[i + j] + a * b
        return Along(products)

    __rmul__ = __mul__

    def __truediv__(self, number: Any) -> Along:
        return Along(a / number for a in self.terms)

    def __pow__(self, exponent: float) -> Along:
        return reduce(mul, [self] * int(exponent))


def _terms(value: Any) -> list[Any]:
    return value.terms if isinstance(value, Along) else [value]
