"""Who must not be called: they withdrew the consent to calls, or a trait says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from polku.store.consents import ALL
from polku.store.control import Control
from polku.store.members import json_numbers, members_sql

TRAITS = ("no_calls", "noCalls", "do_not_call")


def no_calls(control: Control, people: Iterable[int]) -> frozenset[int]:
    """Those of the people (canonical) who are not called. Whatever the purpose was: the last word
    about calls is what holds for each, and one no is enough."""
    asked = list(people)
    traits = control.traits.of_many(asked)
    found = {person for person, known in traits.items() if says_no(known)}
    with control.read() as connection:
        rows = connection.exec_driver_sql(
            f"""SELECT m.person, c.purpose, c.given FROM ({members_sql()}) m
            JOIN consents c USING (identity) WHERE c.channel IN ('phone', ?2)
            ORDER BY c.at, c.given DESC, c.id""",
            (json_numbers(asked), ALL),
        ).all()
    last = {(int(person), purpose): bool(given) for person, purpose, given in rows}
    return frozenset(found | {person for (person, _), given in last.items() if not given})


def says_no(traits: Mapping[str, Any]) -> bool:
    """Whether a trait forbids calls: true, or a word that means it."""
    said = (traits.get(name) for name in TRAITS)
    return any(
        one is True or str(one).strip().lower() in ("true", "1", "yes", "kyllä") for one in said
    )


def contact_without_calls(contact: str, *, email: bool) -> str:
    """The way that is left for somebody who is not called."""
    if contact != "call":
        return contact
    return "email" if email else "none"
