"""The templates: filled, right in both languages, and beautiful to begin from."""

from __future__ import annotations

import re

import pytest
import yaml

from polku.conditions.event import EventCondition
from polku.errors import NotFound
from polku.journey import Journey, load_journey
from polku.journey.completeness import completeness
from polku.journey.templates import template, template_names
from polku.journey.text import Text

LANGUAGES = ("fi", "en")
both = pytest.mark.parametrize("language", LANGUAGES)
every = pytest.mark.parametrize("name", template_names())


def journey(name: str) -> Journey:
    return load_journey(template(name, "fi")).journey


def texts(value: object) -> list[Text]:
    """All texts anywhere in a part of the document."""
    if isinstance(value, Text):
        return [value]
    if isinstance(value, tuple):
        return [text for item in value for text in texts(item)]
    fields = getattr(type(value), "model_fields", {})
    return [text for field in fields for text in texts(getattr(value, field))]


@every
@both
def test_a_template_has_nothing_to_mend(name: str, language: str) -> None:
    """Neither errors, warnings nor hints: it runs as it is."""
    assert load_journey(template(name, language)).problems == ()  # type: ignore[arg-type]


@every
def test_both_languages_are_the_same_journey(name: str) -> None:
    """Only the language that the document is written in differs."""
    finnish, english = (load_journey(template(name, each)).journey for each in LANGUAGES)  # type: ignore[arg-type]
    assert (finnish.language, english.language) == LANGUAGES
    assert finnish.model_copy(update={"language": "en"}) == english


@every
def test_each_text_is_in_both_languages(name: str) -> None:
    """No text is Finnish only or English only."""
    found = texts(journey(name))
    assert len(found) > 80
    assert [text for text in found if text.fi is None or text.en is None] == []


@every
@both
def test_the_chosen_language_comes_first(name: str, language: str) -> None:
    """A reader meets their own language first, in comments and in texts."""
    text = template(name, language)  # type: ignore[arg-type]
    first = re.findall(r"^ *(?:- )?(fi|en): .*\n *(?:fi|en): ", text, re.M)
    assert len(first) > 50
    assert set(first) == {language}
    assert not re.search(r"#(fi|en) ", text)
    opening = {"fi": "# ASIAKASPOLKU", "en": "# CUSTOMER JOURNEY"}[language]
    assert text.startswith(opening)


@every
def test_a_template_has_two_personas_a_goal_and_bound_touchpoints(name: str) -> None:
    """What the live view needs is there from the first minute."""
    found = journey(name)
    assert len(found.personas) == 2
    assert found.goal is not None
    assert all(touchpoint.event and touchpoint.next for touchpoint in found.touchpoints)
    assert {stage.key for stage in found.stages} == {
        key for touchpoint in found.touchpoints for key in touchpoint.stages
    }
    filled = completeness(found)
    assert filled.filled / filled.total > 0.8


@every
def test_events_have_names_in_the_style_of_the_segment_spec(name: str) -> None:
    """Object and action, both capitalised: Order Completed."""
    conditions = [touchpoint.event for touchpoint in journey(name).touchpoints]
    for stage in journey(name).stages:
        for rule in stage.enter:
            if isinstance(rule.condition, EventCondition):
                conditions.append(rule.condition)
    for condition in conditions:
        assert condition is not None
        assert re.fullmatch(r"[A-Z][A-Za-z]*( [A-Z][a-z]+)+", condition.event)


@pytest.mark.parametrize(
    ("name", "stages"),
    [
        ("lifecycle", ["Muukalaiset ja vieraat", "Liidit ja kokeilijat", "Asiakkaat", "Suosittelijat", "Poistujat"]),
        ("market-formula", ["Ei tiedosta ongelmaa", "Tiedostaa ongelman", "Etsii aktiivisesti tietoa", "Valmis ostamaan"]),  # noqa: E501
        ("buyer", ["Tietoisuus", "Harkinta", "Päätös", "Uskollisuus"]),
        ("digital", ["Tietoisuus", "Harkinta", "Päätös", "Käyttö", "Uskollisuus"]),
        ("hook-story-offer", ["Koukku", "Liidimagneetti", "Tarina", "Tarjous", "Kaupan päättäminen", "Kanta-asiakas"]),
    ],
)  # fmt: skip
def test_the_stages_are_those_of_the_source_texts(name: str, stages: list[str]) -> None:
    """Requirements A.3, in their order."""
    assert [stage.name.in_("fi") for stage in journey(name).stages] == stages


def test_the_market_formula_has_its_shares_and_says_they_are_assumed() -> None:
    """60/20/17/3 with the source, to be edited."""
    found = journey("market-formula")
    assert [stage.market_share_pct for stage in found.stages] == [60, 20, 17, 3]
    assert found.note is not None
    assert "Sell Like Crazy" in found.note.in_("fi")
    goals = [stage.goal.in_("fi") for stage in found.stages if stage.goal]
    asked = ["Miten kiinnität huomion?", "Miten saat toimimaan?", "Millä sisällöllä olet vastassa?"]
    asked += ["Millaisella copylla ja tarjouksella?"]
    assert [goal.split("?")[0] + "?" for goal in goals] == asked


def test_the_buyers_journey_has_all_customer_tasks() -> None:
    """Five, six, six and nine aspects."""
    assert [len(stage.tasks) for stage in journey("buyer").stages] == [5, 6, 6, 9]


def test_each_way_of_asking_for_feedback_is_there() -> None:
    """P12: every template with customers asks them, and does not wait."""
    for name in ("lifecycle", "shop", "b2b", "subscription", "buyer", "digital"):
        events = {
            touchpoint.event.event for touchpoint in journey(name).touchpoints if touchpoint.event
        }
        assert "NPS Answered" in events, name


@every
def test_no_line_is_lost_when_comments_are_chosen(name: str) -> None:
    """What is left is YAML with the same content as the file."""
    assert yaml.safe_load(template(name, "en"))["language"] == "en"


def test_a_template_that_is_not_there_is_refused() -> None:
    """The known ones are told."""
    with pytest.raises(NotFound) as raised:
        template("lifecycel", "fi")
    assert raised.value.problems[0].code == "journey.unknown-template"
    assert "lifecycle" in raised.value.text("fi")
