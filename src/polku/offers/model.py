"""An offer: once shown to somebody, its version does not change for them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator
from pydantic_core import PydanticCustomError

from polku.forms.load import load_part
from polku.forms.model import NextStep
from polku.journey.part import Day, Key, Named, Whole
from polku.journey.text import Text
from polku.journey.text import text as words

_MOST = Decimal("100000000000")


def _price(value: Any) -> Decimal:
    # a decimal as it is written, never a float's neighbour
    try:
        if isinstance(value, bool):
            raise InvalidOperation
        price = Decimal(str(value).strip())
        if not price.is_finite() or not 0 <= price < _MOST or price != round(price, 2):
            raise InvalidOperation
    except InvalidOperation:
        raise PydanticCustomError(
            "offer.bad-price", "not a price", {"given": str(value)[:40]}
        ) from None
    return round(price, 2)


Price = Annotated[
    Decimal,
    BeforeValidator(_price),
    PlainSerializer(str, return_type=str),
]


class Acceptor(Named):
    """Somebody whose yes the offer needs."""


class Offer(Named):
    """What is given, for how much, on which terms and for how long. `subject` names the thing itself: two
    offers of one subject must not ask two prices at the same time. It is shown from `valid_from` until the
    end of `valid_until`, and each person has `valid_days` from when it was shown to them."""

    subject: Key | None = None
    text: Text | None = None
    price: Price
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "EUR"
    terms: Text | None = None
    valid_days: Whole = 30
    valid_from: Day | None = None
    valid_until: Day | None = None
    acceptors: tuple[Acceptor, ...] = Field(
        default=(Acceptor(key="buyer", name=words("Ostaja", "Buyer")),), min_length=1, max_length=20
    )
    next: NextStep | None = None

    @property
    def minor(self) -> int:
        """The price in minor units (cents)."""
        return int(self.price * 100)

    @property
    def thing(self) -> str | None:
        """What is sold, as far as it is known: the subject, else where the next step leads."""
        return self.subject or (self.next.url if self.next else None)

    def begins(self, zone: str) -> datetime | None:
        """The first instant at which it is shown, UTC."""
        return None if self.valid_from is None else _midnight(self.valid_from, zone)

    def ends(self, zone: str) -> datetime | None:
        """The first instant at which it is no longer shown, UTC."""
        if self.valid_until is None:
            return None
        return _midnight(self.valid_until + timedelta(days=1), zone)

    def expires(self, shown: datetime, zone: str) -> datetime:
        """Until when it holds for somebody to whom it was shown then."""
        until = shown + timedelta(days=self.valid_days)
        ends = self.ends(zone)
        return until if ends is None else min(until, ends)

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Offer:
        begins, ends = self.valid_from, self.valid_until
        if begins is not None and ends is not None and ends < begins:
            params = {"begins": begins.isoformat(), "ends": ends.isoformat()}
            raise PydanticCustomError("offer.ends-before", "ends before it begins", params)
        return self

    @model_validator(mode="after")
    def _each_once(self) -> Offer:
        keys = [acceptor.key for acceptor in self.acceptors]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise PydanticCustomError("offer.acceptor-twice", "twice", {"key": twice[0]})
        return self


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def load_offer(written: str, *, where: str = "offer") -> Offer:
    """The offer that a text says. Raises DocumentError."""
    return load_part(Offer, written, where)
