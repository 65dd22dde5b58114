"""The two exceptions: every refusal is a sentence that says what to write instead."""

from __future__ import annotations


class SymgdError(ValueError):
    """A request that cannot be carried out, told in the user's words."""


class ParseError(SymgdError):
    """Text that is not a formula, with the place and the remedy.

    Parameters
    ----------
    problem : str
        What was found, as a sentence.
    text : str
        The text as it was typed.
    position : int
        Index of the first offending character in `text`, from 0.
    hint : str, optional
        What to write instead.

    Examples
    --------
    >>> error = ParseError("There is no * between 2 and x.", "2x + 1", 1, "write 2*x")
    >>> error.position, error.hint
    (1, 'write 2*x')
    >>> print(error)
    There is no * between 2 and x.
      2x + 1
       ^
    Hint: write 2*x.
    """

    def __init__(self, problem: str, text: str, position: int, hint: str | None = None) -> None:
        self.problem = problem
        self.text = text
        self.position = position
        self.hint = hint
        super().__init__(self._sentences())

    def _sentences(self) -> str:
        """Return the problem, the caret line and the hint, for at most 60 characters of text."""
        first = max(0, self.position - 40)
        window = "".join(c if c.isprintable() else " " for c in self.text[first : first + 60])
        lines = [self.problem, f"  {window}", " " * (2 + self.position - first) + "^"]
        if self.hint:
            lines.append(f"Hint: {self.hint}.")
        return "\n".join(lines)

    def __reduce__(self) -> tuple[type[ParseError], tuple[str, str, int, str | None]]:
        """Pickle by the four parts, since the message is made from them."""
        return ParseError, (self.problem, self.text, self.position, self.hint)
