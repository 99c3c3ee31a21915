"""The shop's three care programmes, live for the whole of its history: entries, steps, messages and a holdout.

Nothing is ever sent: the messages of the past are written down as what became of them, and the demo has no
mail server.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from polku.demo.data import DemoData
from polku.engine import chance
from polku.events.identity import identity_sql

if TYPE_CHECKING:
    from polku.app import Workspace

PROGRAMMES = ("second-purchase", "feedback", "win-back")
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


def has_programmes(workspace: Workspace) -> bool:
    """Whether the demo's programmes stand in the workspace."""
    there = {each.key for each in workspace.control.definitions.all("programme")}
    return there >= set(PROGRAMMES)


def publish_past(workspace: Workspace) -> None:
    """The programmes from their templates, published at the workspace's present: open it with a clock that stands
    at the beginning of the history."""
    from polku.care.drafts import begin
    from polku.care.standing import Began, Standing
    from polku.care.workplace import KIND
    from polku.store.micros import to_micros

    at, definitions = workspace.care.at, workspace.control.definitions
    notes = {"fi": "Otettiin käyttöön mallista.", "en": "Begun from a template."}
    for name in PROGRAMMES:
        draft = begin(at, name, key=None, language=None, who=WHO)
        version = definitions.publish(KIND, draft.key, draft.body, who=WHO, note=notes[at.language])
        now = to_micros(at.now())
        runs = (Began(version, now),)
        stands = Standing(version=version, published=now, enrols_from=now, runs=runs)
        definitions.set_state(KIND, draft.key, "live", stands.as_details())


def live_through(workspace: Workspace, data: DemoData) -> None:
    """One tick over the whole history, and its messages as what became of them."""
    _consents(workspace, data)
    workspace.tick()
    _write_down(workspace)


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
    """Takes the programmes away with what they did."""
    control = workspace.control
    names: dict[str, Any] = dict(workspace.warehouse.names("place"))
    gone = [code for word, code in names.items() if word.partition("@")[0] in PROGRAMMES]
    with control.write() as connection:
        for name in PROGRAMMES:
            for table in ("definitions", "versions"):
                connection.exec_driver_sql(
                    f"DELETE FROM {table} WHERE kind = 'programme' AND key = ? AND who = ?",
                    (name, WHO),
                )
            connection.exec_driver_sql("DELETE FROM deliveries WHERE programme = ?", (name,))
        connection.exec_driver_sql("DELETE FROM consents WHERE source = ?", (WHO,))
    control.definitions.changes += 1
    with workspace.warehouse.write() as tx:
        for table in ("entries", "positions", "steps", "outbox", "members"):
            tx.con.execute(
                f"DELETE FROM {table} WHERE place IN (SELECT unnest($gone))", {"gone": gone}
            )


def beginning(data: DemoData) -> datetime:
    """When the programmes were published: a day after the history begins."""
    return data.start + timedelta(days=1)
