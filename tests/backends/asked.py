"""What is asked of every engine, besides each report with nothing said: (report, what is asked)."""

from __future__ import annotations

from typing import Any

FILTERED: tuple[dict[str, Any], ...] = (
    {"device": "mobile", "from": "2026-06-01", "to": "2026-09-30"},
)
"""Asked of every report."""

ASKED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("conversion", {"compare": "previous"}),
    ("conversion", {"product": "kahvi"}),
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
