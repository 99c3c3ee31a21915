"""What surveys and offers add to the body of a message: answers in one click, price and terms."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from polku.delivery.render.plain import ANSWER
from polku.delivery.render.words import words
from polku.errors import Language

SCALES: Mapping[str, range] = {
    "nps": range(11),
    "csat": range(1, 6),
    "ces": range(1, 8),
    "emotion": range(-2, 3),
}
_FACES = {-2: "😞", -1: "🙁", 0: "😐", 1: "🙂", 2: "😀"}
_ANSWER = (
    "display:inline-block;min-width:24px;padding:10px 8px;margin:3px 2px;border:1px solid #1d4ed8;"
    "border-radius:6px;color:#1d4ed8;text-decoration:none;font-weight:600;text-align:center"
)


def answers_mjml(kind: str, language: Language, question: str) -> str:
    """MJML of the answers of a survey: a link for each score, `{{ links.answer_7 }}`; a button when
    the question is open. Scores below zero are `answer_m1`, `answer_m2`."""
    said = words(language)
    asked = (
        f"<mj-text><p><strong>{escape(question, quote=False)}</strong></p></mj-text>"
        if question
        else ""
    )
    if kind not in SCALES:
        return (
            f'{asked}<mj-button href="{{{{ links.survey }}}}">{escape(said["answer"])}</mj-button>'
        )
    low, high = said["scale"][kind]
    links = "".join(_answer(score, kind, said["score"]) for score in SCALES[kind])
    first, last = SCALES[kind][0], SCALES[kind][-1]
    ends = f"{_shown(first, kind)} = {escape(low)}<br />{_shown(last, kind)} = {escape(high)}"
    return f'{asked}<mj-text css-class="answers"><p>{links}</p></mj-text><mj-text><p>{ends}</p></mj-text>'


def _answer(score: int, kind: str, label: str) -> str:
    name = escape(label.format(score=score))
    return (
        f'<a href="{{{{ links.{key_of(score)} }}}}" class="{ANSWER}" style="{_ANSWER}" title="{name}">'
        f"{_shown(score, kind)}</a> "
    )


def _shown(score: int, kind: str) -> str:
    return _FACES[score] if kind == "emotion" else str(score)


def key_of(score: int) -> str:
    """The variable of a score under `links`: answer_7, answer_m2."""
    return f"answer_{score}" if score >= 0 else f"answer_m{-score}"


def offer_mjml(language: Language) -> str:
    """MJML of an offer: name, price, how long, terms, the way to it."""
    said = words(language)
    valid = said["until"].format(date="{{ offer.expires | date }}")
    return (
        "<mj-text><h2>{{ offer.name }}</h2>"
        "{% if offer.description %}<p>{{ offer.description | newline_to_br }}</p>{% endif %}"
        f"<p><strong>{said['price']}: {{{{ offer.price }}}}</strong>"
        f"{{% if offer.expires %}}<br />{said['valid']}: {valid}{{% endif %}}</p></mj-text>"
        f'<mj-button href="{{{{ offer.url }}}}">{said["open_offer"]}</mj-button>'
        '{% if offer.terms %}<mj-text font-size="14px"><p>'
        f"{said['terms']}: {{{{ offer.terms | newline_to_br }}}}</p></mj-text>{{% endif %}}"
    )
