"""Home: the goal, the path strip, what changed."""

from __future__ import annotations

from fastapi import APIRouter

from polku.analytics.goal_progress import GoalProgress
from polku.analytics.numbers import Numbers
from polku.http.auth import needs
from polku.http.decisions import decisions
from polku.http.desk import Asked, AtDesk, Desk
from polku.http.shapes.home import (
    ArrowBody,
    ChangeBody,
    Days,
    GoalBody,
    Home,
    HomeStage,
    TrendPoint,
)
from polku.http.shapes.parts import Words
from polku.journey.goal import Goal
from polku.journey.model import Journey

router = APIRouter()


@router.get("/home", dependencies=[needs("viewer")])
def home(desk: AtDesk, language: Asked) -> Home:
    """Everything on Home, from one snapshot."""
    found = desk.numbers()
    journey = desk.loaded.journey
    first, last = (
        moment and moment.astimezone(desk.zone).date()
        for moment in (found.totals.first, found.totals.last)
    )
    return Home(
        as_of=found.period.as_of,
        window_end=found.period.end,
        people=found.totals.people,
        events=found.totals.events,
        days=Days(first=first, last=last),
        goal=_goal(journey.goal, found.goal),
        stages=_stages(journey, found),
        none=found.people.get(None, 0),
        arrows=_arrows(found),
        changes=_changes(found, desk),
        decisions=decisions(desk, language),
    )


def _goal(goal: Goal | None, progress: GoalProgress | None) -> GoalBody | None:
    if goal is None or progress is None:
        return None
    now = progress.now
    return GoalBody(
        sentence=Words(**goal.name.both()),
        from_stage=goal.from_stage,
        to_stage=goal.to_stage,
        target=goal.target,
        date=goal.target_date,
        now=now.value,
        low=now.low,
        high=now.high,
        n=now.entered,
        window_days=now.window_days,
        days_left=progress.days_left,
        trend=[TrendPoint(month=month, value=value, n=n) for month, value, n in progress.trend],
    )


def _stages(journey: Journey, found: Numbers) -> list[HomeStage]:
    steps = {step.key: step for step in found.path.steps}
    return [
        HomeStage(
            key=stage.key,
            name=Words(**stage.name.both()),
            axis=stage.axis,
            people=found.people.get(steps[stage.key].code, 0),
            new_7d=entered.last_7d if (entered := found.entered.get(steps[stage.key].code)) else 0,
            exit=stage.exit,
        )
        for stage in journey.stages
        if stage.key in steps
    ]


def _arrows(found: Numbers) -> list[ArrowBody]:
    bodies = []
    for place, (arrow, conversion) in enumerate(
        zip(found.path.arrows(), found.conversions, strict=True)
    ):
        stay = found.stays.get(arrow.source.code)
        bodies.append(
            ArrowBody(
                from_=arrow.source.key,
                to=arrow.target.key,
                entered=conversion.entered,
                advanced=conversion.advanced,
                lost=conversion.lost,
                open=conversion.open,
                conversion=conversion.value,
                low=conversion.low,
                high=conversion.high,
                middle_days=conversion.middle_days,
                median_days=stay.median_days if stay else None,
                p75_days=stay.p75_days if stay else None,
                window_days=conversion.window_days,
                weakest=place == found.weakest,
                why=found.why[place],
            )
        )
    return bodies


def _changes(found: Numbers, desk: Desk) -> list[ChangeBody]:
    since = found.period.week_start.astimezone(desk.zone).date()
    return [
        ChangeBody(
            code=change.code,
            stage=change.stage,
            to=change.to,
            now=change.now,
            before=change.before,
            since=since,
            n=change.n,
        )
        for change in found.changes
    ]
