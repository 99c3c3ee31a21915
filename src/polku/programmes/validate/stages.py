from __future__ import annotations

from collections.abc import Iterator

from polku.conditions.stage import NONE, StageCondition
from polku.journey.written import Path
from polku.programmes.entry import StageEntry
from polku.programmes.known import Known
from polku.programmes.model import Programme
from polku.programmes.validate.finding import Finding, nearest
from polku.programmes.walk import conditions


def stages(programme: Programme, known: Known) -> Iterator[Finding]:
    """No stage, and stages that are not on the journey."""
    keys = known.journey.stage_keys if known.journey else ()
    if programme.stage is None:
        params = {"name": programme.name, "known": ", ".join(keys) or "–"}
        yield Finding("programme.no-stage", (), params)
    if known.journey is None:
        return
    for key, path, node in _named(programme):
        if key not in keys:
            params = {"key": key, "known": nearest(key, keys)}
            yield Finding("programme.unknown-stage", path, params, node=node)


def _named(programme: Programme) -> Iterator[tuple[str, Path, str | None]]:
    if programme.stage is not None:
        yield programme.stage, ("stage",), None
    if isinstance(programme.entry, StageEntry):
        yield programme.entry.stage, ("entry", "stage"), None
    if programme.goal and programme.goal.stage:
        yield programme.goal.stage, ("goal", "stage"), None
    for i, trigger in enumerate(programme.exits):
        if trigger.stage:
            yield trigger.stage, ("exits", i, "stage"), None
    for asked in conditions(programme):
        if isinstance(asked.condition, StageCondition):
            yield from (
                (key, asked.path, asked.node) for key in asked.condition.stage if key != NONE
            )
