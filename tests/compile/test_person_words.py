"""Conditions of people in words, their problems, their explanations, and their page in the reference."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pydantic import BaseModel, ValidationError
from pydantic_core import PydanticCustomError

from polku.conditions.base import EventFacts
from polku.conditions.check import Around, check
from polku.conditions.explaining import explain
from polku.conditions.field import PersonConditionField
from polku.conditions.person import Meanings, Move, PersonFacts
from polku.conditions.person_registry import (
    DEEPEST,
    parse_person_condition,
    person_kinds,
    person_schema,
)
from polku.errors import Problem

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "conditions.md"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
WORDS: list[tuple[dict[str, Any], str, str]] = [
    (
        {"did": "Order Completed", "where": {"total": ">50"}, "count": ">=2", "within": "30d"},
        'tapahtui "Order Completed" (total on yli 50) vähintään 2 kertaa 30 päivän aikana',
        '"Order Completed" (total is over 50) happened at least 2 times within 30 days',
    ),
    (
        {"did": "Order Completed", "count": 0, "within": "1w"},
        'ei ole tapahtunut "Order Completed" 1 viikon aikana',
        '"Order Completed" did not happen within 1 week',
    ),
    (
        {"did": "Order Completed", "first": True, "within": "30d"},
        'ensimmäinen "Order Completed" tapahtui 30 päivän aikana',
        'the first "Order Completed" happened within 30 days',
    ),
    (
        {"trait": "plan", "is": ["pro", None]},
        'tieto "plan" on "pro" tai puuttuu',
        '"plan" is "pro" or is missing',
    ),
    (
        {"stage": ["lead", "customer"], "since": "10d", "for_less": "20d"},
        'on vaiheessa "lead" tai "customer" vähintään 10 päivää ja alle 20 päivää',
        'is on the stage "lead" or "customer" for at least 10 days and for less than 20 days',
    ),
    (
        {"all": [{"segment": "vip"}, {"any": [{"persona": "boss"}, {"consent": "marketing"}]}]},
        'kuuluu segmenttiin "vip" ja (vastaa persoonaa "boss" tai suostumus on voimassa ("marketing"))',
        'is in the segment "vip" and (matches the persona "boss" or consent is valid ("marketing"))',
    ),
    (
        {"not": {"message": "clicked", "programme": "welcome"}},
        'ei pidä paikkaansa: (klikkasi viestin linkkiä (hoitomalli "welcome"))',
        'it is not so that (clicked in a message (programme "welcome"))',
    ),
    (
        {"answered": "nps", "score": ">=9", "within": "30d"},
        'vastasi kyselyyn "nps" (arvosana on vähintään 9) 30 päivän aikana',
        'answered the survey "nps" (score is at least 9) within 30 days',
    ),
    (
        {"spent": ">=99.5", "currency": "SEK"},
        "ostojen summa on vähintään 99,5 SEK",
        "the sum of what they bought is at least 99.5 SEK",
    ),
]


@pytest.mark.parametrize(("written", "fi", "en"), WORDS)
def test_a_condition_reads_as_a_sentence_in_both_languages(written: Any, fi: str, en: str) -> None:
    """The end of "those who …"."""
    condition = parse_person_condition(written)
    assert (condition.words("fi"), condition.words("en")) == (fi, en)


@pytest.mark.parametrize(
    ("written", "code", "where"),
    [
        ({}, "no-person-kind", ()),
        ("Order Completed", "no-person-kind", ()),
        ({"did": "A", "trait": "b"}, "two-person-kinds", ()),
        ({"did": "A", "count": "often"}, "bad-count", ("count",)),
        ({"did": "A", "count": ">=1.5"}, "bad-count", ("count",)),
        ({"did": "A", "count": -1}, "bad-count", ("count",)),
        ({"did": "A", "count": True}, "bad-count", ("count",)),
        ({"did": "A", "within": "soon"}, "bad-duration", ("within",)),
        ({"did": "A", "where": {"x": []}}, "bad-test", ("where", "x")),
        ({"did": "A", "first": True}, "first-without-within", ()),
        ({"did": "A", "first": True, "last": True, "within": "3d"}, "first-and-count", ()),
        ({"did": "A", "last": True, "count": 2, "within": "3d"}, "first-and-count", ()),
        ({"stage": []}, "bad-stages", ("stage",)),
        ({"stage": ["a", "a"]}, "bad-stages", ("stage",)),
        ({"trait": "a..b", "is": 1}, "bad-property", ("trait",)),
        ({"spent": "much"}, "bad-number", ("spent",)),
        ({"answered": "nps", "score": None}, None, ()),
        ({"all": []}, "bad-list", ("all",)),
        ({"any": {"did": "A"}}, "bad-list", ("any",)),
        (
            {"all": [{"did": "A"}, {"not": {"spent": "x"}}]},
            "bad-number",
            ("all", 1, "not", "spent"),
        ),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(written: Any, code: str | None, where: Any) -> None:
    """The type is a problem's code, the context its parameters, the place that of the document."""

    class Holder(BaseModel):
        of: PersonConditionField

    if code is None:
        assert Holder(of=written)
        return
    with pytest.raises(ValidationError) as refused:
        Holder(of=written)
    [error] = refused.value.errors()
    assert (error["type"], error["loc"]) == (f"condition.{code}", ("of", *where))
    problem = Problem(error["type"], params=error.get("ctx", {}))
    for language in ("fi", "en"):
        assert "?" not in problem.line(language)  # type: ignore[arg-type]


def test_conditions_stand_within_conditions_only_so_deep() -> None:
    """A limit with words, not a crash of the parser."""
    deep: Any = {"did": "A"}
    for _ in range(DEEPEST - 1):
        deep = {"not": deep}
    assert parse_person_condition(deep)
    with pytest.raises(ValidationError, match="too deep"):
        parse_person_condition({"not": deep})


def test_a_condition_asks_only_so_much() -> None:
    """Every part is counted, wherever it stands."""
    many = [{"any": [{"did": f"E{i}{j}"} for j in range(19)]} for i in range(9)]
    assert parse_person_condition({"all": many})
    with pytest.raises(PydanticCustomError, match="too long"):
        parse_person_condition({"not": {"all": [*many, many[0]]}})


def test_the_schema_knows_every_kind_however_deep() -> None:
    """An editor can check with it what the parser takes."""
    schema = person_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for written, _, _ in WORDS:
        validator.validate(json.loads(json.dumps(written)))
        validator.validate({"all": [{"not": written}]})
    assert not validator.is_valid({"all": [{"not": {"dod": "A"}}]})


def test_what_a_condition_names_must_be_there() -> None:
    """Each with its place; what is not known is not complained about."""
    condition = parse_person_condition(
        {
            "all": [
                {"stage": ["laed", "none"]},
                {"not": {"segment": "vipp"}},
                {"persona": "boss"},
                {"any": [{"trait": "email", "is": "x"}, {"persona": "bos"}]},
            ]
        }
    )
    assert list(check(condition, Around())) == []
    around = Around(["lead"], ["vip"], {"boss": None}, ["email"])
    found = [(each.code, each.path) for each in check(condition, around, ("if",))]
    assert found == [
        ("condition.unknown-stage", ("if", "all", 0, "stage")),
        ("condition.unknown-segment", ("if", "all", 1, "not", "segment")),
        ("condition.unlinked-persona", ("if", "all", 2, "persona")),
        ("condition.personal-trait", ("if", "all", 3, "any", 0, "trait")),
        ("condition.unknown-persona", ("if", "all", 3, "any", 1, "persona")),
    ]


def event(name: str, days_ago: float, revenue: int | None = None, **properties: Any) -> EventFacts:
    return EventFacts(name, NOW - timedelta(days=days_ago), properties, revenue, "EUR")


FACTS = PersonFacts(
    [
        event("Order Completed", 40, 2050),
        event("Identified", 20, plan="pro"),
        event("Order Completed", 12, 3000),
        event("Survey Answered", 5, survey="nps", score=6),
        event("Consent Withdrawn", 3, purpose="marketing"),
    ],
    [Move(NOW - timedelta(days=40), "customer")],
)


@pytest.mark.parametrize(
    ("written", "met", "fi"),
    [
        (
            {"did": "Order Completed", "count": ">=2", "within": "30d"},
            False,
            '"Order Completed" tapahtui kerran 30 päivän aikana, ja kertoja pitäisi olla vähintään 2',
        ),
        ({"did": "Order Completed"}, True, '"Order Completed" tapahtui 2 kertaa'),
        (
            {"not": {"did": "Visit", "within": "7d"}},
            True,
            '"Visit" ei tapahtunut kertaakaan 7 päivän aikana',
        ),
        (
            {"did": "Order Completed", "last": True, "within": "10d"},
            False,
            'viimeisin "Order Completed" tapahtui 12,0 päivää sitten (raja: 10 päivää)',
        ),
        ({"trait": "plan", "is": "basic"}, False, 'tieto "plan": "pro" (ehto: on "basic")'),
        (
            {"stage": "customer", "since": "60d"},
            False,
            'on ollut vaiheessa "customer" 40,0 päivää (ehto: vähintään 60 päivää)',
        ),
        ({"consent": "marketing"}, False, 'suostumus on peruttu ("marketing")'),
        (
            {"answered": "nps", "score": ">=9"},
            False,
            'vastasi kyselyyn "nps" kerran, mutta ehto ei täyttynyt: arvosana on vähintään 9',
        ),
        (
            {"spent": ">=50", "within": "30d"},
            False,
            "ostojen summa on 30,00 EUR 30 päivän aikana (ehto: on vähintään 50 EUR)",
        ),
        (
            {"any": [{"segment": "vip"}, {"message": "got"}]},
            False,
            'ei kuulu segmenttiin "vip" (ostojen summa on 50,50 EUR (ehto: on yli 100 EUR)) '
            "ja ei ole saanut viestiä",
        ),
        ({"segment": "gone"}, False, 'segmenttiä "gone" ei ole'),
    ],
)
def test_an_explanation_tells_the_facts_that_decided(written: Any, met: bool, fi: str) -> None:
    """With the numbers, so that "because" may stand before it."""
    meanings = Meanings({"vip": parse_person_condition({"spent": ">100"})})
    told = explain(parse_person_condition(written), FACTS, NOW, "fi", meanings)
    assert (told.met, told.text) == (met, fi)
    assert explain(parse_person_condition(written), FACTS, NOW, "en", meanings).met is met


def test_the_reference_tells_every_kind_and_key() -> None:
    """A new kind or key must be written there."""
    page = REFERENCE.read_text("utf-8")
    section = page[page.index("## Conditions of a person") : page.index("## Segments")]
    for kind, model in person_kinds().items():
        assert f"`{kind}`" in section
        for name, field in model.model_fields.items():
            assert f"`{field.alias or name}`" in section, (kind, name)
