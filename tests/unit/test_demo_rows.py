"""The demo's rows hold together: whatever the size, the seed and the moment at which they end."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.demo import DemoData, b2b_demo, shop_demo
from polku.demo.data import EVENTS, LINKS, TRAITS
from polku.demo.text import numbered, random_ids
from tests.unit.demo_reading import reader, table, value

END = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
MAKERS = {"shop": shop_demo, "b2b": b2b_demo}
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def tables(data: DemoData) -> list[object]:
    return [data.events, data.links, data.traits, data.groups, data.memberships, data.spend]


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(MAKERS)), st.integers(1, 200), st.integers(0, 2**32), moments)
def test_any_size_seed_and_end_gives_a_sound_history(
    kind: str, people: int, seed: int, end: datetime
) -> None:
    """In order, within its year, ids unique, everyone known by name is linked and has traits."""
    data = MAKERS[kind](people, seed, end=end)
    assert data.events.schema == EVENTS
    assert data.links.schema == LINKS
    assert data.traits.schema == TRAITS
    with reader(data) as con:
        low, high = con.execute("SELECT min(ts), max(ts) FROM e").fetchall()[0]
        assert low is None or data.start.replace(tzinfo=None) <= low
        assert high is None or high <= end.replace(tzinfo=None)
        assert data.end - data.start == timedelta(days=365)
        assert value(con, "SELECT count(*) - count(DISTINCT message_id) FROM e") == 0
        known = "SELECT DISTINCT id FROM e WHERE kind = 'user'"
        assert value(con, f'SELECT count(*) FROM traits ANTI JOIN ({known}) ON id = "user"') == 0
        assert value(con, f'SELECT count(*) FROM ({known}) ANTI JOIN traits ON id = "user"') == 0
        assert value(con, "SELECT count(*) - count(DISTINCT email) FROM traits") == 0
        # A device is anonymous until it becomes known, and never after.
        assert (
            value(
                con,
                """SELECT count(*) FROM events JOIN links ON id = anonymous
            WHERE kind::VARCHAR <> 'anonymous' OR ts >= "at" """,
            )
            == 0
        )
        assert value(con, "SELECT count(*) FROM links ANTI JOIN e ON id = anonymous") == 0
    stamps = data.events["ts"].to_numpy()
    assert (stamps[1:] >= stamps[:-1]).all()


@pytest.mark.parametrize("kind", MAKERS)
def test_the_same_arguments_give_the_same_rows(kind: str) -> None:
    """And another seed gives others."""
    first, same, other = (MAKERS[kind](300, seed, end=END) for seed in (7, 7, 8))
    assert tables(first) == tables(same)
    assert first.events != other.events


@pytest.mark.parametrize("kind", MAKERS)
def test_properties_are_json_without_anything_personal(kind: str) -> None:
    """No name, address or e-mail of the traits is in any property."""
    data = MAKERS[kind](400, end=END)
    texts = set(data.events["properties"].to_pylist())
    assert all(isinstance(json.loads(text), dict) for text in texts)
    everything = "\n".join(texts)
    assert "@" not in everything
    assert not [n for n in data.traits["name"].to_pylist() if n in everything]


def test_nothing_in_the_shop_comes_before_its_cause() -> None:
    """Refunds follow their order and give back no more; a referred visit follows the referral."""
    with reader(shop_demo(5_000, end=END)) as con:
        wrong = """SELECT count(*) FROM e back LEFT JOIN e bought
            ON bought.event = 'Order Completed'
            AND (bought.properties->>'$.order_id') = (back.properties->>'$.order_id')
            WHERE back.event = 'Order Refunded' AND (bought.ts IS NULL OR bought.ts >= back.ts
            OR bought.person <> back.person OR -back.revenue > bought.revenue)"""
        assert value(con, "SELECT count(*) FROM e WHERE event = 'Order Refunded'") > 20
        assert value(con, wrong) == 0
        arrived = """SELECT person, min(ts) AS came, any_value(regexp_extract(
            properties->>'$.path', 'suositus=(.*)', 1)) AS code
            FROM e WHERE properties LIKE '%suositus=%' GROUP BY person"""
        assert value(con, f"SELECT count(*) FROM ({arrived})") > 20
        assert (
            value(
                con,
                f"""SELECT count(*) FROM ({arrived}) a LEFT JOIN e r ON r.event = 'Referral Made'
            AND (r.properties->>'$.code') = a.code WHERE r.ts IS NULL OR r.ts >= a.came""",
            )
            == 0
        )
        sums = """SELECT count(*) FROM (SELECT revenue, (SELECT sum(round(100 * (p->>'$.price')::DOUBLE)
            * (p->>'$.quantity')::INT) FROM unnest(from_json(properties->'$.products', '["JSON"]')) t(p))
            AS lines FROM e WHERE event = 'Order Completed') WHERE revenue <> lines"""
        assert value(con, sums) == 0


def test_the_shop_has_finnish_seasons() -> None:
    """Black Friday is the best day of November, July is quiet, evenings beat nights, by local time."""
    with reader(shop_demo(20_000, end=datetime(2027, 1, 10, tzinfo=UTC))) as con:
        con.execute(
            "CREATE TABLE o AS SELECT (ts AT TIME ZONE 'UTC') AT TIME ZONE 'Europe/Helsinki' AS at_home"
            " FROM e WHERE event = 'Order Completed'"
        )
        best = "SELECT at_home::DATE FROM o WHERE month(at_home) = 11 GROUP BY 1 ORDER BY count(*) DESC"
        assert str(value(con, best)) == "2026-11-27"
        month = table(con, "SELECT month(at_home), count(*) FROM o GROUP BY 1")
        assert month[7] < min(month[5], month[6], month[8], month[9])
        assert month[12] > 1.5 * month[7]
        hour = table(con, "SELECT hour(at_home), count(*) FROM o GROUP BY 1")
        assert sum(hour[h] for h in (19, 20, 21)) > 8 * sum(hour.get(h, 0) for h in (2, 3, 4))


def test_a_deal_goes_step_by_step_and_several_accept() -> None:
    """Opportunity, offer, acceptances and signature of one company come in this order."""
    with reader(b2b_demo(20_000, end=END)) as con:
        con.execute(
            """CREATE TABLE deal AS SELECT "group", event, min(ts) AS first, max(ts) AS last,
            count(*) AS n FROM e JOIN memberships ON person = "user" GROUP BY ALL"""
        )
        steps = ["Opportunity Created", "Offer Shown", "Offer Accepted", "Contract Signed"]
        for early, late in pairwise(steps):
            pairs = f"""FROM deal a JOIN deal b USING ("group")
                WHERE a.event = '{early}' AND b.event = '{late}'"""
            assert value(con, f"SELECT count(*) {pairs}") > 50
            assert value(con, f"SELECT count(*) {pairs} AND a.last >= b.first") == 0
        accepted = table(
            con, "SELECT n > 1, count(*) FROM deal WHERE event = 'Offer Accepted' GROUP BY 1"
        )
        assert accepted[True] > accepted[False] / 2
        signed = "SELECT count(*) FROM deal WHERE event = 'Contract Signed' AND n > 1"
        assert value(con, signed) == 0
        cycle = """SELECT median(epoch(b.first - a.first) / 86400) FROM deal b JOIN
            (SELECT "group", min(first) AS first FROM deal WHERE event <> 'Group Joined' GROUP BY 1) a
            USING ("group") WHERE b.event = 'Contract Signed' AND a.first < b.first"""
        assert 70 < value(con, cycle) < 190


@given(st.lists(st.integers(0, 2**40), max_size=50), st.integers(1, 12))
def test_numbered_is_the_number_with_leading_zeros(numbers: list[int], width: int) -> None:
    """The fast way gives what str.zfill gives."""
    wide = max([width, *(len(str(n)) for n in numbers)])
    made = numbered("x-", np.array(numbers, np.int64), width).to_pylist()
    assert made == [f"x-{str(n).zfill(wide)}" for n in numbers]


def test_random_ids_are_hexadecimal_and_differ() -> None:
    """16 digits each."""
    made = random_ids("p-", np.random.default_rng(1), 2_000).to_pylist()
    assert len(set(made)) == 2_000
    assert all(len(i) == 18 and int(i.removeprefix("p-"), 16) >= 0 for i in made)
