"""What a seller should know before the first word, as it stands when the task is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from polku.clock import Clock
from polku.delivery.job import Receiver
from polku.delivery.permission import PURPOSE
from polku.delivery.receipts import SOURCE
from polku.settings import Settings
from polku.store.consents import Consent
from polku.store.control import Control
from polku.store.micros import from_micros
from polku.store.warehouse import Warehouse
from polku.table import iso

StageQuestions = Callable[[str], list[Any]]
"""Stage → what people ask on it, as the journey says: texts, plain or {"fi", "en"}."""

MOST_READ = 8
_LOOKED_AT = 200  # newest events, of which the last that tell something are shown
_SILENT = frozenset({"Identified", "Group Joined", "Alias Created"})
_OF_OURS = frozenset({"File Downloaded", "Email Link Clicked"})
_NAMES = ("title", "name", "file", "path", "product", "product_name", "form", "link_url", "url")


@dataclass(frozen=True)
class Briefing:
    """Everything that a brief is made of."""

    control: Control
    warehouse: Warehouse
    settings: Settings
    clock: Clock
    questions: StageQuestions = lambda _: []

    def brief(self, receiver: Receiver) -> dict[str, Any]:
        """{"stage", "since", "read", "questions", "objections", "offer", "answers", "consents"}:
        JSON; times ISO 8601. `receiver.person` is canonical."""
        stage, since = self._standing(receiver.person)
        read, answers = self._events(receiver.person)
        asked = [
            {"text": text, "form": _after(key)}
            for key, text in receiver.traits.items()
            if key.startswith("question:") and text
        ]
        usual = [{"text": text} for text in (self.questions(stage) if stage else [])]
        return {
            "stage": stage,
            "since": since,
            "read": read,
            "questions": asked + usual,
            "objections": _objections(receiver.traits),
            "offer": self._offer(receiver.person),
            "answers": answers,
            "consents": _consents(self.control.consents.of(receiver.person)),
        }

    def _standing(self, person: int) -> tuple[str | None, str | None]:
        with self.warehouse.read() as con:
            row = con.execute(
                """SELECT n.name, p.since FROM people p
                JOIN names n ON n.kind = 'stage' AND n.code = p.stage WHERE p.person = ?""",
                [person],
            ).fetchone()
        return (None, None) if row is None else (str(row[0]), iso(row[1]))

    def _events(self, person: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """What was last read or done, and the answers to surveys; the newest first."""
        with self.warehouse.read() as con:
            rows = con.execute(
                """SELECT n.name, s.name, epoch_us(e.ts), e.properties FROM events e
                JOIN names n ON n.kind = 'event' AND n.code = e.event
                JOIN names s ON s.kind = 'source' AND s.code = e.source
                WHERE e.person = ? ORDER BY e.ts DESC, e.seq DESC LIMIT ?""",
                [person, _LOOKED_AT],
            ).fetchall()
        read: list[dict[str, Any]] = []
        answers: list[dict[str, Any]] = []
        for name, source, at, properties in rows:
            said = msgspec.json.decode(properties) if properties else {}
            when = iso(from_micros(at))
            if name == "Survey Answered":
                score = said.get("score")
                answers.append({"survey": said.get("survey"), "score": score, "at": when})
            elif _tells(name, source, said) and len(read) < MOST_READ:
                line = {"event": name, "what": _what(said), "at": when}
                if not read or (read[-1]["event"], read[-1]["what"]) != (name, line["what"]):
                    read.append(line)
        return read, answers[:5]

    def _offer(self, person: int) -> dict[str, Any] | None:
        shown = self.control.offers.of(person)
        if not shown:
            return None
        last = shown[0]
        offer = self.control.offers.version(last.offer, last.version)
        said = self.control.offers.answers(last.id)
        accepted = None if not said else all(each.accepted for each in said.values())
        return {
            "offer": last.offer,
            "version": last.version,
            "name": offer.name.in_(self.settings.workspace.language),
            "shown": iso(last.shown),
            "expires": iso(last.expires) if last.expires else None,
            "accepted": accepted,
        }


def _tells(name: str, source: str, said: Mapping[str, Any]) -> bool:
    if source == SOURCE:
        return name in _OF_OURS and not said.get("machine")
    return name not in _SILENT


def _what(said: Mapping[str, Any]) -> str | None:
    found = next(
        (said[key] for key in _NAMES if isinstance(said.get(key), str) and said[key]), None
    )
    return None if found is None else str(found)[:200]


def _objections(traits: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Their own words: answers to open questions, and why they left."""
    found = [
        {"text": str(text), "survey": _after(key)}
        for key, text in traits.items()
        if key.startswith("survey:") and text
    ]
    words = traits.get("exit_words")
    return [*found, {"text": str(words)}] if words else found


def _after(key: str) -> str:
    return key.partition(":")[2]


def _consents(history: list[Consent]) -> list[dict[str, Any]]:
    """What holds now of messages: the newest word for each purpose and channel."""
    newest: dict[tuple[str, str], Consent] = {}
    for row in history:
        if row.purpose != PURPOSE:
            newest.setdefault((row.purpose, row.channel), row)
    return [
        {"purpose": one.purpose, "channel": one.channel, "given": one.given, "at": _day(one.at)}
        for one in newest.values()
    ]


def _day(moment: datetime) -> str | None:
    return iso(moment)
