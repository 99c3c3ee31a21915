"""The leak ledger: what did we lose on each arrow, in money?"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING, Any, Literal

from polku.analytics.path import Arrow
from polku.analytics.stage_conversion import Conversion, conversion_of, people_of
from polku.analytics.stage_value import StageValue, stage_values
from polku.analytics.walks import counted, outcomes_of, walks
from polku.conditions.properties import scale
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Figure, Sheet
from polku.reports.asked import Asked
from polku.reports.money import earned, money_notes
from polku.reports.report import Report, Scene
from polku.reports.said import Both, Count, Money
from polku.science.product import product

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa


LANGUAGES: tuple[Literal["fi", "en"], ...] = ("fi", "en")


class AskedLeaks(Asked):
    """The filter only."""


def answer(scene: Scene, asked: AskedLeaks) -> Answer:
    """A row for each arrow, the largest leak first: lost people × the value of one on the next stage."""
    values = stage_values(scene)
    rows = []
    walked = walks(scene)
    for arrow in scene.path.arrows():
        _, outcome, hours = outcomes_of(walked, arrow)
        found = conversion_of(counted(outcome, hours), arrow.window_days)
        rows.append(_row(scene, arrow, found, values.get(arrow.target.code)))
    known = [row for row in rows if row["leak"] is not None]
    whole = sum(row["leak"] for row in known)
    for row in known:
        row["part"] = row["leak"] / whole if whole > 0 else None
    rows.sort(key=lambda row: (row["leak"] is None, -(row["leak"] or 0)))
    columns = [
        Column("from", "text"),
        Column("to", "text"),
        Column("entered", people=True),
        Column("lost", people=True, interval=True),
        Column("each", "money", interval=True),
        Column("leak", "money", interval=True),
        Column("part", "share"),
        Column("sum", "text"),
    ]
    return Answer(
        n=sum(row["lost"] for row in rows),
        figures=_largest(known),
        sheets=[Sheet("arrows", columns, rows)],
        charts=[Chart("arrows", "bars", "arrows", x="from", y=["leak"])],
        notes=_notes(scene, values, rows, known),
    )


def _row(scene: Scene, arrow: Arrow, found: Conversion, value: StageValue | None) -> dict[str, Any]:
    # How many would be lost in another period alike: each who entered is lost or not (binomial).
    share = found.lost / found.entered if found.entered else 0.0
    error = sqrt(found.entered * share * (1 - share))
    row: dict[str, Any] = {
        "id": arrow.source.key,
        "from": scene.stage(arrow.source.key),
        "to": scene.stage(arrow.target.key),
        "entered": found.entered,
        "lost": found.lost,
        "lost_low": max(0, round(found.lost - 1.96 * error)),
        "lost_high": min(found.entered, round(found.lost + 1.96 * error)),
        "each": None,
        "leak": None,
        "part": None,
        "sum": None,
    }
    if value is None or value.value is None:
        return row
    one, spread = earned(value.value, scene.money), earned(value.error, scene.money)
    _, row["each_low"], row["each_high"] = product(1.0, 0.0, one, spread)
    row["each"] = one
    row["leak"], row["leak_low"], row["leak_high"] = product(found.lost, error, one, spread)
    currency = scene.money.currency
    row["sum"] = {
        language: f"{Count(found.lost).in_(language)} × {_exact(one, currency, language)}"
        f" = {Money(row['leak'], currency).in_(language)}"
        for language in LANGUAGES
    }
    return row


def _exact(minor: float, currency: str, language: Literal["fi", "en"]) -> str:
    """Money with its minor units: a factor that was rounded would not give the product."""
    from babel.numbers import format_currency

    locale = {"fi": "fi_FI", "en": "en_GB"}[language]
    return str(format_currency(minor / scale(currency), currency, locale=locale))


def _largest(known: list[dict[str, Any]]) -> list[Figure]:
    leaking = [row for row in known if row["leak"] > 0]
    if not leaking:  # nobody is lost, or refunds are above sales: nothing is the largest
        return []
    top = max(leaking, key=lambda row: row["leak"])
    found = (top["leak"], top["leak_low"], top["leak_high"])
    return [Figure("largest", "money", *found, n=top["lost"])]


def _notes(
    scene: Scene,
    values: Mapping[int, StageValue],
    rows: list[dict[str, Any]],
    known: list[dict[str, Any]],
) -> list[Problem]:
    if not values:
        return [Problem("leaks.no-customers", level="warning")]
    notes = []
    if known:
        top = max(known, key=lambda row: row["leak"])
        if top["leak"] > 0:
            params = {
                "from": Both.of(top["from"]),
                "to": Both.of(top["to"]),
                "money": Money(top["leak"], scene.money.currency),
                "low": Money(top["leak_low"], scene.money.currency),
                "high": Money(top["leak_high"], scene.money.currency),
                "n": Count(top["lost"]),
            }
            notes.append(Problem("leaks.largest", params=params, level="hint"))
        if any(row["leak"] < 0 for row in known):
            notes.append(Problem("leaks.negative", level="warning"))
    missing = [row for row in rows if row["leak"] is None and row["entered"]]
    if missing:
        notes.append(Problem("leaks.no-value", params={"n": Count(len(missing))}, level="hint"))
    return [*notes, *money_notes(scene)]


def people(scene: Scene, asked: AskedLeaks, row: str, column: str) -> pa.Table:
    """Those who entered the stage, or those who were lost."""
    if column not in ("entered", "lost"):
        raise KeyError(column)
    arrow = next((each for each in scene.path.arrows() if each.source.key == row), None)
    if arrow is None:
        raise KeyError(row)
    outcome = None if column == "entered" else "lost"
    return people_of(scene.reader, arrow, scene.period, outcome, scene.chosen)


REPORT = Report("leaks", "journey", AskedLeaks, answer, people)
