"""Whom to look at a programme as: those who came in last, and those for whom it may go otherwise."""

from __future__ import annotations

from typing import Any

import numpy as np

from polku.care.places import programme_places
from polku.care.plan import people_named
from polku.care.texts import parsed_or_none
from polku.care.workplace import Workplace

LOOKED_AT = 300  # of the last to come in, or of the last seen where nobody has
RECENT = 3
_ENTERED = """SELECT person FROM entries WHERE place IN (SELECT unnest($places))
GROUP BY person ORDER BY max("at") DESC, person LIMIT $most"""
_SEEN = "SELECT person FROM events GROUP BY person ORDER BY max(ts) DESC, person LIMIT $most"


def suggested(at: Workplace, key: str) -> dict[str, Any]:
    """As `GET /api/programmes/{key}/suggested` gives it: each person with why. Raises NotFound."""
    found = parsed_or_none(at.get(key).body)
    purpose = found.programme.purpose if found else "marketing"
    people, entered = _candidates(at, key)
    traits = at.control.traits.of_many(people)
    consents = at.control.consents.states(people, purpose, ("email",))["email"]
    chosen: dict[int, str] = dict.fromkeys(people[:RECENT], "recent" if entered else "seen")

    def first(reason: str, fits: list[int]) -> None:
        person = next((each for each in fits if each not in chosen), None)
        if person is not None:
            chosen[person] = reason

    reachable = [each for each in people if traits.get(each, {}).get("email")]
    first("no_first_name", [each for each in reachable if not _first_name(traits[each])])
    first("no_consent", [e for e in people if e not in consents or not consents[e].given])
    first("other_language", [e for e in people if _language(traits.get(e, {}), at.language)])
    names = people_named(at, list(chosen))
    return {
        "people": [
            {**each, "reason": reason} for each, reason in zip(names, chosen.values(), strict=True)
        ]
    }


def _candidates(at: Workplace, key: str) -> tuple[list[int], bool]:
    places = [code for _, code in programme_places(at.warehouse.names("place"), key)]
    with at.warehouse.read() as con:
        asked = {"places": places, "most": LOOKED_AT}
        rows = con.execute(_ENTERED, asked).fetchall() if places else []
        entered = bool(rows)
        if not rows:
            rows = con.execute(_SEEN, {"most": LOOKED_AT}).fetchall()
    people = np.array([row[0] for row in rows], np.int64)
    return people.tolist(), entered


def _first_name(traits: dict[str, Any]) -> bool:
    return any(traits.get(each) for each in ("first_name", "firstName"))


def _language(traits: dict[str, Any], ours: str) -> bool:
    """Whether somebody's own language is another than the workspace's."""
    said = str(traits.get("language") or traits.get("locale") or "")
    return bool(said) and said[:2].lower() != ours
