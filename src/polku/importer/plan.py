"""What each part of an event is read from: the map a person gave, completed, checked and bound."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from polku.errors import Problem
from polku.events.personal import Personal
from polku.importer.amounts import DecimalMark, find_decimal
from polku.importer.roles import Guess, guess_roles, is_personal
from polku.importer.source import Source
from polku.importer.times import (
    AmbiguousDate,
    TimeFormat,
    find_time_format,
    named_time_format,
)

PARTS = (
    "person", "anonymous", "time", "event", "revenue", "currency", "channel", "message_id",
)  # fmt: skip
"""Parts of an event: a column's name, or `=` and a constant."""

FORMS = ("time_format", "decimal")
"""How values are written, where the file leaves it open: `%d/%m/%Y`, `,`."""

LISTS = ("ignore", "personal", "property")
"""Columns (parted by `|`) to leave out, to keep with the person, or to keep as properties."""

_REQUIRED = ("time", "event")


@dataclass(frozen=True)
class Plan:
    """How a file becomes events. `parts` holds columns and `=constants` as in the map."""

    parts: Mapping[str, str]
    properties: tuple[str, ...]
    personal: tuple[str, ...]
    ignored: tuple[str, ...]
    time: TimeFormat | None
    decimal: DecimalMark
    timezone: str
    guesses: Mapping[str, Guess]
    map: Mapping[str, str]
    privacy: Personal

    @property
    def left_out(self) -> tuple[str, ...]:
        """Columns that are not properties."""
        return tuple(c for c in self.guesses if c not in self.properties)

    def personal_among(self, late: Sequence[str]) -> tuple[str, ...]:
        """Those of some columns the plan did not know of that are personal by their names."""
        return tuple(c for c in late if is_personal(c, (), self.privacy))


def make_plan(
    source: Source,
    asked: Mapping[str, str] | None,
    timezone: str | None,
    privacy: frozenset[str],
) -> tuple[Plan, list[Problem]]:
    """The plan and all that speaks against it (levels error and warning).

    A map that names who, when and what is taken as it is; a shorter one is completed by guesses.
    """
    where, personal = str(source.path), Personal(privacy)
    given = {k: v for k, v in (asked or {}).items() if v}
    problems = _check(given, source.columns, where)
    parts = {k: v for k, v in given.items() if k in PARTS and _is_known(v, source.columns)}
    guesses = guess_roles(source.sample, source.unnamed, personal)
    if not _is_whole(parts):
        _complete(parts, guesses, source.columns, given)
    problems += _missing(parts, given, source.columns, where)
    form, trouble = _time_format(source, parts, given, where)
    problems += trouble
    decimal, trouble = _decimal(source, parts, given, where)
    problems += trouble
    lists = {key: _listed(given.get(key, ""), source.columns) for key in LISTS}
    used = set(parts.values())
    of_person = tuple(
        c
        for c in source.columns
        if c not in used
        and c not in lists["ignore"]
        and (
            c in lists["personal"]
            or personal.declares(c)
            or (c not in lists["property"] and is_personal(c, source.sample[c], personal))
        )
    )
    ignored = tuple(
        c
        for c in source.columns
        if c not in used
        and c not in of_person
        and (c in lists["ignore"] or (guesses[c].role == "ignore" and c not in lists["property"]))
    )
    problems += _personal_parts(parts, personal, where)
    zone, trouble = _zone(timezone, where)
    problems += trouble
    plan = Plan(
        parts=parts,
        properties=tuple(
            c for c in source.columns if c not in used and c not in of_person and c not in ignored
        ),
        personal=of_person,
        ignored=ignored,
        time=form,
        decimal=decimal,
        timezone=zone,
        guesses=guesses,
        map=parts | {k: v for k, v in given.items() if k in FORMS + LISTS},
        privacy=personal,
    )
    return plan, problems


def _is_known(value: str, columns: Sequence[str]) -> bool:
    return value.startswith("=") or value in columns


def _is_whole(parts: Mapping[str, str]) -> bool:
    return ("person" in parts or "anonymous" in parts) and all(k in parts for k in _REQUIRED)


def _complete(
    parts: dict[str, str],
    guesses: Mapping[str, Guess],
    columns: Sequence[str],
    given: Mapping[str, str],
) -> None:
    taken = set(parts.values())
    for column in columns:
        role = guesses[column].role
        if role in PARTS and role not in given and column not in taken:
            parts.setdefault(role, column)
    if "event" not in parts and "event" not in given and "revenue" in parts:
        parts["event"] = "=Order Completed"  # rows of who, when and how much are purchases


def _check(given: Mapping[str, str], columns: Sequence[str], where: str) -> list[Problem]:
    problems = []
    for key, value in given.items():
        if key not in PARTS + FORMS + LISTS:
            near = difflib.get_close_matches(key, PARTS, 1, 0.5)
            known = ", ".join(PARTS + FORMS + LISTS)
            params = {"key": key, "known": known, "near": near[0] if near else PARTS[0]}
            problems.append(Problem("import.unknown-map-key", where, params))
            continue
        names = value.split("|") if key in LISTS else [value] if key in PARTS else []
        for name in names:
            if value == "=":
                problems.append(Problem("import.empty-constant", where, {"key": key}))
            elif not _is_known(name, columns):
                near = difflib.get_close_matches(name.lower(), [c.lower() for c in columns], 1, 0.5)
                best = next((c for c in columns if near and c.lower() == near[0]), columns[0])
                params = {"key": key, "column": name, "near": best, "columns": _names(columns)}
                problems.append(Problem("import.no-such-column", where, params))
    for key in ("time", "revenue", "message_id"):
        if given.get(key, "").startswith("="):
            problems.append(Problem("import.not-a-constant", where, {"key": key}))
    currency = given.get("currency", "")
    if currency.startswith("=") and not re.fullmatch(r"=\s*[A-Za-z]{3}\s*", currency):
        params = {"value": currency[1:]}
        problems.append(Problem("import.bad-currency-constant", where, params))
    return problems


def _names(columns: Sequence[str]) -> str:
    more = f" … ({len(columns)})" if len(columns) > 40 else ""
    return ", ".join(columns[:40]) + more


def _missing(
    parts: Mapping[str, str], given: Mapping[str, str], columns: Sequence[str], where: str
) -> list[Problem]:
    problems = []
    params = {"columns": _names(columns)}
    if not {"person", "anonymous"} & (parts.keys() | given.keys()):
        problems.append(Problem("import.no-person-column", where, params))
    problems += [
        Problem(f"import.no-{key}-column", where, params)
        for key in _REQUIRED
        if key not in parts and key not in given
    ]
    return problems


def _time_format(
    source: Source, parts: Mapping[str, str], given: Mapping[str, str], where: str
) -> tuple[TimeFormat | None, list[Problem]]:
    column = parts.get("time")
    if column is None or column.startswith("=") or source.moment(column):
        return None, []
    if asked := given.get("time_format", "").removeprefix("="):
        try:
            return named_time_format(asked), []
        except ValueError:
            return None, [Problem("import.bad-time-format", where, {"value": asked})]
    values = source.sample[column]
    try:
        found = find_time_format(values)
    except AmbiguousDate as error:
        params = {
            "column": column,
            "example": error.example,
            "day_first": error.day_first,
            "month_first": error.month_first,
        }
        return None, [Problem("import.ambiguous-date", where, params)]
    if found is None:
        example = next((v for v in values if v), "")
        params = {"column": column, "example": example}
        return None, [Problem("import.no-time-format", where, params)]
    return found, []


def _decimal(
    source: Source, parts: Mapping[str, str], given: Mapping[str, str], where: str
) -> tuple[DecimalMark, list[Problem]]:
    asked = given.get("decimal", "").removeprefix("=")
    if asked:
        if asked in (".", ","):
            return DecimalMark("," if asked == "," else "."), []
        return DecimalMark("."), [Problem("import.bad-decimal", where, {"value": asked})]
    column = parts.get("revenue", "=")
    values = [] if column.startswith("=") else source.sample[column]
    found = find_decimal(values)
    if not found.sure:
        params = {"column": column, "example": found.example}
        return found, [Problem("import.unsure-decimal", where, params, "warning")]
    if any(c in v for v in values for c in ".,"):
        return found, []
    everything = [v for c, vs in source.sample.items() if c != parts.get("time") for v in vs]
    other = find_decimal(everything)
    return (other if other.sure else DecimalMark(".")), []


def _personal_parts(parts: Mapping[str, str], personal: Personal, where: str) -> list[Problem]:
    return [
        Problem("import.personal-part", where, {"key": key, "column": value})
        for key, value in parts.items()
        if key in ("event", "channel", "currency")
        and not value.startswith("=")
        and personal.declares(value)
    ]


def _zone(timezone: str | None, where: str) -> tuple[str, list[Problem]]:
    if timezone is None:
        return "UTC", []
    try:
        return ZoneInfo(timezone).key, []
    except (KeyError, ValueError, OSError):
        return "UTC", [Problem("import.unknown-timezone", where, {"value": timezone})]


def _listed(text: str, columns: Sequence[str]) -> frozenset[str]:
    return frozenset(text.split("|")) & frozenset(columns)
