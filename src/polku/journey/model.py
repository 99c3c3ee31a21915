"""The journey document: one small, frozen, pure model.

`Journey` is the document as it was written. What runs is made from it elsewhere (`polku.stages`).
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from polku.conditions.event import EventCondition
from polku.conditions.rule import EnterRule
from polku.errors import Language
from polku.journey.content import Topic
from polku.journey.evidence import Evidence
from polku.journey.goal import Goal
from polku.journey.lane import Lane
from polku.journey.market import Market
from polku.journey.part import Day, Days, Key, Named, Part, Percent, Whole, Words
from polku.journey.persona import Persona
from polku.journey.script import Competitor, Contact, Objection, Proof, Thread
from polku.journey.text import Text
from polku.journey.year import CalendarItem

Axis = Literal["unaware", "aware", "exploring", "deciding", "using", "loyal", "left"]
"""The canonical axis, on which journeys of different shapes are compared."""

Emotion = Annotated[int, Field(strict=True, ge=-2, le=2)]
"""-2 awful, -1 bad, 0 neutral, 1 good, 2 delightful."""

KEYED = (
    "stages",
    "personas",
    "channels",
    "touchpoints",
    "lanes",
    "topics",
    "threads",
    "objections",
    "proof",
    "competitors",
    "calendar",
)
"""The lists of a journey whose parts are told apart by their keys."""


def _name_or_mapping(schema: dict[str, Any]) -> None:
    schema["anyOf"].insert(0, {"type": "string"})


class Stage(Named):
    """A stage of the journey: what people do and ask there, and the rules by which they enter."""

    axis: Axis | None = None
    market_share_pct: Percent | None = Field(
        default=None, description="Share of the market on this stage; all of them sum to 100"
    )
    goal: Text | None = Field(default=None, description="What is to be achieved here")
    tasks: Words = Field(default=(), description="What the customer does here")
    actions: Words = Field(default=(), description="What we do here")
    places: Words = Field(default=(), description="Where it happens")
    questions: Words = Field(default=(), description="What people ask here, in their own voice")
    learning: Words = Field(default=(), description="What they must learn to be able to buy")
    change_in_thinking: Text | None = Field(
        default=None, description="What must change in their thinking for the next stage"
    )
    change_in_doing: Text | None = Field(
        default=None, description="What must change in their doing for the next stage"
    )
    enter: tuple[EnterRule, ...] = Field(
        default=(), max_length=100, description="Rules; the first that matches applies"
    )
    expected_days: Days | None = Field(default=None, description="Assumed time on the stage")
    emotion_target: Emotion | None = None
    emotion_assumed: Emotion | None = None
    expectation: Text | None = Field(default=None, description="What they expect to happen")
    objections: Words = ()
    triggers: Words = Field(default=(), description="Why now")
    decision_criteria: Words = ()
    proof: Words = Field(default=(), description="What shows that the promise holds")
    frictions: Words = Field(default=(), description="Bends, detours, obstacles, uphills")
    owner: Text | None = None
    response_target_minutes: Whole | None = Field(
        default=None, description="From an enquiry to the first human reply"
    )
    example_channels: tuple[Key, ...] = ()
    cells: dict[Key, Words] = Field(
        default={}, description="Texts of the lanes that are no field of their own, by lane"
    )
    evidence: dict[Key, Evidence] = Field(
        default={}, description="What the cells rest on, by lane; else they are assumptions"
    )

    @property
    def exit(self) -> bool:
        """People on this stage have left: it is a stage of the document, not of the way forward."""
        return (self.axis or self.key) == "left"


class Channel(Named):
    """A way by which people and we reach each other."""


class Touchpoint(Named):
    """A meeting of a person and us, seen in the data by its event."""

    stages: tuple[Key, ...] = Field(default=(), description="The stages it belongs to")
    channel: Key | None = None
    event: EventCondition | None = Field(
        default=None,
        description="The event that tells it happened: a name, or {event, where}",
        json_schema_extra=_name_or_mapping,
    )
    moment_of_truth: Annotated[bool, Field(strict=True)] = False
    next: Key | None = Field(default=None, description="The touchpoint that the person is shown to")


class Journey(Part):
    """The whole document. `load_journey` sees to it that keys are unique and references hold."""

    key: Key | None = None
    name: Text = Text(fi="Asiakaspolku", en="Customer journey")
    language: Language = Field(default="fi", description="The language the document is written in")
    version: Whole = 1
    owner: Text | None = None
    review_every_days: Days | None = Field(
        default=None, description="After this many days without a review the journey is stale"
    )
    last_reviewed: Day | None = None
    note: Text | None = Field(default=None, description="Where its figures and ideas come from")
    goal: Goal | None = Field(default=None, description="The one focus goal")
    parked: tuple[Goal, ...] = Field(default=(), description="Goals that wait for their turn")
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, max_length=100)]
    personas: tuple[Persona, ...] = ()
    channels: tuple[Channel, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()
    lanes: Annotated[tuple[Lane, ...], Field(max_length=60)] = Field(
        default=(), description="The rows of the map, in their order; default: the usual six"
    )
    market: Market | None = Field(default=None, description="The market formula")
    topics: tuple[Topic, ...] = Field(default=(), description="The content plan")
    threads: tuple[Thread, ...] = Field(default=(), description="Hook, lead magnet, story, offer")
    objections: tuple[Objection, ...] = ()
    proof: tuple[Proof, ...] = ()
    competitors: tuple[Competitor, ...] = ()
    contact: Contact | None = Field(default=None, description="How a customer reaches us")
    calendar: tuple[CalendarItem, ...] = Field(default=(), description="The year calendar")
    wip_limit: Whole | None = Field(
        default=None, description="Opportunities and experiments under way at a time"
    )

    @field_validator("goal", mode="before")
    @classmethod
    def _one_goal(cls, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        if len(value) == 1:
            return value[0]
        if not value:
            return None
        names = [_goal_name(goal) for goal in value]
        raise PydanticCustomError(
            "journey.second-goal", "two goals", {"first": names[0], "second": names[1]}
        )

    @cached_property
    def hash(self) -> str:
        """Changes when what the document says does: see `polku.journey.hash`."""
        from polku.journey.hash import journey_hash

        return journey_hash(self)

    def stage(self, key: str) -> Stage:
        """The stage with this key. Raises KeyError."""
        for stage in self.stages:
            if stage.key == key:
                return stage
        raise KeyError(key)

    @property
    def stage_keys(self) -> tuple[str, ...]:
        """The keys of the stages in document order."""
        return tuple(stage.key for stage in self.stages)


def _goal_name(goal: Any) -> str:
    name = goal.get("name") if isinstance(goal, dict) else goal
    if isinstance(name, dict):
        name = name.get("fi") or name.get("en")
    return str(name)[:80]
