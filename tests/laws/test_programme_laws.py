"""Laws of the care programme as a document, for any programme and any text."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import assume, given, reject
from hypothesis import strategies as st
from pydantic import ValidationError

from polku.errors import DocumentError
from polku.programmes.actions import (
    END,
    Action,
    BranchAction,
    SplitAction,
    WaitAction,
)
from polku.programmes.compile import compile_programme
from polku.programmes.diff import diff_programmes
from polku.programmes.dump import dump_programme, programme_document
from polku.programmes.load import load_programme
from polku.programmes.model import Programme
from polku.programmes.schema import programme_schema
from tests.laws.programme_strategies import documents, programmes

pytestmark = pytest.mark.slow
SCHEMA = jsonschema.Draft202012Validator(programme_schema())


def onward(action: Action) -> list[int]:
    """Where an action may lead."""
    if isinstance(action, WaitAction):
        return [action.next, *([action.came] if action.event else [])]
    if isinstance(action, BranchAction):
        return [*(to for _, _, to in action.arms), action.next]
    if isinstance(action, SplitAction):
        return [to for _, _, to in action.arms]
    return [action.next]


def walked(steps: list[Any], after: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Every way through written steps as the keys on it, by the words of the reference page alone:
    after an arm people go on with the next step, unless it ends."""
    if not steps:
        return after
    step, rest = steps[0], walked(steps[1:], after)
    key = step["key"]
    if "end" in step:
        return [()]
    arms: list[list[Any]] = []
    if "branch" in step:
        arms = [arm.get("steps", arm.get("else")) or [] for arm in step["branch"]]
        if "else" not in step["branch"][-1]:
            arms.append([])
    elif "split" in step:
        arms = [arm.get("steps") or [] for arm in step["split"]]
    elif isinstance(step.get("wait"), dict) and "event" in step["wait"]:
        arms = [step["wait"].get("then") or [], step["wait"].get("else") or []]
    onwards = [way for arm in arms for way in walked(arm, rest)] if arms else rest
    return [(key, *way) for way in onwards]


def ways(actions: tuple[Action, ...], at: int) -> list[tuple[str, ...]]:
    """Every way through the actions."""
    if at == END:
        return [()]
    return [(actions[at].key, *way) for to in onward(actions[at]) for way in ways(actions, to)]


@given(programmes())
def test_actions_lead_only_forward_and_end(programme: Programme) -> None:
    """No loops: each action leads to a later one or to the end, so every path is finite."""
    actions = compile_programme(programme, 1).actions
    for at, action in enumerate(actions):
        assert onward(action)
        assert all(to == END or at < to < len(actions) for to in onward(action))


@given(programmes())
def test_every_action_can_be_reached(programme: Programme) -> None:
    """Steps after an end are left out; all the others have a way to them from the first."""
    actions = compile_programme(programme, 1).actions
    found = {0} if actions else set()
    for at in range(len(actions)):
        if at in found:
            found |= {to for to in onward(actions[at]) if to != END}
    assert found == set(range(len(actions)))


@given(programmes(deep=1))
def test_the_actions_walk_as_the_document_reads(programme: Programme) -> None:
    """Every way through the actions is a way through the written tree, and the other way round."""
    actions = compile_programme(programme, 1).actions
    written = programme_document(programme).get("steps", [])
    assert sorted(ways(actions, 0 if actions else END)) == sorted(walked(written, [()]))


@given(programmes())
def test_a_programme_that_is_written_out_reads_back_the_same(programme: Programme) -> None:
    """load(dump(programme)) == programme, as YAML and as JSON, and writing it again changes nothing."""
    text = dump_programme(programme)
    again = load_programme(text).programme
    assert again == programme
    assert dump_programme(again) == text
    json_text = json.dumps(programme_document(programme))
    assert load_programme(json_text).programme == programme


@given(documents())
def test_keys_are_unique_and_hold(value: dict[str, Any]) -> None:
    """Each step has a key of its own, and a step that is added at the end changes none of them."""
    keys = [action.key for action in compile_programme(Programme.model_validate(value), 1).actions]
    assert len(set(keys)) == len(keys)
    longer = {**value, "steps": [*value["steps"], {"wait": "1d"}]}
    before, after = (_keys(Programme.model_validate(each)) for each in (value, longer))
    assert after[: len(before)] == before
    dumped = programme_document(Programme.model_validate(value))
    in_front = {**dumped, "steps": [{"wait": "1d"}, *dumped.get("steps", [])]}
    assert _keys(Programme.model_validate(in_front))[1:] == before


def _keys(programme: Programme) -> list[str]:
    found: list[str] = []

    def collect(steps: Any) -> None:
        for step in steps:
            found.append(step.key)
            for arm in step.arms:
                found.append(f"{step.key}>{arm.key}")
                collect(arm.steps)

    collect(programme.steps)
    return found


def lists_in(value: Any) -> Iterator[list[Any]]:
    """Every list that has something in it, anywhere in a document."""
    if isinstance(value, list) and value:
        yield value
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, (dict, list)):
            yield from lists_in(part)


def edit(document: dict[str, Any], data: st.DataObject) -> None:
    """One small change of the kind that people make: take away, turn around, reword, rename."""
    spot = data.draw(st.sampled_from(list(lists_in(document))))
    at = data.draw(st.integers(0, len(spot) - 1))
    how = data.draw(st.sampled_from(["remove", "turn", "other", "name"]))
    item = spot[at]
    if how == "remove" or not isinstance(item, dict):
        del spot[at]
    elif how == "turn":
        spot[at], spot[at - 1] = spot[at - 1], spot[at]
    elif how == "name":
        item["name"] = "Uusi nimi"
    elif "if" in item:
        item["if"] = {"did": "Something Else"}
    elif "weight" in item:
        item["weight"] = 100 - item["weight"]
    else:
        item["wait"] = "3d" if item.get("wait") != "3d" else "4d"


@given(documents(deep=1), st.data())
def test_there_is_a_difference_exactly_when_programmes_differ(
    value: dict[str, Any], data: st.DataObject
) -> None:
    """After any edit: diff is empty when nothing changed, and only then; each change has its sentences."""
    before = Programme.model_validate(value)
    edited = copy.deepcopy(programme_document(before))
    assume(list(lists_in(edited)))
    edit(edited, data)
    try:
        after = Programme.model_validate(edited)
    except ValidationError:
        reject()
    assert diff_programmes(before, Programme.model_validate(value)) == []
    for old, new in ((before, after), (after, before)):
        changes = diff_programmes(old, new)
        assert (changes == []) == (old == new)
        for change in changes:
            assert change.fi
            assert change.en
            assert "None" not in change.fi + change.en


@given(documents(deep=0), documents(deep=0))
def test_programmes_with_nothing_in_common_differ(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    """Entry, goal, exits, re-entry, numbers: no field of the programme is forgotten."""
    before, after = (Programme.model_validate(each) for each in (first, second))
    assert (diff_programmes(before, after) == []) == (before == after)


@given(documents())
def test_the_schema_accepts_what_the_loader_accepts(value: dict[str, Any]) -> None:
    """Editors that check by the JSON Schema find nothing wrong in a right programme."""
    SCHEMA.validate(value)
    SCHEMA.validate(programme_document(Programme.model_validate(value)))


def refused(text: str) -> DocumentError | None:
    """Why the text is refused, if it is."""
    try:
        load_programme(text)
    except DocumentError as error:
        return error
    return None


def check_reading(text: str) -> None:
    """The text is read, or each of its problems can be worded."""
    if error := refused(text):
        assert error.problems
        assert error.text("fi")
        assert error.text("en")


PLACES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
)


@given(documents(), st.data())
def test_any_value_in_any_place_is_read_or_refused(
    value: dict[str, Any], data: st.DataObject
) -> None:
    """One part of a right document is exchanged for something else: a problem, never a crash."""
    value = yaml.safe_load(yaml.safe_dump(value))  # the strategy's own values stay as they are
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


@given(st.text() | st.text("ab: -[]{},&*!#|>'\"\n\t ", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Never another exception than DocumentError, and each of its problems can be worded."""
    check_reading(text)
