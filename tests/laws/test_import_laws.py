"""Laws of the import: any table in any dialect comes in as it was; the same again adds nothing."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polku.errors import ImportRefused
from polku.importer.records import find_records
from tests.importing import Desk, open_desk

MAP = {"person": "who", "time": "at", "event": "what", "revenue": "sum", "currency": "=EUR"}

# What every encoding here can write; edges are trimmed by design, and a NUL or U+FFFD is damage.
LETTERS = "abcåäöÅÄÖé XYZ019-_.,;|'\"%&=\n"
words = st.text(LETTERS, min_size=1, max_size=12).map(str.strip).filter(bool)
START = datetime.fromisoformat("2001-01-13")
moments = st.integers(0, 10**9).map(lambda s: START + timedelta(seconds=s))
amounts = st.none() | st.decimals(-99999, 99999, places=2)
rows = st.tuples(words, moments, words, amounts, st.none() | words)
tables = st.lists(rows, min_size=1, max_size=25)

TIMES = [
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%SZ", "%d.%m.%Y %H.%M.%S", "%d.%m.%Y %H:%M:%S",
    "%Y%m%d%H%M%S", "%m/%d/%Y %I:%M:%S %p", "%Y/%m/%d %H:%M:%S",
]  # fmt: skip


@st.composite
def dialects(draw: st.DrawFn) -> dict[str, object]:
    return {
        "delimiter": draw(st.sampled_from([",", ";", "\t", "|"])),
        "quoting": draw(st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL, csv.QUOTE_NONNUMERIC])),
        "lineterminator": draw(st.sampled_from(["\n", "\r\n"])),
        "encoding": draw(st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"])),
        "decimal": draw(st.sampled_from([".", ","])),
        "time": draw(st.sampled_from(TIMES)),
    }


def written(table: list[tuple], dialect: dict[str, object]) -> bytes:  # type: ignore[type-arg]
    """The table as a file, the slow obvious way."""
    sink = io.StringIO(newline="")
    keys = ("delimiter", "quoting", "lineterminator")
    writer = csv.writer(sink, **{k: dialect[k] for k in keys})  # type: ignore[arg-type]
    writer.writerow(["who", "at", "what", "sum", "note"])
    for who, at, what, amount, note in table:
        text = "" if amount is None else str(amount).replace(".", str(dialect["decimal"]))
        writer.writerow([who, at.strftime(str(dialect["time"])), what, text, note or ""])
    return sink.getvalue().encode(str(dialect["encoding"]))


def number_or_text(text: str) -> object:
    """What a property becomes: a number when written as one (checked the slow way), else text."""
    if not re.fullmatch(r"-?(0|[1-9]\d{0,14})(\.\d{1,9})?", text):
        return text
    return float(text) if "." in text else int(text)


def expected(table: list[tuple], dialect: dict[str, object]) -> Counter[tuple[object, ...]]:  # type: ignore[type-arg]
    found: Counter[tuple[object, ...]] = Counter()
    for who, at, what, amount, note in table:
        minor = None if amount is None else int(Decimal(amount) * 100)
        value = None
        if note:
            plain = note
            if dialect["decimal"] == ",":
                plain = "text" if "." in note else note.replace(",", ".", 1)
            value = number_or_text(plain)
            value = note if isinstance(value, str) else value
        found[who, str(at), what, minor, value] += 1
    return found


def landed(desk: Desk) -> Counter[tuple[object, ...]]:
    return Counter(
        (e["person"], e["ts"], e["event"], e["revenue"], e["properties"].get("note"))
        for e in desk.events()
    )


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=tables, dialect=dialects())
def test_any_table_in_any_dialect_comes_in_as_it_was(
    table: list[tuple],  # type: ignore[type-arg]
    dialect: dict[str, object],
) -> None:
    """And importing it a second time, under another name, adds nothing."""
    anchor = (
        datetime.fromisoformat("2031-12-31 13:30"),
        Decimal("1234.50"),
    )  # leaves no doubt of the form
    table = [("anchor", anchor[0], "E", anchor[1], None), *table]
    with tempfile.TemporaryDirectory() as folder, open_desk(Path(folder)) as desk:
        raw = written(table, dialect)
        asked = MAP | {"decimal": str(dialect["decimal"])}
        result = desk.load(raw, asked, "UTC")
        assert desk.rejects(result) == []
        assert landed(desk) == expected(table, dialect)
        again = desk.load(raw, asked, "UTC", name="renamed.csv")
        assert (again.accepted, again.duplicates) == (0, len(table))


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(
    table=st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from([1, 2]), st.sampled_from(["", "x"])),
        min_size=1,
        max_size=30,
    ),
    data=st.data(),
)
def test_overlapping_exports_give_each_row_as_often_as_the_fullest_has_it(
    table: list[tuple[str, int, str]], data: st.DataObject
) -> None:
    """Equal rows of one file all stay; cut differently, they count up to the same."""
    start = data.draw(st.integers(0, len(table) - 1))
    end = data.draw(st.integers(start + 1, len(table)))
    exports = data.draw(st.permutations([table[:end], table[start:]]))
    with tempfile.TemporaryDirectory() as folder, open_desk(Path(folder)) as desk:
        wanted: Counter[tuple[str, int, str]] = Counter()
        for n, part in enumerate(exports):
            lines = [f"{who};2026-11-{day:02};{note}\n" for who, day, note in part]
            desk.load(
                "who;at;note\n" + "".join(lines),
                {"person": "who", "time": "at", "event": "=E"},
                name=f"{n}.csv",
            )
            wanted |= Counter(part)
        found = Counter(
            (e["person"], int(e["ts"][8:10]), e["properties"].get("note", ""))
            for e in desk.events()
        )
        assert found == wanted


def slow_records(text: bytes) -> list[bytes]:
    """RFC 4180 records, one letter at a time; quotes count only where a field begins."""
    records, start, quoted, fresh, i = [], 0, False, True, 0
    while i < len(text):
        letter = text[i : i + 1]
        if quoted:
            if letter == b'"':
                if text[i + 1 : i + 2] == b'"':
                    i += 1
                else:
                    quoted = False
        elif letter == b'"' and fresh:
            quoted = True
        elif letter == b"\n":
            records.append(text[start : i + 1])
            start = i + 1
        fresh = not quoted and letter in (b",", b"\n")
        i += 1
    return records


fields = st.one_of(
    st.text("ab ", max_size=5),
    st.text('ab,"\n', max_size=8).map(lambda t: '"' + t.replace('"', '""') + '"'),
    st.text('ab"', max_size=4).map(lambda t: "x" + t),
)
lines = st.lists(st.lists(fields, min_size=1, max_size=4).map(",".join), max_size=12)


@given(lines=lines, cut=st.integers(1, 200))
def test_records_are_found_as_a_letter_by_letter_reader_finds_them(
    lines: list[str], cut: int
) -> None:
    """Whole or in pieces, with quoted newlines, doubled quotes and stray quotes inside words."""
    text = "".join(line + "\n" for line in lines).encode()
    whole = find_records(text, ",", '"', final=True)
    pieces = [text[a:b] for a, b in zip(whole.starts, whole.ends, strict=True)]
    assert pieces == slow_records(text)
    assert not whole.broken.any()
    found, carry = [], b""
    for at in range(0, len(text), cut):
        carry += text[at : at + cut]
        part = find_records(carry, ",", '"', final=False)
        found += [carry[a:b] for a, b in zip(part.starts, part.ends, strict=True)]
        carry = carry[part.rest :]
    last = find_records(carry, ",", '"', final=True)
    found += [carry[a:b] for a, b in zip(last.starts, last.ends, strict=True)]
    assert found == pieces


@given(text=st.text('ab,"\n', max_size=60))
def test_no_byte_is_lost_whatever_the_quotes(text: str) -> None:
    """Records, good and broken, put together are the text again."""
    data = text.encode() + b"\n"
    records = find_records(data, ",", '"', final=True)
    assert b"".join(data[a:b] for a, b in zip(records.starts, records.ends, strict=True)) == data
    for start, end in zip(
        records.starts[records.broken], records.ends[records.broken], strict=True
    ):
        assert data[start:end].count(b"\n") == 1
    assert np.all(records.ends > records.starts)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(raw=st.binary(max_size=300))
def test_arbitrary_bytes_are_imported_or_refused_but_never_crash(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder, open_desk(Path(folder)) as desk:
        try:
            result = desk.load(b"user_id,time,event\na,2026-11-20,E\n" + raw)
        except ImportRefused:
            assert desk.everything() == {"events.csv"}
            return
        assert result.accepted + result.duplicates + result.rejected == result.rows
        assert len(desk.rejects(result)) == result.rejected
