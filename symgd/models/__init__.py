"""Models: formulas that predict from inputs, with parameters to be learnt.

`linear`, `polynomial` and `tanh_network` predict a number, `logistic` and `softmax` the
probabilities of classes. Each gives a `Model`, whose formula is a plain SymPy expression:

>>> from symgd import models
>>> models.linear("x").formula
b + w*x
>>> models.linear("x1 x2").parameters
(w1, w2, b)
>>> models.polynomial(3).formula
w0 + w1*x + w2*x**2 + w3*x**3

A loss of `symgd.losses` measures its error on one sample, a descent finds the parameters, and
the model predicts with them:

>>> models.linear("x").predict({"w": 2, "b": 1}, {"x": [1, 2, 3]})
array([3., 5., 7.])
"""

from symgd.models.families import linear, logistic, polynomial, softmax, tanh_network
from symgd.models.model import Model

__all__ = ["Model", "linear", "logistic", "polynomial", "softmax", "tanh_network"]
