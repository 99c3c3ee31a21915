"""Life cycle: who is new, who stays, who comes back, who falls silent, who leaves and returns?"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from polku.analytics.calendar_parts import Unit, days_of
from polku.analytics.life_cycle import active_people, leavers, people_of_part, returned
from polku.analytics.retention import ended, part_moments
from polku.errors import Problem
from polku.reports.answer import Answer, Chart, Column, Figure, Sheet
from polku.reports.asked import Asked
from polku.reports.report import Report, Scene
from polku.science.quantile import survival_limits
from polku.science.survival import Survival, kaplan_meier
from polku.science.wilson import share, wilson

if TYPE_CHECKING:
    from datetime import datetime

    import pyarrow as pa

AFTER = (90, 180, 365)  # days since leaving
ENOUGH = 10


class AskedLifecycle(Asked):
    """`active`: what makes somebody active in a period."""

    active: Literal["event", "order"] = "event"
    unit: Literal["month", "week"] = "month"


def answer(scene: Scene, asked: AskedLifecycle) -> Answer:
    """A row for each month; churn of customers; how many leavers come back."""
    days = days_of(scene.period, scene.zone, asked.unit)
    if len(days) < 2:
        return Answer(n=0)
    rows = _parts(scene, asked, days)
    n = sum(row["new"] for row in rows)
    churn = _churn(scene, asked, days)
    for row in rows:
        row.update(churn.get(row["id"], {}))
    back, figures = _back(scene)
    notes = []
    if not any(row["people"] for row in rows):
        notes.append(Problem("lifecycle.nobody", level="warning"))
    if not churn:
        notes.append(Problem("lifecycle.no-exit", level="hint"))
    elif back and not figures:
        notes.append(Problem("lifecycle.few-leavers", params={"n": back}, level="hint"))
    kind: Any = "month" if asked.unit == "month" else "day"
    counts = ("people", "new", "stayed", "back", "silent")
    columns = [Column("part", kind), *(Column(each, people=True) for each in counts)]
    columns += [Column("closed", "flag"), Column("customers"), Column("left")]
    columns += [Column("churn", "share", interval=True)]
    return Answer(
        n=n,
        figures=figures,
        sheets=[Sheet("parts", columns, rows)],
        charts=[
            Chart("parts", "lines", "parts", x="part", y=["new", "stayed", "back", "silent"]),
            Chart("churn", "lines", "parts", x="part", y=["churn"]),
        ],
        notes=notes,
    )


def _shape(scene: Scene, asked: AskedLifecycle, parts: int) -> tuple[Any, ...]:
    return (asked.active, -1), scene.money.currency, scene.limited, parts


def _with_before(days: list[date], unit: Unit) -> list[date]:
    """The days with the beginning of the part before the first: who stayed was there then, not some time earlier."""
    eve = days[0] - timedelta(days=1)
    return [eve.replace(day=1) if unit == "month" else eve - timedelta(days=6), *days]


def _parts(scene: Scene, asked: AskedLifecycle, days: list[date]) -> list[dict[str, Any]]:
    days = _with_before(days, asked.unit)
    table = scene.ask(active_people(*_shape(scene, asked, len(days))), **part_moments(days, scene))
    found = {row["part"]: row for row in table.to_pylist()}
    rows = []
    for place, day in enumerate(days[1:-1], start=1):
        here = found.get(place, {"people": 0, "new": 0, "stayed": 0})
        before = found.get(place - 1, {"people": 0})
        rows.append(
            {
                "id": day.isoformat(),
                "part": day.isoformat()[: 7 if asked.unit == "month" else 10],
                "people": here["people"],
                "new": here["new"],
                "stayed": here["stayed"],
                "back": here["people"] - here["new"] - here["stayed"],
                "silent": before["people"] - here["stayed"],
                "closed": ended(day, asked.unit, scene),
            }
        )
    return rows


def _churn(scene: Scene, asked: AskedLifecycle, days: list[date]) -> dict[str, dict[str, Any]]:
    customer = scene.path.customer(scene.money.customer)
    exits = tuple(step.code for step in scene.path.steps if step.exit)
    if customer is None or not exits:
        return {}
    asked_of = leavers(scene.path.from_on(customer), exits, scene.limited, len(days) - 1)
    row = scene.ask(asked_of, **part_moments(days, scene)).to_pylist()[0]
    found = {}
    for place, day in enumerate(days[:-1]):
        there, left = row[f"there_{place}"], row[f"left_{place}"]
        closed = ended(day, asked.unit, scene)
        its = share(left, there)
        shown = closed and there >= ENOUGH
        found[day.isoformat()] = {
            "customers": there,
            "left": left,
            "churn": its.value if shown else None,
            "churn_low": its.low if shown else None,
            "churn_high": its.high if shown else None,
        }
    return found


def _back(scene: Scene) -> tuple[int, list[Figure]]:
    """How many left, and the share of them who have come back within so many days."""
    exits = tuple(step.code for step in scene.path.steps if step.exit)
    if not exits:
        return 0, []
    rows = scene.ask(returned(exits, tuple(s.code for s in scene.path.forward), scene.limited))
    came = rows["returned"].to_numpy(zero_copy_only=False)
    people, hours = rows["people"].to_numpy(), rows["hours"].to_numpy()
    n = int(people.sum())
    if n < ENOUGH:
        return n, []
    curve = kaplan_meier(hours, people * came, people * ~came)
    return n, [figure for days in AFTER if (figure := _within(curve, days)) is not None]


def _within(curve: Survival, days: int) -> Figure | None:
    """None when nobody has been followed for so long."""
    if not len(curve.times) or curve.times[-1] < days * 24:
        return None
    low, high = survival_limits(curve)
    place = int((curve.times <= days * 24).sum()) - 1
    if place < 0 or curve.surviving[place] == 1:  # nobody yet, which is no certainty of never
        followed = int(curve.at_risk[curve.times >= days * 24][0])
        return Figure(f"back_{days}", "share", 0.0, 0.0, wilson(0, followed)[1], curve.n)
    return Figure(
        f"back_{days}",
        "share",
        1 - float(curve.surviving[place]),
        1 - float(high[place]),
        1 - float(low[place]),
        curve.n,
    )


def people(scene: Scene, asked: AskedLifecycle, row: str, column: str) -> pa.Table:
    """The people of a part: all, new, stayed, back or silent."""
    if column not in ("people", "new", "stayed", "back", "silent"):
        raise KeyError(column)
    days = _with_before(days_of(scene.period, scene.zone, asked.unit), asked.unit)
    place = days.index(date.fromisoformat(row), 1)
    shape = (*_shape(scene, asked, len(days)), column)
    given: dict[str, datetime | int] = {**part_moments(days, scene), "cell_part": place}
    return scene.ask(people_of_part(*shape), **given)


REPORT = Report("lifecycle", "people", AskedLifecycle, answer, people)
