"""Laws of rendering: no template code in a message, nothing of the data becomes markup, both parts say the same."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polku.delivery.links import Click
from polku.delivery.render.environment import FILTERS, RenderRefused, filled
from polku.delivery.render.renderer import Renderer
from polku.delivery.render.variables import cleaned
from tests.unit.rendering import BASE, NOW, job, letter_step, renderer

pytestmark = pytest.mark.slow

NASTY = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "<script>alert(1)</script>", "\"><img src=x onerror=y>", "{{ company.name }}", "{% if x %}", "{{{{",
            "[linkki](https://paha.example)", "**lihava**", "javascript:alert(1)", "a\r\nBcc: x@y.fi",
            "</a></td></table>", "<mj-raw>", "&lt;b&gt;", "q0v1z", "\ue000https://paha.example\ue001", "' onclick='x",
        ]
    ),
)  # fmt: skip
VALUES = st.recursive(
    NASTY | st.integers() | st.floats() | st.none() | st.booleans(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
BODIES = st.lists(
    st.sampled_from(
        [
            "Hei {{ person.first_name | default: \"sinä\" }},", "{{ trait.a }}", "**{{ trait.a | upcase }}**",
            "[sivu](https://kauppa.example/?q={{ trait.a }})", "[{{ trait.a }}](https://kauppa.example/b)",
            "{% if trait.a %}\nJoo {{ trait.a }}\n{% else %}\nEi\n{% endif %}", "![{{ trait.a }}](https://k.example/k.png)",
            "{% for x in trait.a %}- {{ x }}\n{% endfor %}", "| a | b |\n|---|---|\n| {{ trait.a }} | 2 |",
            "> {{ trait.a }}",
            "<{{ company.email }}>", "---", "`{{ trait.a }}`", "{{ trait.a | date }} {{ trait.a | money }}",
            "# {{ trait.a }}",
            "[{{ trait.a }}]({{ trait.a }})",
        ]
    ),
    min_size=1,
    max_size=6,
).map("\n\n".join)  # fmt: skip


@pytest.fixture(scope="module")
def made() -> Iterator[Renderer]:
    with tempfile.TemporaryDirectory() as directory:
        found, control = renderer(Path(directory))
        yield found
        control.close()


class Elements(HTMLParser):
    """The elements, handlers and addresses of an HTML text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.hrefs: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.hrefs += [value or "" for name, value in attrs if name in ("href", "src")]


@settings(max_examples=150, deadline=None)
@given(body=BODIES, value=VALUES, name=NASTY, subject=NASTY)
def test_whatever_the_data_a_message_is_clean_or_not_made(
    made: Renderer, body: str, value: Any, name: str, subject: str
) -> None:
    """No template code, no element the author did not write, no script address, one line of subject;
    and every link of the HTML stands in the text too."""
    step = letter_step(body, subject="{{ trait.s | default: 'Aihe' }} {{ trait.a }}")
    try:
        content = made.render(
            "email", job(step, first_name=name, traits={"a": value, "s": subject})
        )
    except RenderRefused:
        return
    for part in (content.subject, content.html, content.text):
        assert "{{" not in part
        assert "{%" not in part
        assert not re.search("[\ue000-\uf8ff]", part)
        assert not re.search(r"q[0-9a-f]{8}[bv]\d+z", part)
    assert not re.search(r"[\x00-\x1f\x7f]", content.subject)
    calm = made.render("email", job(step, first_name="Matti", traits={"a": "b", "s": "c"}))
    found, without = Elements(content.html), Elements(calm.html)
    assert set(found.tags) <= set(without.tags) | {
        "p",
        "div",
        "tr",
        "td",
        "a",
        "br",
        "tbody",
        "table",
    }
    assert not {tag for tag in found.tags if tag in ("script", "iframe", "form", "object")}
    assert not {each for each in found.attributes if each.startswith("on")}
    for href in found.hrefs:
        assert re.match(r"(?:https?:|mailto:|tel:)", href), href
    told = {href for href in found.hrefs if f"{BASE}/p/c/" in href}
    assert all(unescape(href) in content.text for href in told)
    assert "https://paha.example" not in found.hrefs


@settings(max_examples=100, deadline=None)
@given(body=BODIES, value=NASTY)
def test_a_link_leads_where_its_author_said(made: Renderer, body: str, value: str) -> None:
    """Whatever the values, a tracked link goes to an address the template wrote, its host unchanged;
    only a template that takes the whole address from a value goes where the value says."""
    try:
        content = made.render("email", job(letter_step(body), traits={"a": value}))
    except RenderRefused as refused:  # a letter of conditions of which none holds
        if "{%" not in body or refused.problems[0].code != "render.nothing-shown":
            raise
        return
    links = made._sources.links
    for href in Elements(content.html).hrefs:
        if "/p/c/" not in href:
            continue
        link = links.read(Click, href.rpartition("/")[2])
        free = "]({{ trait.a }})" in body
        assert free or link.url.startswith(("https://kauppa.example/", "https://k.example/"))


@settings(max_examples=300, deadline=None)
@given(
    value=VALUES,
    chain=st.lists(st.sampled_from(sorted(FILTERS)), max_size=3),
    html=st.booleans(),
)
def test_no_filter_lets_markup_through(value: Any, chain: list[str], html: bool) -> None:
    """Any chain of filters over any value: escaped text, or a calm refusal; never an open bracket."""
    source = "{{ x" + "".join(f" | {name}" for name in chain) + " }}"
    try:
        text = filled(source, {"x": cleaned(value), "language": "fi", "zone": "UTC"}, html=html)
    except RenderRefused:
        return
    if html:
        assert not re.search(r"<(?!br />)", text)
    assert "{{" not in text


@given(st.text(alphabet="{}% |x\n'\"raw", max_size=40))
def test_any_text_is_a_template_or_a_problem(text: str) -> None:
    """Never another error; and what comes out has no code in it."""
    out, problems = "", ()
    try:
        out = filled(text, {"x": "y"})
    except RenderRefused as refused:
        problems = refused.problems
    assert all(p.code.startswith("render.") for p in problems)
    assert all(p.line("fi") and p.line("en") for p in problems)
    assert "{{" not in out
    assert "{%" not in out


def test_the_moment_is_an_argument(made: Renderer) -> None:
    """`today` is the clock's, in the receiver's zone."""
    step = letter_step("{{ today | date: 'short' }}")
    assert NOW.hour == 10
    late = made.render("email", job(step, zone="Pacific/Kiritimati"))
    assert "23.11.2026" in late.text
