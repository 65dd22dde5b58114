"""The textbook's update rules, each written once as a recurrence.

`rule` makes a rule of a function, `tracing` runs that function once on symbols,
`hyperparameters` says which numbers are legal, and `catalogue` holds the rules themselves.
"""
