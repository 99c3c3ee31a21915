"""Forms and offers as lists and pages tell them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from functools import cached_property
from typing import Any, Literal
from zoneinfo import ZoneInfo

from polku.care.form_facts import form_counts, name_of, starts
from polku.clock import as_naive_utc
from polku.errors import Language, PolkuError, Problem
from polku.forms.load import load_form
from polku.forms.model import Form
from polku.journey.written import read
from polku.offers.conflicts import changed_terms
from polku.offers.model import Offer, load_offer
from polku.offers.words import differences
from polku.settings import Settings
from polku.store.control import Control
from polku.store.definitions import Definition, Version
from polku.store.form_openings import Opened
from polku.store.offers_seen import Reach
from polku.store.warehouse import Warehouse
from polku.table import iso

Kind = Literal["form", "offer"]


def load(kind: Kind, text: str, where: str) -> Form | Offer:
    """The document that a text says. Raises DocumentError."""
    return load_form(text, where=where) if kind == "form" else load_offer(text, where=where)


class Rows:
    """Made for one asking: what all rows need is asked once."""

    def __init__(
        self,
        control: Control,
        warehouse: Warehouse,
        settings: Settings,
        now: datetime,
        language: Language,
        problems: Callable[[Form | Offer], list[Problem]],
    ) -> None:
        self._control = control
        self._warehouse = warehouse
        self._settings = settings
        self._now = now
        self._language = language
        self._problems = problems

    @cached_property
    def _counts(self) -> dict[str, dict[str, int]]:
        zone = ZoneInfo(self._settings.workspace.timezone)
        begun = {
            key: as_naive_utc(datetime.combine(each.since, time(), zone))
            for key, each in self._opened.items()
        }
        return form_counts(self._warehouse, begun)

    @cached_property
    def _opened(self) -> dict[str, Opened]:
        return self._control.form_openings.all()

    def row(self, draft: Definition) -> dict[str, Any]:
        """A draft with its state, its problems and what came of its versions."""
        kind: Kind = "form" if draft.kind == "form" else "offer"
        versions = self._control.definitions.versions(kind, draft.key)
        found: Form | Offer | None
        try:
            found = load(kind, draft.body, f"{kind} {draft.key}")
            problems = self._problems(found)
        except PolkuError as error:
            found, problems = None, list(error.problems)
        said = found or (load(kind, versions[0].body, kind) if versions else None)
        row: dict[str, Any] = {
            "key": draft.key,
            "name": said.name.both() if said else _written_name(draft),
            "state": draft.state,
            "edition": draft.edition,
            "body": draft.body,
            "document": found.model_dump(mode="json") if found else None,
            "version": versions[0].version if versions else None,
            "draft_differs": bool(versions) and versions[0].body != draft.body,
            "problems": [problem.as_dict(self._language) for problem in problems],
            "changed": iso(draft.updated),
            "who": draft.who,
        }
        if kind == "form":
            return row | self._of_form(draft.key, said if isinstance(said, Form) else None)
        return row | self._of_offer(
            draft.key, versions, found if isinstance(found, Offer) else None
        )

    def _of_form(self, key: str, form: Form | None) -> dict[str, Any]:
        base = (self._settings.public.url or "").rstrip("/")
        counts, opened = self._counts.get(key, {}), self._opened.get(key)
        since = dict.fromkeys(("opened", "opened_since", "submitted_since", "confirmed_since"))
        if opened:
            since = {
                "opened": opened.times,
                "opened_since": opened.since.isoformat(),
                "submitted_since": counts.get("submitted_since", 0),
                "confirmed_since": counts.get("confirmed_since", 0),
            }
        return {
            "address": f"{base}/p/form/{key}",
            **since,
            "submitted": counts.get("submitted", 0),
            "confirmed": counts.get("confirmed", 0),
            "downloaded": counts.get("downloaded", 0) if form and form.asset else None,
            "starts": starts(self._control, form) if form else [],
        }

    def _of_offer(self, key: str, versions: list[Version], draft: Offer | None) -> dict[str, Any]:
        reach = self._control.offers.seen().reach(key, self._now)
        offers = [load_offer(each.body) for each in versions]
        told = [
            _version(each, offer, before, reach.get(each.version, Reach()))
            for each, offer, before in zip(
                versions, offers, [*offers[1:], None][: len(offers)], strict=True
            )
        ]
        now = offers[0] if offers else draft
        return {
            "price": {"minor": now.minor, "currency": now.currency} if now else None,
            "valid_until": now.valid_until.isoformat() if now and now.valid_until else None,
            "shown": sum(each["people"] for each in told),
            "held": sum(each["held"] for each in told),
            "accepted": sum(each["accepted"] for each in told),
            "declined": sum(each["declined"] for each in told),
            "changes": differences(offers[0], draft) if offers and draft else [],
            "frozen": [
                each["version"]
                for each, offer in zip(told, offers, strict=True)
                if each["held"] and draft and changed_terms(offer, draft)
            ],
            "versions": told,
        }


def _written_name(draft: Definition) -> dict[str, str]:
    try:
        return name_of(read(draft.body, draft.key).value, draft.key)
    except PolkuError:
        return {"fi": draft.key, "en": draft.key}


def _version(each: Version, offer: Offer, before: Offer | None, reach: Reach) -> dict[str, Any]:
    answers = reach.answers or {}
    all_of_them = len(offer.acceptors)
    return {
        "version": each.version,
        "published": iso(each.published),
        "who": each.who,
        "note": each.note,
        "price": {"minor": offer.minor, "currency": offer.currency},
        "people": reach.people,
        "held": reach.held,
        "until": iso(reach.until) if reach.until else None,
        "accepted": sum(n for (yes, _), n in answers.items() if yes >= all_of_them),
        "declined": sum(n for (_, no), n in answers.items() if no),
        "changes": differences(before, offer) if before else [],
    }
