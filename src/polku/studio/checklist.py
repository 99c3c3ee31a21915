"""The six things to begin with. Each is found done from what is there: nobody ticks it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from polku import demo
from polku.care.demo import WHO
from polku.errors import PolkuError
from polku.journey import Journey, load_journey
from polku.journey.part import Part
from polku.journey.templates import template, template_names
from polku.studio.demo import KEPT

if TYPE_CHECKING:
    from polku.care.workplace import Workplace

Item = Literal["model", "audience", "goal", "events", "programme", "people"]
START, HIDDEN, DEMO = "start", "checklist.hidden", "demo"


@dataclass(frozen=True)
class Checklist:
    """What is done of the six, in their order."""

    done: dict[Item, bool]
    hidden: bool

    @property
    def left(self) -> int:
        """How many are not done yet."""
        return sum(not done for done in self.done.values())


def checklist(at: Workplace, written: Sequence[Journey]) -> Checklist:
    """`written`: the journeys of the workspace as they stand in their drafts."""
    control = at.control
    personas = [persona for journey in written for persona in journey.personas]
    goals = [journey.goal for journey in written if journey.goal]
    return Checklist(
        {
            "model": control.choices.get(START) is not None or bool(_own(written)),
            "audience": bool(_own(personas)),
            "goal": bool(_own(goals)),
            "events": _own_events(at),
            "programme": _own_programme(at),
            "people": _shared(at),
        },
        hidden=bool(control.choices.get(HIDDEN)),
    )


def hide(at: Workplace, hidden: bool, *, who: str) -> None:
    """Puts the list away, or takes it back."""
    at.control.choices.put(HIDDEN, hidden, who=who)


def _own(parts: Iterable[Part]) -> list[Part]:
    """Those that do not come as they are from a template or a demo."""
    given = _given()
    return [part for part in parts if _said(part) not in given]


@cache
def _given() -> frozenset[str]:
    texts = [
        *(template(name, language) for name in template_names() for language in ("fi", "en")),
        *(demo.journey_text(kind) for kind in ("shop", "b2b")),
    ]
    found: set[str] = set()
    for text in texts:
        journey = load_journey(text).journey
        goals = [journey.goal] if journey.goal else []
        found |= {_said(part) for part in (journey, *goals, *journey.personas)}
    return frozenset(found)


def _said(part: Part) -> str:
    # the demo has dates of its own each time it is made: of the goal, and of the last review
    return part.model_dump_json(
        exclude={"target_date": True, "goal": {"target_date"}, "last_reviewed": True}
    )


def _own_events(at: Workplace) -> bool:
    words = at.warehouse.words("source")
    with at.warehouse.read() as cursor:
        # Names of sources that have events: each is met in the first rows of its own.
        return any(
            cursor.execute("SELECT 1 FROM events WHERE source = ? LIMIT 1", [code]).fetchall()
            for code, name in words.items()
            if name != DEMO
        )


def _own_programme(at: Workplace) -> bool:
    definitions = at.control.definitions
    return any(
        version.who != WHO
        for draft in definitions.all("programme")
        for version in definitions.versions("programme", draft.key)
    )


def _shared(at: Workplace) -> bool:
    """Whether a colleague can sign in, or the idea box has a link; those of the demo are not ours."""
    made = at.control.choices.get(KEPT) or {}
    given = json.dumps([*made.get("users", ()), *made.get("shares", ())])
    with at.control.read() as connection:
        return bool(
            connection.exec_driver_sql(
                """WITH given AS (SELECT value FROM json_each(?))
                SELECT (SELECT count(*) FROM users WHERE disabled IS NULL AND id NOT IN given) > 1
                OR EXISTS (SELECT 1 FROM shares
                    WHERE kind = 'ideas' AND revoked IS NULL AND token NOT IN given)""",
                (given,),
            ).scalar_one()
        )


def readable(texts: Iterable[str]) -> list[Journey]:
    """The journeys of those texts that can be read."""
    found = []
    for text in texts:
        try:
            found.append(load_journey(text).journey)
        except PolkuError:  # a draft with faults counts when it is mended
            continue
    return found
