"""The idea box: a link by which anybody gives ideas and votes, without a login."""

from __future__ import annotations

from typing import Any

from polku.errors import NotFound, Problem
from polku.improve.place import Place
from polku.store.improvements import Improvement
from polku.store.shares import Share
from polku.table import iso

TITLE_LONGEST = 200
TEXT_LONGEST = 4_000
AUTHOR_LONGEST = 80
SHOWN = 200


class IdeaBox:
    """One link for each journey is good at a time."""

    def __init__(self, place: Place) -> None:
        self._at = place

    def link(self, journey: str) -> dict[str, Any] | None:
        """The link that is good now."""
        key = self._at.key(journey)
        for share in self._at.control.shares.all("ideas", key):
            if share.revoked is None:
                return {"token": share.token, "created": iso(share.created), "who": share.who}
        return None

    def renew(self, journey: str, *, who: str) -> dict[str, Any]:
        """A new link; the one before it opens nothing any more."""
        self.close(journey, who=who)
        key = self._at.key(journey)
        share = self._at.control.shares.make("ideas", key, who=who)
        self._at.control.audit.record(who, "ideas.open", {"journey": key})
        return {"token": share.token, "created": iso(share.created), "who": who}

    def close(self, journey: str, *, who: str) -> None:
        """No link is good."""
        key = self._at.key(journey)
        for share in self._at.control.shares.all("ideas", key):
            if share.revoked is None:
                self._at.control.shares.revoke(share.token)
                self._at.control.audit.record(who, "ideas.close", {"journey": key})

    def opened(self, token: str) -> Share:
        """Raises NotFound (`link.unknown`)."""
        return self._at.control.shares.open("ideas", token)

    def ideas(self, share: Share) -> list[Improvement]:
        """What is shown to whoever has the link: the most voted first."""
        rows = self._at.control.improvements.all(journey=share.target, kind="idea")
        return [row for row in rows if row.hidden is None][:SHOWN]

    def voted(self, browser: str) -> frozenset[int]:
        """What this browser has voted for."""
        return self._at.control.improvements.voted(f"browser:{browser}") if browser else frozenset()

    def add(self, share: Share, *, title: str, text: str, stage: str, author: str) -> Improvement:
        """A new idea. A stage that the journey does not have is none; texts are cut to what is allowed."""
        known = self._at.journey.stage_keys if share.target == self._at.key("-") else ()
        return self._at.control.improvements.add(
            {
                "kind": "idea",
                "state": "new",
                "title": title[:TITLE_LONGEST],
                "text": text[:TEXT_LONGEST],
                "author": author[:AUTHOR_LONGEST],
                "stage": stage if stage in known else None,
                "journey": share.target,
                "source": "box",
            }
        )

    def vote(self, share: Share, id: int, browser: str, *, on: bool) -> None:
        """One vote of one browser. Raises NotFound for what the box does not show."""
        row = self._at.control.improvements.get(id)
        if row.journey != share.target or row.kind != "idea" or row.hidden is not None:
            raise NotFound(Problem("improve.unknown", f"improvement {id}", {"id": id}))
        self._at.control.improvements.vote(id, f"browser:{browser}", on=on)
