from __future__ import annotations

import re
from collections.abc import Iterator

from polku.programmes.known import Known
from polku.programmes.model import Programme
from polku.programmes.steps.branch import BranchStep
from polku.programmes.steps.message import Message
from polku.programmes.validate.finding import Finding
from polku.programmes.walk import Placed, texts, walk

LONG_SUBJECT = 60
INTERNAL = re.compile(
    r"\b(liidi\w*|leads?|prospekt\w*|prospects?|segment\w*|hoitomalli\w*|asiakaspol\w*"
    r"|konversio\w*|conversion|nurtur\w*|win-?back|churn\w*|kampanjamme|call to action|funnel\w*)\b",
    re.IGNORECASE,
)
"""Words of those who make programmes; customers do not use them of themselves."""

_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\]\([^)]*\)|https?://\S+", re.DOTALL)


def wording(programme: Programme, known: Known) -> Iterator[Finding]:
    """Hints about texts: our own words, long subjects, a missing language, missing names."""
    if programme.description is None:
        yield Finding("programme.no-description", (), {"name": programme.name}, "hint")
    for placed in walk(programme):
        if isinstance(placed.body, Message):
            yield from _of_message(placed, known)
        step = placed.step
        if isinstance(step, BranchStep):
            for i, arm in enumerate(step.branch):
                if arm.name is None and arm.else_ is None:
                    params = {"arm": arm.key, "step": placed.title}
                    path = (*placed.body_path, i)
                    yield Finding("programme.unnamed-arm", path, params, "hint", step.key)


def _of_message(placed: Placed, known: Known) -> Iterator[Finding]:
    node = placed.step.key
    for path, text in texts(placed):
        for word in dict.fromkeys(
            found[0].lower()
            for words in (text.fi, text.en)
            for found in INTERNAL.finditer(_CODE.sub(" ", words or ""))
        ):
            yield Finding("programme.internal-words", path, {"word": word}, "hint", node)
        if getattr(text, known.language) is None:
            params = {"language": known.language}
            yield Finding("programme.not-translated", path, params, "hint", node)
        if path[-2:] == ("email", "subject"):
            length = max(len(_CODE.sub("", words or "")) for words in (text.fi, text.en))
            if length > LONG_SUBJECT:
                yield Finding("programme.long-subject", path, {"length": length}, "hint", node)
