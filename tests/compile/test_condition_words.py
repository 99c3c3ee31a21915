"""Conditions in words, their problems, and their page in the reference."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from polku.conditions.base import EventFacts
from polku.conditions.duration import UNITS, Duration
from polku.conditions.registry import kinds
from polku.conditions.rule import FROM_WORDS, EnterRule
from polku.errors import Problem, catalogue

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "conditions.md"
OFTEN: dict[str, Any] = {"event": "Order Completed", "times": 3, "within": "30d"}
BIG: dict[str, Any] = {
    "event": "Order Completed",
    "where": {"total": ">50.5", "card": [True, None]},
}
SILENT: dict[str, Any] = {
    "inactive": ["Order Completed", "Email Opened"],
    "for": {"own_interval": 2.5, "at_least": "60d"},
}


@pytest.mark.parametrize(
    ("written", "fi", "en"),
    [
        ("Trial Started", 'tapahtui "Trial Started"', '"Trial Started" happened'),
        (
            OFTEN,
            'tapahtui "Order Completed" vähintään 3 kertaa 30 päivän aikana',
            '"Order Completed" happened at least 3 times within 30 days',
        ),
        (
            BIG,
            'tapahtui "Order Completed" (total on yli 50,5 ja card on "true" tai puuttuu)',
            '"Order Completed" (total is over 50.5 and card is "true" or is missing) happened',
        ),
        (
            {"inactive": "Order Completed", "for": "1w"},
            'viimeisimmästä tapahtumasta "Order Completed" on kulunut 1 viikko',
            'it has been 1 week since the last "Order Completed"',
        ),
    ],
)
def test_a_rule_reads_as_a_sentence_in_both_languages(written: Any, fi: str, en: str) -> None:
    """The end of "because …"."""
    rule = EnterRule.model_validate(written)
    assert (rule.words("fi"), rule.words("en")) == (fi, en)


@pytest.mark.parametrize(
    "written", ["Trial Started", OFTEN, BIG, SILENT | {"from": ["aa", "none"]}]
)
def test_a_rule_written_out_reads_back_the_same(written: Any) -> None:
    """The document keeps its form."""
    rule = EnterRule.model_validate(written)
    assert EnterRule.model_validate(rule.model_dump(mode="json")) == rule


@pytest.mark.parametrize(
    ("written", "code", "where"),
    [
        ({"event": "A", "times": 2, "within": "3 months"}, "bad-duration", ("within",)),
        (
            {"inactive": "A", "for": {"own_interval": 2, "at_least": "0d"}},
            "bad-duration",
            ("for", "at_least"),
        ),
        ({"event": "A", "where": {"x": []}}, "bad-test", ("where", "x")),
        ({"event": "A", "where": {"x": ">1,5"}}, "bad-test", ("where", "x")),
        ({"event": "A", "where": {"x": {"y": 1}}}, "bad-test", ("where", "x")),
        ({"event": "A", "where": {"x..y": 1}}, "bad-property", ("where",)),
        ({"event": "A", "where": {"revenue": "much"}}, "not-a-number", ("where",)),
        ({"event": "A", "within": "30d"}, "within-once", ()),
        ({"inactive": {"event": "A", "times": 2}, "for": "1d"}, "inactive-times", ("inactive",)),
        ({"from": "any"}, "no-kind", ()),
        ({"event": "A", "inactive": "B", "for": "1d"}, "two-kinds", ()),
        ({"event": "A", "from": []}, "bad-from", ("from",)),
        ({"event": "A", "from": ["x", "x"]}, "bad-from", ("from",)),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(
    written: Any, code: str, where: tuple[str, ...]
) -> None:
    """The type is a problem's code, the context its parameters, the place that of the document."""
    with pytest.raises(ValidationError) as refused:
        EnterRule.model_validate(written)
    [error] = refused.value.errors()
    assert (error["type"], error["loc"]) == (f"condition.{code}", where)
    problem = Problem(error["type"], params=error.get("ctx", {}))
    for language in ("fi", "en"):
        assert "?" not in problem.line(language)  # type: ignore[arg-type]


def test_every_problem_of_conditions_has_words_in_both_languages() -> None:
    """Both what and how to mend it."""
    ours = {code: words for code, words in catalogue().items() if code.startswith("condition.")}
    assert len(ours) >= 10
    for words in ours.values():
        assert {language: set(parts) for language, parts in words.items()} == {
            "fi": {"what", "fix"},
            "en": {"what", "fix"},
        }


def test_an_explanation_says_what_was_missing() -> None:
    """Another event, a test that failed, too few times in time; or why it was met."""
    now = datetime(2026, 3, 1, tzinfo=UTC)

    def order(days_ago: int, **properties: Any) -> EventFacts:
        return EventFacts("Order Completed", now - timedelta(days=days_ago), properties)

    often, big = (EnterRule.model_validate(rule).condition for rule in (OFTEN, BIG))
    few = often.explain(order(0), [order(31), order(30)], "en")
    assert (few.met, few.text) == (
        False,
        "not met because it had happened 2 times of the 3 needed",
    )
    enough = often.explain(order(0), [order(30), order(2)], "fi")
    assert enough.met
    assert enough.text.startswith('täyttyi, koska tapahtui "Order Completed"')
    small = big.explain(order(0, total=40), [], "en")
    assert (small.met, small.text) == (
        False,
        'not met because total was "40", and the test is: total is over 50.5',
    )
    other = big.explain(EventFacts("Visit", now), [], "fi")
    assert other.text == 'ei täyttynyt, koska tapahtuma oli "Visit"'


def test_the_reference_tells_every_kind_and_key() -> None:
    """A new kind, key, unit or word of `from` must be written there."""
    page = REFERENCE.read_text("utf-8")
    for kind, model in kinds().items():
        assert f"## `{kind}`" in page
        for name, field in model.model_fields.items():
            assert f"| `{field.alias or name}` |" in page
    for word in (*FROM_WORDS, *UNITS):
        assert f"`{word}`" in page


def test_durations_are_whole_microseconds() -> None:
    """And keep the text they were written with."""
    assert Duration("1.5h").microseconds == 5_400_000_000
    assert Duration("1y").microseconds == 365 * Duration("1d").microseconds
    assert Duration(" 2w ").root == "2w"
