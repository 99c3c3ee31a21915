"""What a team does with forms and offers: keep a draft, publish a version, close."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from polku.errors import DocumentError, Language, PolkuError, Problem
from polku.forms.load import load_form
from polku.forms.model import Form
from polku.offers.model import Offer, load_offer
from polku.settings import Settings
from polku.store.control import Control
from polku.store.definitions import Definition
from polku.table import iso

Kind = Literal["form", "offer"]
FILES = "files"
"""The folder of the workspace where what forms promise is kept."""


class Outreach:
    """`Workspace.outreach`. Bodies are YAML, or a mapping; what is wrong with one is a DocumentError."""

    def __init__(self, directory: Path, control: Control, settings: Settings) -> None:
        self._directory = directory
        self._control = control
        self._settings = settings

    def all(self, kind: Kind, *, language: Language = "en") -> list[dict[str, Any]]:
        """The forms or offers by key."""
        return [self._row(each, language) for each in self._control.definitions.all(kind)]

    def one(self, kind: Kind, key: str, *, language: Language = "en") -> dict[str, Any]:
        """Raises NotFound (`care.unknown`)."""
        return self._row(self._control.definitions.get(kind, key), language)

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
        """Keeps the draft. Raises DocumentError, RequestRefused (409 `care.edited`)."""
        text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, indent=1)
        found = _read(kind, text, f"{kind} {key}")
        if found.key != key:
            params = {"key": found.key, "asked": key}
            raise DocumentError(Problem("form.other-key", f"{kind} {key}", params))
        self._control.definitions.save(kind, key, text, who=who, edition=edition)
        self._control.audit.record(who, f"{kind}.save", {"key": key})
        return self.one(kind, key, language=language)

    def publish(
        self, kind: Kind, key: str, *, who: str, note: str = "", language: Language = "en"
    ) -> dict[str, Any]:
        """Makes the draft the next version; the same text again makes none. From now on it is shown.
        Raises DocumentError when something stands in the way."""
        definitions = self._control.definitions
        draft = definitions.get(kind, key)
        found = _read(kind, draft.body, f"{kind} {key}")
        wrong = [problem for problem in self._problems(found) if problem.level == "error"]
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

    def _row(self, draft: Definition, language: Language) -> dict[str, Any]:
        kind: Kind = "form" if draft.kind == "form" else "offer"
        versions = self._control.definitions.versions(kind, draft.key)
        try:
            found: Form | Offer | None = _read(kind, draft.body, f"{kind} {draft.key}")
            problems = self._problems(found) if found else []
        except PolkuError as error:
            found, problems = None, list(error.problems)
        row: dict[str, Any] = {
            "key": draft.key,
            "name": found.name.both() if found else {"fi": draft.key, "en": draft.key},
            "state": draft.state,
            "edition": draft.edition,
            "body": draft.body,
            "document": found.model_dump(mode="json") if found else None,
            "version": versions[0].version if versions else None,
            "draft_differs": bool(versions) and versions[0].body != draft.body,
            "problems": [problem.as_dict(language) for problem in problems],
            "changed": iso(draft.updated),
            "who": draft.who,
        }
        if kind == "form":
            base = (self._settings.public.url or "").rstrip("/")
            return {**row, "address": f"{base}/p/form/{draft.key}"}
        shown = self._control.offers.shown_by_version(draft.key)
        return {**row, "versions": [_version(each, shown) for each in versions]}

    def _problems(self, found: Form | Offer) -> list[Problem]:
        return self._of_form(found) if isinstance(found, Form) else self._of_offer(found)

    def _of_form(self, form: Form) -> list[Problem]:
        where, problems = f"form {form.key}", []
        if form.asset is not None and form.asset.file is not None:
            path = self._directory / FILES / form.asset.file
            if not path.is_file():
                problems.append(Problem("form.no-file", where, {"file": form.asset.file}))
        if form.consent is None:
            problems.append(Problem("form.no-consent", where, {}, "warning"))
        if not self._settings.public.url:
            problems.append(Problem("form.no-public-url", where, {}, "warning"))
        return problems

    def _of_offer(self, offer: Offer) -> list[Problem]:
        """Who keeps an earlier price: said before publishing, for it cannot be changed."""
        problems = []
        shown = self._control.offers.shown_by_version(offer.key)
        for each in self._control.definitions.versions("offer", offer.key):
            before = load_offer(each.body)
            people = shown.get(each.version, 0)
            if people and (before.price, before.currency) != (offer.price, offer.currency):
                params = {
                    "people": people,
                    "version": each.version,
                    "price": f"{before.price} {before.currency}",
                }
                problems.append(Problem("offer.frozen", f"offer {offer.key}", params, "hint"))
        return problems


def _read(kind: Kind, text: str, where: str) -> Form | Offer:
    return load_form(text, where=where) if kind == "form" else load_offer(text, where=where)


def _version(each: Any, shown: Mapping[int, int]) -> dict[str, Any]:
    offer = load_offer(each.body)
    return {
        "version": each.version,
        "published": iso(each.published),
        "who": each.who,
        "note": each.note,
        "price": {"minor": offer.minor, "currency": offer.currency},
        "people": shown.get(each.version, 0),
    }
