"""What stands beside a programme's state in `definitions.details`: which version runs, since when, its pauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from polku.store.definitions import Definition

Mode = Literal["live", "shadow"]
Overdue = Literal["send", "skip", "spread"]
RUNNING = ("live", "shadow")


@dataclass(frozen=True)
class Rest:
    """A pause, in microseconds. `until` is None while it lasts; `overdue` says what becomes of messages that fall due
    meanwhile, None while that is not settled."""

    since: int
    until: int | None
    overdue: Overdue | None


@dataclass(frozen=True)
class Began:
    """A publishing, in microseconds: from when the version took people in, and until when, if it was stopped. Replay
    needs to know of them all."""

    version: int
    at: int
    also_now: bool = False
    stopped: int | None = None


@dataclass(frozen=True)
class Standing:
    """`version` enrols; those of `finishing` only bring to the end who are inside. `published` and `enrols_from`
    in microseconds: nothing that happened before `enrols_from` enrols anybody."""

    version: int | None = None
    mode: Mode = "live"
    published: int = 0
    enrols_from: int = 0
    also_now: bool = False
    finishing: tuple[int, ...] = ()
    pauses: tuple[Rest, ...] = ()
    runs: tuple[Began, ...] = ()

    @property
    def versions(self) -> tuple[int, ...]:
        """All that run, the enrolling one last."""
        return (*self.finishing, *(() if self.version is None else (self.version,)))

    @property
    def paused_since(self) -> int | None:
        """When the pause under way began."""
        return self.pauses[-1].since if self.pauses and self.pauses[-1].until is None else None

    @property
    def settled(self) -> Overdue | None:
        """What becomes of messages that fall due during the pause under way, when that was said at its beginning."""
        return None if self.paused_since is None else self.pauses[-1].overdue

    def as_details(self) -> dict[str, Any]:
        """As the control database keeps it. `pauses` is read by the delivery too."""
        return {
            "version": self.version,
            "mode": self.mode,
            "published": self.published,
            "enrols_from": self.enrols_from,
            "also_now": self.also_now,
            "finishing": list(self.finishing),
            "pauses": [
                {"from": rest.since, "to": rest.until, "overdue": rest.overdue}
                for rest in self.pauses
            ],
            "runs": [vars(each) for each in self.runs],
        }


def standing(definition: Definition) -> Standing:
    """What a definition's details say; a draft has none."""
    told = definition.details
    return Standing(
        version=told.get("version"),
        mode=told.get("mode", "live"),
        published=told.get("published", 0),
        enrols_from=told.get("enrols_from", told.get("published", 0)),
        also_now=told.get("also_now", False),
        finishing=tuple(told.get("finishing", ())),
        pauses=tuple(
            Rest(each["from"], each.get("to"), each.get("overdue"))
            for each in told.get("pauses", ())
        ),
        runs=tuple(Began(**each) for each in told.get("runs", ())),
    )
