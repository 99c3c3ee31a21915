"""What a team does with forms and offers: keep a draft, publish a version, close."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from polku.care.offer_problems import frozen, offer_problems
from polku.care.outreach_rows import Kind, Rows, load
from polku.clock import Clock
from polku.errors import DocumentError, Language, PolkuError, Problem, RequestRefused
from polku.forms.model import Form
from polku.forms.ready import ready, ready_body
from polku.offers.model import Offer
from polku.settings import Settings
from polku.store.control import Control
from polku.store.micros import from_micros, to_micros
from polku.store.warehouse import Warehouse
from polku.table import iso

FILES = "files"
"""The folder of the workspace where what forms promise is kept."""
LARGEST = 200_000  # characters of a draft
PAGE = 50


class Outreach:
    """`Workspace.outreach`. Bodies are YAML, or a mapping. A draft is kept right or wrong, its problems told with
    it; publishing raises DocumentError with what stands in the way."""

    def __init__(
        self,
        directory: Path,
        control: Control,
        settings: Settings,
        warehouse: Warehouse,
        clock: Clock,
    ) -> None:
        self._directory = directory
        self._control = control
        self._settings = settings
        self._warehouse = warehouse
        self._clock = clock

    def all(self, kind: Kind, *, language: Language = "en") -> list[dict[str, Any]]:
        """The forms or offers by key."""
        rows = self._rows(language)
        return [rows.row(each) for each in self._control.definitions.all(kind)]

    def one(self, kind: Kind, key: str, *, language: Language = "en") -> dict[str, Any]:
        """Raises NotFound (`care.unknown`)."""
        return self._rows(language).row(self._control.definitions.get(kind, key))

    def begin(
        self,
        kind: Kind,
        template: str,
        key: str | None,
        *,
        who: str,
        language: Language = "en",
        words: Language | None = None,
    ) -> dict[str, Any]:
        """A draft from one of the ready ones, its texts in `words` (both languages when None); without a key it gets
        the next free one.

        Raises NotFound (`care.unknown`), RequestRefused (409 `care.exists`)."""
        made = self._control.definitions.begin(
            kind, key, template, lambda made: ready_body(kind, template, made, words), who=who
        )
        self._control.audit.record(who, f"{kind}.save", {"key": made.key})
        return self.one(kind, made.key, language=language)

    def ready(self, kind: Kind) -> list[dict[str, Any]]:
        """The ready ones to begin from: key, name and description in both languages."""
        return ready(kind)

    def save(
        self,
        kind: Kind,
        key: str,
        body: str | Mapping[str, Any],
        *,
        edition: int | None,
        who: str,
        language: Language = "en",
    ) -> dict[str, Any]:
        """Keeps the draft, right or wrong. Raises DocumentError when it is too large or says another key,
        RequestRefused (409 `care.edited`)."""
        text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, indent=1)
        if len(text) > LARGEST:
            raise DocumentError(Problem("form.too-large", f"{kind} {key}", {"limit": LARGEST}))
        try:
            said = load(kind, text, f"{kind} {key}").key
        except PolkuError:
            said = key  # what it says cannot be read yet
        if said != key:
            params = {"key": said, "asked": key}
            raise DocumentError(Problem("form.other-key", f"{kind} {key}", params))
        self._control.definitions.save(kind, key, text, who=who, edition=edition)
        self._control.audit.record(who, f"{kind}.save", {"key": key})
        return self.one(kind, key, language=language)

    def delete(self, kind: Kind, key: str, *, who: str) -> None:
        """Takes a draft away. Raises NotFound, RequestRefused (409 `care.was-published`)."""
        self._control.definitions.get(kind, key)
        if self._control.definitions.versions(kind, key):
            raise RequestRefused(Problem("care.was-published", key, {"key": key}), 409)
        self._control.definitions.delete(kind, key)
        self._control.audit.record(who, f"{kind}.delete", {"key": key})

    def publish(
        self,
        kind: Kind,
        key: str,
        *,
        who: str,
        note: str = "",
        language: Language = "en",
        as_new: bool = False,
    ) -> dict[str, Any]:
        """Makes the draft the next version; the same text again makes none. From now on it is shown.

        An offer on other terms than those that still hold for somebody is published only `as_new`: they keep theirs.
        Raises DocumentError when something stands in the way."""
        definitions = self._control.definitions
        draft = definitions.get(kind, key)
        where = f"{kind} {key}"
        found = load(kind, draft.body, where)
        wrong = [p for p in self.problems(found) if p.level == "error"]
        if isinstance(found, Offer) and not as_new:
            held = frozen(self._control, found, self._clock(), self._zone)
            wrong += [Problem("offer.held", where, each) for each in held]
        if wrong:
            raise DocumentError(wrong)
        versions = definitions.versions(kind, key)
        if not versions or versions[0].body != draft.body:
            definitions.publish(kind, key, draft.body, who=who, note=note)
        definitions.set_state(kind, key, "live", {})
        self._control.audit.record(who, f"{kind}.publish", {"key": key})
        return self.one(kind, key, language=language)

    def close(self, kind: Kind, key: str, *, who: str, language: Language = "en") -> dict[str, Any]:
        """Nobody new is shown it; links that were given out go on working."""
        self._control.definitions.set_state(kind, key, "closed", {})
        self._control.audit.record(who, f"{kind}.close", {"key": key})
        return self.one(kind, key, language=language)

    def shown(
        self, key: str, *, version: int | None = None, cursor: str | None = None, limit: int = PAGE
    ) -> dict[str, Any]:
        """Who was shown the offer, the newest first: {"rows", "cursor"} (null at the end). Raises NotFound."""
        self._control.definitions.get("offer", key)
        after = _read_cursor(cursor)
        found = self._control.offers.seen().page(key, version=version, after=after, limit=limit + 1)
        more, found, now = len(found) > limit, found[:limit], self._clock()
        people = np.array([each.person for each in found], np.int64)
        ids = self._control.identities.labels(people) if found else []
        names = self._control.traits.names(people) if found else []
        offers = {each.version: self._control.offers.version(key, each.version) for each in found}
        named = {
            (version, party.key): party.name.both()
            for version, offer in offers.items()
            for party in offer.acceptors
        }
        rows = [
            {
                "person": str(each.person),
                "id": id,
                "name": name,
                "version": each.version,
                "shown": iso(each.shown),
                "until": None if each.expires is None else iso(each.expires),
                "valid": each.expires is None or each.expires > now,
                "answers": [
                    {
                        "party": a.party,
                        "acceptor": named.get(
                            (each.version, a.party), {"fi": a.party, "en": a.party}
                        ),
                        "name": a.name,
                        "at": iso(a.at),
                        "accepted": a.accepted,
                    }
                    for a in each.answers
                ],
            }
            for each, id, name in zip(found, ids, names, strict=True)
        ]
        last = found[-1] if more else None
        return {
            "rows": rows,
            "cursor": None if last is None else f"{to_micros(last.shown)}.{last.id}",
        }

    def problems(self, found: Form | Offer) -> list[Problem]:
        """What is wrong with a document that reads, and what to know of it."""
        if isinstance(found, Offer):
            return offer_problems(self._control, found, self._clock(), self._zone)
        where, problems = f"form {found.key}", []
        if found.asset is not None and found.asset.file is not None:
            path = self._directory / FILES / found.asset.file
            if not path.is_file():
                problems.append(Problem("form.no-file", where, {"file": found.asset.file}))
        if found.consent is None:
            problems.append(Problem("form.no-consent", where, {}, "warning"))
        if not self._settings.public.url:
            problems.append(Problem("form.no-public-url", where, {}, "warning"))
        return problems

    def now(self) -> datetime:
        """The present moment."""
        return self._clock()

    @property
    def _zone(self) -> str:
        return self._settings.workspace.timezone

    def _rows(self, language: Language) -> Rows:
        return Rows(
            self._control,
            self._warehouse,
            self._settings,
            self._clock(),
            language,
            self.problems,
        )


def _read_cursor(cursor: str | None) -> tuple[int, int] | None:
    if not cursor:
        return None
    at, _, id = cursor.partition(".")
    try:
        from_micros(int(at))
        return int(at), int(id)
    except (ValueError, OverflowError):
        raise RequestRefused(Problem("api.bad-cursor", "cursor"), 400) from None
