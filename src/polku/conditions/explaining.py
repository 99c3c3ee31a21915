"""Why one person meets a condition at a moment, or why not, in sentences with the numbers."""

from __future__ import annotations

from datetime import datetime

from polku.conditions.all_of import AllCondition
from polku.conditions.any_of import AnyCondition
from polku.conditions.matching import KEYS, behind
from polku.conditions.negation import NotCondition
from polku.conditions.person import Explained, Meanings, PersonCondition, PersonFacts
from polku.errors import Language


def explain(
    condition: PersonCondition,
    facts: PersonFacts,
    at: datetime,
    language: Language,
    meanings: Meanings | None = None,
) -> Explained:
    """Whether `facts` meet the condition at `at`, why, and the same of each part. Only what happened
    at or before `at` counts. The sentence tells facts, so that "because" may stand before it:
    what decided it, and no more. Moments are all aware or all naive."""
    known = meanings or Meanings()
    if condition.kind in KEYS:
        return _by_key(condition, facts, at, language, known)
    if not condition.parts:
        values = [measure.of(facts, at) for measure in (*condition.measures(), *condition.told())]
        return condition.answer(values, at, language)
    parts = tuple(explain(part, facts, at, language, known) for part in condition.parts)
    if isinstance(condition, NotCondition):
        return Explained(not parts[0].met, parts[0].text, parts)
    if isinstance(condition, AllCondition):
        met = all(part.met for part in parts)
    else:
        assert isinstance(condition, AnyCondition)  # noqa: S101  (nothing else has parts)
        met = any(part.met for part in parts)
    deciding = [part.text for part in parts if part.met == met]
    return Explained(met, _AND[language].join(deciding), parts)


def _by_key(
    condition: PersonCondition,
    facts: PersonFacts,
    at: datetime,
    language: Language,
    meanings: Meanings,
) -> Explained:
    key = getattr(condition, condition.kind)
    inner, meanings = behind(condition, meanings)
    if inner is None:
        return Explained(False, _MISSING[condition.kind][language].format(key=key))
    why = explain(inner, facts, at, language, meanings)
    form = (_IN if why.met else _OUT)[condition.kind][language]
    return Explained(why.met, form.format(key=key, why=why.text), (why,))


_AND: dict[Language, str] = {"fi": " ja ", "en": " and "}
_IN: dict[str, dict[Language, str]] = {
    "segment": {
        "fi": 'kuuluu segmenttiin "{key}" ({why})',
        "en": 'is in the segment "{key}" ({why})',
    },
    "persona": {
        "fi": 'vastaa persoonaa "{key}" ({why})',
        "en": 'matches the persona "{key}" ({why})',
    },
}
_OUT: dict[str, dict[Language, str]] = {
    "segment": {
        "fi": 'ei kuulu segmenttiin "{key}" ({why})',
        "en": 'is not in the segment "{key}" ({why})',
    },
    "persona": {
        "fi": 'ei vastaa persoonaa "{key}" ({why})',
        "en": 'does not match the persona "{key}" ({why})',
    },
}
_MISSING: dict[str, dict[Language, str]] = {
    "segment": {
        "fi": 'segmenttiä "{key}" ei ole',
        "en": 'there is no segment "{key}"',
    },
    "persona": {
        "fi": 'persoonaan "{key}" ei ole liitetty segmenttiä',
        "en": 'the persona "{key}" has no segment',
    },
}
