"""The pieces of the plan: who met them, and how many of those moved on. Reach never stands without its next step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from polku.analytics.content_met import LOOKED_BACK, MOVES_WITHIN, met, moved_on
from polku.analytics.touchpoint_counts import hashable_codes

if TYPE_CHECKING:
    from polku.journey.content import Piece
    from polku.journey.model import Journey
    from polku.reports.report import Scene
    from polku.studio.content.held import Held


def pieces(scene: Scene, journey: Journey, held: Held, *, running: bool) -> list[dict[str, Any]]:
    """One row for each piece, in the order of the plan. Without an event, or in a journey that does not run, nothing
    is known of who met it (null)."""
    rows = [(topic, piece) for topic in journey.topics for piece in topic.pieces]
    reach = _reach(scene, [piece for _, piece in rows], held) if running else {}
    return [
        {
            "topic": topic.key,
            "key": piece.key,
            "stages": list(topic.stages),
            "personas": list(topic.personas),
            "bound": piece.event is not None,
            **reach.get(place, {"people": None, "followed": None, "moved": None, "rate": None}),
        }
        for place, (topic, piece) in enumerate(rows)
    ]


def _reach(scene: Scene, found: list[Piece], held: Held) -> dict[int, dict[str, Any]]:
    bound = [(i, piece.event) for i, piece in enumerate(found) if piece.event is not None]
    if not bound:
        return {}
    conditions = tuple(event.model_dump_json(exclude_defaults=True) for _, event in bound)
    rows = held.get(("reach", *conditions), lambda: _reach_of(scene, conditions))
    return {i: row for (i, _), row in zip(bound, rows, strict=True)}


def _reach_of(scene: Scene, conditions: tuple[str, ...]) -> list[dict[str, Any]]:
    """One row for each condition."""
    codes = hashable_codes(
        {kind: scene.codes.get(kind, {}) for kind in ("event", "source", "channel")}
    )
    end = scene.period.end
    given = {"looked_back": end - LOOKED_BACK, "followed": end - MOVES_WITHIN}
    order = tuple(step.code for step in scene.path.forward)
    reached = {
        row["piece"]: row for row in scene.ask(met(conditions, codes, False), **given).to_pylist()
    }
    moved = {
        row["piece"]: row["moved"]
        for row in scene.ask(moved_on(conditions, codes, order, False), **given).to_pylist()
    }
    rows = []
    for place in range(len(conditions)):
        row = reached.get(place, {"people": 0, "followed": 0})
        people, followed, went = row["people"], row["followed"], moved.get(place, 0)
        rate = went / followed if followed else None
        rows.append({"people": people, "followed": followed, "moved": went, "rate": rate})
    return rows
