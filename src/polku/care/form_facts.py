"""What came of forms, and which programmes begin with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from polku.errors import PolkuError
from polku.forms.model import Form
from polku.journey.written import read
from polku.store.control import Control
from polku.store.warehouse import Warehouse

EVENTS = {
    "Form Submitted": "submitted",
    "Form Confirmed": "confirmed",
    "File Downloaded": "downloaded",
}
ABOUT = ("form", "interest", "campaign", "hook")


def form_counts(warehouse: Warehouse, since: Mapping[str, datetime]) -> dict[str, dict[str, int]]:
    """Form → submitted, confirmed, downloaded: how many people, in one question for all forms. For those in `since`
    also submitted_since, …: how many since that moment (naive UTC)."""
    codes = {
        code: EVENTS[name] for name, code in warehouse.names("event").items() if name in EVENTS
    }
    if not codes:
        return {}
    with warehouse.read() as cursor:
        rows = cursor.execute(
            """SELECT form, event, count(DISTINCT person),
                count(DISTINCT CASE WHEN ts >= begun THEN person END)
            FROM (SELECT json_extract_string(properties, '$.form') AS form, event, person, ts
                FROM events WHERE event IN (SELECT unnest($codes)) AND properties IS NOT NULL)
            LEFT JOIN (SELECT unnest($forms) AS form, unnest($begun)::TIMESTAMP AS begun) USING (form)
            GROUP BY 1, 2""",
            {"codes": list(codes), "forms": list(since), "begun": list(since.values())},
        ).fetchall()
    found: dict[str, dict[str, int]] = {}
    for form, event, people, lately in rows:
        if form is not None:
            counts = found.setdefault(form, {})
            counts[codes[event]] = int(people)
            counts[f"{codes[event]}_since"] = int(lately)
    return found


def starts(control: Control, form: Form) -> list[dict[str, Any]]:
    """The programmes whose entry is an event of this form: key, name, state."""
    about = {name: getattr(form, name) for name in ABOUT if name != "form"} | {"form": form.key}
    found = []
    for each in control.definitions.all("programme"):
        try:
            document = read(each.body, "programme").value
        except PolkuError:
            continue
        if isinstance(document, dict) and any(
            _meets(trigger, about) for trigger in _triggers(document.get("entry"))
        ):
            found.append(
                {"key": each.key, "name": name_of(document, each.key), "state": each.state}
            )
    return found


def _triggers(part: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(part, str) and part in EVENTS:
        yield {"event": part}
    if isinstance(part, dict):
        if part.get("event") in EVENTS:
            yield part
        for each in part.values():
            yield from _triggers(each) if not isinstance(each, str) else ()
    if isinstance(part, list):
        for each in part:
            yield from _triggers(each)


def _meets(trigger: Mapping[str, Any], about: Mapping[str, Any]) -> bool:
    """Whether an event of the form can start it: what the trigger asks of the form's own facts holds."""
    where = trigger.get("where")
    if not isinstance(where, dict):
        return True
    return all(
        not isinstance(wanted, str) or wanted.removeprefix("=") == about[name]
        for name, wanted in where.items()
        if name in about
    )


def name_of(document: Any, key: str) -> dict[str, str]:
    """What a document calls itself in both languages, right or wrong otherwise; its key when nothing."""
    if not isinstance(document, dict):
        return {"fi": key, "en": key}
    name = document.get("name")
    if isinstance(name, dict):
        one = name.get("fi") or name.get("en") or key
        return {"fi": str(name.get("fi") or one), "en": str(name.get("en") or one)}
    return {"fi": str(name or key), "en": str(name or key)}
