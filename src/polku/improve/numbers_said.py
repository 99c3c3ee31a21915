"""Why something is not done yet, with the numbers as sentences write them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polku.errors import Problem, RequestRefused
from polku.reports.said import Both, Count, Money, Number, Share


def number(value: float | None, kind: str, currency: str) -> Any:
    """A number as its kind is written; differences of shares are percentage points."""
    if value is None:
        return "–"
    if kind == "share":
        return Share(value)
    if kind == "points":
        return Number(value * 100)
    if kind == "money":
        return Money(value, currency)
    return Number(value)


def refusal(metric: Mapping[str, Any], found: Mapping[str, Any]) -> RequestRefused:
    """409: the metric has not got better; what it was, what it is, and how many cases there are."""
    kind, currency = metric["kind"], metric["currency"]
    before, now = metric["baseline"], found["now"]
    params: dict[str, Any] = {"metric": Both.of(metric["title"])}
    for name, reading in (("before", before), ("now", now)):
        for part in ("value", "low", "high"):
            params[f"{name}_{part}"] = number(reading[part], kind, currency)
        params[f"{name}_n"] = Count(reading["n"])
    verdict = found["verdict"]
    return RequestRefused(Problem(f"improve.{verdict}", params=params), 409)
