"""/p/survey/<token>: one press in the message is an answer; the page thanks and asks for words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from starlette.responses import Response

from polku.delivery.links import Survey
from polku.errors import Language, NotFound
from polku.http.public.once import new_once, read_once
from polku.http.public.page import words
from polku.http.public.visit import Visit
from polku.store.micros import from_micros

SCALES: dict[str, tuple[int, ...]] = {
    "nps": tuple(range(11)),
    "csat": tuple(range(1, 6)),
    "ces": tuple(range(1, 8)),
    "emotion": (-2, -1, 0, 1, 2),
    "open": (),
}
FACES = {-2: "😞", -1: "🙁", 0: "😐", 1: "🙂", 2: "😀"}
OPEN_FOR = timedelta(days=1)
TEXT_LONGEST = 2000


def answer(visit: Visit) -> Response:
    """Shows the question, or takes the answer. Opening the page answers nothing."""
    site = visit.site
    link = site.links.read(Survey, visit.key)
    person = site.somebody(link.person)
    live = bool(person.person and link.message)
    language = visit.language(person.language)
    since = _answered_at(visit, link) if live else None
    closed = since is not None and visit.now - since > OPEN_FOR
    if visit.posted:
        return _take(visit, link, language, live=live, closed=closed)
    if closed:
        t = words(language)
        return visit.message(language, t["survey_thanks"], t["survey_closed"])
    if link.score is not None and link.score in SCALES.get(link.kind, ()):
        return _press(visit, link, language, live)
    return _page(visit, link, language, live=live)


def _take(visit: Visit, link: Survey, language: Language, *, live: bool, closed: bool) -> Response:
    t = words(language)
    if closed:
        return visit.message(language, t["survey_thanks"], t["survey_closed"])
    once = read_once(visit.fields.get("once", ""))
    score = _score(link.kind, visit.fields.get("score", ""))
    text = visit.fields.get("text", "").replace("\0", "").strip()[:TEXT_LONGEST]
    if score is not None:
        if live:
            _tell(visit, link, once, {"score": score})
        return _page(visit, link, language, live=live, score=score)
    if text:
        if live:
            _tell(visit, link, once, {"has_text": True}, text)
        return visit.message(language, t["survey_thanks"], t["survey_said"])
    return _page(visit, link, language, live=live)


def _tell(
    visit: Visit, link: Survey, once: str, said: dict[str, Any], text: str | None = None
) -> None:
    """`Survey Answered`; words stay with the person, for they may name people."""
    site = visit.site
    person = site.person_of(link.person)
    event = "Survey Answered" if "score" in said or link.kind == "open" else "Survey Commented"
    site.receipts.tell(
        link.person,
        event,
        visit.now,
        {
            "survey": link.survey,
            "kind": link.kind,
            "stage": site.stage_of(person),
            "message": str(link.message),
            **_programme(visit, link.message),
            **said,
        },
        f"survey:{link.message}:{link.survey}:{once}:{'text' if text else said.get('score')}",
        traits=None if text is None else {f"survey:{link.survey}": text},
    )


def _programme(visit: Visit, message: int) -> dict[str, Any]:
    found = visit.site.control.deliveries.find([message]).get(message)
    return {} if found is None else {"programme": found.programme, "node": found.node}


def _answered_at(visit: Visit, link: Survey) -> datetime | None:
    """When this message was first answered."""
    site = visit.site
    person = site.person_of(link.person)
    with site.workspace.warehouse.read() as cursor:
        row = cursor.execute(
            """SELECT epoch_us(min(e.ts)) FROM events e
            JOIN names n ON n.kind = 'event' AND n.code = e.event AND n.name = 'Survey Answered'
            WHERE e.person = ? AND json_extract_string(e.properties, '$.message') = ?""",
            [person, str(link.message)],
        ).fetchone()
    return None if row is None or row[0] is None else from_micros(row[0])


def _score(kind: str, said: str) -> int | None:
    try:
        score = int(said)
    except ValueError:
        return None
    return score if score in SCALES.get(kind, ()) else None


def _press(visit: Visit, link: Survey, language: Language, live: bool) -> Response:
    t = words(language)
    shown = t[f"emotion_{link.score}"] if link.kind == "emotion" else str(link.score)
    return visit.page(
        "press",
        language,
        itself=not visit.by_machine,
        title=t["survey_press"].replace("{score}", shown),
        inert=not live,
        text=[t["survey_press_text"]],
        button=t["survey_press_button"].replace("{score}", shown),
        score=str(link.score),
        once=new_once(),
    )


def _page(
    visit: Visit, link: Survey, language: Language, *, live: bool, score: int | None = None
) -> Response:
    t = words(language)
    asked = question(visit, link, language)
    answered = score is not None
    shown = t.get(f"emotion_{score}", str(score)) if link.kind == "emotion" else str(score)
    return visit.page(
        "survey",
        language,
        title=t["survey_thanks"] if answered else asked,
        inert=not live,
        note=t["survey_kept"].replace("{score}", shown) if answered else "",
        choices=[_choice(link.kind, each, score, t) for each in SCALES.get(link.kind, ())],
        answered=answered,
        scale_label=asked,
        low=t.get(f"survey_low_{link.kind}", ""),
        high=t.get(f"survey_high_{link.kind}", ""),
        ask_text=answered or link.kind == "open",
        said="",
        once=new_once(),
    )


def _choice(kind: str, each: int, score: int | None, t: Any) -> dict[str, Any]:
    return {
        "score": each,
        "shown": FACES[each] if kind == "emotion" else str(each),
        "label": t[f"emotion_{each}"] if kind == "emotion" else str(each),
        "chosen": each == score,
    }


def question(visit: Visit, link: Survey, language: Language) -> str:
    """What the message asked; what the kind of survey asks when it is not known any more."""
    found = visit.site.control.deliveries.find([link.message]).get(link.message)
    if found is not None and found.programme:
        try:
            step = visit.site.wants.step(found.programme, found.version, found.node)
        except NotFound:
            step = None
        asked = getattr(step, "question", None)
        if asked is not None and (said := asked.in_(language)):
            return str(said)
    return words(language).get(f"survey_title_{link.kind}", words(language)["survey_title_open"])
