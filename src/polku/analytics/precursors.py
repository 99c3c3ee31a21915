"""What had those who were lost done before, that others had not?

Everybody is looked at from one landmark, so many hours after they entered the stage, at which they were still on
it (landmark analysis: Anderson, Cain and Gelber (1983), J. Clinical Oncology 1, 710-719). What they did between
entry and landmark is set against what became of them after it. People with the same landmark have been watched for
exactly as long; who has stayed longer has not had more time to do things. Only cohorts whose window has closed are
taken, so that everybody's outcome is known. Each person has one landmark, chosen by their number: nobody counts
twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np

from polku.analytics.facts import Value, hours_between, moment, number, path_events, question
from polku.analytics.path import Arrow
from polku.analytics.stage_conversion import cases, moments_of
from polku.science.discovery import benjamini_yekutieli
from polku.science.newcombe import Difference, newcombe
from polku.science.stratified import Ratio, mantel_haenszel
from polku.science.wilson import Share, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa
    from ibis import Table

    from polku.reports.report import Scene

LANDMARKS = 4
ENOUGH = 20  # people with the trait and people without, below which nothing is compared
ALONE = -1  # the second event of a single one

Codes = tuple[int, ...]


@dataclass(frozen=True)
class Precursor:
    """Who did `first` (and straight after it `second`, unless None) between entry and landmark: how many of them
    were lost, how many of the others, the Mantel-Haenszel `ratio` of the two over the landmarks, and `chance`:
    its p corrected for all that was compared (Benjamini-Yekutieli)."""

    first: int
    second: int | None
    exposed: Share
    others: Share
    difference: Difference
    ratio: Ratio
    chance: float


@dataclass(frozen=True)
class Search:
    """`people` who were still on the stage at their landmark, of whom `lost` were lost later; `hours` are the
    landmarks; `compared` events and sequences were common enough to compare."""

    people: int
    lost: int
    hours: tuple[int, ...]
    compared: int
    found: tuple[Precursor, ...]


def _watched(stage: int, ahead: Codes, behind: Codes, limited: bool) -> Table:
    """person, entered, place (of the landmark), until (its moment) and whether they were lost: of those who were
    on the stage at the landmark and whose window has closed. The numbers are hours: landmark_0 … of the places."""
    each = cases(stage, ahead, behind, limited)
    each = each.filter(
        hours_between(each.entered, moment("window_end")) >= number("window_hours"),
        each.outcome < 2,
    )
    each = each.mutate(place=(each.person % LANDMARKS).cast("int32"))
    mark: Value = ibis.cases(
        *((each.place == place, number(f"landmark_{place}")) for place in range(LANDMARKS - 1)),
        else_=number(f"landmark_{LANDMARKS - 1}"),
    )
    each = each.mutate(mark=mark)
    each = each.filter(each.hours >= each.mark, each.mark > 0)
    return each.select("person", "entered", "place", "mark", lost=each.outcome == 1)


@question
def watched(stage: int, ahead: Codes, behind: Codes, limited: bool) -> Table:
    """People by landmark and what became of them."""
    each = _watched(stage, ahead, behind, limited)
    return each.group_by("place", "lost").agg(people=each.count())


def _done(stage: int, ahead: Codes, behind: Codes, limited: bool, pairs: bool) -> Table:
    """person, place, lost, first, second: what each did between entry and landmark."""
    each = _watched(stage, ahead, behind, limited)
    did = path_events.select("person", "ts", "event", "next_event", "next_ts")
    rows = each.inner_join(did, "person")
    rows = rows.filter(rows.ts > rows.entered, hours_between(rows.entered, rows.ts) < rows.mark)
    if pairs:
        rows = rows.filter(
            rows.next_event.notnull(),
            rows.next_ts >= rows.ts,
            hours_between(rows.entered, rows.next_ts) < rows.mark,
        )
        return rows.select("person", "place", "lost", first=rows.event, second=rows.next_event)
    return rows.select(
        "person", "place", "lost", first=rows.event, second=ibis.literal(ALONE, "int32")
    )


@question
def done(stage: int, ahead: Codes, behind: Codes, limited: bool, pairs: bool) -> Table:
    """People who did an event, or a pair of consecutive ones, by landmark and what became of them."""
    rows = _done(stage, ahead, behind, limited, pairs).distinct()
    return rows.group_by("place", "lost", "first", "second").agg(people=rows.count())


@question
def people_who_did(
    stage: int, ahead: Codes, behind: Codes, limited: bool, pair: tuple[int, int], lost: bool | None
) -> Table:
    """The people behind a count."""
    rows = _done(stage, ahead, behind, limited, pair[1] != ALONE)
    rows = rows.filter(rows.first == pair[0], rows.second == pair[1])
    if lost is not None:
        rows = rows.filter(rows.lost if lost else ~rows.lost)
    return rows.select("person").distinct()


def landmark_hours(counts: pa.Table) -> tuple[int, ...]:
    """The landmarks of an arrow (`outcome_counts`): the hours by which 10, 25, 40 and 60 % of those who advance
    have done so, so that on each many have still to go either way. Empty when nobody advances later than at once."""
    hours, people = counts["hours"].to_numpy(), counts["people"].to_numpy()
    went = np.where(counts["outcome"].to_numpy() == 0, people, 0)
    if not went.sum():
        return ()
    order = np.argsort(hours, kind="stable")
    grown = went[order].cumsum() / went.sum()
    found = [int(hours[order][np.searchsorted(grown, q)]) for q in (0.1, 0.25, 0.4, 0.6)]
    return tuple(max(1, each) for each in found)


def marks_of(arrow: Arrow, scene: Scene, hours: Sequence[int]) -> dict[str, Any]:
    """What the questions are given."""
    given: dict[str, Any] = {**moments_of(arrow, scene.period)}
    return given | {f"landmark_{place}": each for place, each in enumerate(hours)}


def shape_of(arrow: Arrow, scene: Scene) -> tuple[int, Codes, Codes, bool]:
    """The shape of the questions."""
    return arrow.source.code, arrow.ahead, arrow.behind, scene.limited


def precursors(scene: Scene, arrow: Arrow, hours: tuple[int, ...], longest: int) -> Search:
    """All single events, and with `longest` 2 all pairs of consecutive ones, that at least 20 people did and 20 did
    not do before their landmark."""
    import pyarrow as pa

    if not hours:
        return Search(0, 0, hours, 0, ())
    shape, given = shape_of(arrow, scene), marks_of(arrow, scene, hours)
    everybody = scene.ask(watched(*shape), **given)
    tables = [scene.ask(done(*shape, pairs), **given) for pairs in (False, True)[:longest]]
    return search(everybody, pa.concat_tables(tables), hours)


def search(everybody: pa.Table, did: pa.Table, hours: tuple[int, ...]) -> Search:
    """From the counts of `watched` and `done`."""
    whole = np.zeros((LANDMARKS, 2), dtype=np.int64)
    lost = everybody["lost"].to_numpy(zero_copy_only=False).astype(np.int64)
    np.add.at(whole, (everybody["place"].to_numpy(), lost), everybody["people"].to_numpy())
    n, ends = int(whole.sum()), int(whole[:, 1].sum())
    keys = did["first"].to_numpy().astype(np.int64) * 2**32 + (
        did["second"].to_numpy().astype(np.int64) + 1
    )
    names, where = np.unique(keys, return_inverse=True)
    cube = np.zeros((len(names), LANDMARKS, 2), dtype=np.int64)
    its = did["lost"].to_numpy(zero_copy_only=False).astype(np.int64)
    np.add.at(cube, (where, did["place"].to_numpy(), its), did["people"].to_numpy())
    exposed = cube.sum(axis=(1, 2))
    common = np.flatnonzero((exposed >= ENOUGH) & (n - exposed >= ENOUGH))
    ratios = []
    for each in common.tolist():
        a, cases_ = cube[each, :, 1], cube[each].sum(axis=1)
        ratios.append(mantel_haenszel(a, cases_, whole[:, 1] - a, whole.sum(axis=1) - cases_))
    chances = benjamini_yekutieli([each.p for each in ratios])
    found = []
    for each, ratio, chance in zip(common.tolist(), ratios, chances.tolist(), strict=True):
        first, second = divmod(int(names[each]), 2**32)
        its_lost, m = int(cube[each, :, 1].sum()), int(exposed[each])
        found.append(
            Precursor(
                first,
                None if second == 0 else second - 1,
                share(its_lost, m),
                share(ends - its_lost, n - m),
                newcombe(its_lost, m, ends - its_lost, n - m),
                ratio,
                chance,
            )
        )
    found.sort(key=lambda one: (one.chance, one.ratio.p, one.first, one.second or -1))
    return Search(n, ends, hours, len(found), tuple(found))
