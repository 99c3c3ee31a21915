"""What somebody did that might have brought them in, and the first reason why it did not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from polku.care.places import Place
from polku.care.standing import Standing, standing
from polku.care.texts import parsed_or_none
from polku.care.workplace import KIND, Workplace
from polku.conditions.explaining import explain
from polku.conditions.person import PersonCondition, PersonFacts
from polku.conditions.segment import SegmentCondition
from polku.programmes.entry import (
    AudienceEntry,
    EventEntry,
    ScheduleEntry,
    SegmentEntry,
    StageEntry,
)
from polku.programmes.model import Programme
from polku.programmes.words import entry_words, reentry_words
from polku.store.definitions import Definition
from polku.store.micros import to_micros
from polku.table import iso

PAST = timedelta(days=90)
MOST = 20
Words = dict[str, str]
Entries = Sequence[tuple[Place, int, datetime]]


def why_not(
    at: Workplace,
    definition: Definition,
    facts: PersonFacts,
    entries: Entries,
    left: Mapping[int, datetime],
) -> list[dict[str, Any]]:
    """[{"at", "why"}], the newest first, of the last 90 days. `at` is None of what is no moment."""
    stands = standing(definition)
    if stands.version is None:
        return [_said(None, _UNPUBLISHED)]
    body = at.control.definitions.version(KIND, definition.key, stands.version).body
    loaded = parsed_or_none(body)
    if loaded is None:
        return []
    programme = loaded.programme
    if definition.state == "stopped":
        return [_said(None, _STOPPED)]
    now = at.naive_now()
    came = {moment for _, _, moment in entries}
    moments = [each for each in _causes(programme, facts) if now - PAST <= each <= now]
    if isinstance(programme.entry, (EventEntry, StageEntry)):
        found = [
            _said(each, _reason(at, programme, stands, facts, each, entries, left))
            for each in sorted(set(moments) - came, reverse=True)[:MOST]
        ]
        if found or entries:
            return found
        return [
            _said(
                None,
                _both(
                    _NOTHING,
                    fi=entry_words(programme.entry, "fi"),
                    en=entry_words(programme.entry, "en"),
                ),
            )
        ]
    return [] if entries else [_said(None, _member(at, programme, facts))]


def _causes(programme: Programme, facts: PersonFacts) -> list[datetime]:
    entry = programme.entry
    if isinstance(entry, EventEntry):
        return [each.ts for each in facts.events if entry.event.matches(each)]
    if isinstance(entry, StageEntry):
        return [move.at for move in facts.moves if move.to == entry.stage]
    return []


def _reason(
    at: Workplace,
    programme: Programme,
    stands: Standing,
    facts: PersonFacts,
    moment: datetime,
    entries: Entries,
    left: Mapping[int, datetime],
) -> Words:
    """The first that holds, in the order in which the engine looks."""
    micros = to_micros(moment)
    for rest in stands.pauses:
        if rest.since <= micros and (rest.until is None or micros < rest.until):
            return _PAUSED
    if micros < stands.enrols_from:
        return _BEFORE
    condition = programme.entry.if_
    if condition is not None:
        meanings = at.world().meanings
        fi = explain(condition, facts, moment, "fi", meanings)
        if not fi.met:
            en = explain(condition, facts, moment, "en", meanings)
            return _both(_UNMET, fi=fi.text, en=en.text)
    earlier = [(when, left.get(entry)) for _, entry, when in entries if when <= moment]
    if any(over is None or over > moment for when, over in earlier):
        return _INSIDE
    if earlier and programme.reentry.mode != "always":
        rule = programme.reentry
        return _both(_AGAIN, fi=reentry_words(rule, "fi"), en=reentry_words(rule, "en"))
    return _LATE


def _member(at: Workplace, programme: Programme, facts: PersonFacts) -> Words:
    """Programmes that look at people by themselves: whether the person is one of those now."""
    asked = _asked(programme)
    meanings, now = at.world().meanings, at.naive_now()
    texts: dict[str, list[str]] = {"fi": [], "en": []}
    met = True
    for condition in asked:
        fi, en = (explain(condition, facts, now, lang, meanings) for lang in ("fi", "en"))
        met &= fi.met
        if not fi.met:
            texts["fi"].append(fi.text)
            texts["en"].append(en.text)
    if met:
        return _NOT_YET
    return _both(_UNMET, fi="; ".join(texts["fi"]), en="; ".join(texts["en"]))


def _asked(programme: Programme) -> list[PersonCondition]:
    entry = programme.entry
    found: list[PersonCondition] = [entry.if_] if entry.if_ is not None else []
    segment = getattr(entry, "segment", None)
    if isinstance(entry, AudienceEntry):
        segment = entry.audience.segment
        found += [entry.audience.if_] if entry.audience.if_ is not None else []
    if segment and isinstance(entry, (SegmentEntry, ScheduleEntry, AudienceEntry)):
        found.append(SegmentCondition(segment=segment))
    return found


def _said(at: datetime | None, why: Words) -> dict[str, Any]:
    return {"at": None if at is None else iso(at), "why": why}


def _both(words: Words, *, fi: str, en: str) -> Words:
    return {"fi": words["fi"].format(why=fi), "en": words["en"].format(why=en)}


_UNPUBLISHED = {"fi": "Hoitomallia ei ole julkaistu.", "en": "The programme is not published."}
_STOPPED = {"fi": "Hoitomalli on pysäytetty.", "en": "The programme is stopped."}
_PAUSED = {
    "fi": "Hoitomalli oli silloin tauolla.",
    "en": "The programme was paused then.",
}
_BEFORE = {
    "fi": "Tapahtui ennen hoitomallin julkaisua.",
    "en": "It happened before the programme was published.",
}
_UNMET = {
    "fi": "Mukaantulon ehto ei täyttynyt: {why}.",
    "en": "The condition of entry was not met: {why}.",
}
_INSIDE = {"fi": "Oli jo mukana.", "en": "Was inside already."}
_AGAIN = {
    "fi": "On ollut mukana aiemmin. {why}.",
    "en": "Has been inside before. {why}.",
}
_LATE = {
    "fi": "Tieto tuli yli vuorokauden myöhässä, eikä niin vanha tuo enää mukaan.",
    "en": "It was told more than a day late, and what is so old brings nobody in.",
}
_NOT_YET = {
    "fi": "Kuuluu kohderyhmään, mutta seuraava kierros ei ole vielä tullut, tai kuului siihen jo julkaistaessa.",
    "en": "Belongs to those meant, but the next round has not come yet, or belonged to them at publishing.",
}
_NOTHING = {
    "fi": "90 päivään ei ole tapahtunut mitään, mikä toisi mukaan. {why}.",
    "en": "Nothing that would bring them in has happened in 90 days. {why}.",
}
