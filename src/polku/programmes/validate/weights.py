from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from polku.programmes.known import Known
from polku.programmes.model import Programme
from polku.programmes.steps.split import SplitStep
from polku.programmes.validate.finding import Finding
from polku.programmes.walk import walk


def weights(programme: Programme, known: Known) -> Iterator[Finding]:  # noqa: ARG001
    """Splits whose weights are not positive or do not sum to 100."""
    for placed in walk(programme):
        step = placed.step
        if not isinstance(step, SplitStep) or not step.split:
            continue
        for i, arm in enumerate(step.split):
            if arm.weight == 0:
                params: dict[str, Any] = {"arm": arm.name or arm.key, "step": placed.title}
                path = (*placed.body_path, i, "weight")
                yield Finding("programme.weight-zero", path, params, node=step.key)
        total = sum(arm.weight for arm in step.split)
        if total != 100:
            shown = " + ".join(str(arm.weight) for arm in step.split)
            params = {"step": placed.title, "weights": shown, "total": total}
            yield Finding("programme.weights-not-100", placed.body_path, params, node=step.key)
