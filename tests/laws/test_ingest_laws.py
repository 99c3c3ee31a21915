"""Laws of the door, for whatever anybody sends."""

from __future__ import annotations

import gzip
import itertools
import json
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from polku.clock import fixed
from polku.errors import RequestRefused
from polku.events.personal import Personal
from polku.events.when import clock_skew, happened, instant, micros
from polku.http.body import inflate
from polku.http.door import Door

NOW = datetime(2026, 11, 21, 10, tzinfo=UTC)
NAMES = ["type", "userId", "anonymousId", "previousId", "groupId", "event", "properties", "traits",
         "context", "timestamp", "sentAt", "messageId", "writeKey", "name", "category"]  # fmt: skip
WORDS = ["track", "page", "identify", "alias", "group", "ann", "E", "2026-11-21T09:00:00Z", ""]

numbers = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
leaves = st.none() | st.booleans() | numbers | st.text() | st.sampled_from(WORDS)
anything = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text() | st.sampled_from([*NAMES, "email", "revenue"]), inner, max_size=5
        )
    ),
    max_leaves=20,
)
calls = st.dictionaries(st.sampled_from(NAMES), anything, max_size=9)
likely = st.fixed_dictionaries(
    {"type": st.sampled_from(WORDS[:5]), "userId": st.just("ann"), "event": st.just("E")},
    optional={name: anything for name in NAMES if name not in ("type", "userId", "event")},
)


def door() -> Door:
    return Door(lambda key: "shop" if key else None, ["email", "name"], fixed(NOW))


@given(st.binary() | anything.map(lambda v: json.dumps(v).encode()))
def test_any_bytes_are_taken_or_refused_with_words(body: bytes) -> None:
    """Never another exception, so never a 5xx."""
    for open_body in (
        lambda: door().open_batch(body, "shop"),
        lambda: door().open_one(body, "track", "shop"),
        lambda: inflate(b"\x1f\x8b\x08" + body),
    ):
        refusal = None
        try:
            open_body()
        except RequestRefused as caught:
            refusal = caught
        if refusal is not None:
            assert 400 <= refusal.status < 500
            assert all(problem.line("fi") and problem.line("en") for problem in refusal.problems)


@given(st.lists(calls | likely | anything, max_size=12))
def test_each_call_of_a_batch_is_taken_or_told(batch: list[Any]) -> None:
    """Accepted and broken calls together are all of them, and one never changes another."""
    body = json.dumps({"batch": batch}).encode()
    opened = door().open_batch(body, "shop")
    assert len(opened.envelopes) + len(opened.broken) == len(batch)
    alone = []
    for call in batch:
        one = door().open_batch(json.dumps({"batch": [call]}).encode(), "shop")
        alone += [(e.event, e.user, e.anonymous, e.ts, e.properties) for e in one.envelopes]
    assert alone == [(e.event, e.user, e.anonymous, e.ts, e.properties) for e in opened.envelopes]


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)),  # noqa: DTZ001
    st.timedeltas(timedelta(0), timedelta(days=30)),
    st.timedeltas(timedelta(days=-4000), timedelta(days=4000)),
)
def test_the_sender_s_clock_does_not_matter(
    true_time: datetime, waited: timedelta, wrong: timedelta
) -> None:
    """However wrong the sender's clock, the event lands on its true moment."""
    true_time = true_time.replace(tzinfo=UTC)
    received = true_time + waited
    original, sent = true_time + wrong, received + wrong
    skew = clock_skew(sent.isoformat(), micros(received))
    assert happened(instant(original.isoformat()), skew, micros(received)) == micros(true_time)


secrets = st.text(alphabet="qxz", min_size=12, max_size=20)
trees = st.recursive(
    st.integers() | st.just("plain"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["a", "b", "email", "E-Mail", "customer"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


def sprinkle(tree: Any, secret: str) -> Any:
    """The tree with the secret in place of every value under a personal name."""
    if isinstance(tree, dict):
        return {
            key: secret if key in ("email", "E-Mail") else sprinkle(value, secret)
            for key, value in tree.items()
        }
    return [sprinkle(item, secret) for item in tree] if isinstance(tree, list) else tree


def cut(tree: Any) -> Any:
    """The slow obvious way: the tree without personal names."""
    if isinstance(tree, dict):
        return {k: cut(v) for k, v in tree.items() if k not in ("email", "E-Mail")}
    return [cut(item) for item in tree] if isinstance(tree, list) else tree


@given(st.dictionaries(st.sampled_from(["a", "email", "customer"]), trees, max_size=4), secrets)
def test_a_personal_value_at_any_depth_leaves_and_nothing_else_does(
    tree: dict[str, Any], secret: str
) -> None:
    properties = sprinkle(tree, secret)
    expected = cut(properties)
    found = Personal(["email"]).split(properties, "E")
    assert properties == expected
    assert secret not in json.dumps(properties)
    assert all(value == secret for value in (found or {}).values())


@given(st.binary(max_size=5_000), st.integers(1, 3))
@settings(max_examples=50)
def test_gzip_of_any_number_of_members_unpacks_to_the_same(body: bytes, members: int) -> None:
    step = max(1, -(-len(body) // members))
    parts = [body[at : at + step] for at in range(0, len(body), step)] or [b""]
    assert inflate(b"".join(map(gzip.compress, parts))) == body


@given(st.lists(st.sampled_from(["x", "y"]), min_size=1, max_size=6))
def test_calls_without_ids_but_with_times_get_the_same_ids_again(events: list[str]) -> None:
    """A batch sent twice adds nothing, and equal calls within it all stay."""
    batch = [
        {"type": "track", "userId": "a", "event": event, "timestamp": "2026-11-20T10:00:00Z"}
        for event in events
    ]
    body = json.dumps({"batch": batch}).encode()
    first, again = (
        [e.message_id for e in door().open_batch(body, "shop").envelopes] for _ in range(2)
    )
    assert first == again
    assert len(set(first)) == len(events)


def test_calls_without_ids_and_times_are_all_new() -> None:
    opened = door()
    body = b'{"userId":"a","event":"x"}'
    ids = [opened.open_one(body, "track", "shop").envelopes[0].message_id for _ in range(3)]
    assert all(a != b for a, b in itertools.combinations(ids, 2))
