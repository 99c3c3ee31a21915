"""What becomes of those inside an older version: each group stays, moves to the new one, or leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from polku.care.workplace import Workplace
from polku.programmes.actions import CompiledProgramme

Group = Literal["stay", "move", "leave"]


def regroup(
    at: Workplace,
    old: CompiledProgramme,
    new: CompiledProgramme,
    choice: Callable[[str], Group],
) -> bool:
    """Does what was chosen for each step they wait at. A step that the new version lacks cannot be moved to:
    those who wait there stay. Returns whether anybody stays."""
    from polku.engine.versions import change_version

    keys = {action.key for action in new.actions}
    plan: dict[str, str | None] = {}
    for action in old.actions:
        chosen = choice(action.key)
        if chosen == "leave":
            plan[action.key] = None
        elif chosen == "move" and action.key in keys:
            plan[action.key] = action.key
    with at.warehouse.write() as tx:
        return bool(change_version(tx, old, new, plan, at.naive_now(), at.world()))
