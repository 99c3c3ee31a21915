"""Laws of the warehouse, held against sets and dicts in plain Python."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polku.events.identity import canonical_people
from polku.store.append_small import SMALL
from polku.store.seen import Seen
from polku.store.warehouse import Warehouse
from tests.store_rows import Row, batch, fresh, stored

law = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))

rows = st.lists(
    st.builds(
        Row,
        identity=st.integers(1, 6),
        ts=st.integers(0, 5),
        uid=st.integers(0, 15),
        event=st.sampled_from(["Page Viewed", "Order Completed"]),
        source=st.sampled_from(["shop", "demo"]),
        channel=st.sampled_from([None, "email", "paid"]),
        revenue=st.sampled_from([None, 100, -100]),
    ),
    max_size=25,
)
cuts = st.lists(st.integers(0, 25), max_size=4)
links = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=5)


def people_by(pairs: list[tuple[int, int]]) -> dict[int, int]:
    """Identity → person when identities 1 … 6 (even ones are users) are linked so."""
    identities = np.arange(1, 7)
    ends = np.array(pairs, np.int64).reshape(-1, 2)
    people = canonical_people(identities, identities % 2 == 0, ends[:, 0], ends[:, 1])
    return dict(zip(identities.tolist(), people.tolist(), strict=True))


def expected(given: list[Row], people: dict[int, int] | None = None) -> list[tuple[object, ...]]:
    """What the warehouse holds after these rows: the first of each uid, numbered from 1."""
    first: dict[int, tuple[object, ...]] = {}
    for seq, r in enumerate(given, start=1):
        person = (people or {}).get(r.identity, r.identity)
        money = "EUR" if r.revenue else None
        first.setdefault(
            r.uid,
            (person, r.ts, seq, r.event, r.uid, r.identity, r.source, r.channel, r.revenue, money,
             f'{{"u":{r.uid}}}'),
        )  # fmt: skip
    return sorted(first.values(), key=lambda v: v[:3])


def add(warehouse: Warehouse, given: list[Row], *, as_table: bool) -> None:
    with warehouse.write() as tx:
        if as_table:
            tx.con.register("arrived", batch(given))
            tx.con.execute("CREATE TEMP TABLE waiting AS FROM arrived")
            tx.append("waiting")
        else:
            tx.append(batch(given))


@law
@given(rows, cuts, st.booleans(), st.booleans())
def test_any_split_into_batches_stores_the_same_rows(
    given: list[Row], at: list[int], as_table: bool, by_sets: bool
) -> None:
    """Also whether a batch is decided in memory or by sets, as Arrow or as a table."""
    with fresh() as warehouse:
        bounds = [0, *sorted(at), len(given)]
        for start, end in pairwise(bounds):
            if by_sets:
                warehouse._seen.load = lambda *_: False  # type: ignore[method-assign]
            add(warehouse, given[start:end], as_table=as_table)
        assert stored(warehouse) == expected(given)


@law
@given(rows, rows)
def test_duplicates_add_nothing_and_are_counted(given: list[Row], more: list[Row]) -> None:
    with fresh() as warehouse:
        add(warehouse, given, as_table=False)
        before = stored(warehouse)
        with warehouse.write() as tx:
            again = tx.append(batch(given))
        assert (again.accepted, again.duplicates, again.people.size) == (0, len(given), 0)
        assert stored(warehouse) == before
        held = {r.uid for r in given}
        with warehouse.write() as tx:
            said = tx.append(batch(more))
        new = {r.uid: r for r in reversed(more) if r.uid not in held}
        assert said.accepted == len(new)
        assert said.duplicates == len(more) - len(new)
        assert said.people.tolist() == sorted({r.identity for r in new.values()})


@law
@given(rows, cuts, links, st.data())
def test_merging_equals_having_had_one_identity_from_the_start(
    given: list[Row], at: list[int], pairs: list[tuple[int, int]], data: st.DataObject
) -> None:
    """Links, batches and compactions in any order end in the same rows."""
    with fresh() as warehouse:
        bounds = [0, *sorted(at), len(given)]
        steps: list[tuple[str, object]] = [("rows", given[a:b]) for a, b in pairwise(bounds)]
        for n in range(len(pairs)):
            steps.insert(data.draw(st.integers(0, len(steps))), ("link", n))
        steps.insert(data.draw(st.integers(0, len(steps))), ("compact", None))
        made: list[tuple[int, int]] = []
        for what, argument in steps:
            if what == "rows":
                add(warehouse, argument, as_table=False)  # type: ignore[arg-type]
                continue
            with warehouse.write() as tx:
                if what == "compact":
                    tx.compact()
                else:
                    before = people_by(made)
                    made.append(pairs[argument])  # type: ignore[index]
                    after = people_by(made)
                    refold = set(tx.merge(after).tolist())
                    have = {p for (p,) in tx.con.execute("SELECT person FROM events").fetchall()}
                    gained = {after[i] for i in after if after[i] != before[i]}
                    assert refold == gained & have
                    assert tx.merge(after).size == 0
        assert stored(warehouse) == expected(given, people_by(made))


@law
@given(rows, rows, links)
def test_compaction_changes_no_answer_and_writes_the_path(
    given: list[Row], more: list[Row], pairs: list[tuple[int, int]]
) -> None:
    with fresh() as warehouse:
        add(warehouse, given, as_table=False)
        with warehouse.write() as tx:
            tx.compact()
        add(warehouse, more, as_table=True)
        with warehouse.write() as tx:
            tx.merge(people_by(pairs))
        before = stored(warehouse)
        with warehouse.write() as tx:
            assert tx.compact() == len(before)
        assert stored(warehouse) == before
        codes = warehouse.names("event")
        with warehouse.read() as con:
            assert con.execute("SELECT count(*) FROM tail").fetchall() == [(0,)]
            path = con.execute(
                "SELECT person, epoch_us(ts), seq, n, next_event, epoch_us(next_ts) FROM base"
            ).fetchall()
        want = []
        for place, row in enumerate(before):
            nth = 1 + sum(1 for earlier in before[:place] if earlier[0] == row[0])
            following = before[place + 1] if place + 1 < len(before) else None
            if following is None or following[0] != row[0]:
                want.append((*row[:3], nth, None, None))
            else:
                want.append((*row[:3], nth, codes[str(following[3])], following[1]))
        assert path == want  # in this order: base is stored sorted


@law
@given(rows, rows, links)
def test_a_source_is_removed_as_if_it_had_never_been(
    own: list[Row], demo: list[Row], pairs: list[tuple[int, int]]
) -> None:
    own = [Row(**{**vars(r), "source": "shop"}) for r in own]
    demo = [Row(**{**vars(r), "source": "demo", "uid": r.uid + 100}) for r in demo]
    with fresh() as warehouse:
        add(warehouse, own, as_table=False)
        with warehouse.write() as tx:
            tx.merge(people_by(pairs))
        before = stored(warehouse)
        add(warehouse, demo, as_table=False)
        with warehouse.write() as tx:
            tx.compact()
        all_people = {row[0] for row in stored(warehouse)}
        with warehouse.write() as tx:
            removed = tx.delete_source("demo")
        assert stored(warehouse) == before
        assert removed.events == len({r.uid for r in demo})
        assert removed.people == len(all_people - {row[0] for row in before})
        assert set(removed.identities.tolist()) == (
            {r.identity for r in {r.uid: r for r in reversed(demo)}.values()}
            - {row[5] for row in before}
        )


@law
@given(st.lists(st.lists(st.integers(0, 60), max_size=20), max_size=8), st.integers(0, 2))
def test_seen_knows_what_was_stored_and_nothing_else(
    batches: list[list[int]], forget_at: int
) -> None:
    seen, held = Seen(), set[int]()
    with fresh() as warehouse:
        for number, uids in enumerate(batches):
            with warehouse.write() as tx:
                assert seen.load(tx.con, len(held))
                wanted = np.unique(np.array(uids, np.int64))
                assert set(seen.among(wanted).tolist()) == held & set(uids)
                new = [Row(1, 0, uid) for uid in set(uids) - held]
                tx.append(batch(new))
            seen.learn(np.array([r.uid for r in new], np.int64))
            held |= set(uids)
            if number == forget_at:
                seen.forget()


def test_a_batch_of_many_rows_keeps_their_order() -> None:
    """More rows than one thread's share, by sets: seq still follows the order of acceptance."""
    n = SMALL + 50_000
    table = batch([Row(1, 0, 0)]).take(pa.array(np.zeros(n, np.int64)))
    table = table.set_column(2, "uid", pa.array(np.arange(n)))
    with fresh() as warehouse:
        with warehouse.write() as tx:
            assert tx.append(table).accepted == n
        with warehouse.read() as con:
            wrong = con.execute("SELECT count(*) FROM events WHERE seq <> uid + 1").fetchall()
        assert wrong == [(0,)]
