"""What every kind of step can do."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, SerializeAsAny, model_serializer
from pydantic.json_schema import WithJsonSchema

from polku.errors import Language
from polku.journey.part import Key, Part
from polku.journey.shape import fields_of
from polku.journey.text import Text

if TYPE_CHECKING:
    from polku.programmes.actions import Action

MOST = 500  # steps in one list


@dataclass(frozen=True)
class Frame:
    """What a step needs to know to become an action: where people go from it (`next`; from each
    arm by its key), and what the programme says for steps that are silent."""

    programme: str
    purpose: str
    next: int
    arms: Mapping[str, int]


@dataclass(frozen=True)
class ArmView:
    """An arm of any kind of step: its key, its steps, where they stand in the document under the step."""

    key: str
    name: Text | None
    steps: tuple[Step, ...]
    path: tuple[str | int, ...]


class Step(Part):
    """One step. The key named as the kind holds what it does; `key` is filled in when absent."""

    kind: ClassVar[str]

    key: Key = ""
    name: Text | None = None

    @classmethod
    def written_keys(cls, value: Any) -> dict[str, Any]:
        """Those of the kind that the mapping names."""
        from polku.programmes.steps.registry import kind_of, kinds

        kind = kind_of(value)
        return {"key": str, "name": Text} if kind is None else fields_of(kinds()[kind])

    @property
    def arms(self) -> tuple[ArmView, ...]:
        """The ways out of a step that parts people, in the order of the document."""
        return ()

    @property
    def falls_through(self) -> bool:
        """Whether people may come to the step after this one without going through an arm."""
        return not self.arms

    @abstractmethod
    def action(self, frame: Frame) -> Action:
        """What runs."""

    @abstractmethod
    def words(self, language: Language) -> str:
        """The step as a sentence: "Odota 2 päivää"."""

    @model_serializer(mode="wrap")
    def _kind_is_always_said(self, handler: Any) -> dict[str, Any]:
        written = handler(self)
        return {**written, self.kind: written.get(self.kind)}


def parse_step(given: Any) -> Any:
    """The step a document writes. Raises the problems `programme.no-kind`, `programme.two-kinds`."""
    from polku.programmes.steps.registry import step_of

    return step_of(given)


StepField = Annotated[
    SerializeAsAny[Step],
    BeforeValidator(parse_step),
    WithJsonSchema({"title": "Step", "minProperties": 1}),
]
Steps = Annotated[tuple[StepField, ...], Field(max_length=MOST)]
