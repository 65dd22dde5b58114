"""Costs that are means or sums over samples, and the batches of a stochastic descent.

`loss` reads a typed loss and its data, `columns` holds the samples, `cost` is the formula with its
derivatives, `shares` evaluates both over samples in blocks, `sampling` deals out batches, `writing`
sets sums in LaTeX, and `prediction` finds in a loss what it compares.
"""
