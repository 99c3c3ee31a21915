"""The journey: the document, and the live grid of stages and lanes."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

from fastapi import APIRouter
from pydantic import ValidationError

from polku.analytics.numbers import Numbers
from polku.analytics.reason import rule_words
from polku.conditions.rule import EnterRule
from polku.http.auth import needs
from polku.http.desk import Asked, AtDesk
from polku.http.shapes.journey import (
    AskedRules,
    Backward,
    Completeness,
    JourneyBody,
    LaneBody,
    Live,
    LiveStage,
    LiveTouchpoint,
    RuleBody,
    UnmappedEvent,
)
from polku.http.shapes.parts import ProblemBody, ShareBody, Words
from polku.journey.model import Journey, Stage, Touchpoint

router = APIRouter()


@router.get("/journey", dependencies=[needs("viewer")])
def journey(desk: AtDesk, language: Asked) -> JourneyBody:
    """The document as it stands in the folder. 422 with its problems when it is not valid."""
    from polku.journey.completeness import completeness

    loaded = desk.workspace.journey
    filled = completeness(loaded.journey)
    written = loaded.journey.model_dump(
        mode="json", by_alias=True, context={"both_languages": True}
    )
    return JourneyBody(
        journey=written,
        hash=loaded.journey.hash,
        problems=[
            ProblemBody.of(problem, language)
            for problem in (*loaded.problems, *desk.workspace.segments.unlinked())
        ],
        completeness=Completeness(filled=filled.filled, total=filled.total),
    )


@router.get("/journey/lanes", dependencies=[needs("viewer")])
def lanes() -> list[LaneBody]:
    """The rows a map may have, in the order in which they are offered."""
    from polku.journey.lane import DEFAULT, catalogue

    return [
        LaneBody(
            key=lane.key,
            name=Words(**lane.name.both()),
            group=lane.group,
            kind=lane.kind,
            field=lane.field,
            usual=lane.key in DEFAULT,
        )
        for lane in catalogue().values()
    ]


@router.get("/journey/schema", dependencies=[needs("viewer")])
def schema() -> dict[str, Any]:
    """The JSON Schema of the document."""
    return _schema()


@cache
def _schema() -> dict[str, Any]:
    from polku.journey.schema import schema as journey_schema

    return journey_schema()


@router.post("/journey/rules", dependencies=[needs("viewer")])
def rules(asked: AskedRules) -> list[Words | None]:
    """What each enter rule says, as the end of a sentence; null for one that cannot be read."""
    return [_rule_sentence(rule) for rule in asked.rules]


def _rule_sentence(written: Any) -> Words | None:
    try:
        rule = EnterRule.model_validate(written)
    except ValidationError:
        return None
    return Words(fi=rule_words(rule, "fi"), en=rule_words(rule, "en"))


@router.get("/journey/live", dependencies=[needs("viewer")])
def live(desk: AtDesk) -> Live:
    """The grid with its figures, from one snapshot."""
    found = desk.numbers()
    document = desk.loaded.journey
    known = {step.key for step in found.path.steps}
    return Live(
        as_of=found.period.as_of,
        window_end=found.period.end,
        stages=[_stage(document, stage, found) for stage in document.stages if stage.key in known],
        backward=[
            Backward(from_=each.from_stage, to=each.to_stage, people_30d=each.people)
            for each in found.returns
        ],
        unmapped=[
            UnmappedEvent(event=name, events_30d=count.events, people_30d=count.people)
            for name, count in found.unmapped
        ],
    )


def _stage(document: Journey, stage: Stage, found: Numbers) -> LiveStage:
    code = found.path.steps[found.path.place(stage.key)].code
    entered = found.entered.get(code)
    stay = found.stays.get(code)
    back = Counter({each.to_stage: 0 for each in found.returns})
    for each in found.returns:
        back[each.to_stage] += each.people if each.from_exit else 0
    return LiveStage(
        key=stage.key,
        name=Words(**stage.name.both()),
        axis=stage.axis,
        exit=stage.exit,
        people=found.people.get(code, 0),
        new_7d=entered.last_7d if entered else 0,
        entered_30d=entered.last_30d if entered else 0,
        advance=_advance(stage.key, found),
        median_days=stay.median_days if stay else None,
        p75_days=stay.p75_days if stay else None,
        expected_days=stage.expected_days,
        emotion_assumed=stage.emotion_assumed,
        goal=Words(**stage.goal.both()) if stage.goal else None,
        actions=[Words(**text.both()) for text in stage.actions],
        places=[Words(**text.both()) for text in stage.places],
        questions=[Words(**text.both()) for text in stage.questions],
        touchpoints=[
            _touchpoint(each, found) for each in document.touchpoints if stage.key in each.stages
        ],
        rules=[
            RuleBody(
                rule=f"{stage.key}[{place}]",
                sentence=Words(fi=rule_words(rule, "fi"), en=rule_words(rule, "en")),
            )
            for place, rule in enumerate(stage.enter)
        ],
        lost=found.lost.get(code, 0),
        returned_30d=back[stage.key],
    )


def _advance(key: str, found: Numbers) -> ShareBody | None:
    for arrow, each in zip(found.path.arrows(), found.conversions, strict=True):
        if arrow.source.key == key:
            return ShareBody(value=each.value, low=each.low, high=each.high, n=each.entered)
    return None


def _touchpoint(touchpoint: Touchpoint, found: Numbers) -> LiveTouchpoint:
    happened = found.touchpoints.get(touchpoint.key)
    return LiveTouchpoint(
        key=touchpoint.key,
        name=Words(**touchpoint.name.both()),
        channel=touchpoint.channel,
        event=touchpoint.event.event if touchpoint.event else None,
        people_30d=happened.people if happened else None,
        events_30d=happened.events if happened else None,
        moment_of_truth=touchpoint.moment_of_truth,
        next=touchpoint.next,
    )
