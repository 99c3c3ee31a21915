"""Whom a message is looked at as: somebody who is there, or somebody made up for the look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from polku.care.invented import Invented
from polku.care.person_facts import facts_of, find_person
from polku.care.workplace import Workplace
from polku.conditions.person import PersonFacts
from polku.delivery.history import with_history
from polku.delivery.job import Job, Receiver
from polku.delivery.membership import Membership
from polku.delivery.policy.supposed import Supposed
from polku.delivery.receivers import receivers
from polku.errors import Problem, RequestRefused


class Whom(Protocol):
    """One person, for everything that a preview asks of them."""

    @property
    def person(self) -> int:
        """The person's number; of nobody 0."""

    @property
    def receiver(self) -> Receiver:
        """As rendering takes them."""

    @property
    def supposed(self) -> Supposed | None:
        """What the policy is to suppose of them; None: it reads what is known."""

    def facts(self) -> PersonFacts:
        """As conditions take them."""

    def known(self, job: Job) -> Job:
        """The job with what its texts ask of the person."""


@dataclass(frozen=True)
class Real:
    """Somebody whom the workspace knows."""

    at: Workplace
    person: int
    receiver: Receiver
    supposed: None = None

    def facts(self) -> PersonFacts:
        return facts_of(self.at, self.person)

    def known(self, job: Job) -> Job:
        at, now = self.at, self.at.now()
        jobs = with_history(at.warehouse, [job], now)
        return Membership(at.warehouse, lambda: at.world().meanings).known(jobs, now)[0]


def whom(at: Workplace, person: str | None, invented: Mapping[str, Any] | None) -> Whom:
    """The person by number or id, or the one described. Raises NotFound (`cli.unknown-person`), RequestRefused
    (422 `care.preview-whom`: neither, or both)."""
    if person is None and invented is not None:
        return Invented(at, **invented)
    if person is None or invented is not None:
        raise RequestRefused(Problem("care.preview-whom", "person"), 422)
    found = find_person(at, person)
    return Real(at, found, receivers(at.control, at.settings, [found])[found])
