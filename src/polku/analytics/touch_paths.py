"""Which channels did people meet on their way to each order, or to a stage?

A touch is an event with a channel that begins something: the first since the person's previous conversion, by
another channel than the one before it, or more than 30 minutes after it. A path is the touches since the
previous conversion, at most so many days before the one that ends it; touches after the last conversion make a
path that is lost so far. The rows come from the engine; the walking is `touch_kernel`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import ibis
import numpy as np

from polku.analytics.facts import among, events, moment, question, transitions
from polku.analytics.touch_kernel import Columns, Walked, walk
from polku.science.attribution.paths import Paths

if TYPE_CHECKING:
    import pyarrow as pa
    from ibis import Table

    from polku.reports.report import Scene

MOST = 30  # channels told apart; the least met of more are one, "other"
OTHER = -1
_LAST = 2**62  # a stage is reached by the events of its moment: it comes after them


@question
def steps_to_sales(currency: str, limited: bool) -> Table:
    """person, ts, seq, channel (-1: none), goal (1: an order), minor: events with a channel or money."""
    seen = among(events.filter(events.ts <= moment("cohort_end")), limited)
    ours = seen.currency.isnull() | (seen.currency == currency)
    rows = seen.mutate(minor=ours.ifelse(seen.revenue.coalesce(0), 0))
    rows = rows.filter(rows.channel.notnull() | (rows.minor != 0))
    return rows.select(
        "person",
        "ts",
        "seq",
        channel=rows.channel.coalesce(OTHER).cast("int32"),
        goal=(rows.minor > 0).cast("int8"),
        minor=rows.minor.cast("int64"),
    )


@question
def steps_to_stage(stages: tuple[int, ...], limited: bool) -> Table:
    """The same, with the first entry of any of the stages as the goal."""
    seen = events.filter(events.ts <= moment("cohort_end"), events.channel.notnull())
    came = transitions.filter(
        transitions.to_stage.isin(stages), transitions.at <= moment("cohort_end")
    )
    came = came.group_by("person").agg(ts=came.at.min())
    steps = seen.select(
        "person",
        "ts",
        "seq",
        channel=seen.channel.cast("int32"),
        goal=ibis.literal(0, "int8"),
        minor=ibis.literal(0, "int64"),
    )
    goals = came.select(
        "person",
        "ts",
        seq=ibis.literal(_LAST, "int64"),
        channel=ibis.literal(OTHER, "int32"),
        goal=ibis.literal(1, "int8"),
        minor=ibis.literal(0, "int64"),
    )
    return among(steps.union(goals), limited)


@dataclass(frozen=True)
class Touched:
    """`paths` with channels numbered by their place in `codes` (the last may be OTHER: several channels).
    `bare` conversions, and `bare_minor` money, have no known touch: with the won paths they are all
    conversions and the whole ledger of the period. `merged` channels were put together as OTHER."""

    paths: Paths
    codes: tuple[int, ...]
    merged: int
    walked: Walked

    @property
    def bare(self) -> int:
        """Conversions without a known touch."""
        return self.walked.bare

    @property
    def bare_minor(self) -> int:
        """Their money, and refunds of what was bought before the period."""
        return self.walked.bare_minor


def touched(scene: Scene, days: float, stages: tuple[int, ...] | None = None) -> Touched:
    """The channel paths of the period: up to orders, or up to the first of `stages`."""
    asked = (
        steps_to_sales(scene.money.currency, scene.limited)
        if stages is None
        else steps_to_stage(stages, scene.limited)
    )
    start = scene.period.cohort_start
    start_us, lookback_us = int(start.timestamp() * 1e6), int(days * 86_400e6)
    found = walk(columns(scene.ask(asked)), start_us, lookback_us, once=stages is not None)
    return numbered(found)


def columns(rows: pa.Table) -> Columns:
    """The answer of a question as columns for the kernel."""
    import pyarrow as pa

    return Columns(
        rows["person"].to_numpy(),
        rows["ts"].cast(pa.timestamp("us")).cast(pa.int64()).to_numpy(),
        rows["seq"].to_numpy(),
        rows["channel"].to_numpy(),
        rows["goal"].to_numpy().astype(bool),
        rows["minor"].to_numpy(),
    )


def numbered(found: Walked) -> Touched:
    """Channels numbered from the most met; beyond MOST of them the rest are one."""
    codes, where, count = np.unique(found.paths.channel, return_inverse=True, return_counts=True)
    order = np.lexsort((codes, -count))
    rank = np.empty(codes.size, np.int64)
    rank[order] = np.arange(codes.size)
    kept = tuple(int(code) for code in codes[order])
    merged = 0
    if codes.size > MOST:
        merged = codes.size - MOST + 1
        kept = (*kept[: MOST - 1], OTHER)
        rank = np.minimum(rank, MOST - 1)
    channel = rank[where] if codes.size else found.paths.channel
    paths = replace(found.paths, channels=len(kept), channel=channel)
    return Touched(paths, kept, merged, found)
