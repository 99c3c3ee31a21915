"""Who the messages of a batch go to: names, language, zone and addresses, in a few queries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from polku.delivery.job import Receiver
from polku.delivery.policy.facts import canonical, is_zone, looks_like_email
from polku.errors import Language
from polku.settings import Settings
from polku.store.control import Control
from polku.store.members import json_numbers, members_sql

_EMAILS = """
SELECT m.person, min(d.value) FROM ({members}) m JOIN identities d USING (identity)
WHERE d.kind = 'user' AND d.value LIKE '%_@_%._%' AND d.value NOT LIKE '% %' GROUP BY m.person"""


def receivers(control: Control, settings: Settings, people: list[int]) -> dict[int, Receiver]:
    """Person (as asked, also one that was merged since) → receiver."""
    asked = np.array(people, np.int64)
    now = canonical(control, asked)
    distinct = np.unique(now)
    traits = control.traits.of_many(distinct.tolist())
    push = control.push.of(distinct.tolist())
    labels = dict(zip(distinct.tolist(), control.identities.labels(distinct), strict=True))
    with control.read() as connection:
        rows = connection.exec_driver_sql(
            _EMAILS.format(members=members_sql()), (json_numbers(distinct),)
        )
        emails = {int(person): str(value) for person, value in rows}
    made = {
        person: receiver_of(
            person, labels[person], traits.get(person, {}), emails.get(person), settings,
            tuple(push.get(person, ())),
        )
        for person in distinct.tolist()
    }  # fmt: skip
    return {int(a): made[int(b)] for a, b in zip(asked, now, strict=True)}


def language_of(traits: Mapping[str, Any], usual: Language) -> Language:
    """Trait `language` or `locale` when it is one of ours ("fi-FI" is "fi"), else the workspace's."""
    for key in ("language", "locale"):
        said = str(traits.get(key) or "").lower()[:2]
        if said == "fi":
            return "fi"
        if said == "en":
            return "en"
    return usual


def receiver_of(
    person: int,
    label: str,
    traits: Mapping[str, Any],
    email: str | None,
    settings: Settings,
    push: tuple[Any, ...] = (),
) -> Receiver:
    """What the traits say of a person; `email` is what stands in for theirs."""
    first = traits.get("first_name") or traits.get("firstName") or traits.get("firstname")
    last = traits.get("last_name") or traits.get("lastName") or traits.get("lastname")
    whole = traits.get("name") or " ".join(str(part) for part in (first, last) if part)
    own = str(traits.get("email") or "").strip()
    zone = str(traits.get("timezone") or "")
    return Receiver(
        person=person,
        id=label,
        first_name=str(first) if first else None,
        name=str(whole) if whole else None,
        traits=traits,
        language=language_of(traits, settings.workspace.language),
        zone=zone if zone and is_zone(zone) else settings.workspace.timezone,
        email=own if looks_like_email(own) else email,
        phone=str(traits.get("phone") or "").strip() or None,
        push=push,
    )
