"""Steps that are not made per coordinate: line searches and Newton's direction.

`line_search` finds the length of a step along its direction, `newton` the direction by the Hessian.
Where there is none, they say why by raising `NoStepError`.
"""
