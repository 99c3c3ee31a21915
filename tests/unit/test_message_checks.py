"""Each check of a letter says so of a bad one, and nothing of a good one."""

from __future__ import annotations

import pytest

from polku.delivery.checks import CHECKS, look_over
from polku.delivery.checks.color import contrast, rgb
from polku.delivery.checks.looked import Looked
from polku.errors import Problem

GOOD = Looked(
    subject="Näin saat oppaasta hyödyn",
    preheader="Aloita yhdestä kohdasta.",
    body='# Hei {{ person.first_name | default: "sinä" }}\n\nKiitos, että tilasit oppaan. Aloita yhdestä'
    " kohdasta.\n\n## Ensin\n\n[Avaa opas](https://kauppa.fi/opas)\n\n![Kissa ikkunalla](https://kauppa.fi/k.jpg)",
    address="Katu 1, 00100 Helsinki",
)
TEXT = "<mj-text>{}</mj-text>"
LONG = "Tässä on viestissä sanottavaa enemmän kuin yhden kuvan verran."


def body(inside: str) -> str:
    return f"<mj-text><p>{LONG}</p></mj-text>{inside}"


def codes(letter: Looked) -> set[str]:
    return {each.code for each in look_over(letter)}


def changed(**fields: object) -> Looked:
    return Looked(**{"subject": GOOD.subject, "body": GOOD.body, "address": GOOD.address, **fields})  # type: ignore[arg-type]


def test_a_good_letter_is_left_alone() -> None:
    assert look_over(GOOD) == []


WHOLE = (
    '<mjml lang="fi"><mj-body><mj-section><mj-column><mj-text>{}'
    "</mj-text></mj-column></mj-section></mj-body></mjml>"
)

BAD = {
    "check.vague-link": {"body": f"{LONG} [Klikkaa tästä](https://kauppa.fi/opas), niin"},
    "check.file-name-alt": {"body": body('<mj-image src="https://kauppa.fi/a.png" alt="IMG_0012.jpg" />')},
    "check.pale-text": {"body": body('<mj-text color="#999999">harmaata</mj-text>')},
    "check.small-text": {"body": body('<mj-text font-size="9px">pientä</mj-text>')},
    "check.heading-order": {"body": f"# Yksi\n\n### Kolme\n\n{LONG}"},
    "check.no-language": {"body": WHOLE.replace(' lang="fi"', "").format(LONG)},
    "check.bare-table": {"body": body("<mj-text><table><tr><td>a</td></tr></table></mj-text>")},
    "check.capitals": {"subject": "OSTA NYT KUN SAAT HALVALLA"},
    "check.exclamations": {"subject": "Tule heti!!!"},
    "check.emoji": {"subject": "Ale 🎉🎉🔥"},
    "check.only-pictures": {"body": '<mj-image src="https://kauppa.fi/a.png" alt="Ale" />'},
    "check.no-plain": {"body": '<mj-image src="https://kauppa.fi/a.png" alt="" />'},
    "check.short-link": {"body": f"{LONG} [Avaa opas](https://bit.ly/x)"},
    "check.http-link": {"body": f"{LONG} [Avaa opas](http://kauppa.fi/x)"},
    "check.other-site": {"body": f"{LONG} [www.pankki.fi](https://huijaus.com/x)"},
    "check.too-heavy": {"body": "\n\n".join([LONG] * 2_000)},
    "check.no-unsubscribe": {"body": WHOLE.format(f"{LONG}<!-- links.unsubscribe --> {{{{ company.address }}}}")},
    "check.no-address": {"address": ""},
    "check.no-contact": {"body": WHOLE.format(f'{LONG} <a href="{{{{ links.unsubscribe }}}}">Peru tilaus</a>')},
}  # fmt: skip


@pytest.mark.parametrize("code", BAD)
def test_a_bad_letter_is_told_of(code: str) -> None:
    found = look_over(changed(**BAD[code]))
    assert code in {each.code for each in found}, found
    for each in found:
        for language in ("fi", "en"):
            told = each.as_dict(language)  # type: ignore[arg-type]
            assert told["fix"]
            assert told["what"]
            assert "{" not in told["what"]


def test_every_code_that_a_check_may_say_has_a_bad_letter() -> None:
    import inspect
    import re

    said = {
        code
        for check in CHECKS
        for code in re.findall(r'"(check\.[a-z-]+)"', inspect.getsource(inspect.getmodule(check)))  # type: ignore[arg-type]
    }
    assert said == set(BAD)


def test_a_letter_that_is_needed_may_be_without_unsubscribing() -> None:
    bad = BAD["check.no-unsubscribe"]
    assert "check.no-unsubscribe" not in codes(changed(**bad, purpose="transactional"))


def test_a_frame_of_ones_own_without_an_unsubscribing_gets_the_footer() -> None:
    assert "check.no-unsubscribe" not in codes(changed(body=WHOLE.format(LONG)))


def test_the_place_is_the_line_of_the_body() -> None:
    letter = changed(body=f"{LONG}\n\nToinen\n\nKatso [täältä](https://kauppa.fi)")
    (found,) = (each for each in look_over(letter) if each.code == "check.vague-link")
    assert (found.where, found.params["line"]) == ("body", 5)


def test_large_and_bold_text_may_be_paler() -> None:
    grey = '<mj-text color="#808080" font-size="26px">Iso</mj-text>'
    assert "check.pale-text" not in codes(changed(body=body(grey)))
    assert "check.pale-text" in codes(changed(body=body(grey.replace("26px", "15px"))))


def test_a_colour_that_cannot_be_told_is_not_guessed() -> None:
    assert "check.pale-text" not in codes(
        changed(body=body('<mj-text color="{{ trait.color }}">väri</mj-text>'))
    )


@pytest.mark.parametrize(
    ("front", "back", "ratio"),
    [("#fff", "black", 21.0), ("#767676", "#ffffff", 4.54), ("rgb(1, 2, 3)", "#010203", 1.0)],
)  # fmt: skip
def test_contrast_is_that_of_wcag(front: str, back: str, ratio: float) -> None:
    one, other = rgb(front), rgb(back)
    assert one is not None
    assert other is not None
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


def test_hostile_bodies_break_no_check() -> None:
    for text in (
        "<mj-text><a href='http://[::1'>x</a></mj-text>",
        "{% if",
        "[x](//)",
        "<mj-text></p></mj-text>",
        "\x00" * 9,
    ):
        assert all(
            isinstance(each, Problem) for each in look_over(changed(body=text, subject=text))
        )
