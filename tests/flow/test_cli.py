"""The command line from an empty folder to a living journey, each command a process of its own."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import Ran, run_polku, serving

pytestmark = pytest.mark.slow

JOURNEY = """
name: Orders
stages:
  - key: once
    name: {fi: Kerran ostaneet, en: Bought once}
    enter:
      - Order Completed
  - key: again
    name: {fi: Palanneet, en: Bought again}
    enter:
      - {event: Order Completed, times: 2, from: [once, gone]}
  - key: gone
    name: {fi: Poistujat, en: Leavers}
    axis: left
    enter:
      - {inactive: Order Completed, for: 180d, from: [once, again]}
"""
CDNOW_MAP = (
    "person=customer_id,time=date,event='=Order Completed',revenue=dollar_value,currency='=USD'"
)


def make(directory: Path, journey: str = JOURNEY) -> Path:
    run_polku("init", directory, "--template", "lifecycle", "--lang", "fi")
    (directory / "journey.yaml").write_text(journey, "utf-8")
    return directory


def rows(ran: Ran) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(ran.out)))


@pytest.fixture(scope="module")
def cdnow(tmp_path_factory: pytest.TempPathFactory, real_data: Path) -> Path:
    """A workspace with every CDNOW purchase."""
    directory = make(tmp_path_factory.mktemp("cdnow") / "shop")
    result = run_polku(
        "-C", directory, "import", real_data / "cdnow.txt", "--map", CDNOW_MAP, "--json"
    ).json
    assert (result["rows"], result["accepted"], result["rejected"]) == (69_659, 69_659, 0)
    assert result["people"] == 23_570
    assert result["first"].startswith("1997-01-01")
    assert result["last"].startswith("1998-06-30")
    assert result["reject_file"] is None
    return directory


def walk(days: list[date], until: date) -> str:
    """Slow and obvious: the stage of one person of the journey above on `until`."""
    stage = ""
    for seen, (day, following) in enumerate(zip(days, [*days[1:], date.max], strict=True), 1):
        if stage in ("once", "gone") and seen >= 2:
            stage = "again"
        elif stage == "":
            stage = "once"
        silent = day + timedelta(days=180)
        if silent < following and silent <= until:
            stage = "gone"
    return stage


def purchases(real_data: Path) -> dict[str, list[date]]:
    found: dict[str, list[date]] = {}
    for line in (real_data / "cdnow.txt").read_text().splitlines()[1:]:
        person, day, *_ = line.split()
        found.setdefault(person, []).append(date(int(day[:4]), int(day[4:6]), int(day[6:])))
    return {person: sorted(days) for person, days in found.items()}


def test_stages_of_all_cdnow_customers_are_those_of_a_slow_walk(
    cdnow: Path, real_data: Path
) -> None:
    """23,570 people stand where a plain loop over each one's purchases puts them."""
    until = date(1998, 6, 30)
    expected = Counter(walk(days, until) for days in purchases(real_data).values())
    got = run_polku("-C", cdnow, "stages", "--as-of", "1998-06-30", "--json").json
    assert [row["stage"] for row in got] == ["once", "again", "gone"]
    assert {row["stage"]: row["people"] for row in got if row["people"]} == expected
    assert sum(expected.values()) == 23_570


def test_transitions_name_person_rule_and_event_and_end_on_the_stage(
    cdnow: Path, real_data: Path
) -> None:
    """person = the id that was imported; the last transition of each is the stage of a slow walk."""
    got = rows(run_polku("-C", cdnow, "transitions", "--as-of", "1998-06-30", "--csv"))
    assert list(got[0]) == ["person", "at", "from", "to", "rule", "event"]
    assert {row["rule"] for row in got} == {"once[0]", "again[0]", "gone[0]"}
    assert {row["event"] for row in got} == {"Order Completed"}
    last = {row["person"]: row["to"] for row in got}
    assert last == {
        person: walk(days, date(1998, 6, 30)) for person, days in purchases(real_data).items()
    }


def test_the_same_file_again_adds_nothing_under_any_name(
    cdnow: Path, real_data: Path, tmp_path: Path
) -> None:
    """Rows without an id are known by their content and their count within the file."""
    renamed = tmp_path / "other-name.txt"
    renamed.write_bytes((real_data / "cdnow.txt").read_bytes())
    again = run_polku("-C", cdnow, "import", renamed, "--map", CDNOW_MAP, "--json", "--yes").json
    assert (again["accepted"], again["duplicates"]) == (0, 69_659)
    assert run_polku("-C", cdnow, "events", "--count", "--json").json == {
        "events": 69_659,
        "people": 23_570,
    }


def test_a_person_has_stage_since_identities_and_reasons(cdnow: Path) -> None:
    """The timeline tells each event and each change with its reason."""
    card = run_polku("-C", cdnow, "person", "00004", "--as-of", "1998-06-30", "--json").json
    assert card["person"] == "00004"
    assert [each["value"] for each in card["identities"]] == ["00004"]
    changes = [each for each in card["timeline"] if each["kind"] == "stage"]
    assert changes[0]["to"] == "once"
    assert card["stage"] == changes[-1]["to"]
    assert card["since"] == changes[-1]["at"]
    assert all(each["rule"] and each["event"] and each["reason"] for each in changes)
    orders = [each for each in card["timeline"] if each["kind"] == "event"]
    assert orders[0]["properties"] == {"number_of_cds": 2}
    assert [each["revenue"] for each in orders][:2] == [29.33, 29.73]


def test_editing_the_journey_and_running_again_is_enough(cdnow: Path) -> None:
    """A changed document refolds the whole history."""
    before = (cdnow / "journey.yaml").read_text("utf-8")
    try:
        (cdnow / "journey.yaml").write_text(before.replace("times: 2", "times: 3"), "utf-8")
        changed = run_polku("-C", cdnow, "stages", "--as-of", "1998-06-30", "--json").json
        (cdnow / "journey.yaml").write_text(before, "utf-8")
        back = run_polku("-C", cdnow, "stages", "--as-of", "1998-06-30", "--json").json
    finally:
        (cdnow / "journey.yaml").write_text(before, "utf-8")
    assert changed != back


def test_commands_answer_the_same_while_a_server_runs(cdnow: Path, tmp_path: Path) -> None:
    """The CLI talks to the server that owns the warehouse, and gets the same tables."""
    commands = [
        ("stages", "--json", "--as-of", "1998-01-01"),
        ("transitions", "--csv"),
        ("person", "00004", "--json", "--as-of", "1998-01-01"),
        ("events", "--count", "--json"),
        ("events", "--csv"),
    ]
    alone = [run_polku("-C", cdnow, *command).out for command in commands]
    with serving(cdnow) as server:
        address = run_polku("-C", cdnow, "login").out.strip()
        assert address.startswith(f"{server.url}/login?token=")
        assert address != server.login
        beside = [run_polku("-C", cdnow, *command).out for command in commands]
        more = tmp_path / "more.csv"
        more.write_text("customer,when\n00004,1999-01-01\nnew-person,1999-01-02\n")
        mapping = "person=customer,time=when,event='=Order Completed'"
        result = run_polku("-C", cdnow, "import", more, "--map", mapping, "--yes", "--json").json
        assert (result["accepted"], result["people"]) == (2, 2)
        assert run_polku("-C", cdnow, "person", "new-person", "--json").json["stage"] == "gone"
        assert (
            run_polku("-C", cdnow, "person", "nobody", code=2).err.count("cli.unknown-person") == 1
        )
    assert beside == alone
    assert "cli.no-server" in run_polku("-C", cdnow, "login", code=2).err


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl"])
def test_an_export_imports_back_to_the_same_journey(tmp_path: Path, ending: str) -> None:
    """What goes out comes in again: people, times, money, properties and stages."""
    here, there = make(tmp_path / "here"), make(tmp_path / "there")
    source = tmp_path / "orders.csv"
    source.write_text(
        "who,day,sum,city\nann,2024-01-01,12.50,Åbo\nann,2024-02-01,0.10,\nbob,2024-03-01,7,Turku\n"
    )
    mapping = "person=who,time=day,event='=Order Completed',revenue=sum,currency='=EUR'"
    run_polku("-C", here, "import", source, "--map", mapping, "--yes")
    out = tmp_path / f"out.{ending}"
    assert run_polku("-C", here, "export", out, "--json").json["events"] == 3
    back = "person=person,time=time,event=event,revenue=revenue,currency=currency"
    run_polku("-C", there, "import", out, "--map", back, "--yes")
    first, second = (rows(run_polku("-C", each, "events", "--csv")) for each in (here, there))
    for name in ("person", "time", "event", "revenue", "currency"):
        assert [row[name] for row in first] == [row[name] for row in second]
    assert json.loads(first[0]["properties"])["city"] == "Åbo"
    same = [run_polku("-C", each, "transitions", "--csv").out for each in (here, there)]
    assert same[0] == same[1]


def test_keys_are_shown_once_and_kept_as_hashes(tmp_path: Path) -> None:
    """The write key is nowhere in the control database."""
    directory = make(tmp_path / "w")
    key = run_polku("-C", directory, "keys", "create", "--name", "shop", "--json").json["write_key"]
    listed = run_polku("-C", directory, "keys", "list", "--json").json
    assert [each["name"] for each in listed] == ["shop"]
    assert key not in json.dumps(listed)
    with sqlite3.connect(directory / "data" / "control.db") as connection:
        assert key not in "\n".join(connection.iterdump())


def test_personal_columns_stay_out_of_the_warehouse(tmp_path: Path) -> None:
    """An e-mail column becomes a trait in the control database; the warehouse file never sees it."""
    directory = make(tmp_path / "w")
    source = tmp_path / "people.csv"
    source.write_text("id,when,email\n17,2024-01-01,ann.secret@example.com\n")
    run_polku(
        "-C",
        directory,
        "import",
        source,
        "--map",
        "person=id,time=when,event='=Order Completed'",
        "--yes",
    )
    for path in (directory / "data").glob("warehouse*"):
        assert b"ann.secret" not in path.read_bytes(), path.name


BAD = {
    "unknown key": ("stages:\n  - key: a\n    nmae: x\n", "journey.misspelt-key"),
    "unknown stage": ("stages:\n  - {key: a, enter: [{event: X, from: [b]}]}\n", "journey."),
    "not YAML": ("stages: [\n", "journey."),
    "empty": ("", "journey."),
    "NUL byte": ("stages:\n  - key: a\x00b\n", "journey."),
}


@pytest.mark.parametrize("name", BAD)
def test_a_broken_document_says_what_where_and_how(tmp_path: Path, name: str) -> None:
    """Exit code 2, a code, nothing of Python, and both languages."""
    text, code = BAD[name]
    directory = make(tmp_path / "w", text)
    for language in ("en", "fi"):
        ran = run_polku("-C", directory, "stages", code=2, POLKU_LANG=language)
        assert code in ran.err
        assert "Traceback" not in ran.err
        assert "journey.yaml" in ran.err or "stages" in ran.err


def test_another_program_on_the_warehouse_is_told_apart(tmp_path: Path) -> None:
    """A locked file gives a message that says so and what to do."""
    import subprocess
    import sys

    directory = make(tmp_path / "w")
    run_polku("-C", directory, "stages")
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(directory / "data" / "warehouse.duckdb")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert "store.locked" in run_polku("-C", directory, "stages", code=2).err
    finally:
        holder.communicate()
    run_polku("-C", directory, "stages")


def test_three_people_stand_where_the_docs_say(tmp_path: Path, real_data: Path) -> None:
    """docs/explanation/three-people.md, worked out by hand, is what the shop template does."""
    run_polku("init", tmp_path / "w", "--template", "shop", "--lang", "en")
    run_polku("-C", tmp_path / "w", "import", real_data / "cdnow.txt", "--map", CDNOW_MAP, "--yes")
    stages = run_polku("-C", tmp_path / "w", "stages", "--as-of", "1998-06-30", "--json").json
    assert {row["stage"]: row["people"] for row in stages if row["people"]} == {
        "repeat": 6744,
        "left": 16826,
    }
    moves = rows(run_polku("-C", tmp_path / "w", "transitions", "--as-of", "1998-06-30", "--csv"))

    def walked(person: str) -> list[tuple[str, str, str]]:
        return [(row["at"], row["to"], row["rule"]) for row in moves if row["person"] == person]

    assert walked("00001") == [
        ("1997-01-01T00:00:00Z", "first-time", "first-time[0]"),
        ("1997-06-30T00:00:00Z", "left", "left[1]"),
    ]
    assert walked("00021") == [
        ("1997-01-01T00:00:00Z", "first-time", "first-time[0]"),
        ("1997-01-13T00:00:00Z", "repeat", "repeat[0]"),
        ("1997-03-14T00:00:00Z", "left", "left[0]"),
    ]
    assert walked("00003") == [
        ("1997-01-02T00:00:00Z", "first-time", "first-time[0]"),
        ("1997-03-30T00:00:00Z", "repeat", "repeat[0]"),
        ("1997-07-23T12:00:00Z", "left", "left[0]"),
        ("1997-11-15T00:00:00Z", "repeat", "repeat[0]"),
    ]


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl"])
def test_the_properties_of_an_export_are_properties_again(tmp_path: Path, ending: str) -> None:
    """Not one property that holds them all: rules that ask for them go on matching."""
    here, there = make(tmp_path / "here"), make(tmp_path / "there")
    source = tmp_path / "o.csv"
    source.write_text('p,t,e,colour,size\na,2026-01-01,A,"red, ""dark""",5\nb,2026-01-02,A,,\n')
    run_polku("-C", here, "import", source, "--yes", "--map", "person=p,time=t,event=e")
    out = tmp_path / f"out.{ending}"
    run_polku("-C", here, "export", out)
    run_polku("-C", there, "import", out, "--yes")

    def told(folder: Path) -> list[object]:
        rows = run_polku("-C", folder, "events", "--json").json
        found = [row.get("properties") or {} for row in rows]
        return [{key: each[key] for key in each if key != "source"} for each in found]

    assert told(there) == told(here)
    assert {"colour": 'red, "dark"', "size": 5} in told(there)


@pytest.mark.parametrize("ending", ["csv", "parquet", "jsonl"])
def test_an_export_comes_back_as_the_same_events_and_the_same_ids(
    tmp_path: Path, ending: str
) -> None:
    """Into its own workspace it adds nothing; elsewhere anonymous ids stay anonymous and linked."""
    here, there = make(tmp_path / "here"), make(tmp_path / "there")
    source = tmp_path / "o.csv"
    source.write_text("p,x,t,e\n,n1,2026-01-01,A\na,n1,2026-01-02,A\n,n9,2026-01-01,A\n")
    run_polku("-C", here, "import", source, "--yes", "--map", "person=p,anonymous=x,time=t,event=e")
    out = tmp_path / f"out.{ending}"
    run_polku("-C", here, "export", out)
    again = run_polku("-C", here, "import", out, "--yes", "--json").json
    assert (again["accepted"], again["duplicates"]) == (0, 3)
    assert run_polku("-C", here, "events", "--count", "--json").json == {"events": 3, "people": 2}
    run_polku("-C", there, "import", out, "--yes")
    assert run_polku("-C", there, "person", "n1", "--json").json["person"] == "a"
    assert (
        run_polku("-C", there, "person", "n9", "--json").json["identities"][0]["kind"]
        == "anonymous"
    )
