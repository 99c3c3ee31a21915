"""Coverage: for which stage and persona is there something to read, watch or download?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from polku.journey.content import Topic
from polku.journey.model import Journey

Covered = Literal["covered", "planned", "gap"]
DONE = ("ready", "published")
EVERYBODY = ""
"""The persona of the only column when the journey has no personas."""


@dataclass(frozen=True)
class Cell:
    """A stage and a persona: the keys of the topics for both, and how many of their pieces are done or under way."""

    stage: str
    persona: str
    state: Covered
    topics: tuple[str, ...]
    done: int
    under_way: int


@dataclass(frozen=True)
class Coverage:
    """The matrix, stage by stage; within a stage in the order of the personas."""

    stages: tuple[str, ...]
    personas: tuple[str, ...]
    cells: tuple[Cell, ...]

    def count(self, state: Covered, persona: str | None = None) -> int:
        """How many cells are in this state; of one persona when it is named."""
        return sum(cell.state == state and persona in (None, cell.persona) for cell in self.cells)

    @property
    def gaps(self) -> int:
        """The empty cells: neither a piece nor a topic."""
        return self.count("gap")


def coverage(journey: Journey) -> Coverage:
    """Covered: a topic for the stage and the persona has a piece that is ready or published. Planned: there is a topic
    only. Gap: nothing. A topic that names no persona is for all of them."""
    personas = tuple(persona.key for persona in journey.personas) or (EVERYBODY,)
    cells = tuple(
        _cell(journey.topics, stage, persona)
        for stage in journey.stage_keys
        for persona in personas
    )
    return Coverage(journey.stage_keys, personas, cells)


def topicless_stages(journey: Journey) -> tuple[str, ...]:
    """Stages without a topic: while there are any, it is too early to think of formats and channels."""
    told = {key for topic in journey.topics for key in topic.stages}
    return tuple(key for key in journey.stage_keys if key not in told)


def _cell(topics: tuple[Topic, ...], stage: str, persona: str) -> Cell:
    here = [
        topic
        for topic in topics
        if stage in topic.stages and (not topic.personas or persona in topic.personas)
    ]
    pieces = [piece for topic in here for piece in topic.pieces]
    done = sum(piece.state in DONE for piece in pieces)
    state: Covered = "covered" if done else "planned" if here else "gap"
    return Cell(stage, persona, state, tuple(topic.key for topic in here), done, len(pieces) - done)
