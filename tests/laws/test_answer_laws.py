"""Answers ranked, against a slow count of each person; the question finds itself."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.analytics.period import Period
from polku.analytics.reader import DuckReader
from polku.http.public.exit import REASONS
from polku.http.public.page import words as public_words
from polku.reports.answers import AskedAnswers, answer, people
from polku.reports.report import Scene
from polku.reports.words import word
from polku.science.newcombe import newcombe
from polku.science.wilson import share
from polku.settings import MoneySettings
from polku.store.tables import DDL

pytestmark = pytest.mark.slow

END = datetime(2026, 11, 21, 12, tzinfo=UTC)
START = END - timedelta(days=30)
CODES = {"event": {"Exit Reason Given": 1, "NPS Answered": 2, "Page Viewed": 3}}
Row = tuple[int, int, int, Any]  # person, hours before the end, event, answer

texts = st.sampled_from(
    [
        "price",
        " Price",
        "PRICE ",
        "palvelu",
        "Äänekoski",
        "äänekoski",
        "",
        "  ",
        "x" * 250,
        "x" * 200,
    ]
) | st.sampled_from([None, 9, 10, True, "=1+1"])
rows = st.lists(
    st.tuples(st.integers(1, 6), st.integers(0, 24 * 62), st.integers(1, 2), texts), max_size=25
)


def stored(given_rows: list[Row]) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute(DDL)
    for seq, (person, hours, event, said) in enumerate(given_rows):
        ts = (END - timedelta(hours=hours)).replace(tzinfo=None)
        told = json.dumps({"reason": said, "score": said}, ensure_ascii=False)
        con.execute(
            "INSERT INTO tail VALUES (?, ?, ?, ?, ?, ?, 1, NULL, NULL, NULL, ?)",
            [person, ts, seq, event, seq, person, told],
        )
    return con


def scene(con: duckdb.DuckDBPyConnection, chosen: list[int] | None = None) -> Scene:
    return Scene(
        reader=DuckReader(con),
        journey=SimpleNamespace(stages=()),  # type: ignore[arg-type]
        path=None,  # type: ignore[arg-type]
        codes=CODES,
        period=Period(END, END, start=START),
        zone=ZoneInfo("UTC"),
        money=MoneySettings(),
        chosen=None if chosen is None else pa.table({"person": pa.array(chosen, pa.int64())}),
    )


def folded(said: Any) -> str:
    if said is None:
        return ""
    text = said if isinstance(said, str) else json.dumps(said)
    return text.strip()[:200].lower()


def slow(
    given_rows: list[Row], event: int, chosen: list[int] | None, back: int
) -> dict[str, set[int]]:
    """Answer → who gave it, within the 30 days that ended `back` × 30 days ago."""
    found: dict[str, set[int]] = defaultdict(set)
    for person, hours, its, said in given_rows:
        at = END - timedelta(hours=hours)
        last = END - timedelta(days=30 * back)
        inside = last - timedelta(days=30) <= at and (at < last if back else at <= last)
        if its == event and inside and folded(said) and (chosen is None or person in chosen):
            found[folded(said)].add(person)
    return found


@settings(max_examples=40, deadline=None)
@given(rows, st.none() | st.lists(st.integers(1, 6), unique=True), st.integers(1, 3))
def test_rows_are_those_of_a_slow_count(
    given_rows: list[Row], chosen: list[int] | None, most: int
) -> None:
    asked = AskedAnswers(event="Exit Reason Given", property="reason", most=most)
    here = scene(stored(given_rows), chosen)
    found = answer(here, asked)
    now, before = (slow(given_rows, 1, chosen, back) for back in (0, 1))
    everybody, earlier = (set().union(*each.values()) for each in (now, before))
    assert found.n == len(everybody)
    if not everybody:
        assert [note.code for note in found.notes] == ["answers.nobody"]
        return
    ranked = sorted(now, key=lambda value: (-len(now[value]), value.encode()))
    expected = {f"={value}": (now[value], before.get(value, set())) for value in ranked[:most]}
    if len(ranked) > most:
        listed = ranked[:most]
        others = [
            set().union(*(who for value, who in each.items() if value not in listed))
            for each in (now, before)
        ]
        expected["rest"] = (others[0], others[1])
    shown = found.sheets[0].rows
    assert [row["id"] for row in shown] == list(expected)
    for row in shown:
        who, then = expected[row["id"]]
        its, changed = (
            share(len(who), found.n),
            newcombe(len(who), found.n, len(then), len(earlier)),
        )
        assert (row["people"], row["share"], row["share_low"]) == (len(who), its.value, its.low)
        assert (row["change"], row["change_high"]) == (changed.value, changed.high)
        assert sorted(people(here, asked, row["id"], "people")["person"].to_pylist()) == sorted(who)


def test_the_exit_question_is_found_by_itself_and_read_in_words() -> None:
    """Before the satisfaction survey, though more people answered that; without either there is a sentence."""
    said = [(1, 5, 1, "price"), (2, 4, 1, "price"), (3, 3, 1, "service")]
    scores: list[Row] = [(person, 2, 2, 9) for person in range(4, 9)]
    found = answer(scene(stored([*said, *scores])), AskedAnswers())
    assert found.n == 3
    assert found.sheets[0].rows[0]["value"] == {"fi": "Hinta", "en": "The price"}
    found = answer(scene(stored(scores)), AskedAnswers())
    assert [row["value"] for row in found.sheets[0].rows] == ["9"]
    assert found.sheets[0].rows[0]["change"] is None, "nobody answered before"
    (note,) = answer(scene(stored([])), AskedAnswers()).notes
    assert note.code == "answers.no-question"


def test_an_answer_is_shown_as_it_was_first_written() -> None:
    said: list[Row] = [
        (1, 9, 1, "Liian Kallis"),
        (2, 5, 1, "liian kallis "),
        (3, 4, 1, "LIIAN KALLIS"),
    ]
    (row,) = answer(scene(stored(said)), AskedAnswers()).sheets[0].rows
    assert (row["value"], row["people"]) == ("Liian Kallis", 3)


def test_without_a_property_the_one_called_as_answers_are_is_counted() -> None:
    con = stored([(1, 5, 3, "a"), (2, 4, 3, "b")])
    assert "reason" in (answer(scene(con), AskedAnswers(event="Page Viewed")).rule or {})["en"]
    (note,) = answer(scene(con), AskedAnswers(event="NPS Answered")).notes
    assert note.code == "answers.tells-nothing"
    (note,) = answer(scene(con), AskedAnswers(event="No Such")).notes
    assert note.code == "answers.no-event"


def test_the_reasons_of_the_exit_question_read_as_they_were_asked() -> None:
    """The page's words and the report's are the same."""
    for reason in REASONS:
        asked = {language: public_words(language)[f"exit_{reason}"] for language in ("fi", "en")}
        assert word("answers", "exit", reason) == asked
