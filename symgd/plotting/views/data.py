"""The samples of a cost over data, and what the runs predict for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from symgd.errors import SymgdError
from symgd.plotting.parts import formula
from symgd.plotting.parts.agreement import Agreement
from symgd.plotting.parts.boundary import Boundary
from symgd.plotting.parts.fitted import Chance, Fitted
from symgd.plotting.parts.predicting import Predictor
from symgd.plotting.parts.samples import MOST, MOVING, Shown
from symgd.plotting.views.base import WIDE, View, folded, over, write
from symgd.run import Run

Shape = Fitted | Boundary | Agreement

# Between the two lines over the axes, in heights of letters.
LINE = 1.5


class Data(View):
    """The fitted line or the decision boundary, which moves over the samples.

    One input: the line, with the residuals of few samples. Classes of two inputs: the boundary.
    Any other number of inputs: the predictions against the measured values.
    """

    name = "data"
    of_data = True

    def __init__(self, runs: Sequence[Run]) -> None:
        super().__init__(runs)
        self.predictor = Predictor(self.cost, self.name)
        self._kind = self._suitable()
        found = self.predictor.prediction
        most = MOVING if self._kind is Agreement else MOST
        self.samples_shown = Shown(self.cost.samples, found.inputs, found.target, most)
        self._written = (
            self.alone is not None and self.predictor.written(self.alone.path[0]) is not None
        )
        self.raised = LINE if self._written else 0.0

    @staticmethod
    def fits(n: int) -> bool:
        """Tell that any number of parameters will do."""
        return True

    def _suitable(self) -> type[Shape]:
        """Return how such a prediction is drawn."""
        found, count = self.predictor.prediction, len(self.predictor.prediction.inputs)
        if found.kind == "value":
            if count == 1:
                return Fitted
            return Boundary if count == 2 and self._labels(found.target) == 2 else Agreement
        if found.kind == "score" and self._labels(found.target) > 2:
            raise SymgdError(
                f"The view 'data' takes the loss for one of two classes, but {found.target} has "
                "more than two values; draw view='cost', or take a softmax model with log_loss."
            )
        if count == 2:
            return Boundary
        if count == 1 and found.kind == "score":
            return Chance
        raise SymgdError(
            f"The view 'data' draws classes over one or two inputs, and more than two classes over "
            f"two, but the prediction has {count}: {', '.join(found.inputs)}; draw view='cost'."
        )

    def _labels(self, target: str) -> int:
        """Return how many values the target has; more than three are not counted."""
        seen: set[float] = set()
        place = self.cost.samples.names.index(target)
        for block in self.cost.samples.blocks():
            seen.update(np.unique(block[place])[:4].tolist())
            if len(seen) > 2:
                break
        return len(seen)

    @property
    def named(self) -> str | None:
        """Return the run, if it is the only one, and how many of all samples are shown."""
        parts = [super().named, self.samples_shown.told]
        return ", ".join(part for part in parts if part) or None

    def draw(self, ax: Axes, roomy: bool) -> None:
        """Draw the samples, and what the runs predict."""
        self.shape = self._kind(self.runs, self.looks, self.predictor, self.samples_shown)
        self.shape.frame(ax)
        self.furnish(ax, roomy)
        for artist in self.shape.make(ax):
            self.add(artist)

    def furnish(self, ax: Axes, roomy: bool) -> None:
        """Write title and legend, and make the lines of numbers."""
        super().furnish(ax, roomy)
        if self._written:
            self.under = self.add(over(ax, "", 0.45))

    def legend(self, ax: Axes, roomy: bool) -> None:
        """Name the runs and the classes beside the axes or, on the user's own axes, inside."""
        keys = self.shape.keys
        if not self.alone:
            labels = [folded(run.label) for run in self.runs]
            keys = [*keys, *zip(self.samples(), labels, strict=True)]
        if keys:
            place = {"loc": "upper left", "bbox_to_anchor": (1.01, 1.0)} if roomy else {}
            ax.legend(*zip(*keys, strict=True), **{"loc": "best", **place}, handlelength=1.6)

    def samples(self) -> list[Line2D]:
        """Return what each of several runs looks like, for a legend."""
        if self._kind is Agreement:
            style = {"linestyle": "none"}
            return [Line2D([], [], color=k.colour, marker=k.marker, **style) for k in self.looks]
        return [Line2D([], [], color=look.colour, linestyle=look.line) for look in self.looks]

    def hides(self, step: int) -> bool:
        """Tell whether what the run alone predicts is outside the window at a step."""
        return self.alone is not None and self.shape.hides(min(step, self.alone.nit))

    def show(self, step: int) -> None:
        """Place what is predicted at a step."""
        self.say(step)
        self.shape.show(step)

    def say(self, step: int) -> None:
        """Write the formula with the numbers of this step, and the step with its cost."""
        if not self.alone:
            super().say(step)
            return
        k = min(step, self.alone.nit)
        if self._written:
            write([self.status], [self.predictor.written(self.alone.path[k])], self._reach)
        numbers = self.under if self._written else self.status
        write([numbers], ["   ".join(self._told(k))], self._reach)

    def _told(self, k: int) -> list[str]:
        """Return the step, the epoch, the cost of all samples, and how the classes are met."""
        told = [f"step {k}".ljust(len(f"step {self.last}"), WIDE)]
        if self.alone.in_batches:
            told.append(f"epoch {k // self.alone.epochs.length}")
        cost = formula.number(self.whole_costs[0][k])
        told += [f"f = {cost.ljust(8, WIDE)}", *self.shape.told(k)]
        if self.hides(k):
            told = [*(part.rstrip(WIDE) for part in told), "out of view"]
        return told
