"""Whatever is edited, published, shown and left to expire: who was shown a version sees it until it expires."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from polku.care.outreach import Outreach
from polku.errors import DocumentError, NotFound
from polku.settings import Settings
from polku.store.control import Control

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
ZONE = "Europe/Helsinki"

steps = st.lists(
    st.one_of(
        # price, days valid, last day (days after the start; 0: none)
        st.tuples(st.just("edit"), st.integers(1, 3), st.integers(1, 4), st.integers(0, 12)),
        st.tuples(st.just("publish"), st.booleans(), st.just(0), st.just(0)),
        st.tuples(st.just("show"), st.integers(1, 3), st.just(0), st.just(0)),
        st.tuples(st.just("wait"), st.integers(1, 60), st.just(0), st.just(0)),
    ),
    max_size=30,
)


@dataclass
class Reference:
    """A plain book of what was published, and of what each person was told and until when."""

    draft: tuple[int, int, int] = (1, 2, 0)
    published: list[tuple[int, int, int]] = field(default_factory=list)
    told: dict[int, tuple[int, datetime]] = field(default_factory=dict)  # person → version, until

    def others_hold(self, now: datetime) -> set[int]:
        """Versions at another price than the draft's that still hold for somebody."""
        return {
            version
            for version, until in self.told.values()
            if until > now and self.published[version - 1][0] != self.draft[0]
        }

    def ended(self, offer: tuple[int, int, int], now: datetime) -> bool:
        return bool(offer[2]) and now >= last_instant(offer[2])


def last_instant(days: int) -> datetime:
    # November in Helsinki: midnight is 22 UTC
    return datetime(2026, 11, 1, 22, tzinfo=UTC) + timedelta(days=days)


def body(price: int, days: int, last: int) -> str:
    until = f"valid_until: {(START + timedelta(days=last)).date()}\n" if last else ""
    return f"key: o\nprice: {price}\nvalid_days: {days}\n{until}"


@settings(max_examples=60, deadline=None)
@given(steps)
def test_what_was_shown_holds_until_it_expires(todo: list[tuple[str, int, int, int]]) -> None:
    now = [START]
    with tempfile.TemporaryDirectory() as folder:
        control = Control.open(Path(folder) / "control.db", clock=lambda: now[0])
        with control:
            outreach = Outreach(Path(folder), control, Settings(), cast(Any, None), lambda: now[0])
            book = Reference()
            outreach.save("offer", "o", body(*book.draft), edition=None, who="t")
            for what, one, two, three in todo:
                if what == "edit":
                    book.draft = (one, two, three)
                    outreach.save("offer", "o", body(*book.draft), edition=None, who="t")
                elif what == "publish":
                    _publish(outreach, book, bool(one), now[0])
                elif what == "wait":
                    now[0] += timedelta(hours=one)
                else:
                    _show(control, book, one, now[0])


def _publish(outreach: Outreach, book: Reference, as_new: bool, now: datetime) -> None:
    over, held = book.ended(book.draft, now), book.others_hold(now)
    try:
        outreach.publish("offer", "o", who="t", as_new=as_new)
    except DocumentError as error:
        codes = {each.code for each in error.problems}
        assert ("offer.over" in codes) == over
        told = {p.params["version"] for p in error.problems if p.code == "offer.held"}
        assert told == (set() if as_new else held)
        assert over or (held and not as_new)
    else:
        assert not over
        assert as_new or not held
        if not book.published or book.published[-1] != book.draft:
            book.published.append(book.draft)


def _show(control: Control, book: Reference, person: int, now: datetime) -> None:
    kept = book.told.get(person)
    if kept is None or kept[1] <= now:
        if not book.published or book.ended(book.published[-1], now):
            try:
                control.offers.show(person, "o", now, zone=ZONE)
            except NotFound:
                return
            raise AssertionError("an offer that is not shown was shown")
        _, days, last = book.published[-1]
        until = now + timedelta(days=days)
        kept = (len(book.published), min(until, last_instant(last)) if last else until)
        book.told[person] = kept
    shown = control.offers.show(person, "o", now, zone=ZONE)
    assert (shown.version, shown.expires) == kept
    held = control.offers.held(person, "o", now)
    assert held == shown
