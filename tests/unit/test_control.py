"""The control database: ids, traits, groups, keys, tokens, imports."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from threading import Thread

import numpy as np
import pyarrow as pa
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from polku.errors import NotFound, StoreError
from polku.events.identity import Kind, identity_hash
from polku.store.control import Control
from polku.store.control_schema import HEAD, upgrade
from polku.store.control_tables import metadata
from polku.store.keys import LOOK_EVERY
from polku.store.tokens import Redeemed

NOW = datetime(2026, 11, 22, 10, 15, tzinfo=UTC)


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def control(tmp_path: Path, clock: Clock) -> Iterator[Control]:
    with Control.open(tmp_path / "control.sqlite", clock=clock) as opened:
        yield opened


def remember(control: Control, *ids: tuple[Kind, str], seen: int = 0) -> list[int]:
    numbers = [identity_hash(control.identity_key, kind, value) for kind, value in ids]
    control.identities.remember(
        pa.table(
            {
                "identity": pa.array(numbers, pa.int64()),
                "kind": pa.array([kind for kind, _ in ids], pa.string()),
                "value": pa.array([value for _, value in ids], pa.string()),
                "first_seen": pa.array([seen] * len(ids), pa.timestamp("us")),
            }
        )
    )
    return numbers


def test_an_anonymous_id_becomes_known_and_both_find_the_person(control: Control) -> None:
    anonymous, user = remember(control, ("anonymous", "a-1"), ("user", "ann"))
    assert control.identities.link([(anonymous, user)]) == {anonymous: user, user: user}
    assert control.identities.find("a-1") == control.identities.find("ann") == user
    assert [(i.kind, i.value) for i in control.identities.of(user)] == [
        ("user", "ann"),
        ("anonymous", "a-1"),
    ]
    assert control.identities.labels(np.array([user, 12345])) == ["ann", "12345"]
    assert control.identities.find("nobody") is None


def test_a_user_id_is_found_before_an_anonymous_id_of_the_same_text(control: Control) -> None:
    _, user = remember(control, ("anonymous", "7"), ("user", "7"))
    assert control.identities.find("7") == user


def test_the_earliest_first_seen_stands_in_any_order(control: Control) -> None:
    for seen in (50, 20, 90):
        (ann,) = remember(control, ("user", "ann"), seen=seen)
    (known,) = control.identities.of(ann)
    assert known.first_seen == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=20)


def test_a_link_says_again_what_is_so_for_the_warehouse_that_missed_it(control: Control) -> None:
    a, b = remember(control, ("user", "a"), ("user", "b"))
    first = control.identities.link([(a, b)])
    assert control.identities.link([(b, a)]) == first == {a: min(a, b), b: min(a, b)}
    assert control.identities.link([(a, a)]) == {}


def test_a_link_of_an_id_never_remembered_is_an_error(control: Control) -> None:
    (a,) = remember(control, ("user", "a"))
    with pytest.raises(ValueError, match="never remembered"):
        control.identities.link([(a, 99)])


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=10),
    st.lists(st.integers(0, 10), max_size=3),
)
def test_links_in_any_pieces_make_the_same_people(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[int, int]], cuts: list[int]
) -> None:
    ids: list[tuple[Kind, str]] = [("user", str(n)) for n in range(4)]
    ids += [("anonymous", str(n)) for n in range(4)]
    path = tmp_path_factory.mktemp("links") / "control.sqlite"
    with Control.open(path) as control:
        numbers = remember(control, *ids)
        users = set(numbers[:4])
        groups = {n: {n} for n in numbers}
        for a, b in pairs:
            together = groups[numbers[a]] | groups[numbers[b]]
            groups.update(dict.fromkeys(together, together))
        bounds = [0, *sorted(cuts), len(pairs)]
        for start, end in pairwise(bounds):
            said = control.identities.link(
                (numbers[a], numbers[b]) for a, b in pairs[min(start, len(pairs)) : end]
            )
            assert set(said) >= set(said.values())
        for (_, value), number in zip(ids, numbers, strict=True):
            person = min(groups[number], key=lambda n: (n not in users, n))
            members = {i.identity for i in control.identities.of(person)}
            assert members == groups[number]
            assert control.identities.find(value) is not None


def test_search_knows_neither_case_nor_accents_and_beginnings_come_first(control: Control) -> None:
    makinen, other, plain = remember(
        control, ("user", "Mäkinen@example.fi"), ("user", "x-makinen"), ("user", "100%_a")
    )
    assert control.identities.search("MAKI")[0] == makinen
    assert set(control.identities.search("mäki")) == {makinen, other}
    assert control.identities.search("%_") == [plain]
    assert control.identities.search("0_") == []
    assert control.identities.search("  ") == []
    control.traits.set(plain, {"name": "Åke Öström", "city": "Oulu"}, NOW)
    assert control.identities.search("ostrom") == [plain]
    assert control.identities.search("oulu") == []
    assert len(control.identities.search("m", limit=1)) == 1


def test_traits_follow_a_merge_and_the_newest_wins(control: Control) -> None:
    anonymous, user = remember(control, ("anonymous", "a"), ("user", "u"))
    later = NOW + timedelta(days=1)
    control.traits.set(anonymous, {"city": "Oulu", "name": "Ann"}, later)
    control.traits.set(user, {"city": "Turku", "plan": {"size": 3}}, NOW)
    control.traits.set(user, {"plan": None}, NOW - timedelta(days=1))
    assert control.traits.of(user) == {"city": "Turku", "plan": {"size": 3}}
    control.groups.join([(anonymous, "acme")], NOW)
    control.groups.set("acme", {"industry": "rail", "size": 5}, NOW)
    control.groups.set("acme", {"size": 4, "country": "FI"}, NOW - timedelta(days=1))
    control.identities.link([(anonymous, user)])
    assert control.traits.of(user) == {"city": "Oulu", "name": "Ann", "plan": {"size": 3}}
    assert control.traits.names(np.array([user, 5])) == ["Ann", None]
    assert control.groups.of(user) == {"acme": {"industry": "rail", "size": 5, "country": "FI"}}
    assert control.groups.members("acme") == [user]


def test_forgetting_leaves_nothing_and_gives_the_rest_a_new_person(
    control: Control, tmp_path: Path
) -> None:
    demo, own = remember(control, ("user", "demo-person"), ("anonymous", "own"))
    control.identities.link([(demo, own)])
    control.traits.set(demo, {"name": "Zebedeus Demo"}, NOW)
    control.traits.set(own, {"city": "Oulu"}, NOW)
    assert control.forget(np.array([demo])) == {own: own}
    assert control.identities.find("demo-person") is None
    assert control.traits.of(own) == {"city": "Oulu"}
    with control.write() as connection:
        connection.exec_driver_sql("SELECT 1")
    control.close()
    assert b"Zebedeus" not in (tmp_path / "control.sqlite").read_bytes()
    assert remember_again(tmp_path) == 1


def remember_again(folder: Path) -> int:
    with Control.open(folder / "control.sqlite") as control:
        remember(control, ("user", "demo-person"))
        return len(control.identities.search("demo-person"))


def test_a_write_key_works_until_it_is_revoked_also_by_another_process(
    control: Control, tmp_path: Path, clock: Clock
) -> None:
    key_id, write_key = control.keys.create("shop")
    assert write_key.startswith("wk_")
    assert control.keys.verify(write_key) == "shop"
    assert control.keys.verify(write_key + "x") is None
    (shown,) = control.keys.list()
    assert (shown.name, shown.last_used, shown.revoked) == ("shop", NOW, None)
    assert write_key.startswith(shown.prefix)
    with Control.open(tmp_path / "control.sqlite", clock=clock) as elsewhere:
        other_id, other_key = elsewhere.keys.create("other")
        assert control.keys.verify(other_key) == "other"  # nobody waits for a new key
        elsewhere.keys.revoke(key_id)
        time.sleep(LOOK_EVERY)
        assert control.keys.verify(write_key) is None
    control.keys.revoke(other_id)
    assert control.keys.verify(other_key) is None  # its own, at once
    control.keys.revoke(key_id)
    with pytest.raises(NotFound):
        control.keys.revoke("none")


def test_other_commits_do_not_make_the_keys_be_read_again(control: Control) -> None:
    """Under load each batch is a commit; looking for changed keys each time cost a tenth of it."""
    _, write_key = control.keys.create("shop")
    control.keys.verify(write_key)
    looks = []
    control.keys._look = lambda: looks.append(1)  # type: ignore[method-assign]
    end = control.keys._look_after
    asked = 0
    while time.monotonic() < end - 0.02:
        control.audit.record("me", "something")
        if time.monotonic() < end:
            assert control.keys.verify(write_key) == "shop"
            asked += 1
    assert asked
    assert len(looks) == 0


def test_secrets_are_stored_as_hashes_only(control: Control, tmp_path: Path) -> None:
    _, write_key = control.keys.create("shop")
    token = control.tokens.issue()
    control.close()
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert write_key.encode() not in held
    assert token.encode() not in held


def test_a_login_token_opens_once_and_not_after_its_time(control: Control, clock: Clock) -> None:
    token = control.tokens.issue("viewer")
    assert control.tokens.redeem(token) == Redeemed("viewer", None)
    assert control.tokens.redeem(token) is None
    late = control.tokens.issue()
    clock.now += timedelta(hours=2)
    assert control.tokens.redeem(late) is None
    assert control.tokens.redeem("made up") is None


def test_an_import_runs_once_at_a_time_and_keeps_its_result(control: Control) -> None:
    import_id = control.imports.create("orders.csv", "data/uploads/1", 120)
    assert control.imports.start(import_id)
    assert not control.imports.start(import_id)
    control.imports.update(import_id, progress=0.5)
    assert control.imports.get(import_id).progress == 0.5
    control.imports.update(import_id, state="done", progress=1.0, result={"rows": 3})
    (done,) = control.imports.list()
    assert (done.state, done.result, done.errors, done.created) == ("done", {"rows": 3}, [], NOW)
    assert control.imports.start(import_id)
    assert control.imports.fail_running([{"code": "import.stopped"}]) == 1
    assert control.imports.get(import_id).state == "failed"
    with pytest.raises(NotFound):
        control.imports.get("none")


def test_deeds_are_listed_newest_first(control: Control) -> None:
    control.audit.record("me", "keys.create", {"id": "1"})
    control.audit.record("me", "keys.revoke")
    assert [(e.what, e.details) for e in control.audit.list()] == [
        ("keys.revoke", {}),
        ("keys.create", {"id": "1"}),
    ]


def test_keys_of_the_workspace_stay_and_the_file_is_for_its_owner(
    control: Control, tmp_path: Path
) -> None:
    with Control.open(tmp_path / "control.sqlite") as again:
        assert again.identity_key == control.identity_key
        assert again.session_key == control.session_key != control.identity_key
    assert len(control.identity_key) == 32
    mode = (tmp_path / "control.sqlite").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_sqlite_syncs_and_overwrites_as_the_design_says(control: Control) -> None:
    with control.write() as connection:
        for pragma, value in (("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1)):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar_one() == value


def test_alembic_makes_the_very_tables_of_today() -> None:
    config = Config()
    config.set_main_option("script_location", "polku.store:migrations/control")
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        upgrade(connection)
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
        made = connection.exec_driver_sql(_SCHEMA).all()
    fresh = create_engine("sqlite://")
    with fresh.begin() as connection:
        metadata.create_all(connection)
        assert [
            row for row in made if "alembic_version" not in row[0]
        ] == connection.exec_driver_sql(_SCHEMA).all()
    engine.dispose()
    fresh.dispose()
    assert differences == []


_SCHEMA = (
    "SELECT m.name, i.name, i.type, i.\"notnull\", i.pk FROM sqlite_master m "
    "LEFT JOIN pragma_table_info(m.name) i ORDER BY m.name, i.name"
)  # fmt: skip


def test_opening_a_database_at_head_does_not_import_alembic(tmp_path: Path) -> None:
    code = (
        "import sys; from polku.store.control import Control\n"
        f"for _ in range(2): Control.open({str(tmp_path / 'c.sqlite')!r}).close()\n"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_control_database_that_is_newer_or_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    Control.open(path).close()
    con = sqlite3.connect(path)
    con.execute("UPDATE alembic_version SET version_num = '9999'")
    con.commit()
    con.close()
    with pytest.raises(StoreError) as refused:
        Control.open(path)
    assert refused.value.problems[0].code == "store.newer"
    other = tmp_path / "text.sqlite"
    other.write_text("not a database at all, only some text that is long enough" * 20)
    with pytest.raises(StoreError) as refused:
        Control.open(other)
    assert refused.value.problems[0].code == "store.unreadable"


def test_many_threads_write_and_read_at_once(control: Control) -> None:
    failed: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for i in range(10):
                (identity,) = remember(control, ("user", f"{number}-{i}"))
                control.traits.set(identity, {"n": i}, NOW)
                assert control.identities.find(f"{number}-{i}") == identity
        except BaseException as error:
            failed.append(error)

    threads = [Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(control.identities.search("-9")) == 8
