"""The demos' care programmes, live through their history: entries, steps, messages, tasks and a holdout.

Nothing is ever sent: the messages of the past are written down as what became of them, and the demo has no
mail server.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from importlib import resources
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from polku.clock import Moved
from polku.demo.data import DemoData
from polku.engine import chance
from polku.events.identity import identity_sql

if TYPE_CHECKING:
    from polku.app import Workspace
    from polku.store.definitions import Definition


@dataclass(frozen=True)
class Past:
    """A programme of a demo, from the template of its key or from a document `of` the demo's own; published `days`
    before the end, else a day after the history begins."""

    key: str
    of: str | None = None
    days: int | None = None


PROGRAMMES = {
    "shop": (
        *(Past("second-purchase"), Past("feedback"), Past("win-back")),
        Past("unhappy", of="shop", days=120),
        Past("guide-story", of="shop", days=75),
    ),
    "b2b": (
        Past("customer-year", of="b2b"),
        Past("hot-lead", of="b2b", days=180),
        Past("guide-story", of="b2b", days=75),
    ),
}
"""Kind of the demo → its programmes. A story is as old as the offer that it ends in."""
HOLDOUT = 10  # percent, as the templates have it
WHO = "demo"
CHUNK = 20_000
SENT_WITHIN = timedelta(minutes=4)


def cared_events(data: DemoData, key: bytes) -> pa.Table | None:
    """Those of `data.caused` whose people are not in the holdout of this workspace."""
    if data.caused is None:
        return None
    import duckdb

    con = duckdb.connect()
    con.register("caused", data.caused.select(["kind", "id"]))
    con.register("links", data.links)
    # An anonymous device belongs to the user it was linked to.
    person = con.execute(
        f"""SELECT {identity_sql(key, "user", "coalesce(l.user, c.id)")} AS person
        FROM (SELECT row_number() OVER () AS n, kind, id FROM caused) c
        LEFT JOIN (SELECT anonymous, any_value("user") AS "user" FROM links GROUP BY 1) l
        ON c.kind = 'anonymous' AND l.anonymous = c.id ORDER BY n"""
    ).fetchnumpy()["person"]
    con.close()
    held = chance.held_out(np.asarray(person, np.int64), data.caused_by, HOLDOUT)
    return data.caused.filter(pa.array(~held))


def has_programmes(workspace: Workspace, kind: str) -> bool:
    """Whether the programmes of a kind of demo stand in the workspace."""
    there = {each.key for each in workspace.control.definitions.all("programme")}
    return there >= {each.key for each in PROGRAMMES.get(kind, ())} and kind in PROGRAMMES


def publish_past(workspace: Workspace, data: DemoData, clock: Moved) -> None:
    """The programmes of the demo, each published at its own moment of the past. `clock` is the workspace's."""
    for each in PROGRAMMES[data.name]:
        first = data.start + timedelta(days=1)
        clock.at = first if each.days is None else data.end - timedelta(days=each.days)
        _publish(workspace, each)


def _publish(workspace: Workspace, past: Past) -> None:
    from polku.care.standing import Began, Standing
    from polku.care.workplace import KIND
    from polku.store.micros import to_micros

    at, definitions = workspace.care.at, workspace.control.definitions
    notes = {"fi": "Otettiin käyttöön.", "en": "Taken into use."}
    draft = _begin(workspace, past)
    version = definitions.publish(KIND, draft.key, draft.body, who=WHO, note=notes[at.language])
    now = to_micros(at.now())
    runs = (Began(version, now),)
    stands = Standing(version=version, published=now, enrols_from=now, runs=runs)
    definitions.set_state(KIND, draft.key, "live", stands.as_details())


def _begin(workspace: Workspace, past: Past) -> Definition:
    from polku.care.drafts import begin, save

    if past.of is None:
        return begin(workspace.care.at, past.key, key=None, language=None, who=WHO)
    file = resources.files("polku.demo") / "programmes" / f"{past.of}-{past.key}.yaml"
    return save(workspace.care.at, past.key, file.read_text("utf-8"), edition=0, who=WHO)


def live_through(workspace: Workspace, data: DemoData) -> None:
    """One tick over the whole history, and its messages as what became of them."""
    from polku.care.demo_tasks import give

    _consents(workspace, data)
    workspace.tick()
    _write_down(workspace)
    give(workspace, data.end)


def _consents(workspace: Workspace, data: DemoData) -> None:
    """What people agreed to when they left their address."""
    import duckdb

    from polku.store.consents import Consent
    from polku.store.micros import from_micros

    con = duckdb.connect()
    con.register("traits", data.traits)
    user = identity_sql(workspace.control.identity_key, "user", '"user"')
    rows = con.execute(
        f"""SELECT {user}, epoch_us(min("at")), bool_or(consent_email) FROM traits
        WHERE consent_email GROUP BY 1"""
    ).fetchall()
    con.close()
    workspace.control.consents.add(
        Consent(identity, "*", "email", "consent", True, "demo", from_micros(when))
        for identity, when, _ in rows
    )


def _write_down(workspace: Workspace) -> None:
    """The outbox as deliveries that were sent, or refused by what lasts: consent, address, the same intent."""
    from polku.delivery.judge import Judge
    from polku.delivery.take import CHUNK as MOST
    from polku.delivery.take import Taking
    from polku.delivery.wants import Wants
    from polku.store.micros import to_micros

    control, settings = workspace.control, workspace.settings
    never = {"quiet_from": "00:00", "quiet_to": "00:00", "most_per_day": 0, "most_per_week": 0}
    policy = settings.policy.model_copy(update={**never, "hold_days": 365})
    lasting = settings.model_copy(update={"policy": policy})
    judge = Judge(control, workspace.warehouse, lasting, Wants(control), {"email", "sms", "push"})
    taking = Taking(control, workspace.warehouse, judge, WHO)
    while taking.take(to_micros(workspace.care.at.now()), limit=min(CHUNK, MOST)).rows:
        pass
    took = SENT_WITHIN // timedelta(microseconds=1)
    with control.write() as connection:
        connection.exec_driver_sql(
            """UPDATE deliveries SET state = 'sent', sent = wanted + id % ?1, updated = wanted + id % ?1,
            attempts = 1, not_before = wanted, reference = 'demo' WHERE state = 'ready'""",
            (took,),
        )
        connection.exec_driver_sql(
            "UPDATE deliveries SET updated = wanted, not_before = wanted WHERE state = 'refused'"
        )


def remove(workspace: Workspace) -> None:
    """Takes the programmes away with what they did: those that the demo published first."""
    control = workspace.control
    known = {each.key for every in PROGRAMMES.values() for each in every}
    with control.write() as connection:
        ours = connection.exec_driver_sql(
            "SELECT key FROM versions WHERE kind = 'programme' AND version = 1 AND who = ?", (WHO,)
        ).scalars()
        keys = known.intersection(ours)
        for key in keys:
            for table in ("definitions", "versions"):
                connection.exec_driver_sql(
                    f"DELETE FROM {table} WHERE kind = 'programme' AND key = ?", (key,)
                )
            connection.exec_driver_sql(
                "DELETE FROM task_notes WHERE task IN (SELECT id FROM tasks WHERE programme = ?)",
                (key,),
            )
            for table in ("deliveries", "tasks"):
                connection.exec_driver_sql(f"DELETE FROM {table} WHERE programme = ?", (key,))
        connection.exec_driver_sql("DELETE FROM consents WHERE source = ?", (WHO,))
    control.definitions.changes += 1
    names: dict[str, Any] = dict(workspace.warehouse.names("place"))
    gone = [code for word, code in names.items() if word.partition("@")[0] in keys]
    with workspace.warehouse.write() as tx:
        for table in ("entries", "positions", "steps", "outbox", "members"):
            tx.con.execute(
                f"DELETE FROM {table} WHERE place IN (SELECT unnest($gone))", {"gone": gone}
            )
