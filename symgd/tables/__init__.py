"""Columns of numbers: data read from a file or a dictionary, brought to a common scale, and split.

`columns` is the value that all of it passes around. Any mapping from names or symbols to lists of
numbers is taken where columns are wanted.
"""

from symgd.tables.columns import Columns
from symgd.tables.csv_file import read_csv
from symgd.tables.scaling import Standardized, centre, standardize
from symgd.tables.splitting import split

__all__ = ["Columns", "Standardized", "centre", "read_csv", "split", "standardize"]
