"""The board: ideas → opportunities → experiments → done, with frictions beside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from polku.errors import PolkuError, Problem, RequestRefused
from polku.improve.metric import Metric, measure, verify, written
from polku.improve.numbers_said import refusal
from polku.improve.place import Place
from polku.improve.values import CustomerValues
from polku.store.improvements import LIMITED, Improvement
from polku.table import iso

NEXT = {"idea": "opportunity", "friction": "opportunity", "opportunity": "experiment"}
"""What each kind is promoted to."""
CLOSED = ("done", "rejected")
_PLAIN = (
    "kind", "friction", "title", "text", "stage", "arrow", "touchpoint", "persona",
    "customer_value", "business_value", "effort", "owner", "due", "programme",
)  # fmt: skip


class Board:
    """Improvements of journeys; dictionaries ready for JSON."""

    def __init__(self, place: Place) -> None:
        self._at = place
        self._rows = place.control.improvements
        self.values = CustomerValues(place.reports)

    def page(self, journey: str, *, voter: str, **only: str | None) -> dict[str, Any]:
        """{"journey", "limit", "doing", "improvements"}: the improvements of a journey, most voted first."""
        key = self._at.key(journey)
        rows = self._rows.all(journey=key)
        found = [
            row
            for row in rows
            if all(value is None or getattr(row, name) == value for name, value in only.items())
        ]
        voted = self._rows.voted(voter)
        parents = {row.parent for row in rows if row.parent and row.state != "rejected"}
        under_way = [row for row in rows if row.state == "doing" and row.kind in LIMITED]
        tried = {row.parent for row in rows if row.state == "doing"}
        return {
            "journey": key,
            "limit": self._at.limit(key),
            "doing": sum(row.id not in tried for row in under_way),
            "improvements": [
                self._item(row, voted=row.id in voted, continued=row.id in parents) for row in found
            ],
        }

    def one(self, id: int, *, voter: str) -> dict[str, Any]:
        """Raises NotFound (`improve.unknown`)."""
        row = self._rows.get(id)
        continued = any(
            c.parent == id and c.state != "rejected" for c in self._rows.all(journey=row.journey)
        )
        return self._item(row, voted=id in self._rows.voted(voter), continued=continued)

    def add(self, said: Mapping[str, Any], *, who: str, source: str = "team") -> dict[str, Any]:
        """A new improvement. Raises RequestRefused (422) for a metric that no report has."""
        values = {name: said[name] for name in _PLAIN if said.get(name) is not None}
        values |= {
            "journey": self._at.key(said.get("journey") or "-"),
            "state": "new",
            "source": source,
            "who": who,
        }
        if said.get("metric") is not None:
            values["metric"] = self._measured(said["metric"])
        row = self._rows.add(values)
        self._at.control.audit.record(
            who, "improvements.add", {"id": str(row.id), "kind": row.kind}
        )
        return self._item(row)

    def change(
        self, id: int, said: Mapping[str, Any], *, edition: int | None, who: str, voter: str
    ) -> dict[str, Any]:
        """Sets what was said. A state of "done" asks the metric again, or needs a `reason`.

        Raises NotFound, RequestRefused: 409 `improve.edited`, `improve.wip`, `improve.no-metric`, `improve.worse`,
        `improve.unclear`, `improve.too-few`; 422 for a metric that no report has.
        """
        row = self._rows.get(id)
        if edition is not None and edition != row.edition:
            raise RequestRefused(Problem("improve.edited"), 409)
        values = {name: said[name] for name in _PLAIN if name in said}
        if "metric" in said:
            values["metric"] = None if said["metric"] is None else self._measured(said["metric"])
        if "hidden" in said:
            values["hidden"] = self._at.now() if said["hidden"] else None
        limit = None
        state = said.get("state")
        if state is not None and state != row.state:
            values["state"] = state
            values["verified"] = None
            if state == "doing" and row.kind in LIMITED:
                limit = self._at.limit(row.journey)
            if state == "done":
                kept = values.get("metric", row.metric)
                values["verified"] = self._verified(kept, said.get("reason") or "", who)
        changed = self._rows.change(id, values, edition=edition, limit=limit)
        if "state" in values:
            self._carry(changed)
            self._at.control.audit.record(
                who, "improvements.state", {"id": str(id), "state": state}
            )
        return self.one(id, voter=voter)

    def promote(self, id: int, kind: str, *, who: str) -> dict[str, Any]:
        """An opportunity of an idea or a friction, an experiment of an opportunity; the first stays its parent.

        Raises NotFound, RequestRefused (409 `improve.bad-move`)."""
        row = self._rows.get(id)
        if NEXT.get(row.kind) != kind or row.state in CLOSED:
            raise RequestRefused(Problem("improve.bad-move"), 409)
        given: dict[str, Any] = {
            name: getattr(row, name) for name in _PLAIN if name not in ("kind", "friction")
        }
        given |= {
            "kind": kind,
            "journey": row.journey,
            "parent": id,
            "state": "new",
            "source": row.source,
        }
        given |= {"who": who, "metric": row.metric}
        if row.metric is None and kind in LIMITED:
            given["metric"] = self._default_metric(row)
        child = self._rows.add(given)
        if row.state == "new":
            self._rows.change(id, {"state": "planned"}, edition=None)
        self._at.control.audit.record(who, "improvements.promote", {"id": str(id), "kind": kind})
        return self._item(child)

    def vote(self, id: int, *, voter: str, on: bool) -> dict[str, Any]:
        """Raises NotFound."""
        self._rows.vote(id, voter, on=on)
        return self.one(id, voter=voter)

    def check(self, id: int) -> dict[str, Any]:
        """What the metric says now, without closing anything.

        Raises NotFound, RequestRefused (409 `improve.no-metric`)."""
        row = self._rows.get(id)
        if row.metric is None:
            raise RequestRefused(Problem("improve.no-metric"), 409)
        return self._checked(row.metric)

    def _checked(self, metric: Mapping[str, Any]) -> dict[str, Any]:
        now, found = verify(self._at.reports, metric)
        return {
            "verdict": found.verdict,
            "now": written(now),
            "difference": {"value": found.difference, "low": found.low, "high": found.high},
            "at": iso(self._at.now()),
        }

    def _verified(self, metric: Mapping[str, Any] | None, reason: str, who: str) -> dict[str, Any]:
        """What is kept of closing; raises RequestRefused (409) when neither numbers nor a reason close it."""
        reason = reason.strip()
        if metric is None:
            if not reason:
                raise RequestRefused(Problem("improve.no-metric"), 409)
            return {"verdict": "reason", "reason": reason, "who": who, "at": iso(self._at.now())}
        found = self._checked(metric)
        if found["verdict"] == "better":
            return {**found, "reason": "", "who": who}
        if not reason:
            raise refusal(metric, found)
        return {
            **found,
            "measured": found["verdict"],
            "verdict": "reason",
            "reason": reason,
            "who": who,
        }

    def _carry(self, row: Improvement) -> None:
        """What it came from is under way or done as well, so that whoever gave the idea sees it."""
        while row.state in ("doing", "done") and row.parent is not None:
            parent = self._rows.get(row.parent)
            if parent.state in CLOSED:
                return
            values: dict[str, Any] = {"state": row.state}
            if row.state == "done":
                values["verified"] = {**(row.verified or {}), "by": row.id}
            row = self._rows.change(parent.id, values, edition=None)

    def _measured(self, said: Mapping[str, Any]) -> dict[str, Any]:
        since = said.get("since") or self._at.today()
        metric = Metric(
            said["report"],
            said.get("row") or "",
            said["column"],
            dict(said.get("asked") or {}),
            said.get("better") or "up",
            since if isinstance(since, date) else date.fromisoformat(since),
        )
        return measure(self._at.reports, metric, self._at.today())

    def _default_metric(self, row: Improvement) -> dict[str, Any] | None:
        """The lift of its programme, else the conversion of its arrow; None when neither can be read."""
        tries: list[dict[str, Any]] = []
        if row.programme:
            tries.append({"report": "experiments", "row": f"{row.programme}:in", "column": "lift"})
        if row.stage:
            tries.append(
                {
                    "report": "conversion",
                    "row": row.stage,
                    "column": "conversion",
                    "asked": {"cohorts": "none"},
                }
            )
        for each in tries:
            try:
                return self._measured(each)
            except PolkuError:
                continue
        return None

    def _item(
        self, row: Improvement, *, voted: bool = False, continued: bool = False
    ) -> dict[str, Any]:
        affected = (
            self.values.all().get(row.stage or "") if row.kind != "idea" or row.stage else None
        )
        customer = (
            row.customer_value if row.customer_value is not None else affected and affected.value
        )
        parts = (customer, row.business_value, row.effort)
        score = None
        if all(parts):
            score = customer * row.business_value / row.effort  # type: ignore[operator]
        return {
            "id": row.id,
            **{name: getattr(row, name) for name in _PLAIN if name not in ("due", "friction")},
            "friction": row.friction or None,
            "state": row.state,
            "journey": row.journey,
            "parent": row.parent,
            "continued": continued,
            "due": row.due and row.due.astimezone(self._at.zone).date().isoformat(),
            "measured": affected
            and {"value": affected.value, "lost": affected.lost, "entered": affected.entered},
            "score": score,
            "metric": row.metric,
            "verified": row.verified,
            "source": row.source,
            "who": row.who,
            "author": row.author,
            "hidden": row.hidden is not None,
            "votes": row.votes,
            "voted": voted,
            "created": iso(row.created),
            "updated": iso(row.updated),
            "edition": row.edition,
        }
