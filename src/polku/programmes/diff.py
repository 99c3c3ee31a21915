"""What changed between two programmes, as codes and in words. Steps are told apart by their keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from polku.errors import Language
from polku.journey.text import Text
from polku.programmes import change_words as say
from polku.programmes.diff_steps import StepChange, changed_steps
from polku.programmes.model import Programme
from polku.programmes.words import entry_words, exit_words, goal_words, reentry_words

Sentence = Callable[[Language], str]


@dataclass(frozen=True)
class Change:
    """One difference: its code, the step it is about (None: the programme), and its sentence."""

    code: str
    node: str | None
    field: str
    fi: str
    en: str

    def words(self, language: Language) -> str:
        """ "Lisättiin viive (odota 2 päivää) ennen viestiä "Opas""."""
        return self.fi if language == "fi" else self.en

    def as_dict(self) -> dict[str, Any]:
        """The form that the HTTP API and `--json` give."""
        words = {"fi": self.fi, "en": self.en}
        return {"code": self.code, "node": self.node, "field": self.field, "words": words}


def diff_programmes(before: Programme, after: Programme) -> list[Change]:
    """All differences, in the order of the document. Empty when the programmes are equal."""
    return [
        *(_of_programme(*each) for each in _fields(before, after)),
        *_exits(before, after),
        *(_of_step(each) for each in changed_steps(before, after)),
    ]


def _fields(before: Programme, after: Programme) -> Iterator[tuple[str, Any, Any]]:
    for name in type(before).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if name not in ("steps", "exits") and old != new:
            yield name, old, new


def _of_programme(field: str, old: Any, new: Any) -> Change:
    said = [(_said(field, old, language), _said(field, new, language)) for language in ("fi", "en")]
    code = "filled" if old is None else "emptied" if new is None else "changed"
    if all(one == other for one, other in said):
        code = "rewritten"
    return _change(
        code,
        None,
        field,
        lambda language: say.sentence(
            code,
            language,
            field=say.field_words(field, language),
            before=_said(field, old, language),
            after=_said(field, new, language),
        ),
    )


def _said(field: str, value: Any, language: Language) -> str:
    if value is None:
        return say.shown(None, language)
    if field == "entry":
        return entry_words(value, language)
    if field == "reentry":
        return reentry_words(value, language)
    if field == "goal":
        return goal_words(value, language)
    return say.shown(value, language)


def _exits(before: Programme, after: Programme) -> Iterator[Change]:
    gone = [one for one in before.exits if one not in after.exits]
    come = [one for one in after.exits if one not in before.exits]
    for code, one in (*(("exit-removed", x) for x in gone), *(("exit-added", x) for x in come)):
        yield _change(
            code,
            None,
            "exits",
            lambda language, code=code, one=one: say.sentence(  # type: ignore[misc]
                code, language, before=exit_words(one, language), after=exit_words(one, language)
            ),
        )
    if before.exits != after.exits and not gone and not come:
        yield _change(
            "exits-order", None, "exits", lambda language: say.sentence("exits-order", language)
        )


def _of_step(found: StepChange) -> Change:
    def worded(language: Language) -> str:
        params = {
            "before": say.shown(found.before, language),
            "after": say.shown(found.after, language),
        }
        if found.field:
            params["field"] = say.field_words(found.field, language)
        if found.step is not None:
            params |= {
                "what": say.what(found.step, language),
                "whose": say.whose(found.step, language),
            }
        params["where"] = _place(found, language)
        return say.sentence(found.code, language, **params)

    return _change(found.code, found.step.key if found.step else None, found.field, worded)


def _place(found: StepChange, language: Language) -> str:
    parts = []
    if found.arm is not None:
        arm = found.arm.in_(language) if isinstance(found.arm, Text) else found.arm
        parts.append(say.sentence("in-arm", language, arm=arm))
    if found.next is not None:
        parts.append(say.sentence("before-step", language, next=say.before(found.next, language)))
    elif found.arm is None:
        parts.append(say.sentence("at-end", language))
    return " ".join(parts)


def _change(code: str, node: str | None, field: str, worded: Sentence) -> Change:
    return Change(code, node, field, worded("fi"), worded("en"))
