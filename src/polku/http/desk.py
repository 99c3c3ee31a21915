"""What the routes share: the workspace, its figures, the live events and the imports under way."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import numpy as np
import structlog
from fastapi import Depends, Request
from numpy.typing import NDArray

from polku.analytics.numbers import Numbers, numbers
from polku.analytics.sources import sources
from polku.errors import DocumentError, Language
from polku.http.fresh import PATIENCE, Fresh
from polku.http.import_desk import ImportDesk
from polku.http.live_events import LiveEvents
from polku.http.problems import asked_language
from polku.reports.answer import Answer

if TYPE_CHECKING:
    from polku.app import Workspace
    from polku.journey import Loaded

log = structlog.get_logger()

KINDS = ("event", "source", "channel", "stage")
DECISIONS = ("mend", "costs", "ltv", "alerts")
DECISIONS_EVERY = 300.0  # seconds: what to mend does not change from event to event


class Desk:
    """One for each application; all methods are safe from any thread."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._loaded = workspace.journey  # what goes on while the file on disk is broken
        self._numbers = Fresh(self._compute, self._version)
        self._sources = Fresh(self._compute_sources, lambda: workspace.warehouse.version)
        self._decisions = Fresh(self._decide, self._version, DECISIONS_EVERY)
        self.live = LiveEvents(workspace)
        self.imports = ImportDesk(workspace, on_done=self.changed)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which days and clock times are told."""
        return ZoneInfo(self.workspace.settings.workspace.timezone)

    @property
    def loaded(self) -> Loaded:
        """The last valid journey: a half-written file must not empty the screens."""
        with suppress(DocumentError):
            self._loaded = self.workspace.journey
        return self._loaded

    def now(self) -> datetime:
        """The present moment, aware."""
        return self.workspace.clock().astimezone(UTC)

    def numbers(self, patience: float = PATIENCE) -> Numbers:
        """The figures of Home and the live journey; see `Fresh` for how new they are."""
        return self._numbers.get(patience)

    def sources(self) -> list[dict[str, Any]]:
        """The rows of `analytics.sources`, which looks at every event; see `Fresh`."""
        return self._sources.get()

    def decisions(self) -> dict[str, Answer] | None:
        """The reports that Home tells in short, by key: what to mend, what leads and customers cost and bring, and
        what has begun to break. None while they are being made for the first time."""
        try:
            return self._decisions.peek()
        except Exception:
            log.exception("home.decisions")  # one report that fails must not take Home along
            return None

    def prepare(self) -> None:
        """Makes the first figures and readies people search."""
        self.numbers()
        self.decisions()
        self.sources()
        self.workspace.control.identities.prepare_search()

    def changed(self) -> None:
        """Somebody has changed the data and looks for it: the next figures are from after this."""
        self._numbers.outdate()
        self._decisions.outdate()
        self._sources.outdate()

    def labels(self, people: NDArray[np.int64]) -> tuple[list[str], list[str | None]]:
        """The id and the name to show for each person."""
        control = self.workspace.control
        if not len(people):
            return [], []
        return control.identities.labels(people), control.traits.names(people)

    def close(self) -> None:
        """Finish what is under way."""
        self.imports.close()
        self._numbers.close()
        self._decisions.close()
        self._sources.close()

    def _version(self) -> tuple[str, int]:
        return self.loaded.journey.hash, self.workspace.warehouse.version

    def _decide(self) -> dict[str, Answer]:
        return self.workspace.reports.together(DECISIONS)

    def _compute_sources(self) -> list[dict[str, Any]]:
        with self.workspace.warehouse.read() as cursor:
            return sources(cursor)

    def _compute(self) -> Numbers:
        journey = self.loaded.journey
        warehouse = self.workspace.warehouse
        with warehouse.read() as cursor:
            codes = {kind: warehouse.names(kind) for kind in KINDS}
            return numbers(cursor, journey, codes, self.now(), self.zone)


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _language(request: Request) -> Language:
    return asked_language(request.headers.get("accept-language", ""))


AtDesk = Annotated[Desk, Depends(_desk)]
Asked = Annotated[Language, Depends(_language)]
