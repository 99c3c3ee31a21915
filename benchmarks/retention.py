"""How fast retention with money, life cycle, RFM and what to mend next are answered.

    python -m benchmarks.retention [--events 10000000] [--people 500000] [--repeat 3]

The floor is one pass over the same events in the same run, once a person and month: what any answer about who came
back would have to do. The bar: retention with money 1.5 s.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from benchmarks.report_speed import Answers, run
from polku.reports import lifecycle, mend, retention, rfm
from polku.reports.asked import Asked

FLOOR = """SELECT month, count(*), sum(paid) FROM (
    SELECT person, date_trunc('month', ts) AS month, sum(revenue) AS paid FROM events GROUP BY ALL) GROUP BY ALL"""
ANSWERS: Answers = {
    "retention with money": lambda at: retention.answer(at, retention.AskedRetention()),
    "the same, rolling": lambda at: retention.answer(at, retention.AskedRetention(way="rolling")),
    "retention of orders": lambda at: retention.answer(
        at, retention.AskedRetention(first="order", back="order")
    ),
    "life cycle": lambda at: lifecycle.answer(at, lifecycle.AskedLifecycle()),
    "RFM": lambda at: rfm.answer(at, Asked()),
    "what to mend next": lambda at: mend.answer(at, Asked()),
}


def main(argv: Sequence[str] | None = None) -> dict[str, float]:
    """Prints the figures (medians, seconds) and gives them back."""
    floor = ("floor: every person and month once", FLOOR)
    return run(argv, __doc__ or "", floor, ANSWERS, ("retention with money",))


if __name__ == "__main__":
    main(sys.argv[1:])
