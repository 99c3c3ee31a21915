"""The JSON Schema of the document, by which editors complete and check it while one types."""

from __future__ import annotations

from typing import Any

from polku.journey.model import Journey

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema of a journey.yaml (draft 2020-12)."""
    made = Journey.model_json_schema(by_alias=True, mode="validation")
    return {"$schema": DIALECT, **made, "title": "Polku journey"}
