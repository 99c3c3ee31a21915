"""/p/review/<token>: a review to read, without anything that tells who the people are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.responses import Response

from polku.errors import Language
from polku.http.public.page import words
from polku.http.public.visit import Visit
from polku.reports.said import Count, Money, Number, Share


def answer(visit: Visit) -> Response:
    """The agenda as it stood, what was said and what was decided."""
    found = visit.site.workspace.improve.reviews.shared(visit.key)
    language = visit.language()
    t = words(language)
    agenda, minutes = found["agenda"], found["minutes"]
    zone = visit.site.settings.workspace.timezone
    stages = {each["key"]: each["name"][language] for each in agenda["stages"]}
    started = datetime.fromisoformat(found["started"])
    written = [each for each in minutes["decisions"] if each["text"].strip()]
    return visit.page(
        "review",
        language,
        title=f"{t['review_title']} {visit.date(started, zone, language)}",
        goal=_goal(agenda["goal"], t, language),
        changes=[_change(each, stages, t, language) for each in agenda["changes"]],
        versions=[_version(visit, each, zone, language) for each in agenda["versions"]],
        money=_money(agenda["money"], t, language),
        timelines=[_timeline(each, stages, t, language) for each in agenda["timelines"]],
        decisions=found["decisions"] or written,
        notes=[
            {"title": t[f"review_{part}"], "text": text}
            for part, text in minutes["notes"].items()
            if text.strip() and f"review_{part}" in t
        ],
        next=_next(visit, minutes["next"], zone, language),
    )


def _goal(goal: Mapping[str, Any] | None, t: Any, language: Language) -> str:
    if goal is None:
        return str(t["review_no_goal"])
    text = f"{goal['name'][language]}: {_share(goal['now'], language)} → {_share(goal['target'], language)}"
    if goal["before"] is not None:
        text += f" ({t['review_before']} {_share(goal['before'], language)})"
    return text


def _change(each: Mapping[str, Any], stages: Mapping[str, str], t: Any, language: Language) -> str:
    place = stages.get(each["stage"], each["stage"])
    if each["to"]:
        place += f" → {stages.get(each['to'], each['to'])}"
    said = _share if each["code"].startswith("conversion") else _number
    return f"{place}: {t['review_' + each['code']]} {said(each['before'], language)} → {said(each['now'], language)}"


def _version(
    visit: Visit, each: Mapping[str, Any], zone: str, language: Language
) -> dict[str, Any]:
    day = visit.date(datetime.fromisoformat(each["at"]), zone, language)
    note = each["note"] or f"{each['key']}, {each['version']}"
    return {"what": f"{day}: {note}", "words": [line[language] for line in each["words"]]}


def _money(money: Mapping[str, Any], t: Any, language: Language) -> list[dict[str, str]]:
    currency = money["currency"]
    return [
        {
            "name": t[f"review_{name}"],
            "value": _sum(money[name]["value"], currency, language),
            "target": _sum(money[name]["target"], currency, language),
        }
        for name in ("cpa", "cac", "ltv")
    ]


def _timeline(
    each: Mapping[str, Any], stages: Mapping[str, str], t: Any, language: Language
) -> dict[str, Any]:
    return {
        "why": t[f"review_why_{each['why']}"],
        "stages": [
            {
                "name": stages.get(part["stage"] or "", "–"),
                "days": t["review_days"].replace("{n}", Number(part["days"]).in_(language)),
            }
            for part in each["stages"]
        ],
        "events": [
            f"{t['review_day'].replace('{n}', Count(event['day']).in_(language))}: {event['name'][language]}"
            for event in each["events"]
        ],
    }


def _next(visit: Visit, day: str, zone: str, language: Language) -> str:
    try:
        return visit.date(datetime.fromisoformat(f"{day}T12:00:00+00:00"), zone, language)
    except ValueError:
        return ""


def _share(value: float | None, language: Language) -> str:
    return "–" if value is None else Share(value).in_(language)


def _number(value: float | None, language: Language) -> str:
    return "–" if value is None else Number(value).in_(language)


def _sum(value: float | None, currency: str, language: Language) -> str:
    return "–" if value is None else Money(value, currency).in_(language)
