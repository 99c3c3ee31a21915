"""How many messages people will get in the coming days, by stage; for one person, which ones.

The engine itself is asked: those inside move on as if nobody did anything more, and new people come in as they
did over as many days until now.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from polku.care.draft_wants import wants_of
from polku.care.dry_policy import Wanted, judged
from polku.care.forecast import Happened, forecast
from polku.care.live import LiveProgrammes
from polku.care.messages import reason_dict
from polku.care.person_facts import find_person
from polku.care.plan import is_message
from polku.care.workplace import Workplace
from polku.delivery.policy.cases import HOLD, REFUSE
from polku.engine.moments import Ints
from polku.engine.programme import LiveProgramme
from polku.errors import Language, Problem
from polku.programmes.actions import CompiledProgramme
from polku.store.micros import from_micros, to_micros
from polku.table import iso

DAY = 86_400_000_000  # µs


def pressure(
    at: Workplace,
    live: LiveProgrammes,
    *,
    days: int,
    person: str | None,
    language: Language,
) -> dict[str, Any]:
    """As `GET /api/pressure` gives it. Days are those of the workspace's zone, today first. Raises NotFound."""
    at.bring()
    who = None if person is None else find_person(at, person)
    now = at.naive_now()
    running = [each for each in live() if each.state == "live"]
    inside = _coming(at, running, now, days)
    people, by_stage = _stages(at)
    table = np.zeros((len(by_stage), days))
    for rows, first in ((inside, now), (_newcomers(at, running, now, days), None)):
        if rows is None or not len(rows):
            continue
        begin = to_micros(now) if first is not None else to_micros(now - timedelta(days=days))
        day = np.clip((rows.at - begin) // DAY, 0, days - 1)
        stage = _stage_of(rows.person, people)
        np.add.at(table, (stage, day), 1)
    sizes = np.array([size for _, size in by_stage], float)
    each = np.divide(table, sizes[:, None], out=np.zeros_like(table), where=sizes[:, None] > 0)
    most = at.settings.policy.most_per_day
    return {
        "days": [str(each_day) for each_day in _days(at, days)],
        "rows": [
            {
                "stage": key,
                "people": size,
                "per_person": [round(float(n), 4) for n in row],
                "over_cap": [bool(most and n > most) for n in row],
            }
            for (key, size), row in zip(by_stage, each, strict=True)
        ],
        "person": None if who is None else _person(at, running, inside, who, days, language),
        "as_of": iso(at.now().replace(microsecond=0)),
    }


def _coming(
    at: Workplace, running: list[LiveProgramme], now: datetime, days: int
) -> Happened | None:
    """Messages to those who are inside already."""
    if not running:
        return None
    found = forecast(at, running, now + timedelta(days=days), carry=True)
    return _only_messages(running, found.messages)


def _newcomers(
    at: Workplace, running: list[LiveProgramme], now: datetime, days: int
) -> Happened | None:
    """Messages to those who came in over as many days until now, as if those days were the coming ones."""
    enrolling = [
        LiveProgramme(each.compiled, now - timedelta(days=days))
        for each in running
        if each.enrolling
    ]
    if not enrolling:
        return None
    return _only_messages(enrolling, forecast(at, enrolling, now, carry=False).messages)


def _only_messages(running: list[LiveProgramme], found: Happened) -> Happened:
    """Tasks, traits and webhooks are no pressure."""
    runs = {(each.compiled.key, each.compiled.version): each.compiled for each in running}
    wanted = [
        code
        for code, place in found.places.items()
        if (run := runs.get((place.programme, place.version))) and is_message(run, place.node)
    ]
    rows = np.isin(found.place, wanted)
    return found.take(rows)


def _stages(at: Workplace) -> tuple[tuple[Ints, Ints], list[tuple[str | None, int]]]:
    """People with the place of their stage, and the stages with their people; on none comes last."""
    keys = [stage.key for stage in at.journey().journey.stages]
    codes = at.warehouse.names("stage")
    with at.warehouse.read() as con:
        rows = con.execute(
            "SELECT person, coalesce(stage, -1)::BIGINT AS stage FROM people ORDER BY person"
        ).fetchnumpy()
    place = np.full(max([*codes.values(), 0]) + 2, len(keys), np.int64)
    for number, key in enumerate(keys):
        if key in codes:
            place[codes[key]] = number
    place[-1] = len(keys)
    stage = place[np.asarray(rows["stage"], np.int64)]
    sizes = np.bincount(stage, minlength=len(keys) + 1).tolist()
    person = np.asarray(rows["person"], np.int64)
    return (person, stage), list(zip([*keys, None], sizes, strict=True))


def _stage_of(asked: Ints, people: tuple[Ints, Ints]) -> Ints:
    person, stage = people
    found: Ints = stage[np.minimum(np.searchsorted(person, asked), len(person) - 1)]
    return found


def _days(at: Workplace, days: int) -> list[date]:
    zone = ZoneInfo(at.settings.workspace.timezone)
    today = at.now().astimezone(zone).date()
    return [today + timedelta(days=number) for number in range(days)]


def _person(
    at: Workplace,
    running: list[LiveProgramme],
    inside: Happened | None,
    who: int,
    days: int,
    language: Language,
) -> dict[str, Any]:
    """The person's own days: what waits in the policy now, and what is planned, with the policy's word on it."""
    zone = ZoneInfo(at.settings.workspace.timezone)
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for delivery in at.control.deliveries.of(who):
        if delivery.state in ("held", "ready") and delivery.programme:
            day = max(delivery.not_before, at.now()).astimezone(zone).date()
            found[str(day)].append(
                {
                    "programme": delivery.programme,
                    "node": delivery.node,
                    "intent": delivery.intent,
                    "state": delivery.state,
                    "reason": reason_dict(delivery.problem, language) if delivery.problem else None,
                }
            )
    runs = {(each.compiled.key, each.compiled.version): each.compiled for each in running}
    for row in np.flatnonzero(inside.person == who) if inside is not None else []:
        assert inside is not None  # noqa: S101  (there are no rows otherwise)
        place = inside.places[int(inside.place[row])]
        when = from_micros(int(inside.at[row]))
        run = runs[place.programme, place.version]
        found[str(when.astimezone(zone).date())].append(
            _planned(at, run, Wanted(who, int(inside.entry[row]), place.node, when), language)
        )
    return {
        "days": [{"date": str(day), "messages": found.get(str(day), [])} for day in _days(at, days)]
    }


def _planned(
    at: Workplace, run: CompiledProgramme, wanted: Wanted, language: Language
) -> dict[str, Any]:
    verdict = judged(at, run, [wanted])
    state, reason = "planned", None
    if verdict is not None and int(verdict.verdicts.state[0]) in (HOLD, REFUSE):
        code = str(verdict.verdicts.reason[0])
        state = "refused" if int(verdict.verdicts.state[0]) == REFUSE else "held"
        reason = reason_dict(Problem(code, wanted.node), language)
    return {
        "programme": run.key,
        "node": wanted.node,
        "intent": wants_of(run)[wanted.node].intent,
        "state": state,
        "reason": reason,
    }
