"""Every bad file is refused in words, or its bad rows are set aside and the good ones come in."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from polku import importer
from polku.errors import ImportRefused, catalogue
from tests.importing import HEAD, Desk, open_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with open_desk(tmp_path) as made:
        yield made


GOOD = "a,2026-11-20,E,1.50\n"


def refused(desk: Desk, path: Path, **asked: object) -> list[str]:
    """The codes with which the import is refused; nothing may have been written."""
    before = desk.everything()
    with pytest.raises(ImportRefused) as error:
        desk.run(path, **asked)  # type: ignore[arg-type]
    assert desk.warehouse.count().events == 0
    assert desk.everything() == before
    for problem in error.value.problems:
        assert "?" not in problem.params.values()
        assert problem.what("fi") != problem.what("en")
    return [p.code.removeprefix("import.") for p in error.value.problems]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"user_id,time,event\n", "header-only"),
        (b"user_id,time,event", "header-only"),
        (b"\n\n\n", "no-columns"),
        (b"%PDF-1.7\n...", "not-a-data-file"),
        (b"<!doctype html><html>", "not-a-data-file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "not-a-data-file"),
        (b'[{"a": 1}]', "json-array"),
        (b'{\n  "a": 1\n}', "no-json-objects"),
        (b"PAR1 but not really", "unreadable"),
        (b"one\ntwo\nthree\n", "no-columns"),
    ],
)
def test_a_file_that_is_no_table_is_refused(desk: Desk, content: bytes, code: str) -> None:
    assert refused(desk, desk.write(content)) == [code]


def test_missing_files_and_folders_are_refused(desk: Desk) -> None:
    assert refused(desk, desk.folder / "nothing.csv") == ["no-such-file"]
    assert refused(desk, desk.folder) == ["is-a-directory"]
    assert refused(desk, Path("/dev/null")) == ["not-a-regular-file"]


def test_a_spreadsheet_is_named(desk: Desk) -> None:
    path = desk.folder / "orders.csv"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(ImportRefused, match=r"zip/xlsx.*CSV \(UTF-8\)"):
        desk.run(path)


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({"person": "user_idd"}, ["no-such-column"]),
        ({"persn": "user_id"}, ["unknown-map-key"]),
        ({"time": "=2026-01-01"}, ["not-a-constant"]),
        ({"revenue": "revenue", "currency": "=euros"}, ["bad-currency-constant"]),
        ({"time_format": "rubbish"}, ["bad-time-format"]),
        ({"decimal": "x"}, ["bad-decimal"]),
        ({"event": "="}, ["empty-constant"]),
        ({"person": "x", "time": "y"}, ["no-such-column", "no-such-column"]),
        ({"time": "event"}, ["no-time-format"]),
    ],
)
def test_a_wrong_map_is_refused(desk: Desk, asked: dict[str, str], codes: list[str]) -> None:
    assert refused(desk, desk.write(HEAD + GOOD), map=asked) == codes


def test_a_missing_column_is_answered_with_the_columns_there_are(desk: Desk) -> None:
    with pytest.raises(ImportRefused) as error:
        desk.load(HEAD + GOOD, {"person": "userid"})
    (problem,) = error.value.problems
    assert problem.params["near"] == "user_id"
    assert problem.params["columns"] == "user_id, time, event, revenue"


def test_an_unknown_zone_is_refused(desk: Desk) -> None:
    path = desk.write(HEAD + GOOD)
    assert refused(desk, path, timezone="Europe/Helsingfors") == ["unknown-timezone"]


def test_a_date_that_reads_two_ways_is_asked_about(desk: Desk) -> None:
    text = "user_id,time,event\na,03/04/2026,E\nb,05/06/2026,E\n"
    path = desk.write(text)
    assert refused(desk, path) == ["ambiguous-date"]
    (problem,) = importer.propose(path).problems
    asked = {"time_format": str(problem.params["month_first"])}
    desk.run(path, asked)
    assert [e["ts"][:10] for e in desk.events()] == ["2026-03-04", "2026-05-06"]


def test_a_mix_of_times_with_and_without_zone_is_asked_about(desk: Desk) -> None:
    text = "user_id,time,event\na,2026-07-01 12:00:00+02:00,E\nb,2026-07-01 12:00:00,E\n"
    path = desk.write(text)
    assert [p.code for p in importer.propose(path).problems] == ["import.mixed-zones"]
    assert importer.propose(path, timezone="UTC").problems == ()
    assert refused(desk, path) == ["mixed-zones"]
    desk.run(path, timezone="Europe/Helsinki")
    assert [e["ts"] for e in desk.events()] == ["2026-07-01 10:00:00", "2026-07-01 09:00:00"]


def test_each_row_keeps_its_own_offset(desk: Desk) -> None:
    text = "user_id,time,event\na,2026-07-01T12:00:00+02:00,E\nb,2026-07-01T12:00:00-05:00,E\n"
    desk.load(text)
    assert [e["ts"] for e in desk.events()] == ["2026-07-01 10:00:00", "2026-07-01 17:00:00"]


def test_a_file_whose_every_row_is_bad_is_refused_with_the_first_reason(desk: Desk) -> None:
    path = desk.write(HEAD + ",2026-11-20,E,1\n,2026-11-21,E,2\n")
    assert refused(desk, path) == ["every-row-bad", "no-person"]


BAD_ROWS = [
    ("a,2026-02-30,E,1\n", "bad-time"),
    ("a,yesterday,E,1\n", "bad-time"),
    ("a,1066-10-14,E,1\n", "bad-time"),
    ("a,,E,1\n", "no-time"),
    (",2026-11-20,E,1\n", "no-person"),
    ("  ,2026-11-20,E,1\n", "no-person"),
    ("a,2026-11-20,,1\n", "no-event"),
    ("a,2026-11-20,E,lots\n", "bad-revenue"),
    ("a,2026-11-20,E,99999999999999999999\n", "bad-revenue"),
    ("a,2026-11-20,E\n", "wrong-columns"),
    ("a,2026-11-20,E,1,2\n", "wrong-columns"),
    ("a\0,2026-11-20,E,1\n", "nul"),
    ('"a,2026-11-20,E,1\n', "broken-quote"),
    ('"a"b,2026-11-20,E,1\n', "broken-quote"),
    ("\udcff,2026-11-20,E,1\n", "encoding"),
    ("a" * 1_100_000 + ",2026-11-20,E,1\n", "too-long"),
]


@pytest.mark.parametrize(("line", "reason"), BAD_ROWS)
def test_a_bad_row_is_set_aside_with_its_place_and_the_others_come_in(
    desk: Desk, line: str, reason: str
) -> None:
    """Row 3 of 4, on line 5: a blank line before it does not count as a row."""
    text = HEAD + GOOD + 'b,2026-11-20,"E",2\n\n' + line + "c,2026-11-20,Ä,3\n"
    result = desk.load(text.encode("utf-8", "surrogateescape"))
    assert [(e["person"], e["event"], e["revenue"]) for e in desk.events()] == [
        ("a", "E", 150), ("b", "E", 200), ("c", "Ä", 300),
    ]  # fmt: skip
    ((row, place, code, content),) = desk.rejects(result)
    assert (row, place, code) == (3, 5, reason)
    assert content[:1] in (line[:1], "\ufffd")
    assert (result.rows, result.rejected) == (4, 1)


def test_all_kinds_of_bad_rows_at_once(desk: Desk) -> None:
    text = HEAD + "".join(bad + GOOD.replace("E", "Ä") for bad, _ in BAD_ROWS)
    result = desk.load(text.encode("utf-8", "surrogateescape"))
    assert result.accepted == len(BAD_ROWS)
    assert [(row, line, reason) for row, line, reason, _ in desk.rejects(result)] == [
        (2 * i + 1, 2 * i + 2, reason) for i, (_, reason) in enumerate(BAD_ROWS)
    ]


def test_a_newline_inside_quotes_moves_the_line_and_not_the_row(desk: Desk) -> None:
    result = desk.load(HEAD + '"a\nb",2026-11-20,E,1\nc,never,E,1\n')
    assert desk.events()[0]["person"] == "a\nb"
    assert [r[:3] for r in desk.rejects(result)] == [(2, 4, "bad-time")]


def test_inch_marks_do_not_swallow_lines(desk: Desk) -> None:
    rows = "".join(f'u{i},2026-11-20,"E",{i},5" pipe\n' for i in range(1000))
    result = desk.load("user_id,time,event,revenue,item\n" + rows)
    assert (result.accepted, result.rejected) == (1000, 0)
    assert desk.events()[7]["properties"] == {"item": '5" pipe'}


def test_bad_json_lines_are_set_aside(desk: Desk) -> None:
    good = '{"user_id": "a", "time": "2026-11-20", "event": "E"}\n'
    deep = '{"user_id": "a", "x": ' + "[" * 400_000 + "]" * 400_000 + "}\n"
    bad = ["{broken\n", "[1]\n", '"text"\n', '{"user_id": "a", "n": NaN}\n', deep]
    fine = '{"user_id": "b", "time": "2026-11-20", "event": "E", "s": "x, nan, [inf]"}\n'
    result = desk.load(good + "".join(bad) + fine, name="e.jsonl")
    assert [e["person"] for e in desk.events()] == ["a", "b"]
    assert [r[:3] for r in desk.rejects(result)] == [
        (i, i, "bad-json") for i in range(2, len(bad) + 2)
    ]


def test_the_reject_file_says_why_in_words(desk: Desk) -> None:
    result = desk.load(HEAD + GOOD + "a,2026-02-30,E,1\n")
    assert result.reject_file is not None
    (entry,) = importer.read_rejects(Path(result.reject_file))
    assert (entry["row"], entry["line"], entry["reason"]) == (2, 3, "bad-time")
    assert entry["words"].startswith("The time is not written as in the other rows")


def test_every_reason_and_problem_has_words_in_both_languages() -> None:
    words = {code: text for code, text in catalogue().items() if code.startswith("import.")}
    for code, text in words.items():
        assert set(text) == {"en", "fi"}, code
        assert all(set(part) == {"what", "fix"} for part in text.values()), code
    source = "".join(p.read_text() for p in Path(importer.__file__).parent.glob("*.py"))
    for code in words:
        name = code.removeprefix("import.")
        assert f'"{name}"' in source or f'"{code}"' in source or name in (
            "no-time-column", "no-event-column",
        ), f"{code} is never said"  # fmt: skip


@pytest.mark.slow
def test_a_line_of_a_gigabyte_is_set_aside_in_little_memory(desk: Desk) -> None:
    path = desk.folder / "giant.csv"
    with path.open("wb") as file:
        file.write((HEAD + GOOD).encode())
        file.write(b"x" * 100)
        file.seek(1 << 30, 1)  # a hole: a gigabyte of NUL bytes that takes no disk
        file.write(b"\n" + GOOD.replace("a", "b").encode())
    script = (
        "import sys; from pathlib import Path; from tests.importing import open_desk\n"
        "with open_desk(Path(sys.argv[1])) as desk:\n"
        "    result = desk.run(Path(sys.argv[2]))\n"
        "    rejects = desk.rejects(result)\n"
        "import json\n"
        "from benchmarks.peak import peak_mb; peak = peak_mb()\n"
        "print(json.dumps([result.accepted, [r[:3] for r in rejects], peak]))"
    )
    other = desk.folder / "other"
    other.mkdir()
    ran = subprocess.run(
        [sys.executable, "-c", script, str(other), str(path)],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    accepted, rejects, peak = json.loads(ran.stdout)
    assert accepted == 2
    assert rejects == [[2, 3, "too-long"]]
    assert peak < 600, f"{peak} MB"
