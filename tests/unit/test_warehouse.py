"""Opening, writing, rolling back and reading the warehouse."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest

from polku.errors import StoreError, StoreLocked
from polku.store.schema import prepare
from polku.store.warehouse import Counts, Warehouse
from tests.store_rows import Row, batch, fresh, stored


def test_what_is_written_is_there_after_closing_and_opening(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path / "w.duckdb") as warehouse:
        with warehouse.write() as tx:
            tx.append(batch([Row(1, 5, 9, channel="email"), Row(2, 4, 8)]))
            tx.set_meta("log_offset", "17")
        before, version = stored(warehouse), warehouse.version
    with Warehouse.open(tmp_path / "w.duckdb") as warehouse:
        assert (stored(warehouse), warehouse.version) == (before, version)
        assert warehouse.count() == Counts(events=2, people=2)
        with warehouse.write() as tx:
            assert tx.meta("log_offset") == "17"
            assert tx.append(batch([Row(1, 5, 9), Row(3, 1, 1)])).first_seq == 3


def test_an_error_in_the_block_rolls_everything_back_codes_too() -> None:
    with fresh() as warehouse:
        with pytest.raises(duckdb.Error), warehouse.write() as tx:  # noqa: PT012
            tx.append(batch([Row(1, 0, 1, event="Never Stored")]))
            tx.con.execute("SELECT * FROM nowhere")
        assert warehouse.count() == Counts(0, 0)
        assert warehouse.names("event") == {}
        assert warehouse.version == 0
        with warehouse.write() as tx:
            again = tx.append(batch([Row(1, 0, 1)]))
        assert (again.accepted, again.first_seq) == (1, 1)


def test_duplicates_are_known_across_batches_of_one_transaction() -> None:
    with fresh() as warehouse, warehouse.write() as tx:
        assert tx.append(batch([Row(1, 0, 1), Row(1, 0, 1)])).accepted == 1
        assert tx.append(batch([Row(1, 0, 1), Row(1, 0, 2)])).accepted == 1


def test_an_empty_batch_changes_nothing() -> None:
    with fresh() as warehouse, warehouse.write() as tx:
        nothing = tx.append(batch([]))
        assert (nothing.accepted, nothing.duplicates, nothing.people.size) == (0, 0, 0)
        assert nothing.last_seq < nothing.first_seq


def test_a_reader_keeps_its_snapshot_and_may_not_write() -> None:
    with fresh() as warehouse, warehouse.read() as con:
        assert con.execute("SELECT count(*) FROM events").fetchall() == [(0,)]
        with warehouse.write() as tx:
            tx.append(batch([Row(1, 0, 1)]))
            tx.compact()
        assert con.execute("SELECT count(*) FROM events").fetchall() == [(0,)]
        with pytest.raises(duckdb.Error, match="read-only"):
            con.execute("DELETE FROM names")
        with warehouse.read() as later:
            assert later.execute("SELECT count(*) FROM base").fetchall() == [(1,)]


def test_names_are_coded_once_and_read_both_ways() -> None:
    with fresh() as warehouse:
        with warehouse.write() as tx:
            assert tx.code("stage", ["lead", "customer", "lead"]) == {"lead": 0, "customer": 1}
        with warehouse.write() as tx:
            assert tx.code("stage", ["customer", "left"]) == {"lead": 0, "customer": 1, "left": 2}
        assert warehouse.words("stage") == {0: "lead", 1: "customer", 2: "left"}


def test_a_merge_takes_the_vanished_persons_stage_rows_away() -> None:
    with fresh() as warehouse:
        with warehouse.write() as tx:
            tx.append(batch([Row(1, 0, 1), Row(2, 0, 2), Row(3, 0, 3)]))
            for person in (1, 2, 3):
                tx.con.execute(
                    "INSERT INTO people VALUES (?, 0, NULL, NULL, now()::TIMESTAMP, now()::TIMESTAMP, 1)",
                    [person],
                )
        with warehouse.write() as tx:
            assert tx.merge({1: 2, 2: 2}).tolist() == [2]
        with warehouse.read() as con:
            left = con.execute("SELECT person FROM people ORDER BY person").fetchall()
            assert left == [(2,), (3,)]


def test_an_identity_may_be_merged_before_its_first_event() -> None:
    with fresh() as warehouse:
        with warehouse.write() as tx:
            assert tx.merge({7: 2}).size == 0
        with warehouse.write() as tx:
            assert tx.append(batch([Row(7, 0, 1)])).people.tolist() == [2]


def test_compaction_is_due_when_the_tail_is_long_beside_the_base() -> None:
    with fresh() as warehouse:
        with warehouse.write() as tx:
            tx.append(batch(Row(1, u, u) for u in range(20_001)))
        assert warehouse.needs_compaction()
        with warehouse.write() as tx:
            tx.compact()
        assert not warehouse.needs_compaction()


def test_removing_an_unknown_source_removes_nothing() -> None:
    with fresh() as warehouse, warehouse.write() as tx:
        removed = tx.delete_source("demo")
        assert (removed.events, removed.people, removed.identities.size) == (0, 0, 0)


def test_removing_a_source_lets_its_events_come_again() -> None:
    with fresh() as warehouse:
        for _ in range(2):
            with warehouse.write() as tx:
                assert tx.append(batch([Row(1, 0, 1, source="demo")])).accepted == 1
            with warehouse.write() as tx:
                assert tx.delete_source("demo").identities.tolist() == [1]


def test_the_same_process_cannot_open_it_twice(tmp_path: Path) -> None:
    with Warehouse.open(tmp_path / "w.duckdb"), pytest.raises(StoreLocked):
        Warehouse.open(tmp_path / "w.duckdb")
    Warehouse.open(tmp_path / "w.duckdb").close()


def test_a_file_that_is_no_warehouse_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    path.write_text("this is a shopping list, and a rather long one at that" * 100)
    with pytest.raises(StoreError) as refused:
        Warehouse.open(path)
    assert refused.value.problems[0].code == "store.unreadable"
    path.unlink()
    Warehouse.open(path).close()


def test_a_warehouse_of_a_newer_polku_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with Warehouse.open(path) as warehouse, warehouse.write() as tx:
        tx.set_meta("schema", "999")
    with pytest.raises(StoreError) as refused:
        Warehouse.open(path)
    assert refused.value.problems[0].code == "store.newer"
    with duckdb.connect(path) as con:
        assert con.execute("SELECT value FROM meta WHERE key = 'schema'").fetchall() == [("999",)]


def test_migrations_run_in_order_once_and_all_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with duckdb.connect(path) as con:
        prepare(con, path, steps=())
        con.execute("INSERT INTO names VALUES ('event', 0, 'kept')")

        def second(con: duckdb.DuckDBPyConnection) -> None:
            con.execute("ALTER TABLE names ADD COLUMN words VARCHAR")

        def third(con: duckdb.DuckDBPyConnection) -> None:
            con.execute("UPDATE names SET words = upper(name)")

        def broken(con: duckdb.DuckDBPyConnection) -> None:
            con.execute("UPDATE names SET name = 'lost'")
            raise RuntimeError("stop")

        with pytest.raises(RuntimeError, match="stop"):
            prepare(con, path, steps=(second, third, broken))
        columns = "SELECT count(*) FROM duckdb_columns() WHERE table_name = 'names'"
        assert con.execute(columns).fetchall() == [(3,)]
        for _ in range(2):
            prepare(con, path, steps=(second, third))
        assert con.execute("FROM names").fetchall() == [("event", 0, "kept", "KEPT")]
        assert con.execute("SELECT value FROM meta WHERE key = 'schema'").fetchall() == [("3",)]


def test_wrong_columns_are_an_error_and_store_nothing() -> None:
    with fresh() as warehouse:
        with pytest.raises(KeyError), warehouse.write() as tx:
            tx.append(batch([Row(1, 0, 1)]).drop_columns(["uid"]))
        assert warehouse.count() == Counts(0, 0)


def test_people_are_distinct_numbers_even_from_large_hashes() -> None:
    top = 2**63 - 1
    with fresh() as warehouse, warehouse.write() as tx:
        people = tx.append(batch([Row(top, 0, top), Row(top, 1, 0)])).people
        assert people.dtype == np.int64
        assert people.tolist() == [top]
