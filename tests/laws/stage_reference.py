"""The stage fold as one would do it by hand: one person, one event after the other, no numpy.
And the random journeys and events that the laws are tried on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import duckdb
import pyarrow as pa
from hypothesis import strategies as st

from polku.conditions.rule import EnterRule
from polku.store.tables import DDL, EVENT_BATCH

HOUR = 3_600_000_000
DAY_ONE = datetime(2026, 1, 1)  # noqa: DTZ001  (as the warehouse keeps it)
NAMES = ("Visit", "Order", "Trial")
SPANS = {"30min": HOUR // 2, "1h": HOUR, "2h": 2 * HOUR, "5h": 5 * HOUR}
WHERES: tuple[tuple[dict[str, Any], Callable[[dict[str, Any]], bool]], ...] = (
    ({}, lambda p: True),
    ({"x": ">2"}, lambda p: p.get("x") in (3, 4)),
    ({"x": [1, 4]}, lambda p: p.get("x") in (1, 4)),
    ({"plan.size": "big", "x": "!=0"}, lambda p: p.get("plan") == {"size": "big"} and p["x"] != 0),
)


@dataclass(frozen=True)
class Happened:
    """One event: `ts` in microseconds after DAY_ONE; its place in the list is its seq."""

    person: int
    ts: int
    name: str
    uid: int
    properties: dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """An event pattern as the reference knows it."""

    name: str
    passes: Callable[[dict[str, Any]], bool]
    times: int = 1
    within: int | None = None

    def matches(self, event: Happened) -> bool:
        return event.name == self.name and self.passes(event.properties)


@dataclass(frozen=True)
class Ruled:
    """A rule in both forms: `written` for Polku, the rest for the reference."""

    written: dict[str, Any]
    asked: tuple[Asked, ...]
    from_: tuple[str, ...]
    fixed: int | None = None
    own: tuple[float, int] | None = None

    @property
    def timed(self) -> bool:
        return self.fixed is not None or self.own is not None


@dataclass(frozen=True)
class Drawn:
    """A journey: stage key → rules, in document order."""

    stages: dict[str, tuple[Ruled, ...]]

    @property
    def journey(self) -> Any:
        return SimpleNamespace(
            stages=[
                SimpleNamespace(
                    key=key, enter=tuple(EnterRule.model_validate(rule.written) for rule in rules)
                )
                for key, rules in self.stages.items()
            ]
        )


@dataclass
class Life:
    """Where a person stands and how they came there."""

    stage: str | None
    since: int | None
    due: int | None
    moves: list[tuple[int, str | None, str, str, int]]  # at, from, to, rule, uid


def live(drawn: Drawn, events: list[Happened], as_of: int) -> Life:
    """Folds one person's events (in order of seq) up to `as_of`."""
    keys = list(drawn.stages)
    rules = [
        (f"{key}[{i}]", key, rule)
        for key in reversed(keys)
        for i, rule in enumerate(drawn.stages[key])
    ]
    ordered = sorted(events, key=lambda e: e.ts)  # stable: seq breaks ties
    past = [e for e in ordered if e.ts <= as_of]
    life = Life(None, None, None, [])
    silences: dict[str, tuple[int, int]] = {}  # rule → (fires at, uid of the last matching event)

    def may(key: str, rule: Ruled) -> bool:
        for word in rule.from_:
            if word == "any" or word == life.stage or (word == "none" and life.stage is None):
                return True
            if word == "earlier" and (life.stage is None or life.stage in keys[: keys.index(key)]):
                return True
        return False

    def enter(at: int, key: str, rule_id: str, uid: int) -> None:
        if life.stage != key:
            life.moves.append((at, life.stage, key, rule_id, uid))
            life.stage, life.since = key, at

    def fire_before(moment: int) -> None:
        while due := [
            (silences[id_][0], place, id_, key, rule)
            for place, (id_, key, rule) in enumerate(rules)
            if id_ in silences and silences[id_][0] < moment
        ]:
            at, _, id_, key, rule = min(due, key=lambda one: one[:2])
            uid = silences.pop(id_)[1]
            if may(key, rule):
                enter(at, key, id_, uid)

    for i, event in enumerate(past):
        fire_before(event.ts)
        for id_, _, rule in rules:
            if rule.timed and any(asked.matches(event) for asked in rule.asked):
                so_far = [e for e in past[: i + 1] if any(a.matches(e) for a in rule.asked)]
                silences[id_] = (event.ts + _length(rule, so_far), event.uid)
        for id_, key, rule in rules:
            if not rule.timed and _met(rule.asked[0], past[: i + 1]) and may(key, rule):
                enter(event.ts, key, id_, event.uid)
                break
    fire_before(as_of + 1)

    later = [e.ts for e in ordered if e.ts > as_of]
    waiting = [
        silences[id_][0]
        for id_, key, rule in rules
        if id_ in silences and key != life.stage and may(key, rule)
    ]
    life.due = min(later + waiting, default=None)
    return life


def _length(rule: Ruled, so_far: list[Happened]) -> int:
    if rule.fixed is not None:
        return rule.fixed
    assert rule.own is not None
    factor, at_least = rule.own
    if len(so_far) == 1:
        return at_least
    mean = (so_far[-1].ts - so_far[0].ts) / (len(so_far) - 1)
    return max(int(factor * mean), at_least)


def _met(asked: Asked, until_now: list[Happened]) -> bool:
    event = until_now[-1]
    if not asked.matches(event):
        return False
    matching = [
        e
        for e in until_now
        if asked.matches(e) and (asked.within is None or event.ts - e.ts <= asked.within)
    ]
    return len(matching) >= asked.times


# What the laws are tried on -------------------------------------------------------------------


@st.composite
def journeys(draw: st.DrawFn) -> Drawn:
    """Two to four stages, one to three rules each, of every kind."""
    keys = ("aa", "bb", "cc", "dd")[: draw(st.sampled_from((2, 3, 3, 4)))]
    return Drawn({key: tuple(draw(st.lists(_rules(keys), min_size=1, max_size=3))) for key in keys})


@st.composite
def _rules(draw: st.DrawFn, keys: tuple[str, ...]) -> Ruled:
    written: dict[str, Any] = {}
    from_: tuple[str, ...] = ("earlier",)
    if draw(st.integers(0, 2)):
        choices = st.sampled_from(("any", "any", "earlier", "none", *keys))
        from_ = tuple(draw(st.lists(choices, min_size=1, max_size=3, unique=True)))
        written["from"] = from_[0] if len(from_) == 1 else list(from_)
    if draw(st.booleans()):
        form, asked = draw(_patterns())
        if draw(st.booleans()):
            times, within = draw(st.integers(2, 3)), draw(st.sampled_from([None, *SPANS]))
            form["times"] = times
            if within:
                form["within"] = within
            asked = Asked(asked.name, asked.passes, times, SPANS[within] if within else None)
        return Ruled(written | form, (asked,), from_)
    forms, several = zip(*draw(st.lists(_patterns(), min_size=1, max_size=2)), strict=True)
    written["inactive"] = list(forms) if len(forms) > 1 else forms[0]
    least = draw(st.sampled_from(list(SPANS)))
    if draw(st.booleans()):
        return Ruled(written | {"for": least}, several, from_, fixed=SPANS[least])
    factor = draw(st.sampled_from([0.5, 1, 2.5, 1.7]))
    own = {"own_interval": factor, "at_least": least}
    return Ruled(written | {"for": own}, several, from_, own=(factor, SPANS[least]))


@st.composite
def _patterns(draw: st.DrawFn) -> tuple[dict[str, Any], Asked]:
    name = draw(st.sampled_from(NAMES))
    where, passes = draw(st.sampled_from((WHERES[0], WHERES[0], WHERES[0], *WHERES)))
    return {"event": name} | ({"where": where} if where else {}), Asked(name, passes)


moments = st.integers(-2, 40).map(lambda halves: halves * HOUR // 2)
_properties = st.fixed_dictionaries(
    {"x": st.integers(0, 4)},
    optional={"plan": st.sampled_from([{"size": "big"}, {"size": 3}, "n"])},
)


@st.composite
def histories(draw: st.DrawFn, most: int = 30) -> list[Happened]:
    """Events of up to three people in order of seq; many share an instant."""
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from((11, 11, 12, 13)),
                st.integers(0, 24).map(lambda halves: halves * HOUR // 2),
                st.sampled_from(NAMES),
                _properties,
            ),
            min_size=draw(st.sampled_from((0, most // 2))),
            max_size=most,
        )
    )
    return [
        Happened(person, ts, name, uid, properties)
        for uid, (person, ts, name, properties) in enumerate(rows, start=1001)
    ]


# From and to the warehouse --------------------------------------------------------------------


def instant(ts: int) -> datetime:
    """Microseconds after DAY_ONE as a moment."""
    return (DAY_ONE + timedelta(microseconds=ts)).replace(tzinfo=UTC)


def batch(events: list[Happened]) -> pa.Table:
    """Rows as they reach `Write.append`."""
    import json

    return pa.Table.from_pylist(
        [
            {
                "identity": e.person,
                "ts": DAY_ONE + timedelta(microseconds=e.ts),
                "uid": e.uid,
                "event": e.name,
                "source": "test",
                "channel": None,
                "revenue": None,
                "currency": None,
                "properties": json.dumps(e.properties),
            }
            for e in events
        ],
        schema=EVENT_BATCH,
    )


def memory(events: list[Happened]) -> duckdb.DuckDBPyConnection:
    """A warehouse in memory with these events in its tail, in the order given."""
    con = duckdb.connect()
    con.execute(DDL)
    rows = batch(events)
    con.execute("INSERT INTO names VALUES ('source', 0, 'test')")
    con.executemany(
        "INSERT INTO names VALUES ('event', ?, ?)", [(i, name) for i, name in enumerate(NAMES)]
    )
    con.register("rows", rows)
    con.execute(
        """INSERT INTO tail SELECT identity, ts, row_number() OVER (), code, uid, identity, 0, NULL,
        NULL, NULL, properties FROM rows JOIN names ON kind = 'event' AND name = rows.event
        ORDER BY uid"""
    )
    con.execute("UPDATE tail SET seq = uid")
    con.unregister("rows")
    return con


def expected(drawn: Drawn, events: list[Happened], as_of: int) -> dict[int, Life]:
    """Person → life, for everyone with an event at or before `as_of`."""
    people = sorted({e.person for e in events if e.ts <= as_of})
    return {one: live(drawn, [e for e in events if e.person == one], as_of) for one in people}


def as_lives(transitions: pa.Table, people: pa.Table, words: dict[int, str]) -> dict[int, Life]:
    """The rows of `transitions` and `people` in the form of the reference."""

    def ts(moment: datetime | None) -> int | None:
        return None if moment is None else (moment - DAY_ONE) // timedelta(microseconds=1)

    lives = {
        row["person"]: Life(
            None if row["stage"] is None else words[row["stage"]],
            ts(row["since"]),
            ts(row["due"]),
            [],
        )
        for row in people.to_pylist()
    }
    for row in transitions.sort_by([("person", "ascending"), ("n", "ascending")]).to_pylist():
        moves = lives[row["person"]].moves
        assert row["n"] == len(moves) + 1
        before = None if row["from_stage"] is None else words[row["from_stage"]]
        moves.append(
            (ts(row["at"]), before, words[row["to_stage"]], row["rule"], row["uid"])  # type: ignore[arg-type]
        )
    return lives
