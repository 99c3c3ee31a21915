"""What helps to write a message: Markdown as blocks, own addresses, a text version of one's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polku.care.own_addresses import own_domains
from polku.care.writing import as_blocks
from polku.delivery.render.letter import letter, own_text
from polku.settings import Settings


def test_markdown_becomes_blocks_and_headings_stand_apart() -> None:
    made = as_blocks(
        "Hei {{ person.first_name }}\n\n## Väli\n\nteksti\n\n[Avaa](https://a.fi)\n\n---"
    )
    assert made.split("\n") == [
        "<mj-text><p>Hei {{ person.first_name }}</p>",
        "</mj-text>",
        "<mj-text><h2>Väli</h2></mj-text>",
        "<mj-text><p>teksti</p>",
        "</mj-text>",
        '<mj-button href="https://a.fi">Avaa</mj-button>',
        "<mj-divider />",
    ]


WORDS = st.text(alphabet="abcäö ,.", min_size=1).filter(lambda text: text.strip(" .,") != "")
PARTS = st.one_of(
    WORDS,
    WORDS.map(lambda words: f"## {words.strip()}"),
    WORDS.map(lambda words: f"[{words.strip()}](https://a.fi)"),
    st.just("---"),
    st.just("![kuva](https://a.fi/k.png)"),
    st.just("{% if trait.plan %}"),
)


@given(st.lists(PARTS, min_size=1, max_size=8))
def test_blocks_say_what_the_markdown_said(parts: list[str]) -> None:
    body = "\n\n".join(parts)
    ends = "\n\n{% endif %}" * parts.count("{% if trait.plan %}")
    assert letter(as_blocks(body + ends), "fi").text == letter(body + ends, "fi").text


def test_mjml_and_nothing_come_back_as_they_are() -> None:
    for body in ("", "  ", "<mj-text>x</mj-text>"):
        assert as_blocks(body) == body


def test_a_text_version_of_ones_own_ends_with_the_way_out() -> None:
    text = own_text("Hei {{ person.first_name }}", "fi")
    assert text.startswith("Hei {{ person.first_name }}\n\n")
    assert "links.unsubscribe" in text


@pytest.mark.parametrize(
    ("sender", "domains"),
    [("Kauppa <posti@kauppa.fi>", ["kauppa.fi"]), ("minä@gmail.com", []), ("", [])],
)
def test_a_domain_where_everybody_may_write_from_is_nobodys_own(
    sender: str, domains: list[str]
) -> None:
    settings = Settings()
    email = settings.email.model_copy(update={"sender": sender})
    assert own_domains(settings.model_copy(update={"email": email})) == domains
