"""Ingest over real HTTP, into real stores."""

from __future__ import annotations

import gzip
import json
import socket
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from polku.events.identity import identity_hash
from polku.store.control import Control
from polku.store.keys import LOOK_EVERY
from tests.running_ingest import IngestServer, ingest_server, make_key

pytestmark = pytest.mark.slow
TRACK = {"type": "track", "userId": "ann", "event": "Order Completed"}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[IngestServer]:
    with ingest_server(tmp_path) as running:
        yield running


def test_every_address_takes_its_call_and_the_key_in_every_place(server: IngestServer) -> None:
    ids = {"userId": "ann", "anonymousId": None}
    for path, fields in {
        "/v1/identify": {"traits": {"email": "ann@example.fi", "plan": "pro"}},
        "/v1/track": {
            "event": "Order Completed",
            "properties": {"revenue": 12.5, "currency": "EUR"},
        },
        "/v1/page": {"name": "Etusivu"},
        "/v1/screen": {},
        "/v1/group": {"groupId": "oy", "traits": {"name": "Oy Ab"}},
        "/v1/alias": {"previousId": "old"},
        "/v1/i": {},
        "/v1/t": {"event": "E"},
        "/v1/p": {},
        "/v1/g": {"groupId": "oy"},
        "/v1/a": {"previousId": "old"},
    }.items():
        assert server.post(path, {**ids, **fields}).json() == {"success": True}, path
    body = {"batch": [TRACK], "writeKey": server.key}
    assert httpx.post(server.url + "/v1/batch", json=body).status_code == 200
    assert httpx.post(
        server.url + f"/v1/b?writeKey={server.key}", json={"batch": [TRACK]}
    ).is_success
    assert httpx.post(
        server.url + "/v1/import", json={"batch": [{**TRACK, "writeKey": server.key}]}
    ).is_success
    bearer = {"Authorization": f"Bearer {server.key}"}
    assert httpx.post(server.url + "/v1/track", json=TRACK, headers=bearer).is_success
    rows = server.rows()
    assert len(rows) == 15
    assert {row["source"] for row in rows} == {"shop"}
    order = next(row for row in rows if row["revenue"])
    assert (order["event"], order["revenue"], order["currency"]) == ("Order Completed", 1250, "EUR")
    with Control.open(server.directory / "control.db") as control:
        ann = control.identities.find("ann")
        assert ann is not None
        assert control.traits.of(ann) == {"email": "ann@example.fi", "plan": "pro"}
        assert control.groups.of(ann) == {"oy": {"name": "Oy Ab"}}
        assert control.identities.find("old") == ann
    assert {row["person"] for row in rows} == {ann}


def test_personal_words_are_nowhere_in_the_warehouse_file(server: IngestServer) -> None:
    secret = "maija.mallikas@example.fi"
    server.post("/v1/track", {**TRACK, "userId": secret, "properties": {"email": secret, "a": 1}})
    server.post("/v1/identify", {"userId": secret, "traits": {"email": secret}})
    rows = server.rows()
    assert [row["properties"] for row in rows] == ['{"a":1}', None]
    for file in server.directory.glob("warehouse.duckdb*"):
        assert secret.encode() not in file.read_bytes()


def test_anonymous_becomes_known_and_keeps_the_first_touch(server: IngestServer) -> None:
    server.post("/v1/page", {"anonymousId": "a1", "name": "Etusivu"})
    server.settle()
    server.post("/v1/identify", {"anonymousId": "a1", "userId": "ann"})
    server.post("/v1/track", {"userId": "ann", "event": "Order Completed"})
    rows = server.rows()
    with Control.open(server.directory / "control.db") as control:
        ann = identity_hash(control.identity_key, "user", "ann")
    assert sorted(row["event"] for row in rows) == ["Identified", "Order Completed", "Page Viewed"]
    assert {row["person"] for row in rows} == {ann}


def test_the_same_message_id_from_one_source_counts_once(server: IngestServer) -> None:
    other = make_key(server.directory, "other")
    call = {**TRACK, "messageId": "m1"}
    server.post("/v1/batch", {"batch": [call, call]})
    server.settle()
    server.post("/v1/track", call)
    server.post("/v1/track", call, auth=(other, ""))
    assert [row["source"] for row in server.rows()] == ["shop", "other"]


def test_equal_calls_without_ids_stay_but_a_resent_batch_adds_nothing(server: IngestServer) -> None:
    timed = {**TRACK, "timestamp": "2026-11-20T10:00:00Z"}
    for _ in range(2):
        server.post("/v1/batch", {"batch": [timed, timed], "sentAt": datetime.now(UTC).isoformat()})
    server.post("/v1/batch", {"batch": [TRACK, TRACK]})
    server.post("/v1/batch", {"batch": [TRACK, TRACK]})
    assert len(server.rows()) == 2 + 4


def test_a_wrong_clock_is_set_right_and_history_keeps_its_times(server: IngestServer) -> None:
    wrong = datetime.now(UTC) + timedelta(hours=5)
    server.post(
        "/v1/track",
        {
            **TRACK,
            "timestamp": (wrong - timedelta(minutes=1)).isoformat(),
            "sentAt": wrong.isoformat(),
        },
    )
    old = {**TRACK, "timestamp": "1998-06-30T12:00:00Z"}
    server.post("/v1/import", {"batch": [old], "sentAt": wrong.isoformat()})
    now = datetime.now(UTC).replace(tzinfo=None)
    corrected, history = (row["ts"] for row in server.rows())
    assert abs(now - timedelta(minutes=1) - corrected) < timedelta(seconds=15)
    assert history == datetime(1998, 6, 30, 12)  # noqa: DTZ001


def test_bodies_are_known_by_their_bytes_not_by_their_headers(server: IngestServer) -> None:
    body = json.dumps(TRACK).encode()
    for content, headers in [
        (body, {"Content-Type": "text/plain;charset=UTF-8"}),
        (gzip.compress(body), {"Content-Type": "text/plain"}),
        (gzip.compress(body[:9]) + gzip.compress(body[9:]), {"Content-Encoding": "gzip"}),
        (body, {"Content-Encoding": "gzip"}),
        (b"\xef\xbb\xbf" + body, {}),
    ]:
        assert server.post("/v1/t", content=content, headers=headers).status_code == 200
    assert len(server.rows()) == 5


def test_a_batch_goes_in_as_far_as_it_can_and_says_what_did_not(server: IngestServer) -> None:
    bad = [
        {"type": "nope"},
        {**TRACK, "timestamp": "soon"},
        7,
        {**TRACK, "properties": {"x": "y" * 33_000}},
    ]
    answer = server.post("/v1/batch", {"batch": [TRACK, *bad, TRACK]})
    assert answer.status_code == 200
    assert answer.json()["accepted"] == 2
    assert [(one["index"], one["code"], one["where"]) for one in answer.json()["rejected"]] == [
        (1, "ingest.unknown-type", "batch[1].type"),
        (2, "ingest.bad-time", "batch[2].timestamp"),
        (3, "ingest.bad-shape", "batch[3]"),
        (4, "ingest.event-too-large", "batch[4]"),
    ]
    nothing = server.post("/v1/batch", {"batch": bad})
    assert nothing.status_code == 400
    assert len(nothing.json()["errors"]) == 4
    assert len(server.rows()) == 2


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 400, "ingest.bad-json"),
        (b'{"userId": "ann", ', 400, "ingest.bad-json"),
        (b"[1]", 400, "ingest.bad-shape"),
        (b'{"userId":"a\xff","event":"x"}', 400, "ingest.bad-json"),
        (b'{"event":"x"}', 400, "ingest.no-id"),
        (b'{"userId":"ann"}', 400, "ingest.no-event"),
        (b'{"userId":"a\\u0000","event":"x"}', 400, "ingest.bad-text"),
        (b'{"userId":"' + b"a" * 2_000 + b'","event":"x"}', 400, "ingest.text-too-long"),
        (b'{"userId":"a","event":"x","properties":[]}', 400, "ingest.not-an-object"),
        (b'{"properties":' + b"[" * 9_000 + b"]" * 9_000 + b"}", 400, "ingest.too-deep"),
        (b'{"userId":"a","event":"' + b"x" * 33_000 + b'"}', 413, "ingest.event-too-large"),
        (b" " * 512_001, 413, "ingest.too-large"),
        (gzip.compress(b"0" * 50_000_000, mtime=0), 413, "ingest.too-large"),
        (gzip.compress(b"{}", mtime=0)[:-6], 400, "ingest.bad-gzip"),
        (b"\x1f\x8b\x08rubbish", 400, "ingest.bad-gzip"),
    ],
)
def test_bad_bodies_are_told_what_is_wrong(
    one_server: IngestServer, content: bytes, status: int, code: str
) -> None:
    answer = one_server.post("/v1/track", content=content)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (status, code)
    assert answer.json()["code"] == code
    assert "retry-after" not in answer.headers


@pytest.fixture(scope="module")
def one_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[IngestServer]:
    with ingest_server(tmp_path_factory.mktemp("ingest")) as running:
        yield running


def test_more_than_2500_calls_are_too_many(one_server: IngestServer) -> None:
    call = {"type": "track", "userId": "a", "event": "b"}
    assert one_server.post("/v1/batch", {"batch": [call] * 2_500}).status_code == 200
    answer = one_server.post("/v1/batch", {"batch": [call] * 2_501})
    assert (answer.status_code, answer.json()["code"]) == (413, "ingest.too-many")


def test_a_bomb_costs_no_memory(one_server: IngestServer) -> None:
    """100 MB of zeros in 100 KB are cut off at half a megabyte."""
    bomb = gzip.compress(bytes(100_000_000))
    before = _memory(one_server)
    for _ in range(5):
        assert one_server.post("/v1/batch", content=bomb).status_code == 413
    assert _memory(one_server) - before < 20_000_000


def _memory(server: IngestServer) -> int:
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) * 1024


@pytest.mark.parametrize("auth", [None, ("wk_wrong", ""), ("", ""), ("\u00e4", "")])
def test_a_wrong_key_is_401_in_the_senders_language(
    one_server: IngestServer, auth: tuple[str, str] | None
) -> None:
    answer = one_server.post("/v1/track", TRACK, auth=auth, headers={"Accept-Language": "fi"})
    assert answer.status_code == 401
    assert "irjoitusavain" in answer.json()["message"]
    assert answer.headers["www-authenticate"].startswith("Basic")


def test_a_revoked_key_ends_at_once(one_server: IngestServer) -> None:
    with Control.open(one_server.directory / "control.db") as control:
        key_id, key = control.keys.create("short")
        assert one_server.post("/v1/track", TRACK, auth=(key, "")).status_code == 200
        control.keys.revoke(key_id)
        time.sleep(LOOK_EVERY)  # it was another process than the server that revoked it
    assert one_server.post("/v1/track", TRACK, auth=(key, "")).status_code == 401


def test_a_stranger_is_turned_away_before_the_body_is_read(one_server: IngestServer) -> None:
    host, port = one_server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=5) as sender:
        sender.sendall(
            b"POST /v1/batch HTTP/1.1\r\nHost: x\r\nAuthorization: Basic d3Jvbmc6\r\n"
            b"Content-Length: 400000\r\n\r\n{"
        )
        assert sender.recv(100).startswith(b"HTTP/1.1 401")


def test_browsers_of_any_site_may_send(one_server: IngestServer) -> None:
    asked = {
        "Origin": "https://shop.fi",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type,x-retry-count",
    }
    answer = httpx.options(one_server.url + "/v1/t", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "x-retry-count" in answer.headers["access-control-allow-headers"]
    refusal = one_server.post("/v1/t", {}, headers={"Origin": "https://shop.fi"})
    assert refusal.headers["access-control-allow-origin"] == "*"
    assert httpx.get(one_server.url + "/v1/t").status_code == 405


def test_the_snippet_is_small_and_cached_by_its_content(one_server: IngestServer) -> None:
    answer = httpx.get(one_server.url + "/polku.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    raw = httpx.get(one_server.url + "/polku.js", headers={"Accept-Encoding": "identity"})
    assert raw.text == answer.text
    assert len(zlib.compress(raw.content)) < 4_096
    again = httpx.get(
        one_server.url + "/polku.js", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304


def test_too_much_on_its_way_is_429_and_passes(tmp_path: Path) -> None:
    with ingest_server(tmp_path, "--max-lag", "3", "--no-mover") as server:
        answers = [server.post("/v1/track", {**TRACK, "messageId": str(n)}) for n in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 2
        assert answers[-1].headers["retry-after"] == "2"
        server.stop()
    with ingest_server(tmp_path, "--max-lag", "3", key=server.key) as server:
        server.settle()
        assert server.post("/v1/track", TRACK).status_code == 200
        assert len(server.rows()) == 5


def test_a_calm_event_is_in_the_warehouse_at_once(one_server: IngestServer) -> None:
    """It does not wait for others, as it would for half a second under load. The quickest of nine counts,
    because other tests may run beside."""
    waits = []
    for _ in range(9):
        one_server.settle()
        began = time.perf_counter()
        one_server.post("/v1/track", TRACK)
        one_server.settle()
        waits.append(time.perf_counter() - began)
        time.sleep(0.2)
    assert min(waits) < 0.4
