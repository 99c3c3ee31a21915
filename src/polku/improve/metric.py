"""A metric of an improvement: one number of a report, read of the people before the work and of those after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from polku.errors import PolkuError, Problem, RequestRefused
from polku.improve.verifying import NOTHING, Check, Direction, Reading, check

if TYPE_CHECKING:
    from polku.reports.reports import Reports

_CASES = ("closed", "n", "entered")  # the columns that say how many cases are behind a row


@dataclass(frozen=True)
class Metric:
    """`row` and `column` of a report asked so; row "" is a figure. Whoever came before `since` is the baseline, whoever
    came from that day on is what is verified: different people, so that the two readings are independent. What is
    itself a difference (kind "points", such as the lift of an experiment) is compared with no effect."""

    report: str
    row: str
    column: str
    asked: Mapping[str, Any]
    better: Direction
    since: date

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Metric:
        """As it was kept."""
        return cls(
            kept["report"],
            kept["row"],
            kept["column"],
            kept["asked"],
            kept["better"],
            date.fromisoformat(kept["since"]),
        )


@dataclass(frozen=True)
class Found:
    """A reading with how it is shown: its kind, the titles of its report, row and column."""

    reading: Reading
    kind: str
    currency: str
    title: Mapping[str, str]


def measure(reports: Reports, metric: Metric, today: date) -> dict[str, Any]:
    """The metric with its baseline, ready to be kept. Raises RequestRefused (422) when the report has no such number
    or the number no interval, NotFound for the report."""
    before = {**metric.asked, "to": (metric.since - timedelta(days=1)).isoformat()}
    found = read(reports, metric, before)
    if found.kind == "points":
        found = Found(NOTHING, found.kind, found.currency, found.title)
    return {
        "report": metric.report,
        "row": metric.row,
        "column": metric.column,
        "asked": dict(metric.asked),
        "better": metric.better,
        "since": metric.since.isoformat(),
        "title": dict(found.title),
        "kind": found.kind,
        "currency": found.currency,
        "against_zero": found.kind == "points",
        "baseline": {**written(found.reading), "at": today.isoformat()},
    }


def verify(reports: Reports, kept: Mapping[str, Any]) -> tuple[Reading, Check]:
    """The metric as it is now, against its baseline."""
    metric = Metric.of(kept)
    after = dict(metric.asked)
    if not kept["against_zero"]:
        after["from"] = metric.since.isoformat()
    now = read(reports, metric, after).reading
    base = kept["baseline"]
    before = Reading(base["value"], base["low"], base["high"], base["n"])
    return now, check(before, now, metric.better)


def read(reports: Reports, metric: Metric, asked: Mapping[str, Any]) -> Found:
    """Ask the report and find the number."""
    try:
        answer = reports.answer(metric.report, asked, fresh=True)
    except PolkuError as error:
        if error.problems[0].code != "report.unknown":
            raise
        raise _missing(metric) from None
    places = _cells(answer, metric)
    if places is None:
        raise _missing(metric)
    row, column, title = places
    if not column.get("interval", True):
        raise _missing(metric, "improve.no-interval")
    key = column["key"]
    cases = next((row[name] for name in _CASES if row.get(name) is not None), answer["n"])
    reading = Reading(row.get(key), row.get(f"{key}_low"), row.get(f"{key}_high"), int(cases or 0))
    return Found(reading, column["kind"], answer["currency"], title)


def _cells(
    answer: Mapping[str, Any], metric: Metric
) -> tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, str]] | None:
    """The row as a mapping, the column, and what both are called."""
    if metric.row == "":
        for figure in answer["figures"]:
            if figure["key"] == metric.column:
                parts = (("", "value"), ("_low", "low"), ("_high", "high"))
                own = {f"{metric.column}{end}": figure[name] for end, name in parts}
                return (
                    own | {"n": figure["n"]},
                    figure | {"interval": figure["low"] is not None},
                    figure["title"],
                )
        return None
    for sheet in answer["sheets"]:
        columns = [each for each in sheet["columns"] if each["key"] == metric.column]
        for row in sheet["rows"] if columns else ():
            if row["id"] != metric.row:
                continue
            names = [row[c["key"]] for c in sheet["columns"] if c["kind"] == "text"][:2]
            return row, columns[0], _title(columns[0]["title"], names)
    return None


def _title(column: Mapping[str, str], names: list[Any]) -> dict[str, str]:
    found = {}
    for language in ("fi", "en"):
        texts = [each[language] if isinstance(each, dict) else str(each) for each in names if each]
        found[language] = ": ".join(
            [" → ".join(texts), column[language]] if texts else [column[language]]
        )
    return found


def _missing(metric: Metric, code: str = "improve.bad-metric") -> RequestRefused:
    params = {"report": metric.report, "row": metric.row[:80] or "–", "column": metric.column[:80]}
    return RequestRefused(Problem(code, "metric", params), 422)


def written(reading: Reading) -> dict[str, Any]:
    """As JSON."""
    return {"value": reading.value, "low": reading.low, "high": reading.high, "n": reading.n}
