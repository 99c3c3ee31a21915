"""The templates of care programmes: complete, right in both languages, and fit to be sent."""

from __future__ import annotations

import re
from functools import cache
from typing import get_args

import pytest
import yaml

from polku.delivery.render.check import check_template
from polku.delivery.render.environment import filled
from polku.errors import DocumentError, Language, NotFound
from polku.journey import Journey, load_journey
from polku.journey.model import Axis
from polku.journey.templates import template as journey_template
from polku.journey.templates import template_names as journey_names
from polku.journey.text import Text
from polku.programmes.compile import compile_programme
from polku.programmes.known import Known
from polku.programmes.load import load_programme
from polku.programmes.model import Programme
from polku.programmes.steps.message import Message
from polku.programmes.templates import from_template, template_names, templates
from polku.programmes.validate import validate_programme
from polku.programmes.walk import messages, texts, walk
from polku.settings import PERSONAL

LANGUAGES: tuple[Language, ...] = ("fi", "en")
LIVING = ("lifecycle", "shop", "b2b", "subscription")
every = pytest.mark.parametrize("name", template_names())
both = pytest.mark.parametrize("language", LANGUAGES)
living = pytest.mark.parametrize("of", LIVING)


@cache
def journey(name: str) -> Journey:
    return load_journey(journey_template(name, "fi")).journey


@cache
def programme(name: str, of: str = "lifecycle", language: Language = "fi") -> Programme:
    return load_programme(from_template(name, journey(of), language)).programme


def known(of: str, language: Language) -> Known:
    """A workspace in which everything is set up and nothing else is defined."""
    return Known(
        journey=journey(of),
        segments=(),
        forms=(),
        offers=(),
        programmes=(),
        channels=("email", "sms", "push"),
        purposes=("marketing",),
        company="Kauppa Oy",
        sender="Kauppa <posti@kauppa.fi>",
        reply_to="posti@kauppa.fi",
        most_per_day=1,
        most_per_week=4,
        personal=PERSONAL,
        language=language,
        check_text=check_template,
    )


@every
@both
@living
def test_a_template_has_nothing_to_mend(name: str, language: Language, of: str) -> None:
    """It loads, compiles, and neither errors, warnings nor hints are found, on any living journey."""
    loaded = load_programme(from_template(name, journey(of), language))
    found = validate_programme(loaded.programme, known(of, language), loaded.written)
    assert [problem.line() for problem in found] == []
    assert compile_programme(loaded.programme, 1).actions


@every
@living
def test_a_template_stands_on_a_stage_of_the_journey_and_of_its_axis(name: str, of: str) -> None:
    """Bound by the canonical axis; nothing of the places is left open."""
    made, there = programme(name, of), journey(of)
    text = from_template(name, there, "fi")
    assert not re.search(r"<[a-z-]+>", text)
    assert made.stage in there.stage_keys
    hint = next(each.stage_hint for each in templates() if each.key == name)
    near = {"deciding": {"deciding", "exploring"}, "loyal": {"loyal", "using"}}
    assert there.stage(made.stage or "").axis in near.get(hint, {hint})


@every
@both
def test_other_journeys_get_a_programme_or_a_reason(name: str, language: Language) -> None:
    """Where nobody can leave, nobody can be won back: that is said."""
    for of in journey_names():
        try:
            made = load_programme(from_template(name, journey(of), language)).programme
        except DocumentError as refused:
            codes = [problem.code for problem in refused.problems]
            assert codes == ["programme.template-needs-stage"]
            assert "left" not in {stage.axis for stage in journey(of).stages}
        else:
            errors = [
                problem
                for problem in validate_programme(made, known(of, language))
                if problem.level == "error"
            ]
            assert errors == []


@every
def test_each_text_is_in_both_languages(name: str) -> None:
    """Names, descriptions, subjects, bodies: no text is Finnish only or English only."""
    made = programme(name)
    found: list[Text] = [made.name, made.description or Text(fi="x")]
    for placed in walk(made):
        found += [text for _, text in texts(placed)]
        found += [placed.step.name] if placed.step.name else []
        found += [arm.name for arm in placed.step.arms if arm.name]
    assert len(found) > 10
    assert [text for text in found if not (text.fi and text.en)] == []
    same = [text for text in found if text.fi == text.en and re.search(r"[a-zåäö]", text.fi or "")]
    assert same == []


@every
@both
def test_the_chosen_language_comes_first(name: str, language: Language) -> None:
    """Who edits the text meets their own language first; what it says is the same."""
    text = from_template(name, journey("shop"), language)
    first = re.findall(r"^ *(?:- )?(fi|en): .*\n *(?:fi|en): ", text, re.M)
    assert set(first) == {language}
    other = from_template(name, journey("shop"), "en" if language == "fi" else "fi")
    assert load_programme(text).programme == load_programme(other).programme


@every
@both
def test_no_tag_is_left_when_nothing_is_known_of_the_person(name: str, language: Language) -> None:
    """Every text, filled in with an empty person, prints words only; greetings read well."""
    links = dict.fromkeys(
        ("survey", "referral", "permission", "preferences", "exit"), "https://x.fi/"
    )
    nobody: dict[str, object] = {"person": {}, "trait": {}, "links": links}
    nobody |= {"company": {"name": "Kauppa Oy", "phone": "09 123"}, "language": language}
    for placed, _ in messages(programme(name)):
        for path, text in texts(placed):
            printed = filled(text.in_(language), nobody)
            assert not re.search(r"\{\{|\{%|%\}|\}\}|None|Liquid", printed), path
            assert printed.strip()
            assert not re.search(r" ,|  [a-z]|\(\)", printed), printed


@every
def test_the_texts_are_quiet_and_short(name: str) -> None:
    """No exclamation marks, no capitals that shout, subjects that fit a phone, bodies of a minute."""
    for placed, message in messages(programme(name)):
        for _, text in texts(placed):
            for words in (text.fi or "", text.en or ""):
                assert "!" not in re.sub(r"!\[|!=", "", words)
                assert not re.search(r"\b[A-ZÅÄÖ]{5,}\b", words)
        email = message.email
        assert email is not None
        assert email.preheader is not None
        assert len((email.body.fi or "").split()) < 170
        assert 5 < len(email.subject.fi or "") <= 60


@every
def test_a_template_can_be_measured_and_left(name: str) -> None:
    """A goal, exits, a holdout; messages on weekdays by day, but for the very first one."""
    made = programme(name, "subscription")
    assert made.goal is not None
    assert made.exits
    assert made.holdout == 10
    windows = [
        placed for placed in walk(made) if placed.step.key.startswith(("weekday", "daytime"))
    ]
    spoken = [placed for placed, _ in messages(made) if isinstance(placed.body, Message)]
    assert windows
    assert len(spoken) >= 2


def test_every_template_is_listed_with_what_it_is_for() -> None:
    """In both languages, with its place on the axis and how many steps it has."""
    listed = templates()
    assert [each.key for each in listed] == list(template_names())
    for each in listed:
        assert each.description.fi
        assert each.description.en
        assert each.stage_hint in get_args(Axis)
        assert each.steps >= 5


def test_those_who_bought_are_asked() -> None:
    """P12: every template for those who bought has a feedback request."""
    for each in templates():
        if each.stage_hint in ("using", "loyal", "left"):
            kinds = {placed.step.kind for placed in walk(programme(each.key))}
            assert "survey" in kinds, each.key


def test_a_template_may_have_another_key() -> None:
    """Two programmes from one template live side by side."""
    assert (
        load_programme(
            from_template("welcome", journey("shop"), "fi", key="welcome-2")
        ).programme.key
        == "welcome-2"
    )


@pytest.mark.parametrize("of", LIVING)
def test_what_is_bought_is_what_the_journey_says(of: str) -> None:
    """A B2B customer signs a contract, a subscriber starts a subscription."""
    goal = programme("win-back", of).goal
    assert goal is not None
    assert goal.event is not None
    bought = {"b2b": "Contract Signed", "subscription": "Subscription Started"}
    assert goal.event.event == bought.get(of, "Order Completed")


def test_a_template_that_is_not_there_is_refused() -> None:
    """The known ones are told."""
    with pytest.raises(NotFound) as raised:
        from_template("welcom", journey("shop"), "fi")
    assert raised.value.problems[0].code == "programme.unknown-template"
    assert "welcome" in raised.value.text("fi")


def test_the_text_is_plain_yaml_that_others_read_too() -> None:
    """What a template writes reads the same by any YAML 1.1 reader."""
    for name in template_names():
        text = from_template(name, journey("shop"), "fi")
        assert Programme.model_validate(yaml.safe_load(text)) == load_programme(text).programme
