"""Times as people write them: which form a column has, and its reading in DuckDB SQL."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

Kind = Literal["iso", "pattern", "epoch"]

FIRST_YEAR, LAST_YEAR = 1900, 2200  # outside these a time is a misreading

_ZONE = r" ?(?:Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)"
_ISO = re.compile(
    r"\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(" + _ZONE + ")?)?"
)
_CLOCK = r"(?P<clock>,? (?:klo )?\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\.\d+)?(?P<half> ?[AaPp][Mm])?)?"
_COMPACT = re.compile(r"(?:19|20|21)\d\d(?:0\d|1[0-2])(?:[0-2]\d|3[01])(?P<clock>T?\d{6})?")
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.(?P<year>\d{4}|\d{2})" + _CLOCK)
_SLASHED = re.compile(
    r"(?P<one>\d{1,2})(?P<mark>[/-])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})" + _CLOCK
)
_YEAR_FIRST = re.compile(r"\d{4}(?P<mark>[/.])\d{1,2}(?P=mark)\d{1,2}" + _CLOCK)
_NAMED = re.compile(r"(?:\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{4}|[A-Za-z]{3,9} \d{1,2}, \d{4})" + _CLOCK)
_EPOCH = re.compile(r"(\d{9,19})(\.\d+)?")

_CLOCKS = ("", " %H:%M", " %H:%M:%S", " %H:%M:%S.%f", " %H.%M", " %H.%M.%S")
_HALF_DAYS = (" %I:%M %p", " %I:%M:%S %p", " %I:%M%p", " %I:%M:%S%p")
_NAMED_DAYS = ("%d %b %Y", "%d-%b-%Y", "%d %B %Y", "%b %d, %Y", "%B %d, %Y")


@dataclass(frozen=True)
class TimeFormat:
    """`patterns` (strptime) are tried in order; `unit` is the epoch's: seconds per 10^unit.

    `shown` is what people are told, and what `time_format` in a map takes.
    """

    kind: Kind
    shown: str
    patterns: tuple[str, ...] = ()
    unit: int = 0


ISO = TimeFormat("iso", "iso")


def iso(moment: datetime) -> str:
    """A UTC moment without a zone as ISO 8601 with `Z`."""
    return moment.isoformat() + "Z"


class AmbiguousDate(ValueError):
    """Both day/month and month/day fit every value seen: a person must say which."""

    def __init__(self, example: str, day_first: str, month_first: str) -> None:
        super().__init__(example)
        self.example, self.day_first, self.month_first = example, day_first, month_first


def find_time_format(values: Sequence[str]) -> TimeFormat | None:
    """The form of most of these values (half at least), None when there is none.

    Raises AmbiguousDate for 3/4/2026 when no value tells the day from the month.
    """
    filled = [v.strip() for v in values if v and v.strip()]
    if not filled:
        return None
    forms = (_iso, _compact, _dotted, _slashed, _year_first, _named, _epoch)
    for form in forms:
        found = form(filled)
        if found is not None:
            return found
    return None


def named_time_format(text: str) -> TimeFormat:
    """The format that a person names: `iso`, `epoch`, `epoch_ms`, `epoch_us`, `epoch_ns` or a
    strptime pattern such as `%d/%m/%Y %H:%M`. Raises ValueError for anything else."""
    units = {"epoch": 0, "epoch_ms": 3, "epoch_us": 6, "epoch_ns": 9}
    if text == "iso":
        return ISO
    if text in units:
        return TimeFormat("epoch", text, unit=units[text])
    if "%" not in text or "'" in text:
        raise ValueError(text)
    return TimeFormat("pattern", text, (text,))


def _most(pattern: re.Pattern[str], values: Sequence[str]) -> list[re.Match[str]]:
    found = [m for v in values if (m := pattern.fullmatch(v))]
    return found if len(found) * 2 >= len(values) else []


def _iso(values: Sequence[str]) -> TimeFormat | None:
    found = _most(_ISO, values)
    return ISO if found else None


def _compact(values: Sequence[str]) -> TimeFormat | None:
    found = _most(_COMPACT, values)
    if not found:
        return None
    day, clocks = "%Y%m%d", ("", "%H%M%S", "T%H%M%S")
    usual = Counter(re.sub(r"\d+", "%H%M%S", m["clock"] or "") for m in found).most_common(1)[0][0]
    ordered = tuple(day + clock for clock in sorted(clocks, key=lambda c: c != usual))
    return TimeFormat("pattern", ordered[0], ordered)


def _dotted(values: Sequence[str]) -> TimeFormat | None:
    found = _most(_DOTTED, values)
    return _days((f"%d.%m.{_year(found)}",), found)


def _year(found: Sequence[re.Match[str]]) -> str:
    return "%Y" if sum(len(m["year"]) == 4 for m in found) * 2 >= len(found) else "%y"


def _year_first(values: Sequence[str]) -> TimeFormat | None:
    found = _most(_YEAR_FIRST, values)
    mark = found[0]["mark"] if found else "/"
    return _days((f"%Y{mark}%m{mark}%d",), found)


def _named(values: Sequence[str]) -> TimeFormat | None:
    return _days(_NAMED_DAYS, _most(_NAMED, values))


def _slashed(values: Sequence[str]) -> TimeFormat | None:
    found = _most(_SLASHED, values)
    if not found:
        return None
    mark = found[0]["mark"]
    year = _year(found)
    day_first, month_first = f"%d{mark}%m{mark}{year}", f"%m{mark}%d{mark}{year}"
    ones, twos = max(int(m["one"]) for m in found), max(int(m["two"]) for m in found)
    if (ones > 12) == (twos > 12):
        raise AmbiguousDate(found[0][0], day_first, month_first)
    return _days((day_first if ones > 12 else month_first,), found)


def _days(days: Sequence[str], found: Sequence[re.Match[str]]) -> TimeFormat | None:
    if not found:
        return None
    halves = any(m["half"] for m in found)
    clocks = (*_CLOCKS, *_HALF_DAYS) if halves else _CLOCKS
    patterns = [day + clock for day in days for clock in clocks]
    shapes = Counter(_shape(m[0].replace(" klo ", " ")) for m in found)
    # the reader tries them in order, so the usual one stands first
    ordered = sorted(patterns, key=lambda p: -shapes[_pattern_shape(p)])
    return TimeFormat("pattern", ordered[0], tuple(ordered))


def _shape(value: str) -> str:
    return re.sub(r"[A-Za-z]+", "a", re.sub(r"\d+", "0", value)).replace(",", "")


def _pattern_shape(pattern: str) -> str:
    return re.sub(r"%[bBp]", "a", re.sub(r"%[YymdHMSfI]", "0", pattern)).replace(",", "")


def _epoch(values: Sequence[str]) -> TimeFormat | None:
    found = _most(_EPOCH, values)
    if not found:
        return None
    digits = Counter(len(m[1]) for m in found).most_common(1)[0][0]
    unit = 0 if digits <= 11 else 3 if digits <= 14 else 6 if digits <= 17 else 9
    names = {0: "epoch", 3: "epoch_ms", 6: "epoch_us", 9: "epoch_ns"}
    return TimeFormat("epoch", names[unit], unit=unit)


def zoned_sql(format: TimeFormat, text: str) -> str:
    """Whether the value says its own zone, as SQL (BOOLEAN) over the VARCHAR expression."""
    if format.kind == "iso":
        return f"regexp_matches({text}, ':.*(Z|z|UTC|GMT|[+-][0-9]{{2}}(:?[0-9]{{2}})?)\\s*$')"
    return "true" if format.kind == "epoch" or "%z" in format.patterns[0] else "false"


def time_sql(format: TimeFormat, text: str, timezone: str) -> str:
    """The moment in UTC (TIMESTAMP) over the VARCHAR expression; null when it cannot be read."""
    if format.kind == "epoch":
        number = f"TRY_CAST({text} AS DECIMAL(28, 6))"
        power = 6 - format.unit
        micros = f"{number} * {10**power}" if power >= 0 else f"{number} / {10**-power}"
        return _in_range(f"make_timestamp(TRY_CAST(floor({micros}) AS BIGINT))")
    if format.kind == "iso":
        local = _to_utc(f"TRY_CAST({text} AS TIMESTAMP)", timezone)
        # the cast wants seconds: 2010-12-30T14:32Z goes the slower way
        plain = f"regexp_replace(trim({text}), ' ?(Z|z|UTC|GMT)$', '+00')"
        short = "['%Y-%m-%dT%H:%M%z', '%Y-%m-%d %H:%M%z', '%Y-%m-%d %H:%M %z']"
        zoned = f"COALESCE(TRY_CAST({text} AS TIMESTAMPTZ), try_strptime({plain}, {short}))"
        return _in_range(
            f"CASE WHEN {zoned_sql(format, text)} THEN make_timestamp(epoch_us({zoned}))"
            f" ELSE {local} END"
        )
    patterns = ", ".join(f"'{p}'" for p in format.patterns)
    plain = f"replace(replace(trim({text}), ' klo ', ' '), ', ', ' ')"
    if any("," in p for p in format.patterns):
        plain = f"trim({text})"
    parsed = f"try_strptime({plain}, [{patterns}])"
    if "%z" in format.patterns[0]:
        return _in_range(f"make_timestamp(epoch_us({parsed}))")
    return _in_range(_to_utc(parsed, timezone))


def moment_sql(kind: Literal["naive", "zoned"], column: str, timezone: str) -> str:
    """The moment in UTC of a column that is a time already."""
    if kind == "zoned":
        return _in_range(f"make_timestamp(epoch_us({column}))")
    return _in_range(_to_utc(f"CAST({column} AS TIMESTAMP)", timezone))


def _to_utc(local: str, timezone: str) -> str:
    if timezone == "UTC":
        return local
    return f"make_timestamp(epoch_us(timezone('{ZoneInfo(timezone).key}', {local})))"


def _in_range(moment: str) -> str:
    first, last = f"TIMESTAMP '{FIRST_YEAR}-01-01'", f"TIMESTAMP '{LAST_YEAR}-01-01'"
    # one expression, read once: DuckDB shares the repeated part
    return f"CASE WHEN ({moment}) >= {first} AND ({moment}) < {last} THEN ({moment}) END"
