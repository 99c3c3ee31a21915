"""Laws of the journey document, for any journey and any text."""

from __future__ import annotations

import random
import string
from typing import Any

import pytest
import yaml
from hypothesis import assume, given
from hypothesis import strategies as st

from polku.errors import DocumentError
from polku.journey import Journey, load_journey
from polku.journey.diff import diff
from polku.journey.dump import document, dump
from polku.journey.hash import journey_hash, rules_hash
from polku.journey.schema import schema
from polku.journey.templates import template, template_names
from polku.journey.validate.rules import NOWHERE, onward, reached, ways

pytestmark = pytest.mark.slow
KNOWN = schema()
KEYS = st.sampled_from(["lead", "customer", "left", "kävijä", "vip-2", "a_b", "x"])
WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), min_size=1, max_size=30
).filter(str.strip)
TEXTS = (
    WORDS | st.fixed_dictionaries({"fi": WORDS, "en": WORDS}) | st.fixed_dictionaries({"fi": WORDS})
)
DAYS = st.integers(1, 400) | st.floats(0.5, 400, allow_nan=False)
EVENTS = st.sampled_from(["Page Viewed", "Order Completed", "Trial Started", "null", "5"])
VALUES = st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from([">50", "!=null", "no"])


@st.composite
def rules(draw: st.DrawFn, keys: list[str]) -> dict[str, Any]:
    rule: dict[str, Any]
    if draw(st.booleans()):
        rule = {"event": draw(EVENTS)}
        if draw(st.booleans()):
            names = st.sampled_from(["total", "plan", "on"])
            rule["where"] = draw(st.dictionaries(names, VALUES, max_size=2))
        if draw(st.booleans()):
            rule |= {
                "times": draw(st.integers(2, 9)),
                "within": draw(st.sampled_from(["3d", "1w"])),
            }
    else:
        rule = {"inactive": draw(EVENTS)}
        rule["for"] = draw(st.sampled_from(["30d", {"own_interval": 2.5, "at_least": "60d"}]))
    if draw(st.booleans()):
        sources = st.sampled_from([*keys, "none", "earlier", "any"])
        rule["from"] = draw(st.lists(sources, min_size=1, max_size=3, unique=True))
    return rule


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """A document of the right form; its references hold."""
    keys = draw(st.lists(KEYS, min_size=1, max_size=5, unique=True))
    stages = [
        draw(
            st.fixed_dictionaries(
                {"key": st.just(key), "enter": st.lists(rules(keys), max_size=3)},
                optional={
                    "name": TEXTS,
                    "goal": TEXTS,
                    "actions": st.lists(TEXTS, max_size=3),
                    "expected_days": DAYS,
                    "emotion_target": st.integers(-2, 2),
                    "axis": st.sampled_from(["aware", "using", "left"]),
                },
            )
        )
        for key in keys
    ]
    goal = {"name": TEXTS, "from": st.sampled_from(keys), "to": st.sampled_from(keys)}
    goals = st.fixed_dictionaries({**goal, "target": st.sampled_from([0.1, "16 %"])})
    touchpoints = st.fixed_dictionaries(
        {"key": KEYS},
        optional={"name": TEXTS, "event": EVENTS, "moment_of_truth": st.booleans()},
    )
    return draw(
        st.fixed_dictionaries(
            {"stages": st.just(stages)},
            optional={
                "name": TEXTS,
                "language": st.sampled_from(["fi", "en"]),
                "owner": TEXTS,
                "goal": goals,
                "parked": st.lists(goals, max_size=2),
                "touchpoints": st.lists(touchpoints, max_size=2, unique_by=lambda t: t["key"]),
            },
        )
    )


def refused(text: str) -> DocumentError | None:
    """Why the text is refused, if it is."""
    try:
        load_journey(text)
    except DocumentError as error:
        return error
    return None


def check_reading(text: str) -> None:
    """The text is read, or each of its problems can be worded."""
    if error := refused(text):
        assert error.problems
        assert error.text("fi")
        assert error.text("en")


def made(value: dict[str, Any]) -> Journey:
    return Journey.model_validate(value)


@given(documents())
def test_a_journey_that_is_written_out_reads_back_the_same(value: dict[str, Any]) -> None:
    """load(dump(journey)) == journey, with its hash."""
    written = dump(made(value))
    if error := refused(written):  # of the right form, but its rules lead nowhere
        wrong = {"journey.goal-stays", "journey.idle-rule", "journey.endless-cycle"}
        assert {problem.code for problem in error.problems} <= wrong
        return
    journey = load_journey(written).journey
    assert journey == made(value)
    assert journey.hash == made(value).hash
    assert dump(journey) == written


@given(documents(), documents())
def test_there_is_a_difference_exactly_when_journeys_differ(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    """diff(a, a) is empty, diff(a, b) is not; each change has its two sentences."""
    before, after = made(first), made(second)
    assert diff(before, made(first)) == []
    changes = diff(before, after)
    assert (changes == []) == (before == after)
    for change in changes:
        assert change.words("fi")
        assert change.words("en")
        assert "None" not in change.words("fi")


@given(documents(), st.randoms(use_true_random=False))
def test_the_hash_does_not_depend_on_the_order_of_keys(
    value: dict[str, Any], chance: random.Random
) -> None:
    """Nor on anything else of how the document is laid out."""

    def turned(part: Any) -> Any:
        if isinstance(part, list):
            return [turned(item) for item in part]
        if not isinstance(part, dict):
            return part
        keys = list(part)
        chance.shuffle(keys)
        return {key: turned(part[key]) for key in keys}

    assert journey_hash(made(turned(value))) == journey_hash(made(value))


@given(documents(), documents())
def test_different_journeys_have_different_hashes(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    """And the hash of the rules stays when only words change."""
    assert (journey_hash(made(first)) == journey_hash(made(second))) == (
        made(first) == made(second)
    )
    renamed = {**first, "name": "Toinen nimi", "owner": "Joku muu"}
    assert rules_hash(made(renamed)) == rules_hash(made(first))


@given(
    st.text()
    | st.text(string.printable)
    | st.text("ab: -[]{},&*!#|>'\"\n\t ", max_size=60)
    | st.text(st.characters(), max_size=20)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Never another exception than DocumentError, and each of its problems can be worded."""
    check_reading(text)


PLACES = st.recursive(
    VALUES | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
)


@given(documents(), st.data())
def test_any_value_in_any_place_is_read_or_refused(
    value: dict[str, Any], data: st.DataObject
) -> None:
    """One part of a right document is exchanged for something else: a problem, never a crash."""
    spots: list[tuple[Any, Any]] = []

    def walk(part: Any) -> None:
        for key in part if isinstance(part, dict) else range(len(part)):
            spots.append((part, key))
            if isinstance(part[key], (dict, list)):
                walk(part[key])

    walk(value)
    around, key = data.draw(st.sampled_from(spots))
    around[key] = data.draw(PLACES)
    check_reading(yaml.safe_dump(value, allow_unicode=True))


@given(documents())
def test_where_one_can_come_is_what_walking_says(value: dict[str, Any]) -> None:
    """`reached` against a walk that follows one rule at a time."""
    journey = made(value)
    keys = journey.stage_keys

    def may(rule: Any, at: int, here: str | None) -> bool:
        words = rule.from_
        if "any" in words or (here is None and {"none", "earlier"} & set(words)):
            return True
        return here in words or ("earlier" in words and here in keys[:at])

    seen: set[str | None] = set()
    todo: list[str | None] = [NOWHERE]
    while todo:
        here = todo.pop()
        if here in seen:
            continue
        seen.add(here)
        for at, stage in enumerate(journey.stages):
            todo += [stage.key for rule in stage.enter if may(rule, at, here)]
    assert reached(NOWHERE, onward(ways(journey))) == seen


@given(st.sampled_from(template_names()), st.integers(min_value=0), st.integers(min_value=0))
def test_a_cut_or_changed_template_is_read_or_refused(name: str, at: int, code: int) -> None:
    """A file that was cut when saved, or has a stray sign, never crashes the reader."""
    text = template(name, "fi")
    at %= len(text)
    for broken in (text[:at], text[:at] + chr(32 + code % 90) + text[at + 1 :]):
        check_reading(broken)


@given(documents())
def test_what_is_written_has_only_keys_of_the_schema(value: dict[str, Any]) -> None:
    """The schema for editors knows each key that the document may have."""
    written = document(made(value))
    assume(written)
    assert set(written) <= set(KNOWN["properties"])
    for stage in written["stages"]:
        assert set(stage) <= set(KNOWN["$defs"]["Stage"]["properties"])
