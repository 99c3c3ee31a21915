"""Consents from another system: a CSV, each row with where and when it was given."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any, get_args

from polku.clock import parse_instant
from polku.errors import Problem, RequestRefused
from polku.events.identity import identity_hash
from polku.store.consents import Basis, Consent

COLUMNS = ("person", "purpose", "channel", "basis", "given", "source", "at")
CHANNELS = ("email", "sms", "push", "phone", "*")
_YES = frozenset({"1", "true", "yes", "kyllä", "k", "y", "given"})
_NO = frozenset({"0", "false", "no", "ei", "e", "n", "withdrawn"})


People = dict[int, tuple[str, datetime]]
"""Identity → user id and when it was first heard of."""


def read_consents(text: str, key: bytes) -> tuple[list[Consent], list[dict[str, Any]], People]:
    """The statements of a CSV (comma or semicolon, columns by name; `text_version` may be there),
    the rows that are not any ({"row", "reason"}), and whose they are. `person` is a user id.

    Raises RequestRefused (`delivery.bad-consents`) when a column is missing.
    """
    text = text.removeprefix("\ufeff")
    head = text.split("\n", 1)[0]
    rows = csv.DictReader(
        io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ","
    )
    missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
    if missing:
        params = {"reason": f"no column {', '.join(missing)}"}
        raise RequestRefused(Problem("delivery.bad-consents", "consents", params), 422)
    good: list[Consent] = []
    bad: list[dict[str, Any]] = []
    people: People = {}
    for number, row in enumerate(rows, 2):
        try:
            said = _consent(row, key)
            good.append(said)
            value, at = people.get(said.identity, (row["person"].strip(), said.at))
            people[said.identity] = value, min(at, said.at)
        except ValueError as error:
            bad.append({"row": number, "reason": str(error)})
    return good, bad, people


def _consent(row: dict[str, str], key: bytes) -> Consent:
    said = {name: (row.get(name) or "").strip() for name in (*COLUMNS, "text_version")}
    empty = [name for name in ("person", "purpose", "source", "at") if not said[name]]
    if empty:
        raise ValueError(f"empty: {', '.join(empty)}")
    basis: Basis
    for each in get_args(Basis):
        if each == said["basis"]:
            basis = each
            break
    else:
        raise ValueError(f"basis is one of {', '.join(get_args(Basis))}")
    if said["channel"] not in CHANNELS:
        raise ValueError(f"channel is one of {', '.join(CHANNELS)}")
    given = said["given"].lower()
    if given not in _YES | _NO:
        raise ValueError("given is yes or no")
    at: datetime = parse_instant(said["at"])
    identity = identity_hash(key, "user", said["person"])
    return Consent(
        identity, said["purpose"], said["channel"], basis, given in _YES, said["source"], at,
        said["text_version"],
    )  # fmt: skip
