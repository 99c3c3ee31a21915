"""The reports there are, in the order of the menu. Each is a module here with `REPORT`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from polku.errors import NotFound, Problem
from polku.reports.report import Report

KEYS: tuple[str, ...] = (
    "conversion",
    "funnel",
    "time",
    "lost",
    "leaks",
    "precursors",
    "graph",
    "variants",
    "steps",
    "around",
    "follows",
    "waiting",
    "path-difference",
    "fit",
    "propose",
    "alerts",
    "mend",
    "personas",
    "retention",
    "lifecycle",
    "rfm",
    "satisfaction",
    "answers",
    "responses",
    "referrals",
    "nurtured",
    "attribution",
    "touchpaths",
    "costs",
    "experiments",
    "experiment",
    "orders",
    "ltv",
    "payback",
    "churn",
    "next-purchase",
    "next-stage",
    "scoreboard",
    "next-action",
    "response",
    "budget",
)


@cache
def report(key: str) -> Report[Any]:
    """The report. Raises NotFound (`report.unknown`)."""
    if key not in KEYS:
        raise NotFound(Problem("report.unknown", key, {"key": key, "known": ", ".join(KEYS)}))
    found: Report[Any] = import_module(f"polku.reports.{key.replace('-', '_')}").REPORT
    return found


def all_reports() -> tuple[Report[Any], ...]:
    """All of them."""
    return tuple(report(key) for key in KEYS)
