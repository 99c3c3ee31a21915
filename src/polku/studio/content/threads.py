"""The threads of the script: each link's state, what is wrong and where, what the hooks brought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from polku.care.form_facts import starts
from polku.errors import PolkuError
from polku.forms.load import load_form
from polku.journey.continuity import (
    LINKS,
    Around,
    FormFact,
    OfferFact,
    ProgrammeFact,
    continuity,
    states,
)
from polku.journey.text import Text
from polku.offers.model import load_offer
from polku.programmes.load import load_programme
from polku.programmes.walk import messages, texts
from polku.studio.content.hooks import campaigns

if TYPE_CHECKING:
    from polku.care.workplace import Workplace
    from polku.journey.model import Journey
    from polku.journey.script import Thread
    from polku.reports.report import Scene
    from polku.store.definitions import Definition
    from polku.studio.content.held import Held


def threads(
    at: Workplace, scene: Scene, journey: Journey, held: Held, *, running: bool
) -> list[dict[str, Any]]:
    """In the order of the document. What hooks brought is null in a journey that does not run."""
    around = around_of(at, journey.threads)
    brought = campaigns(scene, journey, held) if running else {}
    return [_thread(thread, around, brought) for thread in journey.threads]


def around_of(at: Workplace, found: tuple[Thread, ...]) -> Around:
    """The documents that the threads name, as plain facts; of a draft that cannot be read only that it is there."""
    forms, programmes, offers = {}, {}, {}
    for key in {thread.magnet for thread in found if thread.magnet}:
        form = _form(at, key)
        if form:
            forms[key] = form
    for key in {thread.story for thread in found if thread.story}:
        programme = _programme(at, key)
        if programme:
            programmes[key] = programme
    for key in {thread.offer for thread in found if thread.offer}:
        offer = _offer(at, key)
        if offer:
            offers[key] = offer
    return Around(forms, programmes, offers)


def _thread(thread: Thread, around: Around, brought: dict[str, dict[str, Any]]) -> dict[str, Any]:
    findings = continuity(thread, around)
    state = states(findings)
    return {
        "key": thread.key,
        "links": [{"link": link, "state": state[link]} for link in LINKS],
        "findings": [
            {
                "code": each.code,
                "link": each.link,
                "place": each.place,
                "level": each.level,
                "params": dict(each.params),
            }
            for each in findings
        ],
        "hooks": [
            {
                "key": hook.key,
                "campaign": hook.campaign,
                **(brought.get(hook.campaign or "") or _nothing()),
            }
            for hook in thread.hooks
        ],
    }


def _nothing() -> dict[str, None]:
    return dict.fromkeys(("cost", "clicks", "people", "leads", "rate", "cpa", "by"))


def _shown(at: Workplace, kind: Any, key: str) -> tuple[str, Definition] | None:
    """The text that people see, or the draft while nothing is published."""
    found = next((each for each in at.control.definitions.all(kind) if each.key == key), None)
    if found is None:
        return None
    newest = at.control.definitions.newest(kind, key)
    return (newest.body if newest else found.body), found


def _form(at: Workplace, key: str) -> FormFact | None:
    found = _shown(at, "form", key)
    if found is None:
        return None
    body, kept = found
    try:
        form = load_form(body, where=key)
    except PolkuError:
        return FormFact(key, published=False, closed=False, next_step=False, starts=())
    begun = tuple(each["key"] for each in starts(at.control, form))
    said = _words(form.name, form.title, form.text, form.thank_you.text)
    return FormFact(
        key,
        kept.state == "live",
        kept.state == "closed",
        form.thank_you.next is not None,
        begun,
        said,
    )


def _programme(at: Workplace, key: str) -> ProgrammeFact | None:
    found = _shown(at, "programme", key)
    if found is None:
        return None
    body, kept = found
    try:
        programme = load_programme(body, where=key).programme
    except PolkuError:
        return ProgrammeFact(key, published=False, messages=0, offers=())
    placed = list(messages(programme))
    offers = tuple(dict.fromkeys(one.offer for _, one in placed if hasattr(one, "offer")))
    said = _words(programme.name, *(text for each, _ in placed for _, text in texts(each)))
    return ProgrammeFact(key, kept.state == "live", len(placed), offers, said)


def _offer(at: Workplace, key: str) -> OfferFact | None:
    found = _shown(at, "offer", key)
    if found is None:
        return None
    body, kept = found
    try:
        offer = load_offer(body, where=key)
    except PolkuError:
        return OfferFact(key, published=False, closed=False, open=True, acceptors=0)
    ends = offer.ends(str(ZoneInfo(at.settings.workspace.timezone)))
    said = _words(offer.name, offer.text, offer.terms)
    return OfferFact(
        key,
        kept.state == "live",
        kept.state == "closed",
        ends is None or ends > at.now(),
        len(offer.acceptors),
        said,
    )


def _words(*found: Text | None) -> tuple[str, ...]:
    return tuple(said for text in found if text for said in (text.fi, text.en) if said)
