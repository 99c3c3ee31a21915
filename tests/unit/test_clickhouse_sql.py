"""Each thing that ClickHouse would count otherwise, and how its question is changed: as text, and by its answer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from polku.analytics.clickhouse_reader import ClickHouseReader, column_type, literal
from polku.analytics.clickhouse_sql import rewritten
from tests.backends.engines import chdb_client

IN_OR_NULL = "CASE WHEN isNull(x) THEN NULL ELSE x IN (1, 2) END"


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("SELECT uniq(x) FROM t", "SELECT uniqExact(x) FROM t"),
        ("SELECT LOWER(x) FROM t", "SELECT lowerUTF8(x) FROM t"),
        ("SELECT SUBSTRING(x, 1, 9) FROM t", "SELECT substringUTF8(x, 1, 9) FROM t"),
        ("SELECT uniqIf(x, y) FROM t", "SELECT uniqExactIf(x, y) FROM t"),
        (
            "SELECT toRelativeSecondNum(ts) FROM t",
            "SELECT divide(toUnixTimestamp64Micro(ts), 1000000) FROM t",
        ),
        (
            "SELECT CAST(FLOOR(a / b) AS Nullable(Int64)) FROM t",
            "SELECT accurateCastOrNull(FLOOR(a / b), 'Int64') FROM t",
        ),
        (
            "SELECT leadInFrame(x) OVER (ORDER BY y) FROM t",
            "SELECT leadInFrame(toNullable(x)) OVER (ORDER BY y) FROM t",
        ),
        (
            "SELECT lagInFrame(x, 2) OVER (ORDER BY y) FROM t",
            "SELECT lagInFrame(toNullable(x), 2) OVER (ORDER BY y) FROM t",
        ),
        ("SELECT x IN (1, 2) AS f FROM t", f"SELECT {IN_OR_NULL} AS f FROM t"),
        ("SELECT NOT (x IN (1, 2)) AS f FROM t", f"SELECT NOT ({IN_OR_NULL}) AS f FROM t"),
        ("SELECT y FROM t WHERE NOT (x IN (1, 2))", f"SELECT y FROM t WHERE NOT ({IN_OR_NULL})"),
        ("SELECT countIf(x IN (1, 2)) FROM t", f"SELECT countIf({IN_OR_NULL}) FROM t"),
    ],
)
def test_what_would_count_otherwise_is_changed(written: str, asked: str) -> None:
    assert rewritten(written) == asked


@pytest.mark.parametrize(
    "written",
    [
        "SELECT y FROM t WHERE x IN (1, 2) AND y > 1",
        "SELECT y FROM t WHERE (x IN (1, 2) OR y > 1) AND y < 9",
        "SELECT count() FROM t JOIN u ON t.x = u.x AND t.x IN (1, 2)",
        "SELECT CAST(a AS Nullable(Int64)), uniqExact(x), sum(y) FROM t GROUP BY z",
    ],
)
def test_the_rest_is_left_alone(written: str) -> None:
    """A list that only keeps rows can stay as it is: there, NULL and false are one."""
    assert rewritten(written) == written


def test_changing_again_changes_nothing_more() -> None:
    for each in ("SELECT uniq(x) FROM t", "SELECT toRelativeSecondNum(ts) FROM t"):
        assert rewritten(rewritten(each)) == rewritten(each)


@pytest.fixture(scope="module")
def reader() -> Iterator[ClickHouseReader]:
    """chDB with a database of its own."""
    with chdb_client("traps") as client:
        yield ClickHouseReader(client)


def asked(reader: ClickHouseReader, sql: str, table: dict[str, Any] | None = None) -> list[Any]:
    """The one column of the answer."""
    tables = {"t": pa.table(table)} if table else {}
    rows = reader.run(sql, {}, tables, None)
    return list(rows.column(0).to_pylist())


@pytest.mark.slow
def test_what_is_not_there_is_null(reader: ClickHouseReader) -> None:
    """No next row, no match, the least of nothing, and a member of a list that is missing."""
    rows = {"x": [3, 1, 2]}
    ahead = "leadInFrame(x) OVER (ORDER BY x ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)"
    assert asked(reader, f"SELECT {ahead} FROM t ORDER BY x", rows) == [2, 3, None]
    assert asked(reader, "SELECT min(x) FROM t WHERE x > 9", rows) == [None]
    other = "(SELECT 1 AS k, 7 AS v) AS u"
    joined = f"SELECT v FROM t LEFT JOIN {other} ON t.x = u.k ORDER BY x"
    assert asked(reader, joined, rows) == [7, None, None]
    missing = {"x": pa.array([1, None, 5], pa.int64()), "n": [0, 1, 2]}
    assert asked(reader, "SELECT x IN (1, 2) FROM t ORDER BY n", missing) == [1, None, 0]
    assert asked(reader, "SELECT countIf(NOT (x IN (1, 2))) FROM t", missing) == [1]


@pytest.mark.slow
def test_no_number_is_made_of_what_stands_behind_null(reader: ClickHouseReader) -> None:
    """ClickHouse casts all rows, also those of which nothing is asked; a division by 0 is no whole number."""
    rows = {"a": [7, 1], "b": [2, 0], "n": [0, 1]}
    whole = "CAST(FLOOR(a / b) AS Nullable(Int64))"
    sql = f"SELECT if(b = 0, NULL, {whole}) FROM t ORDER BY n"
    assert asked(reader, sql, rows) == [3, None]


@pytest.mark.slow
def test_different_values_are_counted_one_by_one(reader: ClickHouseReader) -> None:
    """The estimate of `uniq` is wrong from some thousands on."""
    rows = {"x": list(range(200_000))}
    assert asked(reader, "SELECT uniq(x) FROM t", rows) == [200_000]
    assert asked(reader, "SELECT uniqIf(x, x < 150000) FROM t", rows) == [150_000]


@pytest.mark.slow
def test_seconds_have_fractions_and_do_not_end_in_2106(reader: ClickHouseReader) -> None:
    moments = [datetime(1969, 12, 31, 23, 59, 59, 500_000), datetime(2150, 1, 1, 0, 0, 0, 250_000)]  # noqa: DTZ001
    rows = {"ts": pa.array(moments, pa.timestamp("us"))}
    since = [(each - datetime(1970, 1, 1)) / timedelta(seconds=1) for each in moments]  # noqa: DTZ001
    assert asked(reader, "SELECT toRelativeSecondNum(ts) AS s FROM t ORDER BY s", rows) == since


JSON = (
    ('{"a":"1.50"}', "1.50"),
    ('{"a":""}', ""),
    ('{"a":null}', None),
    ('{"b":1}', None),
    ("{}", None),
    (None, None),
    ('{"a":[1,2]}', "[1,2]"),
    ('{"a":true}', "true"),
    ('{"a":25}', "25"),
    ('{"a":25.0}', "25.0"),
    ('{"a":-3.0}', "-3.0"),
    ('{"a":0.5}', "0.5"),
    ('{"a":"25"}', "25"),
    ('{"a":1e3}', "1000.0"),
)


@pytest.mark.slow
def test_json_reads_as_on_the_other_engines(reader: ClickHouseReader) -> None:
    """A text is itself, also an empty one; a list is its JSON; null and a missing name are NULL; 25.0 is not 25."""
    rows = {"p": [text for text, _ in JSON], "n": list(range(len(JSON)))}
    found = asked(reader, "SELECT JSON_VALUE(p, '$.a') FROM t ORDER BY n", rows)
    assert found == [value for _, value in JSON]
    for (text, _), value in zip(JSON, found, strict=True):
        duck = duckdb.execute("SELECT json_extract_string(?, '$.a')", [text]).fetchone()
        assert duck == (value,), text


@pytest.mark.slow
@pytest.mark.parametrize("path", ["$.a.b", '$."a-c".b', "$.l[1].b", '$.l[0]."x y"'])
def test_json_is_read_at_any_depth(path: str, reader: ClickHouseReader) -> None:
    text = '{"a":{"b":2.0},"a-c":{"b":3.0},"l":[{"x y":4.0},{"b":5.0}]}'
    expected = duckdb.execute("SELECT json_extract_string(?, ?)", [text, path]).fetchone()
    found = asked(reader, f"SELECT JSON_VALUE(p, '{path}') FROM t", {"p": [text]})
    assert (found[0],) == expected


def test_a_moment_is_written_in_microseconds() -> None:
    """Also one before 1970 and one that a written moment of ClickHouse may not hold."""
    start = datetime(1970, 1, 1)  # noqa: DTZ001 - naive UTC, as the warehouse keeps time
    second = timedelta(seconds=1)
    assert literal(start + second) == "fromUnixTimestamp64Micro(toInt64(1000000), 'UTC')"
    assert "(-1000000)" in literal(start - second)
    assert literal(7) == "toInt64(7)"


def test_columns_keep_their_kind() -> None:
    assert column_type(pa.timestamp("us"), False) == "DateTime64(6, 'UTC')"
    assert column_type(pa.dictionary(pa.int32(), pa.string()), True) == "Nullable(String)"
    with pytest.raises(KeyError):
        column_type(pa.struct([("a", pa.int8())]), False)
