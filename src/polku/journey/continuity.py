"""Continuity: does one question go unbroken from the hook to the offer? Names the missing link and its place.

Forms, programmes and offers are documents of their own: what of them matters here comes as plain facts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from polku.journey.script import Thread

Link = Literal["hook", "magnet", "story", "offer", "closing"]
LINKS: tuple[Link, ...] = ("hook", "magnet", "story", "offer", "closing")
State = Literal["whole", "broken", "missing", "hint"]
Level = Literal["missing", "broken", "hint"]
STEM = 5  # letters: Finnish words keep their beginning when they are inflected


@dataclass(frozen=True)
class FormFact:
    """A lead-magnet form: what its thank-you page leads to, which programmes it starts, and its words."""

    key: str
    published: bool
    closed: bool
    next_step: bool
    starts: tuple[str, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProgrammeFact:
    """A programme: its messages, the offers they carry, and its words."""

    key: str
    published: bool
    messages: int
    offers: tuple[str, ...]
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class OfferFact:
    """An offer. `open`: it has not ended by its own dates."""

    key: str
    published: bool
    closed: bool
    open: bool
    acceptors: int
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Around:
    """The documents that a thread may lead through, by key."""

    forms: Mapping[str, FormFact] = field(default_factory=dict)
    programmes: Mapping[str, ProgrammeFact] = field(default_factory=dict)
    offers: Mapping[str, OfferFact] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """What is wrong with a link. `place`: "thread", "hook:KEY", "form:KEY", "programme:KEY" or "offer:KEY"; `code` has
    its words where it is shown."""

    code: str
    link: Link
    place: str
    level: Level = "broken"
    params: Mapping[str, Any] = field(default_factory=dict)


def continuity(thread: Thread, around: Around) -> list[Finding]:
    """Everything that breaks the thread, in its order; hints last. Empty when it holds."""
    found = [*_hooks(thread), *_magnet(thread, around), *_story(thread, around)]
    found += [*_offer(thread, around), *_closing(thread)]
    return [*found, *_carried(thread, around)]


def states(findings: Iterable[Finding]) -> dict[Link, State]:
    """Each link: whole, broken or missing; a hint leaves it whole but worth a look."""
    found: dict[Link, State] = dict.fromkeys(LINKS, "whole")
    order: dict[State, int] = {"whole": 0, "hint": 1, "broken": 2, "missing": 3}
    for finding in findings:
        found[finding.link] = max(found[finding.link], finding.level, key=lambda one: order[one])
    return found


def _hooks(thread: Thread) -> Iterator[Finding]:
    if not thread.hooks:
        yield Finding("no-hook", "hook", "thread", "missing")
    for hook in thread.hooks:
        place = f"hook:{hook.key}"
        if hook.channel is None:
            yield Finding("hook-no-channel", "hook", place)
        if hook.url is None:
            yield Finding("hook-no-address", "hook", place)


def _magnet(thread: Thread, around: Around) -> Iterator[Finding]:
    if thread.magnet is None:
        yield Finding("no-magnet", "magnet", "thread", "missing")
        return
    form, place = around.forms.get(thread.magnet), f"form:{thread.magnet}"
    if form is None:
        yield Finding("unknown-magnet", "magnet", "thread", "missing", {"key": thread.magnet})
        return
    if form.closed:
        yield Finding("magnet-closed", "magnet", place)
    elif not form.published:
        yield Finding("magnet-not-published", "magnet", place)
    if not form.next_step:
        yield Finding("magnet-leads-nowhere", "magnet", place)


def _story(thread: Thread, around: Around) -> Iterator[Finding]:
    if thread.story is None:
        yield Finding("no-story", "story", "thread", "missing")
        return
    programme, place = around.programmes.get(thread.story), f"programme:{thread.story}"
    if programme is None:
        yield Finding("unknown-story", "story", "thread", "missing", {"key": thread.story})
        return
    if not programme.published:
        yield Finding("story-not-published", "story", place)
    form = around.forms.get(thread.magnet or "")
    if form is not None and programme.key not in form.starts:
        yield Finding("story-not-from-magnet", "story", place, params={"form": form.key})
    if not programme.messages:
        yield Finding("story-no-message", "story", place)
    elif not programme.offers:
        yield Finding("story-no-offer", "story", place)
    elif thread.offer is not None and thread.offer not in programme.offers:
        params = {"shown": ", ".join(programme.offers), "offer": thread.offer}
        yield Finding("other-offer", "story", place, params=params)


def _offer(thread: Thread, around: Around) -> Iterator[Finding]:
    if thread.offer is None:
        yield Finding("no-offer", "offer", "thread", "missing")
        return
    offer, place = around.offers.get(thread.offer), f"offer:{thread.offer}"
    if offer is None:
        yield Finding("unknown-offer", "offer", "thread", "missing", {"key": thread.offer})
        return
    if offer.closed:
        yield Finding("offer-closed", "offer", place)
    elif not offer.published:
        yield Finding("offer-not-published", "offer", place)
    elif not offer.open:
        yield Finding("offer-ended", "offer", place)
    if not offer.acceptors:
        yield Finding("no-acceptor", "offer", place)


def _closing(thread: Thread) -> Iterator[Finding]:
    if thread.closing is None:
        yield Finding("no-closing", "closing", "thread", "missing")


def _carried(thread: Thread, around: Around) -> Iterator[Finding]:
    """A hint where none of the words of the question is said: it may be said in other words."""
    if thread.question is None:
        yield Finding("no-question", "hook", "thread", "hint")
        return
    asked = stems((thread.question.fi or "", thread.question.en or ""))
    if not asked:
        return
    parts: list[tuple[Link, str, tuple[str, ...]]] = [
        ("hook", f"hook:{hook.key}", (hook.name.fi or "", hook.name.en or ""))
        for hook in thread.hooks
    ]
    form = around.forms.get(thread.magnet or "")
    programme = around.programmes.get(thread.story or "")
    offer = around.offers.get(thread.offer or "")
    if form:
        parts.append(("magnet", f"form:{form.key}", form.words))
    if programme and programme.messages:
        parts.append(("story", f"programme:{programme.key}", programme.words))
    if offer:
        parts.append(("offer", f"offer:{offer.key}", offer.words))
    for link, place, words in parts:
        if not asked & stems(words):
            yield Finding("question-not-carried", link, place, "hint")


def stems(words: Iterable[str]) -> set[str]:
    """The beginnings of the longer words, in small letters."""
    return {
        word[:STEM]
        for text in words
        for word in re.findall(r"\w+", text.lower())
        if len(word) >= STEM
    }
