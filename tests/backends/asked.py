"""What is asked of every engine, besides each report with nothing said: (report, what is asked)."""

from __future__ import annotations

from typing import Any

from polku.reports.catalogue import KEYS

Case = tuple[str, str, dict[str, Any]]
"""(demo, report, what is asked)"""

FILTERED: dict[str, Any] = {"device": "mobile", "from": "2026-02-01", "to": "2026-10-31"}
"""Asked of every report on the shop."""

ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("conversion", {"compare": "previous"}),
    ("conversion", {"product": "poytaliina"}),
    ("funnel", {"order": "strict", "by": "device", "by_value": "last"}),
    ("funnel", {"session": "true", "by": "channel", "by_value": "any", "device": "mobile"}),
    (
        "funnel",
        {
            "steps": ["Page Viewed[device=mobile|tablet] > Product Viewed? > Order Completed"],
            "by": "device",
            "by_value": "entry",
        },
    ),
    ("funnel", {"preset": "window-funnel-strict-order", "by": "channel"}),
    ("conversion", {"by": "device", "cohorts": "week"}),
    ("time", {"by": "device"}),
    ("retention", {"way": "rolling"}),
    ("answers", {"event": "NPS Answered", "most": "3", "compare": "previous"}),
    ("precursors", {"stage": "lead", "longest": 1}),
    ("attribution", {"goal": "leads", "model": "linear", "programme": "second-purchase"}),
    ("touchpaths", {"goal": "customers", "collapse": "false"}),
    ("budget", {"goal": "300", "months": "3"}),
    (
        "experiment",
        {"programme": "second-purchase", "metric": "revenue", "cuped": "yes", "by": "device"},
    ),
    ("experiment", {"property": "device", "metric": "order-value", "days": "30"}),
    ("next-stage", {"stage": "first-time", "days": "30"}),
)
"""Parameters that change which questions a report asks."""

FILTERED_ON_SPARK = (
    "conversion", "funnel", "time", "lost", "graph", "variants", "retention", "attribution", "orders", "ltv",
    "nurtured", "experiment",
)  # fmt: skip


def cases(engine: str) -> list[Case]:
    """ClickHouse is asked everything. Spark needs half a second for each question: it is asked every report with
    nothing said, and a dozen with a filter, of the shop."""
    if engine == "pyspark":
        plain: list[Case] = [("shop", key, {}) for key in KEYS]
        return plain + [("shop", key, FILTERED) for key in FILTERED_ON_SPARK if key in KEYS]
    found: list[Case] = [(demo, key, {}) for demo in ("shop", "b2b") for key in KEYS]
    found += [("shop", key, FILTERED) for key in KEYS]
    found += [("shop", key, asked) for key, asked in ASKED if key in KEYS]
    return found + [("b2b", key, {"channel": "email"}) for key in ("conversion", "funnel")]
