"""The continuity checker names the missing link and its place."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from polku.journey.continuity import (
    Around,
    FormFact,
    OfferFact,
    ProgrammeFact,
    continuity,
    states,
)
from polku.journey.script import Thread
from tests.conftest import ROOT

HOOK = {
    "key": "ad",
    "name": "Mitä seisokki maksaa?",
    "channel": "ads",
    "url": "https://a.example/opas",
}
WHOLE: dict[str, Any] = {
    "key": "t",
    "question": "Mitä seisokki maksaa vuodessa?",
    "hooks": [HOOK],
    "magnet": "guide",
    "story": "tale",
    "offer": "start",
    "closing": "Myyjä soittaa",
}
WORDS = ("Seisokin hinta",)
FORM = FormFact("guide", True, False, True, ("tale",), WORDS)
STORY = ProgrammeFact("tale", True, 4, ("start",), WORDS)
OFFER = OfferFact("start", True, False, True, 1, WORDS)


def around(form: FormFact = FORM, story: ProgrammeFact = STORY, offer: OfferFact = OFFER) -> Around:
    return Around({"guide": form}, {"tale": story}, {"start": offer})


def found(thread: dict[str, Any], where: Around) -> list[tuple[str, str, str]]:
    findings = continuity(Thread.model_validate(thread), where)
    return [(one.code, one.link, one.place) for one in findings]


def test_a_whole_thread_has_no_findings() -> None:
    """Hook, magnet, story, offer and closing hold together."""
    assert found(WHOLE, around()) == []
    assert set(states([]).values()) == {"whole"}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"hooks": []}, ("no-hook", "hook", "thread")),
        ({"hooks": [{**HOOK, "channel": None}]}, ("hook-no-channel", "hook", "hook:ad")),
        ({"hooks": [{**HOOK, "url": None}]}, ("hook-no-address", "hook", "hook:ad")),
        ({"magnet": None}, ("no-magnet", "magnet", "thread")),
        ({"magnet": "gone"}, ("unknown-magnet", "magnet", "thread")),
        ({"story": None}, ("no-story", "story", "thread")),
        ({"story": "gone"}, ("unknown-story", "story", "thread")),
        ({"offer": None}, ("no-offer", "offer", "thread")),
        ({"closing": None}, ("no-closing", "closing", "thread")),
        ({"question": None}, ("no-question", "hook", "thread")),
        ({"question": "Kuinka kauan huolto kestää?"}, ("question-not-carried", "hook", "hook:ad")),
    ],
)
def test_what_the_thread_itself_lacks(
    change: dict[str, Any], expected: tuple[str, str, str]
) -> None:
    """One thing taken away is named first, with its place."""
    assert found({**WHOLE, **change}, around())[0] == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (around(form=replace(FORM, published=False)), ("magnet-not-published", "magnet", "form:guide")),
        (around(form=replace(FORM, closed=True)), ("magnet-closed", "magnet", "form:guide")),
        (around(form=replace(FORM, next_step=False)), ("magnet-leads-nowhere", "magnet", "form:guide")),
        (around(form=replace(FORM, starts=())), ("story-not-from-magnet", "story", "programme:tale")),
        (around(story=replace(STORY, published=False)), ("story-not-published", "story", "programme:tale")),
        (around(story=replace(STORY, messages=0)), ("story-no-message", "story", "programme:tale")),
        (around(story=replace(STORY, offers=())), ("story-no-offer", "story", "programme:tale")),
        (around(story=replace(STORY, offers=("x",))), ("other-offer", "story", "programme:tale")),
        (around(offer=replace(OFFER, published=False)), ("offer-not-published", "offer", "offer:start")),
        (around(offer=replace(OFFER, closed=True)), ("offer-closed", "offer", "offer:start")),
        (around(offer=replace(OFFER, open=False)), ("offer-ended", "offer", "offer:start")),
        (around(offer=replace(OFFER, acceptors=0)), ("no-acceptor", "offer", "offer:start")),
        (around(offer=replace(OFFER, words=("Kesä",))), ("question-not-carried", "offer", "offer:start")),
    ],
)  # fmt: skip
def test_what_the_documents_around_it_lack(where: Around, expected: tuple[str, str, str]) -> None:
    """A link that is there and does not hold is named by the document to mend."""
    assert found(WHOLE, where) == [expected]


def test_every_finding_has_words_on_screen() -> None:
    """In both languages, and no words are left over."""
    source = (ROOT / "src" / "polku" / "journey" / "continuity.py").read_text("utf-8")
    codes = set(re.findall(r'Finding\(\s*"([a-z-]+)"', source))
    assert len(codes) > 20
    for language in ("fi", "en"):
        file = ROOT / "ui" / "src" / "locales" / "content" / f"{language}.json"
        assert set(json.loads(file.read_text("utf-8"))["threadFinding"]) == codes


def test_an_empty_thread_lacks_every_link() -> None:
    """All five are missing; a hint never makes a link broken."""
    findings = continuity(Thread.model_validate({"key": "t"}), Around())
    assert set(states(findings).values()) == {"missing"}
    hint = continuity(Thread.model_validate({**WHOLE, "question": None}), around())
    assert states(hint)["hook"] == "hint"
