"""The segments that are saved, by key."""

from __future__ import annotations

from polku.conditions.person import PersonCondition
from polku.errors import DocumentError
from polku.segments.load import load_segment
from polku.segments.model import Segment
from polku.store.definitions import Definitions


def segments_of(definitions: Definitions) -> dict[str, Segment]:
    """Key → segment. One that this version of Polku cannot read is left out: nobody is in it."""
    found = {}
    for definition in definitions.all("segment"):
        try:
            found[definition.key] = load_segment(definition.body).segment
        except DocumentError:
            continue
    return found


def conditions_of(definitions: Definitions) -> dict[str, PersonCondition]:
    """Key → condition: what `conditions.person.Meanings` wants."""
    return {key: segment.condition for key, segment in segments_of(definitions).items()}
