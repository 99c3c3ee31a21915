"""What to mend next: what would it bring to make each arrow of the path a little better?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from polku.analytics.stage_conversion import people_of
from polku.analytics.stage_value import HORIZON
from polku.errors import Language, Problem
from polku.reports.answer import Answer, Chart, Column, Sheet
from polku.reports.asked import Asked
from polku.reports.experiment_figures import figures
from polku.reports.experiments_found import experiments
from polku.reports.mend_first import Ranked, first, ranked
from polku.reports.mend_places import ENOUGH, Floats, Place, places
from polku.reports.money import earned, money_notes
from polku.reports.report import Report, Scene
from polku.reports.said import Both, Count, Money, Number, Share

if TYPE_CHECKING:
    import pyarrow as pa

LANGUAGES: tuple[Language, ...] = ("fi", "en")


def answer(scene: Scene, asked: Asked) -> Answer:
    """A row for each arrow, the surest gain first."""
    found = ranked(places(scene))
    breaks = first(scene, found)
    details: dict[str, Any] = {} if breaks is None else {"first": breaks[0]}
    notes = [] if breaks is None else [breaks[1]]
    notes += money_notes(scene)
    if not found:
        return Answer(n=0, notes=[*notes, _why_nothing(scene)], details=details)
    proven = _proven(scene)
    rows = [
        _row(scene, each) | proven.get(each.place.arrow.source.key, _NOT_PROVEN) for each in found
    ]
    top = found[0].place
    if top.gain is not None and top.gain.gain.low > 0:
        details["goal"] = _goal(top)
        params = {
            "from": Both.of(scene.stage(top.arrow.source.key)),
            "to": Both.of(scene.stage(top.arrow.target.key)),
            "now": Share(top.conversion.value or 0.0),
            "target": Share(details["goal"]["target"]),
        }
        notes.append(Problem("mend.goal", params=params, level="hint"))
    left = len(scene.path.arrows()) - len(found)
    if left:
        notes.append(
            Problem("mend.left-out", params={"n": Count(left), "enough": ENOUGH}, level="hint")
        )
    columns = [
        Column("from", "text"),
        Column("to", "text"),
        Column("achievable", "money", interval=True),
        Column("best", "share"),
        Column("point", "money", interval=True),
        Column("day", "money", interval=True),
        Column("conversion", "share", interval=True),
        Column("gain", "points", interval=True),
        Column("group", "text"),
        Column("proven", "points", interval=True),
        Column("experiment", "text"),
        Column("entered", "count", people=True),
        Column("entered_year", "number"),
        Column("one", "money", interval=True),
    ]
    sums = [Column("from", "text"), Column("to", "text"), Column("arithmetic", "text")]
    return Answer(
        n=sum(each.place.conversion.entered for each in found),
        sheets=[Sheet("arrows", columns, rows), Sheet("sums", sums, rows)],
        charts=[
            Chart("arrows", "bars", "arrows", x="from", y=["achievable"]),
            Chart("points", "bars", "arrows", x="from", y=["point"]),
        ],
        notes=notes,
        details=details,
    )


_NOT_PROVEN = dict.fromkeys(("proven", "proven_low", "proven_high", "experiment"))


def _proven(scene: Scene) -> dict[str, dict[str, Any]]:
    """Stage → the experiment there that has helped most surely, by its always-valid interval. While its programme
    runs, the figures of the arrow hold its effect already."""
    found: dict[str, dict[str, Any]] = {}
    for each in experiments(scene):
        if each.metric is None or each.stage is None:
            continue
        its = figures(scene, each, each.metric)
        for side in its.sides[1:]:
            effect = its.effect(side)
            if effect.value is None or its.verdict(side, effect) != "better":
                continue
            held = found.get(each.stage)
            low = effect.low or 0.0
            if held is None or low > float(held["proven_low"]):
                found[each.stage] = {
                    "proven": effect.value,
                    "proven_low": low,
                    "proven_high": effect.high,
                    "experiment": each.name,
                }
    return found


def _interval(name: str, draws: Floats | None) -> dict[str, float | None]:
    if draws is None:
        return dict.fromkeys((name, f"{name}_low", f"{name}_high"))
    low, high = np.quantile(draws, (0.025, 0.975))
    return {name: float(draws.mean()), f"{name}_low": float(low), f"{name}_high": float(high)}


def _row(scene: Scene, its_rank: Ranked) -> dict[str, Any]:
    place = its_rank.place
    arrow, its, gained = place.arrow, place.conversion, place.gain
    group = None
    if gained is not None:
        dimension = _DIMENSIONS[gained.dimension]
        group = {each: f"{dimension[each]}: {gained.group[each]}" for each in ("fi", "en")}
    return {
        "id": arrow.source.key,
        "from": scene.stage(arrow.source.key),
        "to": scene.stage(arrow.target.key),
        "conversion": its.value,
        "conversion_low": its.low,
        "conversion_high": its.high,
        "entered": its.entered,
        "entered_year": place.entered,
        "group": group,
        **_interval("gain", None if gained is None else gained.gain.draws),
        **_interval("one", place.one),
        **_interval("point", place.point),
        **_interval("day", place.day),
        **_interval("achievable", place.achievable),
        "best": its_rank.best,
        "why": its_rank.why,
        "arithmetic": _arithmetic(scene, place),
    }


_DIMENSIONS = {
    "channel": {"fi": "kanava", "en": "channel"},
    "device": {"fi": "laite", "en": "device"},
}
_SUM = {
    "fi": "{entered} tulijaa vuodessa × 1 %-yks. × {one} = {point}; {achieved}",
    "en": "{entered} entrants a year × 1 pp × {one} = {point}; {achieved}",
}
_PRODUCT = {
    "fi": "{one} = {becomes} tulee asiakkaaksi × {worth} vuodessa",
    "en": "{one} = {becomes} become customers × {worth} a year",
}
_YOUNG = {
    "fi": "arvo on {days} ensimmäiseltä päivältä, koska pidempää historiaa ei vielä ole",
    "en": "the value is of the first {days} days, because there is no longer history yet",
}
_ACHIEVED = {
    "fi": "jos kaikki etenisivät kuin ryhmä {group}: {entered} × {gain} %-yks. × {one} = {all}",
    "en": "if all went on as the group {group}: {entered} × {gain} pp × {one} = {all}",
}
_NO_GROUP = {
    "fi": "vertailukelpoista ryhmää ei ole",
    "en": "there is no group to compare with",
}


def _arithmetic(scene: Scene, place: Place) -> dict[str, str]:
    currency = scene.money.currency
    one = Money(float(place.one.mean()), currency)
    said: dict[str, str] = {}
    for language in LANGUAGES:
        entered = Count(place.entered).in_(language)
        numbers = {"entered": entered, "one": one.in_(language)}
        achieved = _NO_GROUP[language]
        if place.gain is not None and place.achievable is not None:
            achieved = _ACHIEVED[language].format(
                **numbers,
                group=place.gain.group[language],
                gain=Number(place.gain.gain.value * 100).in_(language),
                all=Money(float(place.achievable.mean()), currency).in_(language),
            )
        text = _SUM[language].format(
            **numbers,
            point=Money(float(place.point.mean()), currency).in_(language),
            achieved=achieved,
        )
        its = place.value.conversion
        if its is not None and its.value is not None and place.value.worth.value is not None:
            worth = Money(earned(place.value.worth.value, scene.money), currency)
            text += "; " + _PRODUCT[language].format(
                one=one.in_(language),
                becomes=Share(its.value).in_(language),
                worth=worth.in_(language),
            )
        if place.value.worth.days < HORIZON:
            text += "; " + _YOUNG[language].format(days=place.value.worth.days)
        said[language] = text
    return said


def _goal(place: Place) -> dict[str, Any]:
    """A focus goal that the arrow could have: as good as is likely (the lower end of what could be gained)."""
    gained = place.gain.gain.low if place.gain is not None else 0.0
    target = min(1.0, (place.conversion.value or 0.0) + max(gained, 0.01))
    return {
        "from": place.arrow.source.key,
        "to": place.arrow.target.key,
        "target": round(target, 2),
        "within_days": round(place.arrow.window_days),
    }


def _why_nothing(scene: Scene) -> Problem:
    if scene.path.customer(scene.money.customer) is None:
        return Problem("mend.no-customers", level="warning")
    return Problem("report.too-few", params={"n": 0, "enough": ENOUGH}, level="warning")


def people(scene: Scene, asked: Asked, row: str, column: str) -> pa.Table:
    """Those who entered the stage that the arrow begins from."""
    if column != "entered":
        raise KeyError(column)
    arrow = next(each for each in scene.path.arrows() if each.source.key == row)
    return people_of(scene.reader, arrow, scene.period, None, scene.chosen)


REPORT = Report("mend", "journey", Asked, answer, people)
