"""The ways to draw runs, one file each; `base` holds what they share, `table` the choice."""
