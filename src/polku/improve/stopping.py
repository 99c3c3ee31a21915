"""The stop list: what takes work and has no effect that can be measured."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from polku.errors import NotFound, Problem
from polku.improve.log import Log
from polku.improve.place import Place
from polku.table import iso

ENOUGH = 1_000
"""People followed to the end in both groups together, from which an effect that cannot be seen is small enough to be
left: with fewer, the comparison has not had its chance."""


class StopList:
    """Programmes whose comparison shows no effect, experiments that were closed so, and what the team itself names."""

    def __init__(self, place: Place, log: Log) -> None:
        self._at = place
        self._log = log

    def page(self, journey: str) -> dict[str, Any]:
        """{"enough", "items", "kept"}; what was kept all the same stands in `kept` with its reason."""
        key = self._at.key(journey)
        kept = self._kept(key)
        found = [*self._programmes(key), *self._experiments(key), *self._own(key)]
        return {
            "enough": ENOUGH,
            "items": [each for each in found if each["id"] not in kept],
            "kept": [{**each, **kept[each["id"]]} for each in found if each["id"] in kept],
        }

    def name(self, journey: str, title: str, evidence: str, *, who: str) -> dict[str, Any]:
        """The team's own."""
        key = self._at.key(journey)
        row = {"id": f"own:{secrets.token_hex(6)}", "title": title, "evidence": evidence}
        row |= {"who": who, "at": iso(self._at.now())}
        self._put(f"stop:{key}", [*self._get(f"stop:{key}", []), row], who)
        return self.page(key)

    def keep(self, journey: str, id: str, why: str, *, who: str) -> dict[str, Any]:
        """Goes on all the same, for a reason: a decision. Raises NotFound."""
        return self._decide(journey, id, why, who, stopped=False)

    def stop(self, journey: str, id: str, why: str, *, who: str) -> dict[str, Any]:
        """Has been stopped: a decision. A programme is paused on its own page. Raises NotFound."""
        return self._decide(journey, id, why, who, stopped=True)

    def _decide(
        self, journey: str, id: str, why: str, who: str, *, stopped: bool
    ) -> dict[str, Any]:
        key = self._at.key(journey)
        item = next((each for each in self.page(key)["items"] if each["id"] == id), None)
        if item is None:
            raise NotFound(Problem("improve.unknown", id, {"id": id}))
        title = item["title"][self._at.work.language]
        said = _DECIDED[stopped][self._at.work.language].format(title=title)
        self._log.add(key, said, why, who=who, improvement=item["improvement"])
        row = {"why": why, "by": who, "on": iso(self._at.now()), "stopped": stopped}
        self._put(f"stop-kept:{key}", {**self._kept(key), id: row}, who)
        return self.page(key)

    def _programmes(self, key: str) -> list[dict[str, Any]]:
        if key != self._at.key("-"):
            return []
        work = self._at.work
        states = {each.key: each.state for each in work.control.definitions.all("programme")}
        sheet = self._at.reports.together(["experiments"])["experiments"]
        rows = sheet.sheets[0].rows
        return [
            {
                **_item(f"experiment:{row['id']}", "programme"),
                "title": _title(row),
                "programme": str(row["id"]).split("/")[0].split(":")[0],
                "n": row["closed"],
                **{name: row[name] for name in ("lift", "lift_low", "lift_high")},
            }
            for row in rows
            if states.get(str(row["id"]).split("/")[0].split(":")[0]) in ("live", "shadow")
            and no_effect(row)
        ]

    def _experiments(self, key: str) -> list[dict[str, Any]]:
        """Closed although their metric had not got better."""
        rows = self._at.control.improvements.all(journey=key, state="done")
        return [
            {
                **_item(f"improvement:{row.id}", "experiment"),
                "title": {"fi": row.title, "en": row.title},
                "evidence": str(row.verified["reason"]),
                "improvement": row.id,
                "programme": row.programme,
                "n": row.verified["now"]["n"],
            }
            for row in rows
            if row.verified is not None and row.verified.get("measured") in ("unclear", "worse")
        ]

    def _own(self, key: str) -> list[dict[str, Any]]:
        return [
            {
                **_item(each["id"], "own"),
                "title": {"fi": each["title"], "en": each["title"]},
                "evidence": each["evidence"],
                "who": each["who"],
                "at": each["at"],
            }
            for each in self._get(f"stop:{key}", [])
        ]

    def _kept(self, key: str) -> dict[str, Mapping[str, Any]]:
        return dict(self._get(f"stop-kept:{key}", {}))

    def _get(self, name: str, otherwise: Any) -> Any:
        found = self._at.control.choices.get(name)
        return otherwise if found is None else found

    def _put(self, name: str, value: Any, who: str) -> None:
        self._at.control.choices.put(name, value, who=who)


def no_effect(row: Mapping[str, Any]) -> bool:
    """Whether enough people have been followed and the always-valid interval of the lift does not rise above zero."""
    low = row["lift_low"]
    return low is not None and row["closed"] >= ENOUGH and low <= 0


def _title(row: Mapping[str, Any]) -> dict[str, str]:
    """The programme's name; of a split the arm too."""
    name, arm = row["experiment"], row["arm"]
    split = "/" in str(row["id"])
    return {each: f"{name[each]}: {arm[each]}" if split else name[each] for each in ("fi", "en")}


def _item(id: str, kind: str) -> dict[str, Any]:
    empty = ("programme", "improvement", "n", "lift", "lift_low", "lift_high", "who", "at")
    return {"id": id, "kind": kind, "evidence": "", **dict.fromkeys(empty)}


_DECIDED = {
    True: {"fi": "Lopetetaan: {title}", "en": "Stopped: {title}"},
    False: {"fi": "Pidetään silti: {title}", "en": "Kept all the same: {title}"},
}
