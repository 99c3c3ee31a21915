"""Lane: a row of the map. The catalogue knows the usual ones; a team may add its own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from pydantic import Field, model_validator

from polku.journey.part import Key, Part
from polku.journey.text import Text, text

Kind = Literal["field", "text", "cell", "emotion", "touchpoints", "improve", "live"]
"""Where the cells of a lane stand: a list of texts of the stage, one text of the stage, `Stage.cells`, the emotion
curve, the touchpoints, the items of Improve, or numbers that are measured."""
Group = Literal["customer", "story", "company", "measure", "improve"]

DEFAULT = ("tasks", "questions", "touchpoints", "emotion", "frictions", "opportunities")


@dataclass(frozen=True)
class KnownLane:
    """A lane of the catalogue. `field` is the field of `Stage` that holds it, for the kinds field and text;
    `also` are other names that tables give it."""

    key: str
    group: Group
    kind: Kind
    name: Text
    field: str | None
    also: tuple[str, ...] = ()


class Lane(Part):
    """A row of the map by its key; with a name, when it is the team's own. A plain key is short for `{key: …}`."""

    key: Key
    name: Text | None = Field(
        default=None, description="Of a lane that the catalogue does not know"
    )

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: Any) -> Any:
        return {"key": value} if isinstance(value, str) else value


@cache
def catalogue() -> Mapping[str, KnownLane]:
    """Key → lane, in the order in which they are offered: `lanes.toml`."""
    file = resources.files("polku.journey") / "lanes.toml"
    return {
        key: KnownLane(
            key,
            found["group"],
            found["kind"],
            text(found["fi"], found["en"]),
            found.get("field", key) if found["kind"] in ("field", "text") else None,
            tuple(found.get("also", ())),
        )
        for key, found in tomllib.loads(file.read_text("utf-8")).items()
    }


def lane_name(lane: Lane) -> Text:
    """The name to show: its own, the catalogue's, or its key."""
    known = catalogue().get(lane.key)
    return lane.name or (known.name if known else text(lane.key))


def lanes_of(lanes: tuple[Lane, ...]) -> tuple[Lane, ...]:
    """The rows of a map: those the document names, else the default six."""
    return lanes or tuple(Lane(key=key) for key in DEFAULT)
