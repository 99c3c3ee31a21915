"""Referrals: who recommends, and do those whom they bring become customers?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from polku.analytics.person_groups import person_groups
from polku.analytics.referred import arrivals, people_of_side, referrals
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Sheet
from polku.reports.asked import Asked
from polku.reports.report import Report, Scene
from polku.reports.words import said
from polku.science.wilson import share

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = ("Referral Made", "Invite Sent")
REFERRED = "referral"  # the channel of who came by a recommendation
SIDES: Mapping[str, bool] = {"promoters": True, "others": False}


def _shape(scene: Scene) -> tuple[tuple[int, ...], tuple[int, ...]]:
    codes = scene.codes.get("event", {})
    found = tuple(codes[name] for name in NAMES if name in codes)
    loyal = [step for step in scene.path.forward if step.axis == "loyal"]
    last = (scene.path.forward[-1].code,) if loyal and loyal[-1] == scene.path.forward[-1] else ()
    return found, last


def answer(scene: Scene, asked: Asked) -> Answer:
    """Promoters beside others; those who came by recommendation beside those who came otherwise."""
    codes, promoters = _shape(scene)
    if not codes:
        return Answer(n=0, notes=[Problem("referrals.no-events", level="warning")])
    found = {
        row["promoter"]: row
        for row in scene.ask(referrals(codes, promoters, scene.limited)).to_pylist()
    }
    sides = [_side(key, found.get(side)) for key, side in SIDES.items()]
    came = _came(scene)
    notes = [] if promoters else [Problem("referrals.no-promoters", level="hint")]
    n = sum(row["referrals"] for row in sides)
    if not n:
        notes.append(Problem("referrals.none", level="hint"))
    return Answer(
        n=n,
        sheets=[
            Sheet(
                "sides",
                [
                    Column("side", "text"),
                    Column("people", people=True),
                    Column("referrers", people=True),
                    Column("referrals"),
                    Column("each", "number"),
                    Column("share", "share", interval=True),
                ],
                sides,
            ),
            Sheet(
                "arrivals",
                [
                    Column("side", "text"),
                    Column("people"),
                    Column("customers"),
                    Column("share", "share", interval=True),
                ],
                came,
            ),
        ],
        charts=[Chart("sides", "bars", "sides", x="side", y=["share"])],
        notes=notes,
    )


def _side(key: str, row: Mapping[str, Any] | None) -> dict[str, Any]:
    people = row["people"] if row else 0
    its = share(row["referrers"] if row else 0, people)
    return {
        "id": key,
        "side": said("referrals", "sides", key),
        "people": people,
        "referrers": row["referrers"] if row else 0,
        "referrals": row["referrals"] if row else 0,
        "each": row["referrals"] / people if row and people else None,
        "share": its.value,
        "share_low": its.low,
        "share_high": its.high,
    }


def _came(scene: Scene) -> list[dict[str, Any]]:
    customer = scene.path.customer(scene.money.customer)
    if customer is None:
        return []
    rows = person_groups(scene.reader, "channel", scene.words("channel"), scene.period.end)
    by = pc.equal(rows["value"], REFERRED).cast(pa.int32())
    groups = pa.table({"person": rows["person"], "grp": by})
    asked = arrivals(scene.path.from_on(customer), scene.limited)
    found = {row["grp"]: row for row in scene.ask(asked, grouped=groups).to_pylist()}
    made = []
    for number, key in ((1, "referred"), (0, "otherwise")):
        row = found.get(number, {"people": 0, "customers": 0})
        its = share(row["customers"], row["people"])
        made.append(
            {
                "id": key,
                "side": said("referrals", "sides", key),
                "people": row["people"],
                "customers": row["customers"],
                "share": its.value,
                "share_low": its.low,
                "share_high": its.high,
            }
        )
    return made


def people(scene: Scene, asked: Asked, row: str, column: str) -> pa.Table:
    """The people of a side, or those of them who recommended."""
    if column not in ("people", "referrers"):
        raise KeyError(column)
    shape = _shape(scene)
    return scene.ask(people_of_side(*shape, scene.limited, SIDES[row], column == "referrers"))


REPORT = Report("referrals", "experience", Asked, answer, people)
