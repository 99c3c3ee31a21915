"""The API against a real server on a real workspace: a file in, figures and reasons out."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pyarrow.ipc as ipc
import pytest

from polku.app import Workspace
from polku.errors import Problem, StoreFull
from polku.http.import_desk import safe_name
from polku.settings import settings_text
from polku.store.micros import to_micros
from tests.running_api import as_program, running_api

pytestmark = pytest.mark.slow

JOURNEY = """
language: fi
stages:
  - key: lead
    name: {fi: Liidit, en: Leads}
    axis: exploring
    goal: {fi: Osta, en: Buy}
    expected_days: 10
    enter: [Form Submitted]
  - key: customer
    name: {fi: Asiakkaat, en: Customers}
    axis: using
    enter:
      - {event: Order Completed, from: [earlier, left]}
  - key: regular
    name: {fi: Kanta-asiakkaat, en: Regulars}
    axis: loyal
    enter:
      - {event: Order Completed, times: 3}
  - key: left
    name: {fi: Poistujat, en: Leavers}
    axis: left
    enter:
      - {inactive: Order Completed, for: 60d, from: [customer, regular]}
channels:
  - {key: web, name: {fi: Verkko, en: Web}}
touchpoints:
  - {key: form, name: {fi: Lomake, en: Form}, stages: [lead], channel: web, event: Form Submitted}
  - key: big-order
    name: {fi: Iso tilaus, en: Big order}
    stages: [customer]
    event: {event: Order Completed, where: {revenue: ">50"}}
goal:
  name: {fi: Liidistä asiakkaaksi, en: From lead to customer}
  from: lead
  to: customer
  target: 50 %
  date: 2027-01-31
"""
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def csv_rows() -> list[str]:
    """Forty leads on 1 June; the first 24 buy 5 days later, 4 of them thrice; one row is broken."""
    rows = ["who,when,what,eur,note"]
    rows += [f"p{i:02},2026-06-01T08:00:00Z,Form Submitted,,a" for i in range(40)]
    rows += [f"p{i:02},2026-06-06T08:15:00Z,Order Completed,{20 + 2 * i},b" for i in range(24)]
    rows += [
        f"p{i:02},2026-{month}-06T09:00:00Z,Order Completed,80,c"
        for i in range(4)
        for month in ("10", "11")
    ]
    rows += ["p00,2026-11-20T09:00:00Z,Video Played,,", "p01,not a date,Order Completed,5,"]
    return rows


MAP = {"person": "who", "time": "when", "event": "what", "revenue": "eur", "currency": "=EUR"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    directory: Path = tmp_path_factory.mktemp("api") / "shop"
    directory.mkdir()
    (directory / "journey.yaml").write_text(JOURNEY, "utf-8")
    (directory / "polku.toml").write_text(settings_text("Kauppa", "fi"), "utf-8")
    with Workspace.open(directory, clock=lambda: NOW) as opened:
        yield opened


@pytest.fixture(scope="module")
def api(workspace: Workspace) -> Iterator[httpx.Client]:
    """A server whose workspace has the file, imported over HTTP."""
    with running_api(workspace) as client:
        as_program(client)
        body = "\n".join(csv_rows()).encode()
        kept = client.post(
            "/api/imports", content=body, headers={"X-Filename": "til%C3%A4ukset.csv"}
        )
        assert kept.status_code == 200, kept.text
        import_id = kept.json()["id"]
        assert kept.json()["filename"] == "tiläukset.csv"
        proposal = client.get(f"/api/imports/{import_id}/proposal", params={"map": json.dumps(MAP)})
        assert proposal.status_code == 200, proposal.text
        assert {column["name"] for column in proposal.json()["columns"]} >= {"who", "when"}
        assert proposal.json()["map"]["person"] == "who"
        assert client.get("/api/home").json()["events"] == 0  # looking writes nothing
        started = client.post(f"/api/imports/{import_id}/run", json={"map": MAP})
        assert started.status_code == 202, started.text
        state = until(
            lambda: client.get(f"/api/imports/{import_id}").json(),
            lambda state: state["state"] in {"done", "failed"},
        )
        assert state["state"] == "done", state
        client.headers["X-Import"] = import_id
        yield client


def until(ask: Callable[[], Any], good: Callable[[Any], bool], seconds: float = 20) -> Any:
    """Ask until the answer is good."""
    end = time.monotonic() + seconds
    while not good(found := ask()):
        assert time.monotonic() < end, found
        time.sleep(0.05)
    return found


def test_the_import_tells_what_went_in_and_what_did_not(api: httpx.Client) -> None:
    """73 good rows, one reject with its reason in the reader's language, as list and as file."""
    import_id = api.headers["X-Import"]
    result = api.get(f"/api/imports/{import_id}").json()["result"]
    assert (result["rows"], result["accepted"], result["rejected"]) == (74, 73, 1)
    finnish = api.get(f"/api/imports/{import_id}/rejects", headers={"Accept-Language": "fi"}).json()
    english = api.get(f"/api/imports/{import_id}/rejects").json()
    assert finnish[0]["row"] == 74
    assert finnish[0]["words"] != english[0]["words"]
    assert "not a date" in finnish[0]["content"]
    download = api.get(f"/api/imports/{import_id}/rejects.csv")
    assert "not a date" in download.text
    assert "attachment" in download.headers["content-disposition"]
    again = api.post(f"/api/imports/{import_id}/run", json={"map": MAP})
    assert (again.status_code, again.json()["errors"][0]["code"]) == (409, "api.import-done")
    assert api.get("/api/imports").json()[0]["id"] == import_id


def test_home_tells_the_path_the_goal_and_the_weakest_arrow(api: httpx.Client) -> None:
    """Counts by hand: of 40 leads 24 bought within 30 days and 16 did not; nobody is open."""
    home = until(lambda: api.get("/api/home").json(), lambda home: home["people"] == 40)
    people = {stage["key"]: stage["people"] for stage in home["stages"]}
    assert people == {"lead": 16, "customer": 0, "regular": 4, "left": 20}
    arrow = home["arrows"][0]
    assert (arrow["from"], arrow["to"]) == ("lead", "customer")
    counts = [arrow[each] for each in ("entered", "advanced", "lost", "open")]
    assert counts == [40, 24, 16, 0]
    assert arrow["conversion"] == pytest.approx(0.6)
    assert arrow["low"] < 0.6 < arrow["high"]
    assert arrow["median_days"] == pytest.approx(5.0)
    assert arrow["middle_days"] == pytest.approx(5.0)
    assert (arrow["weakest"], arrow["why"]) == (True, "only")
    assert home["arrows"][1]["why"] == "too-few"
    goal = home["goal"]
    assert goal["sentence"] == {"fi": "Liidistä asiakkaaksi", "en": "From lead to customer"}
    assert (goal["now"], goal["n"], goal["days_left"]) == (pytest.approx(0.6), 40, 71)
    assert goal["trend"] == [{"month": "2026-06", "value": pytest.approx(0.6), "n": 40}]
    assert home["days"] == {"first": "2026-06-01", "last": "2026-11-20"}
    assert home["as_of"] == "2026-11-21T12:00:00Z"
    assert home["window_end"] == "2026-11-20T09:00:00Z"


def test_every_count_opens_its_people(api: httpx.Client) -> None:
    """The list behind a number is as long as the number says, page by page, each person once."""
    until(lambda: api.get("/api/home").json(), lambda home: home["people"] == 40)
    for outcome, n in (("entered", 40), ("advanced", 24), ("lost", 16), ("open", 0)):
        params = {"arrow": "lead", "outcome": outcome}
        assert api.get("/api/people", params=params).json()["total"] == n
    assert api.get("/api/people", params={"stage": "lead"}).json()["total"] == 16
    assert api.get("/api/people", params={"stage": "none"}).json()["total"] == 0
    lost = api.get("/api/people", params={"list": "lost"}).json()
    assert lost["total"] == 16  # leads of June who never bought
    # 40 % never leave, so p75 is not reached and the expected days speak.
    assert lost["people"][0]["lost"] == {"days": 172.0, "usual": 10.0, "measured": False}
    seen: list[str] = []
    cursor: str | None = None
    while True:
        params = {"limit": 7} | ({"cursor": cursor} if cursor else {})
        page = api.get("/api/people", params=params).json()
        seen += [row["person"] for row in page["people"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 40
    found = api.get("/api/people", params={"q": "P0", "stage": "regular"}).json()
    assert sorted(row["id"] for row in found["people"]) == ["p00", "p01", "p02", "p03"]
    assert api.get("/api/people?cursor=x").json()["errors"][0]["code"] == "api.bad-cursor"
    assert api.get("/api/people?stage=x").status_code == 404


def test_a_person_shows_the_reason_of_each_change(api: httpx.Client) -> None:
    """Finnish and English sentences, in the workspace's time zone, for events and for silence."""
    person = api.get("/api/people/p00").json()
    assert person["id"] == "p00"
    assert person["stage"] == "regular"
    changes = [entry for entry in person["timeline"] if entry["kind"] == "stage"]
    assert [entry["to"] for entry in changes] == ["regular", "customer", "left", "customer", "lead"]
    bought, gone = changes[3], changes[2]
    assert bought["reason"]["sentence"] == {
        "fi": "Siirtyi vaiheeseen ”Asiakkaat” 6.6.2026 klo 11.15, koska tapahtui ”Order Completed”.",
        "en": "Moved to “Customers” on 6 Jun 2026 11:15 because “Order Completed” happened.",
    }
    assert (bought["reason"]["event"], bought["reason"]["timed"]) == ("Order Completed", False)
    assert gone["reason"]["timed"] is True
    assert "60" in gone["reason"]["sentence"]["fi"]
    assert gone["reason"]["event"] == "Order Completed"
    order = next(e for e in person["timeline"] if e["event"] == "Order Completed")
    assert order["revenue"] == {"minor": 8000, "currency": "EUR"}
    assert order["properties"] == {"note": "c"}
    assert person["timeline_total"] == len(person["timeline"]) == 10
    assert [part["stage"] for part in person["ribbon"]][-1] == "regular"
    assert person["ribbon"][-1]["to"] is None
    assert person["next_due"]["to"] == "left"
    assert person["next_due"]["at"] == "2027-01-05T09:00:00Z"
    assert api.get(f"/api/people/{person['person']}").json()["id"] == "p00"
    older = api.get("/api/people/p00", params={"before": "2026-06-02T00:00:00Z"}).json()
    assert [(e["kind"], e["event"] or e["to"]) for e in older["timeline"]] == [
        ("stage", "lead"),
        ("event", "Form Submitted"),
    ]
    nobody = api.get("/api/people/nobody")
    assert (nobody.status_code, nobody.json()["errors"][0]["code"]) == (404, "api.no-person")


def test_the_live_grid_counts_touchpoints_and_what_is_not_on_the_map(api: httpx.Client) -> None:
    """A condition on revenue is counted by it; an event that nothing names is unmapped."""
    live = until(lambda: api.get("/api/journey/live").json(), lambda live: live["unmapped"])
    stages = {stage["key"]: stage for stage in live["stages"]}
    assert stages["customer"]["touchpoints"][0]["people_30d"] == 4  # in November, over 50 euros
    assert stages["lead"]["touchpoints"][0]["people_30d"] == 0
    assert live["unmapped"] == [{"event": "Video Played", "events_30d": 1, "people_30d": 1}]
    assert stages["lead"]["rules"][0]["rule"] == "lead[0]"
    assert stages["left"]["advance"] is None
    assert stages["lead"]["advance"]["n"] == 40
    # Back from the leavers in October, regulars in November: neither return is in the last 30 days.
    assert live["backward"] == []


def test_a_key_an_event_and_the_stream(api: httpx.Client) -> None:
    """A key is shown once; what is sent with it lands on the stream, on Home and at its person; a
    revoked key is refused at once."""
    made = api.post("/api/keys", json={"name": "kauppa"}).json()
    listed = api.get("/api/keys").json()
    assert [(key["id"], key["name"]) for key in listed] == [(made["id"], "kauppa")]
    assert made["write_key"] not in json.dumps(listed)
    heard: list[dict[str, Any]] = []
    listening = threading.Event()

    def listen() -> None:
        with api.stream("GET", "/api/events/live") as stream:
            for line in stream.iter_lines():
                listening.set()
                if line.startswith("data: "):
                    heard.extend(json.loads(line[6:]))
                    return

    thread = threading.Thread(target=listen)
    thread.start()
    assert listening.wait(10)
    time.sleep(0.3)  # the stream looks from its first look on
    call = {"userId": "uusi", "event": "Form Submitted", "messageId": "m1"}
    sent = httpx.post(
        f"{api.base_url}/v1/track", json=call, auth=(made["write_key"], ""), trust_env=False
    )
    assert sent.status_code == 200, sent.text
    thread.join(15)
    assert [(row["event"], row["id"], row["source"]) for row in heard] == [
        ("Form Submitted", "uusi", "kauppa")
    ]
    person = until(lambda: api.get("/api/people/uusi"), lambda answer: answer.status_code == 200)
    assert person.json()["stage"] == "lead"
    until(lambda: api.get("/api/home").json()["people"], lambda people: people == 41)
    recent = api.get("/api/events/recent?limit=1").json()
    assert recent["events"][0]["id"] == "uusi"
    assert api.get(f"/api/events/recent?after={recent['last']}").json()["events"] == []
    kinds = {source["name"]: source["kind"] for source in api.get("/api/sources").json()}
    assert kinds["kauppa"] == "http"
    assert "import" in kinds.values()
    assert api.delete(f"/api/keys/{made['id']}").status_code == 204
    refused = httpx.post(
        f"{api.base_url}/v1/track", json=call, auth=(made["write_key"], ""), trust_env=False
    )
    assert refused.status_code == 401


def test_tables_are_arrow_streams(api: httpx.Client) -> None:
    """The same tables as the command line's, of now and of a past moment."""
    now = ipc.open_stream(api.get("/api/tables/transitions").content).read_all()
    assert now.column_names[:4] == ["person", "at", "from", "to"]
    then = api.get("/api/tables/stages", params={"as_of": "2026-06-02"})
    counts = {r["stage"]: r["people"] for r in ipc.open_stream(then.content).read_all().to_pylist()}
    assert counts["lead"] == 40
    bad = api.get("/api/tables/stages", params={"as_of": "yesterday"})
    assert bad.json()["errors"][0]["code"] == "cli.bad-moment"


def test_the_document_is_served_with_its_schema(api: httpx.Client) -> None:
    """Both languages of each text, the hash, the hints in the asker's language."""
    found = api.get("/api/journey", headers={"Accept-Language": "fi"}).json()
    assert found["journey"]["stages"][0]["name"] == {"fi": "Liidit", "en": "Leads"}
    assert found["completeness"]["filled"] < found["completeness"]["total"]
    assert all(problem["level"] != "error" for problem in found["problems"])
    assert "properties" in api.get("/api/journey/schema").json()


def test_a_broken_document_is_told_and_the_figures_go_on(
    api: httpx.Client, workspace: Workspace
) -> None:
    """While journey.yaml is broken, its page lists the problems and Home shows the last good one."""
    file = workspace.directory / "journey.yaml"
    good = file.read_text("utf-8")
    file.write_text(good.replace("axis: using", "axis: nonsense"), "utf-8")
    try:
        broken = api.get("/api/journey")
        assert broken.status_code == 422
        assert broken.json()["errors"][0]["where"]
        assert api.get("/api/home").status_code == 200
    finally:
        file.write_text(good, "utf-8")
    assert api.get("/api/journey").status_code == 200


def test_bad_uploads_leave_nothing_behind(api: httpx.Client, workspace: Workspace) -> None:
    """An empty file is refused; a failed import says why in the asker's language and can be mended;
    a name cannot climb out of its folder."""
    uploads = workspace.directory / "data" / "uploads"
    before = set(uploads.iterdir())
    empty = api.post("/api/imports", content=b"", headers={"X-Filename": "tyhja.csv"})
    assert (empty.status_code, empty.json()["errors"][0]["code"]) == (400, "api.empty-upload")
    assert set(uploads.iterdir()) == before
    kept = api.post(
        "/api/imports", content=b"a,b\n1,2\n", headers={"X-Filename": "..%2F..%2Fevil.csv"}
    ).json()
    assert kept["filename"] == "evil.csv"
    api.post(f"/api/imports/{kept['id']}/run", json={"map": {"person": "zzz", "time": "b"}})
    failed = until(
        lambda: api.get(f"/api/imports/{kept['id']}", headers={"Accept-Language": "fi"}).json(),
        lambda state: state["state"] != "running",
    )
    assert failed["state"] == "failed"
    assert failed["errors"][0]["what"]
    assert api.get(f"/api/imports/{kept['id']}/proposal?map=[]").status_code == 400
    assert safe_name("C:\\x\\..\\a%00b?.csv") == "ab.csv"
    assert safe_name("..") == "upload"


def test_an_old_answer_is_renewed_as_time_goes_on(workspace: Workspace) -> None:
    """What `Fresh` holds is given while the version stands, and renewed when it changes."""
    from polku.http.fresh import Fresh

    made: list[int] = []
    version = [1]
    fresh = Fresh(lambda: made.append(1) or len(made), lambda: version[0])
    assert [fresh.get(), fresh.get()] == [1, 1]
    version[0] = 2
    assert until(fresh.get, lambda value: value == 2, 5) == 2
    fresh.close()


def test_whoever_peeks_never_waits_for_long(workspace: Workspace) -> None:
    """None while the first answer is made, and again after a change of one's own."""
    from polku.http.fresh import Fresh

    go_on = threading.Event()
    figure = ["old"]

    def compute() -> str:
        found = figure[0]
        go_on.wait(10)
        return found

    fresh = Fresh(compute, lambda: 1)
    assert fresh.peek(0.01) is None
    go_on.set()
    assert until(lambda: fresh.peek(0.01), lambda value: value == "old", 5) == "old"
    go_on.clear()
    figure[0] = "new"
    fresh.outdate()
    assert fresh.peek(0.01) is None
    go_on.set()
    assert until(lambda: fresh.peek(0.01), lambda value: value == "new", 5) == "new"
    fresh.close()


def test_no_answer_from_before_a_change_of_ones_own(workspace: Workspace) -> None:
    """After `outdate` the next answer is begun later, also when one is half made; others wait for
    nothing."""
    from polku.http.fresh import Fresh

    figure = ["old"]
    reading, go_on = threading.Event(), threading.Event()

    def compute() -> str:
        found = figure[0]
        reading.set()
        go_on.wait(10)
        return found

    version = [1]
    fresh = Fresh(compute, lambda: version[0])
    go_on.set()
    assert fresh.get() == "old"
    go_on.clear()
    reading.clear()
    version[0] = 2
    fresh._rest_until = 0.0
    assert fresh.get() == "old"  # the renewal takes its time
    reading.wait(10)
    figure[0] = "new"
    fresh.outdate()
    threading.Timer(0.2, go_on.set).start()
    assert fresh.get() == "new"
    fresh.close()


def test_uploads_that_nobody_runs_are_removed(api: httpx.Client, workspace: Workspace) -> None:
    """A day after, with what a crash left; what waits for less, ran or failed stays."""
    uploads = workspace.directory / "data" / "uploads"
    imports = workspace.control.imports
    day_ago = time.time() - 86_500
    for name, age in (("crash", day_ago), ("on-its-way", time.time())):
        (uploads / name).mkdir()
        (uploads / name / "half.csv").write_bytes(b"a")
        for path in (uploads / name / "half.csv", uploads / name):
            os.utime(path, (age, age))
    ids = [
        api.post("/api/imports", content=b"a,b", headers={"X-Filename": f"{name}.csv"}).json()["id"]
        for name in ("old", "new")
    ]
    assert not (uploads / "crash").exists()
    assert (uploads / "on-its-way").exists()
    old, new = (Path(imports.get(each).path) for each in ids)
    with workspace.control.write() as connection:
        micros = to_micros(NOW - timedelta(hours=25))
        connection.exec_driver_sql(
            "UPDATE imports SET created = ? WHERE id = ? OR state <> 'ready'", (micros, ids[0])
        )
    others = {each.id for each in imports.list()} - {ids[0]}
    api.post("/api/imports", content=b"a,b", headers={"X-Filename": "next.csv"})
    assert not old.parent.exists()
    assert new.exists()
    assert others <= {each.id for each in imports.list()}
    assert api.get(f"/api/imports/{ids[0]}").status_code == 404


def test_health_tells_when_events_cannot_be_moved(
    api: httpx.Client, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It lives, so it is ok; why it cannot move is a code, not a path or a name."""
    assert api.get("/health").json()["failing"] is None
    key = api.post("/api/keys", json={"name": "health"}).json()["write_key"]

    def full(*_: object) -> None:
        raise StoreFull(Problem("store.full", "/secret/place"))

    monkeypatch.setattr(workspace.control.identities, "remember", full)
    event = {"event": "Video Played", "userId": "p00", "timestamp": NOW.isoformat()}
    assert api.post("/v1/track", json=event, auth=(key, "")).status_code == 200
    said = until(lambda: api.get("/health").json(), lambda health: health["failing"])
    assert (said["status"], said["failing"], said["lag"]) == ("ok", "store.full", 1)
    assert "secret" not in json.dumps(said)
    monkeypatch.undo()
    until(lambda: api.get("/health").json(), lambda health: health["failing"] is None)
    until(lambda: api.get("/health").json(), lambda health: health["lag"] == 0)


def test_demo_removal_leaves_own_data(api: httpx.Client, workspace: Workspace) -> None:
    """The demo comes and goes; own people stay as they were, and Home shows so at once."""
    from polku.demo import shop_demo

    before = api.get("/api/tables/stages").content
    people = api.get("/api/home").json()["people"]
    assert api.get("/api/session").json()["demo"] is False
    workspace.load_demo(shop_demo(people=300, seed=2, end=NOW - timedelta(days=1)))
    assert api.get("/api/session").json()["demo"] is True
    until(lambda: api.get("/api/home").json()["people"], lambda found: found > people + 200)
    removed = api.delete("/api/demo").json()
    assert api.get("/api/home").json()["people"] == people
    assert [row["kind"] for row in api.get("/api/sources").json()].count("demo") == 0
    assert removed["events"] > 1000
    assert removed["people"] >= 300
    assert api.get("/api/session").json()["demo"] is False
    assert api.get("/api/tables/stages").content == before
