"""Five real timelines to read in a review, chosen by a rule that is told beside each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from polku.analytics.person_timeline import person_timeline
from polku.analytics.walks import Ints, Walks, walks

if TYPE_CHECKING:
    from polku.analytics.path import Arrow
    from polku.reports.report import Scene

LATELY = 90 * 86_400_000_000  # microseconds
DAY = 86_400_000_000
MOST_EVENTS = 12
FIVE = 5


def chosen(scene: Scene, arrow: Arrow | None) -> list[tuple[str, int]]:
    """(why, person), five when there are so many: who advanced on the arrow faster than nine in ten ("fast"), slower
    than nine in ten ("slow"), the last one who was lost from it ("lost") or came back after having left ("back"), and
    by lot ("random") one and as many as are missing. Of those who moved in the last 90 days, when there are any;
    nobody is chosen twice."""
    walked = walks(scene)
    found: dict[str, int] = {}
    if not len(walked.person):
        return []
    exits = [step.code for step in scene.path.steps if step.exit]
    here, after = np.flatnonzero(walked.same), np.flatnonzero(walked.same) + 1
    if arrow is not None:
        on = here[walked.stage[here] == arrow.source.code]
        ahead = on[np.isin(walked.stage[on + 1], arrow.ahead)]
        took = walked.at[ahead + 1] - walked.at[ahead]
        order = ahead[np.argsort(took, kind="stable")]
        order = _lately(walked, order)
        _choose(found, "fast", walked.person[order[len(order) // 10 :]])
        _choose(found, "slow", walked.person[order[: max(1, len(order) * 9 // 10)]][::-1])
        lost = on[np.isin(walked.stage[on + 1], arrow.behind)]
        _choose(found, "lost", _newest(walked, lost))
    left = here[np.isin(walked.stage[here], exits) & ~np.isin(walked.stage[after], exits)]
    _choose(found, "back", _newest(walked, left))
    moved = np.unique(walked.person[walked.at > walked.end - LATELY])
    rng = np.random.default_rng(walked.end % 2**32)
    lot = rng.permutation(moved if len(moved) else np.unique(walked.person))
    drawn = lot[~np.isin(lot, list(found.values()))][: max(1, FIVE - len(found))]
    return [*found.items(), *(("random", int(person)) for person in drawn)]


def _lately(walked: Walks, moves: Ints) -> Ints:
    recent = moves[walked.at[moves + 1] > walked.end - LATELY]
    return recent if len(recent) else moves


def _newest(walked: Walks, moves: Ints) -> Ints:
    found: Ints = walked.person[moves[np.argsort(-walked.at[moves + 1], kind="stable")]]
    return found


def _choose(found: dict[str, int], why: str, candidates: Ints) -> None:
    for each in candidates[: len(found) + 1]:
        if int(each) not in found.values():
            found[why] = int(each)
            return


def timeline(scene: Scene, person: int, why: str) -> dict[str, Any] | None:
    """A timeline without a name or a date: stages with the days on them, and the last events by day."""
    known = person_timeline(scene.reader, person)
    if known is None:
        return None
    stages = {code: name for name, code in scene.codes["stage"].items()}
    events = scene.words("event")
    names = {
        touch.event.event: touch.name.both()
        for touch in scene.journey.touchpoints
        if touch.event is not None and not touch.event.where
    }
    first = known.row["first_ts"]
    parts = []
    for place, move in enumerate(known.moves):
        until = known.moves[place + 1]["at"] if place + 1 < len(known.moves) else scene.period.end
        days = max(0.0, (until - move["at"]).total_seconds() / 86_400)
        parts.append({"stage": stages.get(move["to_stage"]), "days": round(days, 1)})
    rows = [row for kind, row in known.entries if kind == "event"][:MOST_EVENTS]
    return {
        "why": why,
        "person": str(person),
        "stages": parts,
        "events": [_event(row, events, names, first) for row in reversed(rows)],
        "total": known.total - len(known.moves),
    }


def _event(
    row: Mapping[str, Any],
    events: Mapping[int, str],
    names: Mapping[str, Mapping[str, str]],
    first: Any,
) -> dict[str, Any]:
    """The event by the name of its touchpoint, where it has one."""
    event = events.get(row["event"], "–")
    return {
        "day": (row["ts"] - first).days + 1,
        "event": event,
        "name": names.get(event, {"fi": event, "en": event}),
    }
