"""Entry, re-entry, goal and exits as sentences."""

from __future__ import annotations

from polku.errors import Language
from polku.programmes.entry import (
    AudienceEntry,
    Entry,
    EventEntry,
    Schedule,
    ScheduleEntry,
    SegmentEntry,
    StageEntry,
)
from polku.programmes.model import Programme
from polku.programmes.phrases import clock_words, day_name, phrase
from polku.programmes.reentry import Reentry
from polku.programmes.trigger import Goal, Trigger


def programme_words(programme: Programme, language: Language) -> dict[str, str | list[str] | None]:
    """{"entry", "reentry", "goal" (None when there is none), "exits": […]}."""
    return {
        "entry": entry_words(programme.entry, language),
        "reentry": reentry_words(programme.reentry, language),
        "goal": goal_words(programme.goal, language) if programme.goal else None,
        "exits": [exit_words(trigger, language) for trigger in programme.exits],
    }


def entry_words(entry: Entry, language: Language) -> str:
    """ "Mukaan tulee, kun "Form Submitted" tapahtuu, jos …"."""
    said = _entry(entry, language)
    condition = entry.if_
    if isinstance(entry, AudienceEntry):
        condition = entry.audience.if_
    if condition is None:
        return said
    return phrase("entry-if", language, entry=said, condition=condition.words(language))


def _entry(entry: Entry, language: Language) -> str:
    if isinstance(entry, EventEntry):
        return phrase("entry-event", language, event=entry.event.named(language))
    if isinstance(entry, StageEntry):
        return phrase("entry-stage", language, stage=entry.stage)
    if isinstance(entry, SegmentEntry):
        return phrase(f"entry-segment-{entry.on}", language, segment=entry.segment)
    if isinstance(entry, ScheduleEntry):
        params = {"round": _round(entry.schedule, language), "segment": entry.segment}
        at = clock_words(entry.schedule.at, language)
        name = "entry-schedule-segment" if entry.segment else "entry-schedule"
        return phrase(name, language, **params, at=at)
    segment = entry.audience.segment if isinstance(entry, AudienceEntry) else None
    name = "entry-audience-segment" if segment else "entry-audience"
    return phrase(name, language, segment=segment)


def _round(schedule: Schedule, language: Language) -> str:
    on = schedule.on
    shown = day_name(on, language) if isinstance(on, str) else on
    return phrase(f"round-{schedule.every}", language, on=shown)


def reentry_words(reentry: Reentry, language: Language) -> str:
    """ "Kukin tulee mukaan vain kerran"."""
    time = reentry.after.words(language) if reentry.after else ""
    return phrase(f"reentry-{reentry.mode}", language, time=time)


def goal_words(goal: Goal, language: Language) -> str:
    """ "Tavoite: "Order Completed" tapahtuu (30 päivän aikana)"."""
    said = _trigger("goal", goal, language)
    if goal.within is None:
        return said
    return phrase("goal-within", language, goal=said, during=goal.within.during(language))


def exit_words(trigger: Trigger, language: Language) -> str:
    """ "Poistuu, kun vaihe on "left""."""
    return _trigger("exit", trigger, language)


def _trigger(name: str, trigger: Trigger, language: Language) -> str:
    if trigger.event is not None:
        return phrase(f"{name}-event", language, event=trigger.event.named(language))
    return phrase(f"{name}-stage", language, stage=trigger.stage)
