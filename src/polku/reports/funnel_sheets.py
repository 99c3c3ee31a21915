"""The tables of a funnel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from polku.analytics.funnel.grammar import branch_words
from polku.analytics.funnel.walk import Walked, whole_window
from polku.reports.answer import Column, Sheet
from polku.reports.funnel_words import step_title
from polku.science.clustered import clustered_share
from polku.science.wilson import Share, share

if TYPE_CHECKING:
    from polku.analytics.funnel.grammar import FunnelStep
    from polku.analytics.funnel.groups import Group
    from polku.analytics.funnel.walk import Counting

DAY = 86_400_000_000
Flags = npt.NDArray[np.bool_]


def rate(walked: Walked, some: Flags, among: Flags, counting: Counting) -> Share:
    """The share of the cases `among` that are `some` too. Attempts of the same person are no independent cases."""
    if counting.entries != "every" or counting.window_funnel is not None:
        return share(int((some & among).sum()), int(among.sum()))
    _, whose = np.unique(walked.person[among], return_inverse=True)
    return clustered_share(np.bincount(whose, weights=some[among]), np.bincount(whose))


def waiting(walked: Walked, counting: Counting) -> Flags:
    """Cases that may still go on: their time is not over, nothing has broken them. Without a window everybody may
    always still come; then nobody is told to be waiting."""
    if walked.attempts is None or whole_window(counting) is None:
        return np.zeros(len(walked.person), np.bool_)
    return ~walked.attempts.over


def lasting(walked: Walked, place: int, since: int) -> tuple[float | None, float | None]:
    """Median and 75 % point, days, from the required step `since` to `place`, of those who reached it."""
    if walked.attempts is None:
        return None, None
    took = walked.attempts.took(place, since) / DAY
    if not len(took):
        return None, None
    half, most = np.quantile(took, [0.5, 0.75])
    return float(half), float(most)


def _interval(key: str, found: Share) -> dict[str, float | None]:
    return {key: found.value, f"{key}_low": found.low, f"{key}_high": found.high}


def steps_sheet(walked: Walked, steps: tuple[FunnelStep, ...], counting: Counting) -> Sheet:
    """A row for each step."""
    everybody = np.ones(len(walked.person), np.bool_)
    followed = whole_window(counting) is not None and walked.attempts is not None
    rows = []
    for place, step in enumerate(steps):
        reached = walked.reached(place)
        order = sum(each < place for each in walked.required)  # required steps before this one
        before = walked.level >= order
        row: dict[str, Any] = {
            "id": str(place + 1),
            "step": {"fi": step_title(step, "fi"), "en": step_title(step, "en")},
            "reached": int(reached.sum()),
            "total": 1.0 if len(everybody) else None,
        }
        if place:
            row |= _interval("total", rate(walked, reached, everybody, counting))
            row |= _interval("conversion", rate(walked, reached, before, counting))
        if place and not step.optional:
            row["median"], row["p75"] = lasting(walked, order, order - 1)
            row["median_total"] = lasting(walked, order, 0)[0]
        if not step.optional and place != walked.required[-1]:
            stayed = walked.level == order + 1
            going = waiting(walked, counting)
            row["dropped"] = int((stayed & ~going).sum())
            row["open"] = int((stayed & going).sum()) if followed else None
        rows.append(row)
    columns = [
        Column("step", "text"),
        Column("reached", people=True),
        Column("conversion", "share", interval=True),
        Column("total", "share", interval=True),
        Column("dropped", people=True),
        Column("open", people=True),
        Column("median", "days"),
        Column("p75", "days"),
        Column("median_total", "days"),
    ]
    return Sheet("steps", columns, rows)


def branches_sheet(walked: Walked, steps: tuple[FunnelStep, ...], counting: Counting) -> Sheet:
    """A row for each branch of the steps that have many: their shares sum to 1."""
    rows = []
    for place, step in enumerate(steps):
        if len(step.branches) < 2:
            continue
        reached = walked.reached(place)
        last = step.optional or place == walked.required[-1]
        for number, branch in enumerate(step.branches):
            through = walked.branch(place, number)
            row: dict[str, Any] = {
                "id": f"branch:{place + 1}:{number}",
                "step": {"fi": str(place + 1), "en": str(place + 1)},
                "branch": {"fi": branch_words(branch, "fi"), "en": branch_words(branch, "en")},
                "reached": int(through.sum()),
                **_interval("share", rate(walked, through, reached, counting)),
            }
            if not last:
                on = walked.level > walked.required.index(place) + 1
                row["went_on"] = int((on & through).sum())
                row |= _interval("conversion", rate(walked, on, through, counting))
            rows.append(row)
    columns = [
        Column("step", "text"),
        Column("branch", "text"),
        Column("reached", people=True),
        Column("share", "share", interval=True),
        Column("went_on", people=True),
        Column("conversion", "share", interval=True),
    ]
    return Sheet("branches", columns, rows)


def groups_sheet(
    walked: Walked, steps: tuple[FunnelStep, ...], counting: Counting, found: Sequence[Group]
) -> Sheet:
    """A row for each group: how many reached each step, and the share that reached the last."""
    done = walked.level == len(walked.required)
    rows = []
    for group in found:
        row: dict[str, Any] = {"id": f"group:{group.mark}", "group": group.title}
        for place in range(len(steps)):
            row[f"step_{place + 1}"] = int((walked.reached(place) & group.cases).sum())
        rows.append(row | _interval("conversion", rate(walked, done, group.cases, counting)))
    titles = [{"fi": step_title(step, "fi"), "en": step_title(step, "en")} for step in steps]
    columns = [
        Column("group", "text"),
        *(
            Column(f"step_{place + 1}", people=True, title=title)
            for place, title in enumerate(titles)
        ),
        Column("conversion", "share", interval=True),
    ]
    return Sheet("groups", columns, rows)
