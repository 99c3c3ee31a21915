"""How fast stage conversion, time in stage, precursors and alerts are answered.

    python -m benchmarks.stages [--events 10000000] [--people 500000] [--repeat 3]

The floor is one pass over the same transitions in the same run, with a row for each stay (a window in SQL): what
any answer about stays would have to do. The bar: conversion and time in stage 1 s each.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from benchmarks.report_speed import Answers, run
from polku.reports import alerts, conversion, leaks, lost, precursors, time

FLOOR = """SELECT to_stage, next IS NULL, hours, count(*) FROM (
    SELECT to_stage, lead("at") OVER (PARTITION BY person ORDER BY n) AS next,
           date_diff('hour', "at", next) AS hours FROM transitions) GROUP BY ALL"""
ANSWERS: Answers = {
    "conversion": lambda at: conversion.answer(at, conversion.AskedConversion(cohorts="none")),
    "conversion with cohorts by month": lambda at: conversion.answer(
        at, conversion.AskedConversion()
    ),
    "time in stage": lambda at: time.answer(at, time.AskedTime()),
    "lost": lambda at: lost.answer(at, lost.AskedLost()),
    "leaks": lambda at: leaks.answer(at, leaks.AskedLeaks()),
    "precursors": lambda at: precursors.answer(at, precursors.AskedPrecursors()),
    "alerts": lambda at: alerts.answer(at, alerts.AskedAlerts()),
}


def main(argv: Sequence[str] | None = None) -> dict[str, float]:
    """Prints the figures (medians, seconds) and gives them back."""
    bars = ("conversion", "time in stage")
    return run(argv, __doc__ or "", ("floor: every stay once", FLOOR), ANSWERS, bars)


if __name__ == "__main__":
    main(sys.argv[1:])
