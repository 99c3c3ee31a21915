"""What was said of us as the API tells it: with its person, their stage, and the permission."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from polku.care.voice_rows import Voice
from polku.care.voice_tables import used_in
from polku.care.workplace import Workplace
from polku.delivery.permission import PURPOSE, REVIEW, about
from polku.delivery.receivers import receivers
from polku.delivery.render.variables import person_values
from polku.table import iso


def bodies(at: Workplace, voices: list[Voice]) -> list[dict[str, Any]]:
    """One for each, in their order."""
    if not voices:
        return []
    ledger, used = at.control.consents.about(PURPOSE), used_in(at)
    people = [each.person for each in voices]
    stages = _stages(at, people)
    known = receivers(at.control, at.settings, people)
    names = at.control.traits.names(np.array(people, np.int64))
    found = []
    for each, name in zip(voices, names, strict=True):
        id, who = about(each.uid), known[each.person]
        held, ever = ledger.get(id, (None, False))
        first = person_values(who).get("first_name")
        signed = held.details.get("signed") if held and held.given else None
        found.append(
            {
                "id": id,
                "kind": _kind(each),
                "at": iso(each.at),
                "score": each.score,
                "text": _words(each, who.traits),
                "picture": each.picture,
                "link": each.link,
                "product": each.product,
                "person": str(each.person),
                "person_id": who.id,
                "name": name,
                "first_name": str(first) if first else None,
                "stage": stages.get(each.person),
                "state": each.state,
                "withdrawn": each.state == "refused" and ever,
                "answered": iso(held.at) if held else None,
                "source": held.source if held else None,
                "statement": str(held.details.get("statement") or "") if held else None,
                "signed": str(first) if signed == "first_name" and first else None,
                "used": used.get(id, []),
            }
        )
    return found


def _words(voice: Voice, traits: Mapping[str, Any]) -> str | None:
    """The person's words: the event's, else what they last answered (kept with the person, for it may name people)."""
    if voice.text is not None or voice.event != "Survey Answered" or not voice.last:
        return voice.text
    said = traits.get(f"survey:{REVIEW}")
    return said if isinstance(said, str) else None


def _stages(at: Workplace, people: list[int]) -> dict[int, str]:
    with at.warehouse.read() as con:
        rows = con.execute(
            """SELECT p.person, n.name FROM people p
            JOIN names n ON n.kind = 'stage' AND n.code = p.stage
            WHERE p.person IN (SELECT unnest($people))""",
            {"people": people},
        ).fetchall()
    return dict(rows)


def _kind(voice: Voice) -> str:
    return {"Review Submitted": "review", "Content Shared": "shared"}.get(voice.event, "answer")
