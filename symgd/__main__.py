"""``python -m symgd``: the command line."""

import sys

from symgd.command_line import main

if __name__ == "__main__":
    sys.exit(main())
