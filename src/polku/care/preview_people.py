"""People worth a look at a message: those in whom it may look odd."""

from __future__ import annotations

from typing import Any

from polku.care.workplace import Workplace
from polku.delivery.receivers import receivers
from polku.delivery.render.variables import person_values

_LATEST = 400  # people looked through: those seen last


def preview_people(at: Workplace, purpose: str) -> list[dict[str, Any]]:
    """[{"case", "person", "id", "name"}]: with a first name, without one, of another language, without
    consent to e-mail for the purpose. A case that nobody of the latest is in is left out."""
    with at.warehouse.read() as con:
        rows = con.execute(
            "SELECT person FROM people ORDER BY last_ts DESC, person LIMIT ?", [_LATEST]
        ).fetchall()
    people = [int(person) for (person,) in rows]
    if not people:
        return []
    found = receivers(at.control, at.settings, people)
    agreed = _agreed(at, people, purpose)
    chosen: dict[str, int] = {}
    for person in people:
        one = found[person]
        if one.email is None:
            continue
        named = bool(person_values(one).get("first_name"))
        cases = {
            "usual": named and one.language == at.language,
            "no-name": not named,
            "language": one.language != at.language,
            "no-consent": person not in agreed,
        }
        for case, fits in cases.items():
            if fits and case not in chosen and person not in chosen.values():
                chosen[case] = person
    order = ("usual", "no-name", "language", "no-consent")
    return [
        {
            "case": case,
            "person": str(chosen[case]),
            "id": found[chosen[case]].id,
            "name": found[chosen[case]].name,
        }
        for case in order
        if case in chosen
    ]


def _agreed(at: Workplace, people: list[int], purpose: str) -> set[int]:
    said = at.control.consents.state(people, purpose, "email")
    return {person for person, row in said.items() if row.given}
