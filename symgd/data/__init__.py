"""Costs that are means or sums over samples, and the batches of a stochastic descent.

`columns` holds the samples, `cost` the formula and its derivatives, `shares` evaluates both over
samples in blocks, `sampling` deals out batches, `writing` sets sums in LaTeX, and `prediction`
finds in a loss what it compares.
"""
