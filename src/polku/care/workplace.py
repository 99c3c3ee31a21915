"""What care works with: the stores, the journey, the settings and the clock, handed in by `Workspace`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from polku.clock import Clock, as_naive_utc
from polku.errors import Language
from polku.settings import Settings
from polku.store.control import Control
from polku.store.definitions import Definition
from polku.store.warehouse import Warehouse

if TYPE_CHECKING:
    from polku.engine.programme import World
    from polku.journey import Loaded

KIND: Literal["programme"] = "programme"


@dataclass(frozen=True)
class Workplace:
    """`bring()` folds and ticks up to this moment; within `still` nobody else does. Within `turn` nobody else changes
    journey.yaml or what is known of it."""

    directory: Path
    control: Control
    warehouse: Warehouse
    settings: Settings
    clock: Clock
    journey: Callable[[], Loaded]
    world: Callable[[], World]
    bring: Callable[[], object]
    still: AbstractContextManager[object] = field(repr=False)
    turn: AbstractContextManager[object] = field(repr=False)

    @property
    def language(self) -> Language:
        """The workspace's."""
        return self.settings.workspace.language

    def now(self) -> datetime:
        """The present moment, aware."""
        return self.clock().astimezone(UTC)

    def naive_now(self) -> datetime:
        """The present moment as the warehouse keeps it."""
        return as_naive_utc(self.clock())

    def get(self, key: str) -> Definition:
        """The draft of a programme and its state. Raises NotFound (`care.unknown`)."""
        return self.control.definitions.get("programme", key)
