"""The market by level: people known now, content, actions and spend beside the shares of the market."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ibis
import numpy as np

from polku.analytics.facts import moment, people, question, transitions
from polku.analytics.people_by_stage import people_by_stage
from polku.journey.market import LEVELS
from polku.journey.market_formula import (
    BuyNow,
    actions,
    buy_now,
    content,
    divided,
    level_of,
    shares,
    stage_shares,
)
from polku.reports.acquired import channels
from polku.reports.ledger import ledger
from polku.table import iso

if TYPE_CHECKING:
    import numpy.typing as npt
    from ibis import Table

    from polku.journey.model import Journey
    from polku.reports.report import Scene
    from polku.studio.content.held import Held

SOON_DAYS = 7
"""How soon after the first event it shows how ready to buy somebody came."""


@question
def soon_after(ranks: tuple[tuple[int, int], ...]) -> Table:
    """person, rank: the highest rank of the stages (code, rank) reached within a week of the first event, of those
    first seen in the period."""
    new = people.filter(
        people.first_ts > moment("cohort_start"), people.first_ts <= moment("cohort_end")
    )
    rows = transitions.join(new.select("person", "first_ts"), "person")
    rows = rows.filter(rows.at <= rows.first_ts + ibis.interval(days=SOON_DAYS))
    rank = ibis.cases(*((rows.to_stage == code, rank) for code, rank in ranks), else_=-1)
    found = rows.mutate(rank=rank).group_by("person").agg(rank=lambda t: t["rank"].max())
    return found.filter(found["rank"] >= 0)


def market(scene: Scene, journey: Journey, held: Held, *, running: bool) -> dict[str, Any]:
    """Known people and spend are null for a journey that does not run: nobody stands on its stages."""
    per_cent = shares(journey)
    size = journey.market.people if journey.market else None
    parts = divided(size, per_cent) if size else None
    made, done = content(journey), actions(journey)
    known = _known(scene, journey) if running else None
    cost, loose = _spend(scene, journey, held) if running else (None, 0)
    over = ledger(scene)
    return {
        "people": size,
        "source": journey.market.source if journey.market else None,
        "of_stages": stage_shares(journey) is not None,
        "levels": [
            {
                "level": level,
                "share": per_cent[level],
                "people": parts[level] if parts else None,
                "stages": [
                    {
                        "key": stage.key,
                        "name": stage.name.both(),
                        "people": known[stage.key] if known is not None else None,
                    }
                    for stage in journey.stages
                    if level_of(stage) == level
                ],
                "content": made[level],
                "actions": done[level],
                "spend": cost[level] if cost is not None else None,
            }
            for level in LEVELS
        ],
        "spend": {
            "currency": scene.money.currency,
            "total": over.cost if running else None,
            "unattributed": loose if running else None,
            "from": over.first.isoformat(),
            "to": over.last.isoformat(),
        },
        "buy_now": {
            "content": _ratio(buy_now(made, per_cent)),
            "actions": _ratio(buy_now(done, per_cent)),
            "spend": _ratio(buy_now(cost, per_cent)) if cost is not None else None,
        },
        "as_of": iso(scene.period.as_of),
    }


def _known(scene: Scene, journey: Journey) -> dict[str, int]:
    now, codes = people_by_stage(scene.reader), scene.codes.get("stage", {})
    return {
        stage.key: now.get(codes[stage.key], 0) if stage.key in codes else 0
        for stage in journey.stages
    }


def _spend(scene: Scene, journey: Journey, held: Held) -> tuple[dict[str, float], int]:
    codes = scene.codes.get("stage", {})
    buying = len(LEVELS) - 1
    ranks: list[tuple[int, int]] = []
    for stage in journey.stages:
        level = level_of(stage)
        if stage.key in codes and (level or not stage.exit):
            ranks.append((codes[stage.key], LEVELS.index(level) if level else buying))
    return held.get(("spend", *ranks), lambda: _spend_of(scene, tuple(ranks)))


def _spend_of(scene: Scene, ranks: tuple[tuple[int, int], ...]) -> tuple[dict[str, float], int]:
    """Minor units by level, and what cannot be told. The spend of a channel is divided as the people are who first
    came by it in the period: by the furthest level that each reached within a week. Who became a customer so soon
    came ready to buy."""
    cost = dict.fromkeys(LEVELS, 0.0)
    by_channel: dict[str, int] = {}
    for line in ledger(scene).lines:
        by_channel[line.channel] = by_channel.get(line.channel, 0) + line.cost
    if not ranks or not by_channel:
        return cost, sum(by_channel.values())
    rows = scene.ask(soon_after(ranks))
    person = rows["person"].to_numpy().astype(np.int64)
    rank: npt.NDArray[np.int64] = rows["rank"].to_numpy().astype(np.int64)
    found = channels(scene)
    place = found.of(person)
    loose = 0
    for name, minor in by_channel.items():
        here = rank[place == found.names.index(name)] if name in found.names else rank[:0]
        if not len(here):
            loose += minor
            continue
        counts = np.bincount(here, minlength=len(LEVELS))
        for at, level in enumerate(LEVELS):
            cost[level] += float(minor * counts[at] / counts.sum())
    return cost, loose


def _ratio(found: BuyNow | None) -> dict[str, float | None] | None:
    if found is None:
        return None
    return {"share": found.share, "market": found.market, "times": found.times}
