"""Demo data into the stores, and out of them again without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from polku.demo.data import DemoData
from polku.events.identity import identity_sql, uid_sql
from polku.store.control import Control
from polku.store.warehouse import Warehouse
from polku.store.write import Write

SOURCE = "demo"
_SLICE = 2_000_000  # events at a time, so that memory stays bounded
_TRAITS = ("name", "email", "city", "consent_email", "role")


@dataclass(frozen=True)
class Done:
    """What was written or taken away. `refold` are the people whose stages must be found anew."""

    events: int
    people: int
    refold: npt.NDArray[np.int64]


def load(
    data: DemoData, warehouse: Warehouse, control: Control, caused: pa.Table | None = None
) -> Done:
    """Writes a demo into both stores, in one warehouse transaction, and compacts. `caused`: more events, of those who
    are cared for.

    Loading the same demo again adds nothing. Raises StoreError; the warehouse is as before then.
    Control, which is told first, may keep ids, names and companies that have no events: no list
    shows them, and loading the demo again completes them.
    """
    key = control.identity_key
    with warehouse.write() as write:
        con = write.con
        _ids(write, data, key)
        control.identities.remember(
            con.execute("SELECT identity, kind, value, first_seen FROM demo_ids").to_arrow_table()
        )
        con.register("demo_links", data.links)
        pairs = con.execute(
            f"""SELECT {identity_sql(key, "anonymous", '"anonymous"')},
                       {identity_sql(key, "user", '"user"')} FROM demo_links"""
        ).fetchall()
        con.unregister("demo_links")
        # Links go first: the events then find their person by themselves, and nothing moves.
        touched = [write.merge(control.identities.link(pairs))]
        accepted = 0
        for rows in _slices(write, data.events, key):
            appended = write.append(rows)
            accepted += appended.accepted
            touched.append(appended.people)
        if caused is not None:
            for rows in _slices(write, caused, key):
                appended = write.append(rows)
                accepted += appended.accepted
                touched.append(appended.people)
        _spend(write, data.spend)
        _traits(write, control, data.traits, key)
        _groups(write, control, data, key)
        con.execute("DROP TABLE demo_ids")
        write.compact()
    people = np.unique(np.concatenate(touched))
    return Done(accepted, len(people), people)


def remove(warehouse: Warehouse, control: Control) -> Done:
    """Takes away the demo's events, people, traits, groups and spend; one's own data stays.

    Done again, or after a crash in between, it takes away what is left.
    """
    with warehouse.write() as write:
        removed = write.delete_source(SOURCE)
        gone = msgspec.json.encode(removed.identities.tolist()).decode()
        with control.write() as connection:
            groups = connection.exec_driver_sql(
                """SELECT DISTINCT group_id FROM memberships
                WHERE identity IN (SELECT value FROM json_each(?))""",
                (gone,),
            ).all()
        heirs = control.forget(removed.identities)
        if groups:
            with control.write() as connection:
                connection.exec_driver_sql(
                    """DELETE FROM groups WHERE group_id = ?
                    AND group_id NOT IN (SELECT group_id FROM memberships)""",
                    [(group,) for (group,) in groups],
                )
        moved = write.merge(heirs)
        write.compact()
    refold = np.union1d(removed.refold, moved)
    return Done(removed.events, removed.people, refold)


def _ids(write: Write, data: DemoData, key: bytes) -> None:
    """The temporary table demo_ids: every id of the events, and when it was first seen."""
    user, anonymous = (identity_sql(key, kind, "id") for kind in ("user", "anonymous"))
    write.con.register("demo_events", data.events.select(["kind", "id", "ts"]))
    write.con.execute(
        f"""CREATE OR REPLACE TEMP TABLE demo_ids AS
        SELECT CASE kind WHEN 'user' THEN {user} ELSE {anonymous} END AS identity, *
        FROM (SELECT kind::VARCHAR AS kind, id AS value, id, min(ts) AS first_seen
              FROM demo_events GROUP BY ALL)"""
    )
    write.con.unregister("demo_events")


def _slices(write: Write, events: pa.Table, key: bytes) -> Iterator[str]:
    """Temporary tables shaped like EVENT_BATCH, one at a time; each yields its name."""
    user, anonymous = (identity_sql(key, kind, "id") for kind in ("user", "anonymous"))
    for start in range(0, events.num_rows, _SLICE):
        write.con.register("demo_events", events.slice(start, _SLICE))
        write.con.execute(
            f"""CREATE OR REPLACE TEMP TABLE demo_batch AS
            SELECT CASE kind WHEN 'user' THEN {user} ELSE {anonymous} END AS identity, ts,
                {uid_sql(f"'{SOURCE}'", "message_id")} AS uid, event::VARCHAR AS event,
                '{SOURCE}' AS source, channel::VARCHAR AS channel, revenue,
                currency::VARCHAR AS currency, properties
            FROM demo_events"""
        )
        write.con.unregister("demo_events")
        yield "demo_batch"
    write.con.execute("DROP TABLE IF EXISTS demo_batch")


def _spend(write: Write, spend: pa.Table) -> None:
    source = write.code("source", [SOURCE])[SOURCE]
    codes = write.code("channel", spend["channel"].unique().to_pylist())
    channel = pa.array([codes[name] for name in spend["channel"].to_pylist()], pa.int32())
    write.con.register("demo_spend", spend.append_column("code", channel))
    write.con.execute(
        f"""INSERT INTO spend
            (day, channel, campaign, source, cost, currency, clicks, impressions)
        SELECT day, code, campaign, {source}, cost, currency, clicks, impressions FROM demo_spend d
        WHERE NOT EXISTS (FROM spend s WHERE s.source = {source} AND s.day = d.day
                          AND s.channel = d.code AND s.campaign = d.campaign)"""
    )
    write.con.unregister("demo_spend")


def _traits(write: Write, control: Control, traits: pa.Table, key: bytes) -> None:
    write.con.register("demo_traits", traits)
    each = " UNION ALL ".join(
        f"""SELECT identity, '{name}' AS key, to_json({name})::VARCHAR AS value, "at" FROM told """
        f"WHERE {name} IS NOT NULL"
        for name in _TRAITS
    )
    user = identity_sql(key, "user", '"user"')
    control.traits.set_many(
        write.con.execute(
            f"WITH told AS MATERIALIZED (SELECT {user} AS identity, * FROM demo_traits) {each}"
        ).to_arrow_table()
    )
    write.con.unregister("demo_traits")


def _groups(write: Write, control: Control, data: DemoData, key: bytes) -> None:
    """Companies, and who belongs to them, as from the start of the history."""
    rows = data.groups.to_pylist()
    control.groups.set_many(((row.pop("group"), row) for row in rows), data.start)
    write.con.register("demo_memberships", data.memberships)
    user = identity_sql(key, "user", '"user"')
    joined = write.con.execute(f'SELECT {user}, "group" FROM demo_memberships').fetchall()
    write.con.unregister("demo_memberships")
    control.groups.join(joined, data.start)
