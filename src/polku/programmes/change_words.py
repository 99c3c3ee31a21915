"""A difference between two programmes as a sentence: the words stand in `changes.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from polku.errors import Language
from polku.journey.text import Text
from polku.programmes.phrases import first_words
from polku.programmes.steps.base import Step
from polku.programmes.steps.message import Message
from polku.programmes.steps.wait import WaitFor, WaitStep

LONG = 120  # characters of a text that are shown whole


@cache
def words() -> Mapping[str, Any]:
    """The whole of `changes.toml`."""
    file = resources.files("polku.programmes") / "changes.toml"
    return tomllib.loads(file.read_text("utf-8"))


def sentence(code: str, language: Language, **params: str) -> str:
    """The sentence of a change with its places filled."""
    text: str = words()["sentences"][code][language]
    return text.format(**params).strip()


def field_words(field: str, language: Language) -> str:
    """ "otsikko", "subject"."""
    return str(words()["fields"][field][language])


def what(step: Step, language: Language) -> str:
    """ "viive 2 päivää", "viive (odota aikaikkunaa: arkisin 9–16)", "viesti "Opas""."""
    noun = words()["kinds"][step.kind][language]
    if isinstance(step, WaitStep) and step.name is None:
        if isinstance(step.wait, WaitFor):
            return sentence("wait-of", language, time=step.wait.after.words(language))
        said = step.words(language)
        return sentence("wait-for", language, said=f"{said[:1].lower()}{said[1:]}")
    article = "the " if language == "en" else ""
    return f'{article}{noun} "{title(step, language)}"'


def before(step: Step, language: Language) -> str:
    """ "viestiä "Opas"", "the message "Guide""."""
    kind = words()["kinds"][step.kind]
    noun = kind["before"] if language == "fi" else f"the {kind['en']}"
    return f'{noun} "{title(step, language)}"'


def whose(step: Step, language: Language) -> str:
    """ "Viestin "Opas"", "The message "Guide":"."""
    kind, name = words()["kinds"][step.kind], title(step, language)
    return f'{kind["whose"]} "{name}"' if language == "fi" else f'The {kind["en"]} "{name}":'


def title(step: Step, language: Language) -> str:
    """What people call the step: its name, what the receiver sees first, or its key."""
    if step.name is not None:
        return step.name.in_(language)
    body = getattr(step, step.kind)
    return (first_words(body, language) if isinstance(body, Message) else "") or step.key


def shown(value: Any, language: Language) -> str:
    """A value as it stands in a sentence."""
    if value is None or value == ():
        return sentence("nothing", language)
    if isinstance(value, Text):
        return f'"{_cut(value.in_(language))}"'
    if isinstance(value, Mapping):
        said = value.get(language)
        return said if isinstance(said, str) else _cut(str(dict(value)))
    if isinstance(value, tuple):
        return ", ".join(shown(part, language) for part in value)
    return _cut(str(value))


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONG else flat[: LONG - 1].rstrip() + "…"
