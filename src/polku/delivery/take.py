"""From the outbox into deliveries, and held ones anew when their time comes: chunk by chunk, each one
transaction. Whatever is done twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from polku.delivery.judge import Asked, Judge, Judged, Place, numbered
from polku.delivery.policy.cases import HOLD, SEND
from polku.delivery.wants import MESSAGES
from polku.store.control import Control
from polku.store.deliveries import Delivery, delivery
from polku.store.micros import to_micros
from polku.store.warehouse import Warehouse

CHUNK = 20_000
CLAIMED_AT_ONCE = 16
"""A chunk with no more to send than this is claimed as it is taken: one commit less to wait for."""

Probe = Callable[[str], None]
_STATES = {SEND: "ready", HOLD: "held"}


@dataclass(frozen=True)
class Taken:
    """`rows` of the outbox were taken; `claimed` are to be sent at once by who took them."""

    rows: int
    claimed: list[Delivery]


class Taking:
    """One for each workspace: two at once would not see each other's messages."""

    def __init__(
        self,
        control: Control,
        warehouse: Warehouse,
        judge: Judge,
        worker: str,
        probe: Probe = lambda _: None,
    ) -> None:
        self._control = control
        self._warehouse = warehouse
        self._judge = judge
        self._worker = worker
        self._probe = probe
        self._reached: int | None = None

    def take(self, now: int, *, lease: int | None = None, limit: int = CHUNK) -> Taken:
        """Takes the next chunk of the outbox. With `lease` (µs) what is ready is claimed at once,
        when it is little."""
        if self._reached is None:
            self._reached = self._control.deliveries.reached()
        found = self._outbox(self._reached, limit)
        if found is None:
            return Taken(0, [])
        asked, seq = found
        judged = self._judge.judge(asked, now)
        self._probe("take.judged")
        claim = lease is not None and np.count_nonzero(judged.verdicts.state == SEND) <= (
            CLAIMED_AT_ONCE
        )
        rows = _rows(judged, asked, seq, now, (lease, self._worker) if claim else None)
        new = self._control.deliveries.take(rows, int(seq[-1]))
        self._reached = int(seq[-1])
        self._probe("take.committed")
        claimed = [delivery(row) for row in rows if claim and row[_STATE] == "claimed"]
        return Taken(len(rows), [each for each in claimed if each.id in new])

    def decide_held(self, now: int) -> int:
        """Decides anew about held messages whose time has come; returns how many."""
        ids = self._control.claims.held_due(now)
        for start in range(0, len(ids), CHUNK):
            rows = list(self._control.deliveries.find(ids[start : start + CHUNK]).values())
            self._control.claims.decided(self.again(rows, now))
            self._probe("take.decided-anew")
        return len(ids)

    def again(self, rows: list[Delivery], now: int) -> list[tuple[Any, ...]]:
        """The verdicts on deliveries, as `Claims.decided` writes them."""
        asked = asked_again(rows)
        judged = self._judge.judge(asked, now)
        verdicts = judged.verdicts
        states = [_STATES.get(state, "refused") for state in verdicts.state.tolist()]
        columns = (
            states, verdicts.reason, judged.params(), _channels(judged),
            np.where(verdicts.state == HOLD, verdicts.until, now).tolist(), [now] * len(rows),
            asked.id.tolist(),
        )  # fmt: skip
        return list(zip(*columns, strict=True))

    def _outbox(self, after: int, limit: int) -> tuple[Asked, np.ndarray] | None:
        with self._warehouse.read() as con:
            columns = con.execute(
                """SELECT seq, id, place, entry, person, epoch_us("at") AS wanted FROM outbox
                WHERE seq > ? ORDER BY seq LIMIT ?""",
                [after, limit],
            ).fetchnumpy()
        if not len(columns["seq"]):
            return None
        words = self._warehouse.words("place")
        codes, place = np.unique(np.asarray(columns["place"]), return_inverse=True)
        asked = Asked(
            id=np.asarray(columns["id"], np.int64),
            person=np.asarray(columns["person"], np.int64),
            entry=np.asarray(columns["entry"], np.int64),
            place=place.astype(np.int64),
            wanted=np.asarray(columns["wanted"], np.int64),
            places=tuple(_place(words[int(code)]) for code in codes),
        )
        return asked, np.asarray(columns["seq"], np.int64)


def asked_again(rows: list[Delivery]) -> Asked:
    """Deliveries as the policy is asked about them."""
    places, place = numbered([(each.programme, each.version, each.node) for each in rows])

    def column(name: str) -> Any:
        return np.array([getattr(each, name) for each in rows], np.int64)

    wanted = np.array([to_micros(each.wanted) for each in rows], np.int64)
    return Asked(column("id"), column("person"), column("entry"), place, wanted, places)


def _place(word: str) -> Place:
    """ "welcome@3:guide" → welcome, 3, guide."""
    programme, _, rest = word.partition("@")
    version, _, node = rest.partition(":")
    return programme, int(version), node


_STATE = 12  # where a row of COLUMNS has its state


def _channels(judged: Judged) -> list[str | None]:
    return [channel or None for channel in judged.verdicts.channel]


def _rows(
    judged: Judged, asked: Asked, seq: Any, now: int, claim: tuple[int | None, str] | None
) -> list[tuple[Any, ...]]:
    """The rows of a chunk in the order of COLUMNS."""
    verdicts, n = judged.verdicts, len(seq)
    wants = [judged.cases.wants[place] for place in asked.place.tolist()]
    going = "ready" if claim is None else "claimed"
    states = [
        going if state == SEND else _STATES.get(state, "refused")
        for state in verdicts.state.tolist()
    ]
    lease, worker = claim or (None, None)
    own = [state == "claimed" for state in states]
    columns = (
        asked.id.tolist(), seq.tolist(), judged.person.tolist(),
        [w.programme for w in wants], [w.version for w in wants], [w.node for w in wants],
        asked.entry.tolist(), [w.kind for w in wants],
        [w.intent if w.kind in MESSAGES else "" for w in wants], [w.purpose for w in wants],
        [w.priority for w in wants], asked.wanted.tolist(), states, verdicts.reason,
        judged.params(), _channels(judged),
        np.where(verdicts.state == HOLD, verdicts.until, now).tolist(),
        [lease if mine else None for mine in own], [worker if mine else None for mine in own],
        [0] * n, [now] * n, [None] * n, [None] * n,
    )  # fmt: skip
    return list(zip(*columns, strict=True))
