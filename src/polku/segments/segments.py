"""`Segments`: everything a team does with segments, as values that are ready for JSON."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from polku.clock import Clock
from polku.conditions.check import Around, check
from polku.conditions.matching import leaves
from polku.conditions.person import Meanings, PersonCondition
from polku.conditions.person_registry import MOST
from polku.errors import DocumentError, Language, Problem, RequestRefused
from polku.journey.text import Text
from polku.journey.written import path_text
from polku.segments.asking import KINDS, Found, count, members
from polku.segments.load import LoadedSegment, as_yaml, dump_segment, load_segment
from polku.segments.model import Segment
from polku.segments.saved import segments_of
from polku.segments.users import User, ring, users_of
from polku.settings import Settings
from polku.store.control import Control
from polku.store.warehouse import Warehouse
from polku.table import iso

if TYPE_CHECKING:
    from polku.journey import Loaded

FRESH = timedelta(minutes=1)
"""How long a count is kept while nothing is written: windows move with time."""
MOST_KEPT = 1000


class Segments:
    """`workspace.segments`. The shapes are those of docs/reference/http-api.md. `who` goes into the audit."""

    def __init__(
        self,
        control: Control,
        warehouse: Warehouse,
        settings: Settings,
        clock: Clock,
        journey: Callable[[], Loaded],
        refresh: Callable[[], None],
    ) -> None:
        self._control, self._warehouse, self._settings = control, warehouse, settings
        self._clock, self._journey, self._refresh = clock, journey, refresh
        self._counts: dict[Any, tuple[datetime, Found]] = {}
        self._lock = threading.Lock()

    # What is asked ---------------------------------------------------------------------------

    def all(self) -> list[dict[str, Any]]:
        """All of them by key, with how many people are in each now and who uses it."""
        self._refresh()
        saved = segments_of(self._control.definitions)
        users = self._users(saved)
        return [self._row(segment, users.get(key, [])) for key, segment in saved.items()]

    def show(self, key: str, *, language: Language = "en") -> dict[str, Any]:
        """One of the list, with `body`, `edition`, `sample` and `problems`. Raises NotFound."""
        definition = self._control.definitions.get("segment", key)
        self._refresh()
        loaded = load_segment(definition.body)
        saved = segments_of(self._control.definitions)
        row = self._row(loaded.segment, self._users(saved).get(key, []))
        return {
            **row,
            "sample": self._people(self._found(loaded.segment.condition).sample),
            "body": definition.body,
            "edition": definition.edition,
            "problems": [each.as_dict(language) for each in self._problems(loaded.segment)],
            "as_of": iso(self._clock().astimezone(UTC)),
        }

    def count(self, condition: Any, *, language: Language = "en") -> dict[str, Any]:
        """How many meet a condition that is not saved: {"people", "sample", "words", "problems",
        "as_of"}; people is None when the condition has problems."""
        answer: dict[str, Any] = {"people": None, "sample": [], "words": None}
        try:
            draft = load_segment(as_yaml({"key": "draft", "condition": condition}), "").segment
            problems = self._problems(draft)
        except DocumentError as error:
            problems = [*error.problems]
        if not problems:
            self._refresh()
            found = self._found(draft.condition)
            answer = {
                "people": found.people,
                "sample": self._people(found.sample),
                "words": _words(draft.condition),
            }
        shown = [_without_line(problem).as_dict(language) for problem in problems]
        return {**answer, "problems": shown, "as_of": iso(self._clock().astimezone(UTC))}

    def members(self, asked: str | PersonCondition) -> NDArray[np.int64]:
        """The people in a segment, or who meet a condition, now: canonical numbers, ascending.
        Raises NotFound (`care.unknown`)."""
        condition = self._get(asked).condition if isinstance(asked, str) else asked
        self._refresh()
        with self._warehouse.read() as cursor:
            return members(cursor, condition, self._clock(), self._codes(), self.meanings())

    def meanings(self) -> Meanings:
        """What the keys of segments and personas stand for now."""
        saved = segments_of(self._control.definitions)
        return Meanings({key: each.condition for key, each in saved.items()}, self._linked())

    # Documents -------------------------------------------------------------------------------

    def save(
        self, key: str, body: str | dict[str, Any], *, who: str, edition: int | None = None
    ) -> dict[str, Any]:
        """Keeps the segment (YAML or JSON text, or the document as values) and gives it back.

        Raises DocumentError with all problems, RequestRefused (409 `care.edited`, 422
        `segment.key-differs`).
        """
        loaded = load_segment(body if isinstance(body, str) else as_yaml(body), key)
        if loaded.segment.key != key:
            params = {"key": key, "written": loaded.segment.key}
            raise RequestRefused(Problem("segment.key-differs", key, params), 422)
        problems = self._problems(loaded.segment, loaded)
        if problems:
            raise DocumentError(problems)
        text = body if isinstance(body, str) else dump_segment(loaded.segment)
        self._control.definitions.save("segment", key, text, who=who, edition=edition)
        self._control.audit.record(who, "segments.save", {"key": key})
        return self.show(key)

    def delete(self, key: str, *, who: str) -> None:
        """Raises NotFound, or RequestRefused (409 `segment.used`) with the list of who uses it."""
        definitions = self._control.definitions
        definitions.get("segment", key)
        users = self._users(segments_of(definitions)).get(key, [])
        if users:
            listed = ", ".join(user.key for user in users)
            params = {"key": key, "users": listed}
            raise RequestRefused(Problem("segment.used", key, params), 409)
        definitions.delete("segment", key)
        self._control.audit.record(who, "segments.delete", {"key": key})

    # -----------------------------------------------------------------------------------------

    def _get(self, key: str) -> Segment:
        return load_segment(self._control.definitions.get("segment", key).body).segment

    def _row(self, segment: Segment, users: Sequence[User]) -> dict[str, Any]:
        return {
            "key": segment.key,
            "name": _both(segment.name),
            "description": segment.description and _both(segment.description),
            "condition": segment.condition.written(),
            "words": _words(segment.condition),
            "people": self._found(segment.condition).people,
            "used_by": [
                {"kind": user.kind, "key": user.key, "name": _both(user.name)} for user in users
            ],
        }

    def _users(self, saved: dict[str, Segment]) -> dict[str, list[User]]:
        return users_of(self._control.definitions, saved, self._journey().journey)

    def _problems(self, segment: Segment, loaded: LoadedSegment | None = None) -> list[Problem]:
        saved = segments_of(self._control.definitions)
        journey = self._journey().journey
        around = Around(
            stages=journey.stage_keys,
            segments=[*saved],
            personas={each.key: each.segment for each in journey.personas},
            personal=frozenset(self._settings.privacy.personal_properties),
        )
        found = []
        for doubt in check(segment.condition, around, ("condition",)):
            if loaded is not None:
                found.append(loaded.written.problem(doubt.code, doubt.path, **doubt.params))
            else:
                found.append(Problem(doubt.code, path_text(doubt.path), doubt.params))
        asked = leaves(segment.condition, self.meanings())
        if len([*islice(asked, MOST + 1)]) > MOST:
            found.append(Problem("condition.too-long", "condition", {"limit": MOST}))
        way = ring({**saved, segment.key: segment}, self._linked(), segment.key)
        if way:
            found.append(Problem("segment.ring", "condition", {"ring": " → ".join(way)}))
        return found

    def unlinked(self) -> list[Problem]:
        """Warnings of the journey's personas that stand for a segment that is not saved."""
        saved = segments_of(self._control.definitions)
        return [
            Problem(
                "journey.unknown-segment",
                f"personas[{i}].segment",
                {"persona": each.name, "key": each.segment, "known": ", ".join(saved) or "–"},
                "warning",
            )
            for i, each in enumerate(self._journey().journey.personas)
            if each.segment is not None and each.segment not in saved
        ]

    def _linked(self) -> dict[str, str]:
        personas = self._journey().journey.personas
        return {each.key: each.segment for each in personas if each.segment is not None}

    def _codes(self) -> dict[str, Any]:
        return {kind: self._warehouse.names(kind) for kind in KINDS}

    def _found(self, condition: PersonCondition) -> Found:
        now, meanings = self._clock(), self.meanings()
        version = (self._warehouse.version, self._control.definitions.changes)
        key = (version, condition.model_dump_json(), self._journey().journey.hash)
        with self._lock:
            kept = self._counts.get(key)
            if kept and timedelta() <= now - kept[0] < FRESH:
                return kept[1]
        with self._warehouse.read() as cursor:
            found = count(cursor, condition, now, self._codes(), meanings)
        with self._lock:
            if len(self._counts) >= MOST_KEPT:
                self._counts.clear()
            self._counts[key] = (now, found)
        return found

    def _people(self, numbers: Sequence[int]) -> list[dict[str, Any]]:
        if not numbers:
            return []
        people = np.asarray(numbers, np.int64)
        ids = self._control.identities.labels(people)
        names = self._control.traits.names(people)
        return [
            {"person": str(person), "id": label, "name": name}
            for person, label, name in zip(numbers, ids, names, strict=True)
        ]


def _without_line(problem: Problem) -> Problem:
    """Of a condition that came as values: its place alone."""
    return replace(problem, where=str(problem.params.get("path", problem.where)))


def _words(condition: PersonCondition) -> dict[str, str]:
    return {"fi": condition.words("fi"), "en": condition.words("en")}


def _both(name: Any) -> dict[str, str]:
    """A text as {"fi", "en"}, whichever way it was written."""
    if isinstance(name, dict):
        some = str(next(iter(name.values()), ""))
        return {"fi": str(name.get("fi", some)), "en": str(name.get("en", some))}
    if isinstance(name, Text):
        return {"fi": name.in_("fi"), "en": name.in_("en")}
    return {"fi": str(name), "en": str(name)}
