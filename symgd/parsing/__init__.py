"""From what a student typed to a SymPy expression that is safe to differentiate and compile.

Text is read by an allow-list over Python's syntax tree, never by evaluating it; expressions and
variables that come as objects are checked node by node.
"""

from symgd.parsing.names import read_names
from symgd.parsing.screening import screen
from symgd.parsing.text import parse

__all__ = ["parse", "read_names", "screen"]
