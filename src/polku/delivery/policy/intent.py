"""The same thing is said to a person once, whichever programme and channel says it."""

from __future__ import annotations

import numpy as np

from polku.delivery.policy.cases import DAY, Cases, Facts, Flags, Ints, Verdicts, Words

# With `intent_days` once in so many days. Without: once in an entry, and not when another programme
# has said it; a later entry into the same programme is a new occasion.


def intent(cases: Cases, facts: Facts, verdicts: Verdicts, now: int) -> None:
    """Refuses what was said already, is on its way, or stands earlier in the chunk's order."""
    asked = verdicts.undecided & cases.messages
    if not asked.any():
        return
    codes: dict[str, int] = {}
    for want in cases.wants:
        codes.setdefault(want.intent, len(codes))
    code = cases.by_want([codes[want.intent] for want in cases.wants], np.int64)
    said = _said(cases, facts, asked, code, codes, now)
    verdicts.refuse(said, "delivery.same-intent")
    asked &= ~said
    verdicts.refuse(_twice(cases, asked, code, now), "delivery.same-intent")


def _said(
    cases: Cases, facts: Facts, asked: Flags, code: Ints, codes: dict[str, int], now: int
) -> Flags:
    past, said = facts.past, np.zeros(len(cases), bool)
    known = np.fromiter((codes.get(word, -1) for word in past.intent), np.int64, len(past.intent))
    some = np.flatnonzero(known >= 0)
    if not len(some):
        return said
    key = past.person[some] * len(codes) + known[some]
    some = some[np.argsort(key, kind="stable")]
    key = np.sort(key)
    rows = np.flatnonzero(asked)
    own = cases.person[rows] * len(codes) + code[rows]
    low, high = np.searchsorted(key, own, "left"), np.searchsorted(key, own, "right")
    row = np.repeat(rows, high - low)
    offset = np.arange(len(row)) - np.repeat(np.cumsum(high - low) - (high - low), high - low)
    other = some[np.repeat(low, high - low) + offset]
    blocks = _blocks(cases, row, past.entry[other], past.programme[other], past.at[other], now)
    blocks &= past.id[other] != cases.id[row]
    # One that only waits gives way to what comes before it in order, and is refused at its own turn.
    mine = cases.by_want([want.priority for want in cases.wants], np.int64)[row]
    theirs = past.priority[other]
    longer = (past.wanted[other] < cases.wanted[row]) | (
        (past.wanted[other] == cases.wanted[row]) & (past.id[other] < cases.id[row])
    )
    before = (theirs > mine) | ((theirs == mine) & longer)
    said[row[blocks & (~past.held[other] | before)]] = True
    return said


def _twice(cases: Cases, asked: Flags, code: Ints, now: int) -> Flags:
    """Within the chunk: in order, each against those of its person and intent that were let through."""
    twice = np.zeros(len(cases), bool)
    order = cases.order
    order = order[asked[order]]
    key = cases.person[order] * (int(code.max(initial=0)) + 1) + code[order]
    by_key = np.argsort(key, kind="stable")
    order, key = order[by_key], key[by_key]
    starts = np.flatnonzero(np.r_[True, key[1:] != key[:-1]]) if len(key) else np.empty(0, int)
    sizes = np.diff(np.r_[starts, len(key)])
    for turn in range(1, int(sizes.max(initial=1))):
        groups = starts[sizes > turn]
        row = order[groups + turn]
        for earlier in range(turn):
            other = order[groups + earlier]
            programmes = cases.by_want([want.programme for want in cases.wants], object)[other]
            blocks = _blocks(cases, row, cases.entry[other], programmes, np.int64(now), now)
            twice[row[blocks & ~twice[other]]] = True
    return twice


def _blocks(
    cases: Cases, row: Ints, entry: Ints, programme: Words, at: Ints | np.int64, now: int
) -> Flags:
    days = cases.by_want([-1 if w.days is None else w.days for w in cases.wants], np.int64)[row]
    own = cases.by_want([want.programme for want in cases.wants], object)[row]
    once = (entry == cases.entry[row]) | (programme != own)
    blocks: Flags = np.where(days >= 0, at > now - days * DAY, once)
    return blocks
