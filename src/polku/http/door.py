"""The door: a request's bytes become envelopes, good calls apart from broken ones.

What holds here: a batch is taken as far as it can be. Its good calls go in, its broken ones are
told back by their index, and only a batch with nothing good in it is refused. Nothing is lost in
silence."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from polku.clock import Clock
from polku.errors import Problem, RequestRefused
from polku.events.envelope import Envelope, envelope
from polku.events.personal import Personal
from polku.events.when import clock_skew, micros
from polku.events.wire import KINDS, Broken, Call, decode_batch, decode_call

Verify = Callable[[str], str | None]


@dataclass(frozen=True)
class Opened:
    """A request that was understood: its source (the write key's name), arrival and envelopes."""

    source: str
    received: int  # microseconds since 1970
    envelopes: list[Envelope]
    broken: list[tuple[int, Problem]]  # index in the batch, and why

    @property
    def refused(self) -> RequestRefused | None:
        """The refusal of a batch with nothing good in it, which names every broken call."""
        if self.envelopes or not self.broken:
            return None
        refusal = refused(self.broken[0][1])
        refusal.problems = tuple(problem for _, problem in self.broken)
        return refusal


class Door:
    """Knows the write keys and what is personal. Thread-compatible: one event loop uses one
    door."""

    def __init__(self, verify: Verify, personal: Iterable[str], clock: Clock) -> None:
        self._verify = verify
        self._personal = Personal(personal)
        self._clock = clock
        self._arrivals = itertools.count()

    def source_of(self, key: str | None) -> str:
        """The source a write key stands for. Raises RequestRefused (401) when it is none of
        ours."""
        source = self._verify(key) if key else None
        if source is None:
            code = "ingest.wrong-key" if key else "ingest.no-key"
            raise RequestRefused(Problem(code, "Authorization"), 401)
        return source

    def open_one(self, body: bytes, kind: str, source: str | None) -> Opened:
        """One call of `kind`; `source` is None when its key is in the body. Raises RequestRefused:
        401 the key, 400 or 413 the call."""
        try:
            call = decode_call(body)
            source = source or self.source_of(_text(call.write_key))
            received = micros(self._clock())
            skew = clock_skew(call.sent_at, received)
            sealed = self._seal(call, kind, received, skew, {})
        except Broken as broken:
            raise refused(broken.problem("" if broken.field else "body")) from None
        return Opened(source, received, [sealed], [])

    def open_batch(self, body: bytes, source: str | None, *, trust_time: bool = False) -> Opened:
        """Many calls; those that are broken are told apart. `source` as in `open_one`;
        `trust_time`: history, whose times are taken as they are. Raises RequestRefused: 401 the
        key, 400 not a batch, 413 too many."""
        batch = decode_batch(body)
        source = source or self.source_of(_text(batch.write_key) or _first_key(batch.batch))
        received = micros(self._clock())
        skew = clock_skew(batch.sent_at, received)
        context = batch.context or None
        sealed: list[Envelope] = []
        broken: list[tuple[int, Problem]] = []
        repeats: dict[str, int] = {}
        for index, raw in enumerate(batch.batch):
            try:
                call = decode_call(raw)
                kind = call.type
                if kind not in KINDS:
                    raise Broken("ingest.unknown-type", "type", type=str(kind)[:40])
                own = clock_skew(call.sent_at, received) if skew is None else skew
                sealed.append(self._seal(call, kind, received, own, repeats, trust_time, context))
            except Broken as one:
                broken.append((index, one.problem(f"batch[{index}]")))
        return Opened(source, received, sealed, broken)

    def _seal(
        self,
        call: Call,
        kind: str,
        received: int,
        skew: int | None,
        repeats: dict[str, int],
        trust_time: bool = False,
        context: msgspec.Raw | None = None,
    ) -> Envelope:
        try:
            return envelope(
                call,
                kind=kind,
                received=received,
                skew=skew,
                personal=self._personal,
                arrivals=self._arrivals,
                repeats=repeats,
                trust_time=trust_time,
                context=context,
            )
        except RecursionError:
            raise Broken("ingest.too-deep") from None


def refused(problem: Problem) -> RequestRefused:
    return RequestRefused(problem, 413 if problem.code == "ingest.event-too-large" else 400)


def _first_key(calls: list[msgspec.Raw]) -> str | None:
    # some senders write the key into each call and nowhere else
    try:
        return _text(decode_call(calls[0]).write_key) if calls else None
    except Broken:
        return None


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
