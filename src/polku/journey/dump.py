"""Writes a journey as the text of a journey.yaml."""

from __future__ import annotations

from datetime import date
from typing import Any

import yaml
from pydantic import BaseModel

from polku.journey.model import Journey


def document(journey: Journey, *, both_languages: bool = False) -> dict[str, Any]:
    """The document as JSON values, as short as it can be written.

    With `both_languages` each text is `{"fi": …, "en": …}` and nothing is left out: the form that
    the HTTP API gives.
    """
    return journey.model_dump(
        mode="json",
        by_alias=True,
        exclude_defaults=not both_languages,
        context={"both_languages": both_languages},
    )


def plain(value: Any) -> Any:
    """Any value of the document as JSON values."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def dump(journey: Journey) -> str:
    """YAML that `load_journey` reads back as the same journey."""
    return yaml.safe_dump(document(journey), allow_unicode=True, sort_keys=False, width=100)
