"""The textbook's update rules, each written once as a recurrence.

The rules stand in `plain`, `momenta`, `adaptive` and `adams`; `catalogue` lists them. `rule` makes
a rule of a function, `tracing` runs that function once on symbols, `statements` tells it line by
line, `hyperparameters` and `learning_rates` say which numbers are legal.
"""
