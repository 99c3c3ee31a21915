"""Journeys to begin from: YAML files in both languages, each the text of a new journey.yaml.

In a file here, comments that begin with `#fi` or `#en` are kept for that language only, and where a
text has both languages, `fi` stands on the line before `en`.
"""

from __future__ import annotations

import re
from importlib import resources

from polku.errors import Language, NotFound, Problem

NAMES = (
    "lifecycle",
    "shop",
    "b2b",
    "subscription",
    "market-formula",
    "buyer",
    "digital",
    "hook-story-offer",
)

_BOTH = re.compile(
    r"^(?P<dent> *(?:- )?)fi: (?P<fi>.*)\n(?P<plain> *)en: (?P<en>.*)$", re.MULTILINE
)
_COMMENT = re.compile(r"^( *)#(fi|en) (.*)\n", re.MULTILINE)


def template_names() -> tuple[str, ...]:
    """The names of the templates, the most used first."""
    return NAMES


def template(name: str, language: Language) -> str:
    """The YAML text of a template: comments in `language`, its words first, the other's after.

    Raises NotFound with `journey.unknown-template`.
    """
    if name not in NAMES:
        known = ", ".join(NAMES)
        raise NotFound(Problem("journey.unknown-template", name, {"name": name, "known": known}))
    file = resources.files("polku.journey.templates") / f"{name}.yaml"
    text = _COMMENT.sub(lambda found: _kept(found, language), file.read_text("utf-8"))
    if language == "fi":
        return text
    text = _BOTH.sub(r"\g<dent>en: \g<en>\n\g<plain>fi: \g<fi>", text)
    return text.replace("\nlanguage: fi\n", "\nlanguage: en\n", 1)


def _kept(found: re.Match[str], language: Language) -> str:
    return f"{found[1]}# {found[3]}\n" if found[2] == language else ""
