"""What a file of ad costs is read from: GA4's cost data, exports of Google Ads and Meta, one's own tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from polku.errors import Problem
from polku.importer.amounts import DecimalMark, find_decimal, is_number
from polku.importer.plan import make_plan
from polku.importer.roles import plain
from polku.importer.source import Source
from polku.importer.times import AmbiguousDate, TimeFormat, find_time_format, named_time_format

PARTS = (
    "date", "channel", "source", "medium", "campaign", "cost", "currency", "clicks", "impressions",
)  # fmt: skip
"""Parts of a row of spend: a column's name, or `=` and a constant."""
FORMS = ("kind", "time_format", "decimal")
KIND = "spend"

# Letters and digits only, the surest first; the endings of Meta's headings tell the currency.
_NAMES: dict[str, tuple[str, ...]] = {
    "date": (
        "date", "day", "päivä", "päivämäärä", "pvm", "paiva", "paivamaara", "reportingstarts", "datestart",
        "raportoinninaloitus", "raportoinninalkamispäivä", "startdate", "alkupäivä", "segmentsdate", "dayofspend",
    ),
    "cost": (
        "cost", "spend", "amountspent", "käytettysumma", "kustannus", "kustannukset", "kulut", "kulu", "hinta",
        "adspend", "adcost", "mainoskulut", "mainoskulu", "totalspent", "totalcost", "metricscost", "costs",
    ),
    "clicks": ("clicks", "klikkaukset", "klikkauksia", "linkclicks", "linkinklikkaukset", "clicksall", "klikit"),
    "impressions": ("impressions", "impr", "näyttökerrat", "näytöt", "näyttöä", "impressiot", "näyttökertoja"),
    "campaign": (
        "campaign", "campaignname", "kampanja", "kampanjannimi", "utmcampaign", "sessioncampaign", "campaigngroupname",
        "kampanjanimi", "campaignid", "kampanjantunnus",
    ),
    "source": ("source", "utmsource", "lähde", "liikenteenlähde", "sessionsource", "trafficsource"),
    "medium": ("medium", "utmmedium", "väline", "tapa", "sessionmedium"),
    "channel": ("channel", "kanava", "marketingchannel", "channelname", "mainoskanava"),
    "currency": ("currency", "currencycode", "valuutta", "valuuttakoodi", "accountcurrency"),
}  # fmt: skip
_CURRENCY_IN_NAME = re.compile(r"\(([A-Z]{3})\)\s*$")
_META = ("amountspent", "käytettysumma")
_GOOGLE = ("impr", "avgcpc", "keskimklikkaushinta", "keskimcpc")


@dataclass(frozen=True)
class SpendPlan:
    """How a file becomes rows of spend. `parts` holds columns and `=constants`; `map` is ready to be run."""

    parts: Mapping[str, str]
    time: TimeFormat | None
    decimal: DecimalMark
    map: Mapping[str, str]
    confidence: Mapping[str, float]


def is_spend(source: Source, asked: Mapping[str, str] | None) -> bool:
    """Whether the map or, without one, the headings say that it is a file of costs and not of events: a day and a
    cost, what advertising is told by, and nobody whose event a row could be."""
    if asked and "kind" in asked:
        return asked["kind"].removeprefix("=") == KIND
    if asked:
        return "cost" in asked
    found = {part for part in PARTS if _best(part, source.columns, source.sample)}
    told = found & {"clicks", "impressions", "campaign", "medium"}
    if not {"date", "cost"} <= found or not told:
        return False
    plan, _ = make_plan(source, None, None, frozenset())
    return not {"person", "anonymous"} & set(plan.parts)


def without_kind(asked: Mapping[str, str] | None) -> Mapping[str, str] | None:
    """The map as events have it; None when it says nothing else."""
    return {k: v for k, v in (asked or {}).items() if k != "kind"} or None


def make_spend_plan(
    source: Source, asked: Mapping[str, str] | None, currency: str
) -> tuple[SpendPlan, list[Problem]]:
    """The plan and all that speaks against it. `currency` is that of costs that name none."""
    where = str(source.path)
    given = {k: v for k, v in (asked or {}).items() if v}
    problems = _check(given, source.columns, where)
    parts = {
        k: v for k, v in given.items() if k in PARTS and (v.startswith("=") or v in source.columns)
    }
    confidence = {}
    whole = "date" in parts and "cost" in parts
    for part in PARTS:
        best = _best(part, source.columns, source.sample)
        if best is not None:
            confidence[best[0]] = best[1]
        free = best is not None and best[0] not in parts.values()
        if part not in parts and part not in given and free and not whole and best:
            parts[part] = best[0]
    if "channel" not in parts and not {"source", "medium"} & parts.keys():
        names = {plain(_CURRENCY_IN_NAME.sub("", each)) for each in source.columns}
        if names & set(_META):
            parts["channel"] = "=paid_social"
        elif names & set(_GOOGLE):
            parts["channel"] = "=paid_search"
    if "currency" not in parts:
        said = _CURRENCY_IN_NAME.search(parts.get("cost", ""))
        parts["currency"] = "=" + (said[1] if said else currency)
    columns = ", ".join(source.columns[:40])
    for part, code in (("date", "no-date-column"), ("cost", "no-cost-column")):
        if part not in parts and part not in given:
            problems.append(Problem(f"import.{code}", where, {"columns": columns}))
    if "channel" not in parts and not {"source", "medium"} & parts.keys():
        problems.append(Problem("import.no-channel-column", where, {"columns": columns}))
    form, trouble = _day_format(source, parts, given, where)
    decimal = _decimal(source, parts, given)
    if not decimal.sure:
        unsure = {"column": parts["cost"], "example": decimal.example}
        trouble = [*trouble, Problem("import.unsure-decimal", where, unsure, "warning")]
    if given.get("decimal", ".").removeprefix("=") not in (".", ","):
        trouble = [*trouble, Problem("import.bad-decimal", where, {"value": given["decimal"]})]
    told = {"kind": KIND, **parts, **{k: v for k, v in given.items() if k in FORMS and k != "kind"}}
    return SpendPlan(parts, form, decimal, told, confidence), [*problems, *trouble]


def _best(
    part: str, columns: Sequence[str], sample: Mapping[str, Sequence[str]]
) -> tuple[str, float] | None:
    names = _NAMES[part]
    ranked = []
    for column in columns:
        name = plain(_CURRENCY_IN_NAME.sub("", column))
        if name in names and (
            part not in ("cost", "clicks", "impressions") or _numbers(sample[column])
        ):
            ranked.append((names.index(name), column))
    if not ranked:
        return None
    place, column = min(ranked)
    return column, round(0.97 - 0.3 * place / len(names), 2)


def _numbers(values: Sequence[str]) -> bool:
    filled = [v for v in values if v]
    return sum(map(is_number, filled)) >= 0.5 * len(filled)


def _check(given: Mapping[str, str], columns: Sequence[str], where: str) -> list[Problem]:
    problems = []
    known = ", ".join(PARTS + FORMS)
    for key, value in given.items():
        if key not in PARTS + FORMS:
            params = {"key": key, "known": known, "near": PARTS[0]}
            problems.append(Problem("import.unknown-map-key", where, params))
        elif key in PARTS and value == "=":
            problems.append(Problem("import.empty-constant", where, {"key": key}))
        elif key in PARTS and not value.startswith("=") and value not in columns:
            params = {
                "key": key,
                "column": value,
                "near": columns[0],
                "columns": ", ".join(columns[:40]),
            }
            problems.append(Problem("import.no-such-column", where, params))
        elif key in ("date", "cost", "clicks", "impressions") and value.startswith("="):
            problems.append(Problem("import.not-a-constant", where, {"key": key}))
        elif (
            key == "currency" and value.startswith("=") and not re.fullmatch("=[A-Za-z]{3}", value)
        ):
            problems.append(Problem("import.bad-currency-constant", where, {"value": value[1:]}))
    return problems


def _day_format(
    source: Source, parts: Mapping[str, str], given: Mapping[str, str], where: str
) -> tuple[TimeFormat | None, list[Problem]]:
    column = parts.get("date")
    if column is None or column not in source.columns or source.moment(column):
        return None, []
    if asked := given.get("time_format", "").removeprefix("="):
        try:
            return named_time_format(asked), []
        except ValueError:
            return None, [Problem("import.bad-time-format", where, {"value": asked})]
    try:
        found = find_time_format(source.sample[column])
    except AmbiguousDate as error:
        params = {
            "column": column,
            "example": error.example,
            "day_first": error.day_first,
            "month_first": error.month_first,
        }
        return None, [Problem("import.ambiguous-date", where, params)]
    if found is None:
        example = next((v for v in source.sample[column] if v), "")
        params = {"column": column, "example": example}
        return None, [Problem("import.no-time-format", where, params)]
    return found, []


def _decimal(source: Source, parts: Mapping[str, str], given: Mapping[str, str]) -> DecimalMark:
    asked = given.get("decimal", "").removeprefix("=")
    if asked in (".", ","):
        return DecimalMark("," if asked == "," else ".")
    column = parts.get("cost")
    return find_decimal(source.sample[column] if column in source.columns else ())
