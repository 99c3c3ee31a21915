"""Conditions of people, slow and obvious: straight from the reference page, for one person."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

LENGTHS = {"1d": 1, "2d": 2, "3d": 3, "30d": 30}
DECIMALS = {"EUR": 100, "JPY": 1}


def meets(condition: dict[str, Any], person: Any, at: datetime, segments: dict[str, Any]) -> bool:
    """`person` has events (dicts: event, ts, properties, revenue, currency) and moves ((at, to))."""
    if "all" in condition:
        return all(meets(part, person, at, segments) for part in condition["all"])
    if "any" in condition:
        return any(meets(part, person, at, segments) for part in condition["any"])
    if "not" in condition:
        return not meets(condition["not"], person, at, segments)
    if "segment" in condition:
        return _segment(condition["segment"], person, at, segments)
    if "persona" in condition:
        return condition["persona"] == "linked" and _segment("vip", person, at, segments)
    kind = next(key for key in LEAVES if key in condition)
    events = [event for event in person["events"] if event["ts"] <= at]
    return LEAVES[kind](condition, events, person["moves"], at)


def _segment(key: str, person: Any, at: datetime, segments: dict[str, Any]) -> bool:
    return key in segments and meets(segments[key], person, at, segments)


def _ago(length: str) -> timedelta:
    return timedelta(days=LENGTHS[length])


def _within(condition: Any, events: Any, at: datetime) -> Any:
    if "within" not in condition:
        return events
    return [event for event in events if event["ts"] > at - _ago(condition["within"])]


def _number(test: Any, number: float) -> bool:
    tests = test if isinstance(test, list) else [test]
    return any(_one_number(str(each), number) for each in tests)


def _one_number(test: str, number: float) -> bool:
    for sign in (">=", "<=", "!=", ">", "<", "="):
        if test.startswith(sign):
            other = float(test[len(sign) :])
            return {
                ">=": number >= other, "<=": number <= other, "!=": number != other,
                ">": number > other, "<": number < other, "=": number == other,
            }[sign]  # fmt: skip
    return number == float(test)


def _where(condition: Any, event: Any) -> bool:
    """Only the tests that this module's strategies write: equality of text, a number over another."""
    for name, test in condition.get("where", {}).items():
        if name == "revenue":
            value = event["revenue"]
            if value is None or not _number(test, value / DECIMALS.get(event["currency"], 100)):
                return False
        elif test is None:
            if event["properties"].get(name) is not None:
                return False
        elif event["properties"].get(name) != test:
            return False
    return True


def _did(condition: Any, events: Any, _moves: Any, at: datetime) -> bool:
    mine = [e for e in events if e["event"] == condition["did"] and _where(condition, e)]
    if condition.get("first"):
        return bool(mine) and mine[0]["ts"] > at - _ago(condition["within"])
    if condition.get("last"):
        return bool(mine) and mine[-1]["ts"] > at - _ago(condition["within"])
    return _number(condition.get("count", ">=1"), len(_within(condition, mine, at)))


def _trait(condition: Any, events: Any, _moves: Any, _at: datetime) -> bool:
    value = None
    for event in events:
        given = event["properties"].get(condition["trait"])
        if event["event"] == "Identified" and given is not None:
            value = given
    test = condition["is"]
    if test is None:
        return value is None
    if isinstance(test, str) and test.startswith("!="):
        return value != test[2:]
    return bool(value == test)


def _stage(condition: Any, _events: Any, moves: Any, at: datetime) -> bool:
    before = [move for move in moves if move[0] <= at]
    stages = condition["stage"]
    stages = [stages] if isinstance(stages, str) else stages
    if not before:
        return "none" in stages and "since" not in condition and "for_less" not in condition
    since, on = before[-1]
    return (
        on in stages
        and ("since" not in condition or at - since >= _ago(condition["since"]))
        and ("for_less" not in condition or at - since < _ago(condition["for_less"]))
    )


def _consent(condition: Any, events: Any, _moves: Any, _at: datetime) -> bool:
    asked = [condition["channel"]] if "channel" in condition else ["email", "sms", "push", "phone"]
    return any(_consented(condition["consent"], channel, events) for channel in asked)


def _consented(purpose: str, channel: str, events: Any) -> bool:
    valid = False
    for event in events:
        said = event["properties"]
        everywhere = "email" if event["event"] == "Unsubscribed" else "*"
        if (
            event["event"] in ("Consent Given", "Consent Withdrawn", "Unsubscribed")
            and said.get("purpose", "*") in (purpose, "*")
            and said.get("channel", everywhere) in (channel, "*")
        ):
            valid = event["event"] == "Consent Given"
    return valid


def _message(condition: Any, events: Any, _moves: Any, at: datetime) -> bool:
    names = {
        "got": {"Message Sent"},
        "opened": {"Email Opened", "Push Opened"},
        "clicked": {"Email Link Clicked", "Sms Link Clicked", "Push Clicked"},
    }[condition["message"]]
    return any(
        event["event"] in names
        and not (condition["message"] != "got" and event["properties"].get("machine") is True)
        and all(
            event["properties"].get(name) == condition[name]
            for name in ("programme", "intent", "channel")
            if name in condition
        )
        for event in _within(condition, events, at)
    )


def _answered(condition: Any, events: Any, _moves: Any, at: datetime) -> bool:
    return any(
        event["event"] == "Survey Answered"
        and event["properties"].get("survey") == condition["answered"]
        and (
            "score" not in condition
            or (
                isinstance(event["properties"].get("score"), (int, float))
                and _number(condition["score"], event["properties"]["score"])
            )
        )
        for event in _within(condition, events, at)
    )


def _spent(condition: Any, events: Any, _moves: Any, at: datetime) -> bool:
    currency = condition.get("currency", "EUR")
    minor = sum(
        event["revenue"]
        for event in _within(condition, events, at)
        if event["revenue"] is not None and (event["currency"] or currency) == currency
    )
    return _number(condition["spent"], minor / DECIMALS[currency])


LEAVES = {
    "did": _did,
    "trait": _trait,
    "stage": _stage,
    "consent": _consent,
    "message": _message,
    "answered": _answered,
    "spent": _spent,
}
