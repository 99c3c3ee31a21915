"""What one person gets: letters, surveys, offers, previews, tests; and what is told about a template."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from polku.channels.content import EmailContent, PushContent, SmsContent
from polku.delivery.links import Click, Offer, Survey, Unsubscribe
from polku.delivery.render.check import check_template
from polku.delivery.render.environment import RenderRefused
from polku.delivery.render.renderer import Renderer
from polku.delivery.render.variables import a_name
from polku.programmes.steps.send import Send
from polku.settings import EmailSettings
from polku.store.control import Control
from tests.unit.rendering import BASE, SETTINGS, job, letter_step, offer_step, renderer, survey_step


@pytest.fixture
def made(tmp_path: Path) -> Iterator[tuple[Renderer, Control]]:
    found, control = renderer(tmp_path)
    yield found, control
    control.close()


def email(made: tuple[Renderer, Control], *args: Any, **more: Any) -> EmailContent:
    content = made[0].render("email", job(*args, **more))
    assert isinstance(content, EmailContent)
    return content


def test_a_letter_has_everything_around_its_text(made: tuple[Renderer, Control]) -> None:
    """Language, preheader, company, unsubscribe and settings, in both parts; a signed return path."""
    step = letter_step(
        "Hei {{ person.first_name | default: 'sinä' }}", "Aihe", preheader="Esiteksti"
    )
    content = email(made, step, first_name="Matti")
    assert '<html lang="fi"' in content.html
    assert "Esiteksti" in content.html
    assert "Hei Matti" in content.text
    for part in (content.html, content.text):
        assert "Kauppa Oy" in part
        assert "Mannerheimintie 1" in part
        assert f"{BASE}/p/unsubscribe/" in part
        assert f"{BASE}/p/preferences/" in part
    links = made[0]._sources.links
    assert content.unsubscribe is not None
    link = links.read(Unsubscribe, content.unsubscribe.rpartition("/")[2])
    assert link == Unsubscribe(person=42, message=7001, purpose="marketing", channel="email")
    assert re.fullmatch(r"b\+[a-z2-7]{24}@bounce\.kauppa\.example", content.return_path)
    assert content.return_path[2:26] == content.message_id.partition("@")[0]


def test_a_letter_asks_nobody_else_for_anything(made: tuple[Renderer, Control]) -> None:
    """A font from a third party would tell it who reads, when and where."""
    html = email(made, letter_step("Moi **sinä**\n\n[Lue](https://kauppa.example/opas)")).html
    hosts = set(re.findall(r"https?://([^/\"' )]+)", html))
    assert hosts <= {"polku.kauppa.example", "kauppa.example", "www.w3.org"}


def test_english_for_who_reads_english(made: tuple[Renderer, Control]) -> None:
    body = {"fi": "Hei", "en": "Hello {{ 1234.5 | money }}"}
    step = Send.model_validate(
        {"email": {"subject": {"fi": "Aihe", "en": "Subject"}, "body": body}}
    )
    content = email(made, step, language="en")
    assert (content.subject, content.language) == ("Subject", "en")
    assert "Hello €1,234.50" in content.text
    assert "Unsubscribe" in content.text


def test_nobody_unsubscribes_from_a_confirmation(made: tuple[Renderer, Control]) -> None:
    content = email(made, letter_step("Vahvista"), purpose="transactional")
    assert content.unsubscribe is None
    assert "/p/unsubscribe/" not in content.html


def test_links_are_numbered_alike_in_both_parts(made: tuple[Renderer, Control]) -> None:
    """The n-th link of the HTML and of the text lead to the same place."""
    body = "[A](https://k.example/a)\n\nja [b](https://k.example/b), [a](https://k.example/a)\n\n<{{ company.email }}>"
    content = email(made, letter_step(body))
    links = made[0]._sources.links
    found = []
    for part in (content.html, content.text):
        tokens = re.findall(rf"{BASE}/p/c/([\w-]+)", part)
        found.append([(c.number, c.url) for c in (links.read(Click, each) for each in tokens)])
    first, second = (1, "https://k.example/a"), (2, "https://k.example/b")
    assert found == [[first, second, first]] * 2
    assert "asiakaspalvelu@kauppa.example" in content.text


def test_tracking_can_be_switched_off(tmp_path: Path) -> None:
    """Then links stand as written and no picture is asked for."""
    off = EmailSettings(sender="a@kauppa.example", track_clicks=False, track_opens=False)
    made, control = renderer(tmp_path, SETTINGS.model_copy(update={"email": off}))
    with control:
        content = made.render("email", job(letter_step("[A](https://k.example/a)")))
        assert isinstance(content, EmailContent)
        assert 'href="https://k.example/a"' in content.html
        assert not re.search("/p/[cot]/", content.html)
        assert content.return_path == "a@kauppa.example"


@pytest.mark.parametrize(
    ("kind", "scores"),
    [("nps", range(11)), ("csat", range(1, 6)), ("ces", range(1, 8)), ("emotion", range(-2, 3))],
)
def test_a_survey_is_answered_in_one_click(
    made: tuple[Renderer, Control], kind: str, scores: range
) -> None:
    """A link for each score, in both parts, and no tracking in between."""
    step = survey_step(kind, email={"subject": "Kysely", "body": "Hei"})
    content = email(made, step, kind="survey", purpose="service")
    for part in (content.html, content.text):
        tokens = re.findall(rf"{BASE}/p/survey/([\w-]+)", part)
        read = [made[0]._sources.links.read(Survey, each) for each in tokens]
        assert [link.score for link in read] == list(scores)
        assert {(link.person, link.message, link.survey, link.kind) for link in read} == {
            (42, 7001, "palaute", kind)
        }
    assert "Kuinka meni?" in content.text


def test_an_open_question_and_sms_lead_to_the_page(made: tuple[Renderer, Control]) -> None:
    step = survey_step("open", email={"subject": "K", "body": "Hei"}, sms={"text": "Kuinka meni?"})
    content = email(made, step)
    (token,) = re.findall(rf"{BASE}/p/survey/([\w-]+)", content.text)
    assert made[0]._sources.links.read(Survey, token).score is None
    sms = made[0].render("sms", job(step))
    assert isinstance(sms, SmsContent)
    assert sms.text.startswith(f"Kuinka meni? {BASE}/p/survey/")


def test_an_offer_keeps_the_version_it_was_shown(made: tuple[Renderer, Control]) -> None:
    """A new price is published in between: this person's letter does not change."""
    body = "key: kevat\nname: Kevättarjous\nprice: {price}\nterms: Maksuaika 14 päivää.\n"
    definitions = made[1].definitions
    definitions.save("offer", "kevat", body.format(price="490.50"), who="x")
    definitions.publish("offer", "kevat", body.format(price="490.50"), who="x", note="")
    step = offer_step(email={"subject": "{{ offer.name }}: {{ offer.price }}", "body": "Hei"})
    first = email(made, step, kind="offer")
    definitions.publish("offer", "kevat", body.format(price="990.00"), who="x", note="")
    again = email(made, step, kind="offer")
    other = email(made, step, kind="offer", person=43, id=7002)
    assert first.subject == again.subject == "Kevättarjous: 490,50\xa0€"
    assert other.subject == "Kevättarjous: 990\xa0€"
    assert "Maksuaika 14 päivää." in first.text
    (token,) = set(re.findall(rf"{BASE}/p/offer/([\w-]+)", first.text))
    assert made[0]._sources.links.read(Offer, token).person == 42


def test_an_offer_that_is_not_published_is_not_sent(made: tuple[Renderer, Control]) -> None:
    with pytest.raises(RenderRefused) as refused:
        email(made, offer_step(email={"subject": "x", "body": "y"}))
    assert refused.value.problems[0].code == "render.no-offer"


def test_a_test_is_marked_and_does_nothing(made: tuple[Renderer, Control]) -> None:
    """[TESTI], the person's own data, a link to unsubscribe that unsubscribes nobody, nothing told."""
    step = letter_step("Hei {{ person.first_name }} [a](https://k.example/a)", "Aihe")
    content = made[0].render_test("email", job(step, first_name="Maija"))
    assert isinstance(content, EmailContent)
    assert content.subject == "[TESTI] Aihe"
    assert "Hei Maija" in content.text
    assert "https://k.example/a" in content.text
    assert content.unsubscribe is None
    (token,) = re.findall(rf"{BASE}/p/unsubscribe/([\w-]+)", content.text)
    link = made[0]._sources.links.read(Unsubscribe, token)
    assert (link.person, link.message) == (0, 0)
    assert not re.search("/p/[cot]/", content.html)


def test_a_preview_shows_every_channel(made: tuple[Renderer, Control]) -> None:
    step = Send.model_validate(
        {
            "email": {"subject": "Aihe", "body": "Hei"},
            "sms": {"text": "Hei {{ person.first_name | default: 'sinä' }}"},
            "push": {"title": "Otsikko", "body": "Teksti", "url": "https://k.example/p"},
        }
    )
    found = made[0].preview(job(step))
    assert found["email"]["subject"] == "Aihe"
    assert found["sms"] == {"text": "Hei sinä"}
    assert found["push"] == {"title": "Otsikko", "body": "Teksti", "url": "https://k.example/p"}
    push = made[0].render("push", job(step))
    assert isinstance(push, PushContent)


@pytest.mark.parametrize(
    ("body", "code", "line"),
    [
        ("Hei\n\n{{ trait.n | divided_by: 0 }}", "render.failed", 3),
        ("{% for i in (1..99999) %}\nx\n{% endfor %}", "render.runaway", 1),
        ("Hei\n{{ x", "render.syntax", 2),
    ],
)  # fmt: skip
def test_a_mistake_names_its_line_in_the_body_and_nothing_is_sent(
    made: tuple[Renderer, Control], body: str, code: str, line: int
) -> None:
    with pytest.raises(RenderRefused) as refused:
        email(made, letter_step(body), traits={"n": 5})
    (problem,) = refused.value.problems
    assert (problem.code, problem.params["line"]) == (code, line)


@pytest.mark.parametrize(
    ("email_part", "code"),
    [
        ({"subject": "{{ trait.no }}", "body": "x"}, "render.empty"),
        ({"subject": "x", "body": "y", "sender": "ei osoite"}, "render.bad-sender"),
    ],
)
def test_what_must_not_go_out_does_not(
    made: tuple[Renderer, Control], email_part: dict[str, str], code: str
) -> None:
    step = Send.model_validate({"email": email_part})
    with pytest.raises(RenderRefused) as refused:
        email(made, step)
    assert refused.value.problems[0].code == code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('{{ person.first_name | default: "x" }} {{ company.name }} {{ today | date }}', []),
        ("{{ person.first_name }}", ["render.no-default"]),
        ("{% if person.first_name %}{{ person.first_name }}{% endif %}", []),
        ("{{ person.frist_name | default: 'x' }}", ["render.unknown-variable"]),
        ("{{ x | foo }}", ["render.unknown-filter"]),
        ("{% include 'x' %}", ["render.unknown-tag"]),
        ("{% raw %}x{% endraw %}", ["render.raw-tag"]),
        ("{% assign a = trait.b %}{{ a }}", []),
    ],
)
def test_what_is_told_about_a_text(text: str, codes: list[str]) -> None:
    assert [each.code for each in check_template(text)] == codes


def test_did_you_mean() -> None:
    (found,) = check_template("a\n{{ person.frist_name | default: 'x' }}", "steps[0]")
    assert (found.params["line"], found.where, found.level) == (2, "steps[0]", "warning")
    assert "person.first_name" in found.params["near"]


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("<mjml><mj-body><mj-section></mj-body></mjml>", ["render.mjml"]),
        ("<mj-text><script>x()</script></mj-text>", ["render.unsafe-html"]),
        ("<mj-section><mj-include path='/etc/passwd' /></mj-section>", ["render.mjml"]),
        ("![](https://k.example/a.png)", ["render.no-alt"]),
        ("[x](javascript:alert(1))", []),  # Markdown does not take it for a link at all
    ],
)
def test_what_is_told_about_a_body(body: str, codes: list[str]) -> None:
    assert [each.code for each in check_template(body, body=True)] == codes


def test_an_own_mjml_gets_the_footer_it_lacks(made: tuple[Renderer, Control]) -> None:
    """A whole document, sections, or a text: the reader can always unsubscribe."""
    for body in (
        "<mjml><mj-body><mj-section><mj-column><mj-text>Oma</mj-text></mj-column></mj-section></mj-body></mjml>",
        "<mj-section><mj-column><mj-text>Oma</mj-text></mj-column></mj-section>",
        "<mj-text>Oma {{ person.first_name | default: 'x' }}</mj-text>",
    ):
        content = email(made, letter_step(body))
        assert "Oma" in content.text
        assert content.text.count("/p/unsubscribe/") == 1


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("Matti", "Matti"), ("  Anna-Liisa ", "Anna-Liisa"), ("Äijö\u200b", "Äijö"), ("", None), (5, None),
        ("Osta https://paha.example", None), ("www.paha.example", None), ("halpa.com", None), ("<b>x</b>", None),
        ("{{ x }}", None), ("x" * 81, None),
    ],
)  # fmt: skip
def test_what_can_be_a_name(given: object, name: str | None) -> None:
    """A form's first name that is an advertisement counts as missing: the default is printed."""
    assert a_name(given) == name


@pytest.mark.parametrize(
    "body",
    [
        "{% if person.segments contains 'vip' %}\nVain teille\n{% endif %}\n\n---",
        "<mj-raw>{% if person.segments contains 'vip' %}</mj-raw>\n<mj-text><p>Vain teille</p></mj-text>\n"
        "<mj-raw>{% endif %}</mj-raw>",
        "<mj-section><mj-column><mj-text>{% if trait.x %}<p>Vain teille</p>{% endif %}</mj-text>"
        '<mj-spacer height="20px" /></mj-column></mj-section>',
    ],
)
def test_nobody_gets_a_letter_of_which_nothing_is_shown_to_them(
    made: tuple[Renderer, Control], body: str
) -> None:
    step = letter_step(body, "Aihe")
    with pytest.raises(RenderRefused) as refused:
        email(made, step)
    assert [each.code for each in refused.value.problems] == ["render.nothing-shown"]
    vip = replace(job(step, traits={"x": 1}), segments=("vip",))
    content = made[0].render("email", vip)
    assert isinstance(content, EmailContent)
    assert "Vain teille" in content.text


def test_a_picture_alone_is_something(made: tuple[Renderer, Control]) -> None:
    shown = "{% if trait.x %}Vain teille{% endif %}\n\n![Kuva](https://a.example/x.png)"
    assert "https://a.example/x.png" in email(made, letter_step(shown, "Aihe")).html
