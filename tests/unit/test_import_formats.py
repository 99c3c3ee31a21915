"""The same three rows in every form come in the same."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from polku import importer
from polku.errors import ImportRefused
from tests.importing import PRIVACY, Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as made:
        yield made


WANTED = [
    ("Åke", "2026-11-20 09:05:00", "Order Completed", 1250, "Kahvi, iso"),
    ("Björn", "2026-11-21 10:00:00", "Order Completed", 123456, "Tee"),
    ("Åke", "2026-11-21 10:00:01", "Order Completed", -300, None),
]
MAP = {
    "person": "asiakas",
    "time": "aika",
    "event": "=Order Completed",
    "revenue": "summa",
    "currency": "=EUR",
}
FINNISH = (
    "asiakas;aika;summa;tuote\n"
    "Åke;20.11.2026 9.05.00;12,50 €;Kahvi, iso\n"
    "Björn;21.11.2026 10.00.00;1 234,56 €;Tee\n"
    "Åke;21.11.2026 10.00.01;-3,00 €;\n"
)
ENGLISH = (
    "asiakas,aika,summa,tuote\n"
    'Åke,2026-11-20T09:05:00Z,12.50,"Kahvi, iso"\n'
    'Björn,2026-11-21 12:00+02:00,"1,234.56",Tee\n'
    "Åke,2026-11-21T10:00:01Z,-3,\n"
)


def landed(desk: Desk) -> list[tuple[object, ...]]:
    return [
        (e["person"], e["ts"], e["event"], e["revenue"], e["properties"].get("tuote"))
        for e in desk.events()
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_finnish_spreadsheet_in_any_encoding(desk: Desk, encoding: str, newline: str) -> None:
    """Semicolons, decimal commas, d.m.Y dates: the form in which a Finnish spreadsheet saves."""
    raw = FINNISH.replace("\n", newline).encode(encoding, "replace")
    result = desk.load(raw, MAP)
    assert landed(desk) == WANTED
    assert (result.rows, result.accepted, result.people) == (3, 3, 2)
    assert (result.first, result.last) == ("2026-11-20T09:05:00Z", "2026-11-21T10:00:01Z")


def test_latin_1_has_no_euro_sign_but_the_same_letters(desk: Desk) -> None:
    desk.load(FINNISH.replace(" €", "").encode("latin-1"), MAP)
    assert landed(desk) == WANTED


@pytest.mark.parametrize("delimiter", ["\t", "|", ";"])
def test_other_delimiters(desk: Desk, delimiter: str) -> None:
    text = FINNISH.replace(";", delimiter)
    proposal = importer.propose(desk.write(text), map=MAP)
    assert proposal.delimiter == delimiter
    assert proposal.format == ("tsv" if delimiter == "\t" else "csv")
    desk.load(text, MAP)
    assert landed(desk) == WANTED


def test_english_csv_with_zones_of_their_own(desk: Desk) -> None:
    desk.load(ENGLISH, MAP)
    assert landed(desk) == WANTED


def test_whitespace_file_with_ragged_columns(desk: Desk) -> None:
    text = "  id   when  cost \n 1 20261120   12.50\r\n\t2  20261121 3 \n\n   \n3 20261122 4"
    desk.load(text, {"person": "id", "time": "when", "event": "=E"})
    assert [(e["person"], e["ts"][:10], e["properties"]) for e in desk.events()] == [
        ("1", "2026-11-20", {"cost": 12.5}),
        ("2", "2026-11-21", {"cost": 3}),
        ("3", "2026-11-22", {"cost": 4}),
    ]


def test_json_lines_keep_types_and_nested_values(desk: Desk) -> None:
    rows = [
        {"user_id": "a", "timestamp": "2026-11-20T09:05:00Z", "event": "Öljy", "n": 3, "s": "3"},
        {"user_id": "b", "timestamp": "2026-11-20T09:05:00Z", "event": "X", "o": {"p": [1, None]}},
        {
            "user_id": 7,
            "timestamp": "2026-11-20T09:05:00.5Z",
            "event": "X",
            "late": True,
            "z": None,
        },
    ]
    desk.load("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), name="e.jsonl")
    assert [(e["person"], e["event"], e["properties"]) for e in desk.events()] == [
        ("a", "Öljy", {"n": 3, "s": "3"}),
        ("b", "X", {"o": {"p": [1, None]}}),
        ("7", "X", {"late": True}),
    ]


def test_personal_keys_that_only_a_late_json_line_has_stay_out_of_the_warehouse(
    desk: Desk,
) -> None:
    line = '{"user_id": "%d", "timestamp": "2026-11-20T09:05:00Z", "event": "X", "n": 1}\n'
    text = "".join(line % i for i in range(5000))
    text += (
        '{"user_id": "1", "timestamp": "2026-11-20T09:05:00Z", "event": "Y", "Email": "a@b.fi"}\n'
    )
    desk.load(text, name="e.jsonl")
    assert desk.events()[-1]["properties"] == {}
    person = desk.control.identities.find("1")
    assert person is not None
    assert desk.control.traits.of(person) == {"email": "a@b.fi"}


def test_parquet_keeps_its_types(desk: Desk) -> None:
    table = pa.table(
        {
            "customer_id": pa.array([1, 2, 3], pa.int64()),
            "when": pa.array([0, 1_000_000, 2_000_000], pa.timestamp("us", "Europe/Helsinki")),
            "event": pa.array(["A", "A", "B"]).dictionary_encode(),
            "amount": pa.array([0.1, 1.005, float("nan")], pa.float64()),
            "code": ["007", "8", ""],
            "n": pa.array([1, None, 3], pa.int32()),
            "ok": [True, False, None],
            "tags": [["a"], [], None],
        }
    )
    pq.write_table(table, desk.folder / "e.parquet")
    result = desk.run(
        desk.folder / "e.parquet",
        {"person": "customer_id", "time": "when", "event": "event", "revenue": "amount"},
    )
    assert result.rejected == 0
    assert [(e["person"], e["ts"], e["event"], e["revenue"]) for e in desk.events()] == [
        ("1", "1970-01-01 00:00:00", "A", 10),
        ("2", "1970-01-01 00:00:01", "A", 101),
        ("3", "1970-01-01 00:00:02", "B", None),
    ]
    assert [e["properties"] for e in desk.events()] == [
        {"code": "007", "n": 1, "ok": True, "tags": ["a"]},
        {"code": "8", "ok": False, "tags": []},
        {"n": 3},
    ]


def test_a_file_without_header_gets_column_names(desk: Desk) -> None:
    text = "ann;2026-11-20;5\nbob;2026-11-21;6\n"
    proposal = importer.propose(desk.write(text))
    assert [c.name for c in proposal.columns] == ["column_1", "column_2", "column_3"]
    result = desk.load(text, {"person": "column_1", "time": "column_2", "event": "=E"})
    assert result.rows == 2
    assert desk.events()[0]["properties"] == {"column_3": 5}


def test_times_without_zone_are_in_the_zone_that_was_said(desk: Desk) -> None:
    desk.load(
        "user_id,time,event\na,2026-07-01 12:00,E\na,2026-12-01 12:00,E\n",
        timezone="Europe/Helsinki",
    )
    assert [e["ts"] for e in desk.events()] == ["2026-07-01 09:00:00", "2026-12-01 10:00:00"]


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("1700000000", "2023-11-14 22:13:20"),
        ("1700000000.25", "2023-11-14 22:13:20.25"),
        ("1700000000123", "2023-11-14 22:13:20.123"),
        ("1700000000123456", "2023-11-14 22:13:20.123456"),
        ("20261121", "2026-11-21 00:00:00"),
        ("21.11.2026 klo 9.05", "2026-11-21 09:05:00"),
        ("21.11.26", "2026-11-21 00:00:00"),
        ("11/21/2026 1:05 PM", "2026-11-21 13:05:00"),
        ("21/11/2026 13:05", "2026-11-21 13:05:00"),
        ("2026/11/21 13:05:01", "2026-11-21 13:05:01"),
        ("21 Nov 2026", "2026-11-21 00:00:00"),
        ("2026-11-21T13:05Z", "2026-11-21 13:05:00"),
        ("2026-11-21 13:05:01.123+0200", "2026-11-21 11:05:01.123"),
    ],
)
def test_times_in_many_forms(desk: Desk, written: str, wanted: str) -> None:
    desk.load(f"user_id;time;event\na;{written};E\n")
    assert [e["ts"] for e in desk.events()] == [wanted]


def test_refunds_are_negative_and_yen_have_no_hundredths(desk: Desk) -> None:
    desk.load(
        "user_id,time,event,revenue,currency\n"
        "a,2026-11-21,Order Refunded,5.00,EUR\n"
        "a,2026-11-21,Order Completed,500,JPY\n"
        "a,2026-11-21,Order Completed,1.2345,kwd\n"
        "a,2026-11-21,Order Completed,,EUR\n"
    )
    assert [(e["revenue"], e["currency"]) for e in desk.events()] == [
        (-500, "EUR"), (500, "JPY"), (1235, "KWD"), (None, None),
    ]  # fmt: skip


def test_what_an_identified_row_says_is_known_of_the_person(desk: Desk) -> None:
    """Zone, language and plan are the person's, as when they come over HTTP; other events' are not."""
    rows = [
        {"user_id": "a", "time": "2026-01-01", "event": "Identified", "timezone": "Asia/Kolkata"},
        {"user_id": "a", "time": "2026-01-03", "event": "Identified", "plan": "pro", "seats": 3},
        {"user_id": "a", "time": "2026-01-02", "event": "Identified", "plan": "basic"},
        {"user_id": "a", "time": "2026-01-04", "event": "Page Viewed", "plan": "none"},
    ]
    desk.load("\n".join(json.dumps(row) for row in rows), name="events.jsonl")
    person = desk.control.identities.find("a")
    assert person is not None
    assert desk.control.traits.of(person) == {"timezone": "Asia/Kolkata", "plan": "pro", "seats": 3}


def test_personal_columns_become_traits_and_never_reach_the_warehouse(desk: Desk) -> None:
    """By the settings (name), by a Finnish column name (puhelin), by the values (yhteys)."""
    desk.load(
        "asiakas_id;aika;tapahtuma;name;puhelin;yhteys;tuote\n"
        "1;2026-11-20;E;Ann Aho;040 123 4567;ann@example.fi;x\n"
        "1;2026-11-21;E;Ann Berg;040 123 4567;ann@example.fi;y\n"
    )
    assert [e["properties"] for e in desk.events()] == [{"tuote": "x"}, {"tuote": "y"}]
    person = desk.control.identities.find("1")
    assert person is not None
    assert desk.control.traits.of(person) == {
        "name": "Ann Berg", "phone": "040 123 4567", "yhteys": "ann@example.fi",
    }  # fmt: skip
    desk.warehouse.close()
    assert b"Berg" not in (desk.folder / "warehouse.duckdb").read_bytes()


def test_anonymous_and_person_in_one_row_are_one_person(desk: Desk) -> None:
    result = desk.load(
        "user_id,anonymous_id,time,event\n,x,2026-11-20,Page\nann,x,2026-11-21,Login\n"
        "ann,,2026-11-22,Buy\n,y,2026-11-22,Page\n"
    )
    assert result.people == 2
    assert [e["person"] for e in desk.events()] == ["ann", "ann", "ann", "y"]


def test_a_message_id_makes_a_row_the_same_event(desk: Desk) -> None:
    head = "message_id,user_id,time,event,n\n"
    desk.load(head + "m1,a,2026-11-20,E,1\nm2,a,2026-11-20,E,1\n")
    result = desk.load(head + "m1,a,2026-11-20,E,2\nm3,a,2026-11-20,E,1\n", name="other.csv")
    assert (result.accepted, result.duplicates) == (1, 1)


def test_columns_can_be_ignored_kept_or_made_personal(desk: Desk) -> None:
    desk.load(
        "user_id,time,event,a,b,c\nx,2026-11-20,E,1,2,q@example.fi\n",
        {"person": "user_id", "time": "time", "event": "event",
         "ignore": "a", "personal": "b", "property": "c"},
    )  # fmt: skip
    assert desk.events()[0]["properties"] == {"c": "q@example.fi"}


def test_a_gzip_csv_is_told_apart(desk: Desk) -> None:
    with pytest.raises(ImportRefused) as refused:
        desk.load(gzip.compress(ENGLISH.encode()), MAP)
    assert refused.value.problems[0].code == "import.not-a-data-file"


def test_a_proposal_reads_what_run_reads(desk: Desk) -> None:
    path = desk.write(FINNISH.encode("cp1252"))
    proposal = importer.propose(path, privacy=PRIVACY).as_dict("fi")
    assert proposal["encoding"] == "cp1252"
    assert proposal["decimal"] == ","
    assert proposal["date_format"] == "%d.%m.%Y %H.%M.%S"
    assert proposal["map"] == {
        "person": "asiakas", "time": "aika", "revenue": "summa", "event": "=Order Completed",
    }  # fmt: skip
    assert proposal["rows_estimate"] == 3
    assert proposal["problems"] == []
    assert proposal["sample"][0] == {
        "row": 1,
        "person": "Åke",
        "time": "2026-11-20T09:05:00Z",
        "event": "Order Completed",
        "revenue": {"minor": 1250, "currency": None},
        "currency": None,
        "channel": None,
        "properties": {"tuote": "Kahvi, iso"},
    }
    assert desk.everything() == {"events.csv"}
    desk.run(path, proposal["map"])
    assert landed(desk) == WANTED


def test_pyarrow_reads_back_what_it_wrote(desk: Desk) -> None:
    table = pa.table({"user_id": ['a"b', "c\nd"], "time": ["2026-11-20"] * 2, "event": ["E"] * 2})
    sink = io.BytesIO()
    pyarrow.csv.write_csv(table, sink)
    desk.load(sink.getvalue())
    assert [e["person"] for e in desk.events()] == ['a"b', "c\nd"]


def test_rows_keep_the_order_of_the_file(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of many batches and row groups, one instant, words that repeat, a row that is bad."""
    monkeypatch.setattr("polku.importer.parquet_source._ROWS", 64)
    rows = 1000
    table = pa.table(
        {
            "person": [None if i == 500 else f"p{i % 7}" for i in range(rows)],
            "time": pa.array([0] * rows, pa.timestamp("us")),
            "event": [f"E{i % 3}" for i in range(rows)],
            "n": [i // 2 if i % 10 == 1 else i for i in range(rows)],
        }
    )
    pq.write_table(table, desk.folder / "e.parquet", row_group_size=150)
    result = desk.run(desk.folder / "e.parquet", {k: k for k in ("person", "time", "event")})
    assert (result.accepted, result.rejected) == (rows - 1, 1)
    with desk.warehouse.read() as con:
        stored = con.execute(
            """SELECT name, CAST(properties->>'n' AS INT), seq FROM events
            JOIN names ON kind = 'event' AND code = event ORDER BY seq"""
        ).fetchall()
    good = [i for i in range(rows) if i != 500]
    read = table.to_pydict()
    assert [row[:2] for row in stored] == [(read["event"][i], read["n"][i]) for i in good]
    assert [row[2] for row in stored] == list(range(stored[0][2], stored[0][2] + rows - 1))
